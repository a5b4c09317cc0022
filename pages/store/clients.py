"""Clients: whose client somebody is or was, what lapses soon, who was written down twice."""

from __future__ import annotations

import streamlit as st

from core.web import charts, charts_of_time, choose, client_card, explanation, tables, views
from core.web.language import _
from core.web.page import Desk, page

FOUND = ("client_id", "name", "phone", "registered_at", "registered_by", "source", "canonical_id", "store_id")
CLAIMS = (
    "client_id",
    "owner",
    "since",
    "basis",
    "last_contact",
    "lapses_on",
    "until",
    "ended_by",
    "reason",
    "group_id",
)
SOON = ("client_id", "owner", "days_left", "lapses_on", "last_contact", "basis", "reason", "store_id")
TWICE = ("group", "client_id", "name", "phone", "registered_at", "registered_by", "canonical_id", "store_id")


def search(desk: Desk, store: str | None) -> None:
    """Find a client; the chosen one's card."""
    words = choose.words("client", _("Client"), placeholder=_("a name, a client id, four digits of a telephone number"))
    nothing = _("No client has that. Try fewer letters, another store, or upload the client register.")
    rows = views.found_clients(desk, store, words)
    chosen = tables.show(
        desk,
        rows,
        columns=FOUND,
        labels=views.client_headings(),
        key="clients.found",
        empty=nothing,
        select=True,
        search=False,
    )
    client_card.show(desk, client_card.chosen(chosen))


def on_a_date(desk: Desk, store: str | None) -> None:
    """Who held every client on a date."""
    day = choose.day(desk, store, name="on", label=_("On the day"))
    rows = views.owned_on(desk, store, day, choose.person(desk, store))
    nothing = _("Nobody held a client that day. Choose a later day, or another person.")
    explanation.table(desk, rows, columns=CLAIMS, key="clients.on", empty=nothing)


def lapses(desk: Desk, store: str | None) -> None:
    """Claims that lapse in the next days."""
    owner = choose.person(desk, store)
    day = choose.day(desk, store, name="from", label=_("Counted from"))
    within = choose.whole("within", _("Days ahead"), least=1, most=62, default=14)
    nothing = _("No claim lapses in these days. Look further ahead, or choose another person.")
    charts.show(
        charts_of_time.lapse_chart(views.lapse_calendar(desk, store, day, within, owner)),
        nothing,
        key="clients.calendar",
    )
    rows = views.lapsing(desk, store, day, within, owner)
    if len(rows):
        st.caption(_("One contact by the owner up to the last valid day keeps the claim."))
        explanation.table(desk, rows, columns=SOON, key="clients.lapsing", empty=nothing)


def twice(desk: Desk, store: str | None) -> None:
    """Registrations that share a phone or a name."""
    st.subheader(_("Same telephone: one person to the rules"), anchor=False)
    none = _("No two registrations of a store share a telephone number.")
    rows = views.twice_registered(desk, store, "phone")
    tables.show(desk, rows, columns=TWICE, labels=views.client_headings(), key="clients.phone", empty=none)
    st.subheader(_("Same name: perhaps one person, to be looked at"), anchor=False)
    none = _("No two clients of a store share a name.")
    rows = views.twice_registered(desk, store, "name")
    tables.show(desk, rows, columns=TWICE, labels=views.client_headings(), key="clients.name", empty=none)


with page("clients", _("Clients"), _("Whose client somebody is, since when, and until when.")) as desk:
    store = choose.store_or_all(desk)
    names = {
        "search": _("Find a client"),
        "on": _("Owned on a day"),
        "lapses": _("Lapsing soon"),
        "twice": _("Written down twice"),
    }
    view = choose.one_of("clients", _("Show"), list(names), say=lambda v: names[v], style="buttons")
    {"search": search, "on": on_a_date, "lapses": lapses, "twice": twice}[view](desk, store)
