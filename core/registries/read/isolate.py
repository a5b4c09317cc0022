"""Parsing in a child process with limits, seen from the parent: no file stops or slows the app for others."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from core.registries.read.delimited_body import Body
from core.registries.read.grid import Grid
from core.registries.read.limits import DEFAULT_LIMITS, Limits
from core.registries.read.sniff import Content, Kind, Refusal

# Arrow's own pool and OpenBLAS reserve address space by the gigabyte, which counts against the bound on memory.
_SPARING = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_ROOT = Path(__file__).resolve().parents[3]
_FAILED = {"PasswordError": "file_password", "MemoryError": "file_too_heavy"}


def workbook(kind: Kind, content: Content, limits: Limits = DEFAULT_LIMITS) -> list[Grid | Refusal]:
    """The sheets of a workbook, parsed in a child process.

    Args:
        kind: `xlsx`, `xls` or `ods`; the guards have passed.
        content: Path or bytes of the file.
        limits: What the child may use, and bounds on what it reads.

    Returns:
        A grid a sheet; refusals in place of sheets, or one alone for the file.
    """
    answer = _ask({"kind": kind}, content, limits)
    if isinstance(answer, Refusal):
        return [answer]
    return [Refusal(**about["refusal"]) if "refusal" in about else _grid(about, table) for about, table in answer]


def text(
    data: bytes, start: int, first_row: int, width: int, delimiter: str, *, limits: Limits = DEFAULT_LIMITS
) -> Body | Refusal:
    """`delimited.parse` in a child process."""
    job = {"kind": "csv", "start": start, "first_row": first_row, "width": width, "delimiter": delimiter}
    answer = _ask(job, data, limits)
    if isinstance(answer, Refusal):
        return answer
    about, table = answer[0]
    columns = [table.column(f"c{i}") for i in range(width)]
    return Body(columns, table.column("rows").to_numpy(), [Refusal(**fault) for fault in about["faults"]])


def _ask(job: dict[str, Any], content: Content, limits: Limits) -> list[tuple[dict[str, Any], pa.Table]] | Refusal:
    job = {**job, "limits": asdict(limits)}
    if isinstance(content, Path):
        job["path"] = str(content.resolve())
    question = json.dumps(job).encode() + b"\n" + (content if isinstance(content, bytes) else b"")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "core.registries.read.child"],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**os.environ, **_SPARING},
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Refusal("file_too_slow", {"seconds": limits.wall_seconds})
    answer, complete = _frames(done.stdout)
    failed = next((about["failed"] for about, _ in answer if "failed" in about), None)
    if failed:
        return Refusal(_FAILED.get(failed, "file_damaged"))
    if not complete:
        # A panic of the parser ends with status 1 (Python) or 101 (Rust); being killed, or memory, with any other.
        return Refusal("file_damaged" if done.returncode in (1, 101) else "file_too_heavy")
    return answer


def _frames(data: bytes) -> tuple[list[tuple[dict[str, Any], pa.Table]], bool]:
    found: list[tuple[dict[str, Any], pa.Table]] = []
    view, at = memoryview(data), 0
    while at + 4 <= len(view):
        length = struct.unpack_from("<I", view, at)[0]
        about = json.loads(bytes(view[at + 4 : at + 4 + length]) or b"{}") if at + 12 + length <= len(view) else {}
        if about.get("done"):
            return found, True
        at += 4 + length
        if at + 8 > len(view):
            break
        size = struct.unpack_from("<Q", view, at)[0]
        at += 8
        if at + size > len(view):
            break
        table = pa.ipc.open_stream(pa.py_buffer(view[at : at + size])).read_all() if size else pa.table({})
        found.append((about, table))
        at += size
    return found, False


def _grid(about: dict[str, Any], table: pa.Table) -> Grid:
    width = sum(1 for name in table.column_names if name.startswith("c"))
    names = set(table.column_names)
    kinds = [table.column(f"k{i}").to_numpy().astype(np.uint8) if f"k{i}" in names else None for i in range(width)]
    return Grid(
        sheet=about["sheet"],
        columns=[table.column(f"c{i}") for i in range(width)],
        kinds=kinds,
        row_numbers=table.column("rows").to_numpy().astype(np.int32),
        hidden=about["hidden"],
        date1904=about["date1904"],
        merged=[tuple(m) for m in about["merged"]],
    )
