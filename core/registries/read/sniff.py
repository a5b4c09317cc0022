"""What a file is, told by its first bytes and not by its name; a name that says otherwise is a refusal."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

Kind = Literal["csv", "xlsx", "xls", "ods"]
Content = Path | bytes

SUFFIXES: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
}
MACRO_SUFFIXES = {".xlsm", ".xltm", ".xlam"}
# Files people do drop: named here so that the refusal can name them.
OTHER_SUFFIXES = {".xlsb", ".xltx", ".numbers", ".et", ".pdf", ".doc", ".docx", ".html", ".htm", ".xml", ".zip", ".rar"}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x09\x08\x10\x00", "Excel 95"),
    (b"\x09\x08\x08\x00", "Excel 5"),
    (b"\x09\x04\x06\x00", "Excel 4"),
    (b"\x09\x02\x06\x00", "Excel 3"),
    (b"\x09\x00\x04\x00", "Excel 2"),
)
_XML_2003 = re.compile(rb"progid=[\"']Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet")
_HTML = re.compile(rb"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|table|div|script|style)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not read: a fault code and the values of its message."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0


def size_of(content: Content) -> int:
    """Bytes of a file."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def opened(content: Content) -> BinaryIO:
    """Open a file, or bytes as one, for reading."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def head_of(content: Content, length: int = 4096) -> bytes:
    """First bytes of a file."""
    if isinstance(content, bytes):
        return content[:length]
    with content.open("rb") as file:
        return file.read(length)


def named_kind(name: str) -> Kind | None:
    """What a file's name says it is; None where it says nothing we read."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


def family(head: bytes) -> str:
    """What the first bytes say: "zip", "ole", "html", "xml2003", "text", "empty" or the name of another format."""
    if not head.strip(b"\x00 \t\r\n"):
        return "empty"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        bare = head.decode("utf-16", "ignore").encode()
    if _HTML.match(bare):
        return "html"
    if bare.lstrip().startswith(b"<?xml"):
        return "xml2003" if _XML_2003.search(bare) else "XML"
    return "text"
