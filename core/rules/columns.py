"""Columns of registry frames as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.rules.compiled import NEVER, Codes, Flags, Ints, lane
from core.rules.ids import arrow_text
from core.rules.lanes import NO, UNKNOWN, YES

Tables = Mapping[str, pd.DataFrame]


def column(tables: Tables, registry: str, name: str) -> pd.Series[Any]:
    """A column of a registry; all missing where it is not there."""
    frame = tables.get(registry)
    if frame is None:
        return pd.Series([], dtype="str")
    if name not in frame.columns:
        return pd.Series([None] * len(frame), dtype="str")
    return frame[name]


def seconds(values: pd.Series[Any], missing: int = NEVER) -> Ints:
    """Instants or dates as seconds; `missing` where there is none."""
    array = values.to_numpy()
    if array.dtype != "datetime64[s]":
        array = pd.to_datetime(values).to_numpy().astype("datetime64[s]")
    whole = array.view(np.int64)
    if missing != NEVER:
        whole = np.where(whole == NEVER, missing, whole)
    return lane(whole)


def flags(values: pd.Series[Any]) -> Flags:
    """Booleans as 0 and 1, and 2 for unknown."""
    if values.dtype == np.bool_:
        return lane(values.to_numpy().view(np.uint8), np.uint8)
    return lane(values.astype("boolean").to_numpy(np.uint8, na_value=UNKNOWN), np.uint8)


def known(values: pd.Series[Any]) -> Flags:
    """Booleans as 0 and 1, unknown as 0."""
    marks = flags(values)
    return marks if values.dtype == np.bool_ else lane(np.where(marks == YES, YES, NO), np.uint8)


def coded_by(values: pd.Series[Any], found: Any) -> Codes:
    """Codes of a column of words: `found` gives the codes of an Arrow array of distinct words; missing is -1."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("category")
    codes, words = values.cat.codes.to_numpy(), values.cat.categories
    if len(words) > 4 * len(codes) + 64:
        used = np.unique(codes[codes >= 0])
        places = np.full(len(words) + 1, -1, np.int32)
        places[used] = found(arrow_text(words[used]))
    else:
        places = np.append(found(arrow_text(words)), np.int32(-1))
    return lane(places[codes], np.int32)


def choice(values: pd.Series[Any], words: Sequence[str]) -> Codes:
    """Position of each value among some words; -1 for another and for none."""
    places = {word: at for at, word in enumerate(words)}
    return coded_by(values, lambda texts: np.array([places.get(t, -1) for t in texts.to_pylist()], np.int32))
