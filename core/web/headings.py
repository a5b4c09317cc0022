"""What columns are called and what their codes mean, for every registry and result table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from core.registries.definitions import ALL, STORE
from core.rules import labels
from core.texts import N_, Text, say

Form = Literal[
    "text", "id", "staff", "client", "instant", "day", "flag", "whole", "number", "money", "percent", "seconds"
]
Say = Callable[[str], str]

HEADINGS: Mapping[str, str] = {
    "store_id": N_("Store"),
    "staff_id": N_("Salesperson"),
    "client_id": N_("Client"),
    "visit_id": N_("Visit"),
    "deal_id": N_("Deal"),
    "call_id": N_("Call"),
    "ruling_id": N_("Ruling"),
    "group_id": N_("Group"),
    "subject_id": N_("Subject"),
    "assignment_id": N_("Assignment"),
    "followup_id": N_("Follow-up"),
    "party_id": N_("Party"),
    "name": N_("Name"),
    "phone": N_("Telephone"),
    "arrived_at": N_("Arrived"),
    "greeted_at": N_("Greeted"),
    "left_at": N_("Left"),
    "returned_at": N_("Returned"),
    "received_by": N_("Received by"),
    "wanted": N_("Wanted"),
    "due": N_("Due"),
    "kind": N_("Kind"),
    "charged_to": N_("Charged to"),
    "counts": N_("Costs a turn"),
    "rules": N_("Rules"),
    "rule": N_("Rule"),
    "reason": N_("Reason"),
    "handed_to": N_("Handed over to"),
    "handed_at": N_("Handed over"),
    "stage": N_("Stage"),
    "overflow": N_("Nobody idle"),
    "since": N_("Since"),
    "owner": N_("Owner"),
    "basis": N_("Basis"),
    "last_contact": N_("Last contact"),
    "until": N_("Until"),
    "ended_by": N_("Ended by"),
    "lapses_on": N_("Last valid day"),
    "days_left": N_("Days left"),
    "outside": N_("Outside client"),
    "judged_at": N_("Judged"),
    "closed_by": N_("Closed by"),
    "credit_kind": N_("Credit goes to"),
    "credited_to": N_("Credited to"),
    "amount": N_("Amount"),
    "commission": N_("Commission"),
    "cancelled": N_("Cancelled"),
    "latest_owner": N_("Latest owner"),
    "at": N_("When"),
    "fine": N_("Fine"),
    "status": N_("Status"),
    "against": N_("Other person"),
    "seconds": N_("Seconds"),
    "evidence_id": N_("Evidence"),
    "field": N_("Field"),
    "assumed": N_("Assumed"),
    "would_change": N_("What would change"),
    "registry": N_("Registry"),
    "file_row": N_("Row in the spreadsheet"),
    "day": N_("Day"),
    "came": N_("Turns that came"),
    "taken": N_("Taken"),
    "missed": N_("Missed"),
    "forfeited": N_("Forfeited"),
    "kept": N_("Kept"),
    "made_up": N_("Made up"),
    "charged": N_("Charged"),
    "signed_in_at": N_("Signed in"),
    "signed_out_at": N_("Signed out"),
    "noon_duty": N_("Midday duty"),
    "notified_next": N_("Told the next one"),
    "registered_at": N_("Registered"),
    "registered_by": N_("Registered by"),
    "source": N_("Source"),
    "assigned_at": N_("Handed out"),
    "asked_for": N_("Asked for"),
    "asked_prior": N_("Asked about earlier reception"),
    "concealed": N_("Concealed"),
    "assisted_at": N_("Helped"),
    "requested": N_("Help was asked for"),
    "called_at": N_("Called"),
    "answered_by": N_("Answered by"),
    "ring_seconds": N_("Rang, seconds"),
    "greeting_used": N_("Standard greeting"),
    "name_given": N_("Name given"),
    "followed_at": N_("Followed up"),
    "channel": N_("Channel"),
    "note": N_("Note"),
    "reserved_at": N_("Deposit"),
    "closed_at": N_("Closed"),
    "cancelled_at": N_("Withdrawn"),
    "ruled_at": N_("Ruled"),
    "finding_kind": N_("Finding"),
    "outcome": N_("Outcome"),
    "new_owner": N_("New owner"),
    "hired_on": N_("Hired"),
    "left_on": N_("Left the store"),
    "severity": N_("Severity"),
    "file": N_("File"),
    "sheet": N_("Sheet"),
    "row": N_("Row"),
    "column": N_("Column"),
    "message": N_("What is wrong and what to do"),
    "rows": N_("Rows"),
    "encoding": N_("Encoding"),
    "header_row": N_("Header row"),
    "count": N_("Count"),
    "visits": N_("Visits"),
    "turns": N_("Turns"),
    "expected": N_("Expected"),
    "received": N_("Received"),
    "gap": N_("Gap"),
    "deals": N_("Deals"),
    "closed": N_("Deals closed"),
    "cancelled_deals": N_("Deals withdrawn"),
    "own_deals": N_("Deals of the group"),
    "own_amount": N_("Amount of the group"),
    "member_deals": N_("Deals of its people"),
    "member_amount": N_("Amount of its people"),
    "fines": N_("Fines"),
    "place": N_("Place"),
    "step": N_("Step"),
    "state": N_("State"),
    "registry_name": N_("Registry"),
}

FORMS: Mapping[str, Form] = {
    **dict.fromkeys(
        (
            "staff_id",
            "received_by",
            "wanted",
            "due",
            "charged_to",
            "handed_to",
            "owner",
            "closed_by",
            "credited_to",
            "latest_owner",
            "against",
            "registered_by",
            "asked_for",
            "answered_by",
            "new_owner",
        ),
        "staff",
    ),
    **dict.fromkeys(("amount", "commission", "fine", "own_amount", "member_amount", "fines"), "money"),
    **dict.fromkeys(("day", "lapses_on", "hired_on", "left_on"), "day"),
}

WORDS: Mapping[str, Mapping[str, Text]] = {
    "kind": {**labels.FINDINGS, **labels.KINDS},
    "finding_kind": labels.FINDINGS,
    "basis": {**labels.CREDIT_BASES, **labels.OWNERSHIP_BASES},
    "credit_kind": labels.CREDIT_KINDS,
    "status": labels.STATUSES,
    "outcome": labels.STATUSES,
    "ended_by": labels.ENDINGS,
    "stage": labels.STAGES,
    "registry": labels.REGISTRIES,
}


def heading(column: str, language: str) -> str:
    """The heading of a column; the column's own name where nothing is known of it."""
    if column in HEADINGS:
        return say(language, HEADINGS[column])
    for registry in STORE:
        for defined in registry.columns:
            if defined.name == column:
                return defined.label(language)
    return column


def words_of(column: str, language: str) -> dict[str, str]:
    """Code -> word for a column of codes; empty for any other column."""
    if column == "source":
        visits = next(r for r in STORE if r.name == "visits")
        return {choice.code: choice.label(language) for choice in visits.column("source").choices}
    return {code: text.say(language) for code, text in WORDS.get(column, {}).items()}


def personal_kind(column: str) -> str:
    """What a column tells about a person, from the registries' definitions; blank for none."""
    for registry in ALL:
        for defined in registry.columns:
            if defined.name == column and defined.personal:
                return defined.personal
    return ""
