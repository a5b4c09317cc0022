"""Opening the database: its folder, keys, tables and connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.clock import Clock, utc_now
from core.store import audit, migrate
from core.store.causes import cannot_read, cannot_write
from core.store.connections import READS, engine_of
from core.store.faults import CannotWrite, KeysError, StoreError
from core.store.home import Home
from core.store.in_use import Use
from core.store.keys import KeyRing, new_ring, read_ring, write_first_ring, write_ring
from core.store.ring_file import Follower
from core.store.seals import SECRET_BYTES, Sealer
from core.store.tables import facts
from core.store.writer import WRITER_LOCK, Act, Answer, Writer
from core.texts import N_, Text

T = TypeVar("T")
RING_FACT = "ring"


class Database:
    """One installation's database: read by anybody's connection, written by one writer.

    Attributes:
        home: Where it is.
        engine: Connections.
        writer: The one writer.
        clock: Gives the instant.
    """

    def __init__(self, home: Home, engine: sa.Engine, ring: KeyRing, clock: Clock, use: Use) -> None:
        """Take what `open_database` prepared."""
        self.home = home
        self._use = use
        self.engine = engine
        self.clock = clock
        self._follower = Follower(home.keys_file, ring, engine)
        self.writer = Writer(engine, clock)
        self._reading = engine if home.is_sqlite else engine.execution_options(**READS)

    @property
    def sealer(self) -> Sealer:
        """Seals and opens with the keys of the ring as its file stands; to be asked for anew inside every act."""
        return self._follower.sealer()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with; what it sees stays as it was at its first look, until it is closed.

        Raises:
            CannotRead: The database cannot be reached or read; the text says what to do.
        """
        try:
            with self._reading.connect() as connection:
                yield connection
        except DBAPIError as error:
            told = cannot_read(error)
            if told is error:
                raise
            raise told from error

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
        """Finish what waits and close every connection; a second time does nothing."""
        self.writer.close()
        self.engine.dispose()
        self._use.end()


def open_database(home: Home, clock: Clock = utc_now, engine: sa.Engine | None = None) -> Database:
    """Open the database, made and brought up to date if need be; several processes may do so at once.

    Args:
        home: Where it is.
        clock: Gives the instant.
        engine: Connections to it; None for the usual ones.

    Raises:
        KeysError: The data is there and its key file is not, or it is another one.
        Misplaced: The data is of a newer version of this program.
        CannotWrite: The folder or the database cannot be written to, or not reached, or is being restored.
    """
    _make_places(home)
    use = _use(home)
    engine = engine or engine_of(home)
    try:
        migrate.upgrade(engine)
        ring = _ring(home, engine)
    except DBAPIError as error:
        _give_up(engine, use)
        told = cannot_write(error)
        if told is error:
            raise
        raise told from error
    except OSError as error:
        _give_up(engine, use)
        raise _unusable(home.keys_file, error) from error
    except StoreError:
        _give_up(engine, use)
        raise
    return Database(home, engine, ring, clock, use)


def _use(home: Home) -> Use:
    try:
        return Use(home.folder)
    except BlockingIOError as error:
        text = Text(N_("{folder} is being restored. Try again when that is done."), {"folder": str(home.folder)})
        raise CannotWrite(text) from error
    except OSError as error:
        raise _unusable(home.folder, error) from error


def _give_up(engine: sa.Engine, use: Use) -> None:
    engine.dispose()
    use.end()


def version_of(home: Home) -> str | None:
    """The version of the tables as they stand; None before the first start. Nothing is made or changed.

    Raises:
        CannotRead: The database cannot be reached or read.
    """
    if home.is_sqlite and not home.sqlite_file.exists():
        return None
    engine = engine_of(home)
    try:
        return migrate.version(engine)
    except DBAPIError as error:
        told = cannot_read(error)
        if told is error:
            raise
        raise told from error
    finally:
        engine.dispose()


def _make_places(home: Home) -> None:
    """The folder and the database file, for their owner's eyes."""
    folder = home.folder
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if home.is_sqlite and "uri=" not in home.database_url:
            file = home.sqlite_file
            folder = file.parent
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
    except OSError as error:
        raise _unusable(folder, error) from error


def _unusable(place: Path, error: OSError) -> CannotWrite:
    values = {"place": str(place), "why": error.strerror or ""}
    return CannotWrite(
        Text(N_("{place} cannot be written to ({why}). Mend its permissions, or name another in DESK_HOME."), values)
    )


def _ring(home: Home, engine: sa.Engine) -> KeyRing:
    """The ring of the key file, which is the one that sealed the data; made if there is neither."""
    with engine.connect() as connection:
        known = connection.execute(_RING_FACT).scalar()
    if known is None:
        return _first_ring(home, engine)
    ring = read_ring(home.keys_file)
    if ring is None:
        raise KeysError(
            Text(
                N_("The key file {file} is missing. Put it back: without it the personal values cannot be read."),
                {"file": str(home.keys_file)},
            )
        )
    Sealer(ring).open("facts", 0, known[SECRET_BYTES:], known[:SECRET_BYTES])
    return ring


def _first_ring(home: Home, engine: sa.Engine) -> KeyRing:
    """Make the key file and note whose it is, under the writer's lock: of several processes one makes it."""
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
        if connection.execute(_RING_FACT).scalar() is None:
            ring = read_ring(home.keys_file) or write_first_ring(home.keys_file, new_ring())
            blob, secret = Sealer(ring).seal("facts", 0, {"ring": "ours"})
            connection.execute(facts.insert().values(name=RING_FACT, value=secret + blob))
            return ring
    return _ring(home, engine)


_RING_FACT = sa.select(facts.c.value).where(facts.c.name == RING_FACT)
