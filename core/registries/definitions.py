"""Every registry, defined once: headers, kinds of value, references, choices, what is required and what is personal.

The validator, the reader, the templates, the error workbook and the reference pages all take what they need from here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.registries.columns import Choice, Column, Desk, Kind, Personal, Registry, header_key, simplified
from core.registries.office_desk import OFFICE
from core.registries.store_desk import STORE

__all__ = [
    "ALL",
    "OFFICE",
    "STORE",
    "Choice",
    "Column",
    "Desk",
    "Kind",
    "Personal",
    "Registry",
    "Tables",
    "desk_registries",
    "dtype_of",
    "empty_frame",
    "empty_tables",
    "header_key",
    "registry",
    "simplified",
]

Tables = dict[str, pd.DataFrame]
"""Typed frames by English registry name: all columns of the definition, in its order, on a RangeIndex."""

ALL: tuple[Registry, ...] = STORE + OFFICE
_BY_NAME = {r.name: r for r in ALL}


def registry(name: str) -> Registry:
    """The registry of that English name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def desk_registries(desk: Desk) -> tuple[Registry, ...]:
    """The registries of one desk, in the order of the contract."""
    return STORE if desk == "store" else OFFICE


def dtype_of(column: Column) -> np.dtype | pd.api.extensions.ExtensionDtype:
    """The dtype of a typed column."""
    if column.is_category:
        return pd.CategoricalDtype(pd.Index([], dtype="str"))
    if column.kind in ("instant", "date"):
        return np.dtype("datetime64[s]")
    plain = {"bool": "bool", "bool?": "boolean", "money": "float64", "whole": "Int64"}
    return pd.api.types.pandas_dtype(plain.get(column.kind, "str"))


def empty_frame(name: str) -> pd.DataFrame:
    """A typed frame of the registry without rows."""
    return pd.DataFrame({c.name: pd.Series([], dtype=dtype_of(c)) for c in registry(name).columns})


def empty_tables(desk: Desk = "store") -> Tables:
    """Typed frames without rows for every registry of a desk."""
    return {r.name: empty_frame(r.name) for r in desk_registries(desk)}
