"""Settings as people read them, and a rulebook.toml tried on the data that is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

import pandas as pd

from core.rules import labels
from core.rules.settings import NOTES, SettingNote, Settings
from core.texts import N_
from core.web import language
from core.web.language import _

UNITS: Mapping[str, str] = {
    "lapse_months": N_("{number} month(s)"),
    "duty_size": N_("{number} people"),
    "short_leave_minutes": N_("{number} minutes"),
    "open_visit_minutes": N_("{number} minutes"),
    "greet_within_seconds": N_("{number} seconds"),
    "answer_within_seconds": N_("{number} seconds"),
}


def setting_value(note: SettingNote, value: Any) -> str:
    """A setting's value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return language.money(float(value), cents=bool(value % 1))
    if note.kind == "choice":
        return labels.SETTING_CHOICES[f"{note.name}={value}"].say(language.current())
    if note.name in UNITS:
        return _(UNITS[note.name], number=language.number(value))
    return str(value)


def in_force(settings: Settings, spoken: str) -> pd.DataFrame:
    """Every setting in rulebook order: meaning (and name), value (bold where it is not the usual one), usual value."""
    rows = []
    for note in NOTES:
        value = getattr(settings, note.name)
        said = setting_value(note, value)
        meaning = f"{note.meaning.say(spoken)} `{note.name}`"
        rows.append((meaning, f"**{said}**" if value != note.default else said, setting_value(note, note.default)))
    return pd.DataFrame(rows, columns=["meaning", "value", "usual"])


def differences(old: Settings, new: Settings, spoken: str) -> pd.DataFrame:
    """Settings that differ: meaning, old and new value; no row where none does."""
    rows = [
        (
            note.meaning.say(spoken),
            setting_value(note, getattr(old, note.name)),
            setting_value(note, getattr(new, note.name)),
        )
        for note in NOTES
        if getattr(old, note.name) != getattr(new, note.name)
    ]
    return pd.DataFrame(rows, columns=["meaning", "old", "new"])
