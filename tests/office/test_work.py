"""The work list: blanks first, narrowed and paged; uploads get their cases; indexes and not the whole table."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.clock import local
from core.office import handling, requests, work, work_cases
from core.office.requests_cases import GONE, building_of, known_number
from core.office.work import Wanted, WorkList
from core.registries.definitions import empty_tables, registry
from core.registries.typed import as_typed
from core.store import batches, tables
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases, request_events
from tests import databases
from tests.databases import Now
from tests.office.asking import ASKED, act, ask, token

NOON = datetime(2026, 3, 2, 12)


def listed(database: Database, wanted: Wanted = Wanted(), now: datetime = NOON, **page: int) -> WorkList:  # noqa: B008
    with database.read() as connection:
        return work.work_list(connection, database.sealer, wanted, now, **page)


def numbers(database: Database, wanted: Wanted = Wanted(), now: datetime = NOON, **page: int) -> list[str]:  # noqa: B008
    return [number.removeprefix("R2603-000") for number in listed(database, wanted, now, **page).frame["request_no"]]


def upload(database: Database, *rows: dict[str, str], remove_missing: bool = False) -> int:
    given = empty_tables("office")
    given["requests"], _faults = as_typed(registry("requests"), list(rows))
    seen = batches.preview(database, given, "office", None, [])
    return batches.commit(database, seen, token(), 1, remove_missing=remove_missing).batch_id


@pytest.fixture(scope="module")
def seven(shared_database: Database) -> Database:
    """1 closed, 2 done, 3 in work and late, 4 in work, 5 new, 6 held, 7 to be called on the 9th."""
    for i in range(7):
        requests.submit(shared_database, ASKED, token(), bound=lambda _c, i=i: "held" if i == 5 else "ok")
    for number in (1, 2, 3, 4, 7):
        handling.assign(shared_database, act(f"R2603-000{number}"), f"師傅{number % 2}")
    for number in (1, 2, 7):
        handling.done(shared_database, act(f"R2603-000{number}"), "好了")
    handling.call_back(shared_database, act("R2603-0001"), "reached", "好")
    handling.call_back(shared_database, act("R2603-0007"), "again", on=date(2026, 3, 9))
    handling.confirm_category(shared_database, act("R2603-0004"), "green")
    return shared_database


def test_blanks_come_first(seven: Database) -> None:
    late = datetime(2026, 3, 4, 12)  # water is due on the 3rd, gardens on the 6th
    assert numbers(seven, now=late) == ["5", "3", "2", "4", "7", "6", "1"]
    assert listed(seven, now=late).frame["blank"].tolist() == [
        "no_handler",
        "overdue",
        "no_call_back",
        "",
        "",
        "held",
        "",
    ]
    assert numbers(seven) == ["5", "2", "3", "4", "7", "6", "1"]
    with seven.read() as connection:
        assert work.blank_counts(connection, late) == {"no_handler": 1, "overdue": 2, "no_call_back": 1, "held": 1}
        assert work.blank_counts(connection, datetime(2026, 3, 9)) == {
            "no_handler": 1, "overdue": 3, "no_call_back": 2, "held": 1,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(blank="no_handler"), ["5"]),
        (Wanted(blank="overdue"), ["5", "3"]),
        (Wanted(blank="no_call_back"), ["2"]),
        (Wanted(blank="held"), ["6"]),
        (Wanted(states=("assigned",)), ["3", "4"]),
        (Wanted(states=("done", "closed")), ["2", "7", "1"]),
        (Wanted(category="green"), ["4"]),
        (Wanted(building="3", states=("new",)), ["5", "6"]),
        (Wanted(building="4"), []),
        (Wanted(source="form", states=("closed",)), ["1"]),
        (Wanted(source="desk"), []),
        (Wanted(since=date(2026, 3, 3)), []),
        (Wanted(since=date(2026, 3, 2), until=date(2026, 3, 2), states=("closed",)), ["1"]),
        (Wanted(until=date(2026, 3, 1)), []),
        (Wanted(text="r2603-0004"), ["4"]),
        (Wanted(text=" 3-2- ", states=("assigned",)), ["3", "4"]),
        (Wanted(text="%"), []),
        (Wanted(text="_2603"), []),
    ],
)
def test_the_list_is_narrowed(seven: Database, wanted: Wanted, expected: list[str]) -> None:
    late = datetime(2026, 3, 4, 12)
    assert numbers(seven, wanted, late) == expected
    assert listed(seven, wanted, late).total == len(expected)


def test_a_handler_narrows_it_and_those_at_work_are_offered_first(seven: Database) -> None:
    with seven.read() as connection:
        choices = work.handler_choices(connection, seven.sealer)
        assert work.building_choices(connection) == ["3"]
    assert sorted(choices.values()) == ["師傅0", "師傅1"]
    (one,) = [number for number, name in choices.items() if name == "師傅0"]
    assert numbers(seven, Wanted(handler_id=one)) == ["2", "4"]


def test_pages_follow_each_other(seven: Database) -> None:
    whole = numbers(seven)
    for size in (1, 2, 3, 10):
        pages = [numbers(seven, limit=size, offset=at) for at in range(0, 7, size)]
        assert [number for page in pages for number in page] == whole
        assert {listed(seven, limit=size, offset=at).total for at in (0, 3, 9)} == {7}


def test_no_request_is_a_list_without_rows(database: Database) -> None:
    page = listed(database)
    assert (list(page.frame.columns), len(page.frame), page.total, page.more) == (list(work.COLUMNS), 0, 0, False)
    assert page.frame.dtypes.equals(listed_one(database).frame.dtypes)


def listed_one(database: Database) -> WorkList:
    ask(database)
    return listed(database)


def test_a_row_shows_what_it_is_about_and_hides_who(database: Database, now: Now) -> None:
    number = ask(database)
    row = listed(database).frame.iloc[0].dropna().to_dict()
    at = local(now.at)
    assert row == {
        "blank": "no_handler", "request_no": number, "row_id": row["row_id"], "submitted_at": at,
        "due_at": datetime(2026, 3, 3, 9, 30), "status": "new", "turn": 0, "room_no": "3-2-501", "building": "3",
        "category": "water_power", "category_confirmed": False, "source": "form", "held": False, "reopened": 0,
        "name": "王○○", "contact": "137****1111/a***@b.cn", "repair": "廚房水龍頭漏水",
    }  # fmt: skip


def test_one_request_with_everything(seven: Database) -> None:
    with seven.read() as connection:
        found = work.one_request(connection, seven.sealer, "r2603—0003", datetime(2026, 3, 4, 12))
        assert work.one_request(connection, seven.sealer, "R2603-0099", NOON) is None
    assert (found.row["name"], found.row["contact"], found.blanks) == ("王○○", "137****1111/a***@b.cn", ("overdue",))
    assert (found.preferred, found.rating_reason, found.photos, found.merged) == ("週六上午", "", (), ())
    assert [e.kind for e in found.events] == ["submitted", "assigned"]
    assert found.last_event == found.events[-1].event_id


def test_a_work_order_in_full_is_one_row_of_the_audit(database: Database) -> None:
    number = ask(database)
    row = work.opened(database, number, 4, "派工")
    assert (row["name"], row["contact"]) == ("王建國", "13700001111 / a@b.cn")
    for wrong in ((number, " "), ("R1", "派工")):
        with pytest.raises(Refused):
            work.opened(database, wrong[0], 4, wrong[1])
    with database.read() as connection:
        asked = sa.select(tables.audit.c.subject, tables.audit.c.account_id, tables.audit.c.reason)
        logged = connection.execute(asked.where(tables.audit.c.action == "request.order")).all()
    assert [tuple(row) for row in logged] == [(f"request:{number}", 4, "派工")]


PAPER = {"request_no": "Q1", "submitted_at": "2026-03-01 10:00", "name": "陳", "contact": "13911112222"}
FIRST = PAPER | {"repair": "電梯壞了", "room_no": "5-1-101"}
SECOND = PAPER | {
    "request_no": "q2",
    "repair": "樹倒了",
    "category": "綠化",
    "assigned_to": "張",
    "done_at": "2026-03-01 12:00",
}


def test_an_upload_gets_its_cases(database: Database) -> None:
    upload(database, FIRST, SECOND)
    assert numbers(database) == []
    assert (work_cases.catch_up(database), work_cases.catch_up(database)) == (2, 0)
    frame = listed(database).frame.set_index("request_no")
    told = ["status", "category", "category_confirmed", "building", "source"]
    assert frame.loc["Q1", told].tolist() == ["new", "lift", False, "5", "upload"]
    assert frame.loc["q2", told[:3]].tolist() == ["done", "green", True]
    assert frame.loc["Q1", "due_at"] == datetime(2026, 3, 2, 14, 30)  # handed in on a Sunday, due in 4 hours


def test_a_bounded_number_is_done_at_once_and_the_rest_later(database: Database) -> None:
    upload(database, *({**FIRST, "request_no": f"Q{i}"} for i in range(5)))
    assert [work_cases.catch_up(database, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert listed(database).total == 5


def test_what_an_upload_changes_and_removes_the_cases_follow(database: Database) -> None:
    upload(database, FIRST, SECOND)
    work_cases.catch_up(database)
    changed = upload(database, FIRST | {"assigned_to": "李", "room_no": "6-1-101"})
    assert work_cases.catch_up(database) == 1
    row = listed(database).frame.set_index("request_no").loc["Q1"]
    assert row[["status", "building", "assigned_to"]].tolist() == ["assigned", "6", "李"]
    with database.read() as connection:
        kept = connection.execute(
            sa.select(request_events.c.kind, request_events.c.account_id, request_events.c.batch_id)
        )
        assert [tuple(event) for event in kept] == [("uploaded", 1, changed)]
    removed = upload(database, FIRST | {"assigned_to": "李", "room_no": "6-1-101"}, remove_missing=True)
    assert work_cases.catch_up(database) == 1
    assert listed(database).frame["request_no"].tolist() == ["Q1"]
    batches.undo(database, removed, token(), 1)
    assert work_cases.catch_up(database) == 1
    assert sorted(listed(database).frame["request_no"]) == ["Q1", "q2"]


def test_an_act_on_an_upload_that_has_no_case_yet_makes_it(database: Database) -> None:
    upload(database, FIRST, SECOND)
    handling.assign(database, act("Q1"), "李")
    assert listed(database).frame["request_no"].tolist() == ["Q1"]
    assert work_cases.catch_up(database) == 1


def test_of_numbers_that_differ_in_case_the_one_as_typed_is_meant(database: Database) -> None:
    upload(database, FIRST, SECOND | {"request_no": "q1"})
    with database.read() as connection:
        assert [known_number(connection, typed) for typed in ("Q1", " q1 ", "q2", "")] == ["Q1", "q1", "Q2", ""]


def test_a_form_that_was_undone_leaves_the_list(database: Database) -> None:
    number = ask(database)
    assert work_cases.catch_up(database) == 0
    with database.read() as connection:
        (batch,) = batches.history(connection, database.sealer, None, 1)
    batches.undo(database, batch.batch_id, token(), 1)
    assert work_cases.catch_up(database) == 1
    assert numbers(database) == []
    with database.read() as connection:
        assert connection.execute(sa.select(request_cases.c.turn)).scalars().all() == [GONE]
    with pytest.raises(Refused, match=f"no request {number}"):
        handling.note(database, act(number), "還在嗎")


@pytest.mark.parametrize(
    ("room", "building"),
    [
        ("3-2-501", "3"), ("3棟2單元501", "3"), ("12 號樓 3 單元", "12"), ("a座1201", "A"), ("１２－３－４０１", "12"),
        ("501", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_the_building_of_a_room(room: str, building: str | None) -> None:
    assert building_of(room) == building


def plans(database: Database, wanted: Wanted) -> list[str]:
    """How SQLite goes about each statement of the list, of one request, and of the resident's look-up."""
    done: list[tuple[str, object]] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, given, *_: done.append((sql, given)))
    with database.read() as connection:
        assert len(work.work_list(connection, database.sealer, wanted, NOON, limit=3).frame)
        work.blank_counts(connection, NOON)
        assert work.one_request(connection, database.sealer, "R2603-0001", NOON)
        assert requests.state_for(connection, database.sealer, "R2603-0001", "13700001111")
        asked = [(sql, given) for sql, given in done if sql.startswith("SELECT")]
        return [
            step[3] + (" of a page" if "due_at, request_cases.case_id" in sql else "")
            for sql, given in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
        ]


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(blank="no_handler"), Wanted(category="water_power"), Wanted(building="3")]
)
def test_every_statement_goes_by_an_index(tmp_path: Path, wanted: Wanted) -> None:
    database = databases.opened(tmp_path)
    ask(database)
    steps = plans(database, wanted)
    database.close()
    assert len(steps) > 10
    assert [step for step in steps if step.startswith("SCAN request")] == []
    if not wanted.category and not wanted.building:  # else so few are left that sorting them is quicker
        assert [step for step in steps if "TEMP B-TREE" in step and step.endswith("of a page")] == []
