"""Columns of dates and instants: ISO by Arrow, other ways of writing once per distinct date or cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.cells import MANY, UNREAD, Cells, Distinct, Issue, distinct_cells, examined, issues
from core.registries.columns import Column
from core.registries.instants import FIRST_YEAR, LAST_YEAR, Order, Parsed, parse_instant, parse_serial, tells_order
from core.registries.mask import mask
from core.registries.raw import DATE, ERROR, NUMBER
from core.registries.values import is_error

Instants = npt.NDArray[np.datetime64]

_ISO = r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?$"
_DATE_AND_TIME = r"^(?P<day>\S+) +(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)$"
_END = time(23, 59, 59)


def read_instants(cells: Cells) -> tuple[Instants, list[Issue]]:
    """Read a column of dates or instants.

    Returns:
        datetime64[s], NaT where blank or not understood, and the faults.
    """
    plain = _iso(cells.text)
    if plain is None:
        return _sifted(cells)
    out, alone = plain
    if alone is None or not alone.any():
        return _without_clock(cells, out) if cells.column.kind == "date" else (out, [])
    return _days_alone(cells, out, alone)


def _iso(text: pa.Array) -> tuple[Instants, npt.NDArray[np.bool_] | None] | None:
    """The column when every cell is ISO, with where a date stands alone; None when some cell is not."""
    lengths = pc.binary_length(text)
    kinds = set(pc.unique(lengths).to_pylist()) - {None}
    if not kinds <= {10, 16, 19}:
        return None
    try:
        cast = pc.cast(text, pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    out = cast.to_numpy(zero_copy_only=False)
    years = pc.min_max(cast)
    low, high = years["min"].as_py(), years["max"].as_py()
    if low is not None and (low.year < FIRST_YEAR or high.year > LAST_YEAR):
        return None
    alone = pc.fill_null(pc.equal(lengths, 10), False).to_numpy(zero_copy_only=False) if 10 in kinds else None
    return out, alone


def _without_clock(cells: Cells, out: Instants) -> tuple[Instants, list[Issue]]:
    """A column of dates whose cells have times of day."""
    days = out.astype("datetime64[D]").astype("datetime64[s]")
    late = np.flatnonzero((out != days) & ~np.isnat(out))
    if not len(late):
        return days, []
    distinct = distinct_cells(cells.taken(late)).within(late)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[distinct.index[::-1]] = distinct.places[::-1]
    found = issues(
        cells.column,
        ["time_dropped"] * len(distinct),
        distinct,
        lambda i: {"read": _shown(cells.column, str(days[first[i]].astype("datetime64[D]")))},
    )
    return days, found


def _days_alone(cells: Cells, out: Instants, alone: npt.NDArray[np.bool_]) -> tuple[Instants, list[Issue]]:
    """ISO cells of which some are dates alone."""
    if cells.column.kind == "date":
        return _without_clock(cells, out)
    if not cells.column.end_of_day:
        return out, []
    out = np.where(alone, out + np.timedelta64(86399, "s"), out)
    where = np.flatnonzero(alone)
    distinct = distinct_cells(cells.taken(where)).within(where)
    return out, issues(
        cells.column, ["day_only"] * len(distinct), distinct, lambda i: {"read": f"{distinct.texts[i]} 23:59:59"}
    )


def _sifted(cells: Cells) -> tuple[Instants, list[Issue]]:
    """Read the ISO cells by Arrow and the others one distinct cell at a time."""
    iso = pc.fill_null(pc.match_substring_regex(cells.text, _ISO), False).to_numpy(zero_copy_only=False)
    if cells.kinds is not None:
        iso &= ~np.isin(cells.kinds, [NUMBER, ERROR])
    odd = np.flatnonzero(~iso & pc.is_valid(cells.text).to_numpy(zero_copy_only=False))
    nothing = pa.scalar(None, cells.text.type)
    rest = replace(cells, text=pc.if_else(pa.array(iso), cells.text, nothing))
    plain = _iso(rest.text)
    if plain is None:  # the 30th of February among them
        odd = np.flatnonzero(pc.is_valid(cells.text).to_numpy(zero_copy_only=False))
        out, found = _nothing(len(cells.text)), list[Issue]()
    else:
        out, found = read_instants(rest)
        out = out.copy()
    dates_made = cells.kinds is not None and bool((cells.kinds == DATE).any())
    out[odd], more = _odd(cells.taken(odd), dates_made)
    return out, found + [replace(i, positions=odd[i.positions]) for i in more]


def _odd(cells: Cells, dates_made: bool) -> tuple[Instants, list[Issue]]:
    """Read cells that are not ISO."""
    distinct = distinct_cells(cells)
    if len(distinct) > MANY and cells.kinds is None:
        return _apart(cells, dates_made)
    return _each(cells, distinct, dates_made)


def _each(cells: Cells, distinct: Distinct, dates_made: bool) -> tuple[Instants, list[Issue]]:
    """Read every distinct cell once."""
    parsed, distinct = examined(distinct, lambda t, k: _parse(t, k, cells.date1904), Parsed(code=UNREAD))
    values, found = _settled(cells.column, _ordered(parsed, dates_made), distinct)
    out = _nothing(len(cells.text))
    out[distinct.places] = values[distinct.index]
    return out, found


def _apart(cells: Cells, dates_made: bool) -> tuple[Instants, list[Issue]]:
    """Very many distinct cells: `date time` is read as a date (of few distinct ones) and a time; the rest as it is."""
    out = _nothing(len(cells.text))
    split = pc.extract_regex(cells.text, _DATE_AND_TIME)
    both = np.flatnonzero(pc.is_valid(split).to_numpy(zero_copy_only=False))
    clocks = pc.fill_null(split.field("clock"), "").take(pa.array(both))
    days = distinct_cells(replace(cells, text=split.field("day").take(pa.array(both)), kinds=None))
    parsed, days = examined(days, lambda t, k: _parse(t, k, False), Parsed(code=UNREAD))
    single = np.array([p.day is not None and p.clock is None and not p.note for p in parsed], dtype=bool)
    seconds = _seconds(clocks)
    good = single[days.index] & (seconds >= 0)
    midnights = np.array([p.day for p in parsed], dtype="datetime64[s]")
    done = np.zeros(len(out), dtype=bool)
    done[both[good]] = True
    out[done] = midnights[days.index[good]] + seconds[good].astype("timedelta64[s]")
    found: list[Issue] = []
    if cells.column.kind == "date":
        timed = pc.if_else(pa.array(done), cells.text, pa.scalar(None, cells.text.type))
        out, found = _without_clock(replace(cells, text=timed), out)
    left = np.flatnonzero(~done)
    rest = cells.taken(left)
    values, more = _each(rest, distinct_cells(rest), dates_made)
    out[left] = values
    return out, found + [replace(i, positions=left[i.positions]) for i in more]


def _nothing(rows: int) -> Instants:
    return np.full(rows, np.datetime64("NaT", "s"))


def _seconds(clocks: pa.Array) -> npt.NDArray[np.int64]:
    """Seconds of the day of `h:mm[:ss]`, -1 where there is no such time."""
    encoded = clocks.dictionary_encode()
    seconds = []
    for text in encoded.dictionary.to_pylist():
        parts = [int(p) for p in text.split(":")]
        hour, minute, second = parts if len(parts) == 3 else [*parts, 0]
        seconds.append(hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else -1)
    table = np.array(seconds, dtype=np.int64)
    index: npt.NDArray[np.int64] = encoded.indices.to_numpy(zero_copy_only=False)
    return table[index]


def _parse(text: str, kind: int, date1904: bool) -> Parsed:
    if kind == ERROR or (text.startswith("#") and is_error(text)):
        return Parsed(code="cell_error")
    return parse_serial(text, date1904) or parse_instant(text.removesuffix(".0") if kind == NUMBER else text)


def _ordered(parsed: list[Parsed], dates_made: bool) -> list[Parsed]:
    """Settle the order of day and month for the column as a whole, or say that it cannot be told."""
    orders: set[Order | None] = {tells_order(p) for p in parsed if p.order}
    if not orders:
        return parsed
    told = orders - {None}
    if dates_made:
        code = "order_mixed"
    elif not told:
        code = "order_unknown"
    else:
        code = "order_contradicts" if len(told) > 1 else ""
    if code:
        return [Parsed(code=code) if p.order else p for p in parsed]
    (order,) = told
    assert order is not None  # noqa: S101 -- None was taken out above
    return [p.ordered(order) if p.order else p for p in parsed]


def _settled(column: Column, parsed: Sequence[Parsed], distinct: Distinct) -> tuple[Instants, list[Issue]]:
    """Values and faults of distinct cells: the end of the day where it is due, no time of day in a date."""
    moments: list[datetime | None] = []
    codes: list[str] = []
    for p in parsed:
        moment, code = _moment(column, p)
        moments.append(moment)
        codes.append(code)
    values = np.array(moments, dtype="datetime64[s]")

    def read(i: int) -> Mapping[str, object]:
        moment = moments[i]
        if moment is None:
            return {"read": ""}
        return {"read": _shown(column, str(moment.date() if column.kind == "date" else moment))}

    return values, issues(column, codes, distinct, read)


def _moment(column: Column, parsed: Parsed) -> tuple[datetime | None, str]:
    if parsed.day is None:
        return None, parsed.code
    if column.kind == "date":
        dropped = parsed.clock is not None and parsed.clock != time(0)
        return datetime.combine(parsed.day, time(0)), parsed.note or ("time_dropped" if dropped else "")
    if parsed.clock is not None:
        return datetime.combine(parsed.day, parsed.clock), parsed.note
    clock = _END if column.end_of_day else time(0)
    return datetime.combine(parsed.day, clock), parsed.note or ("day_only" if column.end_of_day else "")


def _shown(column: Column, read: str) -> str:
    return mask(column.personal, read)
