"""Cases for requests that came by spreadsheet: made, brought in step and put away as batches come and go.

A form writes its row and its case together. An upload, a correction or an undo writes rows alone; here their cases
follow, so many at a time, from the marks up to which every row was looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core.office.events import Happened, write_event
from core.office.requests_cases import GONE, ROWS, Standing, case_of, follow_row, new_case, opened_row
from core.office.requests_handlers import handler_number
from core.office.work_settings import work_settings
from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import request_cases
from core.store.tables import batches, facts, seals
from core.store.writer import seconds

AT_ONCE = 1000
_FACT = "office.cases"
_STRIDE = 500
"""The marks are moved on when so many rows were made since, though no case is missing."""


def catch_up(database: Database, limit: int = AT_ONCE) -> int:
    """Make the cases that are missing, follow rows that changed, put away those whose row is gone.

    Args:
        database: Where.
        limit: So many rows at most; whatever is left is done the next time.

    Returns:
        How many were made, followed or put away; 0: nothing was written, every request has its case.
    """
    with database.read() as connection:
        if not _behind(connection):
            return 0
    return database.write(lambda connection: _caught_up(database, connection, limit))


def _behind(connection: sa.Connection) -> bool:
    """Whether something is to be done; looks only at what came after the marks."""
    row_mark, batch_mark = _marks(connection)
    newest = connection.execute(sa.select(sa.func.max(ROWS.c.row_id))).scalar() or 0
    if newest - row_mark > _STRIDE:
        return True
    return bool(
        connection.execute(_missing(row_mark).limit(1)).first()
        or connection.execute(_gone(batch_mark).limit(1)).first()
    )


def _caught_up(database: Database, connection: sa.Connection, limit: int) -> int:
    row_mark, batch_mark = _marks(connection)
    newest = connection.execute(sa.select(sa.func.max(ROWS.c.row_id))).scalar() or 0
    ended = connection.execute(sa.select(sa.func.max(ROWS.c.ended_by))).scalar() or 0
    found = connection.execute(_missing(row_mark).order_by(ROWS.c.row_id).limit(limit)).all()
    known = _known(connection, [one.request_no for one in found])
    rows = {one.row_id: opened_row(database.sealer, one) for one in found}
    _make(database, connection, {one.row_id: rows[one.row_id] for one in found if one.request_no not in known})
    for one in found:
        if one.request_no in known:
            case, kept = case_of(connection, database.sealer, one.request_no) or ({}, {})
            follow_row(database, connection, Standing(one.row_id, rows[one.row_id], case, kept))
            happened = Happened("uploaded", one.account_id, batch_id=one.batch_id)
            write_event(database, connection, one.request_no, happened)
    row_mark = newest if len(found) < limit else found[-1].row_id
    gone: list[int] = []
    if len(found) < limit:  # rows that took the place of others are followed first
        gone = [row.case_id for row in connection.execute(_gone(batch_mark).limit(limit))]
        away = request_cases.update().where(request_cases.c.case_id.in_(gone))
        connection.execute(away.values(turn=GONE))
        batch_mark = ended if len(gone) < limit else batch_mark
    _mark(connection, row_mark, batch_mark)
    return len(found) + len(gone)


def _known(connection: sa.Connection, numbers: Sequence[str]) -> set[str]:
    asked = sa.select(request_cases.c.request_no).where(request_cases.c.request_no.in_(numbers))
    return set(connection.execute(asked).scalars())


def _make(database: Database, connection: sa.Connection, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Make the cases of rows that have none, all at once."""
    if not rows:
        return
    settings, at = work_settings(connection), seconds(database.clock())
    names = dict.fromkeys(row["assigned_to"] for row in rows.values() if row["assigned_to"])
    handlers = {name: handler_number(database, connection, name) for name in names}
    made = [
        new_case(row_id, row, handlers.get(row["assigned_to"]), settings)
        | {"case_id": number, "made_at": at, "sealed": b""}
        for number, (row_id, row) in enumerate(rows.items(), numbered(connection, len(rows)))
    ]
    connection.execute(request_cases.insert(), made)


def _missing(row_mark: int) -> sa.Select[tuple[object, ...]]:
    """Standing rows after a mark that no case is in step with."""
    from_rows = ROWS.outerjoin(request_cases, request_cases.c.row_id == ROWS.c.row_id)
    joined = from_rows.outerjoin(seals, sa.and_(seals.c.row_of == "requests", seals.c.row_id == ROWS.c.row_id))
    joined = joined.join(batches, batches.c.batch_id == ROWS.c.batch_id)
    after = sa.and_(ROWS.c.row_id > row_mark, ROWS.c.ended_by.is_(None), request_cases.c.case_id.is_(None))
    return sa.select(ROWS, seals.c.secret, batches.c.account_id).select_from(joined).where(after)


def _gone(batch_mark: int) -> sa.Select[tuple[int]]:
    """Cases in step with a row that a batch after a mark ended, with nothing in its place."""
    joined = ROWS.join(request_cases, request_cases.c.row_id == ROWS.c.row_id)
    ended = sa.and_(ROWS.c.ended_by > batch_mark, request_cases.c.turn != GONE)
    return sa.select(request_cases.c.case_id).select_from(joined).where(ended)


def _marks(connection: sa.Connection) -> tuple[int, int]:
    known = connection.execute(sa.select(facts.c.value).where(facts.c.name == _FACT)).scalar() or bytes(16)
    return int.from_bytes(known[:8]), int.from_bytes(known[8:])


def _mark(connection: sa.Connection, row_mark: int, batch_mark: int) -> None:
    value = row_mark.to_bytes(8) + batch_mark.to_bytes(8)
    if not connection.execute(facts.update().where(facts.c.name == _FACT).values(value=value)).rowcount:
        connection.execute(facts.insert().values(name=_FACT, value=value))
