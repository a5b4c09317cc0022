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
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.read.delimited_body import MOST_FAULTS, Body, bounded, swallowed
from core.registries.read.delimited_fast import fast
from core.registries.read.limits import DEFAULT_LIMITS, Limits
from core.registries.read.sniff import Refusal

DELIMITERS = (",", ";", "\t")
_SAMPLE = 256 * 1024
_HEAD_RECORDS = 60
_NEUTRAL = "^'('*[=+\\-@\\t\\r])"
_FIELD_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the beginning of a file: its cells, its row number, where the next record begins."""

    cells: list[str]
    row: int
    end: int


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
    body = fast(data, start, first_row, width, delimiter)
    if body is None:
        body = _slow(data, start, first_row, width, delimiter)
    _drop_blank(body)
    if b"'" in data:
        body.columns = [_without_neutral_mark(c) for c in body.columns]
    _check_lengths(body, limits)
    return body


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
        misfit = _misfit(cells, width, number) or swallowed(cells, width, delimiter, number)
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
        bounded(faults),
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


def _check_lengths(body: Body, limits: Limits) -> None:
    for position, column in enumerate(body.columns):
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest <= limits.cell_characters:
            continue
        long = np.flatnonzero(pc.greater(pc.utf8_length(column), limits.cell_characters).to_numpy())
        for i in long[:MOST_FAULTS]:
            values = {"position": position + 1, "most": limits.cell_characters}
            body.faults.append(Refusal("cell_too_long", values, row=int(body.row_numbers[i])))
