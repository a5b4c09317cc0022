"""Numbers that people read out and write down: of requests, of information forms, of service cards."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import sqlalchemy as sa

from core.store.bulk import fact, put_fact
from core.store.office_tables import card_codes, filings
from core.store.tables import registry_tables
from core.store.together import ask

REQUEST, RECEIPT, CARD = "R", "F", "K"
_NAMED = {
    REQUEST: (registry_tables["requests"].c.request_no,),
    RECEIPT: (filings.c.receipt_no,),
    CARD: (registry_tables["cards"].c.card_no, card_codes.c.card_no),
}
_TAKEN = {
    letter: [sa.select(c).where(c == sa.bindparam("number")).limit(1) for c in columns]
    for letter, columns in _NAMED.items()
}
_DASHES = re.compile(r"[‐-―−﹘﹣_\s]+")


def request_no(connection: sa.Connection, day: date) -> str:
    """The next number of a request, "R2603-0001": year, month, counted within the month; inside an act."""
    return _next(connection, REQUEST, day)


def receipt_no(connection: sa.Connection, day: date) -> str:
    """The next number of an information form, "F2603-0001"; inside an act."""
    return _next(connection, RECEIPT, day)


def card_no(connection: sa.Connection, day: date) -> str:
    """The next number of a service card, "K2603-0001"; inside an act."""
    return _next(connection, CARD, day)


def written(number: str) -> str:
    """A number as it is kept, however somebody typed it: width, letter case, spaces and kinds of dash do not matter."""
    text = unicodedata.normalize("NFKC", number).strip().upper()
    return re.sub("-{2,}", "-", _DASHES.sub("-", text))


def _next(connection: sa.Connection, letter: str, day: date) -> str:
    """Count on; a number that stands already, from an upload say, is passed over. None is ever given twice."""
    month = f"{letter}{day:%y%m}"
    name = f"number:{month}"
    count = int.from_bytes(fact(connection, name) or b"") + 1
    while _taken(connection, letter, made := f"{month}-{count:04d}"):
        count += 1
    put_fact(connection, name, count.to_bytes(8))
    return made


def _taken(connection: sa.Connection, letter: str, number: str) -> bool:
    return any(ask(connection, asked, {"number": number}) for asked in _TAKEN[letter])
