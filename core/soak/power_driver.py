"""APSW in the clothes of Python's own `sqlite3`, as far as SQLAlchemy asks: our own database runs on any disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

ADAPTED = {"PARSE_DECLTYPES": sqlite3.PARSE_DECLTYPES, "PARSE_COLNAMES": sqlite3.PARSE_COLNAMES}


def module(apsw: Any, system: str) -> Any:
    """A module for `create_engine(module=...)`.

    Args:
        apsw: The package.
        system: Name of the file system of SQLite's that files are opened through.
    """

    def connect(name: str, **_options: object) -> Connection:
        return Connection(apsw, apsw.Connection(name, vfs=system))

    errors = {
        kind: getattr(sqlite3, kind)
        for kind in ("Error", "Warning", "InterfaceError", "DatabaseError", "DataError", "OperationalError")
    } | {kind: getattr(sqlite3, kind) for kind in ("IntegrityError", "InternalError", "ProgrammingError")}
    return SimpleNamespace(
        connect=connect,
        paramstyle="qmark",
        apilevel="2.0",
        threadsafety=1,
        version="apsw",
        sqlite_version=apsw.sqlite_lib_version(),
        sqlite_version_info=tuple(int(n) for n in apsw.sqlite_lib_version().split(".")),
        Binary=bytes,
        **ADAPTED,
        **errors,
    )


class Connection:
    """One connection."""

    def __init__(self, apsw: Any, real: Any) -> None:
        """Take APSW's."""
        self._apsw = apsw
        self.real = real
        self.isolation_level: str | None = None

    def cursor(self) -> Cursor:
        """A cursor."""
        return Cursor(self._apsw, self.real)

    def execute(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Run a statement."""
        return self.cursor().execute(statement, values)

    def create_function(self, name: str, count: int, function: Any, **_options: object) -> None:
        """Give SQLite a function."""
        self.real.create_scalar_function(name, function, count)

    def commit(self) -> None:
        """Commit, where a transaction is open."""
        if self.real.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """Take back, where a transaction is open."""
        if self.real.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Close it."""
        self.real.close()


class Cursor:
    """The rows of one statement, all read at once."""

    arraysize = 1

    def __init__(self, apsw: Any, real: Any) -> None:
        """Begin with nothing."""
        self._apsw = apsw
        self._real = real
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Run a statement."""
        return self._run(statement, values, many=False)

    def executemany(self, statement: str, values: Iterable[Sequence[object]]) -> Cursor:
        """Run a statement for each set of values."""
        return self._run(statement, list(values), many=True)

    def _run(self, statement: str, values: Sequence[Any], *, many: bool) -> Cursor:
        cursor, before = self._real.cursor(), self._real.total_changes()
        described: list[tuple[tuple[str, Any], ...]] = []

        def look(running: Any, _statement: str, _values: object) -> bool:
            described.append(running.get_description())
            return True

        cursor.exec_trace = look  # a statement that gave no row says nothing of its columns later
        try:
            (cursor.executemany if many else cursor.execute)(statement, values)
            self._rows = list(cursor)
        except self._apsw.Error as error:
            raise _as_sqlite3(self._apsw, error) from error
        columns = described[-1] if described else ()
        self.description = [(name, *(None,) * 6) for name, _kind in columns] or None
        self.rowcount = self._real.total_changes() - before
        self.lastrowid = self._real.last_insert_rowid()
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """The next rows."""
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []


def _as_sqlite3(apsw: Any, error: Any) -> sqlite3.Error:
    """The error that Python's own module would raise."""
    code = getattr(error, "extendedresult", 0)
    kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else sqlite3.OperationalError
    raised = kind(str(error))
    raised.sqlite_errorcode = code
    return raised
