"""How an act on a request is done: once for its token, on the request as the person saw it, with its traces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.office.categories import folded
from core.office.events import KINDS, Happened, events_of, last_event, write_event
from core.office.requests_cases import Standing, save_case, save_row, standing
from core.office.work_settings import work_settings
from core.store.audit import Entry
from core.store.batches import Made
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import OFFICE_SCOPE, accounts
from core.store.writer import Answer
from core.texts import DEFAULT, N_, Text

TEXT_MOST = 2000
STATES: Mapping[str, str] = {
    "new": N_("waiting for a handler"),
    "assigned": N_("given to a handler"),
    "done": N_("done"),
    "closed": N_("closed"),
}
"""Status -> how a refusal says it."""


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
class Change:
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


def do(database: Database, asked: Act, kind: str, decide: Callable[[sa.Connection, Standing], Change]) -> Acted:
    """Do what `decide` says of a request as it stands, once for a token."""

    def act(connection: sa.Connection, was: Standing) -> Acted:
        return apply(database, connection, asked, was, decide(connection, was), kind)

    return within_act(database, asked, kind, act)


def within_act(database: Database, asked: Act, kind: str, act: Callable[[sa.Connection, Standing], Acted]) -> Acted:
    """Do an act once for its token, on the request as it stands and as the person saw it."""
    number = asked.request_no

    def within(connection: sa.Connection) -> Answer:
        was = standing(database, connection, number)
        _refuse_moved(database, connection, number, asked.seen)
        acted = act(connection, was)
        return {"request_no": acted.request_no, "event_id": acted.event_id, "batch_id": acted.batch_id}

    answer = database.submit(asked.token, kind, within)
    return Acted(answer["request_no"], answer["event_id"], answer["batch_id"])


def apply(  # noqa: PLR0917 (an act and what it does)
    database: Database, connection: sa.Connection, asked: Act, was: Standing, change: Change, action: str
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


def category_change(connection: sa.Connection, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
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


def refuse_unless(was: Standing, states: tuple[str, ...]) -> None:
    """Refuse an act on a request that is in none of some states."""
    if was.case["merged_into"] and "closed" not in states:
        text = Text(N_("This request was put together with {other}."), {"other": was.case["merged_into"]})
        raise Refused(text)
    if was.status not in states:
        raise Refused(
            Text(N_("This is not possible now: the request is {state}."), {"state": Text(STATES[was.status])})
        )


def refuse_text(said: str) -> None:
    """Refuse a text that is blank or too long."""
    if not said:
        raise Refused(Text(N_("Write a few words.")))
    if len(said) > TEXT_MOST:
        raise Refused(Text(N_("At most {most} characters."), {"most": TEXT_MOST}))


def refuse_own(connection: sa.Connection, was: Standing, account_id: int) -> None:
    """Whoever did the repair does not ask the resident how it was."""
    caller = connection.execute(sa.select(accounts.c.shown_name).where(accounts.c.account_id == account_id)).scalar()
    if caller and was.row["assigned_to"] and folded(caller) == folded(was.row["assigned_to"]):
        raise Refused(Text(N_("The one who did the repair does not call back. Let a colleague do it.")))
