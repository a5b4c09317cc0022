"""The form that the soaks send: one row of clients with its personal values sealed, and a row of the audit log."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.store.audit import Entry
from core.store.database import Database
from core.store.tables import batches, registry_tables, seals
from core.store.writer import Act, Answer, seconds

CLIENTS = registry_tables["clients"]
SCOPE = "soak"
BATCH = 1
_LAST = sa.select(sa.func.max(CLIENTS.c.row_id))
_ROW, _SECRET = CLIENTS.insert(), seals.insert()


def prepare(database: Database) -> None:
    """Make the batch that the rows belong to; once."""

    def act(connection: sa.Connection) -> Answer:
        at = seconds(database.clock())
        row = {"batch_id": BATCH, "kind": "form", "desk": "store", "made_at": at, "sealed": b"", "counts": "{}"}
        connection.execute(batches.insert().values(row))
        return {}

    database.submit("prepare", "soak", act)


def form(database: Database, number: int) -> Act[Answer]:
    """The act of one form; its number is the number of its row, and its answer."""

    def act(connection: sa.Connection) -> Answer:
        row_id = (connection.execute(_LAST).scalar() or 0) + 1
        sealer = database.sealer
        blob, secret = sealer.seal("clients", row_id, {"name": f"某{number}", "phone": f"139{number:08}"})
        row = {
            "row_id": row_id,
            "scope": SCOPE,
            "identity": sealer.digest(f"{number}:{row_id}"),
            "digest": sealer.digest(f"{number}"),
            "batch_id": BATCH,
            "sealed": blob,
            "client_id": str(number),
        }
        connection.execute(_ROW, row)
        connection.execute(_SECRET, {"row_of": "clients", "row_id": row_id, "secret": secret})
        database.note(connection, Entry("soak.form", f"clients:{row_id}", scope=SCOPE))
        return {"number": number, "row_id": row_id}

    return act


def numbers_kept(database: Database) -> list[int]:
    """Numbers of the forms that stand, one for each row, in order."""
    with database.read() as connection:
        asked = sa.select(CLIENTS.c.client_id).where(CLIENTS.c.scope == SCOPE)
        return sorted(int(number) for number in connection.execute(asked).scalars())


def lost_and_twice(kept: Iterable[int], acknowledged: Iterable[int]) -> tuple[int, int]:
    """How many acknowledged forms are not kept, and how many rows too many there are."""
    rows = list(kept)
    return len(set(acknowledged) - set(rows)), len(rows) - len(set(rows))
