"""Blank papers to print: every one of them has its button, in the language chosen for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import notices, office_settings
from core.office.office_settings import OfficeSettings
from core.office.paper import Letterhead
from core.store.database import Database
from core.texts import LANGUAGES, say
from core.web import office_paper
from tests.office import pdf
from tests.office.papers import PRINTED

OFFICE_STAFF = (Grant("office", ""),)


def titles(app: AppTest) -> list[str]:
    return [m.value.strip("*") for m in app.markdown if m.value.startswith("**")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_every_paper(home: Database, visit: Callable[..., AppTest], language: str) -> None:
    app = visit("paper", language, data=None, who=OFFICE_STAFF)
    assert not app.exception
    assert titles(app) == [say(language, blank.title) for blank in office_paper.BLANKS.values()]
    assert len(app.get("download_button")) == len(office_paper.BLANKS)
    assert len(app.info) == 1


def test_nobody_asks_for_names_that_are_there(home: Database, visit: Callable[..., AppTest]) -> None:
    office_settings.change(home, OfficeSettings(estate="學府苑"), "t1", 1)
    assert list(visit("paper", data=None, who=OFFICE_STAFF).info) == []


def test_a_paper_may_have_another_language_than_the_screen(home: Database, visit: Callable[..., AppTest]) -> None:
    app = visit("paper", "en", data=None, who=OFFICE_STAFF)
    [choice] = app.get("button_group")
    assert choice.value == "en"
    choice.set_value("zh-Hans").run()
    assert not app.exception
    assert app.get("button_group")[0].value == "zh-Hans"
    assert titles(app)[1] == "Repair form"


@pytest.mark.parametrize("name", office_paper.BLANKS)
def test_the_button_gives_the_paper(home: Database, name: str) -> None:
    head = Letterhead(PRINTED, "學府苑")
    pages = pdf.read(office_paper.BLANKS[name].make("zh-Hant", head))
    assert "學府苑" in pages[0].text
    if name in ("information", "repair", "opinion"):
        assert say("zh-Hant", "Privacy notice, version {version}", version=notices.FIRST) in pages[0].text
