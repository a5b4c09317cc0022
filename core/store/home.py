"""Where things are kept: a folder on this machine, the database, the keys beside it but never inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "DESK_HOME"
DATABASE = "DATABASE_URL"
KEYS = "DESK_KEYS_FILE"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "local"


@dataclass(frozen=True)
class Home:
    """Places of one installation.

    Attributes:
        folder: Made at first start, readable by its owner alone.
        database_url: For SQLAlchemy: SQLite in the folder, or what `DATABASE_URL` says.
        keys_file: The key ring; losing it loses every personal value, so it is backed up apart from the database.
    """

    folder: Path
    database_url: str
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
        return Path(self.database_url.removeprefix("sqlite:///"))


def home_of(environ: Mapping[str, str]) -> Home:
    """The places that environment variables name: `DESK_HOME`, `DATABASE_URL`, `DESK_KEYS_FILE`; defaults otherwise."""
    folder = Path(environ.get(FOLDER) or DEFAULT_FOLDER).expanduser().absolute()
    url = environ.get(DATABASE) or f"sqlite:///{folder / 'desk.sqlite3'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            url = "postgresql+psycopg://" + url.removeprefix(plain)
    return Home(folder, url, Path(environ.get(KEYS) or folder / "keys.json").expanduser().absolute())
