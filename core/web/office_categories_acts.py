"""An act of the page of categories and hours: for who may, once for its token, said afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import streamlit as st

from core.store.database import Database
from core.store.faults import StoreError
from core.store.tables import OFFICE_SCOPE
from core.web import kept, language, signed_in
from core.web.language import _, escaped

RIGHT = "categories.change"
SAID, TOKENS = "categories.said", "categories.tokens"

Does = Callable[[Database, str, int], object]
"""Does it: the database, the token, the number of the account."""


def token(form: str) -> str:
    """The token of a form, another one after each act; fields of the form bear its beginning."""
    tokens: dict[str, str] = st.session_state.setdefault(TOKENS, {})
    return tokens.setdefault(form, secrets.token_urlsafe(24))


def field(form: str, name: str) -> str:
    """The key of a field."""
    return f"categories.{form}.{token(form)[:8]}.{name}"


def value(form: str, name: str) -> object:
    """What stands in a field."""
    return st.session_state.get(field(form, name))


def press(form: str, done: str, does: Does) -> None:
    """Do an act; the callback of a button. What refuses it is said, and what was typed stays.

    Args:
        form: Whose token it is.
        done: Translated; said when it is done.
        does: Does it.
    """
    if not signed_in.may(RIGHT, OFFICE_SCOPE):
        _say("error", _("You may not do this."))
        return
    try:
        does(kept.database(), token(form), signed_in.person().account_id)
    except StoreError as refused:
        _say("error", refused.text.say(language.current()))
        return
    st.session_state[TOKENS].pop(form, None)
    _say("success", done)


def _say(kind: str, text: str) -> None:
    st.session_state[SAID] = (kind, text)


def said() -> None:
    """What was done just now, once."""
    kind, text = st.session_state.pop(SAID, ("", ""))
    if kind == "success":
        st.success(escaped(text), icon=":material/check:")
    elif kind:
        st.error(escaped(text), icon=":material/error:")
