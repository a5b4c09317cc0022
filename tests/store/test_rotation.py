"""Rotating keys: whatever was kept is still there, and the old key opens and finds nothing."""

from __future__ import annotations

import pandas as pd
import pytest
import sqlalchemy as sa

from core.registries.definitions import empty_frame
from core.store import rotation, tables
from core.store.audit import FIRST, Entry, signature
from core.store.commit import commit
from core.store.database import Database
from core.store.faults import KeysError, Refused
from core.store.keys import KeyRing, read_ring
from core.store.preview import preview
from core.store.seals import Sealer
from core.store.tables import registry_tables
from tests import databases
from tests.store import keeping

CLIENTS = registry_tables["clients"]


class Killed(Exception):
    """The process ends here."""


def other_process(database: Database) -> Database:
    """The same installation, as another process has it open."""
    return databases.opened(database.home.folder, "" if database.home.is_sqlite else database.home.database_url)


def ring_of(database: Database) -> KeyRing:
    ring = read_ring(database.home.keys_file)
    assert ring is not None
    return ring


def numbers(database: Database, purpose: str) -> list[int]:
    return [k.number for k in ring_of(database).keys if k.purpose == purpose]


def blobs(database: Database) -> list[tuple[str, int, bytes, bytes]]:
    """Every sealed row with its secret."""
    found = []
    with database.read() as connection:
        for table in rotation.sealed_tables():
            number = rotation.number_of(table)
            joined = sa.and_(tables.seals.c.row_of == table.name, tables.seals.c.row_id == number)
            chosen = sa.select(number, table.c.sealed, tables.seals.c.secret).join(tables.seals, joined)
            found += [(table.name, *row) for row in connection.execute(chosen)]
    return sorted(found)


def test_a_leaked_key_opens_nothing_afterwards(database: Database) -> None:
    keeping.fill(database, clients=5)
    leaked = Sealer(ring_of(database))
    before = blobs(database)
    assert rotation.rotate(database, "seal") == rotation.Rotated("seal", 2, 7)
    after = blobs(database)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert keeping.phones(database) == {n: keeping.phone(n) for n in range(1, 6)}
    for (table, row_id, blob, secret), (_t, _r, _b, old_secret) in zip(after, before, strict=True):
        for used in (secret, old_secret):
            with pytest.raises(KeysError):
                leaked.open(table, row_id, blob, used)
            with pytest.raises(KeysError):  # the number in the blob changed to the one that leaked
                leaked.open(table, row_id, blob[:1] + b"\1" + blob[2:], used)
    assert numbers(database, "seal") == [2]
    databases.opened(database.home.folder, "" if database.home.is_sqlite else database.home.database_url).close()


def test_new_secrets_keep_old_backups_shut(database: Database) -> None:
    keeping.fill(database, clients=3)
    before = {row[3] for row in blobs(database)}
    rotation.rotate(database, "seal")
    assert before & {row[3] for row in blobs(database)} == set()


def test_killed_between_chunks_it_goes_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.fill(database, clients=9)
    monkeypatch.setattr(rotation, "AT_ONCE", 4)

    def die(done: int, total: int) -> None:
        if done >= 6:
            raise Killed

    with pytest.raises(Killed):
        rotation.rotate(database, "seal", die)
    assert numbers(database, "seal") == [1, 2]
    assert rotation.unfinished(ring_of(database)) == ["seal"]
    database.close()
    again = other_process(database)
    assert keeping.phones(again) == {n: keeping.phone(n) for n in range(1, 10)}
    done = rotation.rotate(again, "seal")
    assert (done.number, done.rows) == (2, 11 - 6)
    assert numbers(again, "seal") == [2]
    assert keeping.phones(again) == {n: keeping.phone(n) for n in range(1, 10)}
    again.close()


def test_another_process_notices(database: Database) -> None:
    """It reads and writes all the while, with keys it learns of by itself."""
    keeping.fill(database, clients=3)
    other = other_process(database)
    assert keeping.phones(other)[1] == keeping.phone(1)
    stale = other.sealer

    def during(done: int, total: int) -> None:
        assert keeping.phones(other)[1] == keeping.phone(1)
        other.write(lambda c: keeping.add_client(other, c, 100 + done))

    rotation.rotate(database, "seal", during)
    rotation.rotate(database, "index")
    rotation.rotate(database, "audit")
    assert other.sealer.ring.newest("seal").number == 2
    assert other.sealer.ring.newest("index").number == 2
    assert set(keeping.phones(other).values()) == set(keeping.phones(database).values())
    assert "" not in keeping.phones(database).values()
    name, row_id, blob, secret = blobs(database)[-1]
    assert stale.open(name, row_id, blob, secret) == database.sealer.open(name, row_id, blob, secret)
    assert other.write(lambda c: other.note(c, Entry("test", "a:1"))) > 0
    other.close()


def uploads() -> dict[str, pd.DataFrame]:
    """Clients, and absences that only their number tells apart."""
    clients = {
        "client_id": ["C1", "C2"],
        "store_id": ["S1", "S1"],
        "name": ["王", "陳"],
        "phone": ["13800000001", None],
    }
    absences = {"store_id": ["S1"] * 3, "staff_id": ["P1"] * 3, "notified_next": [True] * 3}
    at = pd.to_datetime(["2026-03-01 09:00"] * 3)
    return {
        "clients": typed("clients", pd.DataFrame(clients | {"registered_at": at[:2], "registered_by": "P1"})),
        "absences": typed("absences", pd.DataFrame(absences | {"left_at": at, "returned_at": [*at[:2], None]})),
    }


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    empty = empty_frame(name)
    whole = frame.reindex(columns=empty.columns)
    kinds = {c: "category" if isinstance(t, pd.CategoricalDtype) else t for c, t in empty.dtypes.items()}
    return whole.astype({c: "str" for c, t in kinds.items() if t == "category"}).astype(kinds)


def compared(database: Database) -> dict[str, tuple[int, int, int]]:
    """What uploading the same once more would do: registry -> new, changed, same."""
    seen = preview(database, uploads(), "store", None, [])
    return {c.registry: (c.new, c.changed, c.same) for c in seen.changes}


def found(database: Database, sealer: Sealer) -> int:
    """How many rows the blind index of a phone finds."""
    with database.read() as connection:
        marks = sealer.indexes("phone", "138 0000 0001")
        listed = sa.select(tables.blind_index.c.row_id).where(tables.blind_index.c.ix.in_(marks))
        return len(connection.execute(listed).all())


def test_the_index_is_made_anew(database: Database) -> None:
    commit(database, preview(database, uploads(), "store", None, [("a.csv", b"1")]), "token", None)
    leaked = database.sealer
    before = keeping.contents(database)
    every = {row[2] for row in before["clients"]} | {row[3] for row in before["clients"]}
    assert (compared(database), found(database, leaked)) == ({"clients": (0, 0, 2), "absences": (0, 0, 3)}, 1)
    for number in (2, 3):
        assert rotation.rotate(database, "index") == rotation.Rotated("index", number, 5)
        after = compared(database)
        assert (after["clients"], after["absences"][0], sum(after["absences"])) == ((0, 0, 2), 0, 3)
        assert (found(database, database.sealer), found(database, leaked)) == (1, 0)
        assert numbers(database, "index") == [number]
        rows = keeping.contents(database)["clients"]
        assert every & ({row[2] for row in rows} | {row[3] for row in rows}) == set()


def test_an_upload_looked_at_before_the_rotation_is_refused(database: Database) -> None:
    commit(database, preview(database, uploads(), "store", None, []), "token", None)
    seen = preview(database, uploads(), "store", None, [])
    rotation.rotate(database, "index")
    with pytest.raises(Refused):
        commit(database, seen, "token 2", None)


def test_an_index_rotation_cut_short_leaves_the_old_one_in_force(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(database, preview(database, uploads(), "store", None, []), "token", None)

    def die(*_args: object) -> int:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(rotation, "make_anew", die)
        with pytest.raises(Killed):
            rotation.rotate(database, "index")
    assert (numbers(database, "index"), rotation.unfinished(ring_of(database))) == ([1, 2], ["index"])
    database.close()
    again = other_process(database)
    assert (again.sealer.ring.newest("index").number, found(again, again.sealer)) == (1, 1)
    assert compared(again) == {"clients": (0, 0, 2), "absences": (0, 0, 3)}
    assert rotation.rotate(again, "index").number == 2
    assert (numbers(again, "index"), found(again, again.sealer)) == ([2], 1)
    assert compared(again)["clients"] == (0, 0, 2)
    again.close()


def test_an_erased_row_keeps_its_place(database: Database) -> None:
    """What cannot be opened cannot be made anew; it stays apart from every other row, and tells nothing."""
    commit(database, preview(database, uploads(), "store", None, []), "token", None)
    with database.read() as connection:
        row = connection.execute(sa.select(CLIENTS).where(CLIENTS.c.client_id == "C1")).one()
    database.write(lambda c: c.execute(tables.seals.delete().where(tables.seals.c.row_id == row.row_id)))
    for purpose in ("seal", "index"):
        rotation.rotate(database, purpose)
    with database.read() as connection:
        after = connection.execute(sa.select(CLIENTS).where(CLIENTS.c.client_id == "C1")).one()
    assert (after.row_id, after.sealed) == (row.row_id, b"")
    assert after.digest != row.digest


def test_the_audit_key_signs_new_rows_only(database: Database) -> None:
    keeping.fill(database, clients=1)
    rotation.rotate(database, "audit")
    database.write(lambda c: database.note(c, Entry("test", "a:1")))
    assert numbers(database, "audit") == [1, 2]
    before, ring = FIRST, ring_of(database)
    with database.read() as connection:
        rows = connection.execute(sa.select(tables.audit).order_by(tables.audit.c.seq)).mappings().all()
    assert [(row["action"], row["key_number"]) for row in rows] == [("test", 1), ("keys.rotate", 2), ("test", 2)]
    for row in rows:
        assert signature(ring.key("audit", row["key_number"]).secret, before, dict(row)) == row["hash"]
        before = row["hash"]
