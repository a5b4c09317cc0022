"""Categories: suggested by keywords in either script, changed by the office, their names in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
import sqlalchemy as sa

from core.office.categories import CATEGORIES, Category, Suggestion, code_of, label, suggest
from core.office.work_hours import change_hours, drop_days, set_days
from core.office.work_settings import (
    SpecialDay,
    all_categories,
    change_category,
    special_days,
    work_settings,
)
from core.office.worktime import WorkTime
from core.registries.columns import simplified
from core.store import tables
from core.store.database import Database
from core.store.faults import Refused
from core.texts import LANGUAGES
from tests.office.asking import token

BY_CODE = {c.code: c for c in CATEGORIES}


@pytest.mark.parametrize(
    ("text", "code", "keyword"),
    [
        ("廚房水龍頭漏水", "water_power", "水龍頭"),
        ("厨房水龙头漏水", "water_power", "水龍頭"),
        ("電梯門關不上", "lift", "電梯門"),
        ("三樓樓道燈不亮", "lighting", "樓道燈"),
        ("單元門鎖壞了", "doors_windows", "單元門"),
        ("草坪沒人修剪", "green", "草坪"),
        ("垃圾桶滿了", "environment", "垃圾桶"),
        ("半夜裝修聲太吵", "noise", "裝修聲"),
        ("物業費的發票", "fees", "物業費"),
        ("樓上往下拋物", "safety", "拋物"),
        ("車位被人佔用", "parking", "車位"),
        ("暖氣片不熱", "heating", "暖氣片"),
        ("The ELEVATOR is stuck", "lift", "elevator"),
        ("two lamps are out", "lighting", "lamp"),
        ("清洗", "other", ""),
        ("indoors, faults", "other", ""),
        ("", "other", ""),
    ],
)
def test_a_text_suggests_its_category_with_the_keyword_that_decided(text: str, code: str, keyword: str) -> None:
    assert suggest(text) == Suggestion(code, keyword)


def test_the_longest_keyword_decides_then_the_first() -> None:
    few = [
        Category("a", {}, ("門",), 8, place=0),
        Category("b", {}, ("門鎖", "燈"), 8, place=1),
        Category("c", {}, ("窗",), 8, in_use=False, place=2),
    ]
    assert suggest("門鎖", few) == Suggestion("b", "門鎖")
    assert suggest("燈和門", few) == Suggestion("b", "燈")
    assert suggest("門和燈", few) == Suggestion("a", "門")
    assert suggest("窗", few, fallback="z") == Suggestion("z", "")
    assert suggest("窗", few[::-1], fallback="z") == Suggestion("z", "")


def test_the_shipped_ones_are_whole() -> None:
    assert len(CATEGORIES) == len({c.code for c in CATEGORIES}) == 14
    for category in CATEGORIES:
        assert set(category.names) == set(LANGUAGES)
        assert all(category.names.values())
        assert 1 <= category.due_hours <= 30
    of_keyword = [k for c in CATEGORIES for k in c.keywords]
    assert len(of_keyword) == len(set(of_keyword))


def test_a_category_is_known_by_code_and_by_name_in_any_language() -> None:
    for written in ("water_power", "水電", "水电", " water AND electricity "):
        assert code_of(written) == "water_power"
    assert code_of(" 游泳池 ") == "游泳池"
    assert [label("lift", language) for language in LANGUAGES] == ["電梯", "电梯", "Lifts"]
    assert (label("游泳池", "en"), label(None, "en")) == ("游泳池", "")
    assert simplified(BY_CODE["lift"].names["zh-Hant"]) == BY_CODE["lift"].names["zh-Hans"]


def test_the_office_changes_and_adds_categories(database: Database) -> None:
    lift = replace(BY_CODE["lift"], keywords=(" 電梯 ", "電梯", "", "扶梯"), due_hours=2)
    change_category(database, lift, token(), 1)
    change_category(database, Category("pool", {"zh-Hant": "泳池"}, ("泳池",), 40, place=50), token(), 1)
    with database.read() as connection:
        known = {c.code: c for c in all_categories(connection)}
        settings = work_settings(connection)
        actions = connection.execute(sa.select(tables.audit.c.action, tables.audit.c.subject)).all()
    assert known["lift"] == replace(lift, keywords=("電梯", "扶梯"))
    assert list(known)[-1] == "pool"
    assert {c: known[c] for c in BY_CODE if c != "lift"} == {c: BY_CODE[c] for c in BY_CODE if c != "lift"}
    assert settings.suggestion("扶梯停了", None) == Suggestion("lift", "扶梯")
    assert settings.suggestion(None, "都好") == Suggestion("service", "")
    assert [settings.due_hours(c) for c in ("lift", "pool", None, "游泳池")] == [2, 40, 22, 22]
    assert [tuple(a) for a in actions] == [("category.change", "category:lift"), ("category.change", "category:pool")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "a b"},
        {"names": {"en": "Pool"}},
        {"names": {"zh-Hant": " "}},
        {"keywords": ("長" * 41,)},
        {"keywords": tuple(str(i) for i in range(201))},
        {"due_hours": 0},
        {"due_hours": 1001},
        {"code": "other", "in_use": False},
    ],
)
def test_a_category_that_cannot_be_is_refused(database: Database, wrong: dict[str, object]) -> None:
    good = Category("pool", {"zh-Hant": "泳池"}, ("泳池",), 40)
    with pytest.raises(Refused):
        change_category(database, replace(good, **wrong), token(), 1)
    with database.read() as connection:
        assert all_categories(connection) == CATEGORIES


def test_working_hours_and_special_days_are_set_by_the_office(database: Database) -> None:
    work = WorkTime(((time(9), time(17, 30)),), frozenset(range(7)))
    change_hours(database, work, token(), 1)
    off = SpecialDay(date(2026, 10, 1), False, " 國慶  節 ")
    set_days(database, [off, SpecialDay(date(2026, 10, 10), True, "")], token(), 1)
    set_days(database, [SpecialDay(date(2026, 10, 2), False, "國慶節")], token(), 1)
    drop_days(database, [date(2026, 10, 2)], token(), 1)
    with database.read() as connection:
        assert special_days(connection) == [
            SpecialDay(date(2026, 10, 1), False, "國慶 節"),
            SpecialDay(date(2026, 10, 10), True, ""),
        ]
        known = work_settings(connection).work
        actions = connection.execute(sa.select(tables.audit.c.action)).scalars().all()
    assert known == replace(work, days={date(2026, 10, 1): False, date(2026, 10, 10): True})
    assert actions == ["calendar.change"] * 4
