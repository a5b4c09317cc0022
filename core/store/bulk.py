"""Many rows into the tables at once: numbered, sealed, indexed, and written by executemany or COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from core.registries.columns import Column, Registry
from core.registries.definitions import registry
from core.store.identity import Marks
from core.store.row_values import cell_written, cells, written
from core.store.seals import INDEXED, Sealer
from core.store.tables import blind_index, facts, open_columns, registry_tables, sealed_columns, seals
from core.store.together import Together, ask, put

AT_ONCE = 20_000
_NUMBERS = "rows"
_FACT, _PUT_FACT = sa.select(facts.c.value).where(facts.c.name == sa.bindparam("fact")), put(facts)


@dataclass(frozen=True, eq=False)
class NewRows:
    """Rows to be written.

    Attributes:
        registry: English name.
        frame: Typed rows.
        scopes: The scope of each, large strings.
        marks: Identity and digest of each.
    """

    registry: str
    frame: pd.DataFrame
    scopes: pa.Array
    marks: Marks

    def __len__(self) -> int:
        """How many."""
        return len(self.frame)

    def taken(self, places: npt.NDArray[np.int64]) -> NewRows:
        """Some of them."""
        if len(places) == len(self):
            return self
        frame = self.frame.take(places).reset_index(drop=True)
        marks = Marks([self.marks.identity[i] for i in places], [self.marks.digest[i] for i in places])
        return NewRows(self.registry, frame, self.scopes.take(pa.array(places)), marks)


def fact(connection: sa.Connection, name: str) -> bytes | None:
    """What the house notes of itself under a name; None for nothing. Inside an act."""
    found = ask(connection, _FACT, {"fact": name})
    return bytes(found[0][0]) if found else None


def put_fact(connection: sa.Connection, name: str, value: bytes) -> None:
    """Note something under a name, in the place of what stood there; inside an act."""
    together = Together(connection)
    together.add(_PUT_FACT[connection.dialect.name], {"name": name, "value": value})
    together.run()


def numbered(connection: sa.Connection, count: int) -> int:
    """The first of so many row numbers that no row of any table ever had; inside an act."""
    last = int.from_bytes(fact(connection, _NUMBERS) or b"")
    put_fact(connection, _NUMBERS, (last + count).to_bytes(8))
    return last + 1


def insert(connection: sa.Connection, sealer: Sealer, rows: NewRows, batch_id: int) -> int:
    """Write rows as standing ones of a batch; inside an act.

    Returns:
        The number of the first; the others follow. 0 where there are none.
    """
    if not len(rows):
        return 0
    first = numbered(connection, len(rows))
    for some, numbers in pieces(rows, first):
        put_rows(connection, some, numbers, sealed(sealer, registry(rows.registry), some.frame, numbers), batch_id)
    return first


def pieces(rows: NewRows, first: int) -> Iterator[tuple[NewRows, range]]:
    """Rows some at a time, with their numbers from `first` on."""
    for at in range(0, len(rows), AT_ONCE):
        places = np.arange(at, min(at + AT_ONCE, len(rows)))
        yield rows.taken(places), range(first + at, first + at + len(places))


Hidden = tuple[list[bytes], list[tuple[Any, ...]], list[tuple[Any, ...]]]
"""What `sealed` makes of rows: the blob of each, rows of `seals`, rows of `blind_index`."""


def put_rows(connection: sa.Connection, rows: NewRows, numbers: range, hidden: Hidden, batch_id: int) -> None:
    """Write rows that have their numbers and are sealed, as standing ones of a batch."""
    of, (blobs, secrets, indexes) = registry(rows.registry), hidden
    is_open = open_columns(of)
    values = list(_columns(of, rows.frame, is_open).values())
    head: list[Sequence[Any]] = [numbers, rows.scopes.to_pylist(), rows.marks.identity, rows.marks.digest]
    head += [[batch_id] * len(rows), blobs]
    names = ["row_id", "scope", "identity", "digest", "batch_id", "sealed", *(c.name for c in is_open)]
    write(connection, registry_tables[of.name], names, zip(*head, *values, strict=True))
    write(connection, seals, ["row_of", "row_id", "secret"], secrets)
    write(connection, blind_index, ["ix", "row_of", "row_id", "column"], indexes)


def sealed(sealer: Sealer, of: Registry, frame: pd.DataFrame, numbers: Sequence[int]) -> Hidden:
    """Seal the personal values of rows.

    Returns:
        The blob of each row; rows of `seals`; rows of `blind_index`.
    """
    hidden = sealed_columns(of)
    if not hidden:
        return [b""] * len(frame), [], []
    columns = _columns(of, frame, hidden)
    blobs, made = sealer.seal_all(of.name, numbers, columns)
    secrets = [(of.name, number, secret) for number, secret in zip(numbers, made, strict=True) if secret]
    indexes: list[tuple[Any, ...]] = []
    for column in hidden:
        if column.personal not in INDEXED:
            continue
        values = columns[column.name]
        distinct = [v for v in dict.fromkeys(values) if v is not None]
        known = dict(zip(distinct, sealer.indexes_all(column.personal, distinct), strict=True))
        for number, value in zip(numbers, values, strict=True):
            if value is not None:
                indexes += [(ix, of.name, number, column.name) for ix in known[value]]
    indexes.sort()  # one place of the index after the other
    return blobs, secrets, indexes


def _columns(of: Registry, frame: pd.DataFrame, wanted: Sequence[Column]) -> dict[str, list[Any]]:
    """Columns as they are written, by name."""
    if len(frame) == 1:
        held = cells(of, frame)
        return {c.name: [cell_written(c, held.get(c.name))] for c in wanted}
    return {c.name: written(c, frame[c.name]).to_pylist() for c in wanted}


def write(connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows into a table in the connection's transaction, by executemany, or by COPY in PostgreSQL."""
    quoted = [connection.dialect.identifier_preparer.quote(n) for n in names]
    target = f"{connection.dialect.identifier_preparer.format_table(table)} ({', '.join(quoted)})"
    if connection.dialect.name == "postgresql":
        _copy(connection, target, rows)
        return
    statement = f"INSERT INTO {target} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 (our own names)
    for some in _pieces(rows):
        connection.exec_driver_sql(statement, some)


def _copy(connection: sa.Connection, target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    raw: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi.Error
    try:
        with raw.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:  # as every other statement would raise it
        told = sa.exc.DBAPIError.instance(f"COPY {target}", None, error, errors, hide_parameters=True)
        raise told from error


def _pieces(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def end(connection: sa.Connection, name: str, row_ids: npt.NDArray[np.int64], batch_id: int) -> None:
    """End rows of a registry: from now on they are versions that were; inside an act."""
    table = registry_tables[name]
    for at in range(0, len(row_ids), AT_ONCE):
        some = row_ids[at : at + AT_ONCE].tolist()
        if connection.dialect.name == "postgresql":
            known = table.c.row_id == sa.any_(sa.literal(some, sa.ARRAY(sa.BigInteger())))
        else:
            # one statement for many rows: inside a savepoint SQLite takes longer for each one the more there were
            known = table.c.row_id.in_(sa.select(sa.func.json_each(json.dumps(some)).table_valued("value").c.value))
        connection.execute(table.update().where(known).values(ended_by=batch_id))
