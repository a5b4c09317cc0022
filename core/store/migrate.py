"""Bringing the tables up to date: Alembic migrations, run at start and by command."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: sa.Engine) -> None:
    """Run what has not been run yet, whole or not at all; of several processes one does it and the others wait."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(7020)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
