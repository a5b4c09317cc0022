"""Rows for tests of backups and rotations: clients with sealed phones, an undone batch, an account, an audit row."""

from __future__ import annotations

import sqlalchemy as sa

from core.store import tables
from core.store.audit import Entry
from core.store.database import Database
from core.store.tables import metadata, registry_tables

ODD = 'a\tb\\N\nc\r\\."陳\v\b'
CLIENTS = registry_tables["clients"]


def phone(number: int) -> str:
    return f"138{number:08}"


def add_client(database: Database, connection: sa.Connection, number: int, batch_id: int = 1) -> None:
    sealer = database.sealer
    blob, secret = sealer.seal("clients", number, {"name": f"王{number}", "phone": phone(number)})
    name = f"C{number}"
    connection.execute(
        CLIENTS.insert().values(
            row_id=number,
            scope="S1",
            identity=sealer.digest(f"clients:{name}"),
            digest=sealer.digest(f"all:{name}"),
            batch_id=batch_id,
            sealed=blob,
            client_id=name,
            source=ODD,
            registered_at=database.clock(),
        )
    )
    connection.execute(tables.seals.insert().values(row_of="clients", row_id=number, secret=secret))
    for mark in sealer.indexes("phone", phone(number)):
        connection.execute(tables.blind_index.insert().values(ix=mark, row_of="clients", row_id=number, column="phone"))


def add_batch(database: Database, connection: sa.Connection, number: int) -> None:
    blob, secret = database.sealer.seal("batches", number, {"files": "客戶.csv"})
    row = {"batch_id": number, "kind": "upload", "desk": "store", "made_at": database.clock(), "counts": "{}"}
    connection.execute(tables.batches.insert().values(**row, sealed=blob))
    connection.execute(tables.seals.insert().values(row_of="batches", row_id=number, secret=secret))


def fill(database: Database, clients: int = 6) -> None:
    """Two batches, the first undone by the second; clients 1 to `clients`; a deal; an account with a session."""

    def act(connection: sa.Connection) -> None:
        at = database.clock()
        add_batch(database, connection, 1)
        add_batch(database, connection, 2)
        undone = tables.batches.update().where(tables.batches.c.batch_id == 1)
        connection.execute(undone.values(undone_by=2))
        for number in range(1, clients + 1):
            add_client(database, connection, number)
        deal = {"row_id": 1, "scope": "S1", "identity": b"i" * 16, "digest": b"d" * 16, "batch_id": 1, "sealed": b""}
        connection.execute(registry_tables["deals"].insert().values(**deal, deal_id="D1", amount=0.1 + 0.2))
        visit = {"row_id": 1, "scope": "S1", "identity": b"v" * 16, "digest": b"d" * 16, "batch_id": 1, "sealed": b""}
        connection.execute(registry_tables["visits"].insert().values(**visit, visit_id="V1", concealed=True))
        account = {"account_id": 1, "login": "a", "shown_name": ODD, "failed_count": 0, "made_at": at}
        connection.execute(tables.accounts.insert().values(**account))
        session = {"token_hash": b"t" * 32, "account_id": 1, "made_at": at, "seen_at": at, "expires_at": at}
        connection.execute(tables.sessions.insert().values(**session, way="password"))
        database.note(connection, Entry("test", "batch:1", 1))

    database.write(act)


def contents(database: Database, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as Python values."""
    with database.read() as connection:
        return {
            t.name: sorted((tuple(row) for row in connection.execute(sa.select(t))), key=repr)
            for t in metadata.sorted_tables
            if t.name not in but
        }


def phones(database: Database) -> dict[int, str]:
    """Client row -> its opened phone; blank where it does not open any more."""
    joined = sa.select(CLIENTS.c.row_id, CLIENTS.c.sealed, tables.seals.c.secret).select_from(
        CLIENTS.outerjoin(
            tables.seals, sa.and_(tables.seals.c.row_of == "clients", tables.seals.c.row_id == CLIENTS.c.row_id)
        )
    )
    with database.read() as connection:
        rows = connection.execute(joined.order_by(CLIENTS.c.row_id)).all()
    return {r.row_id: database.sealer.open("clients", r.row_id, r.sealed, r.secret).get("phone", "") for r in rows}
