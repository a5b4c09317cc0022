"""The language of this session: which one, how it is remembered, and how it writes dates, numbers and money."""

from __future__ import annotations

import re
from datetime import date, datetime

import pandas as pd
import streamlit as st
from babel import Locale, dates, numbers

from core.texts import DEFAULT, LANGUAGES, say
from core.web.accepted import from_accepted

NAMES = {"zh-Hant": "繁體中文", "zh-Hans": "简体中文", "en": "English"}
LOCALES = {language: Locale.parse(language.replace("-", "_")) for language in LANGUAGES}
PARAMETER = "lang"
SESSION_KEY = "language"
Moment = date | datetime | pd.Timestamp


def current() -> str:
    """The language of this run: the address, else this session, else the cookie, else the browser, else the default."""
    asked = st.query_params.get(PARAMETER)
    kept = st.session_state.get(SESSION_KEY)
    if asked in LANGUAGES:
        language = asked
    elif kept in LANGUAGES:
        language = kept
    else:
        cookie = st.context.cookies.get(PARAMETER)
        language = cookie if cookie in LANGUAGES else _of_browser()
    st.session_state[SESSION_KEY] = language
    return str(language)


def _of_browser() -> str:
    header = st.context.headers.get("Accept-Language") or st.context.locale or ""
    return from_accepted(header) or DEFAULT


def change(language: str) -> None:
    """Take another language for this session and write it into the address."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    st.session_state[SESSION_KEY] = language
    st.query_params[PARAMETER] = language


def _(msgid: str, /, **values: object) -> str:
    """Say a message in the language of this session."""
    return say(st.session_state.get(SESSION_KEY, DEFAULT), msgid, **values)


_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&])")


def escaped(text: object) -> str:
    """Text of people or files, safe inside markdown."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def locale() -> Locale:
    """The babel locale of this session's language."""
    return LOCALES[st.session_state.get(SESSION_KEY, DEFAULT)]


def day(at: Moment | None, *, weekday: bool = False) -> str:
    """A date as people of this language write it; blank for none."""
    if at is None or pd.isna(at):
        return ""
    chinese = locale().language == "zh"
    pattern = "y年M月d日" if chinese else "d MMM y"
    if weekday:
        pattern += "（EEE）" if chinese else ", EEE"
    return str(dates.format_date(at, pattern, locale=locale()))


def month(at: Moment | None) -> str:
    """A month with its year; blank for none."""
    if at is None or pd.isna(at):
        return ""
    return str(dates.format_date(at, "y年M月" if locale().language == "zh" else "MMMM y", locale=locale()))


def instant(at: Moment | None, *, seconds: bool = False) -> str:
    """A date with its time of day; blank for none."""
    if at is None or pd.isna(at):
        return ""
    return f"{day(at)} {clock(at, seconds=seconds)}"


def clock(at: Moment | None, *, seconds: bool = False) -> str:
    """A time of day on the 24-hour clock; blank for none."""
    if at is None or pd.isna(at):
        return ""
    return f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"


def number(value: float | None, decimals: int = 0) -> str:
    """A number with this language's separators; blank for none."""
    if value is None or pd.isna(value):
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(numbers.format_decimal(float(value), format=pattern, locale=locale()))


def money(value: float | None, *, cents: bool = False) -> str:
    """An amount in CNY; blank for none. Large ones are said in 萬, 億 (from 10,000) or M, B (from 10 million)."""
    if value is None or pd.isna(value):
        return ""
    if not cents and locale().language == "zh" and abs(value) >= 10_000:
        ten_thousand, hundred_million = ("萬", "億") if locale().script == "Hant" else ("万", "亿")
        large = abs(value) >= 100_000_000
        amount = value / (100_000_000 if large else 10_000)
        pattern = "#,##0.##" if large or abs(amount) < 100 else "#,##0"
        said = numbers.format_decimal(amount, format=pattern, locale=locale())
        return f"¥{said} {hundred_million if large else ten_thousand}"
    if not cents and abs(value) >= 10_000_000:
        return f"¥{numbers.format_compact_decimal(value, fraction_digits=2, locale=locale())}"
    return f"¥{number(value, 2 if cents else 0)}"


def share(value: float | None, decimals: int = 0) -> str:
    """A ratio as a percentage; blank for none."""
    if value is None or pd.isna(value):
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return str(numbers.format_percent(float(value), format=pattern, locale=locale()))


def seconds(value: float | None) -> str:
    """A length of time from seconds, in the two largest units; blank for none."""
    if value is None or pd.isna(value):
        return ""
    total = round(float(value))
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    if hours:
        return _("{hours} h {minutes} min", hours=hours, minutes=minutes)
    if minutes:
        return _("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return _("{seconds} s", seconds=rest)
