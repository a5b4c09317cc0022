"""Whether the database answers and is of this program's version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.store import migrate
from core.store.database import Database


def is_ready(database: Database) -> bool:
    """Whether the database answers a question and every migration has been run, no more and no less."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    heads = set(ScriptDirectory.from_config(config).get_heads())
    try:
        with database.read() as connection:
            connection.execute(sa.select(1))
            return set(MigrationContext.configure(connection).get_current_heads()) == heads
    except sa.exc.DBAPIError:
        return False
