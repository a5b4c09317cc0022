"""The page of the notices, and the blank forms to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from core.office import notices
from core.office.paper import information, repair
from core.office.paper.given import Letterhead
from core.texts import N_
from core.web import kept, language, resident_page, resident_receipt
from core.web.language import _
from core.web.shell import anonymous

Print = Callable[[str, Letterhead], bytes]
BLANK: Mapping[str, tuple[str, Print]] = {
    "repair": (N_("Repair form, to print"), lambda spoken, head: repair.repair_form(None, spoken, head)),
    "opinion": (N_("Opinion form, to print"), lambda spoken, head: repair.opinion_form(None, spoken, head)),
    "information": (
        N_("Information form, to print"),
        lambda spoken, head: information.information_form(None, spoken, head),
    ),
}
"""Blank papers: file name, what they are called, and how they are made in a language."""


def show() -> None:
    """Every notice in a box of its own, then the blank forms."""
    with kept.database().read() as connection:
        found = notices.all_current(connection, language.current())
    for one in found:
        with st.container(border=True):
            st.header(language.escaped(one.title), anchor=one.kind)
            resident_page.show_notice(one)
            if one.kind == notices.PRIVACY:
                st.caption(_("Version {version}", version=one.version))
    _blank_forms()


def _blank_forms() -> None:
    st.header(_("On paper"), anchor="paper")
    st.caption(_("Whoever would rather write by hand prints a form and brings it to the office."))
    with st.container(horizontal=True):
        for name, (label, _print) in BLANK.items():
            ready = st.session_state.get(_key(name))
            if ready is None:
                st.button(_(label), icon=":material/print:", key=f"notices.{name}", on_click=_make, args=(name,))
            else:
                anonymous.PAPERS.offer(*ready)
                st.link_button(
                    _("Open: {form}", form=_(label)),
                    f"{anonymous.PAPER_FOLDER}{ready[2]}",
                    icon=":material/picture_as_pdf:",
                    type="primary",
                )


def _make(name: str) -> None:
    pdf = BLANK[name][1](language.current(), resident_receipt.letterhead())
    st.session_state[_key(name)] = (pdf, f"{name}-form", anonymous.PAPERS.offer(pdf, f"{name}-form"))


def _key(name: str) -> str:
    return f"notices.paper.{name}.{language.current()}"
