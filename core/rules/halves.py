"""Two halves of one job, side by side.

A kernel lets other threads go on, so that the stores of one half are walked while those of the other are. Which half is
ready first changes nothing: each has places of its own for what it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


def side_by_side(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Do two things at the same time, the first in this thread.

    Raises:
        Exception: Whatever either raises, once both are done.
    """
    with ThreadPoolExecutor(1) as beside:
        ready = beside.submit(second)
        return first(), ready.result()
