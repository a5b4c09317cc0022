"""What the office does with a request: category, handler, done, call-back, closing, opening again, merging, notes.

Each act is done once for its token, refused plainly where the request does not stand as it has to, or moved since the
person saw it, and leaves one event. Where a column of the registry changes, the row gets a new version by a batch of
its own, which is its entry in the audit log; every other act has an entry naming the request.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import sqlalchemy as sa

from core.office.events import Happened, write_event
from core.office.handling_acts import (
    TEXT_MOST,
    Act,
    Acted,
    Change,
    Moved,
    apply,
    category_change,
    do,
    refuse_own,
    refuse_text,
    refuse_unless,
    within_act,
)
from core.office.requests_again import opened_again
from core.office.requests_cases import Standing, known_number, office_now, standing
from core.office.requests_form import tidy
from core.store.batches import Made
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from core.texts import N_, Text

__all__ = [
    "Act",
    "Acted",
    "Moved",
    "Outcome",
    "assign",
    "call_back",
    "close",
    "confirm_category",
    "done",
    "let_in",
    "merge",
    "note",
    "reopen",
]

Outcome = Literal["reached", "not_reached", "again"]
HANDLER_MOST = 60


def confirm_category(database: Database, asked: Act, code: str) -> Acted:
    """Say what a request is about; its due time is counted anew, from when it was handed in or opened again.

    Raises:
        Refused: No such category in use, or the request is closed.
    """

    def decide(connection: sa.Connection, was: Standing) -> Change:
        refuse_unless(was, ("new", "assigned", "done"))
        row, case = category_change(connection, code)
        return Change("category", row=row, case=case, detail={"category": code})

    return do(database, asked, "request.category", decide)


def assign(database: Database, asked: Act, handler: str, *, category: str | None = None) -> Acted:
    """Give a request to a handler, or to another one; with a category that is confirmed with it.

    Raises:
        Refused: No name, or the request is done or closed.
    """
    name = tidy(handler)

    def decide(connection: sa.Connection, was: Standing) -> Change:
        refuse_unless(was, ("new", "assigned"))
        if not name or len(name) > HANDLER_MOST:
            raise Refused(Text(N_("Name the handler, with at most {most} characters."), {"most": HANDLER_MOST}))
        row, case = category_change(connection, category) if category else ({}, {})
        return Change(
            "assigned",
            name,
            {"status": "assigned", "assigned_to": name, **row},
            case,
            {"category": category} if category else {},
        )

    return do(database, asked, "request.assign", decide)


def done(database: Database, asked: Act, handling: str) -> Acted:
    """Mark a request as done.

    Args:
        database: Where.
        asked: Which, by whom.
        handling: What was done; the one who handed it in reads this.

    Raises:
        Refused: Nothing written, no handler yet, or the request is done or closed.
    """
    said = tidy(handling, lines=True)

    def decide(_connection: sa.Connection, was: Standing) -> Change:
        refuse_unless(was, ("assigned",))
        refuse_text(said)
        now = max(office_now(database), was.row["submitted_at"])
        return Change("done", said, {"status": "done", "done_at": now, "handling": said}, {"retry_on": None})

    return do(database, asked, "request.done", decide)


def call_back(database: Database, asked: Act, outcome: Outcome, note: str = "", *, on: date | None = None) -> Acted:
    """Note a call-back; one that reached the person closes the request.

    Args:
        database: Where.
        asked: Which, by whom.
        outcome: reached, not_reached, or again (reached, but asked to be called another time).
        note: What was said; needed where the person was reached.
        on: The day to try again, today or later; needed with again, may be given with not_reached.

    Raises:
        Refused: The request is not done, the note or the day is missing or past, or the caller did the repair.
    """
    said = tidy(note, lines=True)

    def decide(connection: sa.Connection, was: Standing) -> Change:
        refuse_unless(was, ("done",))
        refuse_own(connection, was, asked.account_id)
        now = max(office_now(database), was.row["submitted_at"])
        if outcome == "reached":
            refuse_text(said)
            return Change(
                "reached", said, {"status": "closed", "called_back_at": now, "callback": said}, {"retry_on": None}
            )
        if len(said) > TEXT_MOST:
            refuse_text(said)
        if (on is None and outcome == "again") or (on is not None and on < now.date()):
            raise Refused(Text(N_("Choose the day to call again, today or later.")))
        return Change(outcome, said, case={"retry_on": on}, detail={"on": on.isoformat()} if on else {})

    return do(database, asked, "request.call_back", decide)


def close(database: Database, asked: Act, reason: str) -> Acted:
    """Close a request without a call-back: nobody can be reached, the resident confirmed it, or it was none.

    Raises:
        Refused: No reason, or it is closed already.
    """
    said = tidy(reason, lines=True)

    def decide(_connection: sa.Connection, was: Standing) -> Change:
        refuse_unless(was, ("new", "assigned", "done"))
        if not was.case["confirmed_at"] or len(said) > TEXT_MOST:
            refuse_text(said)
        return Change("closed", said, {"status": "closed"}, {"retry_on": None})

    return do(database, asked, "request.close", decide)


def note(database: Database, asked: Act, text: str) -> Acted:
    """Write a note to a request, in whatever state.

    Raises:
        Refused: Nothing written.
    """
    said = tidy(text, lines=True)

    def decide(_connection: sa.Connection, _was: Standing) -> Change:
        refuse_text(said)
        return Change("note", said)

    return do(database, asked, "request.note", decide)


def let_in(database: Database, asked: Act) -> Acted:
    """Let a request that was held during a flood into the list like any other.

    Raises:
        Refused: It is not held.
    """

    def decide(_connection: sa.Connection, was: Standing) -> Change:
        if not was.case["held"]:
            raise Refused(Text(N_("This request is not held.")))
        return Change("looked_at")

    return do(database, asked, "request.let_in", decide)


def reopen(database: Database, asked: Act, reason: str) -> Acted:
    """Open a request again that is done or closed; also one that was put together with another.

    Raises:
        Refused: No reason, or it is open.
    """
    said = tidy(reason, lines=True)

    def act(connection: sa.Connection, was: Standing) -> Acted:
        refuse_unless(was, ("done", "closed"))
        refuse_text(said)
        made = Made("form", "office", asked.account_id, action="request.reopen")
        event_id, batch_id = opened_again(database, connection, was, made, "reopened", said)
        return Acted(was.request_no, event_id, batch_id)

    return within_act(database, asked, "request.reopen", act)


def merge(database: Database, asked: Act, into: str) -> Acted:
    """Put a request together with another one of the same trouble: it is closed, the other one goes on for both.

    Args:
        database: Where.
        asked: The request that goes into the other.
        into: Number of the other one.

    Raises:
        Refused: The other one is not there, is closed, is the same, or was put together with another itself.
    """

    def act(connection: sa.Connection, was: Standing) -> Acted:
        refuse_unless(was, ("new", "assigned", "done"))
        other = standing(database, connection, known_number(connection, into))
        if other.request_no == was.request_no or other.status == "closed":
            raise Refused(Text(N_("Choose another request that is still open.")))
        change = Change(
            "merged",
            row={"status": "closed"},
            case={"merged_into": other.request_no},
            detail={"other": other.request_no},
        )
        acted = apply(database, connection, asked, was, change, "request.merge")
        followed = request_cases.update().where(request_cases.c.merged_into == was.request_no)
        connection.execute(followed.values(merged_into=other.request_no))
        took_in = Happened("took_in", asked.account_id, detail={"other": was.request_no})
        write_event(database, connection, other.request_no, took_in)
        return acted

    return within_act(database, asked, "request.merge", act)
