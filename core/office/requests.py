"""Requests: handing one in. What the one who did so sees and says of it afterwards is in `requests_own`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from core.office import numbers, photos
from core.office.consents import PRIVACY
from core.office.events import Happened, add_event
from core.office.requests_cases import add_case, new_case, office_now
from core.office.requests_form import Checked, FieldFault, Submission, check, checked
from core.office.requests_own import OwnRequest, confirm, rate, state_for
from core.office.work_settings import work_settings
from core.store.batches import Made
from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import consents
from core.store.single import One, write_one
from core.store.together import Together
from core.store.writer import Answer, seconds

__all__ = ["FieldFault", "OwnRequest", "Receipt", "Submission", "check", "confirm", "rate", "state_for", "submit"]

Verdict = Literal["ok", "held"]
Bound = Callable[[sa.Connection], Verdict]
"""Counts a form within its act, and says whether it is taken in as usual or held; raises `Refused` for too many."""

_CONSENT = consents.insert()


@dataclass(frozen=True)
class Receipt:
    """What somebody gets who handed in a request: its number, when (office time), and whether it is held."""

    request_no: str
    submitted_at: datetime
    held: bool


def submit(
    database: Database,
    submission: Submission,
    token: str,
    account_id: int | None = None,
    *,
    bound: Bound | None = None,
) -> Receipt | tuple[FieldFault, ...]:
    """Keep a request with its photos and consents, once for a token.

    Args:
        database: Where.
        submission: As typed.
        token: Unguessable, of one form; the same one again gives the same receipt.
        account_id: Who typed it in at the desk or took the call; None for the resident.
        bound: Counts the form within the act.

    Returns:
        The receipt, or every fault of the form; with a fault nothing is kept and nothing counted.

    Raises:
        Refused: `bound` said that there are too many.
        CannotWrite: Nothing was kept.
    """
    form = checked(submission)
    if form.faults:
        return form.faults
    answer = database.submit(token, "request.submit", lambda c: _taken_in(database, c, form, account_id, bound))
    return Receipt(answer["request_no"], datetime.fromisoformat(answer["submitted_at"]), answer["held"])


def _taken_in(
    database: Database, connection: sa.Connection, form: Checked, account_id: int | None, bound: Bound | None
) -> Answer:
    held = bound is not None and bound(connection) == "held"
    said, at = form.submission, office_now(database)
    number = numbers.request_no(connection, at.date())
    row: dict[str, Any] = dict.fromkeys(
        ("category", "assigned_to", "done_at", "handling", "called_back_at", "callback", "satisfaction")
    )
    row |= {n: getattr(said, n) or None for n in ("name", "contact", "room_no", "repair", "opinion")}
    row |= {"request_no": number, "submitted_at": at, "status": "new", "source": said.source}
    made = Made("form", "office", account_id, action="request.submit")
    together, first = Together(connection), numbered(connection, 4)
    _row, batch_id = write_one(database, together, made, One("requests", row, first), only_new=True)
    case = new_case(first, row, None, work_settings(connection), held=held)
    add_case(database, together, first + 1, case, preferred=said.preferred)
    add_event(database, together, first + 2, number, Happened("submitted", account_id, batch_id=batch_id))
    if said.consents is not None:
        consent: dict[str, Any] = {"given_with": number, "room_no": row["room_no"], "kind": PRIVACY}
        consent |= {"notice_version": said.consents.notice_version, "given": PRIVACY in said.consents.given}
        together.add(_CONSENT, consent | {"consent_id": first + 3, "made_at": seconds(database.clock())})
    together.run()
    photos.keep(database, connection, number, form.photos)
    return {"request_no": number, "submitted_at": at.isoformat(), "held": held}
