"""The steps that are timed, and the order in which one round takes them."""

from __future__ import annotations

import csv
import gc
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from core.figures.team import staff_figures
from core.registries.check import check
from core.registries.definitions import Tables, registry
from core.registries.read import Reading, read
from core.registries.schema import row_issues
from core.rules.attribution import attributions_frame
from core.rules.clients import People, identify
from core.rules.coded import Coded, code
from core.rules.compute import compute
from core.rules.ownership import follow, ownership_frame
from core.rules.results import Results
from core.rules.rotation import decide, receptions_frame
from core.rules.settings import Settings
from core.rules.walk_shapes import Walked

Seconds = dict[str, list[float]]
Writer = Callable[[Results, pd.DataFrame, Path], None]
"""Writes result files: the results, the figures of the staff, the folder."""


@dataclass
class Clock:
    """Seconds by step, over the rounds."""

    seconds: Seconds = field(default_factory=dict)

    def time(self, step: str, call: Callable[[], Any]) -> Any:
        """Do something and note how long it took; garbage of earlier steps is taken away before."""
        gc.collect()
        begin = time.perf_counter()
        made = call()
        self.seconds.setdefault(step, []).append(time.perf_counter() - begin)
        return made

    def median(self, step: str) -> float:
        """Median over the rounds."""
        return float(pd.Series(self.seconds[step]).median())


def plain_pass(folder: Path) -> int:
    """C: one pass of `csv.reader` over every file, nothing done with the rows."""
    rows = 0
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as f:
            for _row in csv.reader(f):
                rows += 1
    return rows


def whole_way(folder: Path) -> tuple[Reading, Results]:
    """From files to all results in memory, checked.

    Raises:
        ValueError: The generated files have an error, so the generator or the reader is broken.
    """
    reading = read([folder], desk="store")
    if not reading.ok:
        raise ValueError(reading.faults.errors[0].line("en"))
    return reading, compute(reading.tables)


def validation(reading: Reading) -> int:
    """Every check of rows and between registries, on typed frames; returns the number of faults."""
    found = 0
    for name, frame in reading.tables.items():
        of = registry(name)
        found += sum(1 for _ in row_issues(frame, of, {}, frozenset(c.name for c in of.columns)))
    return found + len(check(reading.tables, reading.origins))


def _claims(tables: Tables, settings: Settings) -> tuple[Coded, People, Walked]:
    """Ownership and attribution, their result frames made and let go; returns what rotation goes on from."""
    coded = code(tables)
    people = identify(coded)
    walked = follow(coded, people, settings)
    ownership_frame(coded, walked, settings)
    attributions_frame(coded, people, walked)
    return coded, people, walked


def _rotation(coded: Coded, people: People, walked: Walked, settings: Settings) -> pd.DataFrame:
    """Every turn of every day, and the result frame of it."""
    doors, orders, turned = decide(coded, walked, settings)
    return receptions_frame(coded, people, walked, doors, orders, turned, settings)


def round_of_stores(clock: Clock, folder: Path, out: Path, write: Writer) -> None:
    """One round over the big files: each step once, one after another, so that the machine's moods meet all of them."""
    settings = Settings()
    clock.time("C", lambda: plain_pass(folder))
    reading, results = clock.time("whole", lambda: whole_way(folder))
    clock.time("validation", lambda: validation(reading))

    coded, people, walked = clock.time("claims", lambda: _claims(reading.tables, settings))
    clock.time("rotation", lambda: _rotation(coded, people, walked, settings))
    out.mkdir()
    clock.time("files", lambda: write(results, staff_figures(reading.tables, results), out))
    shutil.rmtree(out)


def round_of_workbook(clock: Clock, path: Path) -> None:
    """One round over the workbook: openpyxl reads it, we read and check it."""

    def theirs() -> int:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
        book.close()
        return rows

    clock.time("openpyxl", theirs)
    clock.time("xlsx", lambda: read([path], desk="store"))


def round_of_one_row(clock: Clock, tables: Tables) -> None:
    """A visit is added to one store's month, and everything is computed anew."""
    visits = tables["visits"]
    last = visits.sort_values("arrived_at").iloc[[-1]]
    later = last.assign(visit_id="V-new", arrived_at=last["arrived_at"] + pd.Timedelta(minutes=5))
    later[["greeted_at", "left_at", "handed_to", "handed_at"]] = None

    def again() -> Results:
        more = pd.concat([visits, later.astype(visits.dtypes.to_dict())], ignore_index=True)
        return compute({**tables, "visits": more})

    clock.time("one_row", again)
