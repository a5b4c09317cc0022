"""The house on the home page: who can sign in, the last backup, and the ways to what only an admin does."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.access import accounts
from core.clock import local
from core.store import backup
from core.web import kept, language
from core.web.language import _

PAGES = "pages/admin/{name}.py"


def show(*, heading: bool) -> None:
    """Accounts and the last backup as facts, audit log and retention as ways.

    Args:
        heading: Whether to say that this is the house.
    """
    if heading:
        st.header(_("The house"), anchor=False)
    with kept.database().read() as connection:
        usable = sum(account.disabled_at is None for account in accounts.all_accounts(connection))
        last = backup.last(connection)
    with st.container(horizontal=True, key="home-house"):
        _tile(_("Accounts in use"), language.number(usable), ("accounts", _("Accounts")), ("audit", _("Audit log")))
        made = language.day(local(datetime.fromisoformat(last["made_at"])).date()) if last else _("not made yet")
        _tile(_("Last backup"), made, ("backup", _("Backup")), ("retention", _("Retention")))


def _tile(title: str, fact: str, *ways: tuple[str, str]) -> None:
    with st.container(border=True, width="stretch"):
        st.metric(title, fact)
        with st.container(horizontal=True):
            for name, label in ways:
                st.page_link(PAGES.format(name=name), label=label, icon=":material/arrow_forward:")
