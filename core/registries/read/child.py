"""The process that parses: `python -m core.registries.read.child`, one file in on standard input, cells out.

It may be killed, run out of memory or panic: nothing but an answer is lost. It has no temporary files, so nothing of
a person's data stays behind on the disk. In: one line of JSON, then the bytes of the file if that names no path.
Out: frames, each 4 bytes length and JSON, 8 bytes length and an Arrow stream (or nothing); the last JSON is
`{"done": true}`.
"""

# ruff: noqa: PLC0415 - only what the file at hand needs is imported: a process is started for each file
# ruff: noqa: PLC0415 - only what the file at hand needs is imported: a process is started for each file
from __future__ import annotations

import gc
import io
import json
import struct
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from core.registries.read.limits import Limits

Frame = tuple[dict[str, Any], bytes]
NO_TABLE = b""


class _NoPandas:
    """Arrow imports pandas to see whether a value is one of its own: half a second and much memory for nothing."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Say that there is no pandas; leave other names to others."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def confine(limits: Limits) -> None:
    """Bound the memory and processor time of this process; Windows has no such bound but the parent's clock."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, limits.cpu_seconds)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def frames(job: dict[str, Any], data: bytes, limits: Limits) -> Iterator[Frame]:
    """Parse a file.

    Args:
        job: `kind` (`xlsx`, `xls`, `ods`: every sheet is a frame; `csv`: one frame, with `start`, `first_row`, `width`,
            `delimiter`).
        data: The file; text is UTF-8 already.
        limits: Bounds.
    """
    if job["kind"] == "csv":
        from core.registries.read.delimited import parse

        body = parse(data, job["start"], job["first_row"], job["width"], job["delimiter"], limits=limits)
        yield _csv_frame(body)
        return
    from core.registries.read.sheets import sheets
    from core.registries.read.sniff import Refusal

    for sheet in sheets(job["kind"], data, limits):
        if isinstance(sheet, Refusal):
            yield {"refusal": asdict(sheet)}, NO_TABLE
        else:
            about, table = sheet
            yield about, _stream(table)


def _csv_frame(body: Any) -> Frame:
    import pyarrow as pa

    columns = {"rows": pa.array(body.row_numbers), **{f"c{i}": c for i, c in enumerate(body.columns)}}
    return {"faults": [asdict(f) for f in body.faults]}, _stream(pa.table(columns))


def _stream(table: Any) -> bytes:
    import pyarrow as pa

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _send(out: BinaryIO, frame: Frame) -> None:
    about, table = frame
    text = json.dumps(about).encode()
    out.write(struct.pack("<I", len(text)) + text + struct.pack("<Q", len(table)))
    out.write(table)


def main() -> int:
    """Read the job, parse, send the frames. A Python error of the parser is a frame; anything worse ends it all."""
    source, out = sys.stdin.buffer, sys.stdout.buffer
    job = json.loads(source.readline())
    limits = Limits(**job["limits"])
    confine(limits)
    sys.meta_path.insert(0, _NoPandas())
    gc.disable()  # millions of cells, no cycles, a short life
    data = Path(job["path"]).read_bytes() if job.get("path") else source.read()
    try:
        for frame in frames(job, data, limits):
            _send(out, frame)
    except Exception as error:  # noqa: BLE001 - whatever a parser throws is an answer about the file
        _send(out, ({"failed": type(error).__name__}, NO_TABLE))
    _send(out, ({"done": True}, NO_TABLE))
    out.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
