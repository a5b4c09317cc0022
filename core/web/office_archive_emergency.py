"""Emergencies: whom to call for a home, in full, by one click, written into the audit log.

The values go to the browser and are kept nowhere: the next run of the page, or some minutes, takes them off the screen.
"""

from __future__ import annotations

import streamlit as st

from core.office import archive
from core.office.archive import Reached
from core.store.faults import StoreError
from core.texts import N_
from core.web import kept, language, signed_in
from core.web.language import _, escaped

SHOWN_SECONDS = 600
REASON = N_("An emergency")
TURN = "archive.emergency.turn"


def ask() -> None:
    """A room, and the button."""
    if not signed_in.may(archive.EMERGENCY, ""):
        return
    st.subheader(_("Emergency: whom to call"), anchor=False)
    with st.form("archive.emergency", border=False, clear_on_submit=True):
        st.caption(_("Shows emergency contacts and members' telephones in full. It is written into the audit log."))
        room_no = st.text_input(_("Room"), key="archive.emergency.room", autocomplete="off", max_chars=30)
        asked = st.form_submit_button(_("Show whom to call"), icon=":material/emergency:", width="stretch")
    if asked and room_no.strip():
        look_up(room_no)


def button(room_no: str) -> None:
    """The button of an open home."""
    if signed_in.may(archive.EMERGENCY, "") and st.button(
        _("Emergency: whom to call"), icon=":material/emergency:", key="archive.emergency.now", shortcut="F9"
    ):
        look_up(room_no)


def look_up(room_no: str) -> None:
    """Look up, note it, show it."""
    try:
        found = archive.emergency(kept.database(), signed_in.person(), room_no, _(REASON))
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()), icon=":material/block:")
        return
    _shown([found])


@st.fragment(run_every=SHOWN_SECONDS)
def _shown(held: list[Reached]) -> None:
    """Show it the first time; the run some minutes later finds nothing held."""
    if not held:
        st.caption(_("Whom to call is no longer shown. Ask again if it is still needed."))
        return
    found = held.pop()
    with st.container(border=True):
        st.markdown(f"**{escaped(found.room_no)}**")
        if found.contacts.empty and found.members.empty:
            st.warning(_("Nobody to call is kept for this room. Check the room, or ask a neighbour."))
        for _i, person in found.contacts.iterrows():
            relation = person["relation"] if isinstance(person["relation"], str) else ""
            _person(
                str(person["name"]), " · ".join(p for p in (_("Emergency contact"), relation) if p), person["contact"]
            )
        for _i, person in found.members.iterrows():
            _person(str(person["name"]), _("Family"), person["contact"])


def _person(name: str, what: str, contact: object) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escaped(name)}** · {escaped(what)}")
        st.code(str(contact) if isinstance(contact, str) else "", language=None)
