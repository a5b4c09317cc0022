"""Due times follow the calendar: what is not done yet moves in the same act and says so, what is done stays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from core.office import handling, work_hours
from core.office.events import events_of
from core.office.work_hours import change_hours, drop_days, set_days
from core.office.work_settings import SpecialDay
from core.office.worktime import HOURS, WEEK, WorkTime
from core.store.database import Database
from core.store.office_tables import request_cases
from core.store.tables import audit
from tests.databases import Now
from tests.office.asking import act, ask, token

TOMORROW = date(2026, 3, 3)
LONGER = WorkTime(((time(8, 30), time(12)), (time(13), time(18))), WEEK)


def due(database: Database) -> dict[str, datetime]:
    with database.read() as connection:
        asked = sa.select(request_cases.c.request_no, request_cases.c.due_at)
        return {row.request_no: row.due_at for row in connection.execute(asked)}


def moved(database: Database, number: str) -> list[tuple[int | None, object]]:
    with database.read() as connection:
        events = events_of(connection, database.sealer, number)
    return [(e.account_id, e.detail["due"]) for e in events if e.kind == work_hours.MOVED]


@pytest.fixture
def four(database: Database) -> dict[str, str]:
    """A new request, one in work, one done and one closed, all handed in on Monday at 9:00 and due in eight hours."""
    numbers = {name: ask(database) for name in ("new", "assigned", "done", "closed")}
    for name in ("assigned", "done", "closed"):
        handling.assign(database, act(numbers[name]), "王師傅")
    for name in ("done", "closed"):
        handling.done(database, act(numbers[name]), "換了墊片")
    handling.close(database, act(numbers["closed"]), "沒人接電話")
    return numbers


def test_a_day_off_moves_what_is_open_and_nothing_else(database: Database, four: dict[str, str]) -> None:
    before = due(database)
    assert set(before.values()) == {before[four["new"]]}
    assert before[four["new"]].date() == TOMORROW
    assert set_days(database, [SpecialDay(TOMORROW, False, "颱風")], token(), 7) == 2
    a_day_later = before[four["new"]] + timedelta(days=1)
    assert due(database) == before | {four["new"]: a_day_later, four["assigned"]: a_day_later}
    assert {name: moved(database, number) for name, number in four.items()} == {
        "new": [(7, str(a_day_later))],
        "assigned": [(7, str(a_day_later))],
        "done": [],
        "closed": [],
    }
    with database.read() as connection:
        last = connection.execute(sa.select(audit.c.action, audit.c.detail).order_by(audit.c.seq.desc())).first()
    assert last is not None
    assert tuple(last) == ("calendar.change", '{"days": {"2026-03-03": false}, "moved": 2}')
    assert drop_days(database, [TOMORROW], token(), 7) == 2
    assert due(database) == before


def test_other_hours_move_it_and_the_hours_promised_stay(database: Database, four: dict[str, str]) -> None:
    before = due(database)
    assert change_hours(database, LONGER, token(), 7) == 2
    after = due(database)
    assert (before[four["new"]], after[four["new"]]) == (datetime(2026, 3, 3, 9, 30), datetime(2026, 3, 2, 18, 0))
    assert change_hours(database, WorkTime(HOURS, WEEK), token(), 7) == 2
    assert due(database) == before


def test_what_changes_nothing_leaves_no_event(database: Database, four: dict[str, str]) -> None:
    before = due(database)
    assert change_hours(database, WorkTime(HOURS, WEEK), token(), 7) == 0
    assert set_days(database, [SpecialDay(date(2026, 12, 25), False, "")], token(), 7) == 0
    assert set_days(database, [], token(), 7) == 0
    assert due(database) == before
    assert [moved(database, number) for number in four.values()] == [[], [], [], []]


def test_it_is_done_once_for_a_token(database: Database, four: dict[str, str]) -> None:
    once = token()
    assert [set_days(database, [SpecialDay(TOMORROW, False, "")], once, 7) for _time in range(2)] == [2, 2]
    assert len(moved(database, four["new"])) == 1


def test_a_day_declared_off_afterwards_takes_the_delay_back(database: Database, four: dict[str, str], now: Now) -> None:
    now.pass_by(days=2)
    overdue = due(database)[four["new"]]
    set_days(database, [SpecialDay(TOMORROW, False, "")], token(), 7)
    assert due(database)[four["new"]] == overdue + timedelta(days=1)
