"""A text file to a grid: encoding, delimiter, where the table begins, its records."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.registries.read import isolate
from core.registries.read.delimited import DELIMITERS, Record, head_records, parse, widths
from core.registries.read.delimited_body import Body
from core.registries.read.encoding import Encoding, decoded, detect
from core.registries.read.grid import Grid
from core.registries.read.headers import known_count
from core.registries.read.layout import HeaderRow, find_header
from core.registries.read.limits import Limits
from core.registries.read.sniff import Content, Refusal

_SEPARATOR_LINE = "sep="


@dataclass(slots=True)
class TextFile:
    """A text file as rows.

    Attributes:
        encoding: How it is written.
        delimiter: Character between cells.
        grid: Records below the header; None where none could be found.
        header: The header among the first records.
        header_row: Its row as a spreadsheet numbers it.
        refusals: What is wrong with the file or its records.
    """

    encoding: Encoding
    delimiter: str = ","
    grid: Grid | None = None
    header: HeaderRow | None = None
    header_row: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def read_text(
    content: Content, encoding: str | None, delimiter: str | None, limits: Limits, *, isolated: bool
) -> TextFile | Refusal:
    """Read a delimited text file.

    Args:
        content: Its path or bytes; the guards have passed.
        encoding, delimiter: What the person chose; None to detect.
        limits: Bound on the text of a cell.
        isolated: Parse the records in a child process.
    """
    data = content if isinstance(content, bytes) else content.read_bytes()
    found = Encoding(encoding, _mark(data, encoding)) if encoding else detect(data, header_score)
    if isinstance(found, Refusal):
        return found
    utf8 = decoded(data, found)
    del data
    if isinstance(utf8, Refusal):
        return utf8
    file = TextFile(found)
    if not found.sure:
        file.refusals.append(Refusal("encoding_guessed", {"encoding": found.name}))
    _find_table(file, utf8, delimiter, limits, isolated=isolated)
    return file


def header_score(sample: str) -> int:
    """How many known headers the best row of a text has, whichever the delimiter."""
    data = sample.encode("utf-8", "replace")
    return max(known_count(r.cells) for d in DELIMITERS for r in [*head_records(data, d, 40), Record([], 0, 0)])


def _mark(data: bytes, encoding: str) -> int:
    marks = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    mark = marks.get(encoding.lower())
    return len(mark) if mark and data.startswith(mark) else 0


def _find_table(file: TextFile, utf8: bytes, delimiter: str | None, limits: Limits, *, isolated: bool) -> None:
    records = _best_delimiter(file, utf8, delimiter)
    if max(widths(records), default=0) <= 1:
        file.refusals.append(Refusal("one_column", row=1))
        return
    header = find_header([r.cells for r in records])
    if header is None:
        return
    record = records[header.index]
    width = max(len(header.headers), 1)
    start, first_row = record.end, record.row + 1
    body: Body | Refusal
    if isolated:
        body = isolate.text(utf8, start, first_row, width, file.delimiter, limits=limits)
    else:
        body = parse(utf8, start, first_row, width, file.delimiter, limits=limits)
    if isinstance(body, Refusal):
        file.refusals.append(body)
        return
    file.header, file.header_row = header, record.row
    file.refusals += body.faults
    file.grid = Grid("", body.columns, [None] * width, body.row_numbers)


def _best_delimiter(file: TextFile, utf8: bytes, delimiter: str | None) -> list[Record]:
    """Records under the delimiter that makes most headers known, else most cells; `sep=;` in the first line says it."""
    first = utf8[:16].split(b"\n")[0].strip().decode("utf-8", "ignore").strip('"')
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        delimiter = delimiter or first[-1]
    if delimiter:
        file.delimiter = delimiter
        return head_records(utf8, delimiter)
    ranked = []
    for candidate in DELIMITERS:
        records = head_records(utf8, candidate)
        header = find_header([r.cells for r in records])
        usual = widths(records).most_common(1)
        ranked.append((header.known if header else 0, usual[0][0] if usual else 0, candidate, records))
    best = max(ranked, key=lambda r: (r[0], r[1]))
    file.delimiter = best[2]
    return best[3]
