"""Lines to the person at the terminal."""

from __future__ import annotations

import sys
from typing import TextIO


def tell(line: str, to: TextIO | None = None) -> None:
    """Print a line; on standard error where nothing else is said."""
    print(line, file=to or sys.stderr)
