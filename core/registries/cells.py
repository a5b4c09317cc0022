"""The cells of one column on their way from text to values, and the faults found on that way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.columns import Column
from core.registries.mask import mask
from core.registries.messages import CELL_WARNINGS
from core.registries.raw import TEXT, Origin, RawTable
from core.texts import N_, Text

Positions = npt.NDArray[np.int64]
MANY = 20_000
"""Of so many distinct odd cells in a column, most of them wrong, the rest is not looked at."""
UNREAD = "unread"
BLANK_WORD = "blank_word"
_NO_VALUE = frozenset(
    {
        "-", "--", "—", "——", "–", "－", "/", "\\",
        "無", "无", "沒有", "没有", "空", "不詳", "不详", "未知", "n/a",
        "na", "null", "none", "nan", "在職",
        "在职", "未離開", "未离开", "未離店", "未离店",
    }
)  # fmt: skip
_INVISIBLE = "\u200b\ufeff\u2060"


class Coded(Protocol):
    """What was read, with the code of a fault."""

    @property
    def code(self) -> str:
        """Code of the fault, or ""."""


T = TypeVar("T", bound=Coded)


class Spread(Sequence[object]):
    """A long sequence of few distinct values: the values once, and which of them stands where."""

    def __init__(self, distinct: Sequence[object], index: npt.NDArray[np.integer]) -> None:
        """Keep the values and the index as they are."""
        self.distinct, self.which = distinct, index

    def __len__(self) -> int:
        """Number of places."""
        return len(self.which)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Spread: ...
    def __getitem__(self, at: int | slice) -> object:
        """The value at a place."""
        return Spread(self.distinct, self.which[at]) if isinstance(at, slice) else self.distinct[int(self.which[at])]

    def at(self, places: Positions) -> Spread:
        """The values at some places."""
        return Spread(self.distinct, self.which[places])


@dataclass(frozen=True, slots=True)
class Issue:
    """Cells of one column with one kind of fault.

    Attributes:
        code: What is wrong.
        positions: Where the cells stand in the column.
        each, values: Values of the message, one a cell, and for all of them.
        together: All of the cells are one fault, at the first of them.
    """

    code: str
    positions: Positions
    each: Mapping[str, Sequence[object]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    together: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column: text without surrounding spaces (null where blank), and their kinds if known."""

    column: Column
    text: pa.Array
    kinds: npt.NDArray[np.uint8] | None
    date1904: bool = False

    @classmethod
    def of(cls, column: Column, raw: RawTable, at: int) -> Cells:
        """Take a column of a raw table."""
        kinds = raw.kinds[at]
        if kinds is not None and not kinds.any():
            kinds = None
        return cls(column, clean(raw.columns[at]), kinds, raw.date1904)

    def taken(self, positions: Positions) -> Cells:
        """Some of the cells."""
        kinds = None if self.kinds is None else self.kinds[positions]
        return Cells(self.column, self.text.take(pa.array(positions)), kinds, self.date1904)


def clean(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """One array of the cells without surrounding spaces; blank is null.

    Args:
        column: Cells as text; reading CSV has taken off the `'` that an export puts before a formula.
    """
    text = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(text, pa.ChunkedArray):
        text = pa.concat_arrays(text.chunks) if text.num_chunks else pa.array([], text.type)
    if not pa.types.is_large_string(text.type):
        text = text.cast(pa.large_string())
    if pc.all(pc.string_is_ascii(text)).as_py():
        text = pc.ascii_trim_whitespace(text)
    else:
        text = pc.utf8_trim_whitespace(text)
        if any(pc.any(pc.match_substring(text, c)).as_py() for c in _INVISIBLE):
            text = pc.utf8_trim_whitespace(pc.utf8_trim(text, characters=_INVISIBLE))
    if pc.min(pc.binary_length(text)).as_py() == 0:
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
    return text


@dataclass(frozen=True, slots=True)
class Distinct:
    """The distinct cells of a column that are not blank.

    Attributes:
        texts, kinds: What they say and what kind they are.
        index: For each cell that is not blank, which of them it is.
        places: Where that cell stands in the column.
    """

    texts: pa.Array
    kinds: npt.NDArray[np.uint8]
    index: Positions
    places: Positions

    def __len__(self) -> int:
        """Number of distinct cells."""
        return len(self.texts)

    def within(self, positions: Positions) -> Distinct:
        """The same for a column of which these cells are a part, standing at `positions`."""
        return replace(self, places=positions[self.places])


def distinct_cells(cells: Cells) -> Distinct:
    """Find the distinct cells of a column."""
    places = np.flatnonzero(pc.is_valid(cells.text).to_numpy(zero_copy_only=False))
    encoded = cells.text.drop_null().dictionary_encode()
    texts = encoded.dictionary
    index = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    if cells.kinds is None:
        return Distinct(texts, np.full(len(texts), TEXT, dtype=np.uint8), index, places)
    paired, index = np.unique(index * 8 + cells.kinds[places], return_inverse=True)
    return Distinct(texts.take(pa.array(paired >> 3)), (paired & 7).astype(np.uint8), index, places)


def examined(cells: Distinct, read: Callable[[str, int], T], unread: T) -> tuple[list[T], Distinct]:
    """Read every distinct cell; where most of very many are wrong, the rest is left unread.

    Args:
        cells: The distinct cells.
        read: How one is read, from its text and kind.
        unread: What stands for all that were not looked at; its code is `UNREAD`.

    Returns:
        What was read, and the distinct cells it belongs to: those given, or the first `MANY` and one for the rest.
    """

    def some(start: int, stop: int | None) -> list[T]:
        pairs = zip(cells.texts[start:stop].to_pylist(), cells.kinds[start:stop].tolist(), strict=True)
        return [read(text, kind) for text, kind in pairs]

    first = some(0, MANY)
    if sum(1 for r in first if r.code and r.code not in CELL_WARNINGS) * 2 <= MANY or len(cells) == len(first):
        return first + some(MANY, None), cells
    texts = pa.concat_arrays([cells.texts[:MANY], pa.array([""], cells.texts.type)])
    return [*first, unread], Distinct(texts, cells.kinds[: MANY + 1], np.minimum(cells.index, MANY), cells.places)


def issues(
    column: Column,
    codes: Sequence[str],
    cells: Distinct,
    values: Callable[[int], Mapping[str, object]] | None = None,
) -> list[Issue]:
    """Gather the faults of distinct cells into one issue a code.

    Args:
        column: Whose cells they are; its values are masked where it is personal.
        codes: Fault code of each distinct cell, "" for none.
        cells: The distinct cells.
        values: Further values for the message of a distinct cell.
    """
    found = []
    array = np.array(codes, dtype=object)
    if not column.required:
        wrong = [i for i, c in enumerate(codes) if c and c not in CELL_WARNINGS and c != UNREAD]
        array[[i for i in wrong if means_none(cells.texts[i].as_py())]] = BLANK_WORD
    for code in dict.fromkeys(c for c in array if c):
        bad = array == code
        hit = np.flatnonzero(bad[cells.index])
        if code == UNREAD:
            found.append(Issue(code, cells.places[hit], values={"count": len(hit)}, together=True))
            continue
        which = np.flatnonzero(bad)
        spread_of = (np.cumsum(bad) - 1)[cells.index[hit]]
        shown = [mask(column.personal, t) for t in cells.texts.take(pa.array(which)).to_pylist()]
        each: dict[str, Sequence[object]] = {"value": Spread(shown, spread_of)}
        if values is not None:
            more = [values(i) for i in which.tolist()]
            each |= {name: Spread([m[name] for m in more], spread_of) for name in (more[0] if more else {})}
        found.append(Issue(code, cells.places[hit], each, _bounds(column, code)))
    return found


def means_none(text: str) -> bool:
    """Whether people write this where there is no value."""
    return text.lower() in _NO_VALUE


def _bounds(column: Column, code: str) -> dict[str, object]:
    if code == "too_small":
        return {"least": column.minimum}
    return {"most": column.maximum} if code == "too_large" else {}


class Shown(Sequence[object]):
    """Instants or dates as text, made when they are looked at."""

    def __init__(self, moments: npt.NDArray[np.datetime64], day_only: bool = False) -> None:
        """Keep the moments; `day_only` leaves the time of day out."""
        self.moments, self.day_only = moments, day_only

    def __len__(self) -> int:
        """Number of moments."""
        return len(self.moments)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Shown: ...
    def __getitem__(self, at: int | slice) -> object:
        """The text of a moment, `2009-11-18 09:05:00`."""
        if isinstance(at, slice):
            return Shown(self.moments[at], self.day_only)
        return str(self.moments[at].astype("datetime64[D]" if self.day_only else "datetime64[s]")).replace("T", " ")

    def at(self, places: Positions) -> Shown:
        """The moments at some places."""
        return Shown(self.moments[places], self.day_only)


class RowNames(Sequence[object]):
    """Other rows as a message names them: `row 7`, with the file where it is another one than the fault's own."""

    def __init__(self, origin: Origin, named: Positions, own: Positions) -> None:
        """Keep the origin of all rows, the rows to name, and the rows whose messages name them."""
        self.origin, self.named, self.own = origin, named, own

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.named)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> RowNames: ...
    def __getitem__(self, at: int | slice) -> object:
        """The name of a row, a `Text`."""
        if isinstance(at, slice):
            return RowNames(self.origin, self.named[at], self.own[at])
        row, part = int(self.origin.row_numbers[self.named[at]]), self.origin.part_of[self.named[at]]
        if part == self.origin.part_of[self.own[at]]:
            return Text(N_("row {row}"), {"row": row})
        file, sheet = self.origin.parts[part]
        return Text(N_("row {row} of {file}"), {"row": row, "file": f"{file}[{sheet}]" if sheet else file})

    def at(self, places: Positions) -> RowNames:
        """The names at some places."""
        return RowNames(self.origin, self.named[places], self.own[places])


def arrow(values: pd.Series | pd.api.extensions.ExtensionArray) -> pa.Array:
    """A column of text as one Arrow array."""
    array = pa.array(values, from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def spread(values: pd.Index, codes: npt.NDArray[np.int64]) -> Spread:
    """Categories by code, only those that are used."""
    used, which = np.unique(codes, return_inverse=True)
    return Spread([str(v) for v in values[used]], which)


def picked(values: Sequence[object], places: Positions) -> Sequence[object]:
    """Some of the values of a message."""
    if isinstance(values, (Spread, Shown, RowNames)):
        return values.at(places)
    return [values[int(i)] for i in places]
