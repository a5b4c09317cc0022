"""Standing rows of the registries as typed frames: what the pages and the rules work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from core.registries.columns import Desk, Registry
from core.registries.definitions import Tables, desk_registries, empty_frame, registry
from core.store.row_values import read_from, typed
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, data_versions, open_columns, registry_tables, sealed_columns, seals

Scopes = Sequence[str] | None
"""Store ids, "" for the property office; None for all."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows with what the house knows of them.

    Attributes:
        frame: Typed, personal values opened.
        row_ids: Number of each row in its table.
        scopes: Store id of each row, "" for the office desk; object array of str.
        batch_ids: The batch that made each row.
    """

    frame: pd.DataFrame
    row_ids: npt.NDArray[np.int64]
    scopes: npt.NDArray[np.object_]
    batch_ids: npt.NDArray[np.int64]


def load(connection: sa.Connection, sealer: Sealer, registry_name: str, scopes: Scopes) -> pd.DataFrame:
    """The standing rows of a registry.

    Args:
        connection: To read with.
        sealer: Opens the personal values; those of an erased person are missing.
        registry_name: English name.
        scopes: Of which stores; None for all, none for no row.

    Returns:
        A typed frame (`definitions.Tables`) in the order in which the rows were kept; no row gives the empty frame.
    """
    return load_rows(connection, sealer, registry_name, scopes).frame


def load_rows(connection: sa.Connection, sealer: Sealer, registry_name: str, scopes: Scopes) -> Rows:
    """The standing rows of a registry with their numbers; arguments as of `load`."""
    table = registry_tables[registry_name]
    return select_rows(connection, sealer, registry_name, sa.and_(table.c.ended_by.is_(None), within(table, scopes)))


def select_rows(connection: sa.Connection, sealer: Sealer, registry_name: str, where: sa.ColumnElement[bool]) -> Rows:
    """Versions of rows of a registry, standing or ended, by a condition on its table; by row number."""
    of, table = registry(registry_name), registry_tables[registry_name]
    is_open, hidden = open_columns(of), sealed_columns(of)
    chosen: list[sa.ColumnElement[Any]] = [table.c.row_id, table.c.scope, table.c.batch_id]
    chosen += [read_from(table, c, connection.dialect.name) for c in is_open]
    source: sa.FromClause = table
    if hidden:
        chosen += [table.c.sealed, seals.c.secret]
        source = table.outerjoin(seals, sa.and_(seals.c.row_of == registry_name, seals.c.row_id == table.c.row_id))
    found = connection.execute(sa.select(*chosen).select_from(source).where(where).order_by(table.c.row_id)).all()
    columns: list[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * len(chosen)
    row_ids, scopes = columns[0], columns[1]
    made: dict[str, object] = {c.name: typed(c, columns[3 + i]) for i, c in enumerate(is_open)}
    if hidden:
        opened = [sealer.open(registry_name, *sealed) for sealed in zip(row_ids, columns[-2], columns[-1], strict=True)]
        made |= {c.name: typed(c, [values.get(c.name) for values in opened]) for c in hidden}
    return Rows(
        _framed(of, made, scopes),
        np.array(row_ids, dtype=np.int64),
        np.array(scopes, dtype=object),
        np.array(columns[2], dtype=np.int64),
    )


def _framed(of: Registry, made: dict[str, object], scopes: Sequence[str]) -> pd.DataFrame:
    if not len(scopes):
        return empty_frame(of.name)
    columns = {c.name: made[c.name] if c.name in made else typed(c, scopes) for c in of.columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(scopes)), copy=False)


def load_tables(connection: sa.Connection, sealer: Sealer, desk: Desk, scopes: Scopes) -> Tables:
    """The standing rows of every registry of a desk; the office desk is one scope, whatever `scopes` says."""
    of = [OFFICE_SCOPE] if desk == "office" else scopes
    return {r.name: load(connection, sealer, r.name, of) for r in desk_registries(desk)}


def versions(connection: sa.Connection, scopes: Scopes) -> dict[tuple[str, str], int]:
    """(scope, registry) -> the last batch that touched it; one that nothing touched is left out."""
    asked = sa.select(data_versions).where(within(data_versions, scopes))
    return {(row.scope, row.registry): row.version for row in connection.execute(asked)}


def known_scopes(connection: sa.Connection) -> list[str]:
    """Store ids that have standing rows, sorted; the property office is not among them."""
    touched = connection.execute(
        sa.select(data_versions.c.scope, data_versions.c.registry)
        .where(data_versions.c.scope != OFFICE_SCOPE)
        .order_by(data_versions.c.scope)
    ).all()
    known: dict[str, None] = {}
    for scope, name in touched:
        if scope not in known and _stands(connection, registry_tables[name], scope):
            known[scope] = None
    return list(known)


def _stands(connection: sa.Connection, table: sa.Table, scope: str) -> bool:
    one = sa.select(table.c.row_id).where(table.c.scope == scope, table.c.ended_by.is_(None)).limit(1)
    return connection.execute(one).first() is not None


def within(table: sa.Table, scopes: Scopes) -> sa.ColumnElement[bool]:
    """The condition that rows of a table are of some scopes."""
    return sa.true() if scopes is None else table.c.scope.in_(list(scopes))
