"""The person's own spreadsheet given back with what is wrong marked in it, every row where it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import islice

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as FreshSheet

from core.registries.definitions import registry
from core.registries.faults import Fault
from core.registries.memory_workbook import in_memory
from core.registries.read import isolate
from core.registries.read.delimited import without_neutral_mark
from core.registries.read.encoding import Encoding, decoded, detect
from core.registries.read.grid import Grid
from core.registries.read.guards import inspect
from core.registries.read.headers import OURS
from core.registries.read.parts import Part
from core.registries.read.reading import Reading
from core.registries.read.sniff import Content, Kind, Refusal, size_of
from core.registries.read.sources import Source
from core.registries.read.text_file import header_score
from core.texts import N_, say

LIST, WHAT = N_("Faults"), N_("What is wrong here")
MOST_FAULTS = 20_000
_WHOLE_ROWS = 100_000
_OPENPYXL_BYTES = 8 << 20
"""Larger workbooks are written afresh: loading them to keep their looks takes minutes."""
ERROR_COLOUR, WARNING_COLOUR = "FFC7CE", "FFEB9C"
_MOST_COMMENT = 1_000
_MOST_CELL = 32_000

Cells = Mapping[tuple[int, int], list[Fault]]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What to mark in one sheet.

    Attributes:
        cells: (row, column), from 1 and 0 -> faults; column -1 is a fault of the whole row.
        header_row: Row of the header, 1 where none was found.
        width: Columns of the header.
    """

    cells: dict[tuple[int, int], list[Fault]]
    header_row: int = 1
    width: int = 0

    def rows(self) -> dict[int, list[tuple[int, Fault]]]:
        """Faults by row, with their columns."""
        by_row: dict[int, list[tuple[int, Fault]]] = {}
        for (row, column), faults in sorted(self.cells.items(), key=lambda item: item[0]):
            by_row.setdefault(row, []).extend((column, fault) for fault in faults)
        return by_row


def error_workbook(source: Source, reading: Reading, language: str) -> bytes:
    """Give a file back with its faults marked.

    Args:
        source: The file as it was read; a (name, bytes) pair or a path.
        reading: What reading it gave, alone or with others.
        language: Of the messages.

    Returns:
        An .xlsx. Of an .xlsx it is the same workbook, looks kept; of another kind a fresh one with text cells, so that
        no id changes and nothing runs as a formula. Faulty cells are coloured and commented, a further column says what
        is wrong in each row, a first sheet lists everything. A file that cannot be opened gives the list alone. At most
        20,000 faults are marked.
    """
    name, content = (source.name, source) if not isinstance(source, tuple) else source
    faults = list(islice((f for f in reading.faults if f.file == name), MOST_FAULTS))
    parts = {p.sheet: p for p in reading.parts if p.file == name}
    marks = {sheet: _marks_of(part, [f for f in faults if f.sheet == sheet]) for sheet, part in parts.items()}
    kind = inspect(name, content)
    if isinstance(kind, Refusal):
        return _fresh([], marks, faults, language)
    if kind == "xlsx" and size_of(content) <= _OPENPYXL_BYTES:
        return _in_place(content, marks, faults, language)
    title = registry(parts[""].registry).label(language) if "" in parts and parts[""].registry else ""
    return _fresh(rows_of(kind, content, parts), marks, faults, language, title=title)


def _marks_of(part: Part, faults: Sequence[Fault]) -> _Marks:
    position = {column: p for p, column in part.columns.items()} | {
        header: p for p, header in reversed(list(enumerate(part.headers))) if header and p not in part.columns
    }
    marks = _Marks({}, max(part.header_row, 1), len(part.headers))
    for fault in faults:
        at = position.get(fault.column, -1)
        marks.cells.setdefault((fault.row or marks.header_row, at), []).append(fault)
    return marks


def _said(faults: Sequence[Fault], language: str) -> str:
    return "\n".join(dict.fromkeys(f.message(language) for f in faults))


def row_text(faults: Sequence[tuple[int, Fault]], language: str) -> str:
    """What is wrong in a row, a line a fault, each with its column's label."""
    lines, said = [], say(language, N_("{column}: {message}"))
    for _, fault in faults:
        label = fault.label(language)
        message = fault.message(language)
        lines.append(message if not label or label in message else said.format(column=label, message=message))
    return "\n".join(dict.fromkeys(lines))[:_MOST_CELL]


def is_error(faults: Sequence[Fault]) -> bool:
    """Whether one of the faults is more than a remark."""
    return any(f.severity == "error" for f in faults)


# --- the person's own workbook ---


def _in_place(content: Content, marks: Mapping[str, _Marks], faults: Sequence[Fault], language: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    for sheet in book.worksheets:
        if sheet.title in marks and marks[sheet.title].cells:
            _mark_sheet(sheet, marks[sheet.title], language)
    listed = book.create_sheet(f"{OURS} {say(language, LIST)}", 0)
    for row, cells in enumerate(listing(faults, language), start=1):
        for column, text in enumerate(cells, start=1):
            _write(listed.cell(row, column), text)
    for letter, width in zip("ABCDE", (18, 8, 18, 10, 90), strict=True):
        listed.column_dimensions[letter].width = width
    return in_memory(book)


def _mark_sheet(sheet: Worksheet, marks: _Marks, language: str) -> None:
    last = max(marks.width, sheet.max_column) + 1
    last = next((c.column for c in sheet[marks.header_row] if str(c.value or "").startswith(OURS)), last)
    _write(sheet.cell(marks.header_row, last), f"{OURS} {say(language, WHAT)}")
    sheet.cell(marks.header_row, last).font = Font(bold=True)
    sheet.column_dimensions[sheet.cell(marks.header_row, last).column_letter].width = 60
    for (row, column), faults in marks.cells.items():
        if column < 0:
            continue
        cell = _unmerged(sheet, row, column + 1)
        colour = ERROR_COLOUR if is_error(faults) else WARNING_COLOUR
        cell.fill = PatternFill("solid", fgColor=colour)
        before = cell.comment.text + "\n" if cell.comment else ""
        cell.comment = Comment((before + _said(faults, language))[:_MOST_COMMENT], "", height=120, width=320)
    for row, in_row in marks.rows().items():
        cell = _unmerged(sheet, row, last)
        text = row_text(in_row, language)
        if row == marks.header_row:
            cell = _unmerged(sheet, row, last + 1)
        _write(cell, text)
        alignment = copy(cell.alignment)
        cell.alignment = Alignment(wrap_text=True, vertical=alignment.vertical or "top")


def _unmerged(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first one of the merged range that it is in."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _write(cell: Cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"  # never a formula, whatever it begins with


# --- a fresh one ---

_Sheet = tuple[str, Iterator[tuple[int, list[str]]]]


def rows_of(kind: Kind, content: Content, parts: Mapping[str, Part]) -> list[_Sheet]:
    """The cells of a file as text, by sheet and row number; nothing where they cannot be read."""
    if kind != "csv":
        grids = [g for g in isolate.workbook(kind, content) if isinstance(g, Grid) and g.rows]
        return [(g.sheet, _grid_rows(g)) for g in grids]
    part = parts.get("", Part(""))
    data = content if isinstance(content, bytes) else content.read_bytes()
    encoding = detect(data, header_score)
    if part.encoding and (isinstance(encoding, Refusal) or encoding.name != part.encoding):
        encoding = Encoding(part.encoding)
    text = encoding if isinstance(encoding, Refusal) else decoded(data, encoding)
    return [] if isinstance(text, Refusal) else [("", _text_rows(text, part.delimiter or ","))]


def _grid_rows(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    cells = [c.to_pylist() for c in grid.columns]
    for i, row in enumerate(grid.row_numbers.tolist()):
        yield row, [column[i] for column in cells]


def _text_rows(text: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter)
    row = 0
    while True:
        row += 1
        try:
            yield row, [without_neutral_mark(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            continue


def _fresh(
    sheets: Sequence[_Sheet], marks: Mapping[str, _Marks], faults: Sequence[Fault], language: str, *, title: str = ""
) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    looks = {
        "text": book.add_format({"num_format": "@"}),
        "wrapped": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "error": book.add_format({"num_format": "@", "bg_color": "#" + ERROR_COLOUR}),
        "warning": book.add_format({"num_format": "@", "bg_color": "#" + WARNING_COLOUR}),
    }
    listed = book.add_worksheet(f"{OURS} {say(language, LIST)}")
    for column, width in enumerate((18, 8, 18, 10, 90)):
        listed.set_column(column, column, width)
    for row, cells in enumerate(listing(faults, language)):
        for column, cell in enumerate(cells):
            listed.write_string(row, column, cell)
    for name, rows in sheets:
        _fresh_sheet(book.add_worksheet(name or title or None), rows, marks.get(name, _Marks({})), looks, language)
    book.close()
    return out.getvalue()


def _fresh_sheet(
    sheet: FreshSheet, rows: Iterator[tuple[int, list[str]]], marks: _Marks, looks: Mapping[str, Format], language: str
) -> None:
    by_row, last = marks.rows(), marks.width
    for number, cells in rows:
        if number > _WHOLE_ROWS and number not in by_row:
            continue
        last = max(last, len(cells)) if number <= marks.header_row else last
        for column, cell in enumerate(cells):
            wrong = marks.cells.get((number, column))
            if wrong:
                look = looks["error" if is_error(wrong) else "warning"]
                sheet.write_string(number - 1, column, cell[:32_767], look)
                comment = {"x_scale": 2.5, "font_size": 9}
                sheet.write_comment(number - 1, column, _said(wrong, language)[:_MOST_COMMENT], comment)
            elif cell:
                sheet.write_string(number - 1, column, cell[:32_767], looks["text"])
    sheet.write_string(marks.header_row - 1, last, f"{OURS} {say(language, WHAT)}", looks["wrapped"])
    sheet.set_column(last, last, 60)
    for row, wrong_here in by_row.items():
        at = last + 1 if row == marks.header_row else last
        sheet.write_string(row - 1, at, row_text(wrong_here, language), looks["wrapped"])


def listing(faults: Sequence[Fault], language: str) -> Iterator[tuple[str, ...]]:
    """The list of everything: sheet, row, column, how bad, what."""
    yield tuple(say(language, t) for t in (N_("Sheet"), N_("Row"), N_("Column"), N_("Severity"), WHAT))
    said = {"error": say(language, N_("error")), "warning": say(language, N_("warning"))}
    for fault in faults:
        column = fault.label(language)
        yield fault.sheet, str(fault.row or ""), column, said[fault.severity], fault.message(language)
