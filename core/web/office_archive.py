"""The page of the archive: all homes, or the file of one of them.

Which home is open, and what was found, stands in the session: a room in an address would be kept by the browser.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.access import roles
from core.office import archive, completeness, filing
from core.office.archive import WAYS
from core.office.completeness import PARTS, Completeness
from core.office.filing import Filed
from core.office.paper.words import label
from core.store.faults import StoreError
from core.web import (
    choose,
    exports,
    kept,
    language,
    office_archive_emergency,
    office_archive_file,
    office_archive_filings,
    signed_in,
)
from core.web import office_archive_words as words
from core.web.language import _

HOME = "archive.home"
FOUND = "archive.found"
"""Rooms found last; never what was typed."""
TURN = "archive.turn"
"""Counts the searches: each has a field of its own, so that the session does not go on holding the one before."""
SHOWN_MOST = 2_000
UPLOAD = "pages/store/upload.py"


def show() -> None:
    """One home where one is open, else all of them."""
    words.said()
    room_no = st.session_state.get(HOME)
    if room_no is None:
        _all_homes()
        return
    if st.button(_("All homes"), icon=":material/arrow_back:", key="archive.back", shortcut="F4"):
        del st.session_state[HOME]
        st.rerun()
    office_archive_file.show(str(room_no))


def open_home(room_no: str) -> None:
    """Have the page show a home; for links from other pages."""
    st.session_state[HOME] = room_no


def _all_homes() -> None:
    database = kept.database()
    with database.read() as connection:
        homes = completeness.homes(connection)
        whole = completeness.completeness(connection, homes)
        waiting = filing.waiting(connection)
    find, call = st.columns(2, border=True)
    with find:
        _search()
    with call:
        office_archive_emergency.ask()
    _found()
    _waiting(waiting)
    if not len(homes):
        _nothing_yet()
        return
    _figures(whole)
    _list(homes)
    _upload()


def _waiting(waiting: list[Filed]) -> None:
    if not waiting:
        return
    st.subheader(_("Forms that wait for you ({count})", count=language.number(len(waiting))), anchor=False)
    office_archive_filings.show(waiting)


def _search() -> None:
    """The question; what was typed is forgotten once it is answered."""
    st.subheader(_("Find a home"), anchor=False)
    turn = st.session_state.get(TURN, 0)
    with st.form("archive.ask", border=False):
        ways = {by: _(way) for by, way in WAYS.items()}
        by = st.selectbox(_("Look for"), list(ways), format_func=ways.__getitem__, key="archive.by", filter_mode=None)
        value = st.text_input(
            _("In full, however it is written"), key=f"archive.value.{turn}", autocomplete="off", max_chars=60
        )
        asked = st.form_submit_button(_("Find"), type="primary", icon=":material/search:", width="stretch")
    if not asked:
        return
    try:
        found = archive.search(kept.database(), signed_in.person(), by, value)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()))
        return
    st.session_state[FOUND] = found if value.strip() else None
    st.session_state[TURN] = turn + 1
    if len(found) == 1:
        st.session_state[HOME] = found[0]
    st.rerun()


def _found() -> None:
    found: list[str] | None = st.session_state.get(FOUND)
    if found is None:
        return
    if not found:
        st.info(_("No home is kept with that. Check the kind you chose, or write it in full."), icon=":material/inbox:")
        return
    with st.container(horizontal=True, key="archive.results"):
        for room_no in found:
            st.button(room_no, key=f"archive.open.{room_no}", on_click=open_home, args=(room_no,))


def _figures(whole: Completeness) -> None:
    st.subheader(_("How complete the files are"), anchor=False)
    with st.container(horizontal=True):
        st.metric(_("Complete files"), _of(whole.complete, whole.homes), border=True)
        for part, title in PARTS.items():
            said = _("Without: {part}", part=_(title))
            st.metric(said, _of(whole.missing[part], whole.homes), border=True)


def _of(count: int, homes: int) -> str:
    return _("{count} of {homes}", count=language.number(count), homes=language.number(homes))


def _list(homes: pd.DataFrame) -> None:
    """Homes that lack something first; a chosen one opens."""
    parts = {
        choose.EVERY: _("All homes"),
        **{part: _("Without: {part}", part=_(title)) for part, title in PARTS.items()},
    }
    lacks = choose.one_of("lacks", _("Show"), list(parts), say=parts.__getitem__)
    lines = homes if lacks == choose.EVERY else homes[[lacks in missing for missing in homes["missing"]]]
    lines = lines.sort_values("complete", kind="stable").head(SHOWN_MOST).reset_index(drop=True)
    if lines.empty:
        st.success(_("No home lacks that."), icon=":material/check:")
        return
    told = _told(lines)
    state = st.dataframe(
        told,
        hide_index=True,
        key=f"archive.homes.{lacks}",
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
    )
    st.caption(
        _(
            "{shown} of {all} homes. Tick the box before one to open its file.",
            shown=language.number(len(lines)),
            all=language.number(len(homes)),
        )
    )
    st.download_button(
        _("Excel"),
        lambda: exports.excel([exports.Sheet("homes", told)]),
        "archive-homes.xlsx",
        exports.EXCEL_MIME,
        key="archive.excel",
        icon=":material/download:",
        on_click="ignore",
    )
    places = [p for p in state["selection"]["rows"] if p < len(lines)]
    if places:
        open_home(str(lines["room_no"].iloc[places[0]]))
        st.rerun()


def _told(lines: pd.DataFrame) -> pd.DataFrame:
    spoken = language.current()
    between = ", " if spoken == "en" else "、"
    counts = {
        words.registry_name(name): lines[name] for name in ("members", "occupants", "emergency_contacts", "vehicles")
    }
    lacking = [between.join(_(PARTS[part]) for part in missing) for missing in lines["missing"]]
    return pd.DataFrame({label("members", "room_no", spoken): lines["room_no"], _("Missing"): lacking, **counts})


def _nothing_yet() -> None:
    st.info(
        _(
            "The archive is empty. Residents fill in the information form, papers are typed in with the same form, "
            "and spreadsheets of homes are checked and saved on the upload page."
        ),
        icon=":material/inbox:",
    )
    _upload()


def _upload() -> None:
    if roles.may_open(signed_in.person(), "upload") and st.button(
        _("Upload the archive from spreadsheets"), icon=":material/upload_file:", key="archive.upload"
    ):
        st.switch_page(UPLOAD)
