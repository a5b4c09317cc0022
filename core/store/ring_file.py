"""Following the key ring's file: a rotation in another process is noticed before the next seal is made.

Two index keys on the ring mean that a rotation is under way or was cut short. Which of them is in force stands in the
database, as the fact `index_key`, so that it changes in the very transaction that makes all indexes anew.
"""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa

from core.store.keys import Key, KeyRing, read_ring
from core.store.seals import Sealer
from core.store.tables import facts

INDEX_FACT = "index_key"


def index_in_force(connection: sa.Connection, ring: KeyRing) -> int:
    """Number of the index key that the rows at hand were made with: what the fact says, else the oldest."""
    value = connection.execute(sa.select(facts.c.value).where(facts.c.name == INDEX_FACT)).scalar()
    return int(value) if value else min(k.number for k in ring.keys if k.purpose == "index")


def in_force(connection: sa.Connection, ring: KeyRing) -> KeyRing:
    """The ring without index keys that are not in force yet."""
    if sum(k.purpose == "index" for k in ring.keys) == 1:
        return ring
    last = index_in_force(connection, ring)
    return KeyRing(tuple(k for k in ring.keys if k.purpose != "index" or k.number <= last))


class Follower:
    """Gives a sealer with the ring as its file stands; the file is looked at for each, read only when it changed."""

    def __init__(self, file: Path, ring: KeyRing, engine: sa.Engine) -> None:
        """Begin with a ring that was read from the file or written to it."""
        self._file = file
        self._engine = engine
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known = ring
        self._settled: Sealer | None = None

    def sealer(self) -> Sealer:
        """A sealer with the newest keys; keys that a rotation dropped meanwhile stay to read what was begun before."""
        with self._lock:
            mark = self._mark()
            if self._settled is not None and mark == self._seen:
                return self._settled
            ring = read_ring(self._file) if mark is not None else None
            self._known = _joined(ring, self._known) if ring else self._known
            self._seen = mark
            index_keys = sum(k.purpose == "index" for k in (ring or self._known).keys)
            if index_keys == 1:
                self._settled = Sealer(self._known, self._newer)
                return self._settled
            self._settled = None
            known = self._known
        with self._engine.connect() as connection:
            return Sealer(in_force(connection, known), self._newer)

    def forget(self) -> None:
        """Read the file anew at the next call."""
        with self._lock:
            self._seen = self._settled = None

    def _newer(self) -> KeyRing:
        return read_ring(self._file) or self._known

    def _mark(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _joined(ring: KeyRing, before: KeyRing) -> KeyRing:
    """The ring with the keys that it no longer has, oldest first."""
    have = {(k.purpose, k.number) for k in ring.keys}
    gone: list[Key] = [k for k in before.keys if (k.purpose, k.number) not in have]
    return KeyRing((*gone, *ring.keys))
