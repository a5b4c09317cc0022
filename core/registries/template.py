"""The workbook to fill in: a sheet a registry, made from the definitions, read back without a fault."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.registries.columns import Column, Desk, Registry
from core.registries.definitions import desk_registries
from core.registries.read.parts import TEMPLATE_VERSION
from core.texts import N_, say

_ROWS = 5_000
"""Rows below the header that get drop-downs."""
_TEXT_KINDS = ("id", "phone", "id_number", "plate", "contact", "text", "choice", "bool", "bool?")
_NUMBER_FORMATS = {"instant": "yyyy-mm-dd hh:mm", "date": "yyyy-mm-dd", "money": "#,##0.00", "whole": "0"}
_WIDTHS = {"instant": 18, "date": 13, "money": 15, "whole": 10, "bool": 12, "bool?": 12, "contact": 20, "id_number": 22}
_YES_NO = {"en": ("yes", "no")}
_LIST_CHARACTERS = 255  # the longest list that Excel takes in a drop-down itself
_KIND_NOTES = {
    "id": N_("Text, kept as written."),
    "phone": N_("Text: digits, kept as written."),
    "instant": N_("Date and time, like 2024-03-04 09:05."),
    "date": N_("A date, like 2024-03-04."),
    "bool": N_("Yes or no; blank means no."),
    "bool?": N_("Yes or no; blank means not known."),
    "choice": N_("One of: {choices}."),
    "money": N_("An amount in CNY, up to 2 decimals."),
    "whole": N_("A whole number."),
    "id_number": N_("ID number of 18 characters, as text."),
    "plate": N_("Plate number, like 京A12345."),
    "contact": N_("Landline, mobile, e-mail or QQ; several separated by / or 、."),
}
_EXAMPLE_MARK = {"en": "Example: "}


def template(desk: Desk, language: str) -> bytes:
    """Make the workbook that people of a desk fill in.

    Args:
        desk: `store` or `office`.
        language: Of sheet names, headers, notes and choices.

    Returns:
        An .xlsx: instructions with the version mark, then a sheet a registry with its header, an example row that
        reading skips, drop-downs, and text format where a spreadsheet would else eat zeros and digits.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    registries = desk_registries(desk)
    formats = _Formats(book)
    _instructions(book.add_worksheet(say(language, N_("Instructions"))), registries, language, formats)
    for registry in registries:
        _sheet(book, registry, language, formats)
    book.worksheets()[1].activate()
    book.close()
    return out.getvalue()


class _Formats:
    """Cell formats of the workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        """Make the formats that every sheet has."""
        plain = {"font_name": "Microsoft JhengHei", "font_size": 11, "valign": "vcenter"}
        self.title = book.add_format({**plain, "bold": True, "font_size": 14})
        self.words = book.add_format({**plain, "text_wrap": True, "valign": "top"})
        self.small = book.add_format({**plain, "font_size": 9, "font_color": "#767676"})
        self.header = book.add_format({**plain, "bold": True, "bg_color": "#E4ECF5", "bottom": 1, "text_wrap": True})
        self.required = book.add_format({**plain, "bold": True, "bg_color": "#F9D9B4", "bottom": 1, "text_wrap": True})
        self._book, self._plain = book, plain
        self._columns: dict[tuple[str, bool], Format] = {}

    def column(self, kind: str, *, example: bool = False) -> Format:
        """Of the cells of a column: text where digits must stay, else the number format of the kind."""
        if (kind, example) not in self._columns:
            grey = {"italic": True, "font_color": "#767676", "bg_color": "#F4F4F4"} if example else {}
            number = "@" if example or kind in _TEXT_KINDS else _NUMBER_FORMATS[kind]
            self._columns[kind, example] = self._book.add_format({**self._plain, **grey, "num_format": number})
        return self._columns[kind, example]


def _instructions(sheet: Worksheet, registries: tuple[Registry, ...], language: str, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, say(language, N_("How to fill in this workbook")), formats.title)
    lines = (
        N_("One sheet a registry, one row an entry. Sheets that are not needed may stay empty."),
        N_("Columns with an orange header and a * are needed in every row."),
        N_("The grey example row is not read; it may stay or be deleted."),
        N_("Numbers and phones are text cells, so that zeros and long numbers stay as typed. Paste values only."),
        N_("Times look like 2024-03-04 09:05. Columns may be moved; their names should stay."),
    )
    sheet.write_string(1, 0, f"template-version: {TEMPLATE_VERSION}", formats.small)
    for row, line in enumerate(lines, start=3):
        sheet.merge_range(row, 0, row, 1, say(language, line), formats.words)
    first = len(lines) + 4
    for row, registry in enumerate(registries, start=first):
        needed = " *" if registry.required else ""
        sheet.write_url(row, 0, f"internal:'{registry.label(language)}'!A1", string=registry.label(language) + needed)
        sheet.write_string(row, 1, say(language, registry.note), formats.words)


def _sheet(book: Workbook, registry: Registry, language: str, formats: _Formats) -> None:
    sheet = book.add_worksheet(registry.label(language))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for position, column in enumerate(registry.columns):
        label = column.label(language) + ("*" if column.required else "")
        width = max(_WIDTHS.get(column.kind, 14), 2 + sum(1 if c.isascii() else 2 for c in label))
        sheet.set_column(position, position, width, formats.column(column.kind))
        sheet.write_string(0, position, label, formats.required if column.required else formats.header)
        sheet.write_comment(0, position, _note(column, language), {"x_scale": 2, "font_size": 9})
        example = _example(column, language)
        if position == 0:
            example = _EXAMPLE_MARK.get(language, "例：") + example
        sheet.write_string(1, position, example, formats.column(column.kind, example=True))
        _validate(sheet, position, column, language)


def _note(column: Column, language: str) -> str:
    """What a cell takes, and what it means."""
    lines = [column.name if language == "en" else f"{column.label(language)} · {column.name}"]
    if column.required:
        lines.append(say(language, N_("Needed in every row.")))
    kind = _KIND_NOTES.get(column.kind, "")
    if kind:
        lines.append(say(language, kind, choices=", ".join(_choices(column, language))))
    if column.note:
        lines.append(say(language, column.note))
    return "\n".join(lines)


def _choices(column: Column, language: str) -> list[str]:
    return [c.label(language) for c in column.choices]


def _example(column: Column, language: str) -> str:
    """The example in the words of the language, where it is one of a choice or yes or no."""
    if column.kind in ("bool", "bool?") and column.example:
        yes, no = _YES_NO.get(language, ("是", "否"))
        return yes if column.example in ("是", "yes", "true") else no
    for choice in column.choices:
        if column.example in (choice.code, choice.hant):
            return choice.label(language)
    return column.example


def _validate(sheet: Worksheet, position: int, column: Column, language: str) -> None:
    options = (
        list(_YES_NO.get(language, ("是", "否"))) if column.kind in ("bool", "bool?") else _choices(column, language)
    )
    if not options or sum(len(o) + 1 for o in options) > _LIST_CHARACTERS:
        return
    rule = {"validate": "list", "source": options, "error_type": "warning", "ignore_blank": True}
    rule["error_message"] = say(language, N_("Choose one of the list."))
    sheet.data_validation(2, position, _ROWS + 1, position, rule)
