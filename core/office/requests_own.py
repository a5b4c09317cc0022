"""What the one who handed in a request sees of it, and says of it, with its number and a contact that stands in it.

A resident has no account. Only they can say that it is mended, and only they can rate it: no function of `handling`
does either, and none here takes an account.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.clock import local
from core.office.categories import folded
from core.office.events import Happened, write_event
from core.office.requests_again import opened_again
from core.office.requests_cases import (
    ROWS,
    Standing,
    case_of,
    known_number,
    save_case,
    save_row,
    standing,
    standing_row,
    status_of,
)
from core.office.requests_form import tidy
from core.store.audit import Entry
from core.store.batches import Made
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, blind_index
from core.store.writer import Answer, seconds
from core.texts import N_, Text

PARTS_MOST = 4
"""So many numbers of a typed contact are compared; more would be guessing."""
REASON_MOST = 500
NOBODY = b"\0" * 16
"""Compared with where there is nothing to compare."""


@dataclass(frozen=True)
class OwnRequest:
    """What the one who handed in a request sees of it.

    Attributes:
        request_no: Its number.
        status: new, assigned, done or closed; of one that was put together with another, as the other one is.
        submitted_at, due_at, done_at: Office time; due_at is None until the office's list has seen an uploaded one,
            done_at where it is not done.
        repair, opinion, preferred: What they wrote.
        handling: What was done; blank where nothing was written.
        together: It was put together with another request.
        reopened: How often it was opened again.
        may_confirm, may_rate: What they can say of it now.
        confirmed_at: When they said that it is mended, office time; None for not.
        stars: As they rated it; None for not.
    """

    request_no: str
    status: str
    submitted_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    repair: str
    opinion: str
    preferred: str
    handling: str
    together: bool
    reopened: int
    may_confirm: bool
    may_rate: bool
    confirmed_at: datetime | None
    stars: int | None


def state_for(connection: sa.Connection, sealer: Sealer, request_no: str, contact: str) -> OwnRequest | None:
    """What the one who handed in a request sees of it.

    The same is read and compared whether the number or the contact is wrong, so neither the answer nor the time it
    takes tells whether a number exists.

    Args:
        connection: To read with.
        sealer: Opens, and has the key of the blind indexes.
        request_no: As typed; letter case, width and spaces do not matter.
        contact: One of those in the request, however it is written.
    """
    if not _theirs(connection, sealer, request_no, contact):
        return None
    return _shown(connection, sealer, known_number(connection, request_no))


def confirm(database: Database, request_no: str, contact: str, mended: bool, token: str) -> OwnRequest | None:
    """Say that a request is mended, or that it is not yet, which opens it again; once for a token.

    Args:
        database: Where.
        request_no, contact: As of `state_for`.
        mended: Which of the two.
        token: Unguessable, of this form.

    Returns:
        The request as it stands then; None where number and contact do not belong together.

    Raises:
        Refused: It is not done, or they said so already.
    """

    def act(connection: sa.Connection, own: Standing) -> None:
        done = own.status in ("done", "closed") and own.case["done_at"] is not None
        if not done or (mended and own.case["confirmed_at"]):
            raise Refused(Text(N_("There is nothing to confirm: the request is not marked as done, or was confirmed.")))
        if mended:
            save_case(database, connection, own, {"confirmed_at": seconds(database.clock())})
            write_event(database, connection, own.request_no, Happened("confirmed"))
            database.note(connection, Entry("request.confirm", f"request:{own.request_no}", None, OFFICE_SCOPE))
            return
        opened_again(database, connection, own, Made("form", "office", None, action="request.not_yet"), "not_yet")

    return _by_resident(database, request_no, contact, token, "request.confirm", act)


def rate(  # noqa: PLR0917 (number and contact, what is said of it and why)
    database: Database, request_no: str, contact: str, stars: int, reason: str, token: str
) -> OwnRequest | None:
    """Rate what was done, 1 to 5, with a reason; once for a token, and once for each time that it was done.

    Args:
        database: Where.
        request_no, contact: As of `state_for`.
        stars: 1 to 5.
        reason: Why; may be blank.
        token: Unguessable, of this form.

    Returns:
        As of `confirm`.

    Raises:
        Refused: It is not done, was rated already, or the one who handed it in did the repair.
        ValueError: Not 1 to 5 stars.
    """
    if stars not in range(1, 6):
        raise ValueError("a request is rated with 1 to 5 stars")
    why = tidy(reason, lines=True)[:REASON_MOST]

    def act(connection: sa.Connection, own: Standing) -> None:
        if own.status not in ("done", "closed") or own.case["done_at"] is None:
            raise Refused(Text(N_("A request can be rated when it is done.")))
        if own.case["rated_at"] or own.row["satisfaction"]:
            raise Refused(Text(N_("This request was rated already.")))
        if own.row["assigned_to"] and folded(own.row["assigned_to"]) == folded(own.row["name"] or ""):
            raise Refused(Text(N_("The one who did the repair cannot rate it.")))
        made = Made("form", "office", None, action="request.rate")
        after, batch_id = save_row(database, connection, made, own, {"satisfaction": stars})
        kept = {**after.kept} | ({"rating_reason": why} if why else {})
        save_case(database, connection, after, {"rated_at": seconds(database.clock())}, kept=kept)
        happened = Happened("rated", None, why, batch_id, {"stars": stars})
        write_event(database, connection, own.request_no, happened)

    return _by_resident(database, request_no, contact, token, "request.rate", act)


def _by_resident(  # noqa: PLR0917 (whose request, and what is done with it)
    database: Database,
    request_no: str,
    contact: str,
    token: str,
    kind: str,
    act: Callable[[sa.Connection, Standing], None],
) -> OwnRequest | None:
    """Do something with a request of somebody's own, and give back how it stands then."""

    def within(connection: sa.Connection) -> Answer:
        if not _theirs(connection, database.sealer, request_no, contact):
            raise _NotTheirs
        act(connection, standing(database, connection, known_number(connection, request_no)))
        return {}

    try:
        database.submit(token, kind, within)
    except _NotTheirs:
        return None
    with database.read() as connection:
        return state_for(connection, database.sealer, request_no, contact)


class _NotTheirs(Exception):
    """Number and contact do not belong together; nothing of it is kept, not even the token."""


def _theirs(connection: sa.Connection, sealer: Sealer, request_no: str, contact: str) -> bool:
    """Whether a contact stands in a request; nothing is opened for it."""
    typed = sealer.indexes("contact", contact)[:PARTS_MOST] or [NOBODY]
    here = sa.and_(ROWS.c.request_no == known_number(connection, request_no), ROWS.c.scope == OFFICE_SCOPE)
    row_id = connection.execute(sa.select(ROWS.c.row_id).where(here, ROWS.c.ended_by.is_(None))).scalar()
    asked = sa.select(blind_index.c.ix).where(
        blind_index.c.row_of == "requests", blind_index.c.row_id == (row_id or 0), blind_index.c.column == "contact"
    )
    known = [bytes(ix) for ix in connection.execute(asked).scalars()] or [NOBODY]
    same = [hmac.compare_digest(a, b) for a in known for b in typed]
    return row_id is not None and NOBODY not in typed and any(same)


def _shown(connection: sa.Connection, sealer: Sealer, request_no: str) -> OwnRequest | None:
    found = standing_row(connection, sealer, request_no)
    if found is None:
        return None
    row = found[1]
    case, kept = case_of(connection, sealer, request_no) or ({}, {})
    other = None
    if into := case.get("merged_into"):
        stands = sa.select(request_cases.c.status, request_cases.c.done_at).where(request_cases.c.request_no == into)
        other = connection.execute(stands).first()
    status, done_at = (other.status, other.done_at) if other else (status_of(row), row["done_at"])
    confirmed_at = case.get("confirmed_at")
    done = other is None and done_at is not None and status in ("done", "closed")
    return OwnRequest(
        request_no=request_no,
        status=status,
        submitted_at=row["submitted_at"],
        due_at=case.get("due_at"),
        done_at=done_at,
        repair=row["repair"] or "",
        opinion=row["opinion"] or "",
        preferred=kept.get("preferred", ""),
        handling="" if other else row["handling"] or "",
        together=other is not None,
        reopened=case.get("reopened", 0),
        may_confirm=done and not confirmed_at,
        may_rate=done and not row["satisfaction"],
        confirmed_at=local(confirmed_at) if confirmed_at else None,
        stars=row["satisfaction"],
    )
