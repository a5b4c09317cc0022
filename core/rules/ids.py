"""Ids as byte buffers: looked up by hash, and put in natural order only where a tie asks for it.

Natural order: runs of digits compare as numbers and before other text, other text by code point (UTF-8 bytes compare as
code points do), the whole string last. V9 is before V10.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.compiled import Codes, Ints, compiled, lane, part

_BLOCK = 64
_RUNS = re.compile(r"[0-9]+|[^0-9]+")


def natural_key(text: str) -> tuple[Any, ...]:
    """Key that sorts ids in natural order; for a few ids, not for a column.

    Source: the head of the rulebook.
    """
    runs = tuple((0, int(run), "") if run[0] in "0123456789" else (1, 0, run) for run in _RUNS.findall(text))
    return runs, text


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
        return pd.Index(pd.array(self.texts, dtype="str"))

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

    def ranks(self) -> Codes:
        """Place of each row in natural order; for small registries."""
        texts = self.texts.to_pylist()
        order = sorted(range(len(texts)), key=lambda row: natural_key(texts[row] or ""))
        ranks = np.empty(len(texts), np.int32)
        ranks[order] = np.arange(len(texts))
        return ranks


def ordered(major: Any, times: Ints, ids: Ids | None, *, stable: bool = False) -> Codes:
    """Rows by (major, time), ties in natural order of their ids.

    Args:
        major: Whole numbers >= -1, one a row (a store).
        times: Seconds, one a row.
        ids: The ids of the rows; None leaves ties in row order.
        stable: Leave rows with equal ids in row order; needless where ids differ.

    Returns:
        Row positions; rows that are in order already cost one look.
    """
    rows = len(times)
    if rows == 0:
        return np.empty(0, np.int32)
    first, last = times.min(), times.max()
    key = np.asarray(major, np.int64) * (last - first + 1) + (times - first)
    steps = np.diff(key)
    if rows == 1 or steps.min() > 0:
        return np.arange(rows, dtype=np.int32)
    if steps.min() >= 0:
        order = np.arange(rows, dtype=np.int32)
    else:
        order = np.argsort(key, kind="stable" if stable or ids is None else "quicksort").astype(np.int32)
        key = key[order]
    if ids is not None:
        _order_ties(order, lane(key), lane(np.zeros(rows)), ids.lanes.offsets, ids.lanes.data)
    return order


class Groups(NamedTuple):
    """Rows by group: those of group g are `rows[starts[g]:starts[g + 1]]`."""

    starts: Ints
    rows: Codes


def grouped(groups: Codes, times: Ints, ids: Ids, size: int) -> Groups:
    """Rows of each group in order of time, ties in natural order of their ids.

    Args:
        groups: Group of each row, below `size`; -1 for a row that belongs nowhere.
        times: Seconds, one a row.
        ids: The ids of the rows.
        size: How many groups there are.
    """
    starts, rows = _group(lane(groups, np.int32), lane(times), ids.lanes.offsets, ids.lanes.data, size)
    return Groups(lane(starts), lane(rows, np.int32))


@part
def _natural_before(offsets: Any, data: Any, one: int, other: int) -> bool:
    """Whether the id of a row comes before that of another row."""
    i, i_end, j, j_end = offsets[one], offsets[one + 1], offsets[other], offsets[other + 1]
    while i < i_end and j < j_end:
        a, b = data[i], data[j]
        a_digit, b_digit = 48 <= a <= 57, 48 <= b <= 57
        if a_digit != b_digit:
            return a_digit
        if not a_digit:
            if a != b:
                return a < b
            i += 1
            j += 1
            continue
        while i < i_end and data[i] == 48:
            i += 1
        while j < j_end and data[j] == 48:
            j += 1
        m, n = i, j
        while m < i_end and 48 <= data[m] <= 57:
            m += 1
        while n < j_end and 48 <= data[n] <= 57:
            n += 1
        if m - i != n - j:
            return m - i < n - j
        while i < m:
            if data[i] != data[j]:
                return data[i] < data[j]
            i += 1
            j += 1
    if i < i_end or j < j_end:
        return i >= i_end
    i, j = offsets[one], offsets[other]
    while i < i_end and j < j_end:
        if data[i] != data[j]:
            return data[i] < data[j]
        i += 1
        j += 1
    return i >= i_end and j < j_end


@part
def _sort_slice(rows: Any, start: int, stop: int, times: Any, offsets: Any, data: Any, spare: Any) -> None:
    """Sort rows[start:stop] by (time, natural id): merge sort upwards from runs of eight."""
    run = 8
    for low in range(start, stop, run):
        for at in range(low + 1, min(low + run, stop)):
            row = rows[at]
            to = at
            while to > low:
                before = rows[to - 1]
                if times[row] > times[before]:
                    break
                if times[row] == times[before] and not _natural_before(offsets, data, row, before):
                    break
                rows[to] = before
                to -= 1
            rows[to] = row
    while run < stop - start:
        for low in range(start, stop - run, 2 * run):
            middle, high = low + run, min(low + 2 * run, stop)
            for at in range(low, middle):
                spare[at] = rows[at]
            left, right, to = low, middle, low
            while left < middle and right < high:
                a, b = spare[left], rows[right]
                later = times[b] > times[a]
                if times[b] == times[a]:
                    later = not _natural_before(offsets, data, b, a)
                if later:
                    rows[to] = a
                    left += 1
                else:
                    rows[to] = b
                    right += 1
                to += 1
            while left < middle:
                rows[to] = spare[left]
                left += 1
                to += 1
        run *= 2


@compiled
def _order_ties(order: Any, key: Any, same: Any, offsets: Any, data: Any) -> None:
    """Put rows with equal keys in natural order; `key` is sorted, `order` goes with it, `same` is a time for all."""
    spare = np.empty(len(order), np.int32)
    start = np.int64(0)
    while start < len(order):
        stop = start + 1
        while stop < len(order) and key[stop] == key[start]:
            stop += 1
        if stop - start > 1:
            _sort_slice(order, start, stop, same, offsets, data, spare)
        start = stop


@compiled
def _group(groups: Any, times: Any, offsets: Any, data: Any, size: int) -> Any:
    starts = np.zeros(size + 1, np.int64)
    for group in groups:
        if group >= 0:
            starts[group + 1] += 1
    for group in range(size):
        starts[group + 1] += starts[group]
    rows = np.empty(starts[size], np.int32)
    to = starts[:-1].copy()
    for row in range(len(groups)):
        group = groups[row]
        if group >= 0:
            rows[to[group]] = row
            to[group] += 1
    spare = np.empty(len(rows), np.int32)
    for group in range(size):
        start, stop = starts[group], starts[group + 1]
        for at in range(start + 1, stop):
            if times[rows[at]] <= times[rows[at - 1]]:
                _sort_slice(rows, start, stop, times, offsets, data, spare)
                break
    return starts, rows


@part
def _hash(data: Any, start: int, stop: int) -> int:
    mixed = np.uint64(14695981039346656037)
    for at in range(start, stop):
        mixed = (mixed ^ np.uint64(data[at])) * np.uint64(1099511628211)
    return np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(0x7FFFFFFFFFFFFFFF))


@part
def _equal(data: Any, start: int, stop: int, others: Any, other_start: int, other_stop: int) -> bool:
    """Whether two texts are the same; from the end, where ids differ."""
    length = stop - start
    if length != other_stop - other_start:
        return False
    for back in range(1, length + 1):
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
