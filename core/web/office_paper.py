"""Blank papers of the property office, to print for the desk and the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.office import notices, paper
from core.office.paper import Letterhead
from core.texts import LANGUAGES, N_
from core.web import kept, language, resident_receipt
from core.web.language import _

PDF = "application/pdf"
Make = Callable[[str, Letterhead], bytes]


@dataclass(frozen=True)
class Blank:
    """A blank paper: what it is called, what it is for, how it is made."""

    title: str
    use: str
    make: Make


def _version(spoken: str) -> int:
    """Version of the privacy notice that lies beside the form."""
    with kept.database().read() as connection:
        return notices.current(connection, notices.PRIVACY, spoken).version


BLANKS: Mapping[str, Blank] = {
    "information": Blank(
        N_("Information form"),
        N_("For homes that have none in the archive yet. What comes back is typed in on the same form here."),
        lambda of, head: paper.information_form(None, of, head, notice_version=_version(of)),
    ),
    "repair": Blank(
        N_("Repair form"),
        N_("For repairs that somebody brings to the desk."),
        lambda of, head: paper.repair_form(None, of, head, notice_version=_version(of)),
    ),
    "opinion": Blank(
        N_("Opinion and suggestion form"),
        N_("For opinions on the services of the office."),
        lambda of, head: paper.opinion_form(None, of, head, notice_version=_version(of)),
    ),
    "tally": Blank(
        N_("Tally of repairs and opinions"),
        N_("To write on where no screen is at hand. The filled one is printed on the page Tally."),
        lambda of, head: paper.tally(None, None, of, head),
    ),
    "cards": Blank(
        N_("List of service cards"),
        N_("Who got which card, with room for a signature. Cards themselves are printed on the page Contact day."),
        lambda of, head: paper.card_list(None, of, head),
    ),
}
"""Name in the file's name -> the paper."""


def show() -> None:
    """The papers with a button each, in the language that is chosen for them."""
    head = resident_receipt.letterhead()
    if not (head.estate or head.office):
        st.info(
            _("The papers bear the names of the estate and the office once they stand on the page Notices and office.")
        )
    spoken = st.segmented_control(
        _("Language of the papers"),
        LANGUAGES,
        format_func=language.NAMES.__getitem__,
        default=language.current(),
        required=True,
        key="paper.language",
    )
    for name, blank in BLANKS.items():
        with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(width="stretch"):
                st.markdown(f"**{_(blank.title)}**")
                st.caption(_(blank.use))
            st.download_button(
                _("Download PDF"),
                partial(blank.make, spoken or language.current(), head),
                f"{name}-{spoken}.pdf",
                PDF,
                key=f"paper.{name}",
                icon=":material/print:",
                on_click="ignore",
            )
