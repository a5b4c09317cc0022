"""The page of the tally: period and filters, figures that open their rows, the paper table, files and print."""

from __future__ import annotations

import streamlit as st

from core.office.work_cases import catch_up
from core.store.faults import StoreError
from core.web import choose, kept, language, office_tally_figures, office_tally_rows
from core.web import office_tally_filters as filters
from core.web import office_tally_view as views
from core.web import office_tally_words as words
from core.web.language import _
from core.web.office_tally_view import View

PRINT = """<style>
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stDownloadButton"],
  [data-testid="stPopover"], [data-testid="stSegmentedControl"], [data-testid="stExpander"] {
    display: none !important;
  }
  .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    position: static !important; overflow: visible !important; height: auto !important; background: #fff !important;
    color: #000 !important;
  }
  [data-testid="stMetric"], [data-testid="stDataFrame"], [data-testid="stVegaLiteChart"] { break-inside: avoid; }
}
</style>"""
"""What a browser prints: the figures without what is pressed."""


def show() -> None:
    """The tally that the address asks for."""
    st.html(PRINT)
    _catch_up()
    views.keep_address()
    view = views.read()
    _lead(view)
    if view.rows.empty:
        _nothing(view)
        return
    office_tally_figures.counts(view)
    office_tally_figures.tiles(view)
    left, right = st.columns([3, 2])
    with left:
        office_tally_figures.time_rows(view)
        office_tally_figures.homes(view)
    with right:
        office_tally_figures.stars(view)
    office_tally_figures.groups(view)
    with st.expander(_("How these figures are counted")):
        for note in words.notes(view.figures, view.asked.again_days):
            st.markdown(f"- {language.escaped(note)}")
    office_tally_rows.show(view)


def _catch_up() -> None:
    """Take what came by spreadsheet into the cases; where nothing can be written, the tally shows what it has."""
    try:
        with st.spinner(_("Looking for requests that came by spreadsheet ...")):
            catch_up(kept.database())
    except StoreError as why:
        st.warning(why.text.say(language.current()), icon=":material/warning:")


def _lead(view: View) -> None:
    """Which period, which filters, as of when."""
    said = [
        _("Handed in {period}", period=view.asked.period.say()),
        filters.in_words(view.asked, view.language),
        _("as they stand on {instant}", instant=language.instant(view.now)),
    ]
    st.caption(language.escaped(" · ".join(part for part in said if part)))


def _nothing(view: View) -> None:
    """Say what to do next where nothing is counted."""
    if view.asked.narrowed:
        st.info(_("No request of this period passes the filters."), icon=":material/filter_alt_off:")
        st.button(
            _("Take the filters away"), key="tally.unfilter", on_click=filters.clear, args=(tuple(view.asked.narrowed),)
        )
        return
    st.info(
        _("Nothing was handed in during this period. Choose another one, or look at everything."),
        icon=":material/inbox:",
    )
    with st.container(horizontal=True):
        st.button(_("Everything"), key="tally.everything", on_click=_everything, type="primary")
        st.page_link("pages/office/requests.py", label=_("To the work list"), icon=":material/build:")


def _everything() -> None:
    choose.keep("span", "all")
    st.session_state.pop("choose.span", None)
