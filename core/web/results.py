"""Result rows for pages: light cuts of the shared result frames, computed once per data set and settings.

Cuts by store are views of the ordered result frames; nobody may write into them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from core.figures.lapse import lapsing_claims, standing_claims

if TYPE_CHECKING:
    from core.web.choose import Period
    from core.web.page import Desk

T = TypeVar("T")
TIME_OF = {"receptions": "arrived_at", "ownership": "since", "attributions": "judged_at", "findings": "at"}


def once(desk: Desk, name: Hashable, make: Callable[[], T]) -> T:
    """A figure computed once per data set and settings, e.g. `once(desk, ("team", store, period), lambda: ...)`."""
    return desk.dataset.once(("figure", name), make)


def frame(desk: Desk, table: str) -> pd.DataFrame:
    """A whole result frame: receptions, ownership, attributions, findings, questions, ledger."""
    found: pd.DataFrame = getattr(desk.results, table)
    return found


def of_store(desk: Desk, table: str, store_id: str | None) -> pd.DataFrame:
    """The rows of one store (all rows where None), in result order; no copy where stores stand together."""
    whole = frame(desk, table)
    if store_id is None:
        return whole
    spans = desk.dataset.once(("spans", table), lambda: _spans(whole))
    first, last = spans.get(store_id, (0, 0))
    return whole.iloc[first:last]


def _spans(whole: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """First and last position of each store's run of rows, stores standing together as result order has it."""
    if whole.empty:
        return {}
    codes, names = pd.factorize(whole["store_id"].astype("category"))
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    ends = np.r_[starts[1:], len(codes)]
    return {str(names[codes[s]]): (int(s), int(e)) for s, e in zip(starts, ends, strict=True)}


def _cut(desk: Desk, table: str, store_id: str | None, period: Period | None) -> pd.DataFrame:
    rows = of_store(desk, table, store_id)
    if period is None:
        return rows
    times = rows[TIME_OF[table]]
    return rows[(times >= period.start) & (times < period.end)]


def receptions(desk: Desk, store_id: str | None, period: Period | None = None) -> pd.DataFrame:
    """Receptions of a store (all stores where None) that arrived in a period (whenever where None)."""
    return _cut(desk, "receptions", store_id, period)


def ownership(desk: Desk, store_id: str | None) -> pd.DataFrame:
    """All claims of a store (of all stores where None), by client and since."""
    return of_store(desk, "ownership", store_id)


def standing(desk: Desk, store_id: str | None, on: date) -> pd.DataFrame:
    """Claims that stand at the end of a day, ownership columns, one row a client at the most."""
    last = pd.Timestamp(on) + pd.Timedelta(days=1) - pd.Timedelta(seconds=1)
    return once(desk, ("standing", store_id, on), lambda: standing_claims(of_store(desk, "ownership", store_id), last))


def lapsing(desk: Desk, store_id: str | None, on: date, within_days: int) -> pd.DataFrame:
    """Standing claims whose last valid day is in `[on, on + within_days]`, soonest first, with `days_left`."""
    rows = of_store(desk, "ownership", store_id)
    return once(desk, ("lapsing", store_id, on, within_days), lambda: lapsing_claims(rows, on, within_days))


def attributions(desk: Desk, store_id: str | None, period: Period | None = None) -> pd.DataFrame:
    """Deals of a store (all stores where None) judged in a period (whenever where None)."""
    return _cut(desk, "attributions", store_id, period)


def findings(desk: Desk, store_id: str | None, period: Period | None = None) -> pd.DataFrame:
    """Findings of a store (all stores where None) in a period (whenever where None)."""
    return _cut(desk, "findings", store_id, period)


def questions(desk: Desk, store_id: str | None) -> pd.DataFrame:
    """Open questions of a store (of all stores where None)."""
    return of_store(desk, "questions", store_id)


def ledger(desk: Desk, store_id: str | None, period: Period | None = None) -> pd.DataFrame:
    """Ledger rows of a store (of all stores where None): one per day and person."""
    rows = of_store(desk, "ledger", store_id)
    if period is None:
        return rows
    return rows[(rows["day"] >= period.start) & (rows["day"] < period.end)]
