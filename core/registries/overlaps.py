"""Intervals of one person that may not overlap: among the rows handed in, and with those known from before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.registries.cells import Issue, Positions, RowNames, Shown, spread
from core.registries.definitions import Registry
from core.registries.raw import Origin
from core.registries.references import Kept
from core.texts import N_, Text

Codes = npt.NDArray[np.int64]
Moments = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class _Intervals:
    """Rows handed in, and behind them those from before.

    Attributes:
        names: People by number.
        who: Number of each row's person, -1 for none.
        begins, given: Start, and end where one is given.
        own: How many of the rows were handed in.
    """

    names: pd.Index
    who: Codes
    begins: Moments
    given: Moments
    own: int

    @property
    def ends(self) -> Moments:
        """End of each row; that of its day where none is given."""
        day_ends = (self.begins.astype("datetime64[D]") + 1).astype("datetime64[s]")
        return np.where(np.isnat(self.given), day_ends, self.given)


def overlaps(r: Registry, frame: pd.DataFrame, origin: Origin, kept: Kept) -> Iterator[tuple[str, Issue]]:
    """Rows whose interval runs into another one of the same person.

    Args:
        r: Registry; one without `apart` has no such rows.
        frame: Typed rows handed in.
        origin: Where they came from.
        kept: Rows from before. One with the person and start of a row handed in is replaced by it and does not count.
    """
    if r.apart is None or frame.empty:
        return
    _who, start, _end = r.apart
    rows = _gathered(r.apart, frame, kept(r.name))
    later, earlier = _pairs(rows)
    at, other = np.where(later < rows.own, later, earlier), np.where(later < rows.own, earlier, later)
    is_open = np.isnat(rows.given[other])
    for code, chosen in (("overlap", ~is_open), ("overlap_open", is_open)):
        if chosen.any():
            cells, others = at[chosen], other[chosen]
            each: dict[str, Sequence[object]] = {
                "value": spread(rows.names, rows.who[cells]),
                "start": Shown(rows.begins[others]),
                "other": _named(origin, others, cells, rows.own),
            }
            yield start, Issue(code, cells, each | ({"end": Shown(rows.given[others])} if code == "overlap" else {}))


def _named(origin: Origin, others: Positions, cells: Positions, own: int) -> Sequence[object]:
    """How messages name the other rows."""
    if (others < own).all():
        return RowNames(origin, others, cells)
    saved = Text(N_("a row saved before"))
    return [
        RowNames(origin, others[i : i + 1], cells[i : i + 1])[0] if others[i] < own else saved
        for i in range(len(others))
    ]


def _gathered(apart: tuple[str, str, str], frame: pd.DataFrame, known: pd.DataFrame | None) -> _Intervals:
    who, start, end = apart
    people = frame[who].cat
    names, codes = people.categories, people.codes.to_numpy().astype(np.int64)
    begins = frame[start].to_numpy().astype("datetime64[s]")
    given = frame[end].to_numpy().astype("datetime64[s]")
    if known is None or known.empty:
        return _Intervals(names, codes, begins, given, len(frame))
    theirs = names.get_indexer(pd.Index(known[who].astype("str"))).astype(np.int64)
    started = known[start].to_numpy().astype("datetime64[s]")
    replaced = np.isin(_marks(theirs, started), _marks(codes, begins))
    stay = np.flatnonzero((theirs >= 0) & ~replaced)
    return _Intervals(
        names,
        np.concatenate([codes, theirs[stay]]),
        np.concatenate([begins, started[stay]]),
        np.concatenate([given, known[end].to_numpy().astype("datetime64[s]")[stay]]),
        len(frame),
    )


def _marks(who: Codes, begins: Moments) -> Codes:
    """One number for a person and an instant."""
    return who * (1 << 36) + begins.astype(np.int64)


def _pairs(rows: _Intervals) -> tuple[Positions, Positions]:
    """Rows that begin before an earlier one of the same person has ended, and that earlier one; one is handed in."""
    ends = rows.ends
    places = np.flatnonzero((rows.who >= 0) & (ends > rows.begins))  # false where the start is missing
    places = places[np.argsort(_marks(rows.who[places], rows.begins[places]), kind="stable")]
    later, earlier = _running_into(
        rows.who[places], rows.begins[places].astype(np.int64), ends[places].astype(np.int64)
    )
    later, earlier = places[later], places[earlier]
    ours = (later < rows.own) | (earlier < rows.own)
    return later[ours], earlier[ours]


def _running_into(who: Codes, begins: Codes, ends: Codes) -> tuple[Positions, Positions]:
    """Intervals that begin before an earlier one of the same person has ended, and that earlier one.

    Args:
        who, begins, ends: Sorted by person, then by begin; seconds.
    """
    if len(who) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    reach = ends + who * (1 << 36)  # persons far apart, so that one running maximum serves all
    furthest = np.maximum.accumulate(reach)
    holder = np.maximum.accumulate(np.where(reach == furthest, np.arange(len(who)), 0))
    later = 1 + np.flatnonzero((who[1:] == who[:-1]) & (furthest[:-1] > begins[1:] + who[1:] * (1 << 36)))
    return later, holder[later - 1]
