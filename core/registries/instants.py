"""Dates and instants as people write them: one cell at a time, for the cells that are not plain ISO.

Nothing is guessed: where the order of day and month cannot be told from the cell, the parse says so (`Parsed.order`)
and the column as a whole decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

FIRST_YEAR, LAST_YEAR = 1900, 2099
FIRST_SERIAL, LAST_SERIAL = 3654, 73050
"""Spreadsheet day counts read as dates: 1910 to 2099 (counted from 1900)."""
Order = Literal["dmy", "mdy"]

_YMD = re.compile(
    r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?)(.*)", re.S
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)()()((?:\D.*)?)", re.S)
_ROC = re.compile(
    r"(?:中[華华])?民[國国]\s*(元|\d{1,3})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号號]?(.*)", re.S
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?!\d)(.*)", re.S)
_SHORT_YEAR = re.compile(r"\d{1,3}\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}(?!\d)")
_NO_YEAR = re.compile(r"\d{1,2}\s*月\s*\d{1,2}(?!\d)")
_MONTH_NAME = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ ,-]+(\d{4})(.*)", re.S)
_NAME_FIRST = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2}),? +(\d{4})(.*)", re.S)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {m: i for i, m in enumerate(_MONTH_NAMES, 1)}
_WEEKDAY = re.compile(
    r"^\s*(?:[(（](?:星期|週|周|禮拜|礼拜)?[一二三四五六日天][)）]|(?:星期|週|周|禮拜|礼拜)[一二三四五六日天])\s*"
)
_TIME = re.compile(
    r"[\sT,]*(上午|下午|早上|中午|晚上|am|pm)?\s*(\d{1,2})\s*(?::|[時时點点])\s*"
    r"(?:(\d{1,2})\s*分?)?\s*(?:(?::\s*)?(\d{1,2})(\.\d+)?\s*秒?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*",
    re.I,
)
_ZONE = re.compile(
    r":\d\d?(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?(?:\d{2})?|(?:UTC|GMT|CST|EST|PST)(?:[+-]\d{1,2}(?::?\d{2})?)?)\s*$", re.I
)
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says.

    Attributes:
        day: The date; None where `code` says why there is none, or `order` is open.
        clock: Time of day; None for a date alone.
        code: Fault code, or "" when the cell was understood.
        order: (first, second, year) of a date whose day and month the column has to tell apart.
        note: Code of a warning.
    """

    day: date | None = None
    clock: time | None = None
    code: str = ""
    order: tuple[int, int, int] | None = None
    note: str = ""

    def ordered(self, order: Order) -> Parsed:
        """The cell read with the day first, or the month first."""
        first, second, year = self.order or (0, 0, 0)
        day, month = (first, second) if order == "dmy" else (second, first)
        return replace(_on(year, month, day, self.clock, self.note), note="order_told")


def parse_instant(text: str) -> Parsed:
    """Read a date or a date and time as written.

    Args:
        text: The cell, not blank.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if _ZONE.search(folded):
        return Parsed(code="zone")
    if match := _YMD.fullmatch(folded) or _COMPACT.fullmatch(folded):
        year, month, day, month_zh, day_zh, rest = match.groups()
        return _with_clock(int(year), int(month or month_zh), int(day or day_zh), rest)
    if match := _ROC.fullmatch(folded):
        year, month, day, rest = match.groups()
        return _with_clock(1911 + (1 if year == "元" else int(year)), int(month), int(day), rest)
    if match := _YEAR_LAST.fullmatch(folded):
        return _year_last(match)
    return _rarer(folded)


def _rarer(folded: str) -> Parsed:
    lower = folded.lower()
    if match := _MONTH_NAME.fullmatch(lower):
        day, name, year, rest = match.groups()
        return _with_clock(int(year), _MONTHS.get(name, 0), int(day), rest)
    if match := _NAME_FIRST.fullmatch(lower):
        name, day, year, rest = match.groups()
        return _with_clock(int(year), _MONTHS.get(name, 0), int(day), rest)
    if _SHORT_YEAR.match(folded):
        return Parsed(code="short_year")
    if _NO_YEAR.match(folded):
        return Parsed(code="no_year")
    if _clock(folded)[1] == "":
        return Parsed(code="no_date")
    return Parsed(code="not_date")


def parse_serial(text: str, date1904: bool = False) -> Parsed | None:
    """Read a spreadsheet's day count, such as 45355.378; None where the text is no such count.

    Args:
        text: The number as text.
        date1904: The workbook counts from 1904.
    """
    if not _SERIAL.fullmatch(text):
        return None
    serial = float(text) + (1462 if date1904 else 0)
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        return None
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(serial * 86400))
    whole = float(text).is_integer()
    return Parsed(moment.date(), None if whole else moment.time(), note="serial")


def tells_order(parsed: Parsed) -> Order | None:
    """Which order the cell itself proves, if it does."""
    first, second, _ = parsed.order or (0, 0, 0)
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def _year_last(match: re.Match[str]) -> Parsed:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    clock, code = _clock(match[4]) if match[4].strip() else (None, "")
    if code:
        return Parsed(code=code)
    if first == second:
        return _on(year, second, first, clock)
    if max(first, second) > 31 or min(first, second) > 12 or not first or not second:
        return Parsed(code="no_such_day")
    return Parsed(clock=clock, order=(first, second, year))


def _with_clock(year: int, month: int, day: int, rest: str) -> Parsed:
    rest = _WEEKDAY.sub("", rest)
    if not rest.strip(" T"):
        return _on(year, month, day, None)
    clock, code = _clock(rest)
    if code:
        return Parsed(code=code)
    fraction = re.search(r"\.(\d+)", rest)
    return _on(year, month, day, clock, "fraction_dropped" if fraction and int(fraction[1]) else "")


def _on(year: int, month: int, day: int, clock: time | None, note: str = "") -> Parsed:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Parsed(code="year_range")
    try:
        return Parsed(date(year, month, day), clock, note=note)
    except ValueError:
        return Parsed(code="no_such_day")


@lru_cache(maxsize=4096)
def _clock(text: str) -> tuple[time | None, str]:
    """Time of day and "", or None and the code of what is wrong."""
    match = _TIME.fullmatch(text)
    if not match or (match[3] is None and ":" in text):
        return None, "not_time"
    hour, minute, second = int(match[2]), int(match[3] or 0), int(match[4] or 0)
    half = (match[1] or match[6] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12 and not (half in ("上午", "早上", "am") and hour == 0):
            return None, "no_such_time"
        late = half in ("下午", "晚上", "pm") or (half == "中午" and hour < 11)
        hour = (
            hour % 12 + 12 if late else (12 if half == "中午" and hour == 12 else hour % 12 if half != "中午" else hour)
        )
    if hour > 23 or minute > 59 or second > 59:
        return None, "no_such_time"
    return time(hour, minute, second), ""
