"""What a contact day brings, counted as it goes on; and its report.

Every count is that of the rows of `contact_days_rows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import local, local_day
from core.office.contact_days import OFFERED, ContactDay
from core.office.contact_days_notes import Question
from core.office.contact_days_notes import of_day as questions_of
from core.office.contact_days_rows import cards_on, forms_on, requests_on
from core.office.coverage import BASES, Coverage, coverage
from core.office.information import ROOM
from core.office.paper import given
from core.store.office_tables import card_codes
from core.store.seals import Sealer
from core.texts import N_, say

LABELS = {
    "cards": N_("Cards given out"),
    "forms": N_("Information forms"),
    "repairs": N_("Repairs"),
    "opinions": N_("Opinions"),
    "questions": N_("Questions"),
    "homes": N_("Homes that came"),
}
"""What is counted, as message ids, in the order of screen and report."""


@dataclass(frozen=True)
class Counts:
    """Counts of a day.

    Attributes:
        cards: Given out on the day.
        printed: Cards printed for the day, given out or not.
        forms: Homes whose information form came in, each once.
        waiting: Of the forms, those that the office has yet to confirm.
        repairs, opinions: Requests; one that is both counts in both.
        questions: Asked; `passed_on` of them passed on, `unanswered` still without an answer.
        homes: Homes that got a card, handed in a form or wrote a request, each once.
    """

    cards: int = 0
    printed: int = 0
    forms: int = 0
    waiting: int = 0
    repairs: int = 0
    opinions: int = 0
    questions: int = 0
    passed_on: int = 0
    unanswered: int = 0
    homes: int = 0


def counts(connection: sa.Connection, sealer: Sealer, day: ContactDay) -> Counts:
    """Count a day as far as it has come.

    Args:
        connection: To read with.
        sealer: Opens the requests of the day, to tell repairs and opinions apart.
        day: Which.
    """
    on = day.plan.on_day
    issued, forms = cards_on(connection, sealer, on), forms_on(connection, on)
    asked = requests_on(connection, sealer, on)
    questions = questions_of(connection, sealer, day.day_id)
    printed = sa.select(sa.func.count()).select_from(card_codes).where(card_codes.c.day_id == day.day_id)
    return Counts(
        cards=len(issued),
        printed=int(connection.execute(printed).scalar() or 0),
        forms=len(forms),
        waiting=int(forms["waiting"].sum()),
        repairs=int(asked["repair"].sum()),
        opinions=int(asked["opinion"].sum()),
        questions=len(questions),
        passed_on=sum(bool(q.passed_to) for q in questions),
        unanswered=sum(q.answered_at is None for q in questions),
        homes=len({room for frame in (issued, forms, asked) for room in frame[ROOM].dropna().tolist()}),
    )


def report(connection: sa.Connection, sealer: Sealer, day: ContactDay, language: str) -> given.DayReport:
    """The report of a day, in words of a language, for the paper and the screen."""
    found, reach = counts(connection, sealer, day), coverage(connection)
    questions = questions_of(connection, sealer, day.day_id)
    return given.DayReport(
        plan_of(day, language),
        [
            given.Figure(say(language, LABELS[k]), str(getattr(found, k)), note=_note(found, k, language))
            for k in LABELS
        ],
        coverage_figure(reach, language),
        [_question(q) for q in questions],
        [say(language, BASES[reach.basis]), say(language, COUNTED)],
    )


COUNTED = N_("Counted is what came in on the day through the forms and at the desk; telephone calls are not.")


def plan_of(day: ContactDay, language: str, tips: Sequence[str] = ()) -> given.ContactDay:
    """A day as its papers need it, in words of a language."""
    items = [
        given.CheckItem(say(language, i.text), t.shown_name, local(t.at))
        if (t := day.ticks.get(i.code))
        else given.CheckItem(say(language, i.text))
        for i in day.items
    ]
    offered = [say(language, OFFERED[code]) for code in day.plan.offered]
    plan = day.plan
    return given.ContactDay(plan.on_day, plan.place, plan.hours, offered, plan.people, items, tips)


def coverage_figure(reach: Coverage, language: str) -> given.Figure:
    """Homes with a complete file out of all homes; without a home there is no rate."""
    value = f"{100 * reach.complete / reach.homes:.1f}%" if reach.homes else ""
    label = say(language, N_("Homes with a complete file"))
    return given.Figure(label, value, reach.complete, reach.homes)


def _note(found: Counts, name: str, language: str) -> str:
    if name == "cards" and found.printed:
        return say(language, N_("of {printed} printed for the day"), printed=found.printed)
    if name == "forms" and found.waiting:
        return say(language, N_("{waiting} of them wait for the office"), waiting=found.waiting)
    if name == "questions" and found.questions:
        return say(
            language,
            N_("{passed} passed on, {open} without an answer"),
            passed=found.passed_on,
            open=found.unanswered,
        )
    return ""


def _question(question: Question) -> given.Question:
    on = local_day(question.answered_at) if question.answered_at else None
    return given.Question(question.question, question.passed_to, question.answer, on)
