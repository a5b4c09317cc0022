"""Triggers that make a table append-only, on both databases. A migration that makes the table anew sets them again."""

from __future__ import annotations

import sqlalchemy as sa

SAID = "rows are only appended here"


def make_append_only(connection: sa.Connection, table: str, key: str) -> None:
    """Let the database itself refuse to change, delete or replace rows of a table.

    Args:
        connection: Of the migration.
        table: Its name.
        key: Its primary key, one column.
    """
    for statement in (_postgresql if connection.dialect.name == "postgresql" else _sqlite)(table, key):
        connection.exec_driver_sql(statement)


def _sqlite(table: str, key: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    there = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"  # noqa: S608 (names of ours)
    return [
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes without asking the trigger above.
        f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} WHEN EXISTS ({there}) {refuse}",
    ]


def _postgresql(table: str, _key: str) -> list[str]:
    call = f"EXECUTE FUNCTION {table}_append_only()"
    return [
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    ]
