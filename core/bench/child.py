"""The whole way in a process of its own: `python -m core.bench.child FOLDER` prints its seconds and its peak memory."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from core.bench.steps import whole_way

STATUS = Path("/proc/self/status")


def peak_bytes() -> int | None:
    """The most memory this process has ever held; None where the system does not tell.

    On Linux `ru_maxrss` would not do: a process begins with the peak of the one that started it.
    """
    if STATUS.exists():
        line = next(line for line in STATUS.read_text("utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    if sys.platform == "darwin":
        import resource  # noqa: PLC0415 - not on Windows

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


if __name__ == "__main__":
    begin = time.perf_counter()
    made = whole_way(Path(sys.argv[1]))
    seconds = time.perf_counter() - begin
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak_bytes()}))
