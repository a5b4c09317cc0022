"""The rows that stayed out, as a workbook to mend and hand in again: a sheet a part, the faulty cells marked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import islice

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.registries.definitions import registry
from core.registries.error_workbook import (
    ERROR_COLOUR,
    LIST,
    MOST_FAULTS,
    WHAT,
    listing,
    row_text,
    rows_of,
)
from core.registries.faults import Fault
from core.registries.good_rows import GoodRows
from core.registries.read.guards import inspect
from core.registries.read.headers import OURS
from core.registries.read.parts import Part
from core.registries.read.sniff import Refusal
from core.texts import say

_CELL = 32_767
_SHEET_NAME = 31
Rows = Iterator[tuple[int, list[str]]]


def left_out_workbook(files: Sequence[tuple[str, bytes]], good: GoodRows, language: str) -> bytes:
    """Give back the rows that stayed out.

    Args:
        files: Name and bytes of the files as they were read.
        good: What was sorted out of them.
        language: Of headers and messages.

    Returns:
        An .xlsx with text cells: a list of the faults, then for each file and sheet that has such rows one sheet with
        the headers of its registry, those rows, and what is wrong with each. Columns that were not read are not in it.
        At most 20,000 faults are named.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    faults = list(islice((f for f in good.faults if f.severity == "error"), MOST_FAULTS))
    _list(book, faults, language)
    parts = {(p.file, p.sheet): p for p in good.reading.parts if p.registry}
    looks = {
        "text": book.add_format({"num_format": "@"}),
        "wrapped": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "error": book.add_format({"num_format": "@", "bg_color": "#" + ERROR_COLOUR}),
    }
    taken: set[str] = set()
    for name, body in files:
        theirs = {sheet: part for (file, sheet), part in parts.items() if file == name and (file, sheet) in good.rows}
        kind = inspect(name, body)
        if not theirs or isinstance(kind, Refusal):
            continue
        for sheet, rows in rows_of(kind, body, theirs):
            if sheet in theirs:
                wanted = good.rows[name, sheet]
                wrong = [f for f in faults if (f.file, f.sheet) == (name, sheet)]
                chosen = ((number, cells) for number, cells in rows if number in wanted)
                filled = book.add_worksheet(_title(theirs[sheet], taken, language))
                _fill(filled, theirs[sheet], chosen, wrong, looks=looks, language=language)
    book.close()
    return out.getvalue()


def _title(part: Part, taken: set[str], language: str) -> str:
    """The label of the registry, by which the sheet is known again; of several a number behind it."""
    label, count = registry(part.registry).label(language)[: _SHEET_NAME - 4], 1
    title = label
    while title in taken:
        count += 1
        title = f"{label} {count}"
    taken.add(title)
    return title


def _list(book: Workbook, faults: Sequence[Fault], language: str) -> None:
    sheet = book.add_worksheet(f"{OURS} {say(language, LIST)}")
    for column, width in enumerate((18, 8, 18, 10, 90)):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(listing(faults, language)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)


def _fill(
    sheet: Worksheet, part: Part, rows: Rows, faults: Sequence[Fault], *, looks: dict[str, Format], language: str
) -> None:
    of = registry(part.registry)
    columns = [(position, of.column(name)) for position, name in sorted(part.columns.items())]
    for place, (_position, column) in enumerate(columns):
        sheet.write_string(0, place, column.label(language), looks["wrapped"])
        sheet.set_column(place, place, 16)
    last = len(columns)
    sheet.write_string(0, last, f"{OURS} {say(language, WHAT)}", looks["wrapped"])
    sheet.set_column(last, last, 60)
    sheet.freeze_panes(1, 0)
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    for at, (number, cells) in enumerate(rows, start=1):
        wrong = by_row.get(number, [])
        marked = {f.column for f in wrong}
        for place, (position, column) in enumerate(columns):
            text = cells[position][:_CELL] if position < len(cells) else ""
            sheet.write_string(at, place, text, looks["error" if column.name in marked else "text"])
        sheet.write_string(at, last, row_text([(0, f) for f in wrong], language), looks["wrapped"])
