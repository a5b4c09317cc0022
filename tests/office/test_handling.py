"""What the office does with a request: each act once, refused where it cannot be, with its event, version and audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from core.clock import local
from core.office import handling, requests
from core.office.events import KINDS, events_of, label
from core.office.handling import Act, Acted
from core.office.requests_cases import ROWS, SETTLED, standing_row
from core.office.requests_handlers import handler_names
from core.store import tables
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from core.texts import LANGUAGES
from tests.databases import Now
from tests.office.asking import ASKED, account, act, ask, token

CONTACT = "13700001111"


def row_of(database: Database, number: str) -> dict[str, object]:
    with database.read() as connection:
        return standing_row(connection, database.sealer, number)[1]


def case_of(database: Database, number: str) -> dict[str, object]:
    with database.read() as connection:
        asked = sa.select(request_cases).where(request_cases.c.request_no == number)
        return dict(connection.execute(asked).one()._mapping)


def told(database: Database, number: str) -> list[tuple[str, int | None, str, dict[str, object]]]:
    with database.read() as connection:
        return [(e.kind, e.account_id, e.text, dict(e.detail)) for e in events_of(connection, database.sealer, number)]


def versions(database: Database, number: str) -> int:
    with database.read() as connection:
        asked = sa.select(sa.func.count()).where(ROWS.c.request_no == number)
        return connection.execute(asked).scalar_one()


def audit(database: Database) -> list[tuple[str, str, int | None]]:
    with database.read() as connection:
        asked = sa.select(tables.audit.c.action, tables.audit.c.subject, tables.audit.c.account_id)
        return [tuple(row) for row in connection.execute(asked.order_by(tables.audit.c.seq))]


def assigned(database: Database) -> str:
    number = ask(database)
    handling.assign(database, act(number), "李師傅")
    return number


def finished(database: Database) -> str:
    number = assigned(database)
    handling.done(database, act(number), "換了墊圈")
    return number


def test_the_usual_way_leaves_a_version_an_event_and_an_audit_row_each(database: Database, now: Now) -> None:
    number = ask(database)
    handling.confirm_category(database, act(number), "lift")
    handling.assign(database, act(number, 2), " 李  師傅 ", category="water_power")
    now.pass_by(hours=3)
    handling.done(database, act(number, 2), "換了墊圈\r\n試過了")
    now.pass_by(days=1)
    handling.call_back(database, act(number, 3), "reached", "很好")
    row = row_of(database, number)
    at = datetime(2026, 3, 2, 9)
    assert local(at) == row["submitted_at"]
    assert {n: row[n] for n in ("category", "status", "assigned_to", "done_at", "handling")} == {
        "category": "水電",
        "status": "closed",
        "assigned_to": "李 師傅",
        "done_at": local(at.replace(hour=12)),
        "handling": "換了墊圈\n試過了",
    }
    assert (row["called_back_at"], row["callback"]) == (local(at.replace(day=3, hour=12)), "很好")
    assert told(database, number) == [
        ("submitted", None, "", {}),
        ("category", 1, "", {"category": "lift"}),
        ("assigned", 2, "李 師傅", {"category": "water_power"}),
        ("done", 2, "換了墊圈\n試過了", {}),
        ("reached", 3, "很好", {}),
    ]
    assert versions(database, number) == 5
    assert [(action, who) for action, _subject, who in audit(database)] == [
        ("request.submit", None),
        ("request.category", 1),
        ("request.assign", 2),
        ("request.done", 2),
        ("request.call_back", 3),
    ]
    assert case_of(database, number)["turn"] == SETTLED


def test_a_category_moves_the_due_time(database: Database) -> None:
    number = ask(database)
    before = case_of(database, number)
    handling.confirm_category(database, act(number), "green")
    after = case_of(database, number)
    assert (before["category"], after["category"], after["category_confirmed"]) == ("water_power", "green", True)
    assert (before["due_at"], after["due_at"]) == (datetime(2026, 3, 3, 9, 30), datetime(2026, 3, 6, 9))


@pytest.mark.parametrize(
    ("make", "do", "match"),
    [
        (ask, lambda d, a: handling.done(d, a, "好了"), "waiting for a handler"),
        (ask, lambda d, a: handling.call_back(d, a, "reached", "好"), "waiting for a handler"),
        (ask, lambda d, a: handling.reopen(d, a, "因為"), "waiting for a handler"),
        (ask, lambda d, a: handling.assign(d, a, "  "), "Name the handler"),
        (ask, lambda d, a: handling.assign(d, a, "李" * 61), "Name the handler"),
        (ask, lambda d, a: handling.assign(d, a, "李", category="none"), "in use"),
        (ask, lambda d, a: handling.confirm_category(d, a, "none"), "in use"),
        (ask, lambda d, a: handling.close(d, a, ""), "few words"),
        (ask, lambda d, a: handling.note(d, a, " \n "), "few words"),
        (ask, lambda d, a: handling.note(d, a, "長" * 2001), "At most 2000"),
        (ask, handling.let_in, "not held"),
        (assigned, lambda d, a: handling.done(d, a, ""), "few words"),
        (finished, lambda d, a: handling.assign(d, a, "張"), "is done"),
        (finished, lambda d, a: handling.done(d, a, "又好了"), "is done"),
        (finished, lambda d, a: handling.call_back(d, a, "reached", ""), "few words"),
        (finished, lambda d, a: handling.call_back(d, a, "again"), "Choose the day"),
        (finished, lambda d, a: handling.call_back(d, a, "not_reached", on=date(2026, 3, 1)), "Choose the day"),
        (finished, lambda d, a: handling.reopen(d, a, ""), "few words"),
        (finished, lambda d, a: handling.merge(d, a, a.request_no), "still open"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    database: Database, make: Callable[[Database], str], do: Callable[[Database, Act], Acted], match: str
) -> None:
    number = make(database)
    before = (row_of(database, number), case_of(database, number), told(database, number), audit(database))
    with pytest.raises(Refused, match=match):
        do(database, act(number))
    assert (row_of(database, number), case_of(database, number), told(database, number), audit(database)) == before


def test_an_act_on_no_request_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="no request R9"):
        handling.note(database, act("R9"), "哪一件")


def test_an_act_is_done_once_for_its_token(database: Database) -> None:
    number = ask(database)
    asked = act(number)
    assert handling.assign(database, asked, "李師傅") == handling.assign(database, asked, "李師傅")
    assert (versions(database, number), len(told(database, number))) == (2, 2)


def test_who_did_not_see_what_happened_meanwhile_is_told(database: Database) -> None:
    account(database, 2, "陳小姐")
    number = ask(database)
    first = handling.note(database, act(number), "看過")
    handling.assign(database, act(number, 2, first.event_id), "李師傅")
    with pytest.raises(handling.Moved, match=r"陳小姐 worked on this request meanwhile \(Given to a handler\)"):
        handling.assign(database, act(number, 1, first.event_id), "張師傅")
    assert row_of(database, number)["assigned_to"] == "李師傅"
    handling.done(database, act(number), "好了")
    requests.confirm(database, number, CONTACT, True, token())
    with pytest.raises(handling.Moved, match=r"The resident worked on this request meanwhile \(Mended"):
        handling.note(database, act(number, 1, first.event_id + 1), "x y")


def test_calls_that_did_not_reach_say_when_to_try_again(database: Database) -> None:
    number = finished(database)
    handling.call_back(database, act(number), "not_reached")
    assert case_of(database, number)["retry_on"] is None
    handling.call_back(database, act(number), "not_reached", "沒人接", on=date(2026, 3, 2))
    handling.call_back(database, act(number), "again", "週四再打", on=date(2026, 3, 5))
    assert (case_of(database, number)["retry_on"], row_of(database, number)["status"]) == (date(2026, 3, 5), "done")
    assert [e[0::2] for e in told(database, number)[3:]] == [
        ("not_reached", ""),
        ("not_reached", "沒人接"),
        ("again", "週四再打"),
    ]
    assert audit(database)[-1] == ("request.call_back", f"request:{number}", 1)
    assert versions(database, number) == 3
    handling.call_back(database, act(number), "reached", "好了")
    assert case_of(database, number)["retry_on"] is None


def test_the_one_who_did_the_repair_does_not_call_back(database: Database) -> None:
    account(database, 5, "李师傅")
    number = finished(database)
    for outcome in ("reached", "not_reached", "again"):
        with pytest.raises(Refused, match="did the repair"):
            handling.call_back(database, act(number, 5), outcome, "好了", on=date(2026, 3, 3))
    handling.call_back(database, act(number, 1), "reached", "好了")


def test_closed_without_a_call_needs_a_reason_unless_the_resident_confirmed(database: Database) -> None:
    number = finished(database)
    with pytest.raises(Refused, match="few words"):
        handling.close(database, act(number), "")
    requests.confirm(database, number, CONTACT, True, token())
    handling.close(database, act(number), "")
    assert (row_of(database, number)["status"], row_of(database, number)["called_back_at"]) == ("closed", None)


def test_opened_again_it_is_done_anew_and_the_past_stays_in_the_history(database: Database, now: Now) -> None:
    number = finished(database)
    handling.call_back(database, act(number), "reached", "好了")
    now.pass_by(days=7)
    handling.reopen(database, act(number), "又漏了")
    row, case = row_of(database, number), case_of(database, number)
    blank = ("done_at", "handling", "called_back_at", "callback", "satisfaction")
    assert [row[n] for n in ("status", "assigned_to", *blank)] == ["assigned", "李師傅", *[None] * 5]
    assert (case["reopened"], case["due_at"]) == (1, datetime(2026, 3, 10, 9, 30))
    assert [kind for kind, *_ in told(database, number)][-3:] == ["done", "reached", "reopened"]


def test_put_together_one_goes_on_for_both_and_comes_apart_again(database: Database) -> None:
    first, second, third = ask(database), ask(database), ask(database)
    handling.merge(database, act(first), second)
    handling.merge(database, act(second), third.lower())
    assert [case_of(database, n)["merged_into"] for n in (first, second, third)] == [third, third, None]
    assert [row_of(database, n)["status"] for n in (first, second, third)] == ["closed", "closed", "new"]
    assert told(database, second)[1:] == [("took_in", 1, "", {"other": first}), ("merged", 1, "", {"other": third})]
    with pytest.raises(Refused, match="put together with"):
        handling.assign(database, act(first), "李")
    with pytest.raises(Refused, match="still open"):
        handling.merge(database, act(third), second)
    handling.reopen(database, act(first), "不是同一件")
    assert (case_of(database, first)["merged_into"], row_of(database, first)["status"]) == (None, "new")


def test_a_held_request_is_let_in_by_a_look_or_by_any_work_on_it(database: Database) -> None:
    one, two, three = (ask_held(database) for _ in range(3))
    handling.let_in(database, act(one))
    handling.assign(database, act(two), "李師傅")
    handling.note(database, act(three), "像是機器")
    assert [case_of(database, n)["held"] for n in (one, two, three)] == [False, False, True]


def ask_held(database: Database) -> str:
    receipt = requests.submit(database, ASKED, token(), bound=lambda _c: "held")
    return receipt.request_no


def test_a_handler_is_one_however_the_name_is_typed(database: Database) -> None:
    for name in ("李師傅", " 李师傅 ", "Wang", "ｗａｎｇ"):
        handling.assign(database, act(ask(database)), name)
    with database.read() as connection:
        assert list(handler_names(connection, database.sealer).values()) == ["李師傅", "Wang"]


def test_no_name_stands_readable_beside_the_row(database: Database) -> None:
    number = finished(database)
    handling.note(database, act(number), "找王建國 13700001111")
    with database.read() as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                said = repr(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
                for word in ("王建國", "13700001111", "李師傅", "墊圈"):
                    assert word.encode() not in said, table.name


def test_every_event_has_a_name_in_every_language() -> None:
    assert all(label(kind, language) != kind for kind in KINDS for language in LANGUAGES)
    assert len({label(kind, "zh-Hant") for kind in KINDS}) == len(KINDS)
