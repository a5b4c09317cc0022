"""Columns from text to values: fast ways in Arrow for what most cells are, once per distinct cell for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.cells import UNREAD, Cells, Issue, Positions, distinct_cells, examined, issues
from core.registries.columns import Column, Kind
from core.registries.mask import mask
from core.registries.raw import TEXT
from core.registries.typed_instants import read_instants
from core.registries.values import Read, read_cell

_ODD_ID = r"^[+-]?\d+\.0*$|^\d(?:\.\d+)?[eE]\+\d+$|^\d\.\d+[eE]\d+$|^#"
_PLAIN_MONEY = r"^\d{1,11}(?:\.\d{1,2})?$"
_CHECKED_KINDS = ("id_number", "plate", "contact")


def typed_column(cells: Cells) -> tuple[object, list[Issue]]:
    """One column, typed, and the faults of its cells."""
    return _TYPED.get(cells.column.kind, _texts)(cells)


def _each_distinct(cells: Cells) -> tuple[list[Read], Positions, Positions, list[Issue]]:
    """Read every distinct cell once: what each says, which one each cell is, where the cells stand, the faults."""
    read, distinct = examined(
        distinct_cells(cells), lambda text, kind: read_cell(cells.column, text, kind), Read(None, UNREAD)
    )

    def how(i: int) -> Mapping[str, object]:
        value = read[i].value
        return {"read": mask(cells.column.personal, str(value)) if value is not None else ""}

    return read, distinct.index, distinct.places, issues(cells.column, [r.code for r in read], distinct, how)


def _whole(cells: Cells) -> tuple[object, list[Issue]]:
    read, index, places, found = _each_distinct(cells)
    return _placed(_nullable([r.value for r in read], "Int64"), index, places, len(cells.text)), found


def _bool(cells: Cells) -> tuple[object, list[Issue]]:
    """Blank is false."""
    read, index, places, found = _each_distinct(cells)
    out = np.zeros(len(cells.text), dtype=bool)
    out[places] = np.array([r.value is True for r in read], dtype=bool)[index]
    return out, found


def _bool_or_unknown(cells: Cells) -> tuple[object, list[Issue]]:
    """Blank is unknown."""
    read, index, places, found = _each_distinct(cells)
    return _placed(_nullable([r.value for r in read], "boolean"), index, places, len(cells.text)), found


def _nullable(values: Sequence[Any], dtype: Any) -> pd.api.extensions.ExtensionArray:
    array: pd.api.extensions.ExtensionArray = pd.array(values, dtype=dtype)
    return array


def _placed(
    values: pd.api.extensions.ExtensionArray, index: Positions, places: Positions, rows: int
) -> pd.api.extensions.ExtensionArray:
    """Spread distinct values over the rows; missing elsewhere."""
    take = np.full(rows, -1, dtype=np.int64)
    take[places] = index
    return values.take(take, allow_fill=True)


def _choices(cells: Cells) -> tuple[object, list[Issue]]:
    read, index, places, found = _each_distinct(cells)
    known = {v: i for i, v in enumerate(dict.fromkeys(str(r.value) for r in read if r.value is not None))}
    own = np.array([known[str(r.value)] if r.value is not None else -1 for r in read], dtype=np.int32)
    codes = np.full(len(cells.text), -1, dtype=np.int32)
    codes[places] = own[index]
    return pd.Categorical.from_codes(codes, pd.Index(list(known), dtype="str")), found


def _money(cells: Cells) -> tuple[object, list[Issue]]:
    plain = pc.fill_null(pc.match_substring_regex(cells.text, _PLAIN_MONEY), False)
    bounded = cells.column.maximum is not None or (cells.column.minimum or 0) > 0
    fast = np.zeros(len(cells.text), bool) if bounded else plain.to_numpy(zero_copy_only=False)
    out = _floats(pc.if_else(pa.array(fast), cells.text, pa.scalar(None, cells.text.type)))
    odd = np.flatnonzero(~fast)
    read, index, places, found = _each_distinct(cells.taken(odd))
    values = np.array([np.nan if r.value is None else r.value for r in read], dtype=np.float64)
    out[odd[places]] = values[index]
    return out, [replace(i, positions=odd[i.positions]) for i in found]


def _floats(text: pa.Array) -> npt.NDArray[np.float64]:
    return np.array(pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _texts(cells: Cells) -> tuple[object, list[Issue]]:
    """Ids, phones and other text: as written, but for what a spreadsheet made of them."""
    column = cells.column
    encoded = cells.text.dictionary_encode() if column.is_category else None
    looked_at = cells.text if encoded is None else encoded.dictionary
    found: list[Issue] = []
    if cells.kinds is not None or column.kind in _CHECKED_KINDS or _has_odd(looked_at):
        text, found = _mended(cells)
        encoded = text.dictionary_encode() if column.is_category else None
    else:
        text = cells.text
    if column.kind in ("id", "phone"):
        found += _zeros_lost(column, text, encoded)
    return (_category(encoded) if encoded is not None else pd.array(text, dtype="str")), found


def _has_odd(text: pa.Array) -> bool:
    if not any(pc.any(pc.match_substring(text, sign)).as_py() for sign in ".+#"):
        return False  # none of the odd shapes is without one of these, and looking for them costs a fifth
    return bool(pc.any(pc.match_substring_regex(text, _ODD_ID)).as_py())


def _mended(cells: Cells) -> tuple[pa.Array, list[Issue]]:
    """Read the cells that may be no plain text; the others stay."""
    odd = pc.fill_null(pc.match_substring_regex(cells.text, _ODD_ID), False).to_numpy(zero_copy_only=False)
    if cells.column.kind == "text":
        odd = np.zeros(len(odd), dtype=bool)
    if cells.kinds is not None:
        odd = odd | (cells.kinds != TEXT)
    if cells.column.kind in _CHECKED_KINDS:
        odd = np.ones(len(odd), dtype=bool)
    where = np.flatnonzero(odd & pc.is_valid(cells.text).to_numpy(zero_copy_only=False))
    read, index, _, found = _each_distinct(cells.taken(where))
    values = pa.array([None if r.value is None else str(r.value) for r in read], pa.large_string())
    mask_of = np.zeros(len(cells.text), dtype=bool)
    mask_of[where] = True
    text = pc.replace_with_mask(cells.text, pa.array(mask_of), values.take(pa.array(index)))
    return text, [replace(i, positions=where[i.positions]) for i in found]


def _category(encoded: pa.DictionaryArray) -> pd.Categorical:
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, pd.Index(pd.array(encoded.dictionary, dtype="str")))


def _zeros_lost(column: Column, text: pa.Array, encoded: pa.DictionaryArray | None) -> list[Issue]:
    """Numbers shorter than their siblings, which show zeros in front at a fixed width."""
    values = text if encoded is None else encoded.dictionary
    led = pc.starts_with(values, "0")
    if not pc.any(led).as_py():
        return []
    digits = pc.fill_null(pc.ascii_is_decimal(values), False)
    lengths = pc.fill_null(pc.binary_length(values), 0).to_numpy(zero_copy_only=False)
    numeric = digits.to_numpy(zero_copy_only=False)
    padded = numeric & pc.fill_null(led, False).to_numpy(zero_copy_only=False)
    if not padded.any():
        return []
    width = int(np.bincount(lengths[padded]).argmax())
    if (lengths[numeric] == width).sum() * 2 < numeric.sum():
        return []
    short = numeric & ~padded & ((lengths == width - 1) if column.kind == "phone" else (lengths < width))
    where = np.flatnonzero(short)
    if encoded is not None:
        where = np.flatnonzero(np.isin(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False), where))
    if not len(where):
        return []
    distinct = distinct_cells(Cells(column, text.take(pa.array(where)), None)).within(where)
    found = issues(column, ["zeros_lost"] * len(distinct), distinct)
    return [replace(i, values={"width": width}) for i in found]


def blank_column(column: Column, empty: pd.Series, rows: int) -> object:
    """A column that the file does not have."""
    if column.kind == "bool":
        return np.zeros(rows, dtype=bool)
    if column.kind == "money":
        return np.full(rows, np.nan)
    if column.kind in ("instant", "date"):
        return np.full(rows, np.datetime64("NaT", "s"))
    return empty.array.take(np.full(rows, -1), allow_fill=True)


_TYPED: dict[Kind, Callable[[Cells], tuple[object, list[Issue]]]] = {
    "instant": read_instants,
    "date": read_instants,
    "money": _money,
    "choice": _choices,
    "whole": _whole,
    "bool": _bool,
    "bool?": _bool_or_unknown,
}
