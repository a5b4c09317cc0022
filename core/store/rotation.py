"""Rotating keys: a new key, everything made with the old one made anew, the old one dropped.

The sealing key: rows are opened and sealed again with a new secret, some at a time, through the writer, while the app
is in use. Both keys stay on the ring until the last row is done, so a rotation that was killed goes on where it stood.
The index key: digests and blind indexes have to change together, or a client would not be found as the one it is: one
transaction does it all, and other writers wait. The audit key: new rows are signed with the new one; the old one stays,
for the rows that it signed are not signed again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from core.store.audit import Entry
from core.store.database import RING_FACT, Database
from core.store.faults import KeysError
from core.store.keys import PURPOSES, KeyRing, Purpose, read_ring
from core.store.office_rows import number_of
from core.store.restore import sealed_tables
from core.store.ring_file import INDEX_FACT, index_in_force
from core.store.rotation_index import make_anew
from core.store.seals import SECRET_BYTES, Sealer
from core.store.tables import facts, seals
from core.texts import N_, Text

AT_ONCE = 2_000
Progress = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the purpose, the number of the key in force now, the rows that were made anew."""

    purpose: Purpose
    number: int
    rows: int


def rotate(database: Database, purpose: Purpose, progress: Progress | None = None) -> Rotated:
    """Rotate the key of a purpose; one that was cut short is finished instead of beginning another.

    Args:
        database: May be in use by other processes.
        purpose: Which key.
        progress: Told after each chunk of rows.

    Raises:
        KeysError: The key file is missing, or a row does not open.
    """
    ring = _ring(database)
    if purpose == "audit":
        ring = ring.with_new("audit")
        database.use_ring(ring)
        return _noted(database, Rotated("audit", ring.newest("audit").number, 0))
    if sum(k.purpose == purpose for k in ring.keys) == 1:
        ring = ring.with_new(purpose)
        database.use_ring(ring)
    rows = _seal_anew(database, ring, progress) if purpose == "seal" else _index_anew(database, ring)
    database.use_ring(ring.without_old(purpose))
    return _noted(database, Rotated(purpose, ring.newest(purpose).number, rows))


def unfinished(ring: KeyRing) -> list[Purpose]:
    """Purposes whose rotation was cut short."""
    return [p for p in PURPOSES if p != "audit" and sum(k.purpose == p for k in ring.keys) > 1]


def _ring(database: Database) -> KeyRing:
    ring = read_ring(database.home.keys_file)
    if ring is None:
        raise KeysError(Text(N_("The key file {file} is missing."), {"file": str(database.home.keys_file)}))
    return ring


def _noted(database: Database, done: Rotated) -> Rotated:
    detail = {"number": done.number, "rows": done.rows}
    database.write(lambda c: database.note(c, Entry("keys.rotate", f"key:{done.purpose}", detail=detail)))
    return done


def _seal_anew(database: Database, ring: KeyRing, progress: Progress | None) -> int:
    """Seal every row with the newest key, chunk by chunk, until a look under the writer's lock finds none left."""
    sealer = Sealer(ring)
    with database.read() as connection:
        total = sum(_old(connection, table, ring) for table in sealed_tables())
    done = 0
    finished = False
    while not finished:
        for table in sealed_tables():
            after = -1
            while some := database.write(partial(seal_some_anew, sealer=sealer, table=table, after=after)):
                done, after = done + len(some), some[-1]
                if progress is not None:
                    progress(min(done, total), total)
        finished = database.write(partial(_settled, sealer=sealer))
    return done


def seal_some_anew(connection: sa.Connection, sealer: Sealer, table: sa.Table, after: int) -> list[int]:
    """Seal some rows of a table with the newest key, each with a new secret; inside an act.

    A row whose secret is gone (an erased person) has its blob taken away: no key opens it.

    Returns:
        Their numbers, all greater than `after`, lowest first; none where none is left.

    Raises:
        KeysError: A row does not open.
    """
    number = number_of(table)
    secret = sa.select(seals.c.secret).where(seals.c.row_of == table.name, seals.c.row_id == number).scalar_subquery()
    chosen = sa.select(number.label("row"), table.c.sealed, secret.label("secret"))
    old = sa.and_(number > after, _is_old(table, sealer.ring))
    blobs: list[dict[str, Any]] = []
    secrets: list[dict[str, Any]] = []
    for row in connection.execute(chosen.where(old).order_by(number).limit(AT_ONCE)).all():
        blob, fresh = sealer.seal(table.name, row.row, sealer.open(table.name, row.row, row.sealed, row.secret))
        blobs.append({"of": row.row, "blob": blob})
        if fresh:
            secrets.append({"of": row.row, "fresh": fresh})
    if blobs:
        connection.execute(
            table.update().where(number == sa.bindparam("of")).values(sealed=sa.bindparam("blob")), blobs
        )
    if secrets:
        mine = sa.and_(seals.c.row_of == table.name, seals.c.row_id == sa.bindparam("of"))
        connection.execute(seals.update().where(mine).values(secret=sa.bindparam("fresh")), secrets)
    return [b["of"] for b in blobs]


def _is_old(table: sa.Table, ring: KeyRing) -> sa.ColumnElement[bool]:
    """Whether a row is sealed with another key than the newest; its number is the second byte of the blob."""
    newest = bytes((ring.newest("seal").number,))
    return sa.and_(sa.func.length(table.c.sealed) > 0, sa.func.substr(table.c.sealed, 2, 1) != newest)


def _old(connection: sa.Connection, table: sa.Table, ring: KeyRing) -> int:
    counted = sa.select(sa.func.count()).select_from(table).where(_is_old(table, ring))
    return int(connection.execute(counted).scalar_one())


def _settled(connection: sa.Connection, sealer: Sealer) -> bool:
    """Whether no row is left; then the fact that tells the ring is sealed with the newest key too."""
    if any(_old(connection, table, sealer.ring) for table in sealed_tables()):
        return False
    known = connection.execute(sa.select(facts.c.value).where(facts.c.name == RING_FACT)).scalar_one()
    values = sealer.open("facts", 0, known[SECRET_BYTES:], known[:SECRET_BYTES])
    blob, secret = sealer.seal("facts", 0, values)
    connection.execute(facts.update().where(facts.c.name == RING_FACT).values(value=secret + blob))
    return True


def _index_anew(database: Database, ring: KeyRing) -> int:
    """Make digests and indexes with the newest key, and note in the same transaction that it is in force."""
    newest = ring.newest("index")

    def act(connection: sa.Connection) -> int:
        before = index_in_force(connection, ring)
        if before == newest.number:
            return 0
        old = KeyRing(tuple(k for k in ring.keys if k.purpose != "index" or k.number == before))
        rows = make_anew(connection, Sealer(old), Sealer(ring))
        connection.execute(facts.delete().where(facts.c.name == INDEX_FACT))
        connection.execute(facts.insert().values(name=INDEX_FACT, value=str(newest.number).encode()))
        return rows

    return database.write(act)
