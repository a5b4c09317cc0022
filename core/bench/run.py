"""The bench as a whole: make the stores, take the rounds, work out the figures."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.bench.steps import Clock, Writer, round_of_one_row, round_of_stores, round_of_workbook, whole_way
from core.bench.stores import csv_folder, workbook
from core.bench.table import Figure
from core.demo.stores import stores
from core.texts import N_, say

OF_STORES = ("whole", "validation", "rotation", "claims", "files")
XLSX_ROWS = 100_000
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    Attributes:
        visits: How many visits the stores have, about.
        rounds: How often each step is timed; the median counts.
        rows: Names of targets.
        folder: Where the generated files are kept.
        write: What writes the result files.
    """

    visits: int
    rounds: int
    rows: Collection[str]
    folder: Path
    write: Writer


def measure(plan: Plan, language: str, progress: Progress) -> tuple[list[Figure], list[str]]:
    """Measure some rows of the table of targets.

    Args:
        plan: Which, on what, how often.
        language: Of the lines about how.
        progress: Told the share done and what is at hand.

    Returns:
        The figures, and lines about how they were measured.
    """
    figures: list[Figure] = []
    visits, rounds, rows, folder = plan.visits, plan.rounds, plan.rows, plan.folder
    clock = Clock()
    _warm(folder)
    made = csv_folder(folder, visits, lambda share: progress(0.1 * share, "csv"))
    lines = [_size(made, language)]
    if set(rows) & set(OF_STORES):
        for number in range(rounds):
            progress(0.1 + 0.5 * number / rounds, "csv")
            round_of_stores(clock, made, folder / "out", plan.write)
        plain = clock.median("C")
        figures += [Figure(n, clock.median(n) / plain, clock.median(n)) for n in OF_STORES if n in rows]
        lines.append(
            say(
                language, N_("C = {seconds} s; medians of {rounds}, interleaved"), seconds=f"{plain:.3f}", rounds=rounds
            )
        )
    if set(rows) & {"memory", "ten_time", "ten_memory"}:
        figures += _in_processes(plan, progress)
    if "xlsx" in rows:
        figures += _xlsx(clock, folder, rounds, progress)
    if "one_row" in rows:
        month = stores(7, stores=1)
        for _ in range(max(rounds, 5) + 1):
            round_of_one_row(clock, month)
        figures.append(Figure("one_row", clock.median("one_row") * 1000, clock.median("one_row")))
    progress(1.0, "")
    return figures, lines


def _warm(folder: Path) -> None:
    """Compile everything once, so that no round pays for it."""
    whole_way(csv_folder(folder, 1))


def _size(made: Path, language: str) -> str:
    files = sorted(made.glob("*.csv"))
    counts = {path.stem: _lines(path) - 1 for path in files}
    said = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    return say(language, N_("rows: {rows}; {megabytes} MB of CSV"), rows=said, megabytes=f"{megabytes:.0f}")


def _lines(path: Path) -> int:
    with path.open("rb") as f:
        return sum(piece.count(b"\n") for piece in iter(lambda: f.read(1 << 20), b""))


def _in_processes(plan: Plan, progress: Progress) -> list[Figure]:
    """Memory, and time against ten times as much, each in a process of its own."""
    visits, rounds, rows, folder = plan.visits, plan.rounds, plan.rows, plan.folder
    some = csv_folder(folder, visits)
    progress(0.65, "memory")
    told = [_alone(some) for _ in range(min(rounds, 3) if "ten_time" in rows else 1)]
    seconds = sorted(one["seconds"] for one in told)[len(told) // 2]
    found = _memory("memory", max(told, key=lambda one: one["peak"] or 0), some)
    if {"ten_time", "ten_memory"} & set(rows):
        many = csv_folder(folder, visits * 10, lambda share: progress(0.65 + 0.1 * share, "csv ×10"))
        progress(0.75, "×10")
        ten = _alone(many)
        found += [Figure("ten_time", ten["seconds"] / seconds, ten["seconds"]), *_memory("ten_memory", ten, many)]
    return [figure for figure in found if figure.name in rows]


def _memory(name: str, told: dict[str, Any], folder: Path) -> list[Figure]:
    """Peak memory against the bytes of the files; nothing where the system does not tell."""
    return [] if told["peak"] is None else [Figure(name, told["peak"] / _bytes(folder))]


def _alone(folder: Path) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own module on our own folder
        [sys.executable, "-m", "core.bench.child", str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.csv"))


def _xlsx(clock: Clock, folder: Path, rounds: int, progress: Progress) -> list[Figure]:
    path = folder / "rows-100000.xlsx"
    progress(0.85, "xlsx")
    if not path.exists():
        reading, _ = whole_way(csv_folder(folder, XLSX_ROWS // 2))
        workbook(path, reading.tables, XLSX_ROWS)
    for number in range(rounds):
        progress(0.85 + 0.1 * number / rounds, "xlsx")
        round_of_workbook(clock, path)
    return [Figure("xlsx", clock.median("xlsx") / clock.median("openpyxl"), clock.median("xlsx"))]
