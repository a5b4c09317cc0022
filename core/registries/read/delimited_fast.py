"""The fast path of delimited text: Arrow's parser, where the bytes prove it right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from core.registries.read.delimited_body import Body, bounded, swallowed

_BLOCK = 1 << 20
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D


def fast(data: bytes, start: int, first_row: int, width: int, delimiter: str) -> Body | None:
    """The records from an offset on; None where it cannot be proved that each is read right."""
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


def _check_swallowed(body: Body, width: int, delimiter: str) -> None:
    suspects: set[int] = set()
    for column in body.columns:
        suspects.update(np.flatnonzero(pc.match_substring(column, "\n").to_numpy()).tolist())
    dropped = []
    for i in sorted(suspects):
        cells = [c[i].as_py() for c in body.columns]
        if fault := swallowed(cells, width, delimiter, int(body.row_numbers[i])):
            body.faults.append(fault)
            dropped.append(i)
    if dropped:
        keep = np.ones(len(body.row_numbers), bool)
        keep[dropped] = False
        body.columns = [c.filter(pa.array(keep)) for c in body.columns]
        body.row_numbers = body.row_numbers[keep]
    body.faults = bounded(body.faults)
