"""The result files: the contract's columns first to last, reasons made as they are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.demo.csvfile import CsvFile
from core.rules.reasons import TABLES, reasons
from core.rules.results import Results, output_columns

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
    frames = {name: getattr(results, name) for name in TABLES}
    total, done = sum(map(len, frames.values())) + len(figures) + 1, 0
    for name, frame in frames.items():
        columns = output_columns(name)
        with CsvFile(folder / f"{name}.csv", list(columns)) as file:
            for begin in range(0, len(frame), ROWS_AT_ONCE):
                piece = frame.iloc[begin : begin + ROWS_AT_ONCE]
                said = reasons(results, name, language, rows=piece.index)
                table = _arrow(piece, columns[:-1], results.settings.fine_text)
                file.write(table.append_column("reason", pa.array(said, pa.string())))
                done += len(piece)
                progress(done / total)
    with CsvFile(folder / "staff_figures.csv", list(figures.columns)) as file:
        file.write(_arrow(figures, tuple(figures.columns), results.settings.fine_text))
    progress(1.0)


def _arrow(frame: pd.DataFrame, columns: Sequence[str], fine: str) -> pa.Table:
    table = pa.Table.from_pandas(frame[list(columns)], preserve_index=False)
    return pa.table({name: _written(name, table[name], fine) for name in columns})


def _written(name: str, values: pa.ChunkedArray, fine: str) -> pa.ChunkedArray:
    """A column as it is written: money with two decimals, a fine as its setting is, numbers as short as can be."""
    if name in _MONEY:
        return values.cast(pa.decimal128(20, 2))
    if name == "fine":
        return pc.if_else(pc.equal(values, 0), "0", fine)
    if pa.types.is_floating(values.type):
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.0$", "")
    return values
