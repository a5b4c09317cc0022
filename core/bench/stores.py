"""What the bench measures with: synthetic stores as CSV files, and a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from core.demo.stores import batches, write_csv
from core.registries.definitions import STORE, Tables

STAFF, DAYS, VISITS_PER_DAY = 8, 250, 8.0
SEED = 1


def stores_for(visits: int) -> int:
    """How many stores of 8 people and 250 days have about so many visits; at least one."""
    return max(1, round(visits / (DAYS * VISITS_PER_DAY)))


def csv_folder(folder: Path, visits: int, progress: Callable[[float], None] = lambda _: None) -> Path:
    """A folder of registries with about so many visits; made once, and kept for the next call.

    Args:
        folder: Where such folders are kept.
        visits: How many, about.
        progress: Told the share done.
    """
    stores = stores_for(visits)
    made = folder / f"stores-{stores}"
    if not made.exists():
        half_made = folder / f".stores-{stores}"
        total, done = (stores + 49) // 50, 0

        def step() -> None:
            nonlocal done
            done += 1
            progress(done / total)

        write_csv(half_made, batches(SEED, stores=stores, staff_per_store=STAFF, days=DAYS), step)
        half_made.rename(made)
    return made


def workbook(path: Path, tables: Tables, rows: int) -> int:
    """Write registries into one workbook, the visits cut to about so many rows in all.

    Args:
        path: The .xlsx file.
        tables: Registries of whole stores.
        rows: Rows over all sheets, about.

    Returns:
        Rows written, the headers not counted.
    """
    share = rows / sum(len(frame) for frame in tables.values())
    kept = _whole_stores(tables, share)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for of in STORE:
            sheet = book.add_worksheet(of.name)
            sheet.write_row(0, 0, [c.name for c in of.columns])
            frame = kept[of.name]
            columns = [_cells(frame[c.name]) for c in of.columns]
            for i, row in enumerate(zip(*columns, strict=True), 1):
                for at, value in enumerate(row):
                    if value is not None:
                        sheet.write(i, at, value)
    return sum(len(frame) for frame in kept.values())


def _whole_stores(tables: Tables, share: float) -> Tables:
    stores = tables["staff"]["store_id"].astype(str).unique().tolist()
    some = set(stores[: max(1, round(len(stores) * share))])
    visits = tables["visits"]
    known = set(visits.loc[visits["store_id"].astype(str).isin(some), "visit_id"])
    return {
        name: frame[frame["store_id"].astype(str).isin(some)]
        if "store_id" in frame
        else frame[frame["visit_id"].astype(str).isin(known)]
        for name, frame in tables.items()
    }


def _cells(series: pd.Series[Any]) -> list[object]:
    return [None if missing else _cell(v) for v, missing in zip(series.astype(object), series.isna(), strict=True)]


def _cell(value: Any) -> object:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
