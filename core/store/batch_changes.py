"""What a batch did, row by row, long after: told from the versions that it made and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from core.registries.definitions import registry
from core.store import shown_changes
from core.store.bulk import NewRows
from core.store.identity import Marks
from core.store.row_values import TEXT
from core.store.rows import Rows, Scopes, select_rows, within
from core.store.seals import Sealer
from core.store.tables import registry_tables


@dataclass(frozen=True, eq=False)
class BatchChanges:
    """What a batch did to a registry; texts, personal values masked, as `shown_changes` shows them.

    Attributes:
        new, changed, removed: How many rows, of the scopes asked for.
        changed_cells: scope, row, column, old, new of the first rows that changed.
        new_rows, removed_rows: The first of them.
    """

    new: int
    changed: int
    removed: int
    changed_cells: pd.DataFrame
    new_rows: pd.DataFrame
    removed_rows: pd.DataFrame


def batch_changes(  # noqa: PLR0917 (which batch, of what, for whom, how much)
    connection: sa.Connection, sealer: Sealer, batch_id: int, name: str, scopes: Scopes, limit: int = 200
) -> BatchChanges:
    """Look up what a batch did to a registry.

    Args:
        connection: To read with.
        sealer: Opens personal values, to be masked.
        batch_id: Number of the batch; an unknown one did nothing.
        name: English name of the registry.
        scopes: Stores that the person may see, "" for the property office; None for all.
        limit: Rows shown of each sort, at most.
    """
    table = registry_tables[name]
    made = _numbers(connection, table, sa.and_(table.c.batch_id == batch_id, within(table, scopes)))
    ended = _numbers(connection, table, sa.and_(table.c.ended_by == batch_id, within(table, scopes)))
    both = sorted(made.keys() & ended.keys(), key=lambda i: made[i])
    new = sorted(made[i] for i in made.keys() - ended.keys())
    gone = sorted(ended[i] for i in ended.keys() - made.keys())

    def rows(numbers: list[int]) -> Rows:
        return select_rows(connection, sealer, name, table.c.row_id.in_(numbers))

    old, now = [ended[i] for i in both[:limit]], [made[i] for i in both[:limit]]
    return BatchChanges(
        len(new),
        len(both),
        len(gone),
        _cells(name, _ordered(rows(old), old), _ordered(rows(now), now)),
        shown_changes.masked(name, rows(new[:limit]).frame),
        shown_changes.masked(name, rows(gone[:limit]).frame),
    )


def _numbers(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool]) -> Mapping[bytes, int]:
    """Row numbers by identity."""
    found = connection.execute(sa.select(table.c.identity, table.c.row_id).where(where))
    return {row.identity: row.row_id for row in found}


def _ordered(rows: Rows, numbers: list[int]) -> Rows:
    order = pd.Index(rows.row_ids).get_indexer(pd.Index(np.array(numbers, dtype=np.int64)))
    frame = rows.frame.take(order).reset_index(drop=True)
    return Rows(frame, rows.row_ids[order], rows.scopes[order], rows.batch_ids[order])


def _cells(name: str, old: Rows, new: Rows) -> pd.DataFrame:
    if not len(new.row_ids):
        return shown_changes.no_cells()
    scopes = pa.array(new.scopes.tolist(), TEXT)
    return shown_changes.cells(name, old.frame, NewRows(registry(name).name, new.frame, scopes, Marks([], [])))
