"""Work that takes a while, done beside the page, with the share done on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import streamlit as st

T = TypeVar("T")
LOOKED_AT_EVERY = 0.3
"""Seconds."""


class Share:
    """The share of the work that is done, from 0 to 1; told by one thread, looked at by another."""

    def __init__(self) -> None:
        """Nothing is done."""
        self.done = 0.0

    def __call__(self, done: float) -> None:
        """Tell it."""
        self.done = done

    @property
    def percent(self) -> int:
        """In whole percent, rounded down."""
        return int(100 * self.done)


def done_beside(work: Callable[[Share], T], say: Callable[[int], str]) -> T:
    """Do some work, and show a bar as soon as it tells a share of it.

    Args:
        work: Asks nothing of the page, and tells the share done; it goes on to its end when the person leaves.
        say: What stands at the bar at a percentage.

    Raises:
        Exception: What the work raised.
    """
    share, place = Share(), st.empty()
    with ThreadPoolExecutor(1, "page-work") as pool:
        working = pool.submit(work, share)
        while not wait([working], LOOKED_AT_EVERY).done:
            if share.percent:
                place.progress(share.percent, say(share.percent))
    place.empty()
    return working.result()
