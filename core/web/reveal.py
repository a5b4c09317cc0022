"""Showing one personal value in full: which one, why, and then for a minute at the most.

The value goes to the browser and is kept nowhere: not in the session, not in the address; the next run of the page, or
the minute, takes it off the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.access import reveals
from core.registries.definitions import registry
from core.registries.joined import BETWEEN
from core.store.faults import StoreError
from core.store.reveal import Cell, row_of_key
from core.web import kept, language, reveal_reasons, signed_in
from core.web.language import _
from core.web.page import Desk

SHOWN_SECONDS = 60


def offer(desk: Desk, registry_name: str, row_key: str, columns: Sequence[str], *, scope: str, owner: str = "") -> None:
    """Offer to show values of one row of what is kept; say why not for the demo and for an upload.

    Args:
        desk: The page's desk.
        registry_name: A registry with a key.
        row_key: The key of the row, as it is kept or with its store behind it (`joined.told_apart`).
        columns: Personal columns that the row fills.
        scope: The store of the row, "" for the property office.
        owner: With which salesperson the claim on the client stands; blank for nobody.
    """
    if desk.dataset.origin != "kept":
        st.caption(_("Full values are shown only of data that is kept here, one at a time and with a reason."))
        return
    apart = f"{BETWEEN}{scope}"
    with kept.database().read() as connection:
        found = (row_of_key(connection, registry_name, key, scope) for key in (row_key, row_key.removesuffix(apart)))
        row_id = next((row for row in found if row is not None), None)
    if row_id is not None:
        of_row(registry_name, row_id, columns, scope=scope, owner=owner.removesuffix(apart))


def of_row(registry_name: str, row_id: int, columns: Sequence[str], *, scope: str, owner: str = "") -> None:
    """Offer to show values of the row of a number; arguments as of `offer`. Nothing for who may not have them."""
    someone = signed_in.person()
    if not columns or not reveals.may_reveal(someone, scope, owner):
        return
    of = registry(registry_name)
    spoken = language.current()
    labels = {name: of.column(name).label(spoken) for name in columns}
    with st.expander(_("Show a value in full"), icon=":material/visibility:"):
        _form(registry_name, row_id, labels, owner)


@st.fragment
def _form(registry_name: str, row_id: int, labels: Mapping[str, str], owner: str) -> None:
    key = f"reveal.{registry_name}.{row_id}"
    with st.form(key, clear_on_submit=True, border=False):
        st.caption(_("Each value you see is written into the audit log with your name and your reason."))
        column = st.selectbox(_("Which value"), list(labels), format_func=labels.__getitem__, key=f"{key}.column")
        reason = reveal_reasons.ask(reveal_reasons.TO_SHOW, key)
        asked = st.form_submit_button(_("Show this one value"), icon=":material/visibility:")
    if asked:
        _open(Cell(registry_name, row_id, column), reason, labels[column], owner)


@st.fragment
def at_once(cell: Cell, label: str, reason: str, *, scope: str, shortcut: str | None = None) -> None:
    """Offer one value by one button, its reason filled in by what the button is for.

    Args:
        cell: Which value.
        label: Translated, of the button.
        reason: Translated, for the audit log.
        scope: The store of the row, "" for the property office.
        shortcut: Key that presses the button.
    """
    if not reveals.may_reveal(signed_in.person(), scope):
        return
    key = f"reveal.{cell.registry}.{cell.row_id}.{cell.column}.at_once"
    if st.button(label, key=key, icon=":material/visibility:", help=reason, shortcut=shortcut):
        _open(cell, reason, registry(cell.registry).column(cell.column).label(language.current()))


def _open(cell: Cell, reason: str, label: str, owner: str = "") -> None:
    """Show a value, or say what refuses it."""
    try:
        value = reveals.reveal(kept.database(), signed_in.person(), cell, reason, owner)
    except StoreError as wrong:
        st.warning(wrong.text.say(language.current()), icon=":material/block:")
        return
    _shown([value], label)


@st.fragment(run_every=SHOWN_SECONDS)
def _shown(held: list[str], label: str) -> None:
    """Show the value the first time; the run a minute later finds nothing held."""
    if not held:
        st.caption(_("The value is no longer shown."))
        return
    st.caption(_("{label}, shown for a minute", label=label))
    st.code(held.pop(), language=None)
