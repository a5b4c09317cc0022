"""What is known from before of rows that an upload may name: their keys and stores, and who was there when.

Nothing personal is opened for it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from core.registries.columns import Registry
from core.registries.definitions import registry
from core.store.database import Database
from core.store.row_values import read_from, typed
from core.store.rows import Scopes, within
from core.store.tables import registry_tables


class Known:
    """Standing rows of some stores by the columns that the check asks for; each registry is read once, if at all.

    Attributes:
        leaned_on: Whether rows were asked for and there were some.
    """

    def __init__(self, database: Database, scopes: Scopes) -> None:
        """Of which stores; "" is the property office, None all."""
        self._database = database
        self._scopes = scopes
        self._frames: dict[str, pd.DataFrame | None] = {}
        self.leaned_on = False

    def __call__(self, name: str) -> pd.DataFrame | None:
        """The rows of a registry: its key, `store_id` where it has stores, its interval; None where there are none."""
        if name not in self._frames:
            self._frames[name] = self._read(registry(name))
        found = self._frames[name]
        self.leaned_on = self.leaned_on or found is not None
        return found

    def _read(self, of: Registry) -> pd.DataFrame | None:
        table = registry_tables[of.name]
        wanted = [of.column(n) for n in dict.fromkeys([*([of.key.name] if of.key else []), *(of.apart or ())])]
        with self._database.read() as connection:
            chosen: list[sa.ColumnElement[Any]] = [table.c.scope]
            chosen += [read_from(table, c, connection.dialect.name) for c in wanted]
            asked = sa.select(*chosen).where(table.c.ended_by.is_(None), within(table, self._scopes))
            found = connection.execute(asked).all()
        if not found:
            return None
        scopes, *columns = zip(*found, strict=True)
        made: dict[str, object] = {c.name: typed(c, values) for c, values in zip(wanted, columns, strict=True)}
        if any(c.name == "store_id" for c in of.columns):
            made["store_id"] = pd.Series(scopes, dtype="str").astype("category")
        return pd.DataFrame(made)
