"""Opening the database: its folder, keys, tables and connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from core.clock import Clock, utc_now
from core.store import audit, migrate
from core.store.faults import KeysError
from core.store.home import Home
from core.store.keys import KeyRing, new_ring, read_ring, write_ring
from core.store.ring_file import Follower
from core.store.seals import Sealer
from core.store.tables import facts
from core.store.writer import Act, Answer, Writer
from core.texts import N_, Text

T = TypeVar("T")
BUSY_MILLISECONDS = 15_000
RING_FACT = "ring"
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
)


class Database:
    """One installation's database: read by anybody's connection, written by one writer.

    Attributes:
        home: Where it is.
        engine: Connections.
        writer: The one writer.
        clock: Gives the instant.
    """

    def __init__(self, home: Home, engine: sa.Engine, ring: KeyRing, clock: Clock) -> None:
        """Take what `open_database` prepared."""
        self.home = home
        self.engine = engine
        self.clock = clock
        self._follower = Follower(home.keys_file, ring, engine)
        self.writer = Writer(engine, clock)

    @property
    def sealer(self) -> Sealer:
        """Seals and opens with the keys of the ring as its file stands; to be asked for anew inside every act."""
        return self._follower.sealer()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with; what it sees stays the same until it is closed."""
        with self.engine.connect() as connection:
            yield connection

    def write(self, act: Act[T]) -> T:
        """Do an act in the writer's transaction and return its result after the commit."""
        return self.writer.do(act)

    def submit(self, token: str, kind: str, act: Act[Answer]) -> Answer:
        """Do an act once for a token and return its answer after the commit."""
        return self.writer.submit(token, kind, act)

    def note(self, connection: sa.Connection, entry: audit.Entry) -> int:
        """Append to the audit log, inside an act; the number of the row."""
        return audit.append(connection, self.sealer.ring, self.clock(), entry)

    def use_ring(self, ring: KeyRing) -> None:
        """Write the ring to its file and use it from now on."""
        write_ring(self.home.keys_file, ring)
        self._follower.forget()

    def close(self) -> None:
        """Finish what waits and close every connection."""
        self.writer.close()
        self.engine.dispose()


def open_database(home: Home, clock: Clock = utc_now) -> Database:
    """Open the database, made and brought up to date if need be.

    Raises:
        KeysError: The data is there and its key file is not, or it is another one.
        CannotWrite: The folder or the database cannot be written to.
    """
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = engine_of(home)
    migrate.upgrade(engine)
    ring = read_ring(home.keys_file)
    with engine.connect() as connection:
        known = connection.execute(sa.select(facts.c.value).where(facts.c.name == RING_FACT)).scalar()
    if ring is None and known is not None:
        engine.dispose()
        raise KeysError(
            Text(
                N_("The key file {file} is missing. Put it back: without it the personal values cannot be read."),
                {"file": str(home.keys_file)},
            )
        )
    if ring is None:
        ring = new_ring()
        write_ring(home.keys_file, ring)
    database = Database(home, engine, ring, clock)
    _same_ring(database, known)
    return database


def _same_ring(database: Database, known: bytes | None) -> None:
    """Note the ring at first, and refuse another one later."""
    sealer = database.sealer
    if known is None:
        blob, secret = sealer.seal("facts", 0, {"ring": "ours"})
        database.write(lambda c: c.execute(facts.insert().values(name=RING_FACT, value=secret + blob)))
        return
    try:
        sealer.open("facts", 0, known[16:], known[:16])
    except KeysError:
        database.close()
        raise


def engine_of(home: Home) -> sa.Engine:
    """Connections to the database, each with what must hold on it."""
    if not home.is_sqlite:
        return sa.create_engine(home.database_url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = sa.create_engine(home.database_url, pool_size=10, max_overflow=20)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Set what SQLite does not keep in the file; transactions are begun by `_begin`, not by the driver."""
    raw: Any = connection
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
