"""The page of the archive: finding a home, its file, forms that wait, corrections, emergencies; masked all along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import filing
from core.office.consents import Consents
from core.office.information import Home, InformationForm, Member
from core.store.database import Database
from core.store.rows import load
from core.web import kept
from tests.office.forms import ALL, FORM, PERSONAL
from tests.web.kept_home import noted, whole_audit
from tests.web.widgets import field, pressed

STAFF = (Grant("office", ""),)
LATER = InformationForm(Home("3-2-501"), (Member("慕容建國", "male", contact="13700002222"),))


@pytest.fixture
def home(home: Database) -> Database:
    """A database of its own with a complete home and one that lacks something."""
    filing.file(home, FORM, ALL, "t1")
    plain = InformationForm(Home("3-2-502"), (Member("甲", contact="13700005555"),))
    filing.file(home, plain, Consents(3, frozenset({"privacy"})), "t2")
    return home


def said(app: AppTest, texts: Callable[[AppTest], list[str]]) -> str:
    return "\n".join(texts(app)) + "\n".join(f.value.to_csv() for f in app.dataframe)


def opened(visit: Callable[..., AppTest], room_no: str = "3-2-501", language: str = "en") -> AppTest:
    app = visit("archive", language, data=None, who=STAFF)
    app.session_state["archive.home"] = room_no
    return app.run()


def members(database: Database) -> pd.DataFrame:
    with database.read() as connection:
        return load(connection, database.sealer, "members", None)


def found(app: AppTest, by: str, value: str) -> AppTest:
    app.selectbox(key="archive.by").select(by)
    field(app, "In full, however it is written").input(value)
    return pressed(app, "Find")


def test_all_homes_with_what_they_lack(home: Database, visit: Callable[..., AppTest]):
    app = visit("archive", "en", data=None, who=STAFF)
    assert [(m.label, m.value) for m in app.metric] == [
        ("Complete files", "1 of 2"),
        ("Without: The home itself", "0 of 2"),
        ("Without: Family members", "0 of 2"),
        ("Without: A member's contact", "0 of 2"),
        ("Without: Emergency contact", "1 of 2"),
    ]
    assert app.dataframe[0].value.iloc[:, :2].to_numpy().tolist() == [["3-2-502", "Emergency contact"], ["3-2-501", ""]]
    app.query_params["lacks"] = "emergency_contacts"
    app.run()
    assert app.dataframe[0].value["Room"].tolist() == ["3-2-502"]


def test_a_telephone_finds_the_home_and_is_not_kept(home: Database, visit: Callable[..., AppTest]):
    app = found(visit("archive", "en", data=None, who=STAFF), "phone", "13700005555")
    assert app.subheader[0].value == "3\\-2\\-502"
    assert len(noted(home, "archive.find")) == 1
    assert [p for p in ("13700005555", "3-2-502", *PERSONAL) if p in whole_audit(home)] == []
    assert "13700005555" not in repr(app.session_state)
    assert "13700005555" not in repr(app.query_params)


def test_several_homes_are_offered_and_none_is_said(home: Database, visit: Callable[..., AppTest]):
    app = found(visit("archive", "en", data=None, who=STAFF), "room", "3-2")
    app = pressed(app, "3-2-501")
    assert app.subheader[0].value == "3\\-2\\-501"
    app = pressed(app, "All homes")
    app = found(app, "plate", "京Z99999")
    assert "No home is kept with that. Check the kind you chose, or write it in full." in [i.value for i in app.info]


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_file_of_a_home_is_masked(
    home: Database, visit: Callable[..., AppTest], texts: Callable[[AppTest], list[str]], language: str
):
    app = opened(visit, language=language)
    assert [e.message for e in app.exception] == []
    shown = said(app, texts)
    assert "慕○○○" in shown
    assert [p for p in PERSONAL if p in shown] == []


def test_no_english_is_left(home: Database, visit: Callable[..., AppTest], foreign: Callable[[AppTest], set[str]]):
    filing.file(home, LATER, ALL, "t3")
    assert foreign(visit("archive", "zh-Hant", data=None, who=STAFF)) - {"QQ"} == set()
    assert foreign(opened(visit, language="zh-Hant")) - {"QQ"} == set()


def test_an_emergency_by_one_click(home: Database, visit: Callable[..., AppTest]):
    app = pressed(opened(visit), "Emergency: whom to call")
    assert [c.value for c in app.code] == ["(023) 6265-1234", "137 0000 1111"]
    [(_action, _subject, reason, _detail, scope)] = noted(home, "archive.emergency")
    assert (reason, scope) == ("An emergency", "")
    app.run()
    assert len(app.code) == 0
    assert [p for p in PERSONAL if p in repr(app.session_state)] == []


def test_an_emergency_by_room(home: Database, visit: Callable[..., AppTest]):
    app = visit("archive", "en", data=None, who=STAFF)
    app.text_input(key="archive.emergency.room").input("3-2-501")
    app = pressed(app, "Show whom to call")
    assert [c.value for c in app.code] == ["(023) 6265-1234", "137 0000 1111"]


def test_a_waiting_form_is_compared_and_taken_over(
    home: Database, visit: Callable[..., AppTest], texts: Callable[[AppTest], list[str]]
):
    filing.file(home, LATER, ALL, "t3")
    app = visit("archive", "en", data=None, who=STAFF)
    assert app.subheader[2].value == "Forms that wait for you (1)"
    cells = next(
        f.value for f in app.dataframe if "From now on" in f.value.columns and "contact" in str(f.value).lower()
    )
    assert ["137******1111", "137****2222"] in cells[["So far", "From now on"]].to_numpy().tolist()
    assert [p for p in (*PERSONAL, "13700002222") if p in said(app, texts)] == []
    app = pressed(app, "Take it over")
    assert len(app.error) == 1  # a reason is needed
    next(s for s in app.selectbox if str(s.key).endswith(".why")).select_index(0)
    app = pressed(app, "Take it over")
    assert app.success[0].value == "The form is taken over."
    assert members(home)["name"].tolist() == ["甲", "慕容建國"]
    assert members(home)["contact"].tolist()[1] == "13700002222"


def test_a_form_is_refused(home: Database, visit: Callable[..., AppTest]):
    filing.file(home, LATER, ALL, "t3")
    app = visit("archive", "en", data=None, who=STAFF)
    next(s for s in app.selectbox if str(s.key).endswith(".why")).select_index(2)
    app = pressed(app, "Refuse it")
    assert app.success[0].value == "The form is refused; the file stays as it was."
    assert len(members(home)) == 3


def test_one_more_row_and_its_faults(home: Database, visit: Callable[..., AppTest]):
    app = opened(visit, "3-2-502")
    key = "archive.add.emergency_contacts"
    app.text_input(key=f"{key}.name").input("乙")
    app.selectbox(key=f"{key}.why").select_index(0)
    save = [b for b in app.button if b.label == "Save it"][2]
    app = save.click().run()
    assert [e.value for e in app.error] == ["contact: Fill this in."]
    app.text_input(key=f"{key}.contact").input("13700000002")
    app = [b for b in app.button if b.label == "Save it"][2].click().run()
    assert [s.value for s in app.success] == ["The row is saved.", "The file is complete."]


def test_withdrawing_a_consent(home: Database, visit: Callable[..., AppTest]):
    app = opened(visit)
    app.selectbox(key="archive.withdraw.kind").select("minors")
    app.selectbox(key="archive.withdraw.why").select_index(0)
    app = pressed(app, "Withdraw it for good")
    assert app.success[0].value == "The consent is withdrawn, and what rested on it is gone."
    assert members(home)["name"].tolist() == ["慕容建國", "甲"]


def test_an_empty_archive_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visit: Callable[..., AppTest]
):
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "empty"))
    app = visit("archive", "en", data=None, who=STAFF)
    assert any(i.value.startswith("The archive is empty.") for i in app.info)
    assert "Upload the archive from spreadsheets" in [b.label for b in app.button]
    app = opened(visit, "1-1-101")
    assert "Nothing is kept of this home yet. Ask for its information form." in [i.value for i in app.info]
    kept.close()
