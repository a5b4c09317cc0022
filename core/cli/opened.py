"""The database of this installation, opened for one command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.store.database import Database


@contextmanager
def opened() -> Iterator[Database]:
    """The database that the environment names, closed at the end.

    Raises:
        StoreError: It cannot be opened.
    """
    from core.store.database import open_database  # noqa: PLC0415 (heavy; commands that keep nothing go without)
    from core.store.home import home_of  # noqa: PLC0415

    database = open_database(home_of(os.environ))
    try:
        yield database
    finally:
        database.close()
