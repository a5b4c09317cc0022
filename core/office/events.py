"""What happened to a request: one event an act, what was written sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import request_events
from core.store.seals import Sealer
from core.store.tables import accounts, seals
from core.store.together import Together
from core.store.writer import seconds
from core.texts import N_, say

KINDS: Mapping[str, str] = {
    "submitted": N_("Handed in"),
    "uploaded": N_("Changed by an upload"),
    "looked_at": N_("Looked at and let in"),
    "category": N_("Category confirmed"),
    "assigned": N_("Given to a handler"),
    "done": N_("Done"),
    "reached": N_("Called back, reached"),
    "not_reached": N_("Called back, not reached"),
    "again": N_("To be called back again"),
    "closed": N_("Closed by the office"),
    "reopened": N_("Opened again by the office"),
    "not_yet": N_("Not mended yet, says the resident"),
    "confirmed": N_("Mended, says the resident"),
    "rated": N_("Rated by the resident"),
    "merged": N_("Put together with another request"),
    "took_in": N_("Another request was put together with this one"),
    "note": N_("Note"),
    "due_moved": N_("Due at another time: office hours or days changed"),
}
"""Code of an event -> its label."""
_EVENT, _SECRET = request_events.insert(), seals.insert()


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        event_id: Its number; later ones are larger.
        at: UTC.
        kind: A code of `KINDS`.
        account_id: Who; None for the resident, or nobody signed in.
        shown_name: As others see that account; blank for nobody.
        text: What was written; blank for nothing, or a person that was erased.
        detail: What else is known, nothing personal: category, handler_id, stars, on, other ...
    """

    event_id: int
    at: datetime
    kind: str
    account_id: int | None
    shown_name: str = ""
    text: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Happened:
    """An event to be written: its kind, who, what was written, and what else is known (nothing personal)."""

    kind: str
    account_id: int | None = None
    text: str = ""
    batch_id: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def label(kind: str, language: str) -> str:
    """What an event is called; the code itself for one of a version that is no more."""
    return say(language, KINDS[kind]) if kind in KINDS else kind


def write_event(database: Database, connection: sa.Connection, request_no: str, happened: Happened) -> int:
    """Write an event; inside an act. Its number."""
    together = Together(connection)
    event_id = numbered(connection, 1)
    add_event(database, together, event_id, request_no, happened)
    together.run()
    return event_id


def add_event(database: Database, together: Together, event_id: int, request_no: str, happened: Happened) -> None:
    """Gather an event with its number."""
    blob, secret = database.sealer.seal("request_events", event_id, {"text": happened.text} if happened.text else {})
    row = {
        "event_id": event_id,
        "request_no": request_no,
        "at": seconds(database.clock()),
        "kind": happened.kind,
        "account_id": happened.account_id,
        "batch_id": happened.batch_id,
        "sealed": blob,
        "detail": json.dumps(dict(happened.detail), ensure_ascii=False, sort_keys=True),
    }
    together.add(_EVENT, row)
    if secret:
        together.add(_SECRET, {"row_of": "request_events", "row_id": event_id, "secret": secret})


def events_of(connection: sa.Connection, sealer: Sealer, request_no: str) -> list[Event]:
    """What happened to a request, oldest first; nothing for one that nothing happened to."""
    joined = request_events.outerjoin(accounts, accounts.c.account_id == request_events.c.account_id).outerjoin(
        seals, sa.and_(seals.c.row_of == "request_events", seals.c.row_id == request_events.c.event_id)
    )
    asked = sa.select(request_events, accounts.c.shown_name, seals.c.secret).select_from(joined)
    found = connection.execute(
        asked.where(request_events.c.request_no == request_no).order_by(request_events.c.event_id)
    )
    return [
        Event(
            row.event_id,
            row.at,
            row.kind,
            row.account_id,
            row.shown_name or "",
            sealer.open("request_events", row.event_id, row.sealed, row.secret).get("text", ""),
            json.loads(row.detail),
        )
        for row in found
    ]


def last_event(connection: sa.Connection, request_no: str) -> int:
    """The number of the newest event of a request; 0 for none."""
    newest = sa.select(sa.func.max(request_events.c.event_id)).where(request_events.c.request_no == request_no)
    return connection.execute(newest).scalar() or 0
