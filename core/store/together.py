"""Statements that give nothing back, run one after the other at once: with PostgreSQL in one trip to the server."""

from __future__ import annotations

from collections.abc import Mapping
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
        for statement, rows in waiting:
            self.connection.execute(statement, rows if len(rows) > 1 else rows[0])

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


_SERVER = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


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
