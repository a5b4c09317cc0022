"""Many small changes of the registries, decided in one computation.

Stores never touch each other, so every change becomes a store of its own: a copy of the rows with the change made and
every id prefixed by the number of its world. A prefix common to all ids of a world keeps their natural order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.registries.definitions import STORE, Registry, Tables


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one row.

    Attributes:
        registry: English name of the registry.
        row: Position of the row in the frame; None adds a row.
        values: New cells by column; for a row that is there, none at all takes the row out.
    """

    registry: str
    row: int | None
    values: Mapping[str, object] = field(default_factory=dict)


def changed(tables: Tables, edits: Sequence[Edit]) -> Tables:
    """The registries with the changes made; frames that do not change are the same objects."""
    after = dict(tables)
    for edit in edits:
        frame = after[edit.registry]
        if edit.row is None:
            after[edit.registry] = _with_row(frame, edit.values)
        elif edit.values:
            after[edit.registry] = _with_cells(frame, edit.row, edit.values)
        else:
            after[edit.registry] = frame.drop(index=frame.index[edit.row]).reset_index(drop=True)
    return after


def _with_row(frame: pd.DataFrame, values: Mapping[str, object]) -> pd.DataFrame:
    columns = {}
    for name in frame:
        column = _plain(frame[name])
        columns[name] = pd.concat([column, _cells_of([values], str(name), column.dtype)], ignore_index=True)
    return pd.DataFrame(columns)


def _with_cells(frame: pd.DataFrame, row: int, values: Mapping[str, object]) -> pd.DataFrame:
    after = frame.copy(deep=False)
    for name, value in values.items():
        after[name] = _set(_plain(frame[name]), [(row, value)])
    return after


def _plain(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.astype("str") if isinstance(column.dtype, pd.CategoricalDtype) else column


def worlds(tables: Tables, changes: Sequence[Sequence[Edit]]) -> Tables:
    """One set of registries with a store for each change.

    Args:
        tables: The rows of one store, or those of them that matter.
        changes: For each world its edits; none for the world as it is.

    Returns:
        Registries whose ids begin with `w0:`, `w1:`, ...; columns of ids are plain text.
    """
    return {registry.name: _copies(tables[registry.name], registry, changes) for registry in STORE}


def _copies(frame: pd.DataFrame, registry: Registry, changes: Sequence[Sequence[Edit]]) -> pd.DataFrame:
    rows, count = len(frame), len(changes)
    here = [(w, edit) for w, edits in enumerate(changes) for edit in edits if edit.registry == registry.name]
    added = [(w, edit.values) for w, edit in here if edit.row is None]
    world = np.concatenate([np.repeat(np.arange(count), rows), np.array([w for w, _ in added], np.int64)])
    keep = np.ones(len(world), bool)
    for w, edit in here:
        if edit.row is not None and not edit.values:
            keep[w * rows + edit.row] = False
    prefixes = pd.Series([f"w{w}:" for w in range(count)], dtype="str").take(world[keep]).reset_index(drop=True)
    columns: dict[str, pd.Series[Any]] = {}
    for column in registry.columns:
        values = _plain(frame[column.name])
        cells = values.take(np.tile(np.arange(rows), count)).reset_index(drop=True)
        changes_here = [
            (w * rows + edit.row, edit.values[column.name])
            for w, edit in here
            if edit.row is not None and column.name in edit.values
        ]
        if changes_here:
            cells = _set(cells, changes_here)
        if added:
            cells = pd.concat([cells, _cells_of([v for _, v in added], column.name, cells.dtype)], ignore_index=True)
        cells = cells[keep].reset_index(drop=True) if not keep.all() else cells
        is_id = column.key or column.references or column.name == "store_id"
        columns[column.name] = prefixes + cells if is_id else cells
    return pd.DataFrame(columns)


def _set(cells: pd.Series[Any], changes: Sequence[tuple[int, object]]) -> pd.Series[Any]:
    cells = cells.copy()
    cells.iloc[[at for at, _ in changes]] = pd.Series([value for _, value in changes], dtype=cells.dtype).array
    return cells


def _cells_of(rows: Sequence[Mapping[str, object]], name: str, dtype: Any) -> pd.Series[Any]:
    blank = False if dtype.kind == "b" and not pd.api.types.is_extension_array_dtype(dtype) else None
    return pd.Series([row.get(name, blank) for row in rows], dtype=dtype)


def world_of(ids: pd.Series[Any]) -> tuple[npt.NDArray[np.int64], pd.Series[Any]]:
    """The number of the world and the id as it was, of ids that are all there."""
    halves = ids.astype("str").str.split(":", n=1, expand=True)
    return halves[0].str.slice(1).to_numpy(np.int64), halves[1]


def plain_id(value: object) -> str | None:
    """An id without its world; None for a missing one."""
    return value.split(":", 1)[1] if isinstance(value, str) else None
