"""Cells that are no dates: one distinct cell at a time, for those the fast ways of `typed` leave over."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from core.registries.columns import Column, header_key, simplified
from core.registries.raw import BOOL, DATE, ERROR, NUMBER

SAFE_DIGITS = 15
"""A spreadsheet number holds this many digits; what follows is lost."""
LARGEST_AMOUNT = Decimal(10) ** 13
"""Amounts of money keep their two decimals as a float up to here."""

_FLOAT = re.compile(r"([+-]?\d+)\.0*")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d+)")
_ERRORS = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"])
_MONEY = re.compile(r"[+]?(-?)¥?(-?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(万|亿|千)?(?:元|圆|块|rmb|cny)?整?")
_UNITS = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(rf"[{_PROVINCES}][A-Z](?:[A-HJ-NP-Z0-9]{{4,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳领使])")
_EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s.,]{2,}")
_NUMBERED = re.compile(
    r"(?:qq|微信|电话|手机|座机|tel|mobile|phone)?[::]?\+?([\d\s().-]+)(?:(?:转|ext\.?|x|#)\s*\d{1,6})?", re.I
)
_CONTACT_PARTS = re.compile(r"[/、;；,，\n]")


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: the value (None where it cannot be told) and the code of a fault, or ""."""

    value: str | float | int | bool | None
    code: str = ""


def _folded(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text).strip().lower())


def is_error(text: str) -> bool:
    """Whether a cell holds a spreadsheet's error instead of a value."""
    return text.upper() in _ERRORS


def read_cell(column: Column, text: str, kind: int) -> Read:
    """Read one cell that is not blank.

    Args:
        column: Its column; dates and instants are read by `instants`.
        text: The cell without surrounding spaces.
        kind: What the spreadsheet says it holds (`raw.TEXT` where it says nothing).
    """
    if kind == ERROR or (text.startswith("#") and is_error(text)):
        return Read(None, "cell_error")
    return _READERS.get(column.kind, _id)(column, text, kind)


def _integral(text: str) -> str:
    match = _FLOAT.fullmatch(text)
    return match[1] if match else text


def _text(_column: Column, text: str, kind: int) -> Read:
    return Read(_integral(text) if kind == NUMBER else text)


def _id(column: Column, text: str, kind: int) -> Read:
    if kind == DATE:
        return Read(None, "date_in_id")
    if kind == BOOL:
        return Read(text.upper())
    read = _number_as_id(text) if kind == NUMBER else _text_as_id(text)
    if column.kind in _CHECKED and isinstance(read.value, str):
        checked = _CHECKED[column.kind](read.value)
        return checked if checked.code else read
    return read


def _text_as_id(text: str) -> Read:
    if match := _FLOAT.fullmatch(text):
        lost = len(match[1].lstrip("+-0")) > SAFE_DIGITS
        return Read(None, "digits_lost") if lost else Read(match[1], "number_mended")
    match = _SCIENTIFIC.fullmatch(text)
    if match is None or not ("." in text or "+" in text):
        return Read(text)
    shown, places = match[2] or "", int(match[3])
    if places >= SAFE_DIGITS:
        return Read(None, "digits_lost")
    return Read(match[1] + shown[:places], "number_mended") if len(shown) >= places else Read(None, "digits_hidden")


def _number_as_id(text: str) -> Read:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Read(text)
    if abs(number) >= Decimal(10) ** SAFE_DIGITS:
        return Read(None, "digits_lost")
    if number != number.to_integral_value():
        return Read(text, "number_fraction")
    return Read(str(int(number)))


def _bool(_column: Column, text: str, _kind: int) -> Read:
    folded = _integral(_folded(text))
    if folded in _TRUE:
        return Read(True)
    return Read(False) if folded in _FALSE else Read(None, "not_bool")


@lru_cache(maxsize=64)
def choice_keys(column: Column) -> dict[str, str]:
    """Folded text -> code, all ways to write each choice of a column."""
    return {header_key(w): c.code for c in column.choices for w in (c.code, c.hant, *c.aliases)}


def _choice(column: Column, text: str, _kind: int) -> Read:
    code = choice_keys(column).get(header_key(text))
    if code is not None:
        return Read(code)
    return Read(text, "odd_choice") if column.open_choice else Read(None, "not_choice")


def _money(column: Column, text: str, kind: int) -> Read:
    number = kind == NUMBER
    folded = re.sub(r"\s", "", _folded(text))
    folded = re.sub(r"^(?:rmb|cny|人民币)", "", folded)
    match = _MONEY.fullmatch(folded)
    if match is None or not (match[3] or (match[4] or "").strip(".")):
        if not number:
            return Read(None, "not_money")
        amount = _decimal(text)
    else:
        sign = "-" if match[1] or match[2] else ""
        amount = Decimal(sign + (match[3] or "0").replace(",", "") + (match[4] or "")) * _UNITS[match[5] or ""]
    if amount is None:
        return Read(None, "not_money")
    return _amount(amount, column, number)


def _decimal(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _amount(amount: Decimal, column: Column, number: bool) -> Read:
    if abs(amount) >= LARGEST_AMOUNT:
        return Read(None, "money_range")
    rounded = amount.quantize(Decimal("0.01"))
    if rounded != amount and not (number and abs(amount - rounded) < Decimal("1e-6")):
        return Read(None, "money_decimals")
    return _bounded(float(rounded), column)


def _whole(column: Column, text: str, _kind: int) -> Read:
    folded = _integral(re.sub(r"[,\s]|[秒分]$", "", unicodedata.normalize("NFKC", text)))
    if not re.fullmatch(r"[+-]?\d{1,18}", folded):
        return Read(None, "not_whole")
    return _bounded(int(folded), column)


def _bounded(value: float, column: Column) -> Read:
    if column.minimum is not None and value < column.minimum:
        return Read(value, "too_small")
    if column.maximum is not None and value > column.maximum:
        return Read(value, "too_large")
    return Read(value)


def _id_number(text: str) -> Read:
    folded = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if re.fullmatch(r"\d{15}", folded):
        return Read(text, "id_number_old")
    if not re.fullmatch(r"\d{17}[\dX]", folded):
        return Read(None, "id_number_length")
    if ric.calc_check_digit(folded) != folded[-1]:
        return Read(None, "digits_lost" if folded.endswith("000") else "id_number_checksum")
    try:
        ric.get_birth_date(folded)
    except ValidationError:
        return Read(None, "id_number_birth")
    return Read(text)


def _plate(text: str) -> Read:
    folded = re.sub(r"[\s·.・-]", "", simplified(unicodedata.normalize("NFKC", text)).upper())
    return Read(text, "" if _PLATE.fullmatch(folded) else "plate_odd")


def _contact(text: str) -> Read:
    parts = [p.strip() for p in _CONTACT_PARTS.split(unicodedata.normalize("NFKC", text)) if p.strip()]
    return Read(text) if parts and all(_is_contact(simplified(p)) for p in parts) else Read(None, "not_contact")


def _is_contact(part: str) -> bool:
    if _EMAIL.fullmatch(part):
        return True
    match = _NUMBERED.fullmatch(part)
    return match is not None and 5 <= sum(c.isdigit() for c in match[1]) <= 15


_TRUE = frozenset(map(_folded, ["true", "1", "yes", "y", "t", "是", "有", "對", "真", "√", "✓", "✔", "☑", "○"]))
_FALSE = frozenset(map(_folded, ["false", "0", "no", "n", "f", "否", "無", "沒有", "不是", "假", "×", "✗", "✘", "☒"]))
_READERS = {"bool": _bool, "bool?": _bool, "choice": _choice, "money": _money, "whole": _whole, "text": _text}
_CHECKED = {"id_number": _id_number, "plate": _plate, "contact": _contact}
