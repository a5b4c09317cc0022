"""How long requests take, with those still open counted as open.

An open request is not left out (that would make times look short while much is open) and not taken as done now. It
counts among the others for as long as it has waited: the estimator of Kaplan and Meier, whose quantiles are those of
plain sorting where nothing is open. A quantile that too few have reached is not known; only that it is longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.figures.tally import PARTS, Mask
from core.texts import N_

Hours = npt.NDArray[np.float64]
LABELS: Mapping[str, str] = {"done": N_("From handing in to done"), "called_back": N_("From handing in to call-back")}
"""Kind of a time -> what it is called."""
ENDS: Mapping[str, tuple[str, str, str, str]] = {
    "done": ("done_at", "timed_done", "open", "untimed_done"),
    "called_back": ("called_back_at", "timed_call", "waits_call", "untimed_call"),
}
"""Kind of a time -> the instant it ends at, and the parts that ended, are open, ended nobody knows when."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Times:
    """How long something took.

    Attributes:
        kind: A key of `LABELS`.
        ended: How many came to their end, known when.
        open: How many did not yet.
        unknown: How many did, but nobody wrote when (or before they were handed in); left out.
        median_hours, ninth_hours: Within so many hours one half, nine tenths came to their end; None: too few did yet.
        longest_hours: The longest time that any was looked at: what is None above is longer than this, or nothing.
        enough: Whether ended and open together reach the minimum sample.
    """

    kind: str
    ended: int
    open: int
    unknown: int
    median_hours: float | None
    ninth_hours: float | None
    longest_hours: float | None
    enough: bool

    @property
    def counted(self) -> int:
        """How many the quantiles are of."""
        return self.ended + self.open


def times(rows: pd.DataFrame, kind: str, now: datetime, minimum_sample: int) -> Times:
    """Hours from handing in to done or to call-back, by the clock on the wall, nights and holidays with them.

    Args:
        rows: Columns of `core.office.tally_rows.COLUMNS`; those put together with another are left out.
        kind: A key of `LABELS`.
        now: Office time; what is open has waited until then.
        minimum_sample: Under so many rows nothing is compared.

    Raises:
        KeyError: There is no such kind.
    """
    of = observed(rows, kind, now)
    counted = of.ended | of.open
    seen, done = of.hours[counted], of.ended[counted]
    median, ninth = (quantile(seen, done, share) for share in (0.5, 0.9))
    return Times(
        kind,
        int(of.ended.sum()),
        int(of.open.sum()),
        int(of.unknown.sum()),
        median,
        ninth,
        float(seen.max()) if len(seen) else None,
        len(seen) >= max(minimum_sample, 1),
    )


@dataclass(frozen=True, eq=False)
class Observed:
    """How long each row was looked at: hours, and whether it ended, is open, or ended nobody knows when."""

    hours: Hours
    ended: Mask
    open: Mask
    unknown: Mask


def observed(rows: pd.DataFrame, kind: str, now: datetime) -> Observed:
    """Each row's hours until its end, or until now where it is open; arguments as of `times`.

    Hours of what is neither ended nor open mean nothing.
    """
    end, *parts = ENDS[kind]
    ended, waiting, unknown = (PARTS[part](rows, now) for part in parts)
    waited = np.maximum(_hours(rows["submitted_at"], pd.Series(now, index=rows.index)), 0.0)
    hours = np.where(ended, _hours(rows["submitted_at"], rows[end]), waited)
    return Observed(hours, ended, waiting, unknown)


def quantile(seen: Hours, ended: Mask, share: float) -> float | None:
    """The time within which a share came to its end, by Kaplan and Meier.

    Args:
        seen: How long each was looked at.
        ended: Whether it came to its end then; otherwise it was still open.
        share: Between 0 and 1.

    Returns:
        The smallest time at which at least that share has ended; None where that is not reached, and for no row.
    """
    if not len(seen):
        return None
    at, place = np.unique(seen, return_inverse=True)
    ends = np.bincount(place[ended], minlength=len(at))
    passed = np.cumsum(np.bincount(place, minlength=len(at)))
    at_risk = len(seen) - np.concatenate([[0], passed[:-1]])
    left = np.cumprod(1.0 - ends / at_risk)
    reached = np.flatnonzero(left <= 1.0 - share + _ROUNDING)
    return float(at[reached[0]]) if len(reached) else None


def _hours(begin: pd.Series, end: pd.Series) -> Hours:
    """Hours between; NaN where one is not known."""
    apart = end.to_numpy(dtype="datetime64[s]") - begin.to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(apart), np.nan, apart.astype(np.int64) / 3600.0)
