"""Columns of result frames from whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd


def category(codes: Any, dtype: Any) -> pd.Categorical:
    """A category column from positions in its categories, -1 for missing."""
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)


@lru_cache(maxsize=256)
def _dtype_of(distinct: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(distinct, dtype="str"))


def words(codes: Any, table: Sequence[str]) -> pd.Categorical:
    """A category column from positions in a table of words, which may repeat; -1 for missing."""
    distinct = tuple(dict.fromkeys(table))
    if len(distinct) < len(table):
        places = {word: at for at, word in enumerate(distinct)}
        codes = np.append([places[word] for word in table], -1)[codes]
    return category(np.asarray(codes).astype(np.int8), _dtype_of(distinct))


def instants(seconds: Any) -> Any:
    """Seconds as datetime64[s]; `compiled.NEVER` is NaT."""
    return np.ascontiguousarray(seconds, np.int64).view("datetime64[s]")
