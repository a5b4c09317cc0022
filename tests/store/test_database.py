"""Opening: what holds on every connection, many first starts at once, what is said when it cannot be."""

from __future__ import annotations

import multiprocessing
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.store.audit import Entry
from core.store.connections import engine_of
from core.store.database import Database, open_database
from core.store.faults import CannotRead, CannotWrite, KeysError, Misplaced
from core.store.home import Home, home_of
from core.store.keys import new_ring, read_ring, write_first_ring
from core.store.tables import audit, facts
from tests import databases

FORK = multiprocessing.get_context("fork")


def pragma(connection: sa.Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def in_force(connection: sa.Connection) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete", "temp_store")
    return {name: pragma(connection, name) for name in names}


def test_every_connection_of_sqlite_has_what_must_hold(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 30_000,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }
    readers = [database.engine.connect() for _ in range(4)]
    assert [in_force(reader) for reader in readers] == [wanted] * 4
    assert database.write(in_force) == wanted
    for reader in readers:
        reader.close()
    database.close()


def test_postgresql_waits_for_locks_no_longer_than_sqlite_and_never_acknowledges_early(
    fresh_postgresql: Callable[[], str], tmp_path: Path
) -> None:
    url = fresh_postgresql()
    with sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:")).begin() as connection:
        name = connection.execute(sa.text("SELECT current_database()")).scalar()
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    database = databases.opened(tmp_path, url)
    shown = sa.text("SELECT current_setting('lock_timeout'), current_setting('synchronous_commit')")
    assert database.write(lambda c: tuple(c.execute(shown).one())) == ("30s", "on")
    database.close()


def test_who_reads_cannot_write_and_sees_one_state(database: Database) -> None:
    count = sa.select(sa.func.count()).select_from(audit)
    with database.read() as reader:
        assert reader.execute(count).scalar() == 0
        database.write(lambda c: database.note(c, Entry("test", "a:1")))
        assert reader.execute(count).scalar() == 0
    with database.read() as reader:
        assert reader.execute(count).scalar() == 1
    with pytest.raises(sa.exc.DBAPIError), database.read() as reader:
        reader.execute(facts.insert().values(name="mine", value=b""))
    with database.read() as reader:
        assert reader.execute(sa.select(facts.c.name)).scalars().all() == ["ring"]


def test_an_error_does_not_say_the_values(database: Database) -> None:
    def twice(connection: sa.Connection) -> None:
        connection.execute(facts.insert(), [{"name": "a", "value": b"13800138000"}] * 2)

    with pytest.raises(sa.exc.IntegrityError) as failed:
        database.write(twice)
    assert "13800138000" not in str(failed.value)


def _start(home: Home, gate: object, found: object) -> None:
    gate.wait()  # type: ignore[attr-defined]
    database = open_database(home)
    database.write(lambda c: database.note(c, Entry("start", "here:1")))
    found.put(b"".join(key.secret for key in database.sealer.ring.keys))  # type: ignore[attr-defined]
    database.close()


def test_many_first_starts_at_one_moment_make_one_database_and_one_ring(database_url: str, tmp_path: Path) -> None:
    environ = {"DESK_HOME": str(tmp_path / "home")} | ({"DATABASE_URL": database_url} if database_url else {})
    home, many = home_of(environ), 6
    gate, found = FORK.Barrier(many), FORK.Queue()
    starting = [FORK.Process(target=_start, args=(home, gate, found)) for _ in range(many)]
    for one in starting:
        one.start()
    rings = [found.get(timeout=60) for _ in starting]
    for one in starting:
        one.join()
    ring = read_ring(home.keys_file)
    assert ring is not None
    assert rings == [b"".join(key.secret for key in ring.keys)] * many
    database = open_database(home)
    with database.read() as connection:
        assert connection.execute(sa.select(audit.c.seq).order_by(audit.c.seq)).scalars().all() == [1, 2, 3, 4, 5, 6]
    database.close()
    assert [p.name for p in home.folder.iterdir() if p.name.startswith(".")] == []


def test_the_first_ring_in_the_file_stays(tmp_path: Path) -> None:
    first = write_first_ring(tmp_path / "keys.json", new_ring())
    assert write_first_ring(tmp_path / "keys.json", new_ring()) == first
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]


def test_a_missing_key_file_is_refused_and_none_is_made(database: Database) -> None:
    database.close()
    database.home.keys_file.unlink()
    with pytest.raises(KeysError, match="is missing"):
        open_database(database.home)
    assert not database.home.keys_file.exists()


def test_closing_twice_is_nothing_and_writing_after_it_is_refused(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(CannotWrite, match="closed"):
        database.write(lambda c: None)


def test_what_is_made_is_for_its_owner(tmp_path: Path) -> None:
    database = databases.opened(tmp_path / "home")
    database.write(lambda c: database.note(c, Entry("test", "a:1")))
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "home").iterdir()}
    assert modes == dict.fromkeys(
        ("desk.sqlite3", "desk.sqlite3-wal", "desk.sqlite3-shm", "in-use.lock", "keys.json"), 0o600
    )
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    database.close()


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CannotWrite) as failed:
        databases.opened(tmp_path / "file" / "home")
    place = str(tmp_path / "file" / "home")
    assert str(failed.value) == (
        f"{place} cannot be written to (Not a directory). Mend its permissions, or name another in DESK_HOME."
    )


def test_a_key_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(CannotWrite, match="cannot be written to"):
        databases.opened(tmp_path)


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as failed:
        databases.opened(tmp_path, f"postgresql://someone:secret@/desk?host={tmp_path}")
    assert str(failed.value) == "The database cannot be reached: nothing was saved. Try again in a minute."


def test_reading_from_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    database.close()
    for name in ("desk.sqlite3-wal", "desk.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    database.home.sqlite_file.write_bytes(b"x" * 8192)
    with pytest.raises(CannotRead, match="see whether the disk is failing"), database.read() as connection:
        connection.execute(sa.select(facts))


def test_a_database_that_may_not_be_written_is_read_and_says_so(tmp_path: Path) -> None:
    databases.opened(tmp_path).close()
    database = databases.opened(tmp_path, f"sqlite:///file:{tmp_path / 'desk.sqlite3'}?mode=ro&uri=true")
    with database.read() as connection:
        assert connection.execute(sa.select(facts.c.name)).scalars().all() == ["ring"]
    with pytest.raises(CannotWrite) as failed:
        database.write(lambda c: database.note(c, Entry("test", "a:1")))
    assert str(failed.value) == (
        "The database may not be written to: nothing was saved. Mend its permissions, then try again."
    )
    database.close()


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///:memory:", "mysql://someone:secret@host/desk", "nonsense secret", "http://a b"]
)
def test_an_address_of_something_else_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(Misplaced) as failed:
        home_of({"DATABASE_URL": address})
    assert str(failed.value).startswith("DATABASE_URL is no address of a database that can be used here.")
    assert "secret" not in str(failed.value)


def test_the_password_of_the_address_is_not_shown() -> None:
    home = home_of({"DESK_HOME": "/x", "DATABASE_URL": "postgres://someone:se%40cret@host:5433/desk"})
    assert home.database_url == "postgresql+psycopg://someone:se%40cret@host:5433/desk"
    assert home.shown == "postgresql+psycopg://someone:***@host:5433/desk"
    assert "cret" not in repr(home)


def test_the_file_of_sqlite_is_where_its_address_says() -> None:
    assert home_of({"DESK_HOME": "/x"}).sqlite_file == Path("/x/desk.sqlite3")
    assert home_of({"DATABASE_URL": "sqlite:////y/z.db"}).sqlite_file == Path("/y/z.db")
    assert home_of({"DATABASE_URL": "sqlite:///file:/y/z.db?mode=ro&uri=true"}).sqlite_file == Path("/y/z.db")


def test_the_clock_of_tests_is_the_one_given(database: Database) -> None:
    assert database.clock() == datetime(2026, 3, 2, 9, 0)
    assert engine_of(database.home).hide_parameters
