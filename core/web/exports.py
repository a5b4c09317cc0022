"""Files to take away: Excel and CSV whose cells can neither run nor lose a digit.

Excel: ids and phones are text cells; no text becomes a formula or a link. CSV: UTF-8 with BOM, a quote before a text
that a spreadsheet would run; reading the file again takes it off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import xlsxwriter

EXCEL_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_MIME = "text/csv"
EXCEL_ROWS = 200_000
SHEET_ROWS = 1_000_000
CELL_TEXT = 32_767
RUN = "^('*[=+\\-@\\t\\r])"
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
OPTIONS = {
    "in_memory": True,
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows, headings already translated."""

    name: str
    rows: pd.DataFrame


def excel(sheets: Sequence[Sheet]) -> bytes:
    """Write an .xlsx workbook.

    Args:
        sheets: At least one. Texts (ids among them) go out as text cells, instants as date cells, flags as they stand;
            missing values are blank cells. More rows than a sheet holds go on in a further sheet.

    Raises:
        ValueError: There is no sheet.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"author": "", "company": ""})
        taken: set[str] = set()
        for sheet in sheets:
            for first in range(0, max(len(sheet.rows), 1), SHEET_ROWS):
                name = _free_name(sheet.name, taken)
                _write(book, book.add_worksheet(name), sheet.rows.iloc[first : first + SHEET_ROWS])
    return out.getvalue()


def _free_name(wanted: str, taken: set[str]) -> str:
    base = _SHEET_NAME.sub(" ", wanted).strip()[:31] or "1"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: 30 - len(str(number))]} {number}"
    taken.add(name.lower())
    return name


def _write(book: Any, sheet: Any, rows: pd.DataFrame) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E7ECF1", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    columns = [_cells(rows.iloc[:, i]) for i in range(rows.shape[1])]
    formats = [text if kind == "text" else book.add_format({"num_format": kind}) for kind, _, _ in columns]
    for i, (_, _, width) in enumerate(columns):
        sheet.set_column(i, i, max(width, _width(str(rows.columns[i]))), formats[i])
    sheet.freeze_panes(1, 0)
    if len(rows):
        sheet.autofilter(0, 0, len(rows), max(rows.shape[1] - 1, 0))
    for i, title in enumerate(rows.columns):
        sheet.write_string(0, i, _printable(str(title)), head)
    for row in range(len(rows)):
        for i, (kind, values, _) in enumerate(columns):
            value = values[row]
            if value is None:
                continue
            if kind == "text":
                sheet.write_string(row + 1, i, value, formats[i])
            elif "y" in kind:
                sheet.write_datetime(row + 1, i, value, formats[i])
            else:
                sheet.write_number(row + 1, i, value, formats[i])


def _cells(column: pd.Series) -> tuple[str, list[Any], int]:
    """Number format ("text" for text), Python values with None for missing, and a width in characters."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        moments = column.dt.to_pydatetime() if hasattr(column.dt, "to_pydatetime") else column
        values = [None if pd.isna(v) else v for v in moments]
        whole_days = bool((column.dropna() == column.dropna().dt.normalize()).all())
        return ("yyyy-mm-dd", values, 11) if whole_days else ("yyyy-mm-dd hh:mm:ss", values, 19)
    if pd.api.types.is_bool_dtype(column.dtype):
        return "text", [None if pd.isna(v) else str(bool(v)).lower() for v in column], 6
    if pd.api.types.is_numeric_dtype(column.dtype):
        whole = pd.api.types.is_integer_dtype(column.dtype)
        values = [None if pd.isna(v) or not np.isfinite(v) else (int(v) if whole else float(v)) for v in column]
        return ("0" if whole else "#,##0.00"), values, 12
    values = [None if pd.isna(v) else _printable(str(v)) for v in column]
    return "text", values, min(max((_width(v) for v in values[:200] if v), default=8), 60)


def _printable(text: str) -> str:
    """Text as a cell can hold it: no half characters, no longer than a cell."""
    return text.encode("utf-8", "replace").decode("utf-8")[:CELL_TEXT]


def _width(text: str) -> int:
    """Columns a text takes, Chinese characters counting double."""
    return 2 + sum(2 if ord(c) > 0x2E7F else 1 for c in text[:60])


def csv(rows: pd.DataFrame) -> bytes:
    """Write a CSV file: UTF-8 with BOM, CRLF-safe quoting, texts that would run with a quote before them.

    Args:
        rows: Headings already translated. No rows give the header line alone.
    """
    names = [_neutral(_printable(str(title))) for title in rows.columns]
    arrays = [_column(rows.iloc[:, i]) for i in range(rows.shape[1])]
    head = ",".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names) + "\n"
    out = pa.BufferOutputStream()
    out.write(b"\xef\xbb\xbf" + head.encode())
    table = pa.Table.from_arrays(arrays, names=[str(i) for i in range(len(arrays))])
    pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed"))
    return bytes(out.getvalue())


def _column(column: pd.Series) -> pa.Array:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pa.array(column, pa.timestamp("s"), from_pandas=True).cast(pa.string())
    if pd.api.types.is_bool_dtype(column.dtype) or pd.api.types.is_numeric_dtype(column.dtype):
        return pa.array(column, from_pandas=True)
    texts = [None if pd.isna(v) else _printable(str(v)) for v in column]
    return pc.replace_substring_regex(pa.array(texts, pa.large_string()), RUN, "'\\1")


def _neutral(text: str) -> str:
    return "'" + text if re.match(RUN, text) else text
