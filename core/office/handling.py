"""What the office does with a request: category, handler, done, call-back, closing, opening again, merging, notes.

Each act is done once for its token, refused plainly where the request does not stand as it has to, or moved since the
person saw it, and leaves one event. Where a column of the registry changes, the row gets a new version by a batch of
its own, which is its entry in the audit log; every other act has an entry naming the request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from core.office.categories import folded
from core.office.events import KINDS, Happened, events_of, last_event, write_event
from core.office.requests_again import opened_again
from core.office.requests_cases import Standing, known_number, office_now, save_case, save_row, standing
from core.office.requests_form import tidy
from core.office.work_settings import work_settings
from core.store.audit import Entry
from core.store.batches import Made
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from core.store.tables import OFFICE_SCOPE, accounts
from core.store.writer import Answer
from core.texts import DEFAULT, N_, Text

Outcome = Literal["reached", "not_reached", "again"]
HANDLER_MOST, TEXT_MOST = 60, 2000


@dataclass(frozen=True)
class Act:
    """An act that somebody asks for.

    Attributes:
        request_no: On which request.
        token: Unguessable, of this form or button; the same one again gives the same answer and does nothing twice.
        account_id: Who.
        seen: Number of the newest event that the person saw (`RequestFile.last_event`); None: whatever there is.
    """

    request_no: str
    token: str
    account_id: int
    seen: int | None = None


@dataclass(frozen=True)
class Acted:
    """What an act left: its event, and the batch that changed the registry row (None where none changed)."""

    request_no: str
    event_id: int
    batch_id: int | None


class Moved(Refused):
    """Somebody else worked on the request since the person saw it."""


@dataclass(frozen=True)
class _Change:
    """What an act does to a request.

    Attributes:
        kind: Code of the event.
        text: What was written.
        row: Columns of the registry row that change.
        case: Columns of the case that change.
        detail: What else the event knows, nothing personal.
    """

    kind: str
    text: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, object] = field(default_factory=dict)


def confirm_category(database: Database, asked: Act, code: str) -> Acted:
    """Say what a request is about; its due time is counted anew, from when it was handed in or opened again.

    Raises:
        Refused: No such category in use, or the request is closed.
    """

    def decide(connection: sa.Connection, was: Standing) -> _Change:
        _refuse_unless(was, ("new", "assigned", "done"))
        row, case = _category(connection, code)
        return _Change("category", row=row, case=case, detail={"category": code})

    return _do(database, asked, "request.category", decide)


def assign(database: Database, asked: Act, handler: str, *, category: str | None = None) -> Acted:
    """Give a request to a handler, or to another one; with a category that is confirmed with it.

    Raises:
        Refused: No name, or the request is done or closed.
    """
    name = tidy(handler)

    def decide(connection: sa.Connection, was: Standing) -> _Change:
        _refuse_unless(was, ("new", "assigned"))
        if not name or len(name) > HANDLER_MOST:
            raise Refused(Text(N_("Name the handler, with at most {most} characters."), {"most": HANDLER_MOST}))
        row, case = _category(connection, category) if category else ({}, {})
        return _Change(
            "assigned",
            name,
            {"status": "assigned", "assigned_to": name, **row},
            case,
            {"category": category} if category else {},
        )

    return _do(database, asked, "request.assign", decide)


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

    def decide(_connection: sa.Connection, was: Standing) -> _Change:
        _refuse_unless(was, ("assigned",))
        _refuse_text(said)
        now = max(office_now(database), was.row["submitted_at"])
        return _Change("done", said, {"status": "done", "done_at": now, "handling": said}, {"retry_on": None})

    return _do(database, asked, "request.done", decide)


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

    def decide(connection: sa.Connection, was: Standing) -> _Change:
        _refuse_unless(was, ("done",))
        _refuse_own(connection, was, asked.account_id)
        now = max(office_now(database), was.row["submitted_at"])
        if outcome == "reached":
            _refuse_text(said)
            return _Change(
                "reached", said, {"status": "closed", "called_back_at": now, "callback": said}, {"retry_on": None}
            )
        if len(said) > TEXT_MOST:
            _refuse_text(said)
        if (on is None and outcome == "again") or (on is not None and on < now.date()):
            raise Refused(Text(N_("Choose the day to call again, today or later.")))
        return _Change(outcome, said, case={"retry_on": on}, detail={"on": on.isoformat()} if on else {})

    return _do(database, asked, "request.call_back", decide)


def close(database: Database, asked: Act, reason: str) -> Acted:
    """Close a request without a call-back: nobody can be reached, the resident confirmed it, or it was none.

    Raises:
        Refused: No reason, or it is closed already.
    """
    said = tidy(reason, lines=True)

    def decide(_connection: sa.Connection, was: Standing) -> _Change:
        _refuse_unless(was, ("new", "assigned", "done"))
        if not was.case["confirmed_at"] or len(said) > TEXT_MOST:
            _refuse_text(said)
        return _Change("closed", said, {"status": "closed"}, {"retry_on": None})

    return _do(database, asked, "request.close", decide)


def note(database: Database, asked: Act, text: str) -> Acted:
    """Write a note to a request, in whatever state.

    Raises:
        Refused: Nothing written.
    """
    said = tidy(text, lines=True)

    def decide(_connection: sa.Connection, _was: Standing) -> _Change:
        _refuse_text(said)
        return _Change("note", said)

    return _do(database, asked, "request.note", decide)


def let_in(database: Database, asked: Act) -> Acted:
    """Let a request that was held during a flood into the list like any other.

    Raises:
        Refused: It is not held.
    """

    def decide(_connection: sa.Connection, was: Standing) -> _Change:
        if not was.case["held"]:
            raise Refused(Text(N_("This request is not held.")))
        return _Change("looked_at")

    return _do(database, asked, "request.let_in", decide)


def reopen(database: Database, asked: Act, reason: str) -> Acted:
    """Open a request again that is done or closed; also one that was put together with another.

    Raises:
        Refused: No reason, or it is open.
    """
    said = tidy(reason, lines=True)

    def act(connection: sa.Connection, was: Standing) -> Acted:
        _refuse_unless(was, ("done", "closed"))
        _refuse_text(said)
        made = Made("form", "office", asked.account_id, action="request.reopen")
        event_id, batch_id = opened_again(database, connection, was, made, "reopened", said)
        return Acted(was.request_no, event_id, batch_id)

    return _within(database, asked, "request.reopen", act)


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
        _refuse_unless(was, ("new", "assigned", "done"))
        other = standing(database, connection, known_number(connection, into))
        if other.request_no == was.request_no or other.status == "closed":
            raise Refused(Text(N_("Choose another request that is still open.")))
        change = _Change(
            "merged",
            row={"status": "closed"},
            case={"merged_into": other.request_no},
            detail={"other": other.request_no},
        )
        acted = _apply(database, connection, asked, was, change, "request.merge")
        followed = request_cases.update().where(request_cases.c.merged_into == was.request_no)
        connection.execute(followed.values(merged_into=other.request_no))
        took_in = Happened("took_in", asked.account_id, detail={"other": was.request_no})
        write_event(database, connection, other.request_no, took_in)
        return acted

    return _within(database, asked, "request.merge", act)


def _do(database: Database, asked: Act, kind: str, decide: Callable[[sa.Connection, Standing], _Change]) -> Acted:
    def act(connection: sa.Connection, was: Standing) -> Acted:
        return _apply(database, connection, asked, was, decide(connection, was), kind)

    return _within(database, asked, kind, act)


def _within(database: Database, asked: Act, kind: str, act: Callable[[sa.Connection, Standing], Acted]) -> Acted:
    """Do an act once for its token, on the request as it stands and as the person saw it."""
    number = asked.request_no

    def within(connection: sa.Connection) -> Answer:
        was = standing(database, connection, number)
        _refuse_moved(database, connection, number, asked.seen)
        acted = act(connection, was)
        return {"request_no": acted.request_no, "event_id": acted.event_id, "batch_id": acted.batch_id}

    answer = database.submit(asked.token, kind, within)
    return Acted(answer["request_no"], answer["event_id"], answer["batch_id"])


def _apply(  # noqa: PLR0917 (an act and what it does)
    database: Database, connection: sa.Connection, asked: Act, was: Standing, change: _Change, action: str
) -> Acted:
    """Write what an act changes: the row, the case, the event, the audit log."""
    after, batch_id = was, None
    if change.row:
        made = Made("form", "office", asked.account_id, action=action)
        after, batch_id = save_row(database, connection, made, was, change.row)
    looked_at = {} if change.kind in ("note", "closed", "merged") else {"held": False}
    case = {**looked_at, **change.case}
    if case:
        save_case(database, connection, after, case)
    happened = Happened(change.kind, asked.account_id, change.text, batch_id, change.detail)
    event_id = write_event(database, connection, was.request_no, happened)
    if batch_id is None:
        subject = f"request:{was.request_no}"
        database.note(connection, Entry(action, subject, asked.account_id, OFFICE_SCOPE, detail=change.detail))
    return Acted(was.request_no, event_id, batch_id)


def _category(connection: sa.Connection, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a confirmed category writes into the row, by its Traditional name as a spreadsheet has it, and the case."""
    known = {c.code: c for c in work_settings(connection).categories if c.in_use}
    if code not in known:
        raise Refused(Text(N_("Choose a category that is in use.")))
    return {"category": known[code].name(DEFAULT)}, {"category": code, "category_confirmed": True}


def _refuse_moved(database: Database, connection: sa.Connection, request_no: str, seen: int | None) -> None:
    newest = last_event(connection, request_no)
    if seen is None or newest <= seen:
        return
    last = events_of(connection, database.sealer, request_no)[-1]
    raise Moved(
        Text(
            N_("{who} worked on this request meanwhile ({what}). Nothing was kept; look at it again."),
            {"who": last.shown_name or Text(N_("The resident")), "what": Text(KINDS[last.kind])},
        )
    )


def _refuse_unless(was: Standing, states: tuple[str, ...]) -> None:
    if was.case["merged_into"] and "closed" not in states:
        text = Text(N_("This request was put together with {other}."), {"other": was.case["merged_into"]})
        raise Refused(text)
    if was.status not in states:
        raise Refused(
            Text(N_("This is not possible now: the request is {state}."), {"state": Text(STATES[was.status])})
        )


def _refuse_text(said: str) -> None:
    if not said:
        raise Refused(Text(N_("Write a few words.")))
    if len(said) > TEXT_MOST:
        raise Refused(Text(N_("At most {most} characters."), {"most": TEXT_MOST}))


def _refuse_own(connection: sa.Connection, was: Standing, account_id: int) -> None:
    """Whoever did the repair does not ask the resident how it was."""
    caller = connection.execute(sa.select(accounts.c.shown_name).where(accounts.c.account_id == account_id)).scalar()
    if caller and was.row["assigned_to"] and folded(caller) == folded(was.row["assigned_to"]):
        raise Refused(Text(N_("The one who did the repair does not call back. Let a colleague do it.")))


STATES: Mapping[str, str] = {
    "new": N_("waiting for a handler"),
    "assigned": N_("given to a handler"),
    "done": N_("done"),
    "closed": N_("closed"),
}
"""Status -> how a refusal says it."""
