"""One's own account: who one is here, the password, the sessions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.access import accounts, sessions
from core.access.passwords import SHORTEST
from core.access.roles import Person
from core.store.faults import StoreError
from core.web import account_words, kept, language, signed_in
from core.web.language import _

SAID = "account.said"


def about(someone: Person) -> None:
    """Name, roles and their stores, and what was just done."""
    if said := st.session_state.pop(SAID, ""):
        st.success(said, icon=":material/check:")
    with kept.database().read() as connection:
        account = accounts.account(connection, someone.account_id)
    if account is None:
        return
    with st.container(border=True):
        st.markdown(f"**{language.escaped(account.shown_name)}** · {language.escaped(account.login)}")
        st.markdown(language.escaped(account_words.given(account.grants)) or _("No roles yet: ask an admin."))
        if account.staff_id:
            st.caption(_("Staff number {staff_id}", staff_id=language.escaped(account.staff_id)))


def password(someone: Person) -> None:
    """The form that changes the password; the other sessions end."""
    with st.form("account.password", clear_on_submit=True):
        old = st.text_input(_("Password so far"), type="password", key="account.old", autocomplete="current-password")
        new = st.text_input(
            _("New password"),
            type="password",
            key="account.new",
            autocomplete="new-password",
            help=_("At least {shortest} characters; several words make a good one.", shortest=SHORTEST),
        )
        again = st.text_input(
            _("The same password again"), type="password", key="account.again", autocomplete="new-password"
        )
        pressed = st.form_submit_button(_("Change the password"), type="primary")
    if not pressed:
        return
    if new != again:
        st.error(_("The two passwords are not the same."))
        return
    try:
        accounts.change_password(kept.database(), signed_in.person().account_id, old, new, someone.session)
    except StoreError as why:
        st.error(language.escaped(why.text.say(language.current())), icon=":material/error:")
        return
    st.session_state[SAID] = _("The password is changed. Your other sessions are ended.")
    st.rerun()


def own_sessions(someone: Person) -> None:
    """Where one is signed in, and the two ways to end that."""
    database = kept.database()
    with database.read() as connection:
        living = sessions.living(connection, someone.account_id, database.clock())
    rows = pd.DataFrame(
        {
            _("Last seen"): [account_words.when(s.seen_at) for s in living],
            _("This one"): ["✓" if s.token_hash == someone.session else "" for s in living],
            _("Way"): [_(account_words.WAYS.get(s.way, s.way)) for s in living],
            _("Signed in at"): [account_words.when(s.made_at) for s in living],
        }
    )
    st.dataframe(rows, hide_index=True, width="stretch", key="account.sessions")
    with st.container(horizontal=True):
        if st.button(_("Sign out everywhere else"), key="account.end.others", disabled=len(living) < 2):
            sessions.end_all(database, someone.account_id, someone.account_id, someone.session)
            st.session_state[SAID] = _("Your other sessions are ended.")
            st.rerun()
        st.button(
            _("Sign out everywhere"), key="account.end.all", icon=":material/logout:", on_click=_leave, args=(someone,)
        )


def _leave(someone: Person) -> None:
    sessions.end_all(kept.database(), someone.account_id, someone.account_id)
    signed_in.forget()
    st.session_state[signed_in.LEFT] = True
