# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""Ids as byte buffers, looked up by hash."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.compiled import Codes, Ints, Number, compiled, lane, part

_BLOCK = 64


class TextLanes(NamedTuple):
    """A column of text as kernels take it: text i is `data[offsets[i]:offsets[i + 1]]`, UTF-8; missing is empty."""

    offsets: Ints
    data: Any


def text_lanes(texts: pa.Array) -> TextLanes:
    """The buffers of a large_string array."""
    _, offsets, data = texts.buffers()
    if offsets is None:
        return TextLanes(lane(np.zeros(len(texts) + 1)), lane([], np.uint8))
    marks = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return TextLanes(lane(marks), lane(np.frombuffer(data, np.uint8) if data is not None else [], np.uint8))


def arrow_text(values: Any) -> pa.Array:
    """A pandas column or index of text, or a list, as one large_string array; missing stays missing."""
    array = pa.array(values, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array if array.type == pa.large_string() else array.cast(pa.large_string())


class Ids:
    """The ids of a registry, in row order."""

    def __init__(self, texts: pa.Array) -> None:
        """Keep the column; nothing is computed yet."""
        self.texts = texts

    @classmethod
    def of(cls, values: Any) -> Ids:
        """Ids of a pandas column or index, or of a list."""
        return cls(arrow_text(values))

    def __len__(self) -> int:
        """How many rows."""
        return len(self.texts)

    @cached_property
    def lanes(self) -> TextLanes:
        """The buffers, for kernels."""
        return text_lanes(self.texts)

    @cached_property
    def index(self) -> pd.Index[Any]:
        """The ids as the categories of a pandas category."""
        return cast("pd.Index[Any]", pd.Index(pd.array(self.texts, dtype="str")))

    @cached_property
    def dtype(self) -> pd.CategoricalDtype:
        """Category dtype whose codes are row positions."""
        return pd.CategoricalDtype(self.index)

    def text(self, row: int) -> str | None:
        """The id of a row; None for -1 and where it is missing."""
        return self.texts[row].as_py() if row >= 0 else None

    def find(self, wanted: pa.Array) -> Codes:
        """Row of each wanted id, all different; -1 where there is none.

        Ids that stand in the order of the rows are found fastest.
        """
        if len(self.texts) == 0 or len(wanted) == 0:
            return np.full(len(wanted), -1, np.int32)
        keys, asked = self.lanes, text_lanes(wanted)
        if 8 * len(wanted) < len(self.texts):
            few: Codes = _find_few(keys.offsets, keys.data, asked.offsets, asked.data)
            return few
        found: Codes = _find(keys.offsets, keys.data, self._slots, asked.offsets, asked.data)
        return found

    @cached_property
    def _slots(self) -> Codes:
        return lane(_hashed(self.lanes.offsets, self.lanes.data), np.int32)

    def take(self, rows: Any) -> pd.Series[Any]:
        """The ids of rows as a `str` column; missing for -1."""
        at = np.asarray(rows)
        missing = at < 0
        picked = self.texts.take(pa.array(at, mask=missing)) if missing.any() else self.texts.take(pa.array(at))
        return pd.Series(pd.array(picked, dtype="str"))


@part
def _hash(data: Any, start: Number, stop: Number) -> Number:
    mixed = np.uint64(14695981039346656037)
    for at in range(start, stop):
        mixed = (mixed ^ np.uint64(data[at])) * np.uint64(1099511628211)
    return np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(0x7FFFFFFFFFFFFFFF))


@part
def _equal(data: Any, start: Number, stop: Number, others: Any, other_start: Number, other_stop: Number) -> Any:
    """Whether two texts are the same; from the end, where ids differ."""
    length = stop - start
    if length != other_stop - other_start:
        return False
    for back in range(1, length + 1):  # noqa: SIM110 - plain loops are what compiles well
        if data[stop - back] != others[other_stop - back]:
            return False
    return True


@compiled
def _find_few(key_offsets: Any, key_data: Any, offsets: Any, data: Any) -> Any:
    """As `_find`, for few texts among many keys: the texts are hashed and the keys passed once."""
    wanted = len(offsets) - 1
    found = np.full(wanted, -1, np.int32)
    size = 16
    while size < 4 * wanted:
        size *= 2
    mask = np.int64(size - 1)
    slots = np.full(size, -1, np.int32)
    for at in range(wanted):
        slot = _hash(data, offsets[at], offsets[at + 1]) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = at
    for row in range(len(key_offsets) - 1):
        start, stop = key_offsets[row], key_offsets[row + 1]
        slot = _hash(key_data, start, stop) & mask
        while slots[slot] >= 0:
            at = slots[slot]
            if _equal(key_data, start, stop, data, offsets[at], offsets[at + 1]):
                if found[at] < 0:
                    found[at] = row
                break
            slot = (slot + 1) & mask
    return found


@compiled
def _hashed(offsets: Any, data: Any) -> Any:
    """Rows by the hash of their text, open addressing."""
    size = 16
    while size < 2 * len(offsets):
        size *= 2
    mask = np.int64(size - 1)
    slots = np.full(size, -1, np.int32)
    for row in range(len(offsets) - 1):
        slot = _hash(data, offsets[row], offsets[row + 1]) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = row
    return slots


@compiled
def _find(key_offsets: Any, key_data: Any, slots: Any, offsets: Any, data: Any) -> Any:
    """Row of each text among the keys.

    Taken by blocks, each in three strides (hash, first candidate, comparison), so that waiting for memory overlaps.
    """
    wanted = len(offsets) - 1
    found = np.full(wanted, -1, np.int32)
    mask = np.int64(len(slots) - 1)
    first = np.empty(_BLOCK, np.int64)
    rows = np.empty(_BLOCK, np.int64)
    for low in range(0, wanted, _BLOCK):
        size = min(_BLOCK, wanted - low)
        for at in range(size):
            first[at] = _hash(data, offsets[low + at], offsets[low + at + 1]) & mask
        for at in range(size):
            rows[at] = slots[first[at]]
        for at in range(size):
            start, stop = offsets[low + at], offsets[low + at + 1]
            slot, row = first[at], rows[at]
            while row >= 0:
                if _equal(data, start, stop, key_data, key_offsets[row], key_offsets[row + 1]):
                    found[low + at] = row
                    break
                slot = (slot + 1) & mask
                row = np.int64(slots[slot])
    return found
