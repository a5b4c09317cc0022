"""The work list: blanks first, page by page. One request with everything that belongs to it is in `work_file`.

What the list goes by stands in the cases, under indexes; sealed texts are opened for the rows shown and no others.
Names and contacts leave here masked; `core.store.reveal` opens one, `opened` a whole work order, each with its audit
row. `work_cases.catch_up` sees to it that uploaded requests are among the cases; pages call it before the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from core.office.requests_cases import CALL_BACK, HELD, IN_WORK, NO_HANDLER, SETTLED
from core.office.requests_form import tidy
from core.office.requests_handlers import handler_names
from core.office.work_file import BLANKS, RequestFile, blanks_of, one_request, opened
from core.registries.definitions import registry
from core.registries.mask import mask_series
from core.store.office_tables import request_cases as cases
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.tables import registry_tables

__all__ = [
    "BLANKS",
    "COLUMNS",
    "RequestFile",
    "Wanted",
    "WorkList",
    "blank_counts",
    "blanks_of",
    "building_choices",
    "handler_choices",
    "one_request",
    "opened",
    "work_list",
]

COUNT_MOST = 10_000
"""Rows are counted up to here; beyond, the list says "more than"."""


@dataclass(frozen=True)
class Wanted:
    """Which requests to list; what is blank does not narrow the list.

    Attributes:
        blank: A key of `BLANKS`.
        states: Statuses.
        category, building: As in the cases.
        handler_id: A key of `handlers`.
        source: form, desk, phone or upload.
        since, until: Days on which it was handed in, both counted.
        text: The beginning of a number or a room.
    """

    blank: str = ""
    states: tuple[str, ...] = ()
    category: str = ""
    building: str = ""
    handler_id: int | None = None
    source: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, eq=False)
class WorkList:
    """A page of the work list.

    Attributes:
        frame: One row a request, columns of `COLUMNS`.
        total: How many there are on all pages, counted up to `COUNT_MOST`.
        more: There are more than that.
    """

    frame: pd.DataFrame
    total: int
    more: bool


_CASE = (
    "request_no",
    "row_id",
    "submitted_at",
    "due_at",
    "status",
    "turn",
    "room_no",
    "building",
    "category",
    "category_confirmed",
    "handler_id",
    "source",
    "done_at",
    "called_back_at",
    "retry_on",
    "held",
    "reopened",
    "merged_into",
    "confirmed_at",
)
_OPENED = ("name", "contact", "repair", "opinion", "assigned_to", "satisfaction")
COLUMNS = ("blank", *_CASE, *_OPENED)
"""Columns of a page: the first of `BLANKS` that holds ("" for none), those of the case (instants `datetime64[s]`), and
name and contact masked, texts as they are, the stars."""


def work_list(  # noqa: PLR0917 (what, at which instant, which page)
    connection: sa.Connection, sealer: Sealer, wanted: Wanted, now: datetime, limit: int = 50, offset: int = 0
) -> WorkList:
    """A page of requests: to be given out, overdue, to be called back, then the rest; the settled ones newest first.

    Args:
        connection: To read with.
        sealer: Opens the rows shown.
        wanted: Which ones.
        now: Office time; what is due before it is overdue.
        limit, offset: The page.

    Returns:
        The page and how many there are; none gives a frame without rows, same columns.
    """
    rows: list[sa.Row[Any]] = []
    passed = total = 0
    for part in _parts(wanted.blank, now):
        where = sa.and_(part.where, *_narrowed(wanted))
        count = _count(connection, where, COUNT_MOST + 1 - total)
        total += count
        if len(rows) < limit and offset < passed + count:
            some = sa.select(*(cases.c[n] for n in _CASE)).where(where).order_by(*part.order)
            begin = max(0, offset - passed)
            rows += connection.execute(some.limit(limit - len(rows)).offset(begin)).all()
        passed += count
        if total > COUNT_MOST:
            break
    return WorkList(_framed(connection, sealer, rows, now), min(total, COUNT_MOST), total > COUNT_MOST)


def blank_counts(connection: sa.Connection, now: datetime) -> dict[str, int]:
    """How many requests lack what: keys of `BLANKS`; one may count twice (no handler and overdue)."""
    return {blank: sum(_count(connection, part.where, COUNT_MOST) for part in _parts(blank, now)) for blank in BLANKS}


def building_choices(connection: sa.Connection) -> list[str]:
    """Buildings that requests name, numbers in their order."""
    found = connection.execute(sa.select(cases.c.building).distinct().where(cases.c.building.is_not(None))).scalars()
    return sorted((str(b) for b in found), key=lambda b: (not b.isdecimal(), int(b) if b.isdecimal() else 0, b))


def handler_choices(connection: sa.Connection, sealer: Sealer, limit: int = 20) -> dict[int, str]:
    """Number -> name of handlers, those with most requests in work first."""
    busy = sa.select(cases.c.handler_id, sa.func.count()).where(cases.c.turn == IN_WORK).group_by(cases.c.handler_id)
    open_work = {row[0]: row[1] for row in connection.execute(busy)}
    names = handler_names(connection, sealer)
    ordered = sorted((n for n in names if names[n]), key=lambda n: (-open_work.get(n, 0), -n))
    return {n: names[n] for n in ordered[:limit]}


@dataclass(frozen=True)
class _Part:
    """A stretch of the list, in an order that an index gives."""

    where: sa.ColumnElement[bool]
    order: Sequence[sa.ColumnElement[Any]]


def _parts(blank: str, now: datetime) -> list[_Part]:
    turn, due, today = cases.c.turn, cases.c.due_at, now.date()
    late, later = due < now, due >= now
    call_now = sa.or_(cases.c.retry_on.is_(None), cases.c.retry_on <= today)
    by_due = (cases.c.due_at, cases.c.case_id)
    newest = (cases.c.submitted_at.desc(), cases.c.case_id.desc())
    no_handler = _Part(turn == NO_HANDLER, by_due)
    overdue = _Part(sa.and_(turn == IN_WORK, late), by_due)
    call_back = _Part(sa.and_(turn == CALL_BACK, call_now), by_due)
    held = _Part(turn == HELD, by_due)
    if blank == "overdue":
        return [_Part(sa.and_(turn == NO_HANDLER, late), by_due), overdue]
    if blank:
        return {"no_handler": [no_handler], "no_call_back": [call_back], "held": [held]}[blank]
    rest = _Part(sa.and_(turn == IN_WORK, later), by_due)
    call_later = _Part(sa.and_(turn == CALL_BACK, cases.c.retry_on > today), by_due)
    return [no_handler, overdue, call_back, rest, call_later, held, _Part(turn == SETTLED, newest)]


def _narrowed(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        found.append(cases.c.status.in_(wanted.states))
    for name in ("category", "building", "source"):
        if value := getattr(wanted, name):
            found.append(cases.c[name] == value)
    if wanted.handler_id is not None:
        found.append(cases.c.handler_id == wanted.handler_id)
    if wanted.since:
        found.append(cases.c.submitted_at >= datetime.combine(wanted.since, time()))
    if wanted.until:
        found.append(cases.c.submitted_at < datetime.combine(wanted.until, time()) + timedelta(days=1))
    if text := tidy(wanted.text).lower():
        begins = [sa.func.lower(cases.c[n]).startswith(text, autoescape=True) for n in ("request_no", "room_no")]
        found.append(sa.or_(*begins))
    return found


def _count(connection: sa.Connection, where: sa.ColumnElement[bool], most: int) -> int:
    some = sa.select(sa.literal(1)).select_from(cases).where(where).limit(most).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _framed(connection: sa.Connection, sealer: Sealer, rows: Sequence[sa.Row[Any]], now: datetime) -> pd.DataFrame:
    """A page: what the cases say, and the texts of these rows opened, names and contacts masked."""
    table = registry_tables["requests"]
    found = select_rows(connection, sealer, "requests", table.c.row_id.in_([r.row_id for r in rows]))
    place = {number: i for i, number in enumerate(found.row_ids.tolist())}
    texts = found.frame.take(np.array([place[r.row_id] for r in rows], dtype=np.int64)).reset_index(drop=True)
    listed = [dict(r._mapping) for r in rows]
    made: dict[str, Any] = {"blank": _column("str", [next(iter(blanks_of(r, now)), "") for r in listed])}
    made |= {name: _column(_dtype(name), [r[name] for r in listed]) for name in _CASE}
    for name in _OPENED:
        column = registry("requests").column(name)
        made[name] = mask_series(column.personal, texts[name]) if column.personal else texts[name]
    return pd.DataFrame(made, index=pd.RangeIndex(len(rows)))


def _dtype(name: str) -> str:
    kind = cases.c[name].type
    if isinstance(kind, (sa.DateTime, sa.Date)):
        return "datetime64[s]"
    if isinstance(kind, sa.Text):
        return "str"
    return "boolean" if isinstance(kind, sa.Boolean) else "Int64"


def _column(dtype: str, values: Sequence[Any]) -> pd.Series:
    if dtype == "datetime64[s]":
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    return pd.Series(values, dtype=dtype)
