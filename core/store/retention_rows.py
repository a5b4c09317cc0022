"""Which rows of the registries are older than their period, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from typing import Any

import sqlalchemy as sa

from core.clock import local_day, utc_of
from core.registries.definitions import registry
from core.store import office_tables as office
from core.store.client_records import Client, Record, Row, calls_by_number, whole_clients
from core.store.office_rows import of_homes, of_requests
from core.store.tables import OFFICE_SCOPE, batches, registry_tables

Found = tuple[tuple[Record, ...], date | None]
"""What is due, and the day of the oldest; None where nothing is."""


@dataclass(frozen=True)
class Limits:
    """The first day that stays: of the kind itself, and of deals (None where deals are kept for good)."""

    day: date
    deals: date | None

    @property
    def start(self) -> datetime:
        """The first instant that stays, store time."""
        return datetime.combine(self.day, time())

    @property
    def start_utc(self) -> datetime:
        """The first instant that stays, UTC."""
        return utc_of(self.start)


_ACTIVITY: Mapping[str, tuple[str, ...]] = {
    "clients": ("registered_at",),
    "assignments": ("assigned_at",),
    "visits": ("arrived_at", "left_at"),
    "calls": ("called_at",),
    "followups": ("followed_at",),
}
_DEALS = ("reserved_at", "closed_at", "cancelled_at")
_HOME = ("members", "occupants", "emergency_contacts", "vehicles")
_BEFORE_ALL = datetime(1, 1, 1)


def _latest(name: str, by: str, columns: Iterable[str]) -> sa.Select[Any]:
    """(scope, `by` as owner, latest instant as at) of each standing row of a registry that has an owner."""
    table = registry_tables[name]
    given: list[sa.ColumnElement[Any]] = [
        sa.func.coalesce(table.c[c], sa.literal(_BEFORE_ALL, table.c[c].type)) for c in columns
    ]
    latest = reduce(lambda a, b: sa.case((a > b, a), else_=b), given)
    return sa.select(table.c.scope, table.c[by].label("owner"), latest.label("at")).where(
        table.c.ended_by.is_(None), table.c[by].is_not(None)
    )


def clients(connection: sa.Connection, limits: Limits) -> Found:
    """Clients whose last activity, and last deal, are over their periods; each with its whole record."""
    last = sa.union_all(*(_latest(name, "client_id", columns) for name, columns in _ACTIVITY.items())).subquery()
    quiet = (
        sa.select(last.c.scope, last.c.owner, sa.func.max(last.c.at).label("at"))
        .group_by(last.c.scope, last.c.owner)
        .having(sa.func.max(last.c.at) < limits.start)
    )
    gone: dict[Client, datetime] = {(row.scope, row.owner): row.at for row in connection.execute(quiet)}
    deals = _latest("deals", "client_id", _DEALS).subquery()
    keeps = sa.select(deals.c.scope, deals.c.owner)
    if limits.deals is not None:
        keeps = keeps.where(deals.c.at >= datetime.combine(limits.deals, time()))
    for row in connection.execute(keeps):
        gone.pop((row.scope, row.owner), None)
    return whole_clients(connection, gone), min(at.date() for at in gone.values()) if gone else None


def calls(connection: sa.Connection, limits: Limits) -> Found:
    """Old calls that belong to no client, neither by name nor by number."""
    table = registry_tables["calls"]
    owned = {call for _scope, call in calls_by_number(connection)}
    asked = sa.select(table.c.scope, table.c.row_id, table.c.called_at).where(
        table.c.ended_by.is_(None), table.c.client_id.is_(None), table.c.called_at < limits.start
    )
    rows = [row for row in connection.execute(asked.order_by(table.c.row_id)) if row.row_id not in owned]
    return _each("calls", rows), min((row.called_at.date() for row in rows), default=None)


def staff(connection: sa.Connection, limits: Limits) -> Found:
    """Salespeople who left long ago and whose personal values are still there; every version of their rows."""
    table = registry_tables["staff"]
    asked = sa.select(table.c.scope, table.c.row_id, table.c.left_on).where(
        table.c.left_on < limits.day, sa.func.length(table.c.sealed) > 0
    )
    rows = connection.execute(asked.order_by(table.c.row_id)).all()
    return _each("staff", rows), min((row.left_on for row in rows), default=None)


def older(name: str, *columns: str) -> Callable[[sa.Connection, Limits], Found]:
    """A selector of standing rows of a registry whose latest date or instant is over the period; each goes alone."""

    def select(connection: sa.Connection, limits: Limits) -> Found:
        table = registry_tables[name]
        limit = limits.day if registry(name).column(columns[0]).kind == "date" else limits.start
        dated = [table.c[c] for c in columns]
        asked = sa.select(table.c.scope, table.c.row_id, *dated).where(
            table.c.ended_by.is_(None),
            sa.or_(*(c.is_not(None) for c in dated)),
            *(sa.or_(c.is_(None), c < limit) for c in dated),
        )
        rows = connection.execute(asked.order_by(table.c.row_id)).all()
        days = [_day(value) for row in rows for value in row[2:] if value is not None]
        return _each(name, rows), min(days, default=None)

    return select


def several(*selectors: Callable[[sa.Connection, Limits], Found]) -> Callable[[sa.Connection, Limits], Found]:
    """A selector of what each of some selectors finds."""

    def select(connection: sa.Connection, limits: Limits) -> Found:
        found = [selector(connection, limits) for selector in selectors]
        days = [oldest for _records, oldest in found if oldest is not None]
        return tuple(record for records, _oldest in found for record in records), min(days, default=None)

    return select


def requests(connection: sa.Connection, limits: Limits) -> Found:
    """Requests about which nothing was done any more: every version, and what happened, photos and consents with it."""
    table, events = registry_tables["requests"], office.request_events
    lately = sa.select(events.c.request_no).where(events.c.at >= limits.start_utc)
    dated = [table.c[c] for c in ("submitted_at", "done_at", "called_back_at")]
    asked = sa.select(table.c.request_no, table.c.submitted_at, table.c.done_at, table.c.called_back_at).where(
        table.c.ended_by.is_(None),
        table.c.submitted_at.is_not(None),
        *(sa.or_(c.is_(None), c < limits.start) for c in dated),
        table.c.request_no.not_in(lately),
    )
    old = connection.execute(asked).all()
    whole: dict[str, list[Row]] = {row.request_no: [] for row in old}
    if not whole:
        return (), None
    for row in connection.execute(
        sa.select(table.c.request_no, table.c.scope, table.c.row_id).order_by(table.c.row_id)
    ):
        if row.request_no in whole:
            whole[row.request_no].append(("requests", row.scope, row.row_id))
    for number, beside in of_requests(connection, whole).items():
        whole[number] += beside
    days = [value.date() for row in old for value in row[1:] if value is not None]
    return tuple(tuple(rows) for _number, rows in sorted(whole.items())), min(days, default=None)


def cards(connection: sa.Connection, limits: Limits) -> Found:
    """Service cards given out long ago: every version, and the code that opens the forms for the room."""
    table, codes = registry_tables["cards"], office.card_codes
    asked = sa.select(table.c.card_no, table.c.issued_on).where(
        table.c.ended_by.is_(None), table.c.issued_on < limits.day
    )
    old = connection.execute(asked).all()
    whole: dict[str, list[Row]] = {row.card_no: [] for row in old}
    for row in connection.execute(sa.select(table.c.card_no, table.c.scope, table.c.row_id).order_by(table.c.row_id)):
        if row.card_no in whole:
            whole[row.card_no].append(("cards", row.scope, row.row_id))
    given_out = sa.select(codes.c.card_no, codes.c.card_id).where(codes.c.issued_at.is_not(None))
    for card_no, card_id in connection.execute(given_out):
        if card_no in whole:
            whole[card_no].append(("card_codes", OFFICE_SCOPE, card_id))
    return tuple(tuple(rows) for _number, rows in sorted(whole.items())), min((r.issued_on for r in old), default=None)


def contact_days(connection: sa.Connection, limits: Limits) -> Found:
    """Contact days of long ago, each with the questions passed on during it."""
    days, notes = office.contact_days, office.contact_notes
    old = connection.execute(
        sa.select(days.c.day_id, days.c.on_day).where(days.c.on_day < limits.day).order_by(days.c.day_id)
    ).all()
    whole: dict[int, list[Row]] = {row.day_id: [("contact_days", OFFICE_SCOPE, row.day_id)] for row in old}
    for row in connection.execute(sa.select(notes.c.note_id, notes.c.day_id).order_by(notes.c.note_id)):
        if row.day_id in whole:
            whole[row.day_id].append(("contact_notes", OFFICE_SCOPE, row.note_id))
    return tuple(tuple(rows) for rows in whole.values()), min((row.on_day for row in old), default=None)


def handlers(connection: sa.Connection, limits: Limits) -> Found:
    """Names of those who mend things, once all given to them is done and nothing was done about it for long."""
    named, cases, events = office.handlers, office.request_cases, office.request_events
    last = {
        row.handler_id: local_day(row.made_at)
        for row in connection.execute(sa.select(named).where(sa.func.length(named.c.sealed) > 0))
    }
    given = sa.select(cases.c.handler_id, cases.c.status, cases.c.submitted_at, cases.c.done_at, cases.c.called_back_at)
    for row in connection.execute(given.where(cases.c.handler_id.in_(list(last)))):
        if row.status not in ("done", "closed"):
            last.pop(row.handler_id, None)
        elif row.handler_id in last:
            days = (_day(at) for at in row[2:] if at is not None)
            last[row.handler_id] = max(last[row.handler_id], *days)
    newest = sa.select(cases.c.handler_id, sa.func.max(events.c.at).label("at")).join(
        cases, cases.c.request_no == events.c.request_no
    )
    for number, at in connection.execute(newest.where(cases.c.handler_id.in_(list(last))).group_by(cases.c.handler_id)):
        last[number] = max(last[number], local_day(at))
    old = {number: day for number, day in last.items() if day < limits.day}
    return tuple((("handlers", OFFICE_SCOPE, number),) for number in sorted(old)), min(old.values(), default=None)


def nothing_rests_on(consents: sa.Table) -> sa.ColumnElement[bool]:
    """The condition that what a consent was given with is no longer kept, or that it was withdrawn."""
    kept, homes = registry_tables["requests"], registry_tables["households"]
    with_request = consents.c.given_with.in_(sa.select(kept.c.request_no).where(kept.c.ended_by.is_(None)))
    of_home = sa.func.coalesce(consents.c.room_no, "").in_(sa.select(homes.c.room_no).where(homes.c.ended_by.is_(None)))
    return sa.or_(consents.c.withdrawn_at.is_not(None), sa.not_(sa.or_(with_request, of_home)))


def households(connection: sa.Connection, limits: Limits) -> Found:
    """Homes whose file is old, with everybody and every car in it."""
    table = registry_tables["households"]
    asked = sa.select(table.c.row_id, table.c.room_no, table.c.scope, table.c.collected_on).where(
        table.c.ended_by.is_(None), table.c.collected_on < limits.day
    )
    homes = connection.execute(asked.order_by(table.c.row_id)).all()
    whole = {home.room_no: [("households", home.scope, home.row_id)] for home in homes}
    for name in _HOME:
        of = registry_tables[name]
        for row in connection.execute(sa.select(of.c.room_no, of.c.scope, of.c.row_id)):
            if row.room_no in whole:
                whole[row.room_no].append((name, row.scope, row.row_id))
    for room, beside in of_homes(connection, whole).items():
        whole[room] += beside
    return tuple(tuple(rows) for rows in whole.values()), min((home.collected_on for home in homes), default=None)


def versions(connection: sa.Connection, limits: Limits) -> Found:
    """Former versions of rows, by the day that ended them."""
    found: list[Record] = []
    days: list[date] = []
    for name, table in registry_tables.items():
        asked = (
            sa.select(table.c.scope, table.c.row_id, batches.c.made_at)
            .join(batches, batches.c.batch_id == table.c.ended_by)
            .where(batches.c.made_at < limits.start_utc)
        )
        rows = connection.execute(asked.order_by(table.c.row_id)).all()
        found += _each(name, rows)
        days += [local_day(row.made_at) for row in rows]
    return tuple(found), min(days, default=None)


def _each(name: str, rows: Iterable[Any]) -> tuple[Record, ...]:
    return tuple(((name, row.scope, row.row_id),) for row in rows)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
