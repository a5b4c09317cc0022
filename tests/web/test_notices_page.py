"""The page of notices: written per language with a preview and versions; settings of the office; the list of homes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import notices, office_settings
from core.office.office_settings import OfficeSettings
from core.store.database import Database
from core.texts import LANGUAGES
from tests.web.kept_home import noted
from tests.web.widgets import field, pressed

OFFICE_STAFF = (Grant("office", ""),)
SHARP = "# x <script>alert(1)</script> [a](http://b) **c** $d$ :red[e]"


@pytest.fixture
def opened(home: Database, visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    def done(language: str = "en", **asked: str) -> AppTest:
        app = visit("notices_edit", language, data=None, who=OFFICE_STAFF, **asked)
        assert not app.exception
        return app

    return done


def standing(home: Database, kind: str, language: str) -> tuple[int, str, str]:
    with home.read() as connection:
        found = notices.current(connection, kind, language)
    return found.version, found.title, found.body


def test_what_is_shipped_stands_in_the_editor(opened: Callable[..., AppTest]) -> None:
    app = opened(kind="tips", of="zh-Hant")
    assert field(app, "Text").value == notices.shipped("tips", "zh-Hant").body
    assert "Version 1, as it comes with the program" in [c.value for c in app.caption]


def test_a_text_is_previewed_kept_and_its_version_told(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened(kind="promise", of="en")
    field(app, "Text").input("We come.\n\n- today").run()
    assert [m.value for m in app.markdown][-2:] == ["We come\\.", "- today"]
    assert standing(home, "promise", "en")[0] == 1  # a preview keeps nothing
    pressed(app, "Keep this text")
    assert standing(home, "promise", "en") == (2, "Service promise", "We come.\n\n- today")
    assert standing(home, "promise", "zh-Hant")[0] == 1
    assert noted(home, "notices.change") == [("notices.change", "notice:promise:en", "", '{"version": 2}', "")]
    assert "Changed in one language and not yet in: 繁體中文、简体中文\\." not in [i.value for i in app.info]
    assert "繁體中文、简体中文" in app.info[0].value


def test_markup_of_the_office_stays_text(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened(kind="promise", of="en")
    field(app, "Title").input(SHARP[:50])
    field(app, "Text").input(f"{SHARP}\n- {SHARP}").run()
    pressed(app, "Keep this text")
    shown = [m.value for m in app.markdown if "script" in m.value] + [app.subheader[0].value]
    assert len(shown) == 3
    for text in shown:
        rest = text.removeprefix("- ").replace("\\\\", "")
        marks = [c for i, c in enumerate(rest) if c in "#<>[]()*$:" and rest[i - 1 : i] != "\\"]
        assert marks == [], text


def test_two_people_at_once_are_told(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened(kind="scope", of="en")
    notices.change(home, "scope", "en", "Scope", "Everything", "t1", 1)
    field(app, "Text").input("Nothing")
    pressed(app, "Keep this text")
    assert "Somebody changed this text meanwhile" in app.error[0].value
    assert standing(home, "scope", "en") == (2, "Scope", "Everything")


def test_an_older_version_is_taken_into_the_editor(home: Database, opened: Callable[..., AppTest]) -> None:
    notices.change(home, "scope", "en", "Scope", "Everything", "t1", 1)
    app = opened(kind="scope", of="en")
    pressed(app, "Take this text into the editor")
    assert field(app, "Text").value == notices.shipped("scope", "en").body
    pressed(app, "Keep this text")
    assert standing(home, "scope", "en") == (3, "What we look after", notices.shipped("scope", "en").body)


def test_the_office_says_who_it_is(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened(view="office")
    field(app, "Name of the estate").input("學府花園")
    field(app, "Address where residents reach this app").input("desk.example")
    pressed(app, "Keep these settings")
    assert "The address begins with https://" in app.error[0].value.replace("\\", "")
    assert field(app, "Name of the estate").value == "學府花園"
    field(app, "Address where residents reach this app").input("https://desk.example/")
    pressed(app, "Keep these settings")
    with home.read() as connection:
        assert office_settings.office(connection) == OfficeSettings("學府花園", "", "", "", "https://desk.example", 10)


def test_the_list_of_homes_is_built_and_pasted(home: Database, opened: Callable[..., AppTest]) -> None:
    app = opened(view="homes")
    field(app, "Building").input("3")
    pressed(app, "Add its homes")
    with home.read() as connection:
        assert len(office_settings.rooms(connection)) == 24
    text = field(app, "Rooms, one a line or with commas between")
    assert text.value.split("\n")[:2] == ["3-1-101", "3-1-102"]
    text.input("1-1-101, 1-1-102")
    pressed(app, "Keep this list")
    with home.read() as connection:
        assert office_settings.rooms(connection) == ("1-1-101", "1-1-102")
    assert "**2 homes** in 1 buildings" in [m.value for m in app.markdown]


@pytest.mark.parametrize("language", LANGUAGES[:2])
@pytest.mark.parametrize("view", ["notices", "office", "homes"])
def test_every_view_speaks_the_language_alone(
    opened: Callable[..., AppTest], foreign: Callable[[AppTest], set[str]], language: str, view: str
) -> None:
    assert foreign(opened(language, view=view)) - {"https", "desk", "example"} == set()


def test_others_do_not_see_it(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("notices_edit", "en", data=None, who=(Grant("admin", ""),))
    assert (list(app.text_area), "not for your role" in app.warning[0].value) == ([], True)
