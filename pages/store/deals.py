"""Deals: who is credited and why, money by person and by group, with and without the deals that were withdrawn."""

from __future__ import annotations

import streamlit as st

from core.figures import money
from core.rules import labels
from core.web import charts, choose, explanation, language, results, tables, views
from core.web.language import _
from core.web.page import page

COLUMNS = (
    "deal_id",
    "judged_at",
    "closed_by",
    "credited_to",
    "credit_kind",
    "basis",
    "amount",
    "commission",
    "cancelled",
    "reason",
    "store_id",
)

with page("deals", _("Deals"), _("Who earns each deal, and because of which rule.")) as desk:
    store = choose.store_or_all(desk)
    period = choose.period(desk, store)
    basis = views.code("basis", _("Basis"), labels.CREDIT_BASES, where="sidebar")
    cancelled = choose.switch("cancelled", _("With withdrawn deals"), where="sidebar")
    deals = views.matching(results.attributions(desk, store, period), basis=basis)
    counted = money.credited(deals, cancelled)
    sums = money.totals(deals)

    with st.container(horizontal=True):
        st.metric(_("Deals that stand"), language.number(sums["deals"]), border=True)
        st.metric(_("Amount"), language.money(sums["amount"]), border=True)
        st.metric(_("Commission"), language.money(sums["commission"]), border=True)
        st.metric(_("Deals withdrawn"), language.number(sums["cancelled_deals"]), border=True)
        st.metric(_("Amount withdrawn"), language.money(sums["cancelled_amount"]), border=True)

    nothing = _("No deal in this period and choice. Choose a longer period, or upload the deals registry.")
    explanation.table(
        desk, views.with_reasons(desk, "attributions", counted), columns=COLUMNS, key="deals.list", empty=nothing
    )
    if len(counted):
        staff = views.of_store(desk, "staff", store)
        people, groups = money.by_person(deals, staff, cancelled), money.by_group(deals, staff, cancelled)
        st.subheader(_("Money by person"), anchor=False)
        series = {"amount": _("Amount credited")}
        charts.show(charts.money_chart(people, "staff_id", desk.staff_name, series), nothing, key="deals.people")
        tables.show(desk, people, key="deals.by_person", empty=nothing)
        st.subheader(_("Money by group"), anchor=False)
        no_group = _("Nobody of this choice belongs to an outside group. Groups come from the staff registry.")
        series = {"own_amount": _("Credited to the group"), "member_amount": _("Credited to its people")}
        charts.show(charts.money_chart(groups, "group_id", str, series), no_group, key="deals.groups")
        if len(groups):
            tables.show(desk, groups, key="deals.by_group", empty=no_group)
