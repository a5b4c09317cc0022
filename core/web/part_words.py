"""What the parts of a gap between turns received and expected are called, and what each means."""

from __future__ import annotations

from collections.abc import Mapping

from core.texts import Text
from core.web.chart_style import GREEN, GREY, ORANGE, PINK, PURPLE, RED, TEAL
from core.web.language import _

PARTS: Mapping[str, tuple[Text, str, Text]] = {
    "absence": (
        Text("absence"),
        ORANGE,
        Text("not signed in, signed out or away when a visitor came; the others' absences bring turns."),
    ),
    "busy": (Text("busy with others"), TEAL, Text("serving somebody else when a visitor came.")),
    "duty": (
        Text("duty"),
        PURPLE,
        Text("serving as a duty when a visitor came, duties that were charged, less what make-up turns gave back."),
    ),
    "named": (Text("asked for by name"), GREEN, Text("new clients who asked for somebody by name.")),
    "noon": (Text("midday break"), PINK, Text("visitors of the midday break, who are outside the rotation.")),
    "out_of_turn": (
        Text("out of turn"),
        RED,
        Text("turns taken from the one who was due, or lost to somebody who was not."),
    ),
    "order": (
        Text("order of the queue"),
        GREY,
        Text(
            "whose turn it happened to be among those who could be chosen, whoever signs in first being first each "
            "day; the queue evens it out over time."
        ),
    ),
}
"""Part -> its name, its colour, its meaning."""
COLUMNS = ("staff_id", "gap", "received", "expected", *PARTS, "days")


def headings(language: str) -> dict[str, str]:
    """Column of the fairness table -> what it is called."""
    parts = {part: name.say(language) for part, (name, _colour, _meaning) in PARTS.items()}
    return parts | {"days": _("Days signed in")}


def meanings(language: str) -> list[tuple[str, str]]:
    """Each part's name and meaning, in order."""
    return [(name.say(language), meaning.say(language)) for name, _colour, meaning in PARTS.values()]
