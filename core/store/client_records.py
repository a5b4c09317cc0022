"""A client's record: every row, standing or not, that is the client's or about the client, so that it goes whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from core.store.tables import blind_index, registry_tables

Row = tuple[str, str, int]
"""Name of a table, scope, row number."""
Record = tuple[Row, ...]
"""Rows that go together or not at all."""
Client = tuple[str, str]
"""Scope and client id."""

_OWN = ("clients", "assignments", "calls", "followups")
_KEYED: Mapping[str, str] = {"visits": "visit_id", "deals": "deal_id"}


def whole_clients(connection: sa.Connection, clients: Collection[Client]) -> tuple[Record, ...]:
    """Every row of some clients, a record for each in the order of scope and id; one without rows gives none."""
    records: dict[Client, list[Row]] = {client: [] for client in clients}
    for name in _OWN:
        table = registry_tables[name]
        for row in connection.execute(sa.select(table.c.scope, table.c.client_id, table.c.row_id)):
            if (row.scope, row.client_id) in records:
                records[row.scope, row.client_id].append((name, row.scope, row.row_id))
    for (scope, call), client in calls_by_number(connection).items():
        if (scope, client) in records:
            records[scope, client].append(("calls", scope, call))
    of = {name: _owners(connection, name, key, records) for name, key in _KEYED.items()}
    _about(connection, records, of)
    return tuple(tuple(rows) for _client, rows in sorted(records.items()) if rows)


def _owners(
    connection: sa.Connection, name: str, key: str, records: dict[Client, list[Row]]
) -> dict[tuple[str, str], Client]:
    """Add the rows of visits or deals; (scope, their id) -> whose they are."""
    table = registry_tables[name]
    owners: dict[tuple[str, str], Client] = {}
    asked = sa.select(table.c.scope, table.c.client_id, table.c.row_id, table.c[key].label("key"))
    for row in connection.execute(asked):
        if (row.scope, row.client_id) in records:
            records[row.scope, row.client_id].append((name, row.scope, row.row_id))
            owners[row.scope, row.key] = (row.scope, row.client_id)
    return owners


def _about(
    connection: sa.Connection, records: dict[Client, list[Row]], of: Mapping[str, Mapping[tuple[str, str], Client]]
) -> None:
    """Add assists of the clients' visits, and rulings on the clients, their visits and their deals."""
    assists, rulings = registry_tables["assists"], registry_tables["rulings"]
    for row in connection.execute(sa.select(assists.c.scope, assists.c.visit_id, assists.c.row_id)):
        owner = of["visits"].get((row.scope, row.visit_id))
        if owner is not None:
            records[owner].append(("assists", row.scope, row.row_id))
    for ruling in connection.execute(sa.select(rulings)):
        named = (ruling.scope, ruling.client_id)
        owner = named if named in records else of["visits"].get((ruling.scope, ruling.visit_id))
        owner = owner or of["deals"].get((ruling.scope, ruling.deal_id))
        if owner is not None:
            records[owner].append(("rulings", ruling.scope, ruling.row_id))


def calls_by_number(connection: sa.Connection) -> dict[tuple[str, int], str]:
    """(scope, call) -> client, of calls that name no client and come from the number of one, by blind index."""
    calls, clients = registry_tables["calls"], registry_tables["clients"]
    heard, known = blind_index.alias(), blind_index.alias()
    asked = (
        sa.select(calls.c.scope, calls.c.row_id, sa.func.min(clients.c.client_id).label("client_id"))
        .join(heard, sa.and_(heard.c.row_of == "calls", heard.c.row_id == calls.c.row_id))
        .join(known, sa.and_(known.c.ix == heard.c.ix, known.c.row_of == "clients"))
        .join(clients, sa.and_(clients.c.row_id == known.c.row_id, clients.c.scope == calls.c.scope))
        .where(calls.c.client_id.is_(None))
        .group_by(calls.c.scope, calls.c.row_id)
    )
    return {(row.scope, row.row_id): row.client_id for row in connection.execute(asked)}
