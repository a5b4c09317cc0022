"""Trying the property desk with a demo estate: offered while nothing is kept, marked as one, taken away in one act."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import streamlit as st

from core.access import roles
from core.demo import estate_kept
from core.store.faults import StoreError
from core.web import kept, language, signed_in
from core.web.language import _

TOKEN = "office.demo.token"  # noqa: S105 (the name of a choice)
RIGHT = "upload.commit"


def offer(*, begin: bool = True) -> None:
    """Say that what is shown is a demo estate where it is; where nothing is kept offer one.

    Args:
        begin: Whether one may be brought or taken away here; else a line says that it is one.
    """
    person = signed_in.person()
    if not roles.may(person, RIGHT, ""):
        return
    database = kept.database()
    with database.read() as connection:
        demo, free = estate_kept.standing(connection), estate_kept.is_free(connection)
    if demo is not None and begin:
        _marked(person.account_id)
    elif demo is not None:
        st.caption(":material/science: " + _("Demo estate: nobody in it is real."))
    elif free and begin:
        _offered(person.account_id)


def _offered(account_id: int) -> None:
    st.info(
        _("Nothing is kept here yet. Try everything with a demo estate of 800 homes; nobody in it is real."),
        icon=":material/home_work:",
    )
    if st.button(_("Try it with a demo estate"), key="office.demo.bring"):
        _done(lambda token: estate_kept.bring(kept.database(), token, account_id, language=language.current()))


def _marked(account_id: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="demo-mark"):
        st.warning(
            _("This is a demo estate: nobody in it is real. Take it away before you begin in earnest."),
            icon=":material/science:",
        )
        pressed = st.button(_("Take the demo estate away"), key="office.demo.take_away")
    if pressed:
        _done(lambda token: estate_kept.take_away(kept.database(), token, account_id))


def _done(act: Callable[[str], object]) -> None:
    token = str(st.session_state.setdefault(TOKEN, secrets.token_urlsafe(16)))
    try:
        with st.spinner(_("One moment ...")):
            act(token)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()))
        return
    st.session_state.pop(TOKEN, None)
    st.rerun()
