"""The tally by category, building, state, source, handler and month, and the homes that hand in most.

A group under the minimum sample is listed without a place and without a share, after the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.figures.people import Positions, counts, sums
from core.figures.tally import PARTS, RATES, Mask, of_part
from core.figures.tally_times import Observed, observed, quantile
from core.texts import N_

GROUPS: Mapping[str, str] = {
    "category": N_("Category"),
    "building": N_("Building"),
    "state": N_("State"),
    "source": N_("Source"),
    "handler": N_("Handler"),
    "month": N_("Month"),
}
"""What the tally is counted by -> what it is called."""
COUNTED = (
    "all",
    "merged",
    "open",
    "overdue",
    "done",
    "in_time",
    "due_known",
    "called_back",
    "no_call_back",
    "rated",
    "content",
    "reopened",
    "again_home",
)
"""Parts that are counted for each group; all of them are parts of `all`, and every row is in one group."""
SHARED = ("in_time", "called_back", "content")
"""Rates that are told for each group; the parts they are of and among are counted."""
BUSIEST = 10
UNKNOWN = ""
"""The key of rows of which nothing is known."""


def keys(rows: pd.DataFrame, by: str) -> pd.Series:
    """The group of each row, as text; `UNKNOWN` where nothing is known of it.

    Args:
        rows: Columns of `core.office.tally_rows.COLUMNS`.
        by: A key of `GROUPS`, or "home".

    Raises:
        KeyError: It is counted by nothing of that name.
    """
    if by == "month":
        said = rows["submitted_at"].dt.strftime("%Y-%m")
    else:
        said = rows[{"handler": "handler_id", "home": "room_no"}.get(by, by)]
    found: pd.Series[Any] = said.astype("str").where(said.notna(), UNKNOWN)
    return found


def compare(rows: pd.DataFrame, by: str, now: datetime, minimum_sample: int) -> pd.DataFrame:
    """Count the parts of each group.

    Args:
        rows: Of a period, marked by `tally_repeats.marked`.
        by: A key of `GROUPS`.
        now: Office time.
        minimum_sample: Groups of fewer requests get no place; a share among fewer is not told.

    Returns:
        One row a group: key; place (Int64, 1 for most requests, equal ones share it, missing where there are too few);
        enough (bool); a count for each of `COUNTED`; `<rate>_share` (NaN where not told) for each of `SHARED`; stars
        (mean, NaN where not told); median_hours (to done, NaN where not told or not reached). Months in their order;
        otherwise most requests first, then by key; groups without a place after them, what is not known last. No row
        gives no row.
    """
    codes, names = pd.factorize(keys(rows, by), sort=True)
    frame = _counted(rows, codes.astype(np.int64), [str(n) for n in names], now, minimum_sample)
    ranked = (frame["enough"].astype(bool) & (frame["key"] != UNKNOWN)) if len(frame) else pd.Series(dtype=bool)
    place = frame["all"].where(ranked).rank(method="min", ascending=False) if len(frame) else pd.Series(dtype=float)
    frame.insert(1, "place", place.astype("Int64"))
    if by == "month":
        return frame.assign(place=pd.array([pd.NA] * len(frame), dtype="Int64")).sort_values("key", ignore_index=True)
    frame["order"] = np.where(frame["key"] == UNKNOWN, 2, np.where(ranked, 0, 1))
    frame["most"] = -frame["all"].where(ranked, 0)
    return frame.sort_values(["order", "most", "key"], kind="stable", ignore_index=True).drop(columns=["order", "most"])


def _counted(
    rows: pd.DataFrame, codes: Positions, names: Sequence[str], now: datetime, minimum_sample: int
) -> pd.DataFrame:
    """Each group's counts, shares, stars and median, in the order of the names."""
    size, least = len(names), max(minimum_sample, 1)
    count = {part: counts(codes[PARTS[part](rows, now)], size) for part in COUNTED}
    made: dict[str, Any] = {"key": pd.array(list(names), dtype="str"), "enough": count["all"] >= least, **count}
    for code in SHARED:
        _label, of, among = RATES[code]
        made[f"{code}_share"] = _share(count[of], count[among], least)
    rated = PARTS["rated"](rows, now)
    given = rows["satisfaction"].to_numpy(dtype=np.float64, na_value=np.nan)
    made["stars"] = _share(sums(codes[rated], given[rated], size), count["rated"], least)
    seen = observed(rows, "done", now)
    made["median_hours"] = [_median(seen, codes == n, least) for n in range(size)]
    return pd.DataFrame(made).astype({"median_hours": np.float64})


def _share(of: npt.NDArray[Any], among: npt.NDArray[np.int64], least: int) -> npt.NDArray[np.float64]:
    """Of / among; NaN where among is too few."""
    return np.where(among >= least, of / np.maximum(among, 1), np.nan)


def _median(seen: Observed, group: Mask, least: int) -> float:
    counted = group & (seen.ended | seen.open)
    found = quantile(seen.hours[counted], seen.ended[counted], 0.5) if counted.sum() >= least else None
    return np.nan if found is None else found


def busiest(rows: pd.DataFrame, now: datetime, minimum_sample: int, most: int = BUSIEST) -> pd.DataFrame:
    """The homes that handed in most requests, those put together with another left out.

    Args:
        rows: Of a period, marked.
        now: Office time.
        minimum_sample: With fewer requests of known homes in all, no home is named.
        most: How many homes at most.

    Returns:
        One row a home with two requests or more: place (int, equal ones share it), room_no, own, open, again_home;
        most first, then by room. None where there are too few, or no home handed in two.
    """
    own = of_part(rows, "own", now)
    own = own[own["room_no"].notna().to_numpy()]
    counted = pd.DataFrame(
        {
            "room_no": own["room_no"].astype("str"),
            "own": 1,
            "open": PARTS["open"](own, now).astype(np.int64),
            "again_home": PARTS["again_home"](own, now).astype(np.int64),
        }
    )
    homes = counted.groupby("room_no", as_index=False).sum()
    homes = homes[homes["own"] > 1] if len(own) >= minimum_sample else homes.iloc[:0]
    homes = homes.sort_values(["own", "room_no"], ascending=[False, True], kind="stable", ignore_index=True)
    homes.insert(0, "place", homes["own"].rank(method="min", ascending=False).astype(np.int64))
    return homes.head(most)


def of_group(rows: pd.DataFrame, by: str, key: str) -> pd.DataFrame:
    """The rows of a group, in their order; arguments as of `keys`."""
    return rows[(keys(rows, by) == key).to_numpy()]
