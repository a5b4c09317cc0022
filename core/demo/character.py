"""What makes one store unlike another: how busy it is, how its people keep the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True)
class Character:
    """Habits of a store. Shares are chances in [0, 1], rates are a day's mean."""

    name: str
    visits_per_day: float = 8.0
    calls_per_day: float = 4.0
    weekend: float = 1.5
    """Visits at a weekend against a weekday."""
    old_clients: float = 0.5
    """Share of visitors who have been registered before."""
    slip: float = 0.05
    """Chance that a new visitor is received by somebody whose turn it was not."""
    grab: float = 0.05
    """Chance that another's idle client is served by a colleague."""
    obliging: float = 0.3
    """Chance that a client so served is handed over in the end."""
    deal: float = 0.07
    """Chance that a visit of a known client ends in a deal."""
    diligence: float = 0.7
    """Chance that a follow-up that is due is made."""
    leaves_desk: float = 0.15
    """Chance, per person and day, of an absence."""
    notifies: float = 0.65
    noon_kept: float = 0.9
    """Share of days on which somebody has the noon duty."""
    split_day: float = 0.3
    """Share of days that a person signs out for lunch and in again."""
    forgets: float = 0.03
    """Chance that somebody does not sign out."""
    late: float = 0.12
    slow: float = 0.06
    """Chance of a slow greeting or answer."""
    duplicates: float = 0.03
    """Chance that a client comes to be registered twice."""
    outside: float = 0.5
    """Outside clients registered a day."""
    rules_on: float = 0.3
    """Chance that the manager rules on a dispute."""
    leaver_on: int = -1
    """Day on which the last person but one leaves the store; none when negative."""
    newcomer_on: int = -1
    """Day on which the last person starts."""
    lost_sheet_on: int = -1
    """Day of which the sign-in sheet was lost."""
    staff: int = 8


FIRST_DAY = dt.date(2024, 3, 1)
"""First day of the demo month, a Friday."""

MONTH = (
    Character(
        "中山店", visits_per_day=11.0, slip=0.03, grab=0.03, obliging=0.6, diligence=0.9, late=0.06, forgets=0.01,
        notifies=0.85, slow=0.03, rules_on=0.7, deal=0.12, newcomer_on=10, staff=8,
    ),
    Character(
        "江北店", visits_per_day=15.0, weekend=2.2, slip=0.05, grab=0.06, diligence=0.7, leaves_desk=0.25,
        old_clients=0.45, calls_per_day=6.0, deal=0.12, rules_on=0.5, slow=0.06, outside=1.0, leaver_on=17, staff=6,
    ),
    Character(
        "南坪店", visits_per_day=8.0, slip=0.12, grab=0.2, obliging=0.15, diligence=0.35, late=0.25, forgets=0.08,
        notifies=0.4, slow=0.08, leaves_desk=0.25, duplicates=0.06, deal=0.12, rules_on=0.4, lost_sheet_on=19, staff=7,
    ),
)  # fmt: skip
"""Three stores of the demo month: one that keeps the rules, one short of hands at weekends, one where they slip."""


def various(seed: int, number: int, staff: int, days: int, visits_per_day: float) -> Character:
    """A store of its own kind, the same for the same seed and number.

    Args:
        seed: Seed of the whole run.
        number: The store's number, from 1.
        staff: People of the store, at least 2.
        days: Days that will be generated; somebody leaves or starts within them now and then.
        visits_per_day: Mean over the stores; this one's lies within 30% of it.
    """
    chance = np.random.default_rng([seed, number]).random(12)
    loose = 0.5 + chance[0] * 1.5
    plain = Character(f"S{number:03d}", staff=staff)
    return replace(
        plain,
        visits_per_day=visits_per_day * (0.7 + 0.6 * chance[1]),
        calls_per_day=0.5 * visits_per_day * (0.7 + 0.6 * chance[2]),
        weekend=1.2 + 0.7 * chance[3],
        slip=plain.slip * loose,
        grab=plain.grab * loose,
        late=plain.late * loose,
        forgets=plain.forgets * loose,
        slow=plain.slow * loose,
        diligence=min(0.95, 0.7 - 0.25 * loose + 0.2 * chance[4]),
        notifies=0.9 - 0.25 * loose * chance[5],
        outside=0.3 * chance[6] + 0.2,
        leaver_on=int(chance[7] * days) if chance[8] < min(1.0, days / 300) and staff > 3 else -1,
        newcomer_on=int(chance[9] * days) if chance[10] < min(1.0, days / 300) and staff > 3 else -1,
        lost_sheet_on=int(chance[11] * days) if chance[11] * 1000 % 1 < days / 2000 else -1,
    )
