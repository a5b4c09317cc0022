"""The report of a contact day, on screen and as PDF."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.office import contact_days_counts, contact_days_notes, paper
from core.office.contact_days import ContactDay
from core.office.contact_days_counts import COUNTED, counts
from core.office.coverage import Coverage, coverage
from core.web import kept, language, office_contact_live, resident_receipt
from core.web.language import _


def show(day: ContactDay) -> None:
    """What the day brought, coverage by building, questions, and the paper."""
    database = kept.database()
    with database.read() as connection:
        found, reach = counts(connection, database.sealer, day), coverage(connection)
        questions = contact_days_notes.of_day(connection, database.sealer, day.day_id)
    st.download_button(
        _("Report (PDF)"),
        partial(_paper, day, language.current(), resident_receipt.letterhead()),
        f"contact-day-{day.plan.on_day}-report.pdf",
        "application/pdf",
        key="contact_day.report.pdf",
        type="primary",
        icon=":material/print:",
        on_click="ignore",
    )
    st.subheader(_("What the day brought"), anchor=False)
    office_contact_live.shown_counts(found)
    st.caption(_(COUNTED))
    st.subheader(_("Coverage of homes"), anchor=False)
    office_contact_live.shown_coverage(reach)
    _buildings(reach)
    st.subheader(_("Questions"), anchor=False)
    if not questions:
        st.caption(_("No question so far."))
        return
    rows = {
        _("Question"): [q.question for q in questions],
        _("Passed on to"): [q.passed_to for q in questions],
        _("Answer"): [q.answer for q in questions],
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", key="contact_day.report.questions")


def _buildings(reach: Coverage) -> None:
    if reach.buildings.empty:
        st.info(_("No home is known yet. Give out cards or collect forms, or paste the list of homes in the settings."))
        return
    of = reach.buildings
    rows = pd.DataFrame(
        {
            _("Building"): of["building"],
            _("Complete"): of["complete"],
            _("Begun"): of["begun"],
            _("Homes"): of["homes"],
            _("Share"): 100 * of["complete"] / of["homes"],
        }
    )
    share = st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100)
    height = min(500, 40 + 35 * len(rows))
    st.dataframe(
        rows, hide_index=True, height=height, key="contact_day.report.buildings", column_config={_("Share"): share}
    )
    if reach.beside:
        said = "、".join(language.escaped(room) for room in reach.beside[:20])
        more = _(" and {count} more", count=len(reach.beside) - 20) if len(reach.beside) > 20 else ""
        st.caption(_("Not on the list of homes: {rooms}", rooms=said + more))


def _paper(day: ContactDay, spoken: str, head: paper.Letterhead) -> bytes:
    database = kept.database()
    with database.read() as connection:
        said = contact_days_counts.report(connection, database.sealer, day, spoken)
    return paper.day_report(said, spoken, head)
