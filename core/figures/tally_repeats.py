"""The same trouble again: a request that follows another of the same home, or building, and category within days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

DAYS = 30
"""Within so many days it counts as the same trouble, if nothing else is asked for."""
MOST_DAYS = 365


def marked(rows: pd.DataFrame, days: int = DAYS) -> pd.DataFrame:
    """Mark the requests that repeat an earlier one.

    Args:
        rows: Columns of `core.office.tally_rows.COLUMNS`, from `days` before the period on, any order, not narrowed by
            anything but time: what was filtered away could be what is repeated. Not written to.
        days: The distance between the two, counted from handing in to handing in; exactly so many days still counts.

    Returns:
        The same rows with again_home and again_building (bool). One put together with another is the same report
        twice: it neither repeats nor is repeated. A missing room, building or category repeats nothing.
    """
    counted = rows["state"].ne("merged").to_numpy(dtype=bool) & rows["category"].notna().to_numpy(dtype=bool)
    return rows.assign(
        again_home=_follows(rows, counted, "room_no", days), again_building=_follows(rows, counted, "building", days)
    )


def _follows(rows: pd.DataFrame, counted: npt.NDArray[np.bool_], place: str, days: int) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(rows), dtype=bool)
    chosen = np.flatnonzero(counted & rows[place].notna().to_numpy(dtype=bool))
    if not len(chosen):
        return found
    some = rows.iloc[chosen]
    places, categories = pd.factorize(some[place])[0], pd.factorize(some["category"])[0]
    groups = places.astype(np.int64) * (categories.max() + 1) + categories
    at = some["submitted_at"].to_numpy(dtype="datetime64[s]").astype(np.int64)
    order = np.lexsort((some["request_no"].rank(method="dense").to_numpy(), at, groups))
    same = groups[order][1:] == groups[order][:-1]
    near = np.diff(at[order]) <= days * 86_400
    found[chosen[order[1:][same & near]]] = True
    return found
