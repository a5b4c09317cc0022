"""An act of the pages of contact days and notices: for who may, once for its token, said afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import streamlit as st

from core.store.database import Database
from core.store.faults import StoreError
from core.store.tables import OFFICE_SCOPE
from core.web import kept, language, signed_in
from core.web.language import _, escaped

SAID, TOKENS = "contact_day.said", "contact_day.tokens"
DAY, CARDS, NOTICES = "contact_day.change", "cards.give", "notices.change"

Does = Callable[[Database, str, int], Any]
"""Does it: the database, the token, the number of the account."""


def token(form: str) -> str:
    """The token of a form, another one after each act."""
    tokens: dict[str, str] = st.session_state.setdefault(TOKENS, {})
    return tokens.setdefault(form, secrets.token_urlsafe(24))


def field(form: str, name: str) -> str:
    """The key of a field that is blank again after each act of its form."""
    return f"{form}.{token(form)[:8]}.{name}"


def value(form: str, name: str) -> Any:
    """What stands in a field; None where it is not on the page."""
    return st.session_state.get(field(form, name))


def press(action: str, form: str, done: Callable[[Any], str] | str, does: Does) -> Any:
    """Do an act; for the callback of a button. What refuses it is said, and what was typed stays.

    Args:
        action: A key of `roles.ACTIONS`.
        form: Whose token it is.
        done: Translated, said when it is done; or made from what the act returned. Blank: nothing is said.
        does: Does it.

    Returns:
        What the act returned, True where that is nothing; None where it was refused.
    """
    if not signed_in.may(action, OFFICE_SCOPE):
        say("error", _("You may not do this."))
        return None
    try:
        answer = does(kept.database(), token(form), signed_in.person().account_id)
    except StoreError as refused:
        say("error", refused.text.say(language.current()))
        return None
    st.session_state[TOKENS].pop(form, None)
    if text := done if isinstance(done, str) else done(answer):
        say("success", text)
    return True if answer is None else answer


def say(kind: str, text: str) -> None:
    """Have a text said at the next `said`: success, warning or error."""
    st.session_state[SAID] = (kind, text)


def said() -> None:
    """What was done just now, once."""
    kind, text = st.session_state.pop(SAID, ("", ""))
    if kind == "success":
        st.success(escaped(text), icon=":material/check_circle:")
    elif kind == "warning":
        st.warning(escaped(text), icon=":material/warning:")
    elif kind:
        st.error(escaped(text), icon=":material/error:")
