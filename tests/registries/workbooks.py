"""Small workbooks and the hostile ones, made in the tests so that none lies about in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import odf.opendocument
import odf.table
import odf.text
import xlsxwriter
import xlwt

Rows = Sequence[Sequence[object]]

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="visits" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>'
)
ROOT_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
SHEET_START = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx; texts stay texts, a float with `repr` of an integer stays a number."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(out, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(i, j, cell)
    return out.getvalue()


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """An old .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(i, j, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """An .ods of texts."""
    book = odf.opendocument.OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = odf.table.Table(name=name)
        for row in rows:
            line = odf.table.TableRow()
            for cell in row:
                box = odf.table.TableCell(valuetype="string") if cell else odf.table.TableCell()
                if cell:
                    box.addElement(odf.text.P(text=cell))
                line.addElement(box)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def package(members: Mapping[str, bytes | str], compresslevel: int = 9) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=compresslevel) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def handmade_xlsx(sheet: bytes | str = SHEET_START + SHEET_END, **more: bytes | str) -> bytes:
    """An .xlsx from its parts; further parts by path, `/` and `.` written as `__` and `_dot_`."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    members |= {k.replace("__", "/").replace("_dot_", "."): v for k, v in more.items()}
    return package(members)


def with_claimed_size(data: bytes, member: str, size: int) -> bytes:
    """The same zip with a lie about the unpacked size of a member, in both of its records."""
    out = bytearray(data)
    name = member.encode()
    for signature, at_size, at_name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = -1
        while (at := out.find(signature, at + 1)) >= 0:
            if out[at + at_name : at + at_name + len(name)] == name:
                struct.pack_into("<I", out, at + at_size, size)
    return bytes(out)


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each of 4096 bytes and more."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        data = content.ljust(4096, b"\0")
        start, count = len(sectors), -(-len(data) // 512)
        sectors += [data[i * 512 : (i + 1) * 512].ljust(512, b"\0") for i in range(count)]
        fat += [start + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]
        entries.append((name, 2, start, len(data)))
    directory = b""
    for name, kind, start, size in entries:
        text = name.encode("utf-16-le")
        entry = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text) + 2, kind, 1, *[0xFFFFFFFF] * 3)
        directory += entry + b"\0" * 36 + struct.pack("<IQ", start, size)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    directory_at = len(sectors)
    count = len(directory) // 512
    sectors += [directory[i * 512 : (i + 1) * 512] for i in range(count)]
    fat += [directory_at + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]
    fat_at, fat_count = len(sectors), -(-(len(fat) + 4) // 128)
    fat += [0xFFFFFFFD] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * 512, b"\xff")
    sectors += [table[i * 512 : (i + 1) * 512] for i in range(fat_count)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, fat_count, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *[fat_at + i for i in range(fat_count)], *[0xFFFFFFFF] * (109 - fat_count))
    return header + b"".join(sectors)
