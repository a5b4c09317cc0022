"""Taking out of a text whatever looks like a personal value, for logs and other records that may hold none.

The masks know the column a value stands in; here nothing is known of the text, so that whatever has the shape of a
marked kind goes. Every personal kind of `columns.Personal` has its shapes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from core.registries.columns import Personal

TAKEN_OUT = "[...]"
_HAN = r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f○]"
_NUMBER = r"\+?\(?\d(?:[ \t\-()./]{0,2}\d){4,}[xX]?"
_WORDS = rf"{_HAN}(?:[^\n\"'<>|,;:=]{{0,40}}{_HAN})*"
_EMAIL = r"[^\s@\"'<>=,;:()，、；：（）。]+@[^\s@\"'<>=,;:()，、；：（）。]+"
_DATE = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
SHAPES: Mapping[Personal, tuple[str, ...]] = {
    "name": (_WORDS,),
    "phone": (_NUMBER,),
    "contact": (_EMAIL, _NUMBER),
    "id_number": (_NUMBER,),
    "birth_date": (_DATE, _NUMBER),
    "employer": (_WORDS,),
    "note": (_WORDS,),
    "plate": (
        rf"{_HAN}\s?[A-Za-z][\s·.\-]?[A-Za-z0-9]{{4,6}}{_HAN}?",
        r"(?<![A-Za-z0-9])[A-Z][·.\-]?[A-Z0-9]{5,6}\b(?<=\d)",
    ),
}
"""Personal kind -> the shapes of its values, as they stand in a text folded by NFKC."""

_WRAPPED = (
    r"\?[^\s\"'<>]*=[^\s\"'<>]*",  # a query string
    r"\[parameters: .*",  # what a statement was given
    r"(?:%[0-9A-Fa-f]{2}){2,}",
    r"(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})+",
    r"(?:\\x[0-9A-Fa-f]{2})+",
    r"[A-Za-z0-9_\-]{40,}",  # tokens, keys, what was wrapped in base64 or hex
)
_NUMBERED: tuple[Personal, ...] = ("plate", "birth_date", "contact")
_NUMBERS = tuple(shape for kind in _NUMBERED for shape in SHAPES[kind])
_ANY_NUMBER = re.compile("|".join(dict.fromkeys(_NUMBERS)))
_ANY = re.compile("|".join(dict.fromkeys((*_WRAPPED, *_NUMBERS, *SHAPES["name"]))))


def redacted(text: str) -> str:
    """The text with a mark in place of whatever looks personal; other words stay, folded by NFKC.

    Args:
        text: Of any origin. Chinese words all go, since nothing tells a name from another word.
    """
    return _ANY.sub(TAKEN_OUT, unicodedata.normalize("NFKC", text))


def without_numbers(text: str) -> str:
    """The text with a mark in place of numbers, dates, mail addresses and plates; words stay, names among them."""
    said = _ANY_NUMBER.sub(TAKEN_OUT, text)
    folded = unicodedata.normalize("NFKC", said)
    return _ANY_NUMBER.sub(TAKEN_OUT, folded) if _ANY_NUMBER.search(folded) else said
