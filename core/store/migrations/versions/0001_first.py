"""The first tables."""

from alembic import op

from core.store.migrations.append_only import make_append_only
from core.store.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    metadata.create_all(op.get_bind())
    make_append_only(op.get_bind(), "audit", "seq")
