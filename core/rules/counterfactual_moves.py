"""Instants that could have been otherwise: the values at which something changes, and the words for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from core.rules.counterfactual import Change
from core.rules.counterfactual_worlds import Edit
from core.texts import Text

SECOND = pd.Timedelta(seconds=1)
REACH = 8
"""How many values on each side of what is written are tried."""


def moves(
    edit_of: tuple[str, int, str],
    written: pd.Timestamp,
    breaks: Sequence[pd.Timestamp],
    words: tuple[Text, Text],
    *,
    at_least: pd.Timestamp | None = None,
    at_most: pd.Timestamp | None = None,
) -> Iterator[Change]:
    """Changes of one instant to the values at which it could matter.

    Intervals are half-open, so `by b` is the value b and `later than b` the second after it.

    Args:
        edit_of: Registry, row and column of the instant.
        written: The value that stands, or is assumed.
        breaks: Instants against which it is compared.
        words: What is said of an earlier value (`by {time}`) and of a later one (`later than {time}`), with its other
            places filled.
        at_least, at_most: Bounds that keep the row sound.
    """
    registry, row, column = edit_of
    earlier = sorted((b for b in set(breaks) if b < written and not (at_least and b < at_least)), reverse=True)
    later = sorted(b for b in set(breaks) if b >= written and not (at_most and b + SECOND > at_most))
    for said, instants, step in ((words[0], earlier, 0 * SECOND), (words[1], later, SECOND)):
        for b in instants[:REACH]:
            value = b + step
            yield Change(
                Text(said.msgid, {**said.values, "time": clock(b), "was": clock(written)}),
                (Edit(registry, row, {column: value}),),
                cost=abs((value - written).total_seconds()),
                fact=(registry, row, column),
            )


def clock(instant: pd.Timestamp) -> str:
    """An instant as the time of day, with seconds only where there are some."""
    return instant.strftime("%H:%M:%S" if instant.second else "%H:%M")


def moment(instant: pd.Timestamp) -> str:
    """An instant with its date, with seconds only where there are some."""
    return f"{instant:%Y-%m-%d} {clock(instant)}"
