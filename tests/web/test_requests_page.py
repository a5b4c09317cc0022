"""The page of requests: the list and its filters, one request, each act once and as seen, entry by telephone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import handling, work
from core.office.events import events_of
from core.office.handling import Act
from core.office.requests import Submission, submit
from core.office.requests_cases import office_now
from core.office.requests_handlers import handler_number
from core.store.database import Database
from core.store.office_tables import request_cases
from core.web import language, office_requests_order
from tests.planted import plant
from tests.web.conftest import account_of
from tests.web.kept_home import noted, whole_audit
from tests.web.widgets import button, field, pressed

STAFF = (Grant("office", ""),)
NAME, CONTACT, HANDLER = "歐陽青青", "13912345678", "老張"
Visit = Callable[..., AppTest]


@pytest.fixture
def home(home: Database) -> Database:
    """A database of its own, with a handler who was named before."""
    home.write(lambda connection: handler_number(home, connection, HANDLER))
    return home


@pytest.fixture
def opened(visit: Visit) -> Visit:
    """The page as somebody of the office sees it."""

    def run(language: str = "en", **asked: str) -> AppTest:
        return visit("requests", language, data=None, who=STAFF, **asked)

    return run


def told(database: Database, text: str = "廚房水龍頭漏水", room: str = "3-2-501", *, opinion: str = "") -> str:
    """Hand in a request; its number."""
    number = len(cases(database))
    said = Submission(NAME, CONTACT, room, text, opinion, source="desk")
    return submit(database, said, f"token-of-{number}-{room}-{text}").request_no  # type: ignore[union-attr]


def cases(database: Database) -> dict[str, Any]:
    with database.read() as connection:
        return {row.request_no: row for row in connection.execute(sa.select(request_cases))}


def kinds(database: Database, number: str) -> list[str]:
    with database.read() as connection:
        return [event.kind for event in events_of(connection, database.sealer, number)]


def colleague(database: Database, number: str) -> Act:
    """An act of somebody else, on the request as it is."""
    return Act(number, f"token-{number}-{len(kinds(database, number))}", account_of(STAFF))


def labels(app: AppTest) -> list[str]:
    return [b.label for b in app.main.button]


def test_an_office_without_requests_is_told_what_to_do(home: Database, opened: Visit) -> None:
    app = opened()
    assert [i.value.partition(".")[0] for i in app.info] == ["Nothing is kept here yet", "No request has come yet"]
    assert labels(app)[:5] == [
        "Try it with a demo estate",
        "No handler **0**",
        "Overdue **0**",
        "No call-back **0**",
        "Held **0**",
    ]
    assert button(app, "Open the next one").disabled


def test_the_list_has_the_blanks_first_and_nobody_in_full(home: Database, opened: Visit) -> None:
    first, second, third = told(home), told(home, "單元門鎖壞了", "5-1-101"), told(home, "", "", opinion="保安態度很好")
    handling.assign(home, colleague(home, first), HANDLER)
    handling.assign(home, colleague(home, third), HANDLER)
    handling.done(home, colleague(home, third), "已轉告")
    app = opened()
    rows = app.dataframe[0].value
    assert list(rows.iloc[:, 0]) == [second, third, first]
    assert list(rows["Lacks"]) == ["No handler", "No call-back", ""]
    assert list(rows["What it is about"]) == ["單元門鎖壞了", "保安態度很好", "廚房水龍頭漏水"]
    assert labels(app)[:4] == ["No handler **1**", "Overdue **0**", "No call-back **1**", "Held **0**"]
    said = rows.to_csv()
    assert NAME not in said
    assert CONTACT not in said
    app = pressed(app, "No call-back")
    assert list(app.dataframe[0].value.iloc[:, 0]) == [third]
    assert app.query_params["blank"] == "no_call_back"


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"blank": "no_handler"}, [1]),
        ({"state": "assigned"}, [0]),
        ({"category": "doors_windows"}, [1]),
        ({"building": "3"}, [0]),
        ({"source": "phone"}, []),
        ({"find": "5-1"}, [1]),
        ({"handed_in": "2001-01-01..2001-12-31"}, []),
        ({"part": "9"}, [1, 0]),
        ({"state": "<b>", "handed_in": "x", "part": "-1", "handler": "x"}, [1, 0]),
    ],
)
def test_filters_live_in_the_address(home: Database, opened: Visit, asked: dict[str, str], places: list[int]) -> None:
    numbers = [told(home), told(home, "單元門鎖壞了", "5-1-101")]
    handling.assign(home, colleague(home, numbers[0]), HANDLER)
    app = opened(**asked)
    found = list(app.dataframe[0].value.iloc[:, 0]) if len(app.dataframe) else []
    assert found == [numbers[p] for p in places]
    if not found:
        assert pressed(app, "Show all").dataframe[0].value.shape[0] == 2


def test_a_whole_number_opens_its_request(home: Database, opened: Visit) -> None:
    number = told(home)
    app = opened()
    field(app, "Number or room").input(number.lower().replace("-", " "))
    app.run()
    assert app.query_params["no"] == number
    assert [s.value for s in app.subheader] == [
        f"{number} · No handler yet".replace("-", "\\-"),
        "What happened so far",
    ]
    assert "find" not in app.query_params


def test_a_number_that_is_none_says_so(home: Database, opened: Visit) -> None:
    app = opened(no="R9901-0001")
    assert [i.value for i in app.info] == [
        "There is no request R9901\\-0001. Look at the number again, or go back to the list."
    ]


def test_given_out_done_and_called_back_then_the_next_one(home: Database, opened: Visit) -> None:
    first, second = told(home), told(home, "單元門鎖壞了", "5-1-101")
    app = opened(blank="no_handler")
    app = pressed(app, "Open the next one")
    assert app.query_params["no"] == first
    assert field(app, "Category").value == "water_power"
    assert "Suggested by the keyword “水龍頭”." in [c.value for c in app.caption]
    field(app, "Handler").set_value(HANDLER)
    app = pressed(app, "Give to the handler")
    assert [s.value for s in app.success] == [language.escaped(f"{first}: given to a handler")]
    assert app.query_params["no"] == second
    app = opened(no=first)
    assert field(app, "What was done").value == ""
    app = pressed(app, "Mark as done")
    assert [e.value for e in app.error] == ["Write a few words\\."]
    field(app, "What was done").input("換了墊圈")
    pressed(app, "Mark as done")
    app = opened(no=first)
    field(app, "What the resident said").input("好了")
    pressed(app, "Reached")
    assert kinds(home, first) == ["submitted", "assigned", "done", "reached"]
    assert cases(home)[first].status == "closed"
    assert noted(home, "request.assign")[0][0] == "request.assign"


def test_a_button_pressed_twice_does_its_act_once(home: Database, opened: Visit) -> None:
    number = told(home)
    app = opened(no=number)
    pressed_one = button(app, "Give to the handler")
    args = pressed_one.proto
    field(app, "Handler").set_value(HANDLER)
    app = pressed(app, "Give to the handler")
    assert args.id not in [b.proto.id for b in app.button]  # a second press finds no such button
    assert kinds(home, number) == ["submitted", "assigned"]


def test_two_people_at_once_the_second_is_told_and_nothing_is_done(home: Database, opened: Visit) -> None:
    number = told(home)
    app = opened(no=number)
    handling.note(home, colleague(home, number), "已打過電話")
    field(app, "Handler").set_value(HANDLER)
    app = pressed(app, "Give to the handler")
    assert [e.value for e in app.error] == [
        "王小明 worked on this request meanwhile \\(Note\\)\\. Nothing was kept; look at it again\\."
    ]
    assert kinds(home, number) == ["submitted", "note"]
    assert field(app, "Handler").value == HANDLER  # what was typed stays
    assert any("已打過電話" in m.value for m in app.markdown)
    pressed(app, "Give to the handler")
    assert kinds(home, number) == ["submitted", "note", "assigned"]


def test_the_other_acts(home: Database, opened: Visit) -> None:
    first, second = told(home), told(home, "水龍頭又漏水了")
    for act, label, value, send in (
        ("note", "Note", "鑰匙在保安室", "Keep the note"),
        ("category", "Category", "building", "Confirm the category"),
    ):
        app = opened(no=first)
        app.button_group[0].set_value(act).run()
        one = [w for w in (*app.text_input, *app.selectbox) if w.label == label][-1]
        one.set_value(value)
        pressed(app, send)
    app = opened(no=second)
    assert [w.value for w in app.warning] == ["Perhaps the same trouble: look before a second worker is sent."]
    assert [b.label.split(" ")[0] for b in app.main.button if first[:5] in b.label] == [
        f"**{first}**".replace("-", "\\-")
    ]
    app.button_group[0].set_value("merge").run()
    field(app, "Number of the other one").input(first)
    pressed(app, "Put together")
    assert cases(home)[second].merged_into == first
    assert cases(home)[first].category == "building"
    assert kinds(home, first) == ["submitted", "note", "category", "took_in"]
    app = opened(no=second)
    app.button_group[0].set_value("reopen").run()
    field(app, "Why").input("不是同一處")
    pressed(app, "Open again")
    assert kinds(home, second) == ["submitted", "merged", "reopened"]


def test_the_number_to_call_is_one_click_and_one_row_of_the_log(home: Database, opened: Visit) -> None:
    number = told(home)
    handling.assign(home, colleague(home, number), HANDLER)
    handling.done(home, colleague(home, number), "換了墊圈")
    app = opened(no=number)
    assert CONTACT not in "".join(m.value for m in app.markdown)
    app = pressed(app, "Show the number to call")
    assert [c.value for c in app.code] == [CONTACT]
    row_id = cases(home)[number].row_id
    assert noted(home, "reveal") == [("reveal", f"requests:{row_id}#contact", "Calling the person back", "{}", "")]
    assert CONTACT not in whole_audit(home)
    assert CONTACT not in repr(app.session_state)


def test_entry_by_telephone_faults_at_the_field_then_its_file(home: Database, opened: Visit) -> None:
    app = opened(new="yes")
    app = pressed(app, "Take it down")
    assert [e.value for e in app.error] == ["Nothing was kept yet: mend the fields below."]
    assert len([m for m in app.markdown if m.value.startswith(":red[")]) == 3
    assert cases(home) == {}
    inputs = list(app.text_input)
    for widget, value in zip(inputs, ("3-2-501", "廚房水龍頭漏水", NAME, CONTACT, "晚上", ""), strict=True):
        widget.input(value)
    app = pressed(app, "Take it down")
    (number,) = cases(home)
    assert app.query_params["no"] == number
    assert [s.value for s in app.success] == [
        language.escaped(f"{number} is taken down. Say this number to the caller.")
    ]
    assert (cases(home)[number].source, cases(home)[number].room_no) == ("phone", "3-2-501")
    assert NAME not in repr(app.query_params)


def test_a_request_of_a_spreadsheet_stands_in_the_list_and_can_be_handled(home: Database, opened: Visit) -> None:
    row = {"request_no": "Q0001", "submitted_at": "2024-03-04 09:30", "name": NAME, "contact": CONTACT}
    plant(home, requests=[{**row, "room_no": "3-2-501", "repair": "廚房水龍頭漏水"}])
    app = opened()
    assert list(app.dataframe[0].value.iloc[:, 0]) == ["Q0001"]
    app = opened(no="Q0001")
    field(app, "Handler").set_value(HANDLER)
    pressed(app, "Give to the handler")
    assert cases(home)["Q0001"].status == "assigned"


def test_a_held_request_is_let_in(home: Database, opened: Visit) -> None:
    said = Submission(NAME, CONTACT, "3-2-501", "漏水", source="desk")
    number = submit(home, said, "token-of-a-flood", bound=lambda _connection: "held").request_no  # type: ignore[union-attr]
    app = opened(no=number)
    assert len(app.warning) == 1
    app = pressed(app, "It is real")
    assert cases(home)[number].held is False
    assert app.query_params["no"] == number


def test_the_work_order_is_a_pdf_and_noted(home: Database, signed_in_as: Callable[..., str]) -> None:
    number = told(home)
    token = signed_in_as(STAFF)
    made = office_requests_order.order(number, token, "zh-Hant", "派工", "水電")
    assert made.startswith(b"%PDF")
    assert noted(home, "request.order") == [("request.order", f"request:{number}", "派工", json.dumps({}), "")]
    stranger = signed_in_as((Grant("clerk", "S1"),))
    with pytest.raises(office_requests_order.Refused):
        office_requests_order.order(number, stranger, "zh-Hant", "派工", "水電")
    with pytest.raises(office_requests_order.Refused):
        office_requests_order.order(number, "no-token", "zh-Hant", "派工", "水電")


def test_an_act_of_somebody_who_may_no_longer_is_refused(
    home: Database, opened: Visit, signed_in_as: Callable[..., str]
) -> None:
    number = told(home)
    app = opened(no=number)
    field(app, "Handler").set_value(HANDLER)
    signed_in_as((Grant("clerk", "S1"),))
    pressed(app, "Give to the handler")
    assert kinds(home, number) == ["submitted"]


@pytest.mark.parametrize("asked", [{}, {"new": "yes"}, {"no": "first"}, {"no": "done"}, {"blank": "held"}])
def test_everything_is_said_in_chinese(
    home: Database, opened: Visit, foreign: Callable[[AppTest], set[str]], asked: dict[str, str]
) -> None:
    first, done = told(home), told(home, "單元門鎖壞了", "5-1-101")
    handling.assign(home, colleague(home, done), HANDLER)
    handling.done(home, colleague(home, done), "換了鎖")
    numbers = {"first": first, "done": done}
    app = opened("zh-Hant", **{name: numbers.get(value, value) for name, value in asked.items()})
    assert foreign(app) <= {"PDF", "badge", "red", "blue"}  # a badge is written in markup


def test_the_next_one_goes_by_those_that_were_looked_at(home: Database, opened: Visit) -> None:
    first, second = told(home), told(home, "單元門鎖壞了", "5-1-101")
    now = office_now(home)
    with home.read() as connection:
        order = list(work.work_list(connection, home.sealer, work.Wanted(), now).frame["request_no"])
    assert sorted(order) == sorted([first, second])
    app = pressed(opened(), "Open the next one")
    assert app.query_params["no"] == order[0]
    app = pressed(app, "Next one")
    assert app.query_params["no"] == order[1]
    app = pressed(app, "Next one")
    assert "no" not in app.query_params
    assert [i.value for i in app.info] == ["That was the last one that lacks something\\."]
