"""My request: looking one up, and what its resident says of it: mended, not yet, one to five stars."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

import streamlit as st

from core.office import bounds
from core.office.requests import OwnRequest, confirm, rate, state_for
from core.texts import N_
from core.web import kept, language, resident_page
from core.web.language import _

NUMBER = "no"
MINE = "own.mine"
"""Number and contact that were found to belong together; the session keeps them while the page is open."""
TOKEN = "own.token"  # noqa: S105 (a key, no secret)
SAID = "own.said"
REASON = "own.reason"
STEPS = (N_("Taken in"), N_("Given to somebody"), N_("Done"), N_("Confirmed"))
STATES = {
    "new": N_("It has been received and will be given out."),
    "assigned": N_("Somebody is working on it."),
    "done": N_("It is done, says the office."),
    "closed": N_("It is settled."),
}
NOTHING = N_("Nothing was found with this number and this contact. Check both; the number is on the receipt.")


def show() -> None:
    """The question; below it, where number and contact belong together, the request."""
    _ask()
    mine: tuple[str, str] | None = st.session_state.get(MINE)
    if mine is None:
        return
    database = kept.database()
    with database.read() as connection:
        found = state_for(connection, database.sealer, *mine)
    if found is None:
        del st.session_state[MINE]
        return
    said = st.session_state.pop(SAID, "")
    if said:
        st.success(said, icon=":material/check_circle:")
    _request(found)


def _ask() -> None:
    if "own.number" not in st.session_state:
        st.session_state["own.number"] = str(st.query_params.get(NUMBER, ""))[:40]
    with st.form("own.ask", enter_to_submit=True):
        number = st.text_input(
            _("Number of the receipt"), key="own.number", placeholder="R2603-0001", autocomplete="off"
        )
        contact = st.text_input(
            _("Contact that you gave"),
            key="own.contact",
            placeholder=_("Mobile, landline, e-mail or QQ"),
            autocomplete="tel",
        )
        asked = st.form_submit_button(_("Look it up"), type="primary", icon=":material/search:", width="stretch")
    if asked:
        st.session_state.pop(MINE, None)
        resident_page.attempt(partial(_look, number, contact))


def _look(number: str, contact: str) -> None:
    found = None
    if number.strip() and contact.strip():
        address = bounds.network(st.context.ip_address)
        found = bounds.look_up(kept.database(), number, contact, address)
    if found is None:
        st.warning(_(NOTHING), icon=":material/search_off:")
    else:
        st.session_state[MINE] = (number, contact)
        st.session_state[TOKEN] = secrets.token_urlsafe(24)


def _request(own: OwnRequest) -> None:
    with st.container(border=True, key="own_request"):
        st.subheader(own.request_no, anchor=False)
        _steps(own)
        st.markdown(_(STATES[own.status]))
        if own.together:
            st.caption(_("It was put together with another request about the same."))
        if own.due_at is not None and own.status in ("new", "assigned"):
            st.markdown(_("To be done by {at}", at=language.instant(own.due_at)))
        if own.handling:
            st.markdown(f"**{_('What was done')}**  \n{language.escaped(own.handling)}")
        with st.expander(_("What you wrote")):
            st.caption(language.instant(own.submitted_at))
            for text in (own.repair, own.opinion, own.preferred):
                if text:
                    st.text(text)
    if own.may_confirm:
        _mended()
    if own.may_rate:
        _rating()
    elif own.stars:
        st.markdown(_("You rated it: {stars} of 5", stars=own.stars))


def _steps(own: OwnRequest) -> None:
    """How far it has come: a mark for each step, those to come in grey."""
    at = {"new": 0, "assigned": 1, "done": 2, "closed": 3}[own.status]
    if own.confirmed_at is not None:
        at = 3
    said = [
        f":material/check_circle: {_(step)}" if place <= at else f":gray[:material/radio_button_unchecked: {_(step)}]"
        for place, step in enumerate(STEPS)
    ]
    with st.container(horizontal=True, gap="small"):
        for one in said:
            st.markdown(one, width="content")


def _mended() -> None:
    st.subheader(_("Is it mended?"), anchor=False)
    with st.container(horizontal=True):
        st.button(
            _("Yes, it is mended"), type="primary", icon=":material/thumb_up:", key="own.mended", on_click=_confirm,
            args=(True,),
        )  # fmt: skip
        st.button(
            _("Not yet"), icon=":material/build:", key="own.not_yet", on_click=_confirm, args=(False,),
            help=_("The request is opened again, and somebody comes back to it."),
        )  # fmt: skip


def _confirm(mended: bool) -> None:
    said = (
        _("Thank you. Noted as mended.") if mended else _("Thank you. It is open again, and somebody comes back to it.")
    )
    _do(lambda number, contact, token: confirm(kept.database(), number, contact, mended, token), said)


def _rating() -> None:
    st.subheader(_("How was it?"), anchor=False)
    stars = st.feedback("stars", key="own.stars")
    st.text_area(_("Why? (may stay blank)"), key=REASON, height=90, max_chars=500)
    st.button(_("Send the rating"), icon=":material/send:", key="own.rate", disabled=stars is None, on_click=_rate)


def _rate() -> None:
    stars = int(st.session_state["own.stars"]) + 1
    reason = st.session_state.get(REASON, "")
    _do(
        lambda n, contact, token: rate(kept.database(), n, contact, stars, reason, token),
        _("Thank you for the rating."),
    )


def _do(act: Callable[[str, str, str], OwnRequest | None], said: str) -> None:
    """Do something with one's own request, once; the next act has a token of its own."""
    mine: tuple[str, str] | None = st.session_state.get(MINE)
    if mine is None:
        return

    def done() -> None:
        if act(*mine, st.session_state[TOKEN]) is not None:
            st.session_state[SAID] = said
            st.session_state[TOKEN] = secrets.token_urlsafe(24)

    resident_page.attempt(done)
