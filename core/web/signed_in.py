"""Who is signed in on this session, asked again at every run of the script.

Streamlit keeps the cookies of the WebSocket's handshake, so a cookie says nothing of what happened since: every answer
here comes from the session's row.
"""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from core import logs
from core.access import roles, sessions
from core.access.roles import Person
from core.web import kept, language
from core.web.language import _
from core.web.shell import cookies

OWNER = "signed_in.account"
"""Whose choices and uploads the Streamlit session holds."""
LEFT = "signed_in.left"
"""That the person has just pressed the button to sign out."""


def token() -> str:
    """The session's token as this browser sent it; blank for none."""
    return cookies.session_token(st.context.cookies)


def current() -> Person | None:
    """Who is signed in; None for nobody, and where the session ended, ran out, or the account was disabled.

    Raises:
        StoreError: The database cannot be opened.
    """
    given = token()
    return sessions.person(kept.database(), given) if given else None


def person() -> Person:
    """Who is signed in; otherwise the run stops with a notice and the way to the sign-in page.

    Raises:
        StoreError: The database cannot be opened.
    """
    someone = current()
    if someone is None:
        forget()
        signed_out()
    if st.session_state.setdefault(OWNER, someone.account_id) != someone.account_id:
        forget()  # another person in the same browser; nothing of the former one is theirs
        st.session_state[OWNER] = someone.account_id
    return someone


def may(action: str, scope: str | None = None) -> bool:
    """Whether the person may do an action; nobody may do anything.

    Args:
        action: A key of `roles.ACTIONS`.
        scope: The store it concerns, "" for the property office; None where it concerns neither.

    Raises:
        KeyError: There is no such action.
        StoreError: The database cannot be opened.
    """
    someone = current()
    return someone is not None and roles.may(someone, action, scope)


def guard(page_name: str) -> Person:
    """Let a person into a page, or stop the run with a plain word and nothing of the page.

    Args:
        page_name: A key of `roles.PAGES`.

    Raises:
        KeyError: The page is not in the table, so nobody may open it.
        StoreError: The database cannot be opened.
    """
    someone = person()
    if not roles.may_open(someone, page_name):
        st.warning(_("This page is not for your role. Whoever looks after the accounts can change that."))
        st.stop()
    logs.about(page=page_name, account_id=someone.account_id)
    return someone


def forget() -> None:
    """Empty the Streamlit session but for the language and the note that the person has left."""
    spoken, left = language.current(), st.session_state.get(LEFT, False)
    st.session_state.clear()
    st.session_state[language.SESSION_KEY] = spoken
    if left:
        st.session_state[LEFT] = True


def signed_out() -> NoReturn:
    """Say that nobody is signed in, with the way to the sign-in page, and stop.

    The shell's script follows the second address by itself.
    """
    if st.session_state.pop(LEFT, False):
        st.success(_("You have signed out."))
        st.markdown(f"[{_('Sign in')}](/login?left=1)")
    else:
        st.warning(_("You are signed out. Nothing is shown until you sign in again."), icon=":material/lock:")
        st.markdown(f"[{_('Sign in')}](/login)")
    st.stop()
