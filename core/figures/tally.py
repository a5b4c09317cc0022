"""The tally of repairs and opinions in figures: every count is a part of the rows, so that each number opens its rows.

A part is a condition on a row at an instant; a figure names the part it counts and the part it is counted among.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.texts import N_, say

Mask = npt.NDArray[np.bool_]
Part = Callable[[pd.DataFrame, datetime], Mask]
STATES = ("new", "assigned", "done", "closed", "merged")
STARS = (1, 2, 3, 4, 5)
CONTENT = 4
"""So many stars and more count as content."""


def _is(rows: pd.DataFrame, column: str, *codes: str) -> Mask:
    return rows[column].isin(codes).to_numpy(dtype=bool)


def _known(rows: pd.DataFrame, column: str) -> Mask:
    return rows[column].notna().to_numpy(dtype=bool)


def _all(rows: pd.DataFrame, _now: datetime) -> Mask:
    return np.ones(len(rows), dtype=bool)


def _merged(rows: pd.DataFrame, _now: datetime) -> Mask:
    return _is(rows, "state", "merged")


def _own(rows: pd.DataFrame, _now: datetime) -> Mask:
    return ~_is(rows, "state", "merged")


def _open(rows: pd.DataFrame, _now: datetime) -> Mask:
    return _is(rows, "state", "new", "assigned")


def _done(rows: pd.DataFrame, _now: datetime) -> Mask:
    return _is(rows, "state", "done", "closed")


def _overdue(rows: pd.DataFrame, now: datetime) -> Mask:
    return _open(rows, now) & (rows["due_at"] < now).to_numpy(dtype=bool)


def _in_time(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & (rows["done_at"] <= rows["due_at"]).to_numpy(dtype=bool)


def _late(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & (rows["done_at"] > rows["due_at"]).to_numpy(dtype=bool)


def _due_known(rows: pd.DataFrame, now: datetime) -> Mask:
    return _in_time(rows, now) | _late(rows, now) | _overdue(rows, now)


def _done_unknown(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & ~_known(rows, "done_at")


def _called_back(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & _known(rows, "called_back_at")


def _no_call_back(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & ~_known(rows, "called_back_at")


def _no_handler(rows: pd.DataFrame, now: datetime) -> Mask:
    return _open(rows, now) & ~_known(rows, "handler_id")


def _timed(end: str) -> Part:
    def part(rows: pd.DataFrame, now: datetime) -> Mask:
        is_there = _done(rows, now) if end == "done_at" else _called_back(rows, now)
        return is_there & (rows[end] >= rows["submitted_at"]).to_numpy(dtype=bool)

    return part


def _untimed(end: str) -> Part:
    def part(rows: pd.DataFrame, now: datetime) -> Mask:
        is_there = _done(rows, now) if end == "done_at" else _called_back(rows, now)
        return is_there & ~_timed(end)(rows, now)

    return part


def _waits_call(rows: pd.DataFrame, now: datetime) -> Mask:
    return _own(rows, now) & ~_called_back(rows, now)


def _rated(rows: pd.DataFrame, now: datetime) -> Mask:
    return _done(rows, now) & _known(rows, "satisfaction")


def _content(rows: pd.DataFrame, now: datetime) -> Mask:
    return _rated(rows, now) & (rows["satisfaction"] >= CONTENT).fillna(False).to_numpy(dtype=bool)


def _stars(stars: int) -> Part:
    def part(rows: pd.DataFrame, now: datetime) -> Mask:
        return _rated(rows, now) & (rows["satisfaction"] == stars).fillna(False).to_numpy(dtype=bool)

    return part


def _reopened(rows: pd.DataFrame, now: datetime) -> Mask:
    return _own(rows, now) & (rows["reopened"] > 0).to_numpy(dtype=bool)


def _again_home(rows: pd.DataFrame, _now: datetime) -> Mask:
    return rows["again_home"].to_numpy(dtype=bool)


def _again_building(rows: pd.DataFrame, _now: datetime) -> Mask:
    return rows["again_building"].to_numpy(dtype=bool)


PARTS: Mapping[str, Part] = {
    "all": _all,
    "merged": _merged,
    "own": _own,
    "open": _open,
    "no_handler": _no_handler,
    "overdue": _overdue,
    "done": _done,
    "in_time": _in_time,
    "late": _late,
    "due_known": _due_known,
    "done_unknown": _done_unknown,
    "called_back": _called_back,
    "no_call_back": _no_call_back,
    "timed_done": _timed("done_at"),
    "untimed_done": _untimed("done_at"),
    "timed_call": _timed("called_back_at"),
    "untimed_call": _untimed("called_back_at"),
    "waits_call": _waits_call,
    "rated": _rated,
    "content": _content,
    **{f"stars_{n}": _stars(n) for n in STARS},
    "reopened": _reopened,
    "again_home": _again_home,
    "again_building": _again_building,
}
"""Code of a part -> which rows are in it; docs/tally.md says each in words."""

PART_LABELS: Mapping[str, str] = {
    "all": N_("Requests"),
    "merged": N_("Put together with another"),
    "own": N_("Requests, each trouble once"),
    "open": N_("Still open"),
    "no_handler": N_("Open without a handler"),
    "overdue": N_("Open past the due time"),
    "done": N_("Done"),
    "in_time": N_("Done in time"),
    "late": N_("Done late"),
    "due_known": N_("Done or past the due time"),
    "done_unknown": N_("Done, nobody wrote when"),
    "called_back": N_("Called back"),
    "no_call_back": N_("Done without a call-back"),
    "timed_done": N_("Done, known when"),
    "untimed_done": N_("Done, not known when"),
    "timed_call": N_("Called back, known when"),
    "untimed_call": N_("Called back, not known when"),
    "waits_call": N_("Not called back yet"),
    "rated": N_("Rated"),
    "content": N_("Rated 4 or 5"),
    "stars_1": N_("Rated 1"),
    "stars_2": N_("Rated 2"),
    "stars_3": N_("Rated 3"),
    "stars_4": N_("Rated 4"),
    "stars_5": N_("Rated 5"),
    "reopened": N_("Opened again"),
    "again_home": N_("Again in the same home"),
    "again_building": N_("Again in the same building"),
}
"""Code of a part -> what it is called."""

RATES: Mapping[str, tuple[str, str, str]] = {
    "settled": (N_("Done"), "done", "own"),
    "in_time": (N_("Done in time"), "in_time", "due_known"),
    "called_back": (N_("Called back"), "called_back", "done"),
    "answered": (N_("Ratings given"), "rated", "done"),
    "content": (N_("Content (4 or 5)"), "content", "rated"),
    "reopened": (N_("Opened again"), "reopened", "own"),
    "again_home": (N_("Same trouble again in the home"), "again_home", "own"),
    "again_building": (N_("Same trouble again in the building"), "again_building", "own"),
}
"""Code of a rate -> its label, and the parts it is counted of and among."""


@dataclass(frozen=True)
class Rate:
    """A share of rows among others.

    Attributes:
        code: A key of `RATES`.
        numerator, denominator: Rows of its two parts.
        enough: Whether the denominator reaches the minimum sample; below it the share is not compared with others.
    """

    code: str
    numerator: int
    denominator: int
    enough: bool

    @property
    def share(self) -> float | None:
        """Numerator / denominator; None where there is nothing to count among."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Stars:
    """What residents gave.

    Attributes:
        counts: Stars -> how many gave them, 1 to 5.
        enough: Whether so many rated that a mean may be compared with others.
    """

    counts: Mapping[int, int]
    enough: bool

    @property
    def rated(self) -> int:
        """How many rated."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """Mean number of stars; None where nobody rated."""
        return sum(n * count for n, count in self.counts.items()) / self.rated if self.rated else None


@dataclass(frozen=True)
class Statistics:
    """The figures of a period, at an instant.

    Attributes:
        first, until: The period, from the first instant up to the last, itself left out.
        now: When they were counted.
        counts: Part -> how many rows are in it.
        rates: By code, in the order of `RATES`.
        stars: What residents gave.
        minimum_sample: Under so many rows nothing is compared.
    """

    first: datetime
    until: datetime
    now: datetime
    counts: Mapping[str, int]
    rates: Mapping[str, Rate]
    stars: Stars
    minimum_sample: int


def part_label(part: str, language: str) -> str:
    """What a part is called.

    Raises:
        KeyError: There is no such part.
    """
    label = PART_LABELS[part]
    return say(language, label)


def of_part(rows: pd.DataFrame, part: str, now: datetime) -> pd.DataFrame:
    """The rows of a part, in their order: as many as any figure says that counts it.

    Args:
        rows: Columns of `core.office.tally_rows.COLUMNS`, marked by `tally_repeats.marked`.
        part: A key of `PARTS`.
        now: Office time.

    Raises:
        KeyError: There is no such part.
    """
    return rows[PARTS[part](rows, now)]


def within(rows: pd.DataFrame, first: datetime, until: datetime) -> pd.DataFrame:
    """The rows handed in from the first instant up to the last, itself left out."""
    return rows[((rows["submitted_at"] >= first) & (rows["submitted_at"] < until)).to_numpy(dtype=bool)]


def statistics(rows: pd.DataFrame, period: tuple[datetime, datetime], now: datetime, minimum_sample: int) -> Statistics:
    """Count the requests handed in within a period, as they stand at an instant.

    Args:
        rows: As of `of_part`; those outside the period are left out.
        period: First instant, and the one after the last.
        now: Office time; what is due before it and not done is overdue. Today is counted up to it.
        minimum_sample: Under so many rows nothing is compared, 1 or more.

    Returns:
        Every part and rate; no row gives zeros and rates without a share.
    """
    inside = within(rows, *period)
    counts = {part: int(of(inside, now).sum()) for part, of in PARTS.items()}
    stars = Stars({n: counts[f"stars_{n}"] for n in STARS}, counts["rated"] >= minimum_sample)
    return Statistics(*period, now, counts, rates(counts, minimum_sample), stars, minimum_sample)


def rates(counts: Mapping[str, int], minimum_sample: int) -> dict[str, Rate]:
    """The rates of some counted parts."""
    return {
        code: Rate(code, counts[of], counts[among], counts[among] >= max(minimum_sample, 1))
        for code, (_label, of, among) in RATES.items()
    }
