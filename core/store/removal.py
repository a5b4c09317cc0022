"""Taking rows away for good, or the person out of them: row, sealed values, secret and blind indexes, inside an act.

A row that other rows or tallies need stays without the person: its sealed values go, and with its secret every copy of
them in every backup of the data can no longer be opened.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from core.store import office_tables
from core.store.audit import Entry
from core.store.client_records import Row
from core.store.database import Database
from core.store.held import OF_RESIDENTS
from core.store.history import Done, Made, begin, finish
from core.store.office_rows import number_of, table_of
from core.store.tables import OFFICE_SCOPE, blind_index, erasures, metadata, registry_tables, seals
from core.store.writer import seconds

AT_ONCE = 500
_ORDER = {table.name: place for place, table in enumerate(reversed(metadata.sorted_tables))}
"""What names others comes before them, so that nothing is left that names nothing."""


def remove(connection: sa.Connection, rows: Iterable[Row]) -> int:
    """Delete rows of registries and of the property desk with all that was kept of them.

    Returns:
        How many rows there were.
    """
    count = 0
    for name, ids in _by_table(rows):
        _without_person(connection, name, ids)
        table = table_of(name)
        if table is office_tables.contact_days:
            codes = office_tables.card_codes
            connection.execute(codes.update().where(codes.c.day_id.in_(ids)).values(day_id=None))
        count += connection.execute(table.delete().where(number_of(table).in_(ids))).rowcount
    return count


def forget(connection: sa.Connection, rows: Iterable[Row]) -> int:
    """Take the person out of rows; the rows stay, and the room of a request goes with the person.

    Returns:
        How many rows there were.
    """
    count = 0
    for name, ids in _by_table(rows):
        _without_person(connection, name, ids)
        table = table_of(name)
        blank: dict[str, object] = {"sealed": b""} if "sealed" in table.c else {}
        if "digest" in table.c:
            blank["digest"] = secrets.token_bytes(16)
        if "room_no" in table.c and ("request_no" in table.c or "given_with" in table.c):
            blank["room_no"] = None
        count += connection.execute(table.update().where(number_of(table).in_(ids)).values(blank)).rowcount
    return count


def note_erased(database: Database, connection: sa.Connection, rows: Iterable[Row]) -> None:
    """Write down which rows were erased, so that a restored backup loses them again."""
    last = connection.execute(sa.select(sa.func.max(erasures.c.erasure_id))).scalar() or 0
    at = seconds(database.clock())
    noted = [
        {"erasure_id": last + place, "made_at": at, "row_of": name, "row_id": row_id}
        for place, (name, _scope, row_id) in enumerate(rows, start=1)
    ]
    if noted:
        connection.execute(erasures.insert(), noted)


def note_gone(database: Database, connection: sa.Connection, made: Made, rows: Sequence[Row]) -> None:
    """A batch, with its counts and an audit row, for rows of registries of one desk that went; none for no rows.

    Rows of the house are no part of the batch: an audit row of their own has their counts.
    """
    counts: dict[str, dict[str, int]] = {}
    house: Counter[str] = Counter()
    for name, _scope, _row_id in rows:
        if name in registry_tables:
            counts.setdefault(name, {"removed": 0})["removed"] += 1
        else:
            house[name] += 1
    if counts:
        touched = {(scope, name) for name, scope, _row in rows if name in registry_tables}
        finish(database, connection, begin(database, connection, made), made, Done(counts, touched))
    if house:
        detail = {"kind": made.kind, "counts": dict(house)}
        entry = Entry(made.action, f"desk:{made.desk}", made.account_id, OFFICE_SCOPE, made.reason, detail)
        database.note(connection, entry)


def scrub(database: Database) -> bool:
    """Have the database let go of what was deleted: SQLite empties its write-ahead log, PostgreSQL its dead rows.

    Deleted bytes of the SQLite file itself are overwritten as they go (`secure_delete`).

    Returns:
        Whether it was done; False where somebody read for too long, and it is to be done again.
    """
    if not database.home.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (*registry_tables, *OF_RESIDENTS, "seals", "blind_index", "batches"):
                connection.execute(sa.text(f"VACUUM {table}"))
        return True
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        answer = cursor.fetchone()
        cursor.close()
    finally:
        raw.close()
    return answer is not None and not answer[0]  # busy, pages in the log, pages moved


def _without_person(connection: sa.Connection, name: str, ids: Sequence[int]) -> None:
    connection.execute(seals.delete().where(seals.c.row_of == name, seals.c.row_id.in_(ids)))
    connection.execute(blind_index.delete().where(blind_index.c.row_of == name, blind_index.c.row_id.in_(ids)))


def _by_table(rows: Iterable[Row]) -> Iterator[tuple[str, list[int]]]:
    """Row numbers of each table, so many at once."""
    ids: dict[str, list[int]] = {}
    for name, _scope, row_id in rows:
        ids.setdefault(name, []).append(row_id)
    for name, numbers in sorted(ids.items(), key=lambda one: _ORDER[one[0]]):
        for at in range(0, len(numbers), AT_ONCE):
            yield name, numbers[at : at + AT_ONCE]
