"""Cells of a workbook as text and kinds. Runs in the child process only: a parser may die here."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from core.registries.read.limits import Limits
from core.registries.read.sniff import Kind, Refusal
from core.registries.read.workbook_xml import Marks, xlsx_marks
from core.registries.read.xls_records import xls_marks

TEXT, NUMBER, DATE, BOOL, ERROR = 0, 1, 2, 3, 4
_BATCH = 20_000
_EXACT = 1e15
_HALF_SECOND = dt.timedelta(milliseconds=500)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    shortest = repr(value)
    # Computed cells carry noise in the 17th digit; what the spreadsheet shows has 15. Whole numbers of 16 digits and
    # more stay as they are: that digits were lost must be seen.
    return f"{value:.15g}" if len(shortest) > 16 and value != int(value) else shortest


def _instant(value: dt.datetime) -> str:
    return (value + _HALF_SECOND).replace(microsecond=0).isoformat(" ") if value.microsecond else value.isoformat(" ")


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _float(value: float) -> str:
    return _number(value) if math.isfinite(value) else "#NUM!"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: lambda v: v,
    int: str,
    float: _float,
    bool: lambda v: "true" if v else "false",
    dt.datetime: _instant,
    dt.date: lambda v: v.isoformat(),
    dt.time: lambda v: v.replace(microsecond=0).isoformat(),
    dt.timedelta: _duration,
}
_KIND_OF: dict[type, int] = {str: TEXT, int: NUMBER, float: NUMBER, bool: BOOL} | dict.fromkeys(
    (dt.datetime, dt.date, dt.time, dt.timedelta), DATE
)

Sheet = tuple[dict[str, Any], pa.Table]
"""What is known of a sheet, and its cells: `rows` (numbers), `c0` ... (text), `k0` ... (kinds, where not all text)."""


def sheets(kind: Kind, data: bytes, limits: Limits) -> Iterator[Sheet | Refusal]:
    """Read the sheets of a workbook one by one.

    Args:
        kind: `xlsx`, `xls` or `ods`.
        data: The file; its guards have passed.
        limits: Bounds on sheets, rows, columns and text.

    Yields:
        Each worksheet, hidden ones too, or a refusal of one.
    """
    look = {"xlsx": xlsx_marks, "xls": xls_marks}.get(kind)
    marks = look(data, limits) if look else Marks()
    if isinstance(marks, Refusal):
        yield marks
        return
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    worksheets = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(worksheets) > limits.sheets:
        yield Refusal("file_too_many_sheets", {"most": limits.sheets})
        return
    for meta in worksheets:
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height > limits.rows or sheet.total_width > limits.columns:
            values = {"rows": limits.rows, "columns": limits.columns}
            yield Refusal("sheet_too_large", values, sheet=meta.name)
            continue
        about = {
            "sheet": meta.name,
            "hidden": meta.visible != calamine.SheetVisibleEnum.Visible,
            "date1904": marks.date1904,
            "merged": [(a + 1, b, c + 1, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or [])],
        }
        yield about, _table(sheet, marks.cells.get(meta.name, {}), limits)


def _table(sheet: calamine.CalamineSheet, marked: dict[tuple[int, int], str], limits: Limits) -> pa.Table:
    offset = sheet.start[1] if sheet.start else 0
    width = offset + sheet.width if sheet.start else 0
    width = max([width, *(column + 1 for _, column in marked if column < limits.columns)])
    batches: list[list[pa.Array]] = []
    numbers: list[np.ndarray] = []
    rows, first = sheet.iter_rows(), 0
    last_marked = max((row for row, _ in marked), default=-1)
    while True:
        batch = list(islice(rows, _BATCH))
        if not batch and first > last_marked:
            break
        batch += [[] for _ in range(min(_BATCH, last_marked + 1 - first) - len(batch))]
        here = {(r - first, c): text for (r, c), text in marked.items() if first <= r < first + len(batch)}
        # `any(row)` settles nearly every row; a row of zeros and falses alone is filled too.
        filled = [i for i, row in enumerate(batch) if any(row) or any(v != "" for v in row)]
        if here:
            filled = sorted({*filled, *(r for r, _ in here)})
        if filled:
            kept = batch if len(filled) == len(batch) else [batch[i] for i in filled]
            place = {row: i for i, row in enumerate(filled)} if here else {}
            errors = {(place[r], c): text for (r, c), text in here.items()}
            batches.append(_columns(kept, offset, width, errors))
            numbers.append(np.array(filled, np.int32) + first + 1)
        first += len(batch)
    return _joined(batches, numbers, width)


def _columns(
    rows: Sequence[Sequence[Any]], offset: int, width: int, errors: dict[tuple[int, int], str]
) -> list[pa.Array]:
    """Text and kinds of each column, by turns; kinds are null where all is text."""
    arrays: list[pa.Array] = []
    wrong: dict[int, dict[int, str]] = {}
    for (row, column), text in errors.items():
        wrong.setdefault(column, {})[row] = text
    blank = ("",) * len(rows)
    # Marked rows may be shorter than the others: below the last row that calamine gives there are only errors.
    by_column = list(zip_longest(*rows, fillvalue=""))
    for position in range(width):
        at = position - offset
        cells = by_column[at] if 0 <= at < len(by_column) else blank
        types = set(map(type, cells))
        if types <= {str} and position not in wrong:
            arrays += [pa.array(cells, pa.string()), pa.nulls(len(cells), pa.uint8())]
            continue
        texts = [_TEXT_OF[type(v)](v) for v in cells]
        kinds = np.fromiter((_KIND_OF[type(v)] for v in cells), np.uint8, len(cells))
        for row, text in wrong.get(position, {}).items():
            texts[row], kinds[row] = text, ERROR
        arrays += [pa.array(texts, pa.string()), pa.array(kinds)]
    return arrays


def _joined(batches: list[list[pa.Array]], numbers: list[np.ndarray], width: int) -> pa.Table:
    rows = np.concatenate(numbers) if numbers else np.zeros(0, np.int32)
    columns: dict[str, pa.ChunkedArray | pa.Array] = {"rows": pa.array(rows)}
    for position in range(width):
        columns[f"c{position}"] = pa.chunked_array([b[2 * position] for b in batches], pa.string())
        kinds = pa.chunked_array([b[2 * position + 1] for b in batches], pa.uint8())
        if kinds.null_count < len(kinds):
            columns[f"k{position}"] = kinds.fill_null(TEXT)
    return pa.table(columns)
