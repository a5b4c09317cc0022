# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""Rows in order of time, and ids in natural order only where a tie asks for it.

Natural order: runs of digits compare as numbers and before other text, other text by code point (UTF-8 bytes compare as
code points do), the whole string last. V9 is before V10.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from core.rules.compiled import NEVER, Codes, Ints, Number, compiled, lane, part
from core.rules.ids import Ids

_RUNS = re.compile(r"[0-9]+|[^0-9]+")


def natural_key(text: str) -> tuple[Any, ...]:
    """Key that sorts ids in natural order; for a few ids, not for a column.

    Source: the head of the rulebook.
    """
    runs = tuple((0, int(run), "") if run[0] in "0123456789" else (1, 0, run) for run in _RUNS.findall(text))
    return runs, text


def natural_ranks(ids: Ids) -> Codes:
    """Place of each row in natural order; for small registries."""
    texts = ids.texts.to_pylist()
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
    if first == NEVER:
        # rows that passed the checks have their instants; a span from NEVER on would not fit a number
        first = np.where(times == NEVER, last, times).min() - 1
        times = np.maximum(times, first)
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
def _natural_before(offsets: Any, data: Any, one: Number, other: Number) -> Any:  # noqa: PLR0911, PLR0912 - one comparison, case by case
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
def _sort_slice(rows: Any, start: Number, stop: Number, times: Any, offsets: Any, data: Any, spare: Any) -> None:  # noqa: PLR0912 - a merge sort in one piece
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
def _group(groups: Any, times: Any, offsets: Any, data: Any, size: Number) -> Any:
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
