"""Connections to the database, each with what must hold on it: SQLite keeps none of this in its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from core.store.home import Home

BUSY_MILLISECONDS = 30_000
"""How long to wait for another process's writer; a bulk load of it takes less."""
PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
CACHE_KIB = {True: 131_072, False: 16_384}
"""Page cache of the one connection that writes, which a bulk load needs, and of each of the many that read."""
SESSION = (
    f"SET SESSION lock_timeout = {BUSY_MILLISECONDS}",
    # A server set to acknowledge before it has written is not believed; a stricter setting is left alone.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
)
READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Options of a connection to read with on PostgreSQL, so that it sees one state until it is closed."""


def engine_of(home: Home, pragmas: Sequence[str] = PRAGMAS) -> sa.Engine:
    """Connections to the database; parameters of statements are kept out of what errors say.

    Args:
        home: Where it is.
        pragmas: What is set on each connection of SQLite; other than the default only to show what it guards.
    """
    url = sa.make_url(home.database_url)
    if home.is_sqlite:
        engine = sa.create_engine(url, pool_size=10, max_overflow=20, hide_parameters=True)
        prepare_sqlite(engine, pragmas)
        return engine
    engine = sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    sa.event.listen(engine, "connect", _saying(SESSION, autocommit=True))
    return engine


def prepare_sqlite(engine: sa.Engine, pragmas: Sequence[str]) -> None:
    """Set pragmas on every connection, and begin transactions here instead of in the driver."""
    sa.event.listen(engine, "connect", _saying(pragmas, autocommit=False))
    sa.event.listen(engine, "begin", _begin)


def _saying(statements: Sequence[str], *, autocommit: bool) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        raw: Any = connection
        if autocommit:
            raw.autocommit = True
        else:
            raw.isolation_level = None  # the driver begins nothing by itself
        cursor = raw.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        if autocommit:
            raw.autocommit = False

    return prepare


def _begin(connection: sa.Connection) -> None:
    """Only the writer writes, and it takes the lock at once: a read that turned into a write would be refused late."""
    writes = bool(connection.get_execution_options().get("writes"))
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KIB[writes]}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
