"""Where things are kept: a folder on this machine, the database, the keys beside it but never inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from core.store.faults import Misplaced
from core.texts import N_, Text

FOLDER = "DESK_HOME"
DATABASE = "DATABASE_URL"
KEYS = "DESK_KEYS_FILE"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "local"
POSTGRESQL = "postgresql+psycopg"


@dataclass(frozen=True)
class Home:
    """Places of one installation.

    Attributes:
        folder: Made at first start, readable by its owner alone.
        database_url: For SQLAlchemy: SQLite in the folder, or what `DATABASE_URL` says; it may hold a password.
        keys_file: The key ring; losing it loses every personal value, so it is backed up apart from the database.
    """

    folder: Path
    database_url: str = field(repr=False)
    keys_file: Path

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of ours."""
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path:
        """The database file.

        Raises:
            ValueError: The database is no file.
        """
        if not self.is_sqlite:
            raise ValueError("the database is a server")
        name = sa.make_url(self.database_url).database or ""
        return Path(name.removeprefix("file:"))

    @property
    def shown(self) -> str:
        """Where the database is, without a password."""
        if self.is_sqlite:
            return str(self.sqlite_file)
        return sa.make_url(self.database_url).render_as_string(hide_password=True)


def home_of(environ: Mapping[str, str]) -> Home:
    """The places that environment variables name: `DESK_HOME`, `DATABASE_URL`, `DESK_KEYS_FILE`; defaults otherwise.

    Raises:
        Misplaced: `DATABASE_URL` names neither a file of SQLite nor a PostgreSQL server.
    """
    folder = Path(environ.get(FOLDER) or DEFAULT_FOLDER).expanduser().absolute()
    url = _known(environ.get(DATABASE) or f"sqlite:///{folder / 'desk.sqlite3'}")
    return Home(folder, url, Path(environ.get(KEYS) or folder / "keys.json").expanduser().absolute())


def _known(address: str) -> str:
    """An address as SQLAlchemy takes it, with the driver that is installed."""
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _strange() from error
    kind = url.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return url.set(drivername=POSTGRESQL).render_as_string(hide_password=False)
    if kind != "sqlite" or not url.database or url.database == ":memory:":
        raise _strange()
    return address


def _strange() -> Misplaced:
    # The address may hold a password: it is not said again.
    return Misplaced(
        Text(
            N_(
                "DATABASE_URL is no address of a database that can be used here. It is sqlite:///FILE or "
                "postgresql://USER:PASSWORD@HOST/NAME; without it the data is kept in a file of the data folder."
            )
        )
    )
