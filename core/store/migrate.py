"""Bringing the tables up to date: Alembic migrations, run at start and by command."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.store.faults import Misplaced
from core.texts import N_, Text

FOLDER = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 7020
_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps the migration at hand in a module of its own


def upgrade(engine: sa.Engine, scripts: Path = FOLDER) -> str:
    """Run what has not been run yet, whole or not at all; of several processes one does it and the others wait.

    Args:
        engine: The database.
        scripts: The folder of the migrations.

    Returns:
        The version reached. Where nothing is to be done nothing is written.

    Raises:
        Misplaced: A newer program made the tables.
    """
    known, found = revisions(scripts), version(engine)
    refuse_newer(found, known)
    if found == known[-1]:
        return known[-1]
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        upgrade_to(connection, "head", scripts)
    return known[-1]


def upgrade_to(connection: sa.Connection, revision: str, scripts: Path = FOLDER) -> None:
    """Run migrations up to a revision, in the transaction of a connection."""
    config = _config(scripts)
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, revision)


def revisions(scripts: Path = FOLDER) -> list[str]:
    """Every revision there is, oldest first."""
    return [r.revision for r in ScriptDirectory.from_config(_config(scripts)).walk_revisions()][::-1]


def version(engine: sa.Engine) -> str | None:
    """The version of the tables as they stand; None before there are any."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(found: str | None, known: Sequence[str]) -> None:
    """Refuse tables that this program does not know.

    Args:
        found: Their version; None for none yet.
        known: Every revision there is, oldest first.

    Raises:
        Misplaced: A newer program made them.
    """
    if found is not None and found not in known:
        raise Misplaced(
            Text(
                N_(
                    "The database was last used by a newer version of this program (its tables are {found}, this "
                    "program knows {newest}). Start the newer version, or restore a backup made before it."
                ),
                {"found": found, "newest": known[-1]},
            )
        )


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
