# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""How a member of the queue stands at an instant, and who carries the duty. Compiled.

The arrays are those of a store-day, columns of `core.rules.turn_shapes`.

Source: section 4 of the rulebook, "On duty", "Away", "Busy", "Looking", "The duty"; rules 6, 7, 8, 12, 13, 17.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.rules.compiled import Number, part
from core.rules.kinds import AWAY, BUSY, IDLE, NOT_ON_DUTY, NOTICE, SERVING_DUTY
from core.rules.turn_shapes import (
    G_END,
    G_NEXT,
    G_ROW,
    G_START,
    G_TOLD,
    M_EVIDENCE,
    M_GAP,
    M_LOOKED,
    M_SERVED,
    M_SHIFT,
    M_SPELL,
    M_STANDING,
    P_EARNS,
    P_END,
    P_NEXT,
    P_START,
    P_VISIT,
    S_END,
    S_NEXT,
    S_NOON,
    S_ROW,
    S_START,
)


@part
def on_duty(shifts: Any, shift: Number, at: Number, in_break: bool) -> Any:
    """(on duty, attendance row that says so, -1 for none): the shifts of one person, chained from `shift`."""
    last = -1
    while shift >= 0:
        if shifts[shift, S_START] <= at:
            last = shifts[shift, S_ROW]
            if at < shifts[shift, S_END] and (not in_break or shifts[shift, S_NOON] == 1):
                return True, last
        shift = shifts[shift, S_NEXT]
    return False, last


@part
def away(gaps: Any, gap: Number, at: Number, short_leave: Number) -> Any:
    """(away, with notice, absence row that says so, -1 for none): the gaps of one person, chained from `gap`."""
    gone, notice, evidence = False, True, -1
    while gap >= 0:
        if gaps[gap, G_START] <= at < gaps[gap, G_END]:
            told = gaps[gap, G_TOLD] == 1 and at < gaps[gap, G_START] + short_leave
            if not gone or (notice and not told):
                evidence = gaps[gap, G_ROW]
            gone = True
            notice = notice and told
        gap = gaps[gap, G_NEXT]
    return gone, gone and notice, evidence


@part
def busy(members: Any, member: Number, spells: Any, at: Number) -> Number:
    """The spell that occupies a member, -1 for none; one that earns a make-up goes first.

    Spells that are over are dropped.
    """
    spell, before, found = members[member, M_SPELL], -1, -1
    while spell >= 0:
        following = spells[spell, P_NEXT]
        if spells[spell, P_END] <= at:
            if before < 0:
                members[member, M_SPELL] = following
            else:
                spells[before, P_NEXT] = following
        else:
            if spells[spell, P_START] <= at and (found < 0 or spells[spell, P_EARNS] > spells[found, P_EARNS]):
                found = spell
            before = spell
        spell = following
    return found


@part
def stand(
    members: Any,
    member: Number,
    shifts: Any,
    gaps: Any,
    spells: Any,
    at: Number,
    in_break: bool,
    step: Number,
    short_leave: Number,
) -> Number:
    """How a member of the queue stands, one of `kinds.STANDINGS`; found once per step."""
    if members[member, M_LOOKED] == step:
        return members[member, M_STANDING]
    there, row = on_duty(shifts, members[member, M_SHIFT], at, in_break)
    standing = IDLE if there else NOT_ON_DUTY
    if there:
        row = -1
        if members[member, M_GAP] >= 0:
            gone, notice, row = away(gaps, members[member, M_GAP], at, short_leave)
            if gone:
                standing = NOTICE if notice else AWAY
        if standing == IDLE and members[member, M_SPELL] >= 0:
            spell = busy(members, member, spells, at)
            if spell >= 0:
                standing = SERVING_DUTY if spells[spell, P_EARNS] == 1 else BUSY
                row = spells[spell, P_VISIT]
    members[member, M_LOOKED] = step
    members[member, M_STANDING] = standing
    members[member, M_EVIDENCE] = row
    return standing


@part
def is_present(standing: Number) -> Any:
    """Whether a standing is that of somebody on duty and not away."""
    return standing in (IDLE, BUSY, SERVING_DUTY)


@part
def due_place(
    queue: Any,
    count: Number,
    members: Any,
    shifts: Any,
    gaps: Any,
    spells: Any,
    at: Number,
    in_break: bool,
    step: Number,
    leave: Number,
) -> Any:
    """Look: (place of who is due, nobody was idle); -1 where nobody is present."""
    first_present = np.int64(-1)
    for place in range(count):
        standing = stand(members, queue[place], shifts, gaps, spells, at, in_break, step, leave)
        if standing == IDLE:
            return np.int64(place), False
        if first_present < 0 and is_present(standing):
            first_present = np.int64(place)
    return np.int64(first_present), True


@part
def last_of_duty(
    unserved: bool,
    count: Number,
    members: Any,
    shifts: Any,
    gaps: Any,
    spells: Any,
    at: Number,
    in_break: bool,
    step: Number,
    leave: Number,
) -> Number:
    """The last of the duty pool in sign-in order, -1 for none."""
    last_idle: Number = np.int64(-1)
    member: Number = np.int64(count - 1)
    while member >= 0:
        if stand(members, member, shifts, gaps, spells, at, in_break, step, leave) == IDLE:
            if not unserved or members[member, M_SERVED] == 0:
                return member
            if last_idle < 0:
                last_idle = member
        member -= 1
    return last_idle
