"""Questions of a contact day: taken down, passed on to somebody, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import contact_days, contact_notes
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, seals
from core.store.writer import Answer, seconds
from core.texts import N_, Text

LONGEST = 1000
SHORT = 60
_KIND = "contact_notes"


@dataclass(frozen=True)
class Question:
    """A question of a day.

    Attributes:
        note_id: Its number.
        day_id: Of which day.
        made_at: UTC.
        question: What was asked, and by whom where they said so.
        passed_to: Who is to answer; blank: it was answered on the spot.
        answer: Blank until there is one.
        answered_at: UTC; None until there is an answer.
    """

    note_id: int
    day_id: int
    made_at: datetime
    question: str
    passed_to: str
    answer: str
    answered_at: datetime | None


def ask(  # noqa: PLR0917 (a question, to whom, whose hand, which press of the button)
    database: Database, day_id: int, question: str, passed_to: str, answer: str, token: str, account_id: int
) -> int:
    """Take a question down, once for a token: passed on to somebody, or answered on the spot, or both.

    Returns:
        Its number.

    Raises:
        Refused: No question, neither somebody nor an answer, a text too long, or there is no such day.
    """
    said = {"question": _tidy(question), "passed_to": " ".join(passed_to.split()), "answer": _tidy(answer)}
    if not said["question"]:
        raise Refused(Text(N_("What was asked?")))
    if not said["passed_to"] and not said["answer"]:
        raise Refused(Text(N_("Say who is to answer, or what was answered.")))
    _bound(said)

    def act(connection: sa.Connection) -> Answer:
        if connection.execute(sa.select(contact_days.c.day_id).where(contact_days.c.day_id == day_id)).first() is None:
            raise Refused(Text(N_("There is no such contact day.")))
        note_id, at = numbered(connection, 1), seconds(database.clock())
        row = {"note_id": note_id, "day_id": day_id, "made_at": at, "account_id": account_id}
        row |= {"answered_at": at if said["answer"] else None, "sealed": _seal(database, connection, note_id, said)}
        connection.execute(contact_notes.insert().values(row))
        detail = {"day": day_id, "answered": bool(said["answer"])}
        entry = Entry("contact_day.question", f"{_KIND}:{note_id}", account_id, OFFICE_SCOPE, detail=detail)
        database.note(connection, entry)
        return {"note_id": note_id}

    return int(database.submit(token, "contact_day.question", act)["note_id"])


def answer(database: Database, note_id: int, text: str, token: str, account_id: int) -> None:
    """Write down the answer to a question, once for a token; a later one takes the place of an earlier one.

    Raises:
        Refused: No answer, one too long, or there is no such question.
    """
    said = _tidy(text)
    if not said:
        raise Refused(Text(N_("What was answered?")))
    _bound({"answer": said})

    def act(connection: sa.Connection) -> Answer:
        found = _questions(connection, database.sealer, contact_notes.c.note_id == note_id)
        if not found:
            raise Refused(Text(N_("There is no such question.")))
        connection.execute(seals.delete().where(seals.c.row_of == _KIND, seals.c.row_id == note_id))
        kept = {"question": found[0].question, "passed_to": found[0].passed_to, "answer": said}
        changed: dict[str, object] = {"answered_at": seconds(database.clock())}
        changed["sealed"] = _seal(database, connection, note_id, kept)
        connection.execute(contact_notes.update().where(contact_notes.c.note_id == note_id).values(changed))
        entry = Entry("contact_day.answer", f"{_KIND}:{note_id}", account_id, OFFICE_SCOPE)
        database.note(connection, entry)
        return {}

    database.submit(token, "contact_day.answer", act)


def of_day(connection: sa.Connection, sealer: Sealer, day_id: int) -> list[Question]:
    """Questions of a day: those without an answer first, each by when it was asked."""
    found = _questions(connection, sealer, contact_notes.c.day_id == day_id)
    return sorted(found, key=lambda q: (q.answered_at is not None, q.note_id))


def passed_before(connection: sa.Connection, sealer: Sealer, most: int = 12) -> list[str]:
    """To whom questions were passed on lately, the latest first, once each: choices for the next."""
    latest = sa.select(contact_notes.c.note_id).order_by(contact_notes.c.note_id.desc()).limit(100)
    found = _questions(connection, sealer, contact_notes.c.note_id.in_(latest))
    return list(dict.fromkeys(q.passed_to for q in reversed(found) if q.passed_to))[:most]


def _bound(said: dict[str, str]) -> None:
    for name, text in said.items():
        most = SHORT if name == "passed_to" else LONGEST
        if len(text) > most:
            raise Refused(Text(N_("The text has at most {most} characters."), {"most": most}))


def _tidy(text: str) -> str:
    lines = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _seal(database: Database, connection: sa.Connection, note_id: int, said: dict[str, str]) -> bytes:
    blob, secret = database.sealer.seal(_KIND, note_id, {k: v for k, v in said.items() if v})
    connection.execute(seals.insert().values(row_of=_KIND, row_id=note_id, secret=secret))
    return blob


def _questions(connection: sa.Connection, sealer: Sealer, where: sa.ColumnElement[bool]) -> list[Question]:
    source = contact_notes.outerjoin(seals, sa.and_(seals.c.row_of == _KIND, seals.c.row_id == contact_notes.c.note_id))
    asked = sa.select(contact_notes, seals.c.secret).select_from(source).where(where).order_by(contact_notes.c.note_id)
    found = []
    for row in connection.execute(asked):
        said = sealer.open(_KIND, row.note_id, row.sealed, row.secret)
        texts = (said.get("question", ""), said.get("passed_to", ""), said.get("answer", ""))
        found.append(Question(row.note_id, row.day_id, row.made_at, *texts, row.answered_at))
    return found
