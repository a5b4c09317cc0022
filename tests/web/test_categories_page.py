"""The page of categories and hours: each change once, audited, refused in words; a text tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office.work_settings import SpecialDay, WorkSettings, special_days, work_settings
from core.store.database import Database
from tests.web.kept_home import noted
from tests.web.widgets import field, pressed

STAFF = (Grant("office", ""),)
Visit = Callable[..., AppTest]


@pytest.fixture
def opened(visit: Visit) -> Visit:
    """The page as somebody of the office sees it."""

    def run(language: str = "en", **asked: str) -> AppTest:
        return visit("categories", language, data=None, who=STAFF, **asked)

    return run


def settings(database: Database) -> WorkSettings:
    with database.read() as connection:
        return work_settings(connection)


def days(database: Database) -> list[SpecialDay]:
    with database.read() as connection:
        return special_days(connection)


def test_a_category_is_changed_once_and_noted(home: Database, opened: Visit) -> None:
    app = opened(category_open="lift")
    field(app, "Keywords").input("電梯\n升降機\n\n電梯\n卡在裡面")
    field(app, "Due within").set_value(2)
    field(app, "Name in English").input("Lifts and hoists")
    app = pressed(app, "Save the category")
    assert [s.value for s in app.success] == ["The category is saved\\."]
    lift = next(c for c in settings(home).categories if c.code == "lift")
    assert (lift.keywords, lift.due_hours, lift.name("en")) == (("電梯", "升降機", "卡在裡面"), 2, "Lifts and hoists")
    assert [(row[0], row[1]) for row in noted(home, "category.change")] == [("category.change", "category:lift")]


def test_a_new_category_is_offered_and_suggested(home: Database, opened: Visit) -> None:
    app = opened(category_open="+")
    field(app, "Keywords").input("快遞櫃")
    app = pressed(app, "Save the category")
    assert [e.value for e in app.error] == ["Give the category a name in Traditional Chinese\\."]
    assert field(app, "Keywords").value == "快遞櫃"
    field(app, "Name in 繁體中文").input("快遞")
    app = pressed(app, "Save the category")
    assert settings(home).suggestion("快遞櫃打不開", None).code == "own_1"
    assert app.query_params["category_open"] == "own_1"


def test_a_category_not_in_use_is_no_longer_suggested(home: Database, opened: Visit) -> None:
    app = opened(category_open="noise")
    field(app, "In use").uncheck()
    pressed(app, "Save the category")
    assert settings(home).suggestion("樓上太吵", None).code == "other"


def test_a_text_is_tried(home: Database, opened: Visit) -> None:
    app = opened()
    field(app, "Try a text").input("厨房水龙头滴水")
    app.run()
    assert [i.value for i in app.info] == ["Water and electricity, by the keyword “水龍頭”."]
    field(app, "Try a text").input("???")
    app.run()
    assert [i.value for i in app.info] == ["Other: no keyword of any category stands in it."]


def test_working_hours_are_changed_or_refused_in_words(home: Database, opened: Visit) -> None:
    app = opened(settings_of="hours")
    field(app, "To (1)").set_value(time(7))
    app = pressed(app, "Save the office hours")
    assert "lines go forward" in app.error[0].value
    field(app, "To (1)").set_value(time(11, 30))
    app = pressed(app, "Save the office hours")
    assert settings(home).work.hours == ((time(8, 30), time(11, 30)), (time(14), time(18)))
    assert [row[0] for row in noted(home, "calendar.change")] == ["calendar.change"]


def test_holidays_are_put_in_and_taken_away(home: Database, opened: Visit) -> None:
    app = opened(settings_of="days")
    assert [i.value for i in app.info] == ["No day is special yet. Put in the coming holidays below."]
    field(app, "From one day").set_value((date(2027, 2, 6), date(2027, 2, 8)))
    field(app, "Name of the day").input("春節")
    app = pressed(app, "Keep these days")
    assert days(home) == [SpecialDay(date(2027, 2, day), False, "春節") for day in (6, 7, 8)]
    field(app, "Days that are").set_value([date(2027, 2, 8)])
    pressed(app, "Take these days away")
    assert [d.day.day for d in days(home)] == [6, 7]
    assert len(noted(home, "calendar.change")) == 2


def test_too_many_days_at_once_are_a_mistake(home: Database, opened: Visit) -> None:
    app = opened(settings_of="days")
    field(app, "From one day").set_value((date(2027, 1, 1), date(2027, 12, 31)))
    app = pressed(app, "Keep these days")
    assert [e.value for e in app.error] == ["At most 31 days at once\\."]
    assert days(home) == []


def test_who_may_no_longer_changes_nothing(home: Database, opened: Visit, signed_in_as: Callable[..., str]) -> None:
    app = opened(category_open="lift")
    field(app, "Due within").set_value(2)
    signed_in_as((Grant("clerk", "S1"),))
    pressed(app, "Save the category")
    assert next(c for c in settings(home).categories if c.code == "lift").due_hours == 4


@pytest.mark.parametrize("part", ["categories", "hours", "days"])
def test_everything_is_said_in_chinese(
    home: Database, opened: Visit, foreign: Callable[[AppTest], set[str]], part: str
) -> None:
    keywords = {word for c in settings(home).categories for k in c.keywords for word in k.split() if word.isascii()}
    assert foreign(opened("zh-Hant", settings_of=part, category_open="lift")) <= keywords | {"Lifts"}
