"""Alembic migrations, run by `core.store.migrate`."""
