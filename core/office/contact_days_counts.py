"""What a contact day brings, counted as it goes on; and its report.

A day is a day of the office's clock. Counted is what came in through the forms and at the desk; telephone calls and
uploaded spreadsheets of another source are not of the day's gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from core.clock import local, local_day, utc_of
from core.office.contact_days import OFFERED, ContactDay
from core.office.contact_days_notes import Question
from core.office.contact_days_notes import of_day as questions_of
from core.office.coverage import BASES, Coverage, coverage
from core.office.information import ROOM
from core.office.paper import given
from core.store.office_tables import card_codes, filings
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.tables import registry_tables
from core.texts import N_, say

SOURCES = ("form", "desk")
"""Sources of requests that count for a contact day."""
LABELS = {
    "cards": N_("Service cards given out"),
    "forms": N_("Information forms collected"),
    "repairs": N_("Repairs taken in"),
    "opinions": N_("Opinions and suggestions"),
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
    issued = _cards(connection, day.plan.on_day)
    forms, waiting = _forms(connection, day.plan.on_day)
    asked = _requests(connection, sealer, day.plan.on_day)
    questions = questions_of(connection, sealer, day.day_id)
    printed = sa.select(sa.func.count()).select_from(card_codes).where(card_codes.c.day_id == day.day_id)
    return Counts(
        cards=len(issued),
        printed=int(connection.execute(printed).scalar() or 0),
        forms=len(forms),
        waiting=waiting,
        repairs=sum(repair for _room, repair, _opinion in asked),
        opinions=sum(opinion for _room, _repair, opinion in asked),
        questions=len(questions),
        passed_on=sum(bool(q.passed_to) for q in questions),
        unanswered=sum(q.answered_at is None for q in questions),
        homes=len({r for r in (*issued, *forms, *(room for room, *_rest in asked)) if r}),
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


def _cards(connection: sa.Connection, day: date) -> list[str | None]:
    """Rooms of the cards given out on a day, a card each; those of an upload too."""
    table = registry_tables["cards"]
    asked = sa.select(table.c[ROOM]).where(table.c.ended_by.is_(None), table.c.issued_on == day)
    return list(connection.execute(asked).scalars())


def _forms(connection: sa.Connection, day: date) -> tuple[set[str], int]:
    """Rooms whose form was handed in or, on paper, collected on a day; and how many of them wait."""
    first, after = (utc_of(datetime.combine(d, time())) for d in (day, day + timedelta(days=1)))
    handed = sa.select(filings.c.room_no, filings.c.state).where(
        filings.c.made_at >= first, filings.c.made_at < after, filings.c.state != "refused"
    )
    rows = connection.execute(handed).all()
    table = registry_tables["households"]
    collected = sa.select(table.c[ROOM]).where(table.c.ended_by.is_(None), table.c.collected_on == day)
    rooms = {row.room_no for row in rows} | set(connection.execute(collected).scalars())
    return rooms, len({row.room_no for row in rows if row.state == "waiting"})


def _requests(connection: sa.Connection, sealer: Sealer, day: date) -> list[tuple[str | None, bool, bool]]:
    """Of each request of a day its room, and whether it is a repair and an opinion."""
    table = registry_tables["requests"]
    first = datetime.combine(day, time())
    here = sa.and_(
        table.c.ended_by.is_(None),
        table.c.submitted_at >= first,
        table.c.submitted_at < first + timedelta(days=1),
        table.c.source.in_(SOURCES),
    )
    frame = select_rows(connection, sealer, "requests", here).frame
    rooms = [r if isinstance(r, str) else None for r in frame[ROOM]]
    return list(zip(rooms, frame["repair"].notna().tolist(), frame["opinion"].notna().tolist(), strict=True))
