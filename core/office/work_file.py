"""One request with everything that belongs to it, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.office.events import Event, events_of
from core.office.photos import Kept, kept_of
from core.office.requests_cases import CALL_BACK, HELD, IN_WORK, NO_HANDLER, case_of, known_number, standing_row
from core.office.requests_form import tidy
from core.registries.definitions import registry
from core.registries.mask import mask
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases as cases
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE
from core.texts import N_, Text

BLANKS: Mapping[str, str] = {
    "no_handler": N_("No handler"),
    "overdue": N_("Overdue"),
    "no_call_back": N_("No call-back"),
    "held": N_("Held"),
}
"""What is missing of a request -> how the list calls it."""


@dataclass(frozen=True)
class RequestFile:
    """One request with everything that belongs to it; name and contact masked.

    Attributes:
        row_id: Number of its registry row, to reveal a value of it.
        row: Columns of the registry row; instants are office time, missing is None.
        case: Columns of the case; None only until `catch_up` made it.
        blanks: Keys of `BLANKS`.
        preferred: When they would like somebody to come.
        rating_reason: Why they rated it so.
        photos: Not opened.
        events: Oldest first.
        last_event: Number of the newest; an act takes it as `seen`.
        merged: Numbers of requests that were put together with this one.
    """

    row_id: int
    row: Mapping[str, Any]
    case: Mapping[str, Any] | None
    blanks: tuple[str, ...]
    preferred: str
    rating_reason: str
    photos: tuple[Kept, ...]
    events: tuple[Event, ...]
    last_event: int
    merged: tuple[str, ...]


def one_request(connection: sa.Connection, sealer: Sealer, request_no: str, now: datetime) -> RequestFile | None:
    """One request with everything that belongs to it, by number however it is typed; None where there is none.

    Args:
        connection: To read with.
        sealer: Opens.
        request_no: Its number.
        now: Office time; what is due before it is overdue.
    """
    number = known_number(connection, request_no)
    found = standing_row(connection, sealer, number)
    if found is None:
        return None
    row_id, row = found
    case, kept = case_of(connection, sealer, number) or (None, {})
    events = events_of(connection, sealer, number)
    merged = sa.select(cases.c.request_no).where(cases.c.merged_into == number).order_by(cases.c.request_no)
    personal = {c.name: c.personal for c in registry("requests").columns if c.personal and row[c.name]}
    masked = {name: mask(kind, row[name]) for name, kind in personal.items()}
    return RequestFile(
        row_id=row_id,
        row={**row, **masked},
        case=case,
        blanks=blanks_of(case, now) if case else (),
        preferred=kept.get("preferred", ""),
        rating_reason=kept.get("rating_reason", ""),
        photos=tuple(kept_of(connection, number)),
        events=tuple(events),
        last_event=events[-1].event_id if events else 0,
        merged=tuple(connection.execute(merged).scalars()),
    )


def blanks_of(case: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    """What a case lacks, keys of `BLANKS` in their order."""
    turn = case["turn"]
    found = {
        "no_handler": turn == NO_HANDLER,
        "overdue": turn in (NO_HANDLER, IN_WORK) and case["due_at"] < now,
        "no_call_back": turn == CALL_BACK and (case["retry_on"] is None or case["retry_on"] <= now.date()),
        "held": turn == HELD,
    }
    return tuple(blank for blank, holds in found.items() if holds)


def opened(database: Database, request_no: str, account_id: int, reason: str) -> Mapping[str, Any]:
    """The registry row of a request with name and contact in full, for a work order: one row in the audit log.

    Raises:
        Refused: There is no such request, or no reason.
        CannotWrite: The log could not be written, so nothing is shown.
    """
    why = tidy(reason)

    def act(connection: sa.Connection) -> Mapping[str, Any]:
        found = standing_row(connection, database.sealer, request_no)
        if found is None or not why:
            raise Refused(Text(N_("There is no such request, or no reason was given.")))
        database.note(connection, Entry("request.order", f"request:{request_no}", account_id, OFFICE_SCOPE, why))
        return found[1]

    return database.write(act)
