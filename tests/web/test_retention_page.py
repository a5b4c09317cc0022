"""The retention page: periods changed, what is due let go, a person found, copied and erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.store import retention
from core.store.database import Database
from tests.web.kept_home import PERSONAL, noted, whole_audit
from tests.web.widgets import button, field, pressed

ADMIN = (Grant("admin", ""),)


@pytest.fixture
def home(home_of_people: Database) -> Database:
    """A database of its own with people of both desks."""
    return home_of_people


@pytest.fixture
def opened(visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    def run(view: str, language: str = "en") -> AppTest:
        return visit("retention", language, data=None, who=ADMIN, retention=view)

    return run


def found(app: AppTest, value: str) -> AppTest:
    field(app, "In full, however it is written").input(value)
    return pressed(app, "Find")


def ticked(app: AppTest, *places: int) -> AppTest:
    app.session_state["retention.subjects"] = {"selection": {"rows": list(places), "columns": []}}
    return app.run()


def test_a_period_is_changed_once_and_noted(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened("periods")
    assert list(app.dataframe[0].value["Kept for"])[:3] == ["1,096 days", "3,653 days", "365 days"]
    app.number_input(key="retention.days.clients").set_value(500)
    app = pressed(app, "Keep it so")
    assert app.success[0].value == "The period is changed. Nothing goes before you let it go."
    assert app.dataframe[0].value["Kept for"].iloc[0] == "500 days"
    with home.read() as connection:
        assert retention.periods(connection)["clients"] == 500
    assert [row[:2] for row in noted(home, "retention.change")] == [("retention.change", "kind:clients")]


def test_what_is_due_goes_when_it_is_let_go(
    home: Database, opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = home.clock() + timedelta(days=20_000)
    monkeypatch.setattr(home, "clock", lambda: later)
    with home.read() as connection:
        due = sum(sum(one.counts().values()) for one in retention.due(connection, later))
    assert due > 0
    app = opened("periods")
    assert button(app, "Let go").disabled
    app.checkbox(key="retention.sure").check()
    app = pressed(app.run(), "Let go")
    assert app.success[0].value == f"{due:,} rows have gone for good."
    with home.read() as connection:
        assert sum(sum(one.counts().values()) for one in retention.due(connection, later)) == 0


def test_a_person_is_erased_with_a_reason_and_the_word(home: Database, opened: Callable[..., AppTest]) -> None:
    app = found(opened("person"), "13912345678")
    assert list(app.dataframe[0].value["Where"]) == ["clients"]
    app = ticked(app, 0)
    app = pressed(app, "Erase for good")
    assert app.error[0].value == "Nothing was erased: a reason and the word ERASE are needed."
    app.selectbox(key="retention.erase.why").select_index(0)
    app.text_input(key="retention.erase.word").input("erase")
    app = pressed(app, "Erase for good")
    assert app.success[0].value.startswith("Erased for good:")
    assert list(found(app, "13912345678").dataframe) == []
    assert [row[0] for row in noted(home, "person.erase")] == ["person.erase"]
    assert [p for p in PERSONAL if p in whole_audit(home)] == []


def test_what_was_looked_for_is_in_the_log_by_its_index_alone(home: Database, opened: Callable[..., AppTest]) -> None:
    app = found(opened("person"), "13912345678")
    index = home.sealer.indexes("phone", "13912345678")[0].hex()
    assert [(row[1], json.loads(row[3])) for row in noted(home, "person.find")] == [
        (f"index:{index}", {"by": "phone", "found": 1})
    ]
    assert [t.value for t in app.text_input if t.label == "In full, however it is written"] == [""]


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("view", ["periods", "person", "register"])
def test_nothing_english_is_left(
    home: Database, opened: Callable[..., AppTest], foreign: Callable[[AppTest], set[str]], language: str, view: str
) -> None:
    assert foreign(opened(view, language)) - {"UTC", "JSON", "QQ"} == set()
