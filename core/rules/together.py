"""Results of several stores put together, so that a new row of one store asks for that store alone.

Rows are never decided anew: positions are counted on and categories widened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules import together_arrays as arrays
from core.rules.coded import Coded, code
from core.rules.columns import Tables
from core.rules.ids import arrow_text
from core.rules.ordering import natural_key
from core.rules.results import Results
from core.rules.together_arrays import CLAIMS, Shifts

STAFF = (
    *("received_by", "wanted", "due", "charged_to", "handed_to", "owner", "closed_by", "latest_owner"),
    *("staff_id", "against"),
)
"""Columns of result frames whose codes are rows of `staff`."""
ROW_OF_SUBJECT = {"visit": "visits", "call": "calls", "client": "clients", "deal": "deals"}
OTHER_OF = {"away_receiving": "absences", "same_name": "clients"}
FRAMES = ("receptions", "ownership", "attributions", "findings", "questions", "ledger")


def in_order(parts: Sequence[Results]) -> list[Results]:
    """Parts in natural order of their stores, as `together` takes them.

    Raises:
        ValueError: A store is in two parts, or the stores of one part stand between those of another.
    """
    found = sorted(parts, key=lambda part: [natural_key(store) for store in part.coded.stores])
    keys = [natural_key(store) for part in found for store in part.coded.stores]
    if any(later <= earlier for earlier, later in pairwise(keys)):
        raise ValueError("stores of different parts overlap")
    return found


def together(parts: Sequence[Results], tables: Tables) -> Results:
    """Put the results of stores together, as if they had been computed at once.

    Args:
        parts: What `compute` gave for each store or run of stores, `in_order`; ids told apart. At least one.
        tables: The registries of the parts under one another, in the same order (`registries.joined`).

    Returns:
        What `compute(tables, settings)` gives, but for the numbers of parties. Stores may have different settings:
        `settings` is that of the first part, so replays and explanations are asked of a store's own results.
    """
    if len(parts) == 1:
        return parts[0]
    coded = code(tables)
    shifts = Shifts(parts, coded)
    frames = {name: _frame(shifts, name) for name in FRAMES}
    return Results(
        **frames,
        settings=parts[0].settings,
        coded=coded,
        people=arrays.people(shifts),
        walked=arrays.walked(shifts),
        doors=arrays.doors(shifts),
        orders=arrays.orders(shifts),
        turned=arrays.turned(shifts),
    )


def _frame(shifts: Shifts, table: str) -> pd.DataFrame:
    """A result frame of all parts."""
    pieces = [getattr(part, table) for part in shifts.parts]
    columns = {name: _column(shifts, table, name, pieces) for name in pieces[0].columns}
    return pd.DataFrame(columns, copy=False)


def _column(shifts: Shifts, table: str, name: str, pieces: Sequence[pd.DataFrame]) -> Any:
    values = [piece[name] for piece in pieces]
    coded = shifts.coded
    if name in STAFF:
        return _counted_on(values, shifts.of["staff"], coded.staff_ids.dtype)
    if name == "client_id":
        return _counted_on(values, shifts.of["clients"], coded.client_ids.dtype)
    if name in {"store_id", "group_id", "credited_to"}:
        return _widened(values, _WORDS[name](coded, values))
    if name == "claim":
        return np.concatenate([arrays.up(v.to_numpy(), by) for v, by in zip(values, shifts.of[CLAIMS], strict=True)])
    if name in {"row", "evidence_row", "other_row"}:
        return np.concatenate([_rows(shifts, table, name, part, piece) for part, piece in enumerate(pieces)])
    return _stacked(values)


def _stacked(values: Sequence[pd.Series[Any]]) -> Any:
    """Columns of one dtype under one another."""
    dtype = values[0].dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = np.concatenate([v.cat.codes.to_numpy() for v in values])
        return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
    if isinstance(dtype, np.dtype):
        return np.concatenate([v.to_numpy() for v in values])
    if isinstance(dtype, pd.StringDtype):
        return pd.array(
            pa.concat_arrays([arrow_text(v) for v in values]), dtype="str"
        )  # in one piece, as sentences ask
    return pd.concat(values, ignore_index=True)


def _counted_on(values: Sequence[pd.Series[Any]], first: Sequence[int], dtype: pd.CategoricalDtype) -> Any:
    """Categories whose codes are rows of a registry, as rows of that of all parts."""
    pieces = [arrays.up(v.cat.codes.to_numpy().astype(np.int32), by) for v, by in zip(values, first, strict=True)]
    return pd.Categorical.from_codes(np.concatenate(pieces), dtype=dtype, validate=False)


def _widened(values: Sequence[pd.Series[Any]], words: Any) -> Any:
    """Categories on the words of all parts."""
    pieces = []
    for column in values:
        places = np.append(words.get_indexer(column.cat.categories), -1)
        pieces.append(places[column.cat.codes.to_numpy()])
    return pd.Categorical.from_codes(np.concatenate(pieces), dtype=pd.CategoricalDtype(words), validate=False)


def _stores(coded: Coded, _values: Sequence[pd.Series[Any]]) -> Any:
    return pd.Index(coded.store_dtype.categories)


def _groups(coded: Coded, _values: Sequence[pd.Series[Any]]) -> Any:
    return pd.Index(coded.tables["staff"]["group_id"].astype("category").cat.categories)


def _credited(_coded: Coded, values: Sequence[pd.Series[Any]]) -> Any:
    return pd.Index(sorted({str(word) for column in values for word in column.cat.categories}), dtype="str")


_WORDS: dict[str, Callable[[Coded, Sequence[pd.Series[Any]]], Any]] = {
    "store_id": _stores,
    "group_id": _groups,
    "credited_to": _credited,
}


def _rows(shifts: Shifts, table: str, name: str, part: int, piece: pd.DataFrame) -> Any:
    """Rows of registries that a column names, counted on: which registry hangs on the table, or on another column."""
    rows = piece[name].to_numpy()
    if name == "row" and table in {"receptions", "attributions"}:
        return arrays.up(rows, shifts.of["visits" if table == "receptions" else "deals"][part])
    of, registries = {
        ("findings", "row"): ("subject_kind", ROW_OF_SUBJECT),
        ("findings", "evidence_row"): ("evidence", {}),
        ("questions", "row"): ("registry", {"attendance": "visits"}),
        ("questions", "other_row"): ("code", OTHER_OF),
    }[table, name]
    words = [str(word) for word in piece[of].cat.categories]
    known = [registries.get(word, word) for word in words]
    first = np.array([*(shifts.of[registry][part] if registry in shifts.of else 0 for registry in known), 0], np.int64)
    return rows + np.where(rows >= 0, first[piece[of].cat.codes.to_numpy()], 0)
