"""One client: who held them from when to when, their visits, deals and registrations."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.web import charts, charts_of_time, choose, explanation, language, reveal, tables, views
from core.web.explained import head
from core.web.language import _
from core.web.page import Desk

CLAIMS = ("since", "owner", "basis", "last_contact", "lapses_on", "until", "ended_by", "reason", "client_id")
VISITS = ("visit_id", "arrived_at", "received_by", "kind", "due", "reason")
DEALS = ("deal_id", "judged_at", "closed_by", "credited_to", "basis", "amount", "cancelled", "reason")
REGISTRATIONS = ("client_id", "name", "phone", "registered_at", "registered_by", "source")
PERSONAL = ("phone", "name")
NAME = "who"


def chosen(row: pd.Series | None) -> str | None:
    """The canonical client of the row chosen just now, else the one that the address names."""
    seen = "clients.found.seen"
    subject = None if row is None else str(row["canonical_id"])
    if subject != st.session_state.get(seen):
        st.session_state[seen] = subject
        if subject is not None:
            choose.keep(NAME, subject)
            explanation.close()
    return choose.kept(NAME)


def show(desk: Desk, client_id: str | None) -> None:
    """Show a client's card; without one, say how to get it."""
    card = views.client(desk, client_id) if client_id else None
    if card is None:
        st.info(_("Tick a client above to see whose client they are, and since when."), icon=":material/touch_app:")
        return
    st.subheader(_("Client {client}", client=card.client_id), anchor=False)
    st.markdown(_holder(desk, card))
    _reveals(desk, card)
    never = _("Nobody has ever held this client.")
    charts.show(charts_of_time.claims_chart(card.timeline, desk.staff_name), never, key="clients.timeline")
    if len(card.timeline):
        explanation.table(
            desk, card.timeline, columns=CLAIMS, key="clients.claims", empty=never, search=False, main=False
        )
    head(_("Visits"))
    none = _("No visit of this client is written down.")
    explanation.table(
        desk, card.visits, columns=VISITS, key="clients.visits", empty=none, search=False, download=False, main=False
    )
    if len(card.deals):
        head(_("Deals"))
        explanation.table(
            desk, card.deals, columns=DEALS, key="clients.deals", empty=none, search=False, download=False, main=False
        )
    if len(card.registrations) > 1:
        head(_("Registrations of this person"))
        tables.show(
            desk,
            card.registrations,
            columns=REGISTRATIONS,
            key="clients.same",
            empty=none,
            search=False,
            download=False,
        )


def _reveals(desk: Desk, card: views.Client) -> None:
    """Offer the personal values of the client's registrations, to whom the claim stands with among others."""
    last = card.timeline.iloc[-1] if len(card.timeline) else None
    owner = str(last["owner"]) if last is not None and last["standing"] and isinstance(last["owner"], str) else ""
    for _index, row in card.registrations.iterrows():
        filled = [c for c in PERSONAL if isinstance(row[c], str) and row[c]]
        if len(card.registrations) > 1:
            st.caption(language.escaped(row["client_id"]))
        reveal.offer(desk, "clients", str(row["client_id"]), filled, scope=str(row["store_id"]), owner=owner)


def _holder(desk: Desk, card: views.Client) -> str:
    """Whose client it is at the end of the data, in one line."""
    last = card.timeline.iloc[-1] if len(card.timeline) else None
    if last is None:
        return _("Nobody has ever held this client.")
    if not last["standing"]:
        return _(
            "Nobody's client now; last held by {owner}, until {until}.",
            owner=desk.staff_name(last["owner"]),
            until=language.instant(last["until"]),
        )
    return _(
        "Client of {owner} since {since}. Without another contact the claim lapses after {day}.",
        owner=desk.staff_name(last["owner"]),
        since=language.instant(last["since"]),
        day=language.day(last["lapses_on"]),
    )
