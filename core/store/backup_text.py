r"""Rows as text, the same from SQLite and PostgreSQL: the text form of PostgreSQL's COPY.

A row is a line, its values parted by tabs, `\N` for none, bytes as hexadecimal digits, instants and dates as ISO. Both
databases write the lines themselves, so that no value passes through Python; what one wrote is read into the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

ROWS_AT_ONCE = 5_000
NONE = b"\\N"
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_PLAIN_SETTINGS = "SET LOCAL datestyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"


def snapshot(engine: sa.Engine) -> sa.Connection:
    """A connection that sees the database as it is at its first question, until it is closed, and writes nothing."""
    if engine.dialect.name == "postgresql":
        connection = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.exec_driver_sql(_PLAIN_SETTINGS)
        return connection
    return engine.connect()


def written(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """The rows of a table as lines, in pieces of many lines; no row gives nothing."""
    if connection.dialect.name == "postgresql":
        columns = ", ".join(_quoted(connection, c.name) for c in table.columns)
        raw: Any = connection.connection.driver_connection
        with raw.cursor().copy(f"COPY (SELECT {columns} FROM {_quoted(connection, table.name)}) TO STDOUT") as copy:  # noqa: S608
            yield from (bytes(piece) for piece in copy)
        return
    values = " || char(9) || ".join(_sqlite_text(connection, c) for c in table.columns)
    result = connection.exec_driver_sql(f"SELECT {values} FROM {_quoted(connection, table.name)}")  # noqa: S608
    while rows := result.fetchmany(ROWS_AT_ONCE):
        yield ("\n".join(row[0] for row in rows) + "\n").encode("utf-8", "surrogatepass")


def read_in(connection: sa.Connection, table: sa.Table, columns: Sequence[str], lines: Iterable[bytes]) -> None:
    """Put lines into an empty table, in the transaction of a connection.

    Args:
        connection: Of either database.
        table: As it stands now; a column that it no longer has is read as text.
        columns: Names in the order of the values.
        lines: Without their line ends.
    """
    names = ", ".join(_quoted(connection, name) for name in columns)
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with raw.cursor().copy(f"COPY {_quoted(connection, table.name)} ({names}) FROM STDIN") as copy:
            for some in _some(lines):
                copy.write(b"\n".join(some) + b"\n")
        return
    kinds = [_reader(table.columns[name].type) if name in table.columns else _text for name in columns]
    places = ", ".join("?" for _name in columns)
    insert = f"INSERT INTO {_quoted(connection, table.name)} ({names}) VALUES ({places})"  # noqa: S608 (our names)
    for some in _some(lines):
        rows = [
            [None if v == NONE else kind(v) for kind, v in zip(kinds, line.split(b"\t"), strict=True)] for line in some
        ]
        raw.executemany(insert, rows)


def _quoted(connection: sa.Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _sqlite_text(connection: sa.Connection, column: sa.Column[Any]) -> str:
    """The expression that gives a value as COPY would write it."""
    name = _quoted(connection, column.name)
    match column.type:
        case sa.LargeBinary():
            text = f"'\\\\x' || lower(hex({name}))"
        case sa.Boolean():
            text = f"CASE WHEN {name} THEN 't' ELSE 'f' END"
        case sa.Double():
            text = f"printf('%!.17g', {name})"
        case sa.Text():
            text = name
            for sign, code in (("\\", 92), ("n", 10), ("r", 13), ("t", 9)):
                text = f"replace({text}, char({code}), '\\{sign}')"
        case _:
            text = f"CAST({name} AS TEXT)"
    return f"CASE WHEN {name} IS NULL THEN '\\N' ELSE {text} END"


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[bytes], Any]:
    readers: list[tuple[type[sa.types.TypeEngine[Any]], Callable[[bytes], Any]]] = [
        (sa.LargeBinary, lambda v: bytes.fromhex(v[3:].decode())),
        (sa.Boolean, lambda v: int(v == b"t")),
        (sa.Integer, int),
        (sa.Double, float),
    ]
    return next((reader for of, reader in readers if isinstance(kind, of)), _text)


def _text(value: bytes) -> str:
    if b"\\" in value:
        value = _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), value)
    return value.decode("utf-8", "surrogatepass")


def _some(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    some: list[bytes] = []
    for line in lines:
        some.append(line)
        if len(some) == ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some
