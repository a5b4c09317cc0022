"""Everybody who was considered at a visit or a call, how each stood, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from core.registries.definitions import Tables
from core.rules.counterfactual_moves import clock
from core.rules.explain_parts import Considered
from core.rules.explain_rows import evidence
from core.rules.replay import DayReplay, Member, Step, replay
from core.rules.results import Results
from core.texts import Text

OUTCOMES: Mapping[str, Text] = {
    "due": Text("due"),
    "kept": Text("keeps the place"),
    "make_up": Text("keeps the place and earns a make-up"),
    "passed_over": Text("passed over"),
    "forfeited": Text("passed over, the turn is forfeited"),
    "behind": Text("stood behind the one who was due"),
    "not_looked": Text("the queue was not asked"),
}
PASSED_IN_LOOKING = Text("would have been passed over")
"""Said where the queue was looked at, and the turn not taken: looking alone changes nothing."""


def step_of(results: Results, store_id: str, subject_kind: str, subject_id: str, at: pd.Timestamp) -> Step:
    """The step of a visit or call in the replay of its day.

    Raises:
        LookupError: The day has no such step.
    """
    day: DayReplay = replay(results, store_id, at.date())
    for step in day.steps:
        if step.subject_kind == subject_kind and step.subject_id == subject_id:
            return step
    raise LookupError(f"{subject_id} is not in the replay of its day")


def considered(tables: Tables, step: Step) -> tuple[Considered, ...]:
    """Everybody in the queue at a step, from its head."""
    return tuple(_one(tables, step, member) for member in step.members)


def _one(tables: Tables, step: Step, member: Member) -> Considered:
    return Considered(
        staff_id=member.staff_id,
        place=member.place,
        standing=member.standing,
        outcome=member.outcome,
        why=_why(tables, step, member),
        result=_result(step, member),
        duty=_duty(member),
        evidence=evidence(tables, member.evidence, member.evidence_row) if member.evidence else None,
    )


def _duty(member: Member) -> Text | None:
    if member.last_of_duty:
        return Text("last of the duty")
    return Text("on the duty") if member.duty else None


def _result(step: Step, member: Member) -> Text:
    if member.outcome in ("passed_over", "forfeited") and not step.takes_turn:
        return PASSED_IN_LOOKING
    if member.outcome != "not_looked":
        return OUTCOMES[member.outcome]
    if member.staff_id == step.due:
        return Text("the one to serve") if step.kind else Text("the one to answer")
    return OUTCOMES["not_looked"] if step.kind else Text("not the one to answer")


def _why(tables: Tables, step: Step, member: Member) -> Text:
    cells = tables[member.evidence].iloc[member.evidence_row] if member.evidence else None
    if member.standing == "idle":
        text = Text("idle, holding a make-up") if member.make_up else Text("idle")
    elif member.standing == "serving_duty":
        text = Text("serving {visit} as a duty", {"visit": member.evidence_id})
    elif member.standing == "busy":
        text = Text("serving {visit}", {"visit": member.evidence_id})
    elif member.standing == "off_duty" or cells is None:
        text = _off_duty(step, cells)
    else:
        text = _away(member, cells)
    return text


def _away(member: Member, cells: pd.Series) -> Text:
    said = {"time": clock(cells["left_at"])}
    if member.standing == "notice":
        return Text("away since {time}, the next one told", said)
    if cells["notified_next"]:
        return Text("away since {time}, the next one told, but for too long", said)
    return Text("away since {time} without notice", said)


def _off_duty(step: Step, cells: pd.Series | None) -> Text:
    if cells is not None:
        out = cells["signed_out_at"]
        if not pd.isna(out) and out <= pd.Timestamp(step.at):
            return Text("signed out at {time}", {"time": clock(out)})
    return Text("not on noon duty in the midday break") if step.in_break else Text("not on duty")
