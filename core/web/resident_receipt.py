"""The receipt of a form: its number, a code that opens My request, a copy as PDF, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import segno
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.clock import local
from core.office.consents import Consents
from core.office.information import InformationForm
from core.office.paper import given, information, repair
from core.office.paper.given import Letterhead
from core.store.writer import seconds
from core.web import kept, language, resident_draft, resident_page
from core.web.language import _
from core.web.resident_draft import Kind
from core.web.resident_page import Visit
from core.web.shell import anonymous


@dataclass(frozen=True)
class Shown:
    """What a receipt says.

    Attributes:
        kind: Of which form.
        number: What to keep.
        text: Translated: what it is good for.
        note: Translated: what else there is to know; blank for nothing.
        address: What the code opens; blank for no code.
    """

    kind: Kind
    number: str
    text: str
    note: str = ""
    address: str = ""


def letterhead() -> Letterhead:
    """Whose papers these are, printed now; the codes open this server where the office has not said another address."""
    of = resident_page.settings()
    at = local(seconds(kept.database().clock()))
    base = resident_page.address("").rstrip("/")
    return Letterhead(at, of.estate, of.office, of.telephone, of.hours, base)


def repair_paper(request: given.Request) -> Callable[[], bytes]:
    """What prints the receipt of a repair or an opinion as PDF, in the language of this session."""
    return partial(repair.receipt, request, language.current(), letterhead())


def information_paper(form: InformationForm, receipt_no: str, consents: Consents) -> Callable[[], bytes]:
    """What prints the information form as it was sent as PDF, in the language of this session."""
    return partial(
        information.information_form,
        form,
        language.current(),
        letterhead(),
        receipt_no=receipt_no,
        given=consents.given,
        notice_version=consents.notice_version,
    )


def keep_paper(kind: Kind, number: str, print_it: Callable[[], bytes]) -> None:
    """Have the copy of a form at hand for as long as the page stays open; it is kept nowhere else.

    It is printed when somebody fetches it: printing takes longer than everything else that sending a form does.
    """
    st.session_state[f"{kind}.paper"] = (print_it, number, "")


def show(visit: Visit, shown: Shown) -> None:
    """The receipt."""
    st.success(_("Thank you. It has arrived."), icon=":material/check_circle:")
    with st.container(border=True, key="resident_receipt"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width=155 if shown.address else "stretch", gap="xsmall"):
                st.caption(_("Your number"))
                st.header(shown.number, anchor=False)
            if shown.address:
                code = segno.make(shown.address, error="m").svg_inline(scale=4, border=3, dark="#000", light="#fff")
                st.image(code, width=140, alt=_("QR code that opens My request"))
        st.markdown(shown.text)
        if shown.note:
            st.info(shown.note, icon=":material/hourglass_top:")
    with st.container(horizontal=True):
        _copy(shown.kind)
        if shown.kind == "repair" and visit.person is None:
            st.page_link(
                "pages/resident/my_request.py",
                label=_("See what becomes of it"),
                icon=":material/search:",
                query_params={"no": shown.number},
            )
        st.button(
            _("Fill in another one"), icon=":material/note_add:", key=f"{shown.kind}.another", on_click=_anew,
            args=(shown.kind,), type="primary" if visit.person else "secondary",
        )  # fmt: skip


def _copy(kind: Kind) -> None:
    kept_one = st.session_state.get(f"{kind}.paper")
    if kept_one is None:
        return
    pdf, number, token = kept_one
    token = anonymous.PAPERS.offer(pdf, number, token)
    st.session_state[f"{kind}.paper"] = (pdf, number, token)
    st.link_button(_("Copy as PDF"), f"{anonymous.PAPER_FOLDER}{token}", icon=":material/picture_as_pdf:")


def _anew(kind: Kind) -> None:
    context = get_script_run_ctx()
    if context is not None:
        anonymous.UPLOADS.renew(context.session_id)
    resident_draft.forget(kind)
