"""Columns of a registry between typed frames and the database, whole columns at a time, without a changed character.

A text stays as it is, an empty one is not a missing one; instants and dates are ISO text in SQLite and in sealed blobs,
and timestamps in PostgreSQL; money is the same float back.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from core.registries.columns import Column, Registry

TEXT = pa.large_string()
SECOND = pa.timestamp("s")
_TIMES = ("instant", "date")


def texts(series: pd.Series[Any]) -> pa.Array:
    """A column of texts, category or not, as one Arrow array of large strings; missing is null."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy()
        index = pa.array(codes, pa.int64(), mask=codes < 0)
        return _plain(pa.array(series.cat.categories.astype("str").array)).take(index)
    return _plain(pa.array(series.array, from_pandas=True))


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(TEXT)


def written(column: Column, series: pd.Series[Any]) -> pa.Array:
    """A column as it is written: Arrow strings, booleans, 64-bit integers or floats; missing is null.

    Instants are "2026-03-02 09:00:00", dates "2026-03-02".
    """
    if column.kind in _TIMES:
        seconds = pa.array(series.to_numpy().astype("datetime64[s]"))
        return seconds.cast(SECOND if column.kind == "instant" else pa.date32()).cast(TEXT)
    if column.kind == "bool":
        return pa.array(series.to_numpy(dtype=bool))
    if column.kind == "bool?":
        return pa.array(series.array, pa.bool_(), from_pandas=True)
    if column.kind == "money":
        return pa.array(series.to_numpy(dtype=np.float64), from_pandas=True)
    if column.kind == "whole":
        return pa.array(series.array, pa.int64(), from_pandas=True)
    return texts(series)


def compared(column: Column, series: pd.Series[Any]) -> pa.Array:
    """A column as text that is equal where and only where the values are; missing is null."""
    if column.kind in _TIMES:
        values = series.to_numpy().astype("datetime64[s]")
        return pa.array(values.astype(np.int64), mask=np.isnat(values)).cast(TEXT)
    if column.kind == "money":
        amounts = series.to_numpy(dtype=np.float64) + 0.0  # no negative zero
        return pa.array(amounts.view(np.int64), mask=np.isnan(amounts)).cast(TEXT)  # no text of a float to agree on
    if column.kind in ("bool", "bool?"):
        return written(column, series).cast(pa.int8()).cast(TEXT)
    return written(column, series).cast(TEXT)


def cells(of: Registry, frame: pd.DataFrame) -> dict[str, Any]:
    """The values of a frame's one row as plain Python, None for missing: what a form writes, without whole columns."""
    names = [c.name for c in of.columns if c.name in frame]
    held = next(zip(*(frame[name] for name in names), strict=True))
    return {name: None if value is None or pd.isna(value) else value for name, value in zip(names, held, strict=True)}


def cell_written(column: Column, value: Any) -> Any:
    """One cell as `written` gives it."""
    if value is None:
        return False if column.kind == "bool" else None
    if column.kind == "instant":
        return str(value.isoformat(sep=" ", timespec="seconds"))
    if column.kind == "date":
        return str(value.date().isoformat())
    if column.kind in ("bool", "bool?"):
        return bool(value)
    if column.kind == "money":
        return float(value)
    return int(value) if column.kind == "whole" else str(value)


def cell_compared(column: Column, value: Any) -> str | None:
    """One cell as `compared` gives it."""
    if column.kind == "bool":
        return str(int(bool(value)))
    if value is None:
        return None
    if column.kind in _TIMES:
        return str(pd.Timestamp(value).value // 1_000_000_000)
    if column.kind == "money":
        return str(struct.unpack("<q", struct.pack("<d", float(value) + 0.0))[0])
    if column.kind in ("bool?", "whole"):
        return str(int(value))
    return str(value)


def read_from(table: sa.Table, column: Column, dialect: str) -> sa.ColumnElement[Any]:
    """What to select of a column so that `typed` understands it: texts in SQLite, seconds in PostgreSQL."""
    stored = table.c[column.name]
    if dialect == "sqlite":
        plain = sa.Integer() if column.kind in ("bool", "bool?") else sa.Text()
        return sa.type_coerce(stored, plain if column.kind in ("bool", "bool?", *_TIMES) else stored.type)
    if column.kind in _TIMES:
        return sa.cast(sa.extract("epoch", stored), sa.BigInteger())
    return stored


def typed(column: Column, values: Sequence[Any]) -> object:
    """A typed column (`definitions.dtype_of`) of what was read or opened; None is missing.

    Args:
        column: Which.
        values: Texts, numbers or booleans; of an instant or a date ISO text or seconds since 1970.
    """
    if column.kind in _TIMES:
        return _instants(values)
    if column.kind == "bool":
        return np.array([v is not None and bool(v) for v in values], dtype=bool)
    if column.kind == "money":
        return np.array(pa.array(values, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    if column.kind in ("bool?", "whole"):
        known = [None if v is None else bool(v) for v in values] if column.kind == "bool?" else values
        return pd.array(known, dtype="boolean" if column.kind == "bool?" else "Int64")
    return _texts(column, pa.array(values, TEXT))


def _texts(column: Column, text: pa.Array) -> object:
    if not column.is_category:
        return pd.array(text, dtype="str")
    encoded = text.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, pd.Index(pd.array(encoded.dictionary, dtype="str")))


def _instants(values: Sequence[Any]) -> npt.NDArray[np.datetime64]:
    known = next((v for v in values if v is not None), None)
    if known is None:
        return np.full(len(values), np.datetime64("NaT", "s"))
    said = pa.array(values, TEXT).cast(SECOND) if isinstance(known, str) else pa.array(values, pa.int64())
    seconds = pc.fill_null(said.cast(pa.int64()), np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)
    return np.asarray(seconds).astype("datetime64[s]")
