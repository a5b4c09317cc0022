"""The whole way in a process of its own: `python -m core.bench.child FOLDER` prints its seconds and its peak memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from core.bench.steps import whole_way


def peak_bytes() -> int:
    """The most memory this process has ever held; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    before = peak_bytes()
    begin = time.perf_counter()
    made = whole_way(Path(sys.argv[1]))
    seconds = time.perf_counter() - begin
    sys.stdout.write(json.dumps({"seconds": seconds, "before": before, "peak": peak_bytes()}))
