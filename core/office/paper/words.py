"""Words that stand on paper: labels of the registries, their codes, dates."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale, dates

from core.registries.definitions import registry
from core.texts import LANGUAGES

_LOCALES = {language: Locale.parse(language.replace("-", "_")) for language in LANGUAGES}
_ENGLISH = {
    "room_no": "Room",
    "id_number": "ID number",
    "plate_no": "Plate number",
    "parking_space": "Space",
    "parking_area": "Parking area",
    "relation": "Relation to the owner",
    "request_no": "Number",
    "submitted_at": "Handed in",
    "repair": "What to repair",
    "opinion": "Opinion or suggestion",
    "assigned_to": "Handler",
    "done_at": "Done at",
    "handling": "What was done",
    "called_back_at": "Called back at",
    "callback": "Result of the call",
    "card_no": "Card",
}
"""Registries call their columns by English names; on paper some of them need a word more. Chinese labels are theirs."""


def label(name: str, column: str, language: str) -> str:
    """What a column of a registry is called on paper.

    Raises:
        KeyError: There is no such registry or column.
    """
    of = registry(name).column(column)
    return _english(of.name) if language == "en" else of.label(language)


def choice(name: str, column: str, code: str, language: str) -> str:
    """What a code of a choice column is called; a text that is no code stays, none is blank."""
    for known in registry(name).column(column).choices:
        if known.code == code:
            said = known.label(language)
            return said[:1].upper() + said[1:]
    return code


def choices(name: str, column: str, language: str) -> tuple[str, ...]:
    """What may stand in a choice column."""
    return tuple(choice(name, column, c.code, language) for c in registry(name).column(column).choices)


def day(at: date | None, language: str) -> str:
    """A date as people of the language write it; blank for none."""
    if at is None:
        return ""
    return str(dates.format_date(at, "d MMM y" if language == "en" else "y年M月d日", locale=_LOCALES[language]))


def instant(at: datetime | None, language: str) -> str:
    """A date with its time of day; blank for none."""
    return f"{day(at, language)} {at:%H:%M}" if at is not None else ""


def _english(name: str) -> str:
    return _ENGLISH.get(name, name.replace("_", " ").capitalize())
