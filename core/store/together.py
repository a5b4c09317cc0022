"""Small statements of the writer, straight to the driver; what gives nothing back goes together, in one trip.

For what every form does. Each is a statement of SQLAlchemy's, built once and compiled once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
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
        raw: Any = self.connection.connection.driver_connection
        with _told(self.connection):
            several = sum(len(rows) for _statement, rows in waiting) > 1
            if several and self.connection.dialect.name == "postgresql" and psycopg.Pipeline.is_supported():
                with raw.pipeline(), raw.cursor() as cursor:
                    _run(cursor, "postgresql", waiting)
                return
            cursor = raw.cursor()
            _run(cursor, self.connection.dialect.name, waiting)
            cursor.close()


def ask(connection: sa.Connection, statement: sa.Select[Any], given: Row = MappingProxyType({})) -> list[Any]:
    """What a small statement selects, as plain rows: no types are converted, so for texts, numbers and bytes only.

    Args:
        connection: The writer's; any other is asked in the usual way, as its first look begins a transaction.
        statement: One that is built once; every value is a bound parameter.
        given: The parameters.

    Raises:
        DBAPIError: As the connection would raise it.
    """
    if not connection.in_transaction():
        return list(connection.execute(statement, dict(given)))
    raw: Any = connection.connection.driver_connection
    text = _text(statement, (), connection.dialect.name)
    with _told(connection):
        cursor = raw.cursor()
        cursor.execute(text.words, text.given(given))
        found: list[Any] = cursor.fetchall()
        cursor.close()
    return found


def _run(cursor: Any, dialect: str, waiting: Sequence[tuple[sa.Executable, list[Row]]]) -> None:
    for statement, rows in waiting:
        text = _text(statement, tuple(rows[0]), dialect)
        for row in rows:
            cursor.execute(text.words, text.given(row))


@contextmanager
def _told(connection: sa.Connection) -> Iterator[None]:
    """What the driver raises, as every other statement would raise it."""
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except errors as error:
        told = sa.exc.DBAPIError.instance("together", None, error, errors, hide_parameters=True)
        raise told from error


@dataclass(frozen=True)
class _Text:
    """A statement in a dialect; its fixed values; and, where parameters have no names, their order."""

    words: str
    fixed: Row
    order: tuple[str, ...] | None

    def given(self, row: Row) -> Row | list[Any]:
        """Parameters as the driver takes them."""
        named = {**self.fixed, **row} if self.fixed else row
        if self.order is None:
            return named
        return [_written(v) if isinstance(v := named[name], date) else v for name in self.order]


@lru_cache(maxsize=512)
def _text(statement: Any, names: tuple[str, ...], dialect: str) -> _Text:
    """A statement compiled: SQLAlchemy takes ten times as long to prepare a small one as SQLite to run it."""
    keys = list(names) if isinstance(statement, sa.Insert) else None
    compiled = statement.compile(dialect=_DIALECTS[dialect], column_keys=keys)
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return _Text(str(compiled), fixed, tuple(compiled.positiontup) if dialect == "sqlite" else None)


def _written(at: date) -> str:
    """An instant or a date as SQLite keeps it, which is text, as `metadata.Instant` has it."""
    return at.isoformat(" ", "seconds") if isinstance(at, datetime) else at.isoformat()


_DIALECTS: Mapping[str, sa.Dialect] = {
    "sqlite": sqlite.pysqlite.dialect(),
    "postgresql": postgresql.psycopg.dialect(),  # type: ignore[no-untyped-call]
}


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
