"""Backup and restore: everything acknowledged is in, nothing is readable, nothing damaged is used."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.store import audit_chain, backup, restore, tables
from core.store.audit import Entry
from core.store.backup_file import BackupError, BackupKey, key_from, new_key_file
from core.store.bulk import numbered
from core.store.database import Database
from core.store.erasure import erase, subjects
from core.store.faults import CannotWrite, StoreError
from core.store.home import Home, home_of
from core.store.in_use import Use
from core.store.keys import new_ring, write_ring
from core.store.restore_read import audit_head
from core.store.rotation import rotate
from core.store.tables import registry_tables
from tests import databases
from tests.store import keeping

KEY = BackupKey(b"k" * 32)
CHANGED_BY_RESTORE = ("audit", "sessions", "facts")


def home_at(folder: Path, url: str = "") -> Home:
    return home_of({"DESK_HOME": str(folder)} | ({"DATABASE_URL": url} if url else {}))


def again(database: Database, folder: Path, url: str) -> Database:
    return databases.opened(folder, url, databases.Now(database.clock()))


def english(wrong: pytest.ExceptionInfo[StoreError]) -> str:
    return wrong.value.text.say("en")


@pytest.fixture
def made(database: Database, tmp_path: Path) -> backup.Backup:
    """A backup of a filled database, in the folder `kept`."""
    keeping.fill(database)
    return backup.make(database, KEY, tmp_path / "kept", account_id=1)


@pytest.mark.parametrize("to", databases.KINDS)
def test_what_was_kept_is_back(
    to: str, database: Database, made: backup.Backup, tmp_path: Path, fresh_postgresql: Callable[[], str]
) -> None:
    """From either database into either."""
    url = fresh_postgresql() if to == "postgresql" else ""
    done = restore.restore(home_at(tmp_path / "new", url), made.file, None, KEY, clock=database.clock)
    back = again(database, tmp_path / "new", url)
    try:
        assert keeping.contents(back, CHANGED_BY_RESTORE) == keeping.contents(database, CHANGED_BY_RESTORE)
        assert keeping.phones(back) == {n: keeping.phone(n) for n in range(1, 7)}
        assert keeping.contents(back)["sessions"] == []
        assert [row[3] for row in keeping.contents(back)["audit"]] == ["test", "backup.restore"]
        assert (done.rows, done.erased) == (sum(done.data.counts.values()), 0)
        back.write(lambda c: back.note(c, Entry("test", "a:1")))
    finally:
        back.close()


def test_a_backup_is_noted(database: Database, made: backup.Backup, tmp_path: Path) -> None:
    with database.read() as connection:
        assert backup.last(connection) == {"made_at": "2026-03-02T09:00:00", "size": made.size}
        row = connection.execute(sa.select(tables.audit).order_by(tables.audit.c.seq.desc())).first()
    assert row is not None
    assert (row.action, row.subject, row.account_id) == ("backup.make", f"backup:{made.file.name}", 1)
    assert made.file.name == "data-20260302-090000.deskbackup"
    assert backup.kept(tmp_path / "kept") == [made]


def test_nothing_is_readable_in_the_files(database: Database, made: backup.Backup) -> None:
    for file in made.file.parent.iterdir():
        body = file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for n in range(1, 7):
            assert keeping.phone(n).encode() not in body
            assert f"王{n}".encode() not in body
        for key in database.sealer.ring.keys:
            assert key.secret not in body
    assert sorted(f.name for f in made.file.parent.iterdir()) == [made.file.name, "secrets.deskbackup"]


def test_rows_acknowledged_before_the_start_are_in(database: Database, tmp_path: Path) -> None:
    """A writer goes on all the while; of what it writes meanwhile some is in and some is not, but no act in half."""
    keeping.fill(database, clients=1)
    acknowledged: list[int] = [1]
    stop = threading.Event()
    first = threading.Barrier(2)

    def hammer() -> None:
        for number in range(2, 100_000):
            if stop.is_set():
                return

            def act(connection: sa.Connection, number: int = number) -> dict[str, int]:
                keeping.add_client(database, connection, number)
                database.note(connection, Entry("test", f"clients:{number}"))
                return {"number": number}

            database.submit(f"token {number}", "test", act)
            acknowledged.append(number)
            if number == 20:
                first.wait()

    writer = threading.Thread(target=hammer)
    writer.start()
    try:
        first.wait()
        made = []
        for _round in range(3):
            before = set(acknowledged)
            made.append((before, backup.make(database, KEY, tmp_path / "kept")))
    finally:
        stop.set()
        writer.join()
    for number, (before, one) in enumerate(made):
        # the secrets are of the last backup; they open every earlier one
        restore.restore(home_at(tmp_path / f"new{number}"), one.file, None, KEY)
        back = databases.opened(tmp_path / f"new{number}")
        found = keeping.phones(back)
        rows = keeping.contents(back)
        back.close()
        assert before <= set(found)
        assert {n: keeping.phone(n) for n in found} == found
        assert len(rows["submissions"]) == len(found) - 1
        assert len({row[4] for row in rows["audit"] if str(row[4]).startswith("clients:")}) == len(found) - 1


def test_another_key_is_refused(made: backup.Backup, tmp_path: Path) -> None:
    home = home_at(tmp_path / "new")
    with pytest.raises(BackupError) as wrong:
        restore.restore(home, made.file, None, BackupKey(b"x" * 32))
    assert english(wrong) == f"The backup key does not fit {made.file.name}: it was made with another one."
    assert not home.folder.exists()


@pytest.mark.parametrize("part", ["data", "secrets"])
@pytest.mark.parametrize("damage", ["cut", "cut at a chunk", "changed", "doubled", "empty"])
def test_a_damaged_file_is_refused_before_anything_is_written(
    part: str, damage: str, made: backup.Backup, tmp_path: Path
) -> None:
    file = made.file if part == "data" else made.file.parent / backup.SECRETS_FILE
    body = file.read_bytes()
    start = len(body) - len(body.split(b"}", 1)[1])
    spoilt = {
        "cut": body[:-1],
        "cut at a chunk": body[:start],
        "changed": body[:-20] + bytes((body[-20] ^ 1,)) + body[-19:],
        "doubled": body + body[start:],
        "empty": b"",
    }[damage]
    file.write_bytes(spoilt)
    home = home_at(tmp_path / "new")
    with pytest.raises(BackupError) as wrong:
        restore.restore(home, made.file, None, KEY)
    assert file.name in english(wrong)
    assert not home.folder.exists()


def test_the_parts_are_not_taken_for_each_other(made: backup.Backup, tmp_path: Path) -> None:
    with pytest.raises(BackupError) as wrong:
        restore.restore(home_at(tmp_path / "new"), made.file.parent / backup.SECRETS_FILE, None, KEY)
    assert english(wrong) == "secrets.deskbackup is no backup of the data. Name a file data-….deskbackup."
    (made.file.parent / backup.SECRETS_FILE).unlink()
    with pytest.raises(BackupError, match="is missing"):
        restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)


def test_a_home_that_holds_something_is_left_alone(database: Database, made: backup.Backup) -> None:
    database.write(lambda c: keeping.add_client(database, c, 7))
    before, ring = keeping.contents(database), database.home.keys_file.read_bytes()
    database.close()
    with pytest.raises(BackupError, match="is not empty"):
        restore.restore(database.home, made.file, None, KEY)
    back = again(database, database.home.folder, "" if database.home.is_sqlite else database.home.database_url)
    assert (keeping.contents(back), back.home.keys_file.read_bytes()) == (before, ring)
    back.close()


def test_a_home_that_somebody_works_with_is_not_restored_into(database: Database, made: backup.Backup) -> None:
    """Seen to fail with the lock left out: the server went on with answers of data that were gone."""
    before = keeping.contents(database)
    with pytest.raises(BackupError) as wrong:
        restore.restore(database.home, made.file, None, KEY, replace=True)
    assert english(wrong) == f"The app works with {database.home.folder}, or another command does. Stop it first."
    assert keeping.contents(database) == before
    database.close()
    restore.restore(database.home, made.file, None, KEY, replace=True)


def test_another_machine_that_works_with_the_database_is_noticed(
    database: Database, made: backup.Backup, tmp_path: Path
) -> None:
    if database.home.is_sqlite:  # a file is of one machine, and its lock tells
        return
    elsewhere = home_at(tmp_path / "elsewhere", database.home.database_url)
    with pytest.raises(BackupError, match="works with"):
        restore.restore(elsewhere, made.file, None, KEY, replace=True)


def test_a_home_that_is_being_restored_is_not_opened(database: Database) -> None:
    database.close()
    alone = Use(database.home.folder, alone=True)
    with pytest.raises(CannotWrite) as wrong:
        again(database, database.home.folder, "" if database.home.is_sqlite else database.home.database_url)
    assert english(wrong) == f"{database.home.folder} is being restored. Try again when that is done."
    alone.end()
    alone.end()
    again(database, database.home.folder, "" if database.home.is_sqlite else database.home.database_url).close()


def test_the_head_that_a_backup_carries_shows_what_was_cut_off_since(database: Database, made: backup.Backup) -> None:
    head = audit_head(made.file, KEY)
    with database.read() as connection:
        assert audit_chain.verify(connection, database.sealer.ring, head).why is None
    with database.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_not_deleted")
        connection.execute(tables.audit.delete().where(tables.audit.c.seq >= head.seq))
    with database.read() as connection:
        assert audit_chain.verify(connection, database.sealer.ring).why is None
        assert audit_chain.verify(connection, database.sealer.ring, head).why == "cut"


def test_replacing_takes_what_was_there(database: Database, made: backup.Backup) -> None:
    database.write(lambda c: keeping.add_client(database, c, 7))
    database.close()
    restore.restore(database.home, made.file, None, KEY, replace=True)
    url = "" if database.home.is_sqlite else database.home.database_url
    back = again(database, database.home.folder, url)
    assert keeping.phones(back) == {n: keeping.phone(n) for n in range(1, 7)}
    back.close()
    assert sorted(f.name for f in database.home.folder.iterdir() if "keys" in f.name) == ["keys.json"]


def test_a_key_ring_of_something_else_is_not_overwritten(made: backup.Backup, tmp_path: Path) -> None:
    home = home_at(tmp_path / "new")
    write_ring(home.keys_file, new_ring())
    with pytest.raises(BackupError, match="is not empty"):
        restore.restore(home, made.file, None, KEY)


def test_whoever_was_erased_opens_in_no_backup(database: Database, made: backup.Backup, tmp_path: Path) -> None:
    def erase(connection: sa.Connection) -> None:
        for table in (tables.seals, tables.blind_index):
            connection.execute(table.delete().where(table.c.row_of == "clients", table.c.row_id == 3))
        at = database.clock()
        connection.execute(tables.erasures.insert().values(erasure_id=1, made_at=at, row_of="clients", row_id=3))

    database.write(erase)
    backup.renew_secrets(database, KEY, tmp_path / "kept")
    done = restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)
    back = databases.opened(tmp_path / "new")
    rows = keeping.contents(back)
    assert keeping.phones(back) == {n: "" if n == 3 else keeping.phone(n) for n in range(1, 7)}
    assert [row[2:] for row in rows["erasures"]] == [("clients", 3)]
    assert [row for row in rows["blind_index"] if row[2] == 3] == []
    assert done.erased == 1
    back.close()


def test_an_erasure_is_done_again_even_with_old_secrets(
    database: Database, made: backup.Backup, tmp_path: Path
) -> None:
    """The erasures are newer than the data: a client stays without the person, a vehicle goes."""
    at = database.clock()
    row = {"row_id": 50, "scope": "", "identity": b"i" * 16, "digest": b"d" * 16, "batch_id": 1, "sealed": b""}
    database.write(lambda c: c.execute(registry_tables["vehicles"].insert().values(**row, room_no="1-1")))
    later = backup.make(database, KEY, tmp_path / "kept")
    named = [
        {"erasure_id": n, "made_at": at, "row_of": of, "row_id": i}
        for n, of, i in ((1, "clients", 3), (2, "vehicles", 50))
    ]
    database.write(lambda c: c.execute(tables.erasures.insert(), named))
    backup.renew_secrets(database, KEY, tmp_path / "kept")
    done = restore.restore(home_at(tmp_path / "new"), later.file, None, KEY)
    back = databases.opened(tmp_path / "new")
    assert keeping.phones(back) == {n: "" if n == 3 else keeping.phone(n) for n in range(1, 7)}
    assert keeping.contents(back)["vehicles"] == []
    assert done.erased == 2
    back.close()


def test_an_erasure_reaches_the_secrets_at_once(database: Database) -> None:
    """Not with the next backup: where one was made in the usual folder, its secrets are replaced with the erasure."""
    keeping.fill(database)
    folder, key = backup.folder_of(database.home), backup.new_key_file(backup.key_file_of(database.home))
    made = backup.make(database, key, folder)
    with database.read() as connection:
        (person,) = subjects(connection, database.sealer.indexes("phone", keeping.phone(3)))
    erase(database, [person], "token", None, "asked")
    home = home_at(database.home.folder.parent / "new")
    restore.restore(home, made.file, None, key)
    back = databases.opened(home.folder)
    assert keeping.phones(back) == {n: "" if n == 3 else keeping.phone(n) for n in range(1, 7)}
    back.close()
    backup.key_file_of(database.home).unlink()
    assert backup.follow_erasure(database, {}) is False
    (folder / backup.SECRETS_FILE).unlink()
    assert backup.follow_erasure(database, {}) is True


def test_a_backup_from_before_a_rotation_is_refused(database: Database, made: backup.Backup, tmp_path: Path) -> None:
    for purpose in ("seal", "index"):
        rotate(database, purpose)
        later = backup.make(database, KEY, tmp_path / "kept")
        with pytest.raises(BackupError, match="keys were rotated"):
            restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)
        made = later
    restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)


def test_an_audit_row_that_was_changed_stops_the_restore(database: Database, tmp_path: Path) -> None:
    keeping.fill(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        names = ["audit_not_changed"]
        for name in names:
            on = " ON audit" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
        connection.execute(tables.audit.update().values(reason="changed"))
    made = backup.make(database, KEY, tmp_path / "kept")
    with pytest.raises(BackupError, match="does not hold at row 1"):
        restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)


def test_numbers_of_later_rows_are_not_given_out_again(database: Database, made: backup.Backup, tmp_path: Path) -> None:
    """An erasure of later than the data names a row by number; a new row must not get that number."""
    row = {"erasure_id": 1, "made_at": database.clock(), "row_of": "clients", "row_id": 300}
    database.write(lambda c: c.execute(tables.erasures.insert().values(**row)))
    backup.renew_secrets(database, KEY, tmp_path / "kept")
    restore.restore(home_at(tmp_path / "new"), made.file, None, KEY)
    back = databases.opened(tmp_path / "new")
    assert back.write(lambda c: numbered(c, 1)) == 301
    back.close()


def test_a_passphrase_opens_what_it_closed(database: Database, tmp_path: Path) -> None:
    keeping.fill(database)
    made = backup.make(database, BackupKey("風吹草低見牛羊".encode(), is_passphrase=True), tmp_path / "kept")
    assert made.of_passphrase
    key = key_from(tmp_path / "none", "風吹草低見牛羊")
    assert key is not None
    assert restore.verify(made.file, None, key)[0].counts["clients"] == 6
    with pytest.raises(BackupError, match="does not fit"):
        restore.verify(made.file, None, BackupKey(b"other", is_passphrase=True))


def test_pruning_keeps_the_newest_and_the_secrets(database: Database, now: databases.Now, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    made = []
    for _round in range(4):
        made.append(backup.make(database, KEY, folder))
        now.pass_by(days=1)
    assert [b.file for b in backup.prune(folder, 2)] == [made[1].file, made[0].file]
    assert sorted(f.name for f in folder.iterdir()) == [made[2].file.name, made[3].file.name, "secrets.deskbackup"]
    assert backup.prune(folder, 0) == [made[2]]


def test_the_key_file(tmp_path: Path) -> None:
    file = tmp_path / "backup.key"
    assert key_from(file, None) is None
    made = new_key_file(file)
    assert (key_from(file, None), stat.S_IMODE(file.stat().st_mode)) == (made, 0o600)
    with pytest.raises(FileExistsError):
        new_key_file(file)
    file.write_text("no key\n", encoding="utf-8")
    with pytest.raises(BackupError, match="is not a backup key"):
        key_from(file, None)
