"""Bombs and strange files are refused before any parser sees them, each with its own plain message."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from core.registries.faults import MESSAGES
from core.registries.read.guards import inspect
from core.registries.read.limits import Limits
from core.registries.read.sniff import Refusal

from . import workbooks as made

MIB = 1 << 20
VISITS = [["visit_id", "store_id"], ["V1", "S1"]]


def zeros_member() -> bytes:
    """200 MB of spaces in 200 KB: ratio 1000:1."""
    return made.handmade_xlsx(made.SHEET_START + " " * (200 * MIB) + made.SHEET_END)


def many_moderate_members() -> bytes:
    """No member above the ratio, together more than a workbook may hold."""
    noisy = random.Random(1).randbytes(90_000) + b" " * (8 * MIB)
    members = {f"xl/worksheets/sheet{i}.xml": noisy for i in range(90)}
    return made.package({"[Content_Types].xml": made.CONTENT_TYPES, "xl/workbook.xml": made.WORKBOOK} | members)


def shared_strings() -> bytes:
    """Shared strings that unpack only some 18 to 1, to far more than any registry needs."""
    source = random.Random(2)
    lump = "".join(f"<si><t>{source.getrandbits(64):x}{'a' * 240}</t></si>" for _ in range(4_000)).encode()
    return made.handmade_xlsx(xl__sharedStrings_dot_xml=b"<sst>" + lump * 132 + b"</sst>")


def lying_size() -> bytes:
    """Says 2,000 bytes, unpacks to 64 MB."""
    data = made.handmade_xlsx(made.SHEET_START + " " * (64 * MIB) + made.SHEET_END)
    return made.with_claimed_size(data, "xl/worksheets/sheet1.xml", 70_000)


def overlapping_members() -> bytes:
    """Many directory entries that point at the same packed bytes."""
    data = made.handmade_xlsx(made.SHEET_START + "x" * 100_000 + made.SHEET_END)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[-1]
        offset, name = first.header_offset, first.filename.encode()
    at = data.find(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    directory, tail = data[at:end], bytearray(data[end:])
    entry = directory[directory.rfind(b"PK\x01\x02") :]
    assert entry[46 : 46 + len(name)] == name and offset > 0
    copies = b"".join(entry.replace(name, name[:-5] + b"%d.xml" % (i % 10)) for i in range(2, 10))
    directory += copies
    count = (int.from_bytes(tail[10:12], "little") + 8).to_bytes(2, "little")
    tail[8:10] = tail[10:12] = count
    tail[12:16] = len(directory).to_bytes(4, "little")
    return data[:at] + directory + bytes(tail)


def many_members() -> bytes:
    return made.package({f"xl/media/{i}": b"" for i in range(5_000)} | {"xl/workbook.xml": made.WORKBOOK})


def nested_archive() -> bytes:
    return made.handmade_xlsx(xl__media__inner_dot_zip=made.package({"a": b"a"}))


def billion_laughs() -> bytes:
    laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
        f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(2, 10)
    )
    return made.handmade_xlsx('<?xml version="1.0"?>' + laughs + "]><worksheet>&lol9;</worksheet>")


def late_doctype() -> bytes:
    """A document type behind a long comment."""
    return made.handmade_xlsx("<!--" + "x" * 50_000 + '--><!DOCTYPE w [<!ENTITY e "e">]><worksheet/>')


def utf16_doctype() -> bytes:
    return made.handmade_xlsx(
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY e "e">]><w/>'.encode("utf-16")
    )


def outside_member() -> bytes:
    return made.package({"xl/workbook.xml": made.WORKBOOK, "xl/../../evil.xml": "<a/>"})


def absolute_member() -> bytes:
    return made.package({"xl/workbook.xml": made.WORKBOOK, "/evil.xml": "<a/>"})


def repeated_ods_rows() -> bytes:
    cell = "<table:table-cell><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return made.package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"<a>{row}</a>"})


def repeated_ods_cells() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    return made.package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"<a>{cell}</a>"})


BOMBS = {
    "zeros": (zeros_member, "x.xlsx", "file_bomb"),
    "many-moderate": (many_moderate_members, "x.xlsx", "file_bomb"),
    "shared-strings": (shared_strings, "x.xlsx", "file_bomb"),
    "lying-size": (lying_size, "x.xlsx", "file_bomb"),
    "overlapping": (overlapping_members, "x.xlsx", "file_bomb"),
    "many-members": (many_members, "x.xlsx", "file_too_many_members"),
    "nested": (nested_archive, "x.xlsx", "file_nested"),
    "billion-laughs": (billion_laughs, "x.xlsx", "file_doctype"),
    "late-doctype": (late_doctype, "x.xlsx", "file_doctype"),
    "utf16-doctype": (utf16_doctype, "x.xlsx", "file_doctype"),
    "outside": (outside_member, "x.xlsx", "file_bad_member"),
    "absolute": (absolute_member, "x.xlsx", "file_bad_member"),
    "ods-rows": (repeated_ods_rows, "x.ods", "file_bomb"),
    "ods-cells": (repeated_ods_cells, "x.ods", "file_bomb"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_from_their_directory(kind: str) -> None:
    make, name, code = BOMBS[kind]
    found = inspect(name, make())
    assert isinstance(found, Refusal)
    assert found.code == code


def test_shared_strings_unpack_eighteen_to_one_and_need_their_own_bound() -> None:
    data = shared_strings()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strings = archive.getinfo("xl/sharedStrings.xml")
    assert strings.file_size < 100 * strings.compress_size
    assert inspect("x.xlsx", data, Limits(strings_bytes=1 << 30)) == "xlsx"


BIFF_START = bytes.fromhex("0908100000060500") + b"\0" * 12
FILEPASS = bytes.fromhex("2f00360001000100") + b"\0" * 50

STRANGE = {
    "empty": ("a.csv", b"", "file_empty"),
    "blank": ("a.csv", b"\n \n\t\n", "file_empty"),
    "zeros": ("a.xlsx", b"\0" * 5000, "file_empty"),
    "macros": ("a.xlsm", made.xlsx({"visits": VISITS}), "file_macros"),
    "macros-inside": ("a.xlsx", made.handmade_xlsx(xl__vbaProject_dot_bin=b"x"), "file_macros"),
    "macros-xls": ("a.xls", made.ole({"Workbook": BIFF_START, "_VBA_PROJECT_CUR": b""}), "file_macros"),
    "password-xlsx": ("a.xlsx", made.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "file_password"),
    "password-xls": ("a.xls", made.ole({"Workbook": BIFF_START + FILEPASS}), "file_password"),
    "password-ods": (
        "a.ods",
        made.package(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>",
                "content.xml": b"\x93\x81",
            }
        ),
        "file_password",
    ),
    "cut-xlsx": ("a.xlsx", made.xlsx({"visits": VISITS})[:-300], "file_damaged"),
    "cut-xls": ("a.xls", made.xls({"visits": VISITS})[:1500], "file_damaged"),
    "xlsx-named-csv": ("a.csv", made.xlsx({"visits": VISITS}), "file_mislabelled"),
    "xls-named-xlsx": ("a.xlsx", made.xls({"visits": VISITS}), "file_mislabelled"),
    "csv-named-xlsx": ("a.xlsx", b"visit_id,store_id\nV1,S1\n", "file_mislabelled"),
    "ods-named-xlsx": ("a.xlsx", made.ods({"visits": [["a", "b"]]}), "file_mislabelled"),
    "web-page": ("a.xls", b"<html><table><tr><td>V1</td></tr></table></html>", "file_html"),
    "web-page-utf16": ("a.xls", "<html><table>".encode("utf-16"), "file_html"),
    "xml-2003": ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "file_xml2003"),
    "excel-95": ("a.xls", bytes.fromhex("0908100000050500") + b"\0" * 100, "file_old_excel"),
    "xlsb": ("a.xlsx", made.package({"xl/workbook.bin": b"x"}), "file_xlsb"),
    "pdf": ("a.xlsx", b"%PDF-1.7\n", "file_other_format"),
    "word": ("a.xlsx", made.package({"word/document.xml": "<a/>"}), "file_other_format"),
    "picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_other_format"),
    "numbers": ("a.numbers", made.package({"Index/Document.iwa": b"x"}), "file_other_format"),
    "gzip": ("a.csv", b"\x1f\x8b\x08" + b"\0" * 50, "file_other_format"),
    "no-known-ending": ("a.dat", b"a,b\n1,2\n", "file_unknown_kind"),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_files_have_their_own_plain_message(kind: str) -> None:
    name, data, code = STRANGE[kind]
    found = inspect(name, data)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert found.code in MESSAGES


def test_good_files_pass() -> None:
    assert inspect("a.xlsx", made.xlsx({"visits": VISITS})) == "xlsx"
    assert inspect("a.xls", made.xls({"visits": VISITS})) == "xls"
    assert inspect("a.ods", made.ods({"visits": [["a", "b"]]})) == "ods"
    assert inspect("a.csv", b"a,b\n") == "csv"


def test_a_path_is_judged_like_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(billion_laughs())
    found = inspect(path.name, path)
    assert isinstance(found, Refusal) and found.code == "file_doctype"


def test_a_file_too_large_says_how_large() -> None:
    found = inspect("a.csv", b"a,b\n" * 1_000_000, Limits(text_bytes=MIB))
    assert found == Refusal("file_too_large", {"size": "3.8 MB", "most": "1.0 MB"})
