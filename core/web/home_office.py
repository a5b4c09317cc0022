"""The property desk on the home page: what waits, each number with the way to its rows, and the contact day ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.clock import local_day
from core.office import contact_days, filing, work
from core.office.contact_days import ContactDay
from core.office.requests_cases import office_now
from core.office.work import COUNT_MOST, Wanted
from core.web import kept, language, office_demo
from core.web.language import _
from core.web.office_requests_words import blank

REQUESTS, ARCHIVE, CONTACT_DAY = (f"pages/office/{name}.py" for name in ("requests", "archive", "contact_day"))
OPEN = ("new", "assigned")
"""States of a request that is not done yet."""


def show(*, heading: bool) -> None:
    """What waits on the desk; who has no other desk is offered a demo estate while nothing is kept.

    Args:
        heading: Whether to say which desk this is.
    """
    if heading:
        st.header(_("Property desk"), anchor=False)
    office_demo.offer(begin=not heading)
    database = kept.database()
    now = office_now(database)
    with database.read() as connection:
        counts = work.blank_counts(connection, now)
        unfinished = work.work_list(connection, database.sealer, Wanted(states=OPEN), now, 1).total
        forms = len(filing.waiting(connection))
        days = contact_days.days(connection, database.sealer)
    _tiles(unfinished, counts, forms)
    _contact_day(days, local_day(database.clock()))


def _tiles(unfinished: int, counts: Mapping[str, int], forms: int) -> None:
    """The numbers; what seldom waits (held requests) stands there only when it does."""
    shown = {code: number for code, number in counts.items() if number or code != "held"}
    with st.container(horizontal=True, key="home-office"):
        _tile(_("Not done yet"), unfinished, REQUESTS)
        for code, number in shown.items():
            _tile(blank(code), number, REQUESTS, blank=code)
        _tile(_("Forms that wait"), forms, ARCHIVE)


def _tile(title: str, number: int, target: str, **asked: str) -> None:
    with st.container(border=True, width="stretch"):
        st.metric(title, language.number(number) + ("+" if number >= COUNT_MOST else ""))
        st.page_link(target, label=_("See them"), query_params=asked or None)


def _contact_day(days: list[ContactDay], today: date) -> None:
    """The contact day that is going on, else the one that comes next, else the way to plan one."""
    running = [d for d in days if d.state == "running"]
    ahead = sorted((d for d in days if d.state == "planned" and d.plan.on_day >= today), key=lambda d: d.plan.on_day)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        found = next(iter(running + ahead), None)
        if found is None:
            st.markdown(_("No contact day lies ahead."), width="stretch")
            st.page_link(CONTACT_DAY, label=_("Plan a contact day"), icon=":material/event:")
            return
        when = f"{language.day(found.plan.on_day, weekday=True)} · {language.escaped(found.plan.place)}"
        said = _("Contact day going on: **{when}**", when=when)
        if found.state == "planned":
            said = _(
                "Next contact day: **{when}**, in {number} days", when=when, number=(found.plan.on_day - today).days
            )
            if found.plan.on_day == today:
                said = _("Contact day today: **{when}**", when=when)
        st.markdown(said, width="stretch")
        st.page_link(
            CONTACT_DAY, label=_("Contact day"), icon=":material/storefront:", query_params={"day": str(found.day_id)}
        )
