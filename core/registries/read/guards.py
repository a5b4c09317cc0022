"""What a file must be before any parser sees it. Every check reads a bounded part of the file."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import BinaryIO

from core.registries.read.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from core.registries.read.ole import BrokenOle, OleFile
from core.registries.read.sniff import (
    MACRO_SUFFIXES,
    Content,
    Kind,
    Refusal,
    family,
    head_of,
    named_kind,
    opened,
    size_of,
)

_XML_HEAD = 64 * 1024
_UNPACK_WHOLE = 32 * MEBIBYTE
_CENTRAL_ENTRY = 46 + 512
_ARCHIVES = {".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".rar", ".7z", ".gz", ".jar"}
_ODS_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d{5,})"')
_ODS_REPEATED_ROW = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="(\d{4,})"[^>]*(?<!/)>(.*?)</table:table-row>', re.S
)
_ODS_REPEATED_CELL = re.compile(
    rb'<table:table-cell[^>]*number-columns-repeated="(\d{4,})"[^>]*(?<!/)>(.*?)</table:table-cell>', re.S
)
_KIND_NAMES = {"csv": "CSV", "xlsx": "Excel .xlsx", "xls": "Excel .xls", "ods": "OpenDocument .ods"}


class _Refused(Exception):
    """Carries a refusal out of the checks of one file; never leaves this module."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, values)


def inspect(name: str, content: Content, limits: Limits = DEFAULT_LIMITS) -> Kind | Refusal:
    """Say what a file is, or why it is not read.

    Args:
        name: The file's name with its suffix, as the person knows it.
        content: Its path or its bytes.
        limits: Bounds on sizes.

    Returns:
        The kind of file, or the first reason against it. Nothing of it has been parsed; work is bounded whatever the
        file claims.
    """
    try:
        return _inspect(name, content, limits)
    except _Refused as refused:
        return refused.refusal
    except OSError as error:
        return Refusal("file_unreadable", {"why": error.strerror or type(error).__name__})


def _inspect(name: str, content: Content, limits: Limits) -> Kind:
    size = size_of(content)
    suffix, named = PurePath(name).suffix.lower(), named_kind(name)
    if size == 0:
        raise _Refused("file_empty")
    if size > (limits.text_bytes if named == "csv" else limits.file_bytes):
        most = limits.text_bytes if named == "csv" else limits.file_bytes
        raise _Refused("file_too_large", size=_megabytes(size), most=_megabytes(most))
    found = family(head_of(content))
    if found == "empty":
        raise _Refused("file_empty")
    if suffix in MACRO_SUFFIXES:
        raise _Refused("file_macros")
    with opened(content) as file:
        if found == "zip":
            actual = _zip_kind(file, size, limits)
        elif found == "ole":
            actual = _ole_kind(file, size)
        elif found == "text":
            actual = "csv"
        else:
            raise _Refused(_NOT_READ.get(found, "file_other_format"), format=found, named=suffix or name)
    if named is None and suffix:
        raise _Refused("file_unknown_kind", named=suffix)
    if named is not None and named != actual:
        raise _Refused("file_mislabelled", named=suffix, actual=_KIND_NAMES[actual])
    return actual


_NOT_READ = {"html": "file_html", "xml2003": "file_xml2003"} | {
    f"Excel {version}": "file_old_excel" for version in ("95", "5", "4", "3", "2")
}


def _megabytes(size: int) -> str:
    return f"{size / MEBIBYTE:,.1f} MB"


# --- OLE: .xls, and .xlsx behind a password ---


def _ole_kind(file: BinaryIO, size: int) -> Kind:
    try:
        ole = OleFile(file, size)
        if ole.entry("EncryptedPackage"):
            raise _Refused("file_password")
        if ole.entry("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"):
            raise _Refused("file_macros")
        book = ole.entry("Workbook", "Book", "WORKBOOK", "BOOK")
        if book is None:
            raise _Refused("file_other_format", format="OLE")
        if book.size >= 4096 and _has_filepass(ole.start_of(book)):
            raise _Refused("file_password")
        if book.size > size:
            raise _Refused("file_damaged")
    except (BrokenOle, struct.error) as error:
        raise _Refused("file_damaged") from error
    return "xls"


def _has_filepass(sector: bytes) -> bool:
    at = 0
    while at + 4 <= len(sector):
        record, length = struct.unpack_from("<HH", sector, at)
        if record == 0x002F:
            return True
        at += 4 + length
    return False


# --- zip: .xlsx and .ods ---


def _zip_kind(file: BinaryIO, size: int, limits: Limits) -> Kind:
    _end_record(file, size, limits)
    try:
        archive = zipfile.ZipFile(file)
        return _archive_kind(archive, size, limits)
    except (zipfile.BadZipFile, zlib.error, ValueError, OverflowError, struct.error, NotImplementedError) as error:
        raise _Refused("file_damaged") from error


def _archive_kind(archive: zipfile.ZipFile, size: int, limits: Limits) -> Kind:
    members = archive.infolist()
    names = {m.filename for m in members}
    kind = _kind_of_members(archive, names)
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise _Refused("file_macros")
    _check_members(members, limits)
    _check_xml(archive, members, size)
    if kind == "ods":
        _check_ods(archive, names)
    return kind


def _end_record(file: BinaryIO, size: int, limits: Limits) -> None:
    """Read the end of the directory before the directory: a count that is too high costs nothing to see."""
    length = min(size, 65_557)
    file.seek(size - length)
    tail = file.read(length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise _Refused("file_damaged")
    count, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    if count > limits.members or directory_bytes > limits.members * _CENTRAL_ENTRY:
        raise _Refused("file_too_many_members", most=limits.members)
    file.seek(0)


def _kind_of_members(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    lower = {n.lower() for n in names}
    if "mimetype" in names:
        kind = _unpacked(archive, archive.getinfo("mimetype"), 128)
        if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise _Refused("file_other_format", format=kind.decode("ascii", "replace")[:60])
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower:
        raise _Refused("file_xlsb")
    for part, name in (("word/", "Word"), ("ppt/", "PowerPoint"), ("index/", "Numbers")):
        if any(n.startswith(part) for n in lower):
            raise _Refused("file_other_format", format=name)
    if "[content_types].xml" in lower:
        raise _Refused("file_damaged")
    raise _Refused("file_other_format", format="zip")


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _Refused("file_too_many_members", most=limits.members)
    if len({m.filename for m in members}) < len(members):
        raise _Refused("file_damaged")
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        path = PurePath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", member.filename):
            raise _Refused("file_bad_member", member=member.filename[:80])
        if member.flag_bits & 1:
            raise _Refused("file_password")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Refused("file_damaged")
        if path.suffix.lower() in _ARCHIVES and not member.filename.startswith("xl/embeddings/"):
            raise _Refused("file_nested", member=member.filename[:80])
        if member.header_offset < end:  # two members over the same bytes: a bomb, never a workbook
            raise _Refused("file_bomb", most=_megabytes(limits.unpacked_bytes))
        end = member.header_offset + 30 + member.compress_size
        if member.file_size >= limits.ratio_from_bytes and member.file_size > limits.ratio * max(
            member.compress_size, 1
        ):
            raise _Refused("file_bomb", most=_megabytes(limits.unpacked_bytes))
        if member.filename.lower().endswith("sharedstrings.xml") and member.file_size > limits.strings_bytes:
            raise _Refused("file_bomb", most=_megabytes(limits.strings_bytes))
    if sum(m.file_size for m in members) > limits.unpacked_bytes:
        raise _Refused("file_bomb", most=_megabytes(limits.unpacked_bytes))


def _check_xml(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int) -> None:
    """Look for a document type, which no spreadsheet has and which can stand for a billion laughs."""
    whole = sum(m.file_size for m in members) <= _UNPACK_WHOLE
    for member in members:
        # A deflated member is never much larger than what it holds: one that is, lies about its size.
        if (
            member.compress_type == zipfile.ZIP_DEFLATED
            and member.compress_size > member.file_size + 1024 + member.file_size // 8
        ):
            raise _Refused("file_bomb", most=_megabytes(size))
        xml = member.filename.lower().endswith((".xml", ".rels"))
        if not (whole or xml):
            continue
        data = _unpacked(archive, member, member.file_size + 1 if whole else min(_XML_HEAD, member.file_size + 1))
        if len(data) > member.file_size:
            raise _Refused("file_bomb", most=_megabytes(size))
        if xml and _has_doctype(data):
            raise _Refused("file_doctype")


def _has_doctype(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "ignore").encode()
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack up to `most` bytes of a member, whatever size it claims."""
    file = archive.fp
    if file is None:
        raise _Refused("file_damaged")
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise _Refused("file_damaged")
    file.seek(sum(struct.unpack_from("<HH", header, 26)), 1)
    packed = file.read(member.compress_size)
    if len(packed) < member.compress_size:
        raise _Refused("file_damaged")
    if member.compress_type == zipfile.ZIP_STORED:
        return packed[:most]
    try:
        return zlib.decompressobj(-15).decompress(packed, most)
    except zlib.error as error:
        raise _Refused("file_damaged") from error


def _check_ods(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "META-INF/manifest.xml" in names:
        manifest = _unpacked(archive, archive.getinfo("META-INF/manifest.xml"), MEBIBYTE)
        if b"encryption-data" in manifest:
            raise _Refused("file_password")
    if any(n.startswith(("Basic/", "Scripts/")) and not n.endswith("/") for n in names):
        raise _Refused("file_macros")
    if "content.xml" not in names:
        raise _Refused("file_damaged")
    content = _unpacked(archive, archive.getinfo("content.xml"), _UNPACK_WHOLE)
    if not _ODS_REPEAT.search(content) and b"repeated" not in content:
        return
    for pattern, most in ((_ODS_REPEATED_ROW, 100_000), (_ODS_REPEATED_CELL, 2_000)):
        for match in pattern.finditer(content):
            if int(match[1][:9]) > most and b"<text:" in match[2]:
                raise _Refused("file_bomb", most=_megabytes(_UNPACK_WHOLE))
