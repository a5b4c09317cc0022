"""The file of one home on the page: who lives there, cars, requests, consents, forms, and what changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.clock import local
from core.office import archive, archive_history
from core.office.archive import HouseholdFile
from core.office.archive_correct import CORRECT
from core.office.archive_history import Step
from core.office.completeness import PARTS
from core.office.filing_plan import REGISTRIES
from core.office.paper.words import label
from core.registries.definitions import registry
from core.web import kept, language, office_archive_correct, office_archive_emergency, reveal, signed_in
from core.web import office_archive_filings as filings
from core.web import office_archive_words as words
from core.web.language import _, escaped

REQUESTS = "pages/office/requests.py"


def show(room_no: str) -> None:
    """All that is kept of a home."""
    database = kept.database()
    with database.read() as connection:
        file = archive.household(connection, database.sealer, room_no)
        steps = archive_history.history(connection, database.sealer, room_no)
    st.subheader(escaped(room_no), anchor=False)
    if file is None:
        st.info(_("Nothing is kept of this home yet. Ask for its information form."), icon=":material/inbox:")
        return
    _missing(file)
    office_archive_emergency.button(file.room_no)
    people, asked, papers, changed = st.tabs(
        [_("People and cars"), _("Requests"), _("Consents and forms"), _("History of changes")]
    )
    with people:
        _people(file)
    with asked:
        _requests(file)
    with papers:
        _papers(file)
    with changed:
        _history(steps)


def _missing(file: HouseholdFile) -> None:
    if not file.missing:
        st.success(_("The file is complete."), icon=":material/check:")
        return
    between = ", " if language.current() == "en" else "、"
    parts = between.join(_(PARTS[part]) for part in file.missing)
    st.warning(_("Missing: {parts}", parts=parts), icon=":material/rule:")


def _people(file: HouseholdFile) -> None:
    may_correct = signed_in.may(CORRECT, "")
    for name in REGISTRIES:
        _title(words.registry_name(name))
        rows = file.rows.get(name)
        if rows is None:
            st.caption(_("Nothing so far."))
        else:
            _rows(name, rows, may_correct=may_correct)
        if may_correct and name != "households":
            office_archive_correct.add(name, file.room_no)


def _rows(name: str, rows: pd.DataFrame, *, may_correct: bool) -> None:
    state = st.dataframe(
        words.told(name, rows),
        hide_index=True,
        key=f"archive.{name}",
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    places = [p for p in state["selection"]["rows"] if p < len(rows)]
    if not places:
        return
    row = rows.iloc[places[0]]
    filled = [c.name for c in registry(name).columns if c.personal and not pd.isna(row[c.name])]
    reveal.of_row(name, int(row["row_id"]), filled, scope="")
    if may_correct:
        office_archive_correct.correct(name, row)


def _requests(file: HouseholdFile) -> None:
    if file.requests.empty:
        st.info(_("This home has asked for nothing so far."), icon=":material/inbox:")
        return
    state = st.dataframe(
        words.told("requests", file.requests),
        hide_index=True,
        key="archive.requests",
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    st.caption(_("Tick the box before a request to open it."))
    places = [p for p in state["selection"]["rows"] if p < len(file.requests)]
    if places:
        st.switch_page(REQUESTS, query_params={"no": str(file.requests["request_no"].iloc[places[0]])})


def _papers(file: HouseholdFile) -> None:
    _title(_("Consents"))
    if file.consents:
        lines = [
            {
                _("Consent"): _(words.CONSENTS[one.kind]),
                _("Given"): _("yes") if one.given else _("no"),
                _("On"): language.instant(local(one.made_at)),
                _("Withdrawn"): language.instant(local(one.withdrawn_at)) if one.withdrawn_at else "",
                _("Version of the notice"): str(one.notice_version),
                _("With"): one.given_with,
            }
            for one in file.consents
        ]
        st.dataframe(pd.DataFrame(lines), hide_index=True, key="archive.consents", placeholder="")
    else:
        st.caption(_("None is written down: the file came from a spreadsheet or was typed in without them."))
    if signed_in.may(CORRECT, ""):
        office_archive_correct.withdraw(file)
    _title(_("Information forms"))
    if not file.filings:
        st.caption(_("Nothing so far."))
        return
    forms = [
        {
            _("Receipt"): one.receipt_no,
            _("Handed in at"): language.instant(local(one.made_at)),
            _("Source"): _(words.SOURCES.get(one.source, one.source)),
            _("State"): _(words.STATES[one.state]),
            _("Decided"): language.instant(local(one.decided_at)) if one.decided_at else "",
        }
        for one in file.filings
    ]
    st.dataframe(pd.DataFrame(forms), hide_index=True, key="archive.filings", placeholder="")


def _title(text: str) -> None:
    st.markdown(f"**{text}**")


def _history(steps: list[Step]) -> None:
    if not steps:
        st.info(_("Nothing has changed so far."), icon=":material/inbox:")
        return
    what = {"new": _("New"), "changed": _("Changed"), "gone": _("Gone")}
    lines = [
        {
            _("When"): language.instant(local(step.at)),
            _("Who"): step.who or _("nobody signed in"),
            _("How"): _(words.KINDS.get(step.kind, step.kind)),
            _("What"): f"{what[step.what]} · {words.registry_name(step.registry)}",
            _("Row"): step.row,
            _("Field"): label(step.registry, step.column, language.current()) if step.column else "",
            _("Before"): filings.value(step.registry, step.column, step.old) if step.column else "",
            _("After"): filings.value(step.registry, step.column, step.new) if step.column else "",
        }
        for step in steps
    ]
    st.dataframe(pd.DataFrame(lines), hide_index=True, key="archive.history", placeholder="")
