"""Each test of the property desk runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.store.database import Database
from tests import databases


@pytest.fixture
def now() -> databases.Now:
    """The clock of `database`; 2026-03-02 09:00 UTC until it is moved."""
    return databases.Now()


@pytest.fixture(scope="session")
def fresh_postgresql() -> Iterator[Callable[[], str]]:
    """Addresses of fresh databases on one server of this worker."""
    with databases.postgresql() as fresh:
        yield fresh


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of an empty database; blank for SQLite in the home folder."""
    return request.getfixturevalue("fresh_postgresql")() if request.param == "postgresql" else ""


@pytest.fixture
def database(database_url: str, tmp_path: Path, now: databases.Now) -> Iterator[Database]:
    """An empty database, closed at the end."""
    opened = databases.opened(tmp_path / "home", database_url, now)
    yield opened
    opened.close()
