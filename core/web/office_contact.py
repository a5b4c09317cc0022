"""The page of contact days: which day, and its plan, what happens on it, its cards, its report."""

from __future__ import annotations

import streamlit as st

from core.clock import local_day
from core.office import contact_days
from core.office.contact_days import ContactDay
from core.texts import N_
from core.web import (
    choose,
    kept,
    language,
    office_cards,
    office_contact_acts,
    office_contact_live,
    office_contact_plan,
    office_contact_report,
)
from core.web.language import _

VIEWS = {
    "plan": N_("Plan and checklist"),
    "cards": N_("Service cards"),
    "live": N_("At the gate"),
    "report": N_("Report"),
}
STATES = {"planned": N_("planned"), "running": N_("going on"), "closed": N_("closed")}
NEW = "new"


def show() -> None:
    """Choose a day and what to see of it; without a day, plan the first one."""
    office_contact_acts.said()
    database = kept.database()
    with database.read() as connection:
        days = contact_days.days(connection, database.sealer)
    if not days:
        st.info(_("No contact day is planned yet. Say when and where; the checklist follows from what is offered."))
        office_contact_plan.form(None)
        st.caption(_("Service cards can be printed and given out on any day:"))
        office_cards.show(None)
        return
    day = _chosen(days)
    if day is None:
        office_contact_plan.form(None)
        return
    first = {"planned": "plan", "running": "live", "closed": "report"}[day.state]
    views = {name: _(said) for name, said in VIEWS.items()}
    view = choose.one_of("view", _("Show"), list(views), say=views.__getitem__, default=first, style="buttons")
    {
        "plan": office_contact_plan.show,
        "cards": office_cards.show,
        "live": office_contact_live.show,
        "report": office_contact_report.show,
    }[view](day)


def _chosen(days: list[ContactDay]) -> ContactDay | None:
    """The day that was chosen; None for another one to be planned."""
    known = {str(d.day_id): d for d in days}
    today = local_day(kept.database().clock())
    nearest = min(days, key=lambda d: (d.state != "running", abs((d.plan.on_day - today).days)))

    said = {code: _said(day) for code, day in known.items()} | {NEW: _("Plan another one ...")}
    default = str(nearest.day_id)
    chosen = choose.one_of("day", _("Contact day"), list(said), say=said.__getitem__, default=default)
    return known.get(chosen)


def _said(day: ContactDay) -> str:
    """A day in a list: when, where, how far it is."""
    return f"{language.day(day.plan.on_day, weekday=True)} · {day.plan.place} · {_(STATES[day.state])}"
