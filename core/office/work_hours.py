"""Changing when the office works: hours of the week and special days, and with them the due times of what is open.

A due time is a promise in working hours. When the calendar changes, whatever is not done yet keeps its hours and is due
when they are over by the new calendar, in the same act, with an event that says so. What is done keeps the due time it
was done by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from core.office.events import Happened, add_event
from core.office.requests_cases import HELD, IN_WORK, NO_HANDLER
from core.office.work_settings import HOURS_SETTING, LENGTH_MOST, SpecialDay, put, work_time
from core.office.worktime import WorkTime, due_at, working_hours_between
from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import calendar_days, office_settings, request_cases
from core.store.tables import OFFICE_SCOPE
from core.store.together import Together
from core.store.writer import Answer

ACTION = "calendar.change"
MOVED = "due_moved"
_MOVED = (
    request_cases.update()
    .where(request_cases.c.case_id == sa.bindparam("of"))
    .values(due_at=sa.bindparam("due", type_=request_cases.c.due_at.type))
)
Detail = Mapping[str, object]


def change_hours(database: Database, work: WorkTime, token: str, account_id: int) -> int:
    """Set the working hours and days of the week, once for a token; special days stay as they are.

    Returns:
        How many open requests are due at another time now.
    """
    said = {"hours": [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in work.hours], "weekdays": sorted(work.weekdays)}

    def change(connection: sa.Connection) -> Detail:
        values = {"value": json.dumps(said)}
        put(database, connection, office_settings, {"name": HOURS_SETTING}, values, account_id)
        return said

    return _changed(database, change, token, account_id)


def set_days(database: Database, days: Sequence[SpecialDay], token: str, account_id: int) -> int:
    """Say of days that they are worked, or off, once for a token; how many open requests moved."""

    def change(connection: sa.Connection) -> Detail:
        for special in days:
            values = {"works": special.works, "name": " ".join(special.name.split())[:LENGTH_MOST]}
            put(database, connection, calendar_days, {"day": special.day}, values, account_id)
        return {"days": {special.day.isoformat(): special.works for special in days}}

    return _changed(database, change, token, account_id)


def drop_days(database: Database, days: Sequence[date], token: str, account_id: int) -> int:
    """Let days be as the week says again, once for a token; how many open requests moved."""

    def change(connection: sa.Connection) -> Detail:
        connection.execute(calendar_days.delete().where(calendar_days.c.day.in_(list(days))))
        return {"dropped": sorted(day.isoformat() for day in days)}

    return _changed(database, change, token, account_id)


def _changed(database: Database, change: Callable[[sa.Connection], Detail], token: str, account_id: int) -> int:
    """Change the calendar, count due times anew, note both."""

    def act(connection: sa.Connection) -> Answer:
        before = work_time(connection)
        said = change(connection)
        moved = _count_anew(database, connection, before, work_time(connection), account_id)
        detail = {**said, "moved": moved}
        database.note(connection, Entry(ACTION, "calendar", account_id, OFFICE_SCOPE, detail=detail))
        return {"moved": moved}

    return int(database.submit(token, ACTION, act)["moved"])


def _count_anew(
    database: Database, connection: sa.Connection, before: WorkTime, after: WorkTime, account_id: int
) -> int:
    """Move the due times of what is not done; how many moved."""
    if before == after:
        return 0
    cases = request_cases
    asked = sa.select(cases.c.case_id, cases.c.request_no, cases.c.due_from, cases.c.due_at).where(
        cases.c.turn.in_((NO_HANDLER, IN_WORK, HELD))
    )
    moved: list[dict[str, Any]] = []
    numbers: list[str] = []
    for case in connection.execute(asked.order_by(cases.c.case_id)):
        due = due_at(after, case.due_from, working_hours_between(before, case.due_from, case.due_at))
        if due != case.due_at:
            moved.append({"of": case.case_id, "due": due})
            numbers.append(case.request_no)
    if not moved:
        return 0
    together, first = Together(connection), numbered(connection, len(moved))
    together.add(_MOVED, *moved)
    for place, (number, row) in enumerate(zip(numbers, moved, strict=True)):
        happened = Happened(MOVED, account_id, detail={"due": row["due"].isoformat(sep=" ")})
        add_event(database, together, first + place, number, happened)
    together.run()
    return len(moved)
