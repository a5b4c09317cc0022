"""Data sets in memory: the shared demo and what each session uploaded, bounded, gone with the session.

A session keeps nothing but an unguessable key. Frames on the shelf are shared between reruns (and the demo between
sessions): nobody may write into them.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import pandas as pd
import streamlit as st

from core.registries.raw import Origins
from core.rules.settings import Settings, read_settings
from core.web import choose

T = TypeVar("T")
Tables = dict[str, pd.DataFrame]
SHELF_BYTES = 2 << 30
MEMO_ENTRIES = 400
DEMO_KEY = "demo"
DEMO_FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo" / "csv"
SESSION_KEY = "dataset"


@dataclass(eq=False)
class DataSet:
    """Checked registries with the settings they came with; results are added as they are asked for.

    Attributes:
        key: Unguessable for uploads, `DEMO_KEY` for the demo.
        origin: Where it came from.
        title: File names of an upload; blank for the demo.
        tables: Typed registry frames, never written to.
        settings: From the rulebook that came along, else the defaults.
        faults: Warnings that did not stop the upload.
        parts: What was recognised as what (`Reading.parts`).
        origins: File, sheet and row number of each registry row (`Reading.origins`).
    """

    key: str
    origin: Literal["demo", "upload"]
    title: str
    tables: Tables
    settings: Settings = field(default_factory=Settings)
    faults: tuple[Any, ...] = ()
    parts: tuple[Any, ...] = ()
    origins: Origins = field(default_factory=dict)
    _memo: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned the first time for this name; the oldest of many names are forgotten."""
        with self._lock:
            if name in self._memo:
                self._memo.move_to_end(name)
                return self._memo[name]  # type: ignore[no-any-return]
            made = make()
            self._memo[name] = made
            while len(self._memo) > MEMO_ENTRIES:
                self._memo.popitem(last=False)
            return made

    def with_settings(self, settings: Settings) -> DataSet:
        """The same registries under other settings and a key of its own: results are computed anew."""
        key = secrets.token_urlsafe(32)
        return replace(self, key=key, settings=settings, _memo=OrderedDict(), _lock=threading.RLock())

    @property
    def stores(self) -> list[str]:
        """Store ids that occur in the staff registry, in order."""
        return self.once("stores", lambda: sorted(self.tables["staff"]["store_id"].dropna().astype(str).unique()))

    @property
    def nbytes(self) -> int:
        """Bytes the registries take in memory."""
        return sum(int(frame.memory_usage(index=False).sum()) for frame in self.tables.values())


class Held(Protocol):
    """What can stand on the shelf: it has a key and a size."""

    @property
    def key(self) -> str:
        """Unguessable, or `DEMO_KEY`."""

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""


class Shelf:
    """Data sets and readings by key; the least recently used go when all take more than `limit` bytes together."""

    def __init__(self, limit: int = SHELF_BYTES) -> None:
        """Start empty."""
        self._limit = limit
        self._sets: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, dataset: Held) -> None:
        """Add a data set; others are dropped to make room, the demo and the new one never."""
        with self._lock:
            self._sets[dataset.key] = dataset
            taken = sum(held.nbytes for held in self._sets.values())
            for key in list(self._sets):
                if taken <= self._limit:
                    break
                if key not in (DEMO_KEY, dataset.key):
                    taken -= self._sets.pop(key).nbytes

    def get(self, key: str) -> Held | None:
        """What has a key, or None when it is no longer there."""
        with self._lock:
            if key in self._sets:
                self._sets.move_to_end(key)
            return self._sets.get(key)

    def drop(self, key: str) -> None:
        """Forget an upload; a key that is not there is no fault."""
        with self._lock:
            if key != DEMO_KEY:
                self._sets.pop(key, None)


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """The one shelf of this process."""
    return Shelf()


def _forget(held: list[str]) -> None:
    for key in held:
        shelf().drop(key)


@st.cache_resource(scope="session", on_release=_forget, show_spinner=False)
def _held() -> list[str]:
    """Keys of this session's uploads; dropped from the shelf when the session is gone."""
    return []


def current() -> DataSet | None:
    """The data set this session works on; None where nothing was opened or it was put away."""
    key = st.session_state.get(SESSION_KEY)
    if key is None and st.query_params.get("data") == DEMO_KEY:
        return open_demo()
    if key == DEMO_KEY:
        return open_demo()
    held = shelf().get(key) if isinstance(key, str) else None
    return held if isinstance(held, DataSet) else None


def was_put_away() -> bool:
    """Whether this session had an upload that is no longer in memory."""
    key = st.session_state.get(SESSION_KEY)
    return isinstance(key, str) and key != DEMO_KEY and shelf().get(key) is None


def open_demo() -> DataSet:
    """Work on the demo stores; read once for all sessions."""
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
    """Work on an upload that was read without errors; the session's former upload is forgotten.

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
    """Work on the same registries under other settings; the shared demo itself is left as it is."""
    changed = dataset.with_settings(settings)
    _take(changed)
    return changed


def hold(held: Held) -> None:
    """Put something of this session on the shelf; it goes with the session at the latest."""
    shelf().put(held)
    _held().append(held.key)


def _take(dataset: DataSet) -> None:
    close()
    hold(dataset)
    st.session_state[SESSION_KEY] = dataset.key


def close() -> None:
    """Stop working on a data set; an upload is forgotten."""
    key = st.session_state.pop(SESSION_KEY, None)
    choose.keep("data", None)
    if key and key != DEMO_KEY:
        shelf().drop(key)


def _settings(rulebook: str | None) -> Settings:
    return read_settings(rulebook) if rulebook else Settings()
