"""What calamine does not tell of an .xls: cells with errors, the 1904 system."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from core.registries.read.limits import Limits
from core.registries.read.ole import BrokenOle, OleFile
from core.registries.read.sniff import Refusal
from core.registries.read.workbook_xml import Marks

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_DATE1904, _BOUNDSHEET, _BOOLERR, _FORMULA, _BOF = 0x0022, 0x0085, 0x0205, 0x0006, 0x0809


def xls_marks(data: bytes, _limits: Limits) -> Marks | Refusal:
    """Look through the records of an .xls; one that does not hold together is damaged."""
    marks = Marks()
    try:
        ole = OleFile(io.BytesIO(data), len(data))
        entry = ole.entry("Workbook", "Book", "WORKBOOK", "BOOK")
        if entry is None or entry.size < 4096:  # a small stream lies elsewhere: calamine alone reads it
            return marks
        stream = ole.stream(entry)
        names: dict[int, str] = {}
        sheet = ""
        for at, record, body in _records(stream):
            if record == _BOUNDSHEET and len(body) >= 8:
                names[struct.unpack_from("<I", body)[0]] = _short_text(body[6:])
            elif record == _BOF:
                sheet = names.get(at, "")
            elif record == _DATE1904:
                marks.date1904 = body[:1] == b"\x01"
            elif record == _BOOLERR and len(body) >= 8 and body[7] == 1:
                row, column = struct.unpack_from("<HH", body)
                marks.cells.setdefault(sheet, {})[row, column] = _ERRORS.get(body[6], "#ERROR")
            elif record == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
                row, column = struct.unpack_from("<HH", body)
                marks.cells.setdefault(sheet, {})[row, column] = _ERRORS.get(body[8], "#ERROR")
    except (BrokenOle, struct.error):
        return Refusal("file_damaged")
    return marks


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        yield at, record, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _short_text(body: bytes) -> str:
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + 2 * length].decode("utf-16-le", "replace") if wide else body[2 : 2 + length].decode("latin-1")
