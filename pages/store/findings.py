"""Findings: what the logs hold against whom, graded; a fine is owed only when a manager upheld it."""

from __future__ import annotations

import streamlit as st

from core.figures import fines
from core.rules import labels
from core.web import charts, choose, explanation, language, results, tables, views
from core.web.language import _
from core.web.page import page

COLUMNS = ("subject_id", "at", "kind", "staff_id", "status", "fine", "rule", "reason", "store_id")

with page(
    "findings",
    _("Findings"),
    _("A finding is a suspicion that the logs give. It is settled when a manager rules, and only then is a fine owed."),
) as desk:
    store = choose.store_or_all(desk)
    period = choose.period(desk, store)
    who = choose.person(desk, store)
    status = views.code("status", _("Status"), labels.STATUSES, where="sidebar")
    kind = views.code("type", _("Kind"), labels.FINDINGS, where="sidebar")
    found = views.matching(results.findings(desk, store, period), staff_id=who, status=status, kind=kind)
    sums = fines.totals(found)

    with st.container(horizontal=True):
        st.metric(_("Open"), language.number(sums["open"]), border=True, help=_("Not ruled on yet."))
        st.metric(_("Upheld"), language.number(sums["upheld"]), border=True)
        st.metric(_("Dismissed"), language.number(sums["dismissed"]), border=True)
        st.metric(_("Fines owed"), language.money(sums["fine_upheld"]), border=True, help=_("Upheld by a manager."))
        st.metric(_("Fines open"), language.money(sums["fine_open"]), border=True, help=_("Not owed unless upheld."))

    nothing = _("No finding in this period and choice. Choose a longer period, or another person, status or kind.")
    explanation.table(
        desk, views.with_reasons(desk, "findings", found), columns=COLUMNS, key="findings.list", empty=nothing
    )
    if len(found):
        by_kind, by_person = st.columns(2)
        with by_kind:
            st.subheader(_("By rule"), anchor=False)
            chart = charts.findings_chart(
                found, "kind", lambda code: labels.label(labels.FINDINGS, code, desk.language)
            )
            charts.show(chart, nothing, key="findings.by_kind")
        with by_person:
            st.subheader(_("By person"), anchor=False)
            chart = charts.findings_chart(found, "staff_id", desk.staff_name)
            charts.show(chart, _("These findings are laid to nobody."), key="findings.by_person")
        st.subheader(_("Fines"), anchor=False)
        st.caption(
            _("Owed is what a manager upheld. Open is not owed; a dismissed fine keeps its amount and is not owed.")
        )
        tables.show(
            desk,
            fines.fines(found),
            key="findings.fines",
            empty=_("These findings are laid to nobody."),
            labels={
                "findings_open": _("Open"),
                "findings_upheld": _("Upheld"),
                "findings_dismissed": _("Dismissed"),
                "fine_open": _("Fine, open"),
                "fine_owed": _("Fine, owed"),
                "fine_dismissed": _("Fine, dismissed"),
            },
            forms=dict.fromkeys(("fine_open", "fine_owed", "fine_dismissed"), "money"),
        )
