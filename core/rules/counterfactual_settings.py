"""The other readings of the rules: the settings that could have been otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

import pandas as pd

from core.rules import labels
from core.rules.cards import RuleCard
from core.rules.counterfactual import Change
from core.rules.counterfactual_presence import Moment
from core.rules.settings import NOTES, Settings
from core.texts import Text

SETTING = 86400.0
"""Cost of another reading: a rule of the store, not something that happened that day."""
MONTHS = 3
"""How many months more or fewer are tried."""


def readings(cards: Iterable[RuleCard], settings: Settings) -> Iterator[Change]:
    """The other readings of the rules of some cards, and more or fewer months."""
    named = {name for card in cards for name in card.settings}
    for note in NOTES:
        now = getattr(settings, note.name)
        if note.name not in named and note.rules:
            continue
        if note.kind == "choice":
            for choice in note.choices:
                if choice != now:
                    yield _with(note.name, now, choice, 1)
        elif note.kind == "flag" and (note.name in named):
            yield _with(note.name, now, not now, 1)
    if "lapse_months" in named:
        for more in range(1, MONTHS + 1):
            yield _with("lapse_months", settings.lapse_months, settings.lapse_months + more, more)
            if settings.lapse_months >= more:
                yield _with("lapse_months", settings.lapse_months, settings.lapse_months - more, more)


def limits(moment: Moment) -> Iterator[Change]:
    """Numbers of minutes at which a leave or a visit without an end would have been over, or not over, by then."""
    settings, at = moment.settings, moment.at
    if moment.visit >= 0:
        greeted = moment.tables["visits"]["greeted_at"].iloc[moment.visit]
        if not pd.isna(greeted):
            yield from _limit("greet_within_seconds", settings.greet_within_seconds, (greeted - at).total_seconds())
    for _, row in moment.rows("absences", "left_at"):
        if row["notified_next"] and row["left_at"] <= at:
            yield from _limit("short_leave_minutes", settings.short_leave_minutes, _minutes(at - row["left_at"]) + 1)
    for _, row in moment.earlier:
        if pd.isna(row["left_at"]):
            passed = _minutes(at - row["arrived_at"])
            yield from _limit("open_visit_minutes", settings.open_visit_minutes, passed)
            yield from _limit("open_visit_minutes", settings.open_visit_minutes, passed + 1)


def _minutes(span: pd.Timedelta) -> int:
    return int(span.total_seconds() // 60)


def _limit(name: str, now: int, value: float) -> Iterator[Change]:
    whole = ceil(value)
    if whole >= 0 and whole != now:
        yield _with(name, now, whole, 1 + abs(whole - now) / 1000)


def _with(name: str, now: object, value: object, steps: float) -> Change:
    said = {"setting": labels.SETTINGS[name], "value": _written(name, value), "was": _written(name, now)}
    text = Text("Had the setting “{setting}” been {value} (it is {was})", said)
    return Change(text, (), SETTING * steps, ("setting", name), {name: value})


def _written(name: str, value: object) -> Text | str:
    if isinstance(value, bool):
        return Text("yes") if value else Text("no")
    return labels.SETTING_CHOICES.get(f"{name}={value}", str(value))
