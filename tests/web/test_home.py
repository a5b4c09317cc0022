"""The home page: what a person's roles are about, the ways to begin, and what is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.clock import local_day
from core.office import contact_days, handling
from core.office.contact_days import Plan
from core.office.handling import Act
from core.office.requests import Submission, submit
from core.store.database import Database
from core.web import begin, kept
from tests.web.conftest import account_of

OFFICE, ADMIN, CLERK = ((Grant(role, scope),) for role, scope in (("office", ""), ("admin", ""), ("clerk", "S1")))
Visit = Callable[..., AppTest]


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """A home of its own, in which nothing is kept."""
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    return kept.database()


def metrics(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.main.metric}


def links(app: AppTest) -> list[str]:
    return [f"{link.page}?{link.query_string}".rstrip("?") for link in app.main.get("page_link")]


def test_it_offers_the_demo_the_upload_and_the_templates(visit):
    app = visit("home", data=None)
    assert [s.value for s in app.subheader] == ["先看示範", "上傳自己的表格", "從範本開始"]
    assert [b.label for b in app.main.button] == ["開啟示範", "上傳"]
    assert [d.label for d in app.download_button] == ["門店範本", "物業範本"]


def test_the_demo_button_opens_the_overview(visit):
    app = visit("home", data=None)
    app.button(key="home.demo").click().run()
    assert app.title[0].value == "總覽"


def test_the_upload_button_opens_the_upload(visit):
    app = visit("home", data=None)
    app.button(key="home.upload").click().run()
    assert app.title[0].value == "上傳"


def test_what_is_open_can_be_closed(visit):
    app = visit("home", data=None)
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == []
    app.button(key="home.demo").click().run()
    app.switch_page("pages/store/home.py").run()
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == ["目前開啟：**示範資料**"]
    app.button(key="home.close").click().run()
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == []
    assert "data" not in app.query_params


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("desk", ["store", "office"])
def test_the_templates_are_workbooks(desk, language: str):
    assert len(openpyxl.load_workbook(BytesIO(begin._template(desk, language))).sheetnames) >= 5


def told(database: Database, *, done: bool = False) -> None:
    """Hand in a request, given to a handler and done where asked."""
    account = account_of(OFFICE)
    mark = f"token-of-a-request-{done}"
    number = submit(
        database, Submission("王小明", "13700001111", "3-2-501", "廚房漏水", source="desk"), mark
    ).request_no
    if done:
        handling.assign(database, Act(number, f"{mark}-given", account), "老張")
        handling.done(database, Act(number, f"{mark}-done", account), "換了墊片")


def test_the_office_finds_what_waits_and_the_contact_day_ahead(empty: Database, visit: Visit) -> None:
    """Fails with the numbers of another state, and with a day that is over or the farther of two."""
    told(empty)
    told(empty, done=True)
    today = local_day(empty.clock())
    for place, days in (("東門", 30), ("中門2", 6)):  # the nearer one is kept last
        plan = Plan(today + timedelta(days=days), place, "", ("cards",), ())
        nearer = contact_days.keep(empty, plan, f"token-of-{place}", account_of(OFFICE))
    app = visit("home", "en", data=None, who=OFFICE)
    assert app.title[0].value == "Property desk"
    assert metrics(app) == {
        "Not done yet": "1",
        "No handler": "1",
        "Overdue": "0",
        "No call-back": "1",
        "Forms that wait": "0",
    }
    assert links(app)[:6] == [
        "requests",
        "requests?blank=no_handler",
        "requests?blank=overdue",
        "requests?blank=no_call_back",
        "archive",
        f"contact_day?day={nearer}",
    ]
    assert next(m.value for m in app.main.markdown if "contact day" in m.value).endswith("· 中門2**, in 6 days")
    assert [d.label for d in app.download_button] == ["Property office template"]
    assert [b.label for b in app.main.button] == ["Upload"]


def test_an_office_without_anything_is_offered_the_demo_estate(empty: Database, visit: Visit) -> None:
    app = visit("home", data=None, who=OFFICE)
    assert [b.label for b in app.main.button] == ["用示範小區試試看", "上傳"]
    assert "目前沒有排定的接待日。" in [m.value for m in app.main.markdown]
    assert set(metrics(app).values()) == {"0"}


def test_an_admin_finds_the_house_and_nobody_of_it(empty: Database, visit: Visit) -> None:
    told(empty)
    app = visit("home", "en", data=None, who=ADMIN)
    assert app.title[0].value == "The house"
    assert metrics(app) == {"Accounts in use": "2", "Last backup": "not made yet"}
    assert links(app) == ["accounts", "audit", "backup", "retention"]
    assert [b.key for b in app.main.button] == []
    assert [d.label for d in app.download_button] == []


def test_a_store_finds_its_own_ways_alone(empty: Database, visit: Visit) -> None:
    told(empty)
    app = visit("home", "en", data=None, who=CLERK)
    assert app.title[0].value == "Whose turn, whose client, whose deal, and why"
    assert (metrics(app), links(app)) == ({}, [])
    assert [d.label for d in app.download_button] == ["Store template"]


def test_who_has_every_role_finds_each_desk_under_its_heading(empty: Database, visit: Visit) -> None:
    told(empty)
    app = visit("home", "en", data=None)
    assert [h.value for h in app.header] == ["Property desk", "The house"]
    assert metrics(app)["Not done yet"] == "1"
    assert metrics(app)["Last backup"] == "not made yet"


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("who", [OFFICE, ADMIN, None])
def test_home_shows_itself_in_chinese(
    empty: Database, visit: Visit, foreign: Callable[..., set[str]], language: str, who: tuple[Grant, ...] | None
) -> None:
    app = visit("home", language, data=None, **({"who": who} if who else {}))
    assert [e.message for e in app.exception] == []
    assert foreign(app) == set()
