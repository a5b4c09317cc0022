"""What this process holds in memory of data: bounded, each frame counted once however many share it."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import Protocol

import pandas as pd
import streamlit as st

SHELF_BYTES = 2 << 30
DEMO_KEY = "demo"


class Held(Protocol):
    """What can stand on the shelf: it has a key and a size. With `blocks`, what it shares with others counts once."""

    @property
    def key(self) -> Hashable:
        """Unguessable, or `DEMO_KEY`, or what kept data is called by."""

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""


def sizes(frames: Iterable[pd.DataFrame]) -> dict[int, int]:
    """Bytes of each frame by its identity, so that a frame in two places is one."""
    return {id(frame): _bytes(frame) for frame in frames}


_WEIGHED: dict[int, tuple[weakref.ref[pd.DataFrame], int]] = {}
"""Sizes of frames that live, by identity: nobody writes into them, so that each is weighed once."""


def _bytes(frame: pd.DataFrame) -> int:
    known = _WEIGHED.get(id(frame))
    if known is not None and known[0]() is frame:
        return known[1]
    weight = int(frame.memory_usage(index=False).sum())
    number = id(frame)
    _WEIGHED[number] = (weakref.ref(frame, lambda gone: _forget(number, gone)), weight)
    return weight


def _forget(number: int, gone: weakref.ref[pd.DataFrame]) -> None:
    if number in _WEIGHED and _WEIGHED[number][0] is gone:
        del _WEIGHED[number]


class Shelf:
    """Data sets and readings by key; the least recently used go when all take more than `limit` bytes together."""

    def __init__(self, limit: int = SHELF_BYTES) -> None:
        """Start empty."""
        self._limit = limit
        self._sets: OrderedDict[Hashable, Held] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, *new: Held) -> None:
        """Add something, or weigh it anew; others are dropped to make room, the demo and what is new never."""
        with self._lock:
            for held in new:
                self._sets[held.key] = held
                self._sets.move_to_end(held.key)
            stays = {DEMO_KEY, *(held.key for held in new)}
            weights = {key: _blocks(each) for key, each in self._sets.items()}
            shares: dict[int, int] = {}
            for blocks in weights.values():
                for block in blocks:
                    shares[block] = shares.get(block, 0) + 1
            taken = sum({block: size for blocks in weights.values() for block, size in blocks.items()}.values())
            for key in list(self._sets):
                if taken <= self._limit:
                    break
                if key not in stays:
                    del self._sets[key]
                    for block, size in weights[key].items():
                        shares[block] -= 1
                        taken -= 0 if shares[block] else size

    def weigh(self, held: Held) -> None:
        """Ask for sizes anew once something that stands here has grown."""
        if self.get(held.key) is held:
            self.put(held)

    def get(self, key: Hashable) -> Held | None:
        """What has a key, or None when it is no longer there."""
        with self._lock:
            if key in self._sets:
                self._sets.move_to_end(key)
            return self._sets.get(key)

    def drop(self, key: Hashable) -> None:
        """Forget something; a key that is not there is no fault."""
        with self._lock:
            if key != DEMO_KEY:
                self._sets.pop(key, None)


def _blocks(held: Held) -> Mapping[int, int]:
    blocks: Mapping[int, int] | None = getattr(held, "blocks", None)
    return {id(held): held.nbytes} if blocks is None else blocks


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """The one shelf of this process."""
    return Shelf()
