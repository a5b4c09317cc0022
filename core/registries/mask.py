"""One place that masks what tells about a person: enough is left to find the cell, not to know the person."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from core.registries.columns import Personal

_PARTS = re.compile(r"([/、;；,，])")


def mask(kind: Personal, value: str) -> str:
    """Mask one value; text that is not personal (kind "") and the empty string stay as they are.

    A note shows that it is there and how many characters it has, an employer its first character.
    """
    return _MASKS[kind](value) if kind and value else value


def mask_series(kind: Personal, values: pd.Series) -> pd.Series:
    """Mask a column of texts; missing stays missing, no row gives no row. Same index, dtype `str`."""
    if not kind:
        return values
    distinct = values.dropna().unique()
    return values.astype("str").map({v: mask(kind, str(v)) for v in distinct}).astype("str")


def _middle(text: str, head: int, tail: int) -> str:
    """Stars for all but the first `head` and last `tail` characters; at least half of a short text is hidden."""
    while head + tail > len(text) // 2 and head + tail:
        head, tail = (head - 1, tail) if head >= tail else (head, tail - 1)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def _name(text: str) -> str:
    words = [w[0] + ("*" if w.isascii() else "○") * (len(w) - 1) for w in text.split()]
    return " ".join(words) if text.strip() and len(text.strip()) > 1 else "○"


def _phone_part(part: str) -> str:
    bare = part.strip()
    if sum(c.isdigit() for c in bare) >= 11:
        return bare[:3] + "*" * (len(bare) - 7) + bare[-4:]
    return _middle(bare, 2, 2)


def _contact_part(part: str) -> str:
    bare = part.strip()
    local, at, domain = bare.partition("@")
    return local[:1] + "***" + at + domain if at else _phone_part(bare)


def _each_part(one: Callable[[str], str]) -> Callable[[str], str]:
    def masked(text: str) -> str:
        return "".join(p if _PARTS.fullmatch(p) else one(p) for p in _PARTS.split(text))

    return masked


_MASKS: dict[Personal, Callable[[str], str]] = {
    "name": _name,
    "phone": _each_part(_phone_part),
    "contact": _each_part(_contact_part),
    "id_number": lambda text: _middle(text, 3, 2),
    "birth_date": lambda text: (
        text[:4] + re.sub(r"\d", "*", text[4:]) if text[:4].isdecimal() else re.sub(r"\d", "*", text)
    ),
    "employer": lambda text: text[:1] + "○" * 3,
    "note": lambda text: f"*** ({len(text)})",
    "plate": lambda text: _middle(text, 2, 1),
}
