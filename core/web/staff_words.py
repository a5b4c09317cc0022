"""What the staff figures are called, and the groups they are shown in."""

from __future__ import annotations

from collections.abc import Mapping

from core.figures.team import KINDS, LAPSE_DAYS
from core.rules import labels
from core.texts import Text
from core.web.headings import Form
from core.web.language import _

FIGURES: Mapping[str, Text] = {
    "receptions": Text("Receptions"),
    "turns_charged": Text("Turns charged"),
    "make_ups": Text("Make-up turns"),
    "forfeits": Text("Turns forfeited"),
    "greeting_median_seconds": Text("Greeting, median seconds"),
    "answering_median_seconds": Text("Answering, median seconds"),
    "calls_answered": Text("Calls answered"),
    "followups": Text("Follow-ups"),
    "assists_on_request": Text("Help given on request"),
    "claims_standing": Text("Claims standing"),
    f"claims_lapsing_in_{LAPSE_DAYS}_days": Text("Claims that lapse within 7 days"),
    "deals_credited": Text("Deals credited"),
    "amount_credited": Text("Amount credited"),
    "deals_closed": Text("Deals closed"),
    "fines_owed": Text("Fines owed"),
}
VIEWS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "work": (
        Text("Work"),
        (
            "receptions",
            "greeting_median_seconds",
            "calls_answered",
            "answering_median_seconds",
            "followups",
            "assists_on_request",
            "receptions_obligatory",
        ),
    ),
    "turns": (
        Text("Turns"),
        (
            "turns_charged",
            "receptions_turn",
            "make_ups",
            "receptions_overflow",
            "receptions_out_of_turn",
            "forfeits",
            "receptions_unreceived",
        ),
    ),
    "kinds": (Text("Receptions by kind"), tuple(f"receptions_{kind}" for kind in KINDS)),
    "results": (
        Text("Clients and deals"),
        (
            "amount_credited",
            "deals_credited",
            "deals_closed",
            "claims_standing",
            f"claims_lapsing_in_{LAPSE_DAYS}_days",
            "fines_owed",
        ),
    ),
}
FORMS: Mapping[str, Form] = {"amount_credited": "money", "fines_owed": "money"}


def headings(language: str) -> dict[str, str]:
    """Column of `staff_figures` -> what it is called."""
    kinds = {f"receptions_{kind}": labels.label(labels.KINDS, kind, language) for kind in KINDS}
    kinds["receptions_unreceived"] = _("Due, nobody received")
    return kinds | {column: text.say(language) for column, text in FIGURES.items()}
