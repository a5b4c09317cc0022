"""Which data a session looks at: what is kept for the person, the shared demo, or an upload that is only looked at.

A session keeps nothing but a choice: the unguessable key of its upload, or that it looks at the demo. Frames on the
shelf are shared between reruns and sessions: nobody may write into them.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from core.access import roles
from core.access.roles import ALL_STORES, Person
from core.rules.settings import Settings, read_settings
from core.web import choose, kept, kept_loading, kept_stores, signed_in
from core.web.dataset import MEMO_ENTRIES, DataSet, Tables
from core.web.shelf import DEMO_KEY, Held, Shelf, shelf

__all__ = [
    "DEMO_KEY",
    "MEMO_ENTRIES",
    "SESSION_KEY",
    "DataSet",
    "Held",
    "Shelf",
    "Tables",
    "close",
    "current",
    "hold",
    "kept_for",
    "open_demo",
    "shelf",
    "use",
    "use_settings",
    "was_put_away",
]

DEMO_FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo" / "csv"
SESSION_KEY = "dataset"


def _forget(held: list[str]) -> None:
    for key in held:
        shelf().drop(key)


@st.cache_resource(scope="session", on_release=_forget, show_spinner=False)
def _held() -> list[str]:
    """Keys of this session's uploads; dropped from the shelf when the session is gone."""
    return []


def current(person: Person | None = None, page: str = "") -> DataSet | None:
    """The data set this session looks at: the upload or demo chosen in it, else what is kept for the person.

    Args:
        person: Who is signed in, where that was asked in this run already.
        page: Name of the page, which decides whose stores are seen; by default the one that runs.

    Returns:
        None where nothing was chosen and nothing is kept, and where the upload chosen is no longer in memory.

    Raises:
        StoreError: The database cannot be read.
    """
    key = st.session_state.get(SESSION_KEY)
    if key == DEMO_KEY or (key is None and st.query_params.get("data") == DEMO_KEY):
        return open_demo()
    if key is not None:
        held = shelf().get(key)
        return held if isinstance(held, DataSet) else None
    return kept_for(person or signed_in.person(), page or str(st.session_state.get("page", "home")))


def kept_for(person: Person, page: str) -> DataSet | None:
    """What is kept of the stores that a person may see on a page; None for nothing.

    Raises:
        StoreError: The database cannot be read.
    """
    given = {g.scope for g in person.grants if g.role in roles.STORE_ROLES}
    scopes = None if ALL_STORES in given else sorted(given)
    if scopes == []:
        return None
    stores = kept_loading.open_stores(
        kept.database(), shelf(), scopes, lambda found: roles.stores_of(person, found, page)
    )
    return kept_stores.kept_set(shelf(), stores)


def was_put_away() -> bool:
    """Whether this session had an upload that is no longer in memory."""
    key = st.session_state.get(SESSION_KEY)
    return isinstance(key, str) and key != DEMO_KEY and shelf().get(key) is None


def open_demo() -> DataSet:
    """Look at the demo stores; read once for all sessions."""
    dataset = _demo()
    st.session_state[SESSION_KEY] = DEMO_KEY
    return dataset


@st.cache_resource(show_spinner=False)
def _demo() -> DataSet:
    from core.registries.read.reading import read  # noqa: PLC0415 (first use pays for the readers, not the start)

    reading = read(sorted(p for p in DEMO_FOLDER.iterdir() if p.suffix == ".csv" or p.name == "rulebook.toml"))
    dataset = _of(reading, DEMO_KEY, "demo", "")
    shelf().put(dataset)
    return dataset


def _of(reading: Any, key: str, origin: Literal["demo", "upload"], title: str) -> DataSet:
    """The data set of a reading without errors."""
    settings, faults, parts = _settings(reading.rulebook), tuple(reading.faults), tuple(reading.parts)
    return DataSet(key, origin, title, reading.tables, settings, faults, parts, reading.origins)


def use(reading: Any, title: str) -> DataSet:
    """Look at an upload that was read without errors; the session's former upload is forgotten. Nothing is saved.

    Raises:
        ValueError: The reading has errors.
        SettingsError: Its rulebook cannot be read.
    """
    if not reading.ok:
        raise ValueError("a reading with errors is not used")
    dataset = _of(reading, secrets.token_urlsafe(32), "upload", title)
    _take(dataset)
    return dataset


def use_settings(dataset: DataSet, settings: Settings) -> DataSet:
    """Look at the same registries under other settings; the shared demo itself is left as it is."""
    changed = dataset.with_settings(settings)
    _take(changed)
    return changed


def hold(held: Held) -> None:
    """Put something of this session on the shelf; it goes with the session at the latest."""
    shelf().put(held)
    _held().append(str(held.key))


def _take(dataset: DataSet) -> None:
    close()
    hold(dataset)
    st.session_state[SESSION_KEY] = dataset.key


def close() -> None:
    """Stop looking at a demo or upload, so that what is kept is open again; an upload is forgotten."""
    key = st.session_state.pop(SESSION_KEY, None)
    choose.keep("data", None)
    if key and key != DEMO_KEY:
        shelf().drop(key)


def _settings(rulebook: str | None) -> Settings:
    return read_settings(rulebook) if rulebook else Settings()
