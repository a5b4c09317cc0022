"""Rotation: one day of one store replayed visit by visit, or a period's turns against an equal share."""

from __future__ import annotations

import streamlit as st

from core.web import charts, charts_of_time, choose, explanation, language, part_words, replay, results, tables, views
from core.web.language import _
from core.web.page import Desk, page

VISITS = (
    "visit_id",
    "arrived_at",
    "kind",
    "received_by",
    "due",
    "wanted",
    "charged_to",
    "reason",
    "client_id",
    "rules",
)
LEDGER = ("staff_id", "came", "taken", "missed", "forfeited", "kept", "made_up", "charged")


def one_day(desk: Desk, store: str) -> None:
    """The day's visits, the queue after each, the ledger."""
    day = choose.day(desk, store)
    rows = views.day_of(desk, store, day)
    lanes, arrivals, order = views.day_lanes(desk, store, day)
    nothing = _("No visits that day. Choose another day, or upload the visits registry.")
    chart = charts_of_time.day_chart(lanes, arrivals, order, desk.staff_name)
    charts.show(chart, _("Nobody signed in and nobody came that day. Choose another day."), key="rotation.day_chart")
    st.caption(
        _("A mark above a lane is a visitor's arrival. An end that nobody wrote down is drawn a little past the last.")
    )
    st.subheader(_("Visits in order"), anchor=False)
    explanation.table(desk, rows, columns=VISITS, key="rotation.visits", empty=nothing)
    if len(rows):
        st.subheader(_("The queue, step by step"), anchor=False)
        replay.walk(desk, store, day)
    st.subheader(_("Turn ledger of the day"), anchor=False)
    st.caption(_("Turns that came to each person = taken + missed + forfeited + kept."))
    ledger = results.ledger(desk, store, choose.Period(day, day))
    tables.show(desk, ledger, columns=LEDGER, key="rotation.ledger", empty=_("No turn went round that day."))


def one_period(desk: Desk, store: str) -> None:
    """Turns received against turns expected."""
    period = choose.period(desk, store, where="page")
    turns = views.turns(desk, store, period)
    nothing = _("No turn went round in this period. Choose a longer one, or upload attendance and visits.")
    st.caption(
        _(
            "Expected is an equal share of each visit that gave somebody a turn, among all who signed in that day. The "
            "gap is split without a rest: the parts of each person add up to the gap, and each part adds up to zero "
            "over all people."
        )
    )
    charts.show(charts.fairness_chart(turns, desk.staff_name), nothing, key="rotation.fairness")
    if len(turns):
        st.caption(_("Each bar is split by cause; the line across it is the gap."))
        tables.show(
            desk,
            turns,
            columns=part_words.COLUMNS,
            labels=part_words.headings(desk.language),
            key="rotation.turns",
            empty=nothing,
        )
        with st.expander(_("What each part means"), icon=":material/help:"):
            st.markdown("\n".join(f"- **{name}**: {meaning}" for name, meaning in part_words.meanings(desk.language)))
        st.subheader(_("Turn ledger of the period"), anchor=False)
        ledger = views.ledger_sums(desk, store, period)
        tables.show(desk, ledger, columns=LEDGER, key="rotation.period_ledger", empty=nothing)
        st.caption(_("{days} days of {period}", days=language.number(period.days), period=period.say()))


with page("rotation", _("Rotation"), _("Whose turn each visit was, and who took it.")) as desk:
    explanation.go_to(desk)
    store = choose.store(desk)
    names = {"day": _("One day"), "period": _("Over a period")}
    view = choose.one_of("turns", _("Show"), list(names), say=lambda v: names[v], style="buttons")
    one_day(desk, store) if view == "day" else one_period(desk, store)
