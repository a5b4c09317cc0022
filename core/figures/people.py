"""Counting by person without leaving the integer codes: where each id stands in a list of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Positions = NDArray[np.int64]


def positions(ids: pd.Series, people: pd.Index) -> Positions:
    """Say where each id stands in a list of ids.

    Args:
        ids: Ids as `category` or text, any length, missing allowed.
        people: The ids to look among, each once.

    Returns:
        An array of the length of `ids`: the place in `people`, -1 where the id is missing or not there.
    """
    if isinstance(ids.dtype, pd.CategoricalDtype):
        codes, values = ids.cat.codes.to_numpy(), ids.cat.categories
    else:
        codes, values = pd.factorize(ids)
    if len(values) == 0:
        return np.full(len(ids), -1, dtype=np.int64)
    places = np.append(people.get_indexer(pd.Index(values).astype(people.dtype)), -1)
    return places[codes].astype(np.int64)


def counts(places: Positions, size: int) -> NDArray[np.int64]:
    """Count how often each place from 0 to `size - 1` comes; places below 0 are left out."""
    return np.bincount(places[places >= 0], minlength=size).astype(np.int64)


def sums(places: Positions, amounts: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Add amounts up by place; places below 0 and missing amounts are left out, no amount gives 0."""
    there = (places >= 0) & ~np.isnan(amounts)
    return np.bincount(places[there], weights=amounts[there], minlength=size).astype(np.float64)


def medians(places: Positions, values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Take the median of values by place; places below 0 and missing values are left out, no value gives NaN."""
    there = (places >= 0) & ~np.isnan(values)
    found = pd.Series(values[there]).groupby(places[there]).median()
    answer = np.full(size, np.nan)
    answer[found.index.to_numpy()] = found.to_numpy()
    return answer


def as_text(values: pd.Series) -> pd.Series:
    """Give ids as text, whatever they were kept as, so that two frames can be compared."""
    return values.astype("str") if values.dtype != "str" else values


@dataclass(frozen=True, slots=True)
class Period:
    """What is counted: `[since, until)`, None being no bound."""

    since: pd.Timestamp | None = None
    until: pd.Timestamp | None = None

    def holds(self, instants: pd.Series) -> NDArray[np.bool_]:
        """Say which instants lie inside; a missing instant lies in no bounded period."""
        inside = np.ones(len(instants), dtype=bool)
        if self.since is not None:
            inside &= (instants >= self.since).to_numpy()
        if self.until is not None:
            inside &= (instants < self.until).to_numpy()
        return inside
