"""The turn ledger: what became of every turn that came to a person on a day."""

from __future__ import annotations

import pandas as pd

from core.rules.coded import Coded
from core.rules.compiled import DAY
from core.rules.frames import category, instants
from core.rules.turn_shapes import (
    L_DAY,
    L_STAFF,
    L_STORE,
    LEDGER_COLUMNS,
    Turned,
)


def ledger_frame(coded: Coded, turned: Turned) -> pd.DataFrame:
    """One row per store, day with a visit, and person who signed in, columns of `results.LEDGER`.

    A turn comes to everybody whose place is looked at when a turn is taken, the due one included. `came` is counted
    from those places; the rest from what happened to each: came = taken + missed + forfeited + kept.

    Source: rules 6, 7 and 13; section 4 of the rulebook.
    """
    rows = turned.ledger
    counts = {name: rows[:, at].copy() for at, name in enumerate(LEDGER_COLUMNS) if at > L_STAFF}
    return pd.DataFrame(
        {
            "store_id": category(rows[:, L_STORE], coded.store_dtype),
            "day": instants(rows[:, L_DAY].astype("int64") * DAY),
            "staff_id": category(rows[:, L_STAFF], coded.staff_ids.dtype),
            **counts,
        },
        copy=False,
    )
