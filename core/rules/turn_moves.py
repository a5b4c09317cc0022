# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""What changes on a store-day: people sign in, go out and are occupied, the queue moves, ledger and trace are written.

Compiled parts of `core.rules.turns.rotate`; the arrays are those of `core.rules.turn_shapes`.

Source: section 4 of the rulebook, "The queue", "Looking", "Taking the turn"; rules 6, 7, 13.
"""

from __future__ import annotations

from typing import Any

from core.rules.compiled import Number, part
from core.rules.kinds import (
    AWAY,
    BEHIND,
    EARNED,
    FORFEITED,
    IDLE,
    IS_DUE,
    KEPT,
    MAKE_UP,
    NOTICE,
    OVERFLOW,
    PASSED,
    SERVING_DUTY,
)
from core.rules.turn_shapes import (
    G_END,
    G_NEXT,
    G_ROW,
    G_SPENT,
    G_STAFF,
    G_START,
    G_TOLD,
    L_CAME,
    L_DAY,
    L_EARNED,
    L_FORFEITED,
    L_KEPT,
    L_MADE_UP,
    L_MISSED,
    L_NOTICED,
    L_OVERFLOW,
    L_STAFF,
    L_STILL_DUE,
    L_STORE,
    L_TAKEN,
    LEDGER_WIDTH,
    M_BOARD,
    M_EVIDENCE,
    M_FIRST_IN,
    M_GAP,
    M_HELD,
    M_HOLDS,
    M_LAST_SHIFT,
    M_LOOKED,
    M_OUTCOME,
    M_PERSON,
    M_SERVED,
    M_SHIFT,
    M_SPELL,
    M_STANDING,
    MEMBER_WIDTH,
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
    T_AFTER,
    T_DUTY,
    T_EVIDENCE,
    T_HELD,
    T_HELD_AFTER,
    T_OUTCOME,
    T_STAFF,
    T_STANDING,
    T_STEP,
)


@part
def sign_in(
    row: Number, signed: Number, shift: Number, members: Any, shifts: Any, member_of: Any, attendance: Any, rank: Any
) -> Number:
    """Enter an attendance row as a shift; rows come in order of time. Returns how many people have signed in so far."""
    staff = attendance.staff[row]
    shifts[shift, S_START] = attendance.start[row]
    shifts[shift, S_END] = attendance.end[row]
    shifts[shift, S_NOON] = attendance.noon[row]
    shifts[shift, S_ROW] = row
    shifts[shift, S_NEXT] = -1
    if staff < 0:
        return signed
    known = member_of[staff]
    if known >= 0:
        shifts[members[known, M_LAST_SHIFT], S_NEXT] = shift
        members[known, M_LAST_SHIFT] = shift
        return signed
    at = attendance.start[row]
    member = signed
    while member > 0 and members[member - 1, M_FIRST_IN] == at and rank[members[member - 1, M_PERSON]] > rank[staff]:
        for column in range(MEMBER_WIDTH):
            members[member, column] = members[member - 1, column]
        member_of[members[member, M_PERSON]] = member
        member -= 1
    for column in range(MEMBER_WIDTH):
        members[member, column] = 0
    members[member, M_PERSON] = staff
    members[member, M_FIRST_IN] = at
    members[member, M_SHIFT] = shift
    members[member, M_LAST_SHIFT] = shift
    members[member, M_GAP] = -1
    members[member, M_SPELL] = -1
    members[member, M_LOOKED] = -1
    member_of[staff] = member
    return signed + 1


@part
def go_out(row: Number, gap: Number, members: Any, gaps: Any, member_of: Any, absences: Any) -> None:
    """Enter an absence row as a gap."""
    staff = absences.staff[row]
    gaps[gap, G_START] = absences.start[row]
    gaps[gap, G_END] = absences.end[row]
    gaps[gap, G_TOLD] = absences.notified[row]
    gaps[gap, G_STAFF] = staff
    gaps[gap, G_ROW] = row
    gaps[gap, G_NEXT] = -1
    gaps[gap, G_SPENT] = 0
    if staff >= 0 and member_of[staff] >= 0:
        member = member_of[staff]
        gaps[gap, G_NEXT] = members[member, M_GAP]
        members[member, M_GAP] = gap


@part
def outcomes(queue: Any, count: Number, due: Number, members: Any) -> None:
    """What looking made of everybody in the queue; those ahead of the due one have been looked at."""
    for place in range(count):
        member = queue[place]
        standing = members[member, M_STANDING]
        if place > due:
            members[member, M_OUTCOME] = BEHIND
        elif place == due:
            members[member, M_OUTCOME] = IS_DUE
        elif standing == NOTICE:
            members[member, M_OUTCOME] = KEPT
        elif standing == SERVING_DUTY:
            members[member, M_OUTCOME] = EARNED
        else:
            members[member, M_OUTCOME] = PASSED


@part
def fresh_gap(gaps: Any, gap: Number, at: Number) -> Number:
    """Spend the absences that cover an instant; row of one that was not forfeited for before, -1 for none."""
    fresh = -1
    while gap >= 0:
        if gaps[gap, G_START] <= at < gaps[gap, G_END] and gaps[gap, G_SPENT] == 0:
            gaps[gap, G_SPENT] = 1
            fresh = gaps[gap, G_ROW]
        gap = gaps[gap, G_NEXT]
    return fresh


@part
def to_tail(queue: Any, count: Number, member: Number) -> None:
    """Move a member of the queue to its tail."""
    place = 0
    while queue[place] != member:
        place += 1
    while place < count - 1:
        queue[place] = queue[place + 1]
        place += 1
    queue[count - 1] = member


@part
def take_turn(
    queue: Any,
    count: Number,
    due: Number,
    receiver: Number,
    kind: Number,
    at: Number,
    members: Any,
    gaps: Any,
    tally: Any,
    passed: Any,
    visit_place: Number,
    forfeits: Any,
    forfeited: Number,
) -> Number:
    """Apply what looking found, and enter it in the ledger. Returns how many forfeits there are now."""
    lost = 0
    for place in range(due + 1):
        tally[queue[place], L_CAME] += 1
    for place in range(due + 1):
        member = queue[place]
        outcome = members[member, M_OUTCOME]
        if outcome == IS_DUE:
            if member == receiver:
                tally[member, L_TAKEN] += 1
                tally[member, L_MADE_UP] += 1 if kind == MAKE_UP else 0
                tally[member, L_OVERFLOW] += 1 if kind == OVERFLOW else 0
            else:
                tally[member, L_STILL_DUE] += 1
        elif outcome == KEPT:
            tally[member, L_NOTICED] += 1
        elif outcome == EARNED:
            members[member, M_HOLDS] = 1
            tally[member, L_EARNED] += 1
        else:
            passed[lost] = member
            lost += 1
            row = -1
            if members[member, M_STANDING] == AWAY and member != receiver:
                row = fresh_gap(gaps, members[member, M_GAP], at)
            if row >= 0:
                members[member, M_OUTCOME] = FORFEITED
                tally[member, L_FORFEITED] += 1
                forfeits[forfeited, 0] = visit_place
                forfeits[forfeited, 1] = members[member, M_PERSON]
                forfeits[forfeited, 2] = row
                forfeited += 1
            else:
                tally[member, L_MISSED] += 1
    for place in range(lost):
        to_tail(queue, count, passed[place])
    return forfeited


@part
def add_spell(
    count: Number, members: Any, member: Number, spells: Any, start: Number, end: Number, visit: Number, earns: Number
) -> Number:
    """A visit occupies a member. Returns how many spells there are now."""
    if member < 0 or end <= start:
        return count
    spells[count, P_START] = start
    spells[count, P_END] = end
    spells[count, P_VISIT] = visit
    spells[count, P_EARNS] = earns
    spells[count, P_NEXT] = members[member, M_SPELL]
    members[member, M_SPELL] = count
    return count + 1


@part
def write_trace(
    queue: Any,
    before: Any,
    count: Number,
    step: Number,
    members: Any,
    unserved: bool,
    duty_size: Number,
    trace: Any,
    written: Number,
) -> Number:
    """Trace everybody in the queue, who have all been looked at. Returns how many lines there are now."""
    narrow = False
    for member in range(count):
        narrow = narrow or (unserved and members[member, M_STANDING] == IDLE and members[member, M_SERVED] == 0)
    pool = 0
    for back in range(count):
        member = count - 1 - back
        members[member, M_BOARD] = 0
        if members[member, M_STANDING] == IDLE and not (narrow and members[member, M_SERVED] == 1):
            if pool < duty_size:
                members[member, M_BOARD] = 2 if pool == 0 else 1
            pool += 1
    for place in range(count):
        member = before[place]
        after = 0
        while queue[after] != member:
            after += 1
        trace[written, T_STEP] = step
        trace[written, T_STAFF] = members[member, M_PERSON]
        trace[written, T_STANDING] = members[member, M_STANDING]
        trace[written, T_EVIDENCE] = members[member, M_EVIDENCE]
        trace[written, T_OUTCOME] = members[member, M_OUTCOME]
        trace[written, T_AFTER] = after
        trace[written, T_HELD] = members[member, M_HELD]
        trace[written, T_HELD_AFTER] = members[member, M_HOLDS]
        trace[written, T_DUTY] = members[member, M_BOARD]
        written += 1
    return written


@part
def write_ledger(
    count: Number, store: Number, day: Number, members: Any, tally: Any, ledger: Any, written: Number
) -> Number:
    """Close the day of everybody who signed in. Returns how many rows there are now."""
    for member in range(count):
        for column in range(LEDGER_WIDTH):
            ledger[written, column] = tally[member, column]
        ledger[written, L_STORE] = store
        ledger[written, L_DAY] = day
        ledger[written, L_STAFF] = members[member, M_PERSON]
        ledger[written, L_KEPT] = tally[member, L_NOTICED] + tally[member, L_EARNED] + tally[member, L_STILL_DUE]
        written += 1
    return written
