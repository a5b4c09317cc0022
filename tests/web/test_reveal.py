"""Full values on the pages: one at a time, with a reason, for who may; a full export is noted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.store.database import Database
from core.store.faults import Refused
from core.web import export_full, exports, reveal
from core.web.page import Desk
from core.web.tables import worded
from tests.planted import plant
from tests.web.kept_home import PERSONAL, noted, whole_audit
from tests.web.widgets import pressed

PHONE = "13912345678"


@pytest.fixture
def home(home_of_people: Database) -> Database:
    """A database of its own with people of both desks."""
    return home_of_people


@pytest.fixture
def card(home: Database, visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """The card of client C1, whose claim stands with E1, as somebody sees it."""

    def opened(grant: Grant, staff_id: str = "", client: str = "C1", **asked: str) -> AppTest:
        app = visit("clients", "en", data=None, who=(grant,), staff_id=staff_id, **asked)
        app.query_params["who"] = client
        return app.run()

    return opened


def show(app: AppTest, column: str, reason: str | None = "Calling the person back", own: str = "") -> AppTest:
    key = next(s.key for s in app.selectbox if s.label == "Which value").removesuffix(".column")
    app.selectbox(key=f"{key}.column").select(column)
    app.selectbox(key=f"{key}.why").set_value(reason)
    app.text_input(key=f"{key}.own").input(own)
    return pressed(app, "Show this one value")


def offered(app: AppTest) -> bool:
    assert [e.message for e in app.exception] == []
    return "Show this one value" in [b.label for b in app.button]


def test_one_value_is_shown_and_gone_at_the_next_run(card: Callable[..., AppTest], home: Database) -> None:
    app = show(card(Grant("clerk", "S1")), "phone", own="about the flat")
    assert [c.value for c in app.code] == [PHONE]
    ((action, subject, reason, detail, scope),) = noted(home, "reveal")
    assert (action, reason, detail, scope) == ("reveal", "Calling the person back about the flat", "{}", "S1")
    assert subject.startswith("clients:") and subject.endswith("#phone")
    assert PHONE not in repr(app.session_state) + repr(app.query_params)
    app.run()
    assert [c.value for c in app.code] == []
    assert len(noted(home, "reveal")) == 1
    assert [p for p in PERSONAL if p in whole_audit(home)] == []


def test_another_reason_must_be_said(card: Callable[..., AppTest], home: Database) -> None:
    app = show(card(Grant("manager", "*")), "name", "Another reason")
    assert [w.value for w in app.warning] == ["Give a reason of at least 3 characters: it stands in the audit log."]
    assert ([c.value for c in app.code], noted(home, "reveal")) == ([], [])
    app = show(app, "name", None)
    assert ([c.value for c in app.code], noted(home, "reveal")) == ([], [])
    app = show(app, "name", "Another reason", "inheritance")
    assert [c.value for c in app.code] == ["歐陽青青"]
    assert [n[2] for n in noted(home, "reveal")] == ["inheritance"]


@pytest.mark.parametrize(("staff_id", "may"), [("E1", True), ("E2", False), ("", False)])
def test_a_salesperson_has_their_own_clients(card: Callable[..., AppTest], staff_id: str, may: bool) -> None:
    assert offered(card(Grant("salesperson", "S1"), staff_id)) is may


def test_a_client_number_of_two_stores_is_told_apart(card: Callable[..., AppTest], home: Database) -> None:
    other = {
        "client_id": "C1",
        "store_id": "S2",
        "name": "上官明月",
        "phone": "13911112222",
        "registered_at": "2024-03-04",
    }
    staff = {"staff_id": "E1", "store_id": "S2", "name": "何大文"}
    plant(home, staff=[staff], clients=[other])
    app = show(card(Grant("manager", "*"), client="C1 @S2", store="S2"), "name")
    assert [c.value for c in app.code] == ["上官明月"]
    assert [n[4] for n in noted(home, "reveal")] == ["S2"]


def test_the_demo_has_no_full_values(visit: Callable[..., AppTest]) -> None:
    app = visit("clients")
    app.query_params["who"] = "C0001"
    app = app.run()
    assert "只有保存在本系統的資料才能看完整內容，一次一項，並須說明理由。" in [c.value for c in app.caption]
    assert "只看這一項" not in [b.label for b in app.button]


def test_the_minute_takes_the_value_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def page() -> None:
        import streamlit as st  # noqa: PLC0415 (a script of its own)

        from core.web.reveal import _shown  # noqa: PLC0415

        held = st.session_state.setdefault("held", ["13912345678"])
        _shown(held, "phone")

    app = AppTest.from_function(page).run()
    assert [c.value for c in app.code] == [PHONE]
    app.run()
    assert ([c.value for c in app.code], app.session_state["held"]) == ([], [])
    assert reveal.SHOWN_SECONDS == 60


def full(app: AppTest, own: str = "stocktaking") -> AppTest:
    app.selectbox(key="clients.found.full.why").select("Another reason")
    app.text_input(key="clients.found.full.own").input(own)
    next(b for b in app.button if b.label == "Prepare the file").click()
    return app.run()


def searched(app: AppTest, words: str) -> AppTest:
    return app.text_input(key="choose.client").input(words).run()


@pytest.mark.parametrize("grant", [Grant("salesperson", "S1"), Grant("clerk", "S1"), Grant("manager", "S2")])
def test_a_full_export_is_for_the_managers_of_the_store(card: Callable[..., AppTest], grant: Grant) -> None:
    app = card(grant, "E1")
    assert "Prepare the file" not in [b.label for b in app.button]


def test_a_full_export_is_noted(card: Callable[..., AppTest], home: Database) -> None:
    app = card(Grant("manager", "S1"))
    assert noted(home, "export.full") == []
    app = full(app, " ")
    assert noted(home, "export.full") == []
    assert [d.proto.label for d in app.get("download_button") if "full" in d.proto.id] == []
    app = full(app)
    ((action, subject, reason, detail, scope),) = noted(home, "export.full")
    assert (action, subject, reason, scope) == ("export.full", "table:clients.found", "stocktaking", "S1")
    said = json.loads(detail)
    assert (said["rows"], said["of"], said["stores"]) == (3, 3, ["S1"])
    assert said["personal"] == ["name", "phone"]
    assert {"client_id", "name", "phone"} <= set(said["columns"])
    assert [d.proto.label for d in app.get("download_button") if "full" in d.proto.id] == ["Excel", "CSV"]
    assert [p for p in PERSONAL if p in whole_audit(home)] == []


def test_a_role_withdrawn_meanwhile_takes_nothing(
    card: Callable[..., AppTest], home: Database, signed_in_as: Callable[..., str]
) -> None:
    """The form still stands in the browser; whoever sends it is asked for anew."""
    app = card(Grant("manager", "S1"))
    asked = {"rows": 3, "of": 3, "columns": ["name"], "personal": ["name"]}
    assert "Prepare the file" in [b.label for b in app.button]
    signed_in_as((Grant("clerk", "S1"),))
    with pytest.raises(Refused) as failure:
        export_full.note("clients.found", asked, ["S1"], "stocktaking")
    assert failure.value.text.say("en") == "This is not for your role any longer; nothing was taken."
    assert noted(home, "export.full") == []


def test_full_rows_are_full_and_neutral() -> None:
    desk = Desk(None, "en", None, None)  # type: ignore[arg-type]
    rows = pd.DataFrame({"name": ["=王建國"], "phone": [PHONE], "note": ["+1"]}, dtype="str")
    body = exports.csv(worded(desk, rows, full=True)).decode("utf-8-sig")
    assert body == '"name","phone","note"\n"\'=王建國","13912345678","\'+1"\n'
    assert (
        exports.csv(worded(desk, rows)).decode("utf-8-sig")
        == '"name","phone","note"\n"\'=○○○","139****5678","*** (2)"\n'
    )
