"""Who could be chosen when: signed in, away, occupied, asked of many instants at once.

Intervals of a person are kept sorted by start with the latest end so far; a person is covered at an instant if the
latest end among the intervals that have begun lies after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.people import as_text, positions
from core.rules.compiled import compiled, lane
from core.rules.settings import Settings

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY = 86_400
SPAN = 1 << 38
"""More than any instant or row number: people, or stores, are this far apart."""
DUTY_KINDS = ("obligatory", "handed_over", "noon")


@dataclass(frozen=True)
class Intervals:
    """Intervals by person, sorted by start: those of person `p` are `bounds[p]` to `bounds[p + 1]`.

    Attributes:
        bounds: One more than there are people.
        starts: When each begins.
        until: The latest end of the person's intervals so far.
    """

    bounds: Ints
    starts: Ints
    until: Ints

    def cover(self, person: Ints, begun: Ints, at: Ints) -> Bools:
        """Say whether an interval of the person that starts at or before `begun` ends after `at`."""
        found: Bools = _cover(self.bounds, self.starts, self.until, lane(person), lane(begun), lane(at))
        return found


@compiled
def _cover(bounds: Any, starts: Any, until: Any, person: Any, begun: Any, at: Any) -> Any:  # noqa: PLR0917 - arrays
    covered = np.zeros(len(person), np.bool_)
    for i in range(len(person)):
        first = bounds[person[i]]
        low, high = first, bounds[person[i] + 1]
        while low < high:
            middle = (low + high) // 2
            if starts[middle] <= begun[i]:
                low = middle + 1
            else:
                high = middle
        covered[i] = low > first and until[low - 1] > at[i]
    return covered


def intervals(person: Ints, start: Ints, end: Ints, people: int) -> Intervals:
    """Sort intervals by person and start; those of nobody (below 0) are left out."""
    known = np.flatnonzero(person >= 0)
    order = known[np.lexsort((start[known], person[known]))]
    of_person = person[order] * SPAN
    until = np.maximum.accumulate(of_person + end[order]) - of_person if len(order) else order
    bounds = np.searchsorted(person[order], np.arange(people + 1))
    return Intervals(lane(bounds), lane(start[order]), lane(until))


def seconds(instants: pd.Series) -> Ints:
    """Give instants as seconds; a missing one as the smallest number there is."""
    return instants.to_numpy().astype("datetime64[s]").astype(np.int64)


@dataclass(frozen=True)
class Occupied:
    """What kept people from being chosen.

    Attributes:
        on_duty: Attendance, by instant.
        away: Absences, by instant.
        serving: Visits that occupy somebody, starts by row of the receptions.
        serving_duty: Those of them that are a duty of their receiver.
    """

    on_duty: Intervals
    away: Intervals
    serving: Intervals
    serving_duty: Intervals


def occupied_by(
    tables: Mapping[str, pd.DataFrame], receptions: pd.DataFrame, people: pd.Index, settings: Settings
) -> Occupied:
    """Gather the intervals of the days that some receptions are of.

    Args:
        tables: attendance, absences, visits.
        receptions: In result order, on a RangeIndex.
        people: Staff ids.
        settings: For how long a visit without `left_at` lasts.

    Returns:
        The intervals; an end that nobody wrote down is the end of its day, for a visit `open_visit_minutes` later.

    Source: section 4 of the rulebook; rule 7 for clients whose deal is closed.
    """
    attendance, absences = tables["attendance"], tables["absences"]
    visits = tables["visits"].iloc[receptions["row"].to_numpy()]
    arrived = seconds(visits["arrived_at"])
    left = np.where(visits["left_at"].isna(), arrived + 60 * settings.open_visit_minutes, seconds(visits["left_at"]))
    receiver, handed = positions(visits["received_by"], people), positions(visits["handed_to"], people)
    handed[handed == receiver] = -1
    handed_at = np.where(visits["handed_at"].isna(), arrived, seconds(visits["handed_at"]))
    free = (receptions["stage"] == "closed").to_numpy()
    receiver[free], handed[free] = -1, -1
    rank = np.arange(len(receptions))
    end = np.where(handed >= 0, handed_at, left)
    duty = np.where(receptions["kind"].isin(DUTY_KINDS).to_numpy(), receiver, -1)
    # an arrival sees the visits before it in the order; a handing over counts from the first arrival at or after it
    store = positions(receptions["store_id"], pd.Index(as_text(receptions["store_id"].drop_duplicates())))
    after = np.searchsorted(store * SPAN + arrived, store * SPAN + handed_at, side="left") - 1
    return Occupied(
        intervals(
            positions(attendance["staff_id"], people),
            seconds(attendance["signed_in_at"]),
            _ends(attendance, "signed_in_at", "signed_out_at"),
            len(people),
        ),
        intervals(
            positions(absences["staff_id"], people),
            seconds(absences["left_at"]),
            _ends(absences, "left_at", "returned_at"),
            len(people),
        ),
        intervals(
            np.concatenate([receiver, handed]),
            np.concatenate([rank, np.maximum(after, rank)]),
            np.concatenate([end, left]),
            len(people),
        ),
        intervals(duty, rank, end, len(people)),
    )


def _ends(frame: pd.DataFrame, start: str, end: str) -> Ints:
    """Ends of intervals that never leave the day they began on."""
    midnight = (seconds(frame[start]) // DAY + 1) * DAY
    return np.where(frame[end].isna(), midnight, np.minimum(seconds(frame[end]), midnight))
