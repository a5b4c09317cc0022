"""The page of accounts: who there is, and what was just done."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from core.access import accounts, links
from core.access.accounts import Account
from core.access.links import Purpose
from core.store.faults import StoreError
from core.web import account_words, kept, language, signed_in
from core.web.language import _
from core.web.shell import one_time, server

SAID = "accounts.said"
LINK = "accounts.link"


def everybody() -> list[Account]:
    """Every account, by login."""
    with kept.database().read() as connection:
        return accounts.all_accounts(connection)


def table(listed: list[Account]) -> None:
    """Everybody with roles and state."""
    now = kept.database().clock()
    rows = pd.DataFrame(
        {
            _("Login name"): [a.login for a in listed],
            _("Shown name"): [a.shown_name for a in listed],
            _("State"): [account_words.state(a, now) for a in listed],
            _("Roles"): [account_words.given(a.grants) for a in listed],
            _("Staff number"): [a.staff_id for a in listed],
            _("Last seen"): [account_words.when(a.seen_at) for a in listed],
        }
    )
    st.dataframe(rows, hide_index=True, width="stretch", key="accounts.table")


def chosen(listed: list[Account]) -> Account | None:
    """The account to be changed; None until one is chosen."""
    named = {a.account_id: a for a in listed}
    number = st.selectbox(
        _("Change an account"),
        list(named),
        format_func=lambda n: f"{named[n].shown_name} ({named[n].login})",
        index=None,
        key="accounts.chosen",
        placeholder=_("Choose an account"),
    )
    return named[number] if number is not None else None


def just_done() -> None:
    """What the last act did, once; a link is shown here and nowhere else, ever."""
    said, address = st.session_state.pop(SAID, ""), st.session_state.pop(LINK, "")
    if said:
        st.success(language.escaped(said), icon=":material/check:")
    if address:
        st.code(address, language=None, wrap_lines=True)
        st.caption(_("Give this link to its person alone. It works once, and is shown only now."))


def done(said: str, address: str = "") -> NoReturn:
    """Run the page again with what was done at its top."""
    st.session_state[SAID] = said
    st.session_state[LINK] = address
    st.rerun()


def tried(act: Callable[[int], object]) -> bool:
    """Do an act of an admin, given the number of the own account; what refuses it is said in place.

    Returns:
        Whether it was done.
    """
    someone = signed_in.guard("accounts")
    if not signed_in.may("accounts.change"):
        st.warning(_("You may not do this."))
        return False
    try:
        act(someone.account_id)
    except StoreError as why:
        st.error(language.escaped(why.text.say(language.current())), icon=":material/error:")
        return False
    return True


def new_link(purpose: Purpose, account_id: int, by: int) -> str:
    """A fresh one-time link of an account, as this browser knows the server."""
    token = links.make(kept.database(), purpose, account_id, by)
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else server.address()
    return f"{base}{one_time.FOLDER}{token}"
