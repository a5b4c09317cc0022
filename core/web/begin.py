"""The cards of the home page: the demo, the upload, the templates, and what is promised about the data."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from core.web import datasets, exports, language
from core.web.language import _


def now_open() -> None:
    """Which data set is open, with the way on and the way out; nothing where none is."""
    dataset = datasets.current()
    if dataset is None:
        return
    name = _("the demo") if dataset.origin == "demo" else dataset.title
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(_("Open now: **{name}**", name=language.escaped(name)))
        if st.button(_("Go to the overview"), type="primary", icon=":material/dashboard:", key="home.go"):
            st.switch_page("pages/store/overview.py")
        if st.button(_("Close it"), key="home.close"):
            datasets.close()
            st.rerun()


def demo_card() -> None:
    """Open the demo."""
    st.subheader(_("Look at the demo"), anchor=False)
    st.markdown(_("A month of three invented stores, with busy weekends, lapsed claims, grabs and disputed deals."))
    if st.button(_("Open the demo"), type="primary", icon=":material/play_arrow:", width="stretch", key="home.demo"):
        with st.spinner(_("Opening the demo ...")):
            datasets.open_demo()
        st.switch_page("pages/store/overview.py")


def upload_card() -> None:
    """Go to the upload."""
    st.subheader(_("Upload your spreadsheets"), anchor=False)
    st.markdown(_("Excel or CSV as you keep them. Every fault is shown with its row, before anything is used."))
    if st.button(_("Upload"), icon=":material/upload_file:", width="stretch", key="home.upload"):
        st.switch_page("pages/store/upload.py")


def templates_card() -> None:
    """Download the templates in the reader's language."""
    spoken = language.current()
    st.subheader(_("Start from a template"), anchor=False)
    st.markdown(_("Workbooks with drop-down lists, notes and an example row; fill them in and upload them."))
    kinds: tuple[tuple[Literal["store", "office"], str], ...] = (
        ("store", _("Store template")),
        ("office", _("Property office template")),
    )
    for desk, title in kinds:
        st.download_button(
            title,
            partial(_template, desk, spoken),
            f"{desk}-template-{spoken}.xlsx",
            exports.EXCEL_MIME,
            key=f"home.template.{desk}",
            icon=":material/download:",
            width="stretch",
            on_click="ignore",
        )


def _template(desk: Literal["store", "office"], spoken: str) -> bytes:
    from core.registries.template import template  # noqa: PLC0415 (made when it is asked for)

    return template(desk, spoken)


def promises() -> None:
    """What happens to the data, in one line each."""
    st.caption(
        _(
            "What you upload stays in the memory of this session, is never written to a disk or sent anywhere else, "
            "and is gone when you close the page. Telephone numbers and client names are masked on screen."
        )
    )
