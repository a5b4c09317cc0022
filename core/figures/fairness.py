"""Turns received against turns expected, and where the difference comes from: arithmetic without a rest.

A visit *gives a turn* if it was charged to somebody, or is a reception of a new client outside the rotation (asked for
by name, in the midday break, off duty). Its *taker* is who it was charged to, else who received it. Expected is an
equal share of each such visit among all who signed in that day in that store; days without a sign-in are left out.

Each visit's turn is split, so that for every person the parts add up to received less expected, and every part adds up
to zero over all people:

- `named`, `noon`: the whole difference of a visit by name (or, where the setting charges it, to one's own client) and
  of a visit in the midday break.
- `duty`: the whole difference of an obligatory reception that was charged (R10).
- A visit that went round the queue: who could not be chosen gives up their equal share to those who could, because of
  `absence` (not signed in, signed out, away), `duty` (serving as a duty) or `busy` (serving otherwise). Those who could
  be chosen are the idle, or where nobody was idle the present. What the one who was due got over an equal share among
  these is `order`, which the queue evens out over time, and `duty` where it was a make-up (R6). What the receiver took
  from the one who was due is `out_of_turn`.
- `out_of_turn`: besides, the whole difference of a visit taken off duty, intercepted, or with nobody due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.people import as_text, counts, positions
from core.figures.presence import DAY, Occupied, occupied_by, seconds
from core.rules.kinds import RECEPTION_KINDS
from core.rules.settings import Settings

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PARTS = ("absence", "busy", "duty", "named", "noon", "out_of_turn", "order")
ABSENCE, BUSY, DUTY, NAMED, NOON, OUT_OF_TURN, ORDER = range(len(PARTS))
FAIRNESS = ["store_id", "staff_id", "days", "received", "expected", "gap", *PARTS]
ROUND = ("turn", "make_up", "overflow", "out_of_turn")
WHOLE = {"named": NAMED, "own_client": NAMED, "noon": NOON, "obligatory": DUTY, "handed_over": DUTY}
GIVEN = (*ROUND, "named", "noon", "off_duty")
AROUND, FREE = -1, -1
DAYS = 1 << 20
"""More than any day number: the days of stores are this far apart."""
PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Turns:
    """The visits that gave a turn, one entry each, in result order.

    Attributes:
        rank: Row of `receptions`.
        at: Arrival, seconds.
        first, size: Where the members of the store's day begin among all members, and how many they are.
        taker, due: Positions in the staff registry, -1 for none.
        part: The part that takes the whole difference; `AROUND` for a visit that went round the queue.
        made_up: Whether it was a make-up.
    """

    rank: Ints
    at: Ints
    first: Ints
    size: Ints
    taker: Ints
    due: Ints
    part: Ints
    made_up: NDArray[np.bool_]


def fairness(tables: Mapping[str, pd.DataFrame], receptions: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Split each person's gap between turns received and turns expected.

    Args:
        tables: The registries: staff, attendance, absences, visits.
        receptions: Results of them in result order: all of some stores' whole days.
        settings: The settings they were computed with.

    Returns:
        One row per person who signed in on one of these days or took a turn, in the order of the staff registry,
        columns `FAIRNESS`: days (int, days signed in on which a turn was given), received (int, turns), expected and
        gap (turns), and the parts (turns, `gap` = their sum). Nothing received and nobody signed in gives no row.

    Source: rules 6 to 8, 10, 12, 13.
    """
    staff = tables["staff"]
    people = pd.Index(as_text(staff["staff_id"]))
    size = len(people)
    rows = receptions.reset_index(drop=True)
    stores = pd.Index(as_text(rows["store_id"].drop_duplicates()))
    members, keys = _members(tables["attendance"], people, stores)
    turns = _turns(rows, people, stores, keys)
    turns_of_day = np.bincount(turns.first, minlength=len(keys))[_firsts(keys)]
    parts = np.zeros((len(PARTS), size))
    _whole(turns, members, parts)
    _around(turns, members, occupied_by(tables, rows, people, settings), parts)
    received = counts(turns.taker, size)
    expected = np.bincount(members, weights=turns_of_day / _sizes(keys), minlength=size)
    frame = pd.DataFrame(
        {
            "store_id": as_text(staff["store_id"]).to_numpy(),
            "staff_id": people,
            "days": counts(members[turns_of_day > 0], size),
            "received": received,
            "expected": expected,
            "gap": received - expected,
            **dict(zip(PARTS, parts, strict=True)),
        }
    )
    return frame[(received > 0) | (frame["days"] > 0).to_numpy()].reset_index(drop=True)


def _members(attendance: pd.DataFrame, people: pd.Index, stores: pd.Index) -> tuple[Ints, Ints]:
    """List who signed in on which day of which store: their places, and a number for the store's day, sorted by it."""
    person = positions(attendance["staff_id"], people)
    store = positions(attendance["store_id"], stores)
    known = (person >= 0) & (store >= 0)
    pairs = (store * DAYS + seconds(attendance["signed_in_at"]) // DAY)[known] * len(people) + person[known]
    pairs = np.sort(pairs)  # np.unique hashes, which takes several times as long here
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return pairs % max(1, len(people)), pairs // max(1, len(people))


def _firsts(keys: Ints) -> Ints:
    """Give for each entry of sorted keys where its run begins."""
    return np.searchsorted(keys, keys, side="left")


def _sizes(keys: Ints) -> Ints:
    """Give for each entry of sorted keys how long its run is."""
    return np.searchsorted(keys, keys, side="right") - _firsts(keys)


def _turns(rows: pd.DataFrame, people: pd.Index, stores: pd.Index, keys: Ints) -> Turns:
    """Take the visits that gave a turn on a day with a sign-in."""
    charged, received = positions(rows["charged_to"], people), positions(rows["received_by"], people)
    kind, due = positions(rows["kind"], pd.Index(RECEPTION_KINDS, dtype="str")), positions(rows["due"], people)
    at = seconds(rows["arrived_at"])
    day = positions(rows["store_id"], stores) * DAYS + at // DAY
    first, beyond = np.searchsorted(keys, day, side="left"), np.searchsorted(keys, day, side="right")
    taker = np.where(charged >= 0, charged, received)
    gave = ((charged >= 0) | _among(GIVEN)[kind]) & (taker >= 0) & (beyond > first)
    whole = np.array([WHOLE.get(name, OUT_OF_TURN) for name in RECEPTION_KINDS])
    part = np.where(_among(ROUND)[kind] & (due >= 0), AROUND, whole[kind])
    rank = np.flatnonzero(gave)
    return Turns(
        rank=rank,
        at=at[rank],
        first=first[rank],
        size=(beyond - first)[rank],
        taker=taker[rank],
        due=due[rank],
        part=part[rank].astype(np.int64),
        made_up=_among(("make_up",))[kind][rank],
    )


def _among(kinds: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say of each kind of reception whether it is one of some."""
    return np.array([kind in kinds for kind in RECEPTION_KINDS])


def _pairs(turns: Turns, chosen: Ints) -> tuple[Ints, Ints]:
    """Pair each chosen visit with every member of its day: the visit's place in `chosen`, the member's place."""
    size = turns.size[chosen]
    visit = np.repeat(np.arange(len(chosen)), size)
    before = np.repeat(np.cumsum(size) - size, size)
    return visit, np.repeat(turns.first[chosen], size) + np.arange(len(visit)) - before


def _whole(turns: Turns, members: Ints, parts: Floats) -> None:
    """Book the visits whose whole difference belongs to one part."""
    for part in range(len(PARTS)):
        chosen = np.flatnonzero(turns.part == part)
        visit, member = _pairs(turns, chosen)
        size = parts.shape[1]
        parts[part] += np.bincount(turns.taker[chosen], minlength=size)
        parts[part] -= np.bincount(members[member], weights=1.0 / turns.size[chosen][visit], minlength=size)


def _around(turns: Turns, members: Ints, occupied: Occupied, parts: Floats) -> None:
    """Book the visits that went round the queue, some at a time."""
    round_the_queue = np.flatnonzero(turns.part == AROUND)
    at_once = max(1, PAIRS_AT_ONCE // int(turns.size.max(initial=1)))
    for begin in range(0, len(round_the_queue), at_once):
        _around_some(turns, round_the_queue[begin : begin + at_once], members, occupied, parts)


def _around_some(turns: Turns, chosen: Ints, members: Ints, occupied: Occupied, parts: Floats) -> None:
    visit, member = _pairs(turns, chosen)
    person, size = members[member], parts.shape[1]
    reason = _reasons(person, turns.rank[chosen][visit], turns.at[chosen][visit], occupied)
    idle = np.bincount(visit, weights=reason == FREE, minlength=len(chosen))
    reason[(idle[visit] == 0) & (reason != ABSENCE)] = FREE
    could = np.bincount(visit, weights=reason == FREE, minlength=len(chosen))
    reason[could[visit] == 0] = FREE
    could = np.bincount(visit, weights=reason == FREE, minlength=len(chosen))
    free, share = reason == FREE, 1.0 / turns.size[chosen][visit]
    for part in (ABSENCE, BUSY, DUTY):
        kept_out = reason == part
        parts[part] -= np.bincount(person[kept_out], weights=share[kept_out], minlength=size)
        given_up = np.bincount(visit[kept_out], weights=share[kept_out], minlength=len(chosen))
        parts[part] += np.bincount(person[free], weights=(given_up / could)[visit[free]], minlength=size)
    made_up = turns.made_up[chosen]
    for part, those in ((ORDER, ~made_up), (DUTY, made_up)):
        parts[part] += np.bincount(turns.due[chosen][those], minlength=size)
        mine = free & those[visit]
        parts[part] -= np.bincount(person[mine], weights=1.0 / could[visit[mine]], minlength=size)
    parts[OUT_OF_TURN] += np.bincount(turns.taker[chosen], minlength=size)
    parts[OUT_OF_TURN] -= np.bincount(turns.due[chosen], minlength=size)


def _reasons(person: Ints, rank: Ints, at: Ints, occupied: Occupied) -> Ints:
    """Say what kept each person from being chosen at an arrival: a part, or `FREE`."""
    absent = ~occupied.on_duty.cover(person, at, at) | occupied.away.cover(person, at, at)
    serving = occupied.serving.cover(person, rank - 1, at)
    duty = occupied.serving_duty.cover(person, rank - 1, at)
    return np.select([absent, duty, serving], [ABSENCE, DUTY, BUSY], FREE)
