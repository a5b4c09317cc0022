"""Which language is spoken, and how it writes dates, numbers and money."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
import streamlit as st

from core.texts import LANGUAGES
from core.web import language
from core.web.accepted import from_accepted


@pytest.fixture(params=LANGUAGES)
def spoken(request, monkeypatch) -> str:
    monkeypatch.setattr(st, "session_state", {language.SESSION_KEY: request.param})
    return request.param


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hant"),
        ("en-US,en;q=0.5", "en"),
        ("fr,en;q=0.3,zh-CN;q=0.4", "zh-Hans"),
        ("ja,ko;q=0.8", None),
        ("en;q=0,zh-TW;q=0.1", "zh-Hant"),
        ("en;q=x", None),
        ("", None),
        (",,;q=1", None),
        ("zh_CN", "zh-Hans"),
    ],
)
def test_the_first_language_of_the_browser_that_there_is(header: str, found: str | None):
    assert from_accepted(header) == found


def test_dates(spoken: str):
    written = {
        "zh-Hant": ("2024年3月1日", "2024年3月1日（週五）", "2024年3月", "2024年3月1日 09:05"),
        "zh-Hans": ("2024年3月1日", "2024年3月1日（周五）", "2024年3月", "2024年3月1日 09:05"),
        "en": ("1 Mar 2024", "1 Mar 2024, Fri", "March 2024", "1 Mar 2024 09:05"),
    }
    at = pd.Timestamp("2024-03-01 09:05:30")
    day = date(2024, 3, 1)
    said = (language.day(day), language.day(day, weekday=True), language.month(day), language.instant(at))
    assert said == written[spoken]


def test_money(spoken: str):
    written = {
        "zh-Hant": ["¥0", "¥9,999", "¥1 萬", "¥1.25 萬", "¥8,065 萬", "¥1.2 億", "¥-2 萬", "¥12,500.50", ""],
        "zh-Hans": ["¥0", "¥9,999", "¥1 万", "¥1.25 万", "¥8,065 万", "¥1.2 亿", "¥-2 万", "¥12,500.50", ""],
        "en": ["¥0", "¥9,999", "¥10,000", "¥12,500", "¥80.65M", "¥120M", "¥-20,000", "¥12,500.50", ""],
    }
    amounts = [0, 9_999, 10_000, 12_500, 80_648_000, 120_000_000, -20_000]
    said = [language.money(a) for a in amounts]
    assert [*said, language.money(12_500.5, cents=True), language.money(None)] == written[spoken]


def test_numbers_and_shares(spoken: str):
    del spoken
    assert [language.number(1234567), language.number(2.345, 1), language.number(float("nan"))] == [
        "1,234,567",
        "2.3",
        "",
    ]
    assert [language.share(0.123), language.share(0.1234, 1), language.share(None)] == ["12%", "12.3%", ""]


def test_lengths_of_time(spoken: str):
    written = {
        "zh-Hant": ["0 秒", "1 分 5 秒", "2 小時 1 分", ""],
        "zh-Hans": ["0 秒", "1 分 5 秒", "2 小时 1 分", ""],
        "en": ["0 s", "1 min 5 s", "2 h 1 min", ""],
    }
    assert [language.seconds(s) for s in (0, 65, 7260, None)] == written[spoken]


@pytest.mark.parametrize("nothing", [None, pd.NaT])
def test_no_date_is_blank(nothing: None):
    assert [language.day(nothing), language.month(nothing), language.instant(nothing), language.clock(nothing)] == [
        ""
    ] * 4


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("報表 (3月).csv", r"報表 \(3月\)\.csv"),
        ("**[x](http://a)**", r"\*\*\[x\]\(http\:\/\/a\)\*\*".replace(r"\/", "/")),
        ("<img src=x>", r"\<img src=x\>"),
        (":red[x]", r"\:red\[x\]"),
        ("$a$", r"\$a\$"),
        ("two\nlines", "two lines"),
    ],
)
def test_text_of_people_is_no_markup(text: str, safe: str):
    assert language.escaped(text) == safe


def test_the_address_decides_before_the_session_and_the_browser(visit):
    assert visit("home", "en", data=None).title[0].value == "Whose turn, whose client, whose deal, and why"


def test_the_switch_changes_the_language_and_the_address(visit):
    app = visit("rules", "zh-Hant", data=None)
    app.selectbox(key="language.switch").set_value("en").run()
    assert app.title[0].value == "Rule cards"
    assert app.query_params["lang"] == "en"
    app.switch_page("pages/store/upload.py").run()
    assert app.title[0].value == "Upload"


def test_an_unknown_language_cannot_be_chosen():
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        language.change("fr")
