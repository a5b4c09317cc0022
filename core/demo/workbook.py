"""The demo month as a clerk keeps it: one workbook, Chinese headers, titles above, 合計 below, columns of their own."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.registries.definitions import STORE, Column, Registry, Tables

TITLE = "安居房產 2024年3月 {registry}表"
SUBTITLE = {"visits": "說明：接待完畢當日填寫，未簽離開時間者由值班補記", "deals": "單位：元　製表：店務"}
OWN_HEADERS = {("clients", "phone"): "聯繫電話", ("clients", "name"): "客戶姓名 ", ("calls", "phone"): "來電號碼(手機)"}
"""Headers this clerk writes in her own way."""
OWN_COLUMNS = {"visits": ("天氣", ("晴", "陰", "小雨", "多雲")), "followups": ("核對", ("√", "", "", ""))}
"""Columns of hers that no registry knows, and what stands in them by turns."""
IN_TEN_THOUSANDS = 7
"""Of so many deals, one amount is written in 萬."""


def clerks_workbook(tables: Tables, path: Path) -> None:
    """Write the store's registries the way a clerk keeps them; the same tables give the same bytes.

    Args:
        tables: Typed frames of the store's registries.
        path: The .xlsx file to write; replaced if it is there.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "門店接待登記", "created": dt.datetime(2024, 3, 31, 18, 0, 0)})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
            "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "instant": book.add_format({"num_format": "yyyy/m/d h:mm:ss"}),
            "date": book.add_format({"num_format": "yyyy/m/d"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "text": book.add_format({"num_format": "@"}),
        }
        for of in STORE:
            if len(tables[of.name]):
                _sheet(book.add_worksheet(of.hant), of, tables[of.name], formats)
    path.write_bytes(content.getvalue())


def _sheet(sheet: Worksheet, of: Registry, frame: pd.DataFrame, formats: dict[str, Format]) -> None:
    top = 0
    extra = OWN_COLUMNS.get(of.name)
    width = len(of.columns) + (extra is not None)
    if of.name not in ("staff", "assignments"):
        sheet.merge_range(0, 0, 0, width - 1, TITLE.format(registry=of.hant), formats["title"])
        top = 1
    if of.name in SUBTITLE:
        sheet.write_string(1, 0, SUBTITLE[of.name])
        top = 2
    headers = [OWN_HEADERS.get((of.name, c.name), c.hant) for c in of.columns] + ([extra[0]] if extra else [])
    sheet.write_row(top, 0, headers, formats["header"])
    sheet.freeze_panes(top + 1, 0)
    for position, column in enumerate(of.columns):
        sheet.set_column(position, position, 18 if column.kind == "instant" else 12)
        for row, value in enumerate(frame[column.name].tolist(), top + 1):
            if not pd.isna(value):
                _cell(sheet, (row, position), column, value, formats)
    if extra:
        for i in range(len(frame)):
            sheet.write_string(top + 1 + i, width - 1, extra[1][i % len(extra[1])])
    _total(sheet, of, frame, top + 1 + len(frame), formats)


def _cell(sheet: Worksheet, place: tuple[int, int], column: Column, value: Any, formats: dict[str, Format]) -> None:
    row, at = place
    if column.kind in ("instant", "date"):
        day_only = column.kind == "date" or (
            column.end_of_day and (value.hour, value.minute, value.second) == (23, 59, 59)
        )
        if day_only:
            sheet.write_datetime(row, at, value.to_pydatetime().date(), formats["date"])
        else:
            sheet.write_datetime(row, at, value.to_pydatetime(), formats["instant"])
    elif column.kind in ("bool", "bool?"):
        if value or column.kind == "bool?":
            sheet.write_string(row, at, "√" if column.name == "noon_duty" else ("是" if value else "否"))
    elif column.kind == "choice":
        sheet.write_string(row, at, next(c.hant for c in column.choices if c.code == value))
    elif column.kind == "money" and column.name == "amount" and row % IN_TEN_THOUSANDS == 0:
        sheet.write_string(row, at, f"{value / 10_000:g}萬")
    elif column.kind == "money":
        sheet.write_number(row, at, value, formats["money"])
    elif column.kind == "whole":
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value), formats["text"])


def _total(sheet: Worksheet, of: Registry, frame: pd.DataFrame, row: int, formats: dict[str, Format]) -> None:
    if of.name == "deals":
        sheet.write_string(row, 0, "合計")
        for name in ("amount", "commission"):
            sheet.write_number(row, [c.name for c in of.columns].index(name), frame[name].sum(), formats["money"])
    elif of.name in ("visits", "calls"):
        sheet.write_string(row, 0, "合計")
        sheet.write_string(row, 2, f"{len(frame)}{'批' if of.name == 'visits' else '通'}")
