"""The page to find people: noted without what was typed, rows masked, one value at a time."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant, Person
from core.store.database import Database
from core.web import people_search
from tests.web.kept_home import PERSONAL, noted, whole_audit
from tests.web.widgets import field, pressed

ADMIN, OFFICE_STAFF = (Grant("admin", ""),), (Grant("office", ""),)


@pytest.fixture
def home(home_of_people: Database) -> Database:
    """A database of its own with people of both desks."""
    return home_of_people


def asked(app: AppTest, by: str, value: str) -> AppTest:
    app.selectbox(key="people.by").select(by)
    field(app, "In full, however it is written").input(value)
    return pressed(app, "Find")


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe]


def test_a_phone_finds_rows_of_every_desk(home: Database, visit: Callable[..., AppTest]) -> None:
    app = asked(visit("people", "en", data=None, who=ADMIN), "phone", "+86 139-1234-5678")
    assert [s.value for s in app.subheader] == ["clients", "calls"]
    clients, calls = tables(app)
    assert list(clients["name"]) == ["歐○○○"]
    assert list(clients["phone"]) == ["139****5678"]
    assert list(calls["phone"]) == ["139****5678"]


def test_the_log_has_the_blind_index_and_not_the_value(home: Database, visit: Callable[..., AppTest]) -> None:
    app = asked(visit("people", "en", data=None, who=ADMIN), "phone", "13912345678")
    index = home.sealer.indexes("phone", "13912345678")[0].hex()
    assert noted(home, "person.find") == [
        ("person.find", f"index:{index}", "", json.dumps({"by": "phone", "found": 2}, sort_keys=True), None)
    ]
    assert [p for p in PERSONAL if p in whole_audit(home)] == []
    assert [t.value for t in app.text_input] == [""]
    assert "13912345678" not in repr(app.session_state)
    assert "13912345678" not in repr(app.query_params)


def test_the_office_finds_what_is_the_offices(home: Database, visit: Callable[..., AppTest]) -> None:
    app = asked(visit("people", "en", data=None, who=OFFICE_STAFF), "phone", "13912345678")
    assert [i.value for i in app.info] == ["Nobody is kept with that. Check the kind you chose, or try another number."]
    app = asked(app, "room", "3-2-501")
    assert [s.value for s in app.subheader] == ["households", "members", "occupants", "vehicles"]
    app = asked(app, "id_number", "11010519491231002x")
    assert [s.value for s in app.subheader] == ["occupants"]
    assert [scope for *_rest, scope in noted(home, "person.find")] == ["", "", ""]
    assert [p for p in ("3-2-501", *PERSONAL) if p in whole_audit(home)] == []


@pytest.mark.parametrize(("by", "value"), [("phone", "no number"), ("room", " "), ("name", "  ")])
def test_nothing_to_look_for_is_not_noted(home: Database, visit: Callable[..., AppTest], by: str, value: str) -> None:
    asked(visit("people", "en", data=None, who=ADMIN), by, value)
    assert noted(home, "person.find") == []


@pytest.mark.parametrize("grant", [Grant("salesperson", "S1"), Grant("clerk", "S1"), Grant("manager", "*")])
def test_others_may_not_look(home: Database, visit: Callable[..., AppTest], grant: Grant) -> None:
    app = visit("people", "en", data=None, who=(grant,))
    assert [w.value for w in app.warning] == [
        "This page is not for your role. Whoever looks after the accounts can change that."
    ]
    assert not app.text_input
    assert people_search.look(home, Person(1, "x", frozenset({grant})), "phone", "13912345678") == []
    assert noted(home, "person.find") == []


@pytest.mark.parametrize("by_and_value", [("room", "3-2-501"), ("name", "慕容建國"), ("plate", "京A12345")])
def test_nothing_unmasked_is_on_the_page(
    home: Database,
    visit: Callable[..., AppTest],
    texts: Callable[[AppTest], list[str]],
    by_and_value: tuple[str, str],
) -> None:
    app = asked(visit("people", "en", data=None, who=ADMIN), *by_and_value)
    said = "\n".join(texts(app)) + "\n".join(t.to_csv() for t in tables(app))
    assert tables(app) != []
    assert [p for p in PERSONAL if p in said] == []
