"""What calamine does not tell of an .xlsx: cells with errors, formulas never computed, the 1904 system."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from defusedxml import ElementTree

from core.registries.read.limits import Limits
from core.registries.read.sniff import Refusal

_CHUNK = 1 << 22
_OVERLAP = 4096
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell of an error, and one of a formula that no program has computed: its value is missing, not blank.
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>([^<]{1,20})</v>')
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_STRING_CELL = re.compile(rb't="s"[^>]*><v>(\d{1,9})</v>')
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_MOST_MARKS = 10_000
_MOST_REACH = 20_000_000
UNCOMPUTED = "#FORMULA"


@dataclass(slots=True)
class Marks:
    """Cells whose value calamine hides: sheet -> (row, column), both from 0 -> what stands there; the date system."""

    cells: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    date1904: bool = False


def xlsx_marks(data: bytes, limits: Limits) -> Marks | Refusal:
    """Look through the sheets of an .xlsx.

    Returns:
        The marks, or a refusal where cells reach too far out, or hold more text than allowed.
    """
    marks = Marks()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {n.lower(): n for n in archive.namelist()}
        workbook = archive.read(names["xl/workbook.xml"])
        marks.date1904 = re.search(rb'date1904="(1|true)"', workbook) is not None
        longest = _longest_string(archive, names.get("xl/sharedstrings.xml"))
        references = 0
        for sheet, path in _sheet_paths(archive, workbook, names):
            member = archive.getinfo(path)
            found: dict[tuple[int, int], str] = {}
            last = b""
            for chunk in _chunks(archive, member):
                last = chunk
                if b't="e"' in chunk:
                    found.update(_cells(_ERROR, chunk))
                if b"</f></c>" in chunk or b"</f><v></v>" in chunk or b"</f><v/>" in chunk or b"</f><v />" in chunk:
                    found.update(_cells(_UNCOMPUTED, chunk))
                references += chunk.count(b't="s"')
                if len(found) > _MOST_MARKS:
                    break
            if found:
                marks.cells[sheet] = found
            if _reach(last) > _MOST_REACH:
                return Refusal("sheet_too_large", {"rows": limits.rows, "columns": limits.columns}, sheet=sheet)
        if longest * references > limits.expanded_bytes and _expanded(archive, names) > limits.expanded_bytes:
            return Refusal("file_bomb", {"most": f"{limits.expanded_bytes >> 20} MB"})
    return marks


def _sheet_paths(archive: zipfile.ZipFile, workbook: bytes, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return
    targets = {r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(archive.read(relations))}
    for element in ElementTree.fromstring(workbook).iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATION)) or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            if path.lower() in names:
                yield element.get("name", ""), names[path.lower()]


def _reach(end: bytes) -> int:
    """Cells of the rectangle from A1 to the last cell; calamine makes room for all of them, filled or not."""
    at = end.rfind(b'<c r="')
    match = _REFERENCE.match(end, at) if at >= 0 else None
    return (int(match[2]) * (_column(match[1]) + 1)) if match else 0


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Pieces of a member that overlap by more than a cell; `zipfile` reads no further than the size it claims."""
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _cells(pattern: re.Pattern[bytes], chunk: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in pattern.finditer(chunk):
        text = match[3].decode("ascii", "replace") if pattern is _ERROR else UNCOMPUTED
        yield (int(match[2]) - 1, _column(match[1])), text


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _longest_string(archive: zipfile.ZipFile, path: str | None) -> int:
    if path is None:
        return 0
    chars = np.frombuffer(archive.read(path), np.uint8)
    starts = np.flatnonzero((chars[:-2] == ord("<")) & (chars[1:-1] == ord("s")) & (chars[2:] == ord("i")))
    return int(np.diff(np.append(starts, len(chars))).max()) if len(starts) else len(chars)


def _expanded(archive: zipfile.ZipFile, names: dict[str, str]) -> int:
    """Bytes of all cells once each has its own copy of its shared string."""
    chars = np.frombuffer(archive.read(names["xl/sharedstrings.xml"]), np.uint8)
    starts = np.flatnonzero((chars[:-2] == ord("<")) & (chars[1:-1] == ord("s")) & (chars[2:] == ord("i")))
    starts = starts[chars[np.minimum(starts + 3, len(chars) - 1)] != ord("s")]
    lengths = np.diff(np.append(starts, len(chars)))
    total = 0
    for name in names.values():
        if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
            numbers = np.array([int(m) for m in _STRING_CELL.findall(archive.read(name))], np.int64)
            total += int(lengths[numbers[numbers < len(lengths)]].sum())
    return total
