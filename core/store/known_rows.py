"""Rows that stand, as far as an upload that names them must know: keys, stores, and who was there when."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from core.registries.definitions import registry
from core.registries.references import Kept
from core.store.database import Database
from core.store.row_values import read_from, typed
from core.store.rows import Scopes, within
from core.store.tables import OFFICE_SCOPE, registry_tables


def known_rows(database: Database, allowed: Scopes) -> Kept:
    """What `core.registries` asks for when an upload names rows that it does not bring along.

    Args:
        database: Where the rows stand.
        allowed: Stores whose rows may be named, "" for the property office; None for all.

    Returns:
        Registry name -> its standing rows with key, `store_id` and the columns of `Registry.apart`, typed; None where
        none stand. Read when first asked for, and kept for the next time.
    """
    found: dict[str, pd.DataFrame | None] = {}

    def kept(name: str) -> pd.DataFrame | None:
        if name not in found:
            with database.read() as connection:
                found[name] = _known(connection, name, allowed)
        return found[name]

    return kept


def _known(connection: sa.Connection, name: str, allowed: Scopes) -> pd.DataFrame | None:
    of, table = registry(name), registry_tables[name]
    names = dict.fromkeys([*([of.key.name] if of.key else []), *(of.apart or ())])
    columns = [of.column(n) for n in names]
    chosen: list[sa.ColumnElement[Any]] = [table.c.scope]
    chosen += [read_from(table, c, connection.dialect.name) for c in columns]
    scopes = [OFFICE_SCOPE] if of.desk == "office" and allowed is not None else allowed
    asked = sa.select(*chosen).where(table.c.ended_by.is_(None), within(table, scopes)).order_by(table.c.row_id)
    rows = connection.execute(asked).all()
    if not rows:
        return None
    stores, *values = zip(*rows, strict=True)
    made = {c.name: typed(c, v) for c, v in zip(columns, values, strict=True)}
    if any(c.name == "store_id" for c in of.columns):
        made["store_id"] = typed(of.column("store_id"), stores)
    return pd.DataFrame(made)
