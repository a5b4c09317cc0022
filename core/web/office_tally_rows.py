"""The rows behind the number that was pressed: the paper table, page by page, and the files to take away."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.access import roles
from core.office.paper.given import Figures
from core.store.faults import StoreError
from core.store.tables import OFFICE_SCOPE
from core.web import choose, export_full, exports, language, office_tally_paper, reveal_reasons, signed_in
from core.web import office_tally_view as views
from core.web.language import _
from core.web.office_tally_view import View

LEAF = 25
PAPER_MOST = 2000
"""So many rows go on paper; more go into a workbook."""
PDF_MIME = "application/pdf"
KEY = "tally.rows"
WIDE = (170, 170, 330)
"""Pixels of the three columns of texts: all of them fit beside a sidebar."""


def show(view: View) -> None:
    """The rows that the address opens, and their files."""
    code = views.opened()
    rows, said = view.behind(code), view.said_code(code)
    number = language.number(len(rows))
    heading = _("{what}: {number} rows", what=said, number=number) if said else _("All {number} rows", number=number)
    st.subheader(language.escaped(heading), anchor=False)
    if said:
        st.button(_("Show all rows"), key="tally.all_rows", on_click=views.open_rows, args=("all",))
    if rows.empty:
        st.info(_("No request is in it. Press another number, or choose another period."), icon=":material/inbox:")
        return
    _leaf(view, rows)
    files(view, rows)


def _leaf(view: View, rows: pd.DataFrame) -> None:
    """A page of rows; texts are opened for these alone."""
    leaves = -(-len(rows) // LEAF)
    asked = choose.kept(views.PAGE) or ""
    leaf = min(int(asked), leaves) if asked.isascii() and asked.isdecimal() and int(asked) else 1
    ordered = rows.sort_values(["submitted_at", "request_no"], kind="stable")
    said = office_tally_paper.titled(
        view, office_tally_paper.table(view, ordered.iloc[LEAF * (leaf - 1) : LEAF * leaf])
    )
    config = {said.columns[0]: st.column_config.TextColumn(pinned=True)}
    config |= {title: st.column_config.TextColumn(width=w) for title, w in zip(said.columns[3:], WIDE, strict=True)}
    said = said.assign(**{said.columns[-1]: said.iloc[:, -1].str.replace("\n", " · ", regex=False)})
    st.dataframe(
        said, hide_index=True, key=f"tally.leaf.{leaf}", placeholder="", column_config=config, height=_height(said)
    )
    if leaves > 1:
        key = f"tally.leaves.{leaves}.{leaf}"
        st.pagination(
            leaves, default=leaf, key=key, on_change=lambda: choose.keep(views.PAGE, str(st.session_state[key]))
        )


def _height(said: pd.DataFrame) -> int:
    return 35 * (len(said) + 1) + 3


def files(view: View, rows: pd.DataFrame) -> None:
    """Files of the rows, names and contacts masked; with full values for a reason."""
    of, brief = office_tally_paper.figures(view), office_tally_paper.figures_of_a_page(view)
    st.caption(_("Names and contacts are masked in these files."))
    with st.container(horizontal=True):
        _buttons(view, rows, of, full=False)
        st.download_button(
            _("One page for the meeting (PDF)"),
            lambda: office_tally_paper.month_page(view, brief),
            f"{_name(view)}-figures.pdf",
            PDF_MIME,
            key=f"{KEY}.month",
            icon=":material/print:",
            on_click="ignore",
        )
        if roles.may(signed_in.person(), export_full.ACTION, OFFICE_SCOPE):
            with st.popover(_("With full values"), icon=":material/lock_open:"):
                _full(view, rows, of)
    if len(rows) > PAPER_MOST:
        st.caption(_("More than {most} rows do not go on paper: take the workbook.", most=language.number(PAPER_MOST)))


def _name(view: View) -> str:
    return f"tally-{view.asked.period.first}-{view.asked.period.last}"


def _buttons(view: View, rows: pd.DataFrame, of: Figures, *, full: bool) -> None:
    """Buttons that make their file when they are pressed."""
    name = _name(view) + ("-full" if full else "")
    makers: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (_("Excel"), "xlsx", exports.EXCEL_MIME, lambda: office_tally_paper.excel(view, rows, of, full=full))
    ]
    if len(rows) <= PAPER_MOST:
        print_it: Callable[[], bytes] = lambda: office_tally_paper.pdf(view, rows, of, full=full)  # noqa: E731
        makers.append((_("Table and figures (PDF)"), "pdf", PDF_MIME, print_it))
    for label, ending, mime, make in makers:
        st.download_button(
            label,
            make,
            f"{name}.{ending}",
            mime,
            key=f"{KEY}.{'full' if full else 'masked'}.{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


@st.fragment
def _full(view: View, rows: pd.DataFrame, of: Figures) -> None:
    """Ask for a reason, write it into the audit log, then give the files."""
    with st.form(f"{KEY}.full", clear_on_submit=True, border=False):
        st.caption(_("The file holds names and numbers unmasked. Taking it is written into the audit log."))
        reason = reveal_reasons.ask(reveal_reasons.TO_EXPORT, f"{KEY}.full")
        asked = st.form_submit_button(_("Prepare the file"), icon=":material/lock_open:")
    if not asked:
        return
    facts: dict[str, object] = {
        "rows": len(rows),
        "of": len(view.rows),
        "first": view.asked.period.first.isoformat(),
        "last": view.asked.period.last.isoformat(),
        "personal": ["name", "contact"],
    }
    try:
        export_full.note(KEY, facts, [OFFICE_SCOPE], reason)
    except StoreError as wrong:
        st.warning(wrong.text.say(language.current()), icon=":material/block:")
        return
    _buttons(view, rows, of, full=True)
