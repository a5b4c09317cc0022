"""Statements that give nothing back, run one after the other at once: with PostgreSQL in one trip to the server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


class Together:
    """What an act writes, gathered until it is run; nothing of it is seen before.

    Attributes:
        connection: The writer's.
    """

    def __init__(self, connection: sa.Connection) -> None:
        """Begin with nothing gathered."""
        self.connection = connection
        self._waiting: list[tuple[sa.Executable, list[Row]]] = []

    def add(self, statement: sa.Executable, *rows: Row) -> None:
        """Gather a statement, to be run once for each row; one that is built once, not for each act.

        Args:
            statement: An insert without values, or one whose values and conditions are bound parameters.
            rows: Parameters, of the same names each; none adds nothing.
        """
        if rows:
            self._waiting.append((statement, list(rows)))

    def run(self) -> None:
        """Run what was gathered, in order, and begin anew.

        Raises:
            DBAPIError: As the connection would raise it.
        """
        waiting, self._waiting = self._waiting, []
        if self.connection.dialect.name == "postgresql" and psycopg.Pipeline.is_supported():
            self._in_one_trip(waiting)
            return
        if self.connection.dialect.name == "sqlite":
            self._one_by_one(waiting)
            return
        for statement, rows in waiting:
            self.connection.execute(statement, rows)

    def _one_by_one(self, waiting: list[tuple[sa.Executable, list[Row]]]) -> None:
        """With the text of each statement made once: of what a small one takes, half goes into preparing it."""
        for statement, rows in waiting:
            text, order = _in_order(statement, tuple(rows[0]))
            given = [tuple(_written(row[name]) for name in order) for row in rows]
            self.connection.exec_driver_sql(text, given if len(given) > 1 else given[0])

    def _in_one_trip(self, waiting: list[tuple[sa.Executable, list[Row]]]) -> None:
        raw: Any = self.connection.connection.driver_connection
        try:
            with raw.pipeline(), raw.cursor() as cursor:
                for statement, rows in waiting:
                    text = _text(statement, tuple(rows[0]))
                    for row in rows:
                        cursor.execute(text, row)
        except psycopg.Error as error:  # as every other statement would raise it
            told = sa.exc.DBAPIError.instance("together", None, error, psycopg.Error, hide_parameters=True)
            raise told from error


@lru_cache(maxsize=256)
def _text(statement: Any, names: tuple[str, ...]) -> str:
    keys = list(names) if isinstance(statement, sa.Insert) else None
    return str(statement.compile(dialect=_SERVER, column_keys=keys))


@lru_cache(maxsize=256)
def _in_order(statement: Any, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A statement for SQLite, and the order of its parameters."""
    keys = list(names) if isinstance(statement, sa.Insert) else None
    compiled = statement.compile(dialect=_FILE, column_keys=keys)
    return str(compiled), tuple(compiled.positiontup)


def _written(value: Any) -> Any:
    """A value as SQLite keeps it: instants and dates are text, as `metadata.Instant` has them."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value


_SERVER = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
_FILE = sqlite.pysqlite.dialect()


def put(table: sa.Table, counted: str | None = None) -> Mapping[str, sa.Insert]:
    """Dialect -> a statement that writes rows, each in the place of the one with its key.

    Args:
        table: Whose.
        counted: A column that is not replaced but added to what stands; the others stay then.
    """
    keys = [c.name for c in table.primary_key.columns]

    def of(statement: Any) -> Any:
        new = statement.excluded
        others = [c.name for c in table.columns if c.name not in keys]
        after = {n: new[n] for n in others} if counted is None else {counted: table.c[counted] + new[counted]}
        return statement.on_conflict_do_update(index_elements=keys, set_=after)

    return {"sqlite": of(sqlite.insert(table)), "postgresql": of(postgresql.insert(table))}
