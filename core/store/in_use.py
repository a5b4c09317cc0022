"""Whether somebody works with a home: a lock that every process that opened its database holds for as long.

A restore would pull the data from under a running server, which keeps answers in memory and a ring of keys. So it is
refused while anybody holds the lock, or on PostgreSQL has a connection, from whatever machine. A process that is killed
holds nothing any more.
"""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

try:
    import fcntl
except ImportError:  # Windows, where a database file that is open cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

FILE = "in-use.lock"
_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


class Use:
    """The lock of a home, until `end`."""

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        """Take the lock, with others or alone.

        Raises:
            BlockingIOError: It is to be held alone, and others hold it, or another holds it alone.
            OSError: The folder cannot be written to.
        """
        self._handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            self.end()
            raise
        except OSError:  # a file system without locks: nothing can be told
            return

    def end(self) -> None:
        """Let go; a second time does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)


def has_other_users(connection: sa.Connection) -> bool:
    """Whether anybody else is connected to the database; known on PostgreSQL alone, elsewhere the lock tells."""
    return connection.dialect.name == "postgresql" and bool(connection.execute(_OTHERS).scalar())
