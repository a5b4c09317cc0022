"""Bringing the tables up to date: Alembic migrations, run at start and by command."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: sa.Engine) -> None:
    """Run what has not been run yet, whole or not at all; of several processes one does it and the others wait."""
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(7020)))
        upgrade_to(connection, "head")


def upgrade_to(connection: sa.Connection, revision: str) -> None:
    """Run migrations up to a revision, in the transaction of a connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revisions() -> list[str]:
    """Every revision there is, oldest first."""
    return [r.revision for r in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
