"""Rows put straight into a database, for tests that are not about uploads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from core.registries.definitions import empty_tables, registry
from core.registries.typed import as_typed
from core.store.bulk import NewRows, insert
from core.store.database import Database
from core.store.identity import marks, scopes_of
from core.store.tables import batches, data_versions

Lines = Sequence[Mapping[str, str]]


def plant(database: Database, **lines: Lines) -> dict[str, int]:
    """Keep rows of registries, given as texts; the number of the first row of each registry."""
    tables = empty_tables("store") | empty_tables("office")
    for name, rows in lines.items():
        tables[name], faults = as_typed(registry(name), rows)
        assert [f for f in faults if f.severity == "error"] == []

    def act(connection: sa.Connection) -> dict[str, int]:
        batch_id = (connection.execute(sa.select(sa.func.max(batches.c.batch_id))).scalar() or 0) + 1
        desk = registry(next(iter(lines))).desk
        row = {"batch_id": batch_id, "kind": "upload", "desk": desk, "made_at": database.clock(), "sealed": b""}
        connection.execute(batches.insert().values(**row, counts="{}"))
        first = {}
        for name in lines:
            of, frame = registry(name), tables[name]
            scopes = scopes_of(connection, of, tables, None)
            rows = NewRows(name, frame, scopes, marks(database.sealer, of, frame, scopes))
            first[name] = insert(connection, database.sealer, rows, batch_id)
            for scope in set(scopes.to_pylist()):
                at = {"scope": scope, "registry": name}
                connection.execute(data_versions.delete().filter_by(**at))
                connection.execute(data_versions.insert().values(**at, version=batch_id))
        return first

    return database.write(act)
