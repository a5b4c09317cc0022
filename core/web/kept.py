"""The database of this process, opened once."""

from __future__ import annotations

import os
import threading

from core.store.database import Database, open_database
from core.store.home import Home, home_of

_OPENING = threading.Lock()
_OPEN: dict[Home, Database] = {}


def database() -> Database:
    """The database that the environment names; made at first start, opened once for all threads.

    Raises:
        StoreError: It cannot be opened; the text says what to do. The next call tries again.
    """
    home = home_of(os.environ)
    with _OPENING:
        if home not in _OPEN:
            _OPEN[home] = open_database(home)
        return _OPEN[home]


def close() -> None:
    """Close what was opened; the next call of `database` opens it again."""
    with _OPENING:
        for opened in _OPEN.values():
            opened.close()
        _OPEN.clear()
