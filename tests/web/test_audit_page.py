"""The page of the audit log: filters in the address, pages, the export, verifying."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.store.audit import Entry
from core.store.database import Database
from core.store.tables import audit
from core.web import audit_rows

ADMIN = (Grant("admin", ""),)
AT = datetime(2026, 3, 2, 22, 30)
NIGHT = [
    Entry("reveal", "clients:1#phone", 1, "S1", "call back"),
    Entry("settings.change", "settings_versions:1", 1, "S2"),
    Entry("reveal", "members:1#name", 1, ""),
    Entry("sign_in.refused", "account:unknown", detail={"why": "unknown"}),
]


@pytest.fixture
def home(home: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of its own with the rows of NIGHT, on a machine whose clock is eight hours ahead of UTC."""
    zone = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    at = home.clock
    home.clock = lambda: AT
    for entry in NIGHT:
        home.write(lambda c, one=entry: home.note(c, one))
    home.clock = at
    yield home
    monkeypatch.undo()
    if zone is None:
        os.environ.pop("TZ", None)
    time.tzset()


def table(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def acts(app: AppTest) -> list[tuple[int, str]]:
    return list(zip(table(app)["No."], table(app)["Act"], strict=True))[-4:]


def test_rows_are_shown_newest_first_in_local_time(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("audit", "en", data=None, who=ADMIN, act="reveal")
    assert table(app).to_dict("records") == [
        {
            "No.": seq,
            "When": pd.Timestamp(2026, 3, 3, 6, 30),
            "Who": "王小明",
            "Act": "Value shown in full",
            "Done to": subject,
            "Store": store,
            "Reason": reason,
            "More": "",
        }
        for seq, subject, store, reason in (
            (3, "members:1#name", "Property office", ""),
            (1, "clients:1#phone", "S1", "call back"),
        )
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"until": "2026-03-03"}, [4, 3, 2, 1]),
        ({"until": "2026-03-02"}, []),
        ({"since": "2026-03-03", "until": "2026-03-03"}, [4, 3, 2, 1]),
        ({"until": "2026-03-03", "by": "0"}, [4]),
        ({"where": "S2"}, [2]),
        ({"where": "~office"}, [3]),
        ({"subject": "clients:1"}, [1]),
        ({"subject": "clients:"}, [1]),
        ({"act": "settings.change"}, [2]),
        ({"until": "2026-03-03", "before": "3"}, [2, 1]),
    ],
)
def test_the_address_chooses(
    home: Database, visit: Callable[..., AppTest], asked: dict[str, str], found: list[int]
) -> None:
    app = visit("audit", "en", data=None, who=ADMIN, **asked)
    assert not app.exception
    rows = list(table(app)["No."]) if app.dataframe else []
    assert rows == found
    assert bool(app.info) == (not found)


def test_what_is_chosen_gets_into_the_address(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("audit", "en", data=None, who=ADMIN)
    app.selectbox(key="choose.act").select("reveal").run()
    app.text_input(key="choose.subject").input("clients:").run()
    assert app.query_params["act"] == "reveal"
    assert app.query_params["subject"] == "clients:"
    assert list(table(app)["No."]) == [1]


@pytest.mark.parametrize("typed", ["13912345678", "clients:13912345678", "王小明"])
def test_a_phone_or_a_name_never_gets_into_the_address(
    home: Database, visit: Callable[..., AppTest], typed: str
) -> None:
    app = visit("audit", "en", data=None, who=ADMIN)
    app.text_input(key="choose.subject").input(typed).run()
    assert "subject" not in app.query_params
    assert [w.value for w in app.warning] == [
        "Write kind:number, such as clients:17; a colon at the end finds all of a kind."
    ]


def test_older_rows_are_a_click_away(
    home: Database, visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_rows, "ROWS", 3)
    app = visit("audit", "en", data=None, who=ADMIN, until="2026-03-03")
    assert list(table(app)["No."]) == [4, 3, 2]
    app.button(key="audit.older").click().run()
    assert list(table(app)["No."]) == [1]
    app.button(key="audit.newest").click().run()
    assert list(table(app)["No."]) == [4, 3, 2]
    app.button(key="audit.older").click().run()
    app.selectbox(key="choose.act").select("reveal").run()
    assert list(table(app)["No."]) == [3, 1]


def last(database: Database) -> tuple[str, str]:
    with database.read() as connection:
        row = connection.execute(sa.select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    return row.action, row.detail


def test_an_export_is_noted(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("audit", "en", data=None, who=ADMIN, act="reveal")
    assert not app.get("download_button")
    app.button(key="audit.prepare").click().run()
    assert len(app.get("download_button")) == 2
    assert last(home) == ("audit.export", '{"rows": 2}')


def test_verifying(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("audit", "en", data=None, who=ADMIN)
    app.button(key="audit.verify").click().run()
    assert [s.value[:22] for s in app.success] == ["The audit log is whole"]
    assert last(home)[0] == "audit.verify"
    app.text_input(key="audit.head").input("99:" + "0" * 64)
    app.button(key="audit.verify").click().run()
    assert [e.value.split(",")[0] for e in app.error] == ["Row 99"]
    app.text_input(key="audit.head").input("nonsense")
    app.button(key="audit.verify").click().run()
    assert [w.value.split(",")[0] for w in app.warning] == ["A head is a number"]


@pytest.mark.parametrize("role", ["clerk", "manager", "salesperson"])
def test_others_see_nothing_of_it(home: Database, visit: Callable[..., AppTest], role: str) -> None:
    app = visit("audit", "en", data=None, who=(Grant(role, "S1"),))  # type: ignore[arg-type]
    assert not app.dataframe
    assert [w.value for w in app.warning] == [
        "This page is not for your role. Whoever looks after the accounts can change that."
    ]


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_the_page_is_in_chinese(
    home: Database, visit: Callable[..., AppTest], foreign: Callable[[AppTest], set[str]], language: str
) -> None:
    app = visit("audit", language, data=None, who=ADMIN)
    # What was done to which row, and the facts beside it, are codes in every language.
    codes = {"account", "clients", "members", "batch", "name", "phone", "grants", "admin", "way", "password"}
    assert foreign(app) - codes - {"why", "unknown", "call", "back"} == set()
