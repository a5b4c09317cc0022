"""Delimited text: which character separates the cells, where the records end, the cells as text columns.

The fast path is Arrow's parser, which says nothing about blank lines, stray quotes or quotes never closed. It is
believed only where the bytes prove it right: every record as wide as the header, as many records as lines outside
quotes. Anything else goes record by record through `csv.reader`, which gives each fault its row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from core.registries.read.limits import DEFAULT_LIMITS, Limits
from core.registries.read.sniff import Refusal

DELIMITERS = (",", ";", "\t")
_SAMPLE = 256 * 1024
_HEAD_RECORDS = 60
_BLOCK = 1 << 20
_NEUTRAL = "^'('*[=+\\-@\\t\\r])"
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
_MOST_FAULTS = 1_000
_FIELD_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the beginning of a file: its cells, its row number, where the next record begins."""

    cells: list[str]
    row: int
    end: int


@dataclass(slots=True)
class Body:
    """The records below the header, as text columns.

    Attributes:
        columns: One array a column, all of one length; "" is blank.
        row_numbers: Row of each record as a spreadsheet numbers it.
        faults: Records that are not as wide as the header, or whose quotes do not close.
    """

    columns: list[pa.ChunkedArray]
    row_numbers: npt.NDArray[np.int32]
    faults: list[Refusal] = field(default_factory=list)


def head_records(data: bytes, delimiter: str, most: int = _HEAD_RECORDS) -> list[Record]:
    """The first records of UTF-8 text.

    A record that the sample cuts is left out, unless it is the only one. Blank lines are records without cells.
    """
    sample = data[:_SAMPLE]
    lines = [line + "\n" for line in _lines(sample)]
    ends = np.cumsum([0, *(len(line) for line in re.split(rb"(?<=\n)|(?<=\r)(?!\n)", sample))])
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[Record] = []
    cut = len(data) > len(sample)
    while len(records) < most:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            cells = []
        if cut and reader.line_num >= len(lines) and records:
            break
        records.append(Record(cells, len(records) + 1, min(int(ends[min(reader.line_num, len(ends) - 1)]), len(data))))
    return records


def _lines(sample: bytes) -> list[str]:
    text = sample.decode("utf-8", "ignore")
    lines = re.split(r"\r\n|\n|\r", text)
    return lines[:-1] if lines and not lines[-1] else lines


def widths(records: list[Record]) -> Counter[int]:
    """How many records have how many cells, blank lines left out."""
    return Counter(len(r.cells) for r in records if r.cells)


def parse(
    data: bytes, start: int, first_row: int, width: int, delimiter: str, *, limits: Limits = DEFAULT_LIMITS
) -> Body:
    """Parse the records from an offset on.

    Args:
        data: UTF-8 text, already checked.
        start: Offset of the first record.
        first_row: Row number of that record.
        width: Cells of the header row.
        delimiter: Character between cells.
        limits: Bound on the text of a cell.

    Returns:
        Columns and row numbers of every record that is not blank, and the faults of records that do not fit. No record
        gives empty columns.
    """
    body = _fast(data, start, first_row, width, delimiter)
    if body is None:
        body = _slow(data, start, first_row, width, delimiter)
    _drop_blank(body)
    if b"'" in data:
        body.columns = [_without_neutral_mark(c) for c in body.columns]
    _check_lengths(body, limits)
    return body


# --- fast path ---


def _fast(data: bytes, start: int, first_row: int, width: int, delimiter: str) -> Body | None:
    if start >= len(data):
        return Body([pa.chunked_array([], pa.string()) for _ in range(width)], np.zeros(0, np.int32))
    newlines = _Lines.of(data, start, delimiter)
    if newlines is None:
        return None
    table = _arrow(data, start, width, delimiter, newlines.quoted)
    if table is None:
        return None
    if table.num_rows == newlines.count:
        numbers = np.arange(first_row, first_row + table.num_rows, dtype=np.int32)
    else:
        filled = newlines.filled(data, start)
        if len(filled) != table.num_rows:
            return None
        numbers = (filled + first_row).astype(np.int32)
    body = Body(list(table.columns), numbers)
    if newlines.inside:
        _check_swallowed(body, width, delimiter)
    return body


def _arrow(data: bytes, start: int, width: int, delimiter: str, quoted: bool) -> pa.Table | None:
    names = [str(i) for i in range(width)]
    bad: list[int] = []

    def invalid(_row: object) -> str:
        bad.append(1)
        return "error" if len(bad) > 1 else "skip"

    try:
        table = arrow_csv.read_csv(
            pa.py_buffer(data).slice(start),
            read_options=arrow_csv.ReadOptions(block_size=_BLOCK, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
                invalid_row_handler=invalid,
                ignore_empty_lines=width > 1,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return None if bad else table


@dataclass(frozen=True, slots=True)
class _Lines:
    """Line ends outside quotes.

    Attributes:
        count: Lines from the start on, blank ones too.
        quoted: Whether there is any quote.
        inside: Whether a line end stands inside quotes.
        ends: Offsets of the line ends outside quotes, known where there are quotes.
    """

    count: int
    quoted: bool
    inside: bool = False
    ends: npt.NDArray[np.int64] | None = None

    @classmethod
    def of(cls, data: bytes, start: int, delimiter: str) -> _Lines | None:
        """Line ends, or None where the quotes or line ends are not regular."""
        if b"\r" in data and data.count(b"\r", start) != data.count(b"\r\n", start):
            return None
        open_end = not data.endswith(b"\n")
        if data.find(b'"', start) < 0:
            return cls(data.count(b"\n", start) + open_end, quoted=False)
        chars = np.frombuffer(data, np.uint8)[start:]
        quotes = np.flatnonzero(chars == _QUOTE)
        if not _regular(chars, quotes, ord(delimiter)):
            return None
        ends = np.flatnonzero(chars == _LF)
        outside = ends[np.searchsorted(quotes, ends) % 2 == 0]
        return cls(len(outside) + open_end, quoted=True, inside=len(outside) < len(ends), ends=outside)

    def filled(self, data: bytes, start: int) -> npt.NDArray[np.int64]:
        """Positions among the lines of those that are not empty."""
        chars = np.frombuffer(data, np.uint8)[start:]
        ends = np.flatnonzero(chars == _LF) if self.ends is None else self.ends
        if self.count > len(ends):
            ends = np.append(ends, len(chars))
        starts = np.concatenate(([0], ends[:-1] + 1))
        bare = (ends - starts == 1) & (chars[np.minimum(starts, len(chars) - 1)] == _CR)
        return np.flatnonzero((ends > starts) & ~bare)


def _regular(chars: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], delimiter: int) -> bool:
    """Whether quotes open only where a cell begins and close only where it ends, so that counting them is enough."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = chars[np.maximum(opening - 1, 0)]
    after = chars[np.minimum(closing + 1, len(chars) - 1)]
    begins = (opening == 0) | (before == delimiter) | (before == _LF)
    ends = (closing == len(chars) - 1) | (after == delimiter) | (after == _LF) | (after == _CR)
    # A doubled quote inside a cell closes and opens at once.
    begins[1:] |= opening[1:] == closing[:-1] + 1
    ends[:-1] |= opening[1:] == closing[:-1] + 1
    return bool(begins.all() and ends.all())


# --- slow path ---


def _slow(data: bytes, start: int, first_row: int, width: int, delimiter: str) -> Body:
    rows: list[list[str]] = []
    numbers: list[int] = []
    faults: list[Refusal] = []
    for number, cells, fault in _records(data[start:].decode(), delimiter, first_row):
        if fault:
            faults.append(fault)
            continue
        if not any(cells):
            continue
        misfit = _misfit(cells, width, number) or _swallowed(cells, width, delimiter, number)
        if misfit:
            faults.append(misfit)
            if misfit.code != "row_too_long":
                continue
        rows.append(cells[:width])
        numbers.append(number)
    columns = list(zip_longest(*rows, fillvalue=""))
    columns += [("",) * len(rows)] * (width - len(columns))
    return Body(
        [pa.chunked_array([pa.array(c, pa.string())]) for c in columns[:width]],
        np.array(numbers, np.int32),
        _bounded(faults),
    )


def _records(text: str, delimiter: str, first_row: int) -> Iterator[tuple[int, list[str], Refusal | None]]:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first_row - 1
    while True:
        number += 1
        try:
            yield number, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            never_closed = "unexpected end" in str(error) or "field larger" in str(error)
            yield number, [], Refusal("quote_open" if never_closed else "quote_broken", row=number)
            if never_closed:
                return


def _misfit(cells: list[str], width: int, number: int) -> Refusal | None:
    if len(cells) < width:
        return Refusal("row_too_short", {"cells": len(cells), "width": width}, row=number)
    if len(cells) > width and any(c.strip() for c in cells[width:]):
        return Refusal("row_too_long", {"cells": len(cells), "width": width}, row=number)
    return None


def _swallowed(cells: list[str], width: int, delimiter: str, number: int) -> Refusal | None:
    """A cell that holds whole lines of the table: a quote before it was opened and closed rows later."""
    if width < 3:
        return None
    for cell in cells:
        if "\n" in cell and any(line.count(delimiter) >= width - 1 for line in cell.split("\n")[1:-1] or ()):
            return Refusal("quote_swallowed", {"lines": cell.count("\n")}, row=number)
        if "\n" in cell and sum(line.count(delimiter) for line in cell.split("\n")) >= width - 1:
            return Refusal("quote_swallowed", {"lines": cell.count("\n")}, row=number)
    return None


def _bounded(faults: list[Refusal]) -> list[Refusal]:
    if len(faults) <= _MOST_FAULTS:
        return faults
    more = Refusal("rows_more", {"count": len(faults) - _MOST_FAULTS}, row=faults[_MOST_FAULTS].row)
    return [*faults[:_MOST_FAULTS], more]


# --- both ---


def _drop_blank(body: Body) -> None:
    """Leave out records whose cells are all empty; their rows stay counted."""
    if not body.columns or not len(body.row_numbers):
        return
    blank = None
    for column in body.columns:
        empty = pc.equal(column, "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return
    keep = pc.invert(blank)
    body.columns = [c.filter(keep) for c in body.columns]
    body.row_numbers = body.row_numbers[keep.to_numpy()]


def without_neutral_mark(text: str) -> str:
    """A cell without the quote that an export puts before a text that a spreadsheet would run as a formula."""
    return re.sub(_NEUTRAL, "\\1", text)


def _without_neutral_mark(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """`without_neutral_mark` of a column."""
    if not pc.any(pc.match_substring_regex(column, _NEUTRAL)).as_py():
        return column
    return pc.replace_substring_regex(column, _NEUTRAL, "\\1")


def _check_swallowed(body: Body, width: int, delimiter: str) -> None:
    suspects: set[int] = set()
    for column in body.columns:
        suspects.update(np.flatnonzero(pc.match_substring(column, "\n").to_numpy()).tolist())
    dropped = []
    for i in sorted(suspects):
        cells = [c[i].as_py() for c in body.columns]
        if fault := _swallowed(cells, width, delimiter, int(body.row_numbers[i])):
            body.faults.append(fault)
            dropped.append(i)
    if dropped:
        keep = np.ones(len(body.row_numbers), bool)
        keep[dropped] = False
        body.columns = [c.filter(pa.array(keep)) for c in body.columns]
        body.row_numbers = body.row_numbers[keep]
    body.faults = _bounded(body.faults)


def _check_lengths(body: Body, limits: Limits) -> None:
    for position, column in enumerate(body.columns):
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest <= limits.cell_characters:
            continue
        long = np.flatnonzero(pc.greater(pc.utf8_length(column), limits.cell_characters).to_numpy())
        for i in long[:_MOST_FAULTS]:
            values = {"position": position + 1, "most": limits.cell_characters}
            body.faults.append(Refusal("cell_too_long", values, row=int(body.row_numbers[i])))
