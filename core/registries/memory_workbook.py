"""Saving a workbook of openpyxl in memory: by itself it writes each sheet to a file in the temporary folder first."""

from __future__ import annotations

import io
from functools import partial
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


def in_memory(book: Workbook) -> bytes:
    """The bytes of a workbook that was not opened write-only, made without a file on the disk."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        writer: Any = ExcelWriter(book, archive)
        writer.write_worksheet = partial(_write_sheet, writer)
        writer.save()
    return out.getvalue()


def _write_sheet(writer: Any, sheet: Any) -> None:
    """What `ExcelWriter.write_worksheet` does, less its temporary file."""
    sheet._drawing = SpreadsheetDrawing()
    sheet._drawing.charts = sheet._charts
    sheet._drawing.images = sheet._images
    body = io.BytesIO()
    written = WorksheetWriter(sheet, body)
    written.write()
    sheet._rels = written._rels
    writer._archive.writestr(sheet.path[1:], body.getvalue())
    writer.manifest.append(sheet)
