"""The work order of a request as PDF: name and contact in full, so each one taken is noted."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core.access import roles, sessions
from core.office import paper, work
from core.office.office_settings import office
from core.office.paper import Letterhead
from core.office.photos import open_photo
from core.office.requests_cases import office_now
from core.office.work import RequestFile
from core.store.faults import Refused
from core.store.tables import OFFICE_SCOPE
from core.texts import N_, Text
from core.web import kept, language, signed_in
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web.language import _
from core.web.office_requests_steps import Bench

REASON = N_("Work order for the handler")


def offer(bench: Bench, file: RequestFile) -> None:
    """A button that makes the work order when it is pressed, while the request is open."""
    if file.case is None or file.case["status"] not in ("new", "assigned") or file.case["merged_into"]:
        return
    number = str(file.row["request_no"])
    make = partial(
        order,
        number,
        signed_in.token(),
        language.current(),
        _(REASON),
        words.category(file.case["category"], bench.settings),
    )
    st.download_button(
        _("Work order (PDF)"),
        make,
        f"{number}.pdf",
        "application/pdf",
        key=f"requests.order.{number}",
        icon=":material/print:",
        on_click="ignore",
        help=_("It holds the name and the contact in full; taking it is written into the audit log."),
    )


def order(number: str, token: str, spoken: str, reason: str, category: str) -> bytes:
    """The work order, for whoever's session the token is of; one row in the audit log.

    Raises:
        Refused: The session ended, or the person may not.
        CannotWrite: The log could not be written.
    """
    database = kept.database()
    someone = sessions.person(database, token)
    if someone is None or not roles.may(someone, steps.RIGHT, OFFICE_SCOPE):
        raise Refused(Text(N_("You may not do this.")))
    row = work.opened(database, number, someone.account_id, reason)
    now = office_now(database)
    with database.read() as connection:
        file = work.one_request(connection, database.sealer, number, now)
        said = office(connection)
        photos = [open_photo(connection, database.sealer, p.photo_id) for p in (file.photos if file else ())]
    names = ("name", "contact", "room_no", "repair", "opinion", "status", "source", "assigned_to")
    texts: dict[str, Any] = {name: row[name] or "" for name in names}
    request = paper.Request(
        request_no=number,
        submitted_at=row["submitted_at"],
        category=category,
        preferred=file.preferred if file else "",
        due_at=file.case["due_at"] if file and file.case else None,
        photos=[p for p in photos if p],
        **texts,
    )
    head = Letterhead(now, said.estate, said.office, said.telephone, said.hours, said.base_url)
    return paper.work_order(request, spoken, head)
