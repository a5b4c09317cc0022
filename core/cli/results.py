"""The result files: the contract's columns first to last, reasons made as they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.cli.csvfile import CsvFile
from core.rules.reasons import reasons
from core.rules.results import Results

COLUMNS = {
    "receptions": "store_id arrived_at visit_id client_id received_by wanted due kind charged_to counts rules reason",
    "ownership": "store_id client_id since owner group_id basis last_contact until ended_by rules reason",
    "attributions": (
        "store_id deal_id client_id judged_at closed_by credit_kind credited_to basis amount commission cancelled "
        "rules reason"
    ),
    "findings": "store_id subject_id kind staff_id at rule fine status reason",
    "questions": "store_id subject_id field assumed would_change reason",
}
"""Columns of each result file, as the contract orders them. `staff_figures.csv` has those of its frame."""

ROWS_AT_ONCE = 100_000
_MONEY = frozenset({"amount", "commission", "amount_credited", "fines_owed"})


def write_results(
    results: Results,
    figures: pd.DataFrame,
    folder: Path,
    language: str,
    progress: Callable[[float], None] = lambda _: None,
) -> None:
    """Write every result file.

    Args:
        results: What was computed.
        figures: `staff_figures` of it.
        folder: Where; it is there already.
        language: Of the reasons.
        progress: Told the share done.
    """
    frames = {name: getattr(results, name) for name in COLUMNS}
    total, done = sum(map(len, frames.values())) + len(figures) + 1, 0
    for name, frame in frames.items():
        columns = COLUMNS[name].split()
        with CsvFile(folder / f"{name}.csv", columns) as file:
            for begin in range(0, len(frame), ROWS_AT_ONCE):
                part = slice(begin, begin + ROWS_AT_ONCE)
                piece = _arrow(frame.iloc[part], columns[:-1])
                said = reasons(results, name, language, rows=part)
                file.write(piece.append_column("reason", pa.array(said, pa.large_string())))
                done += piece.num_rows
                progress(done / total)
    with CsvFile(folder / "staff_figures.csv", list(figures.columns)) as file:
        file.write(_arrow(figures, list(figures.columns)))
    progress(1.0)


def _arrow(frame: pd.DataFrame, columns: list[str]) -> pa.Table:
    table = pa.Table.from_pandas(frame[columns], preserve_index=False)
    return pa.table({name: _written(name, table[name]) for name in columns})


def _written(name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as it is to be written: money with two decimals, other numbers as short as can be."""
    if name in _MONEY:
        return values.cast(pa.decimal128(20, 2))
    if pa.types.is_floating(values.type):
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.0$", "")
    return values
