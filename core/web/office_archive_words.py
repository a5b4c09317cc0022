"""Words of the archive's pages, and how its acts are asked for once and said afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.office.consents import ID_NUMBERS, MINORS, PRIVACY, VEHICLES
from core.office.paper.words import choice, label
from core.registries.definitions import registry
from core.store.faults import StoreError
from core.texts import N_
from core.web import language, signed_in
from core.web.language import _

SAID = "archive.said"
TOKEN = "archive.token"  # noqa: S105 (the name of a choice)
CONSENTS = {
    PRIVACY: N_("The privacy notice"),
    ID_NUMBERS: N_("ID numbers"),
    MINORS: N_("Data of children"),
    VEHICLES: N_("Vehicles"),
}
STATES = {"waiting": N_("waits"), "applied": N_("taken over"), "refused": N_("refused")}
SOURCES = {"form": N_("online form"), "desk": N_("typed in at the desk")}
KINDS = {
    "upload": N_("Upload"),
    "form": N_("Form"),
    "correction": N_("Correction"),
    "undo": N_("Undone"),
    "erasure": N_("Erasure"),
    "retention": N_("Retention"),
}
_REGISTRIES = {
    "households": N_("The home"),
    "members": N_("Family members"),
    "occupants": N_("Other occupants"),
    "emergency_contacts": N_("Emergency contacts"),
    "vehicles": N_("Vehicles"),
}


def registry_name(name: str) -> str:
    """What a registry of homes is called on the page."""
    return _(_REGISTRIES[name])


def told(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a registry as people read them: headings and codes as words, columns without values left out.

    Args:
        name: English name of the registry.
        rows: Personal values masked; columns that are none of the registry's are left out.
    """
    spoken, said = language.current(), {}
    for column in registry(name).columns:
        if column.name not in rows or column.name == "room_no" or rows[column.name].isna().all():
            continue
        values = rows[column.name]
        if column.choices:
            values = values.astype("str").map(
                lambda code, column=column: choice(name, column.name, code, spoken), na_action="ignore"
            )
        elif pd.api.types.is_datetime64_any_dtype(values.dtype):
            values = values.dt.strftime("%Y-%m-%d")
        said[label(name, column.name, spoken)] = values.astype("str").fillna("")
    return pd.DataFrame(said, index=rows.index)


def said() -> None:
    """Say what was just done."""
    if text := st.session_state.pop(SAID, ""):
        st.success(text, icon=":material/check_circle:")


def do(action: str, act: Callable[[str, int], object], done: str) -> None:
    """Do an act once for the token of this page, and begin the page anew; a refusal is said in place.

    Args:
        action: A key of `roles.ACTIONS`, asked for once more.
        act: Takes the token and the number of the account.
        done: Translated; said afterwards.
    """
    someone = signed_in.person()
    if not signed_in.may(action, ""):
        st.error(_("This is not for your role. Whoever looks after the accounts can change that."))
        return
    token = str(st.session_state.setdefault(TOKEN, secrets.token_urlsafe(16)))
    try:
        act(token, someone.account_id)
    except StoreError as wrong:
        st.error(wrong.text.say(language.current()), icon=":material/block:")
        return
    st.session_state.pop(TOKEN, None)
    st.session_state[SAID] = done
    st.rerun()
