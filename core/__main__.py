"""The command line: `python -m core COMMAND`. See docs/command-line.md."""

from __future__ import annotations

import sys

from core.cli.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
