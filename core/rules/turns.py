"""The rotation of store-days: who is due at each visit and call, what kind each reception is, how the queue moves.

One compiled pass over visits and calls in order of time; the same pass fills the trace of a replayed day. The functions
below are the parts of a step, in the order in which `rotate` takes them.

Source: section 4 of the rulebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.rules.compiled import DAY, NEVER, compiled, part
from core.rules.kinds import (
    AWAY,
    BEHIND,
    CLOSED,
    EARNED,
    FORFEITED,
    HANDED_OVER,
    IDLE,
    INTERCEPTED,
    IS_DUE,
    KEPT,
    MAKE_UP,
    NAMED,
    NOON,
    NOT_LOOKED,
    NOT_ON_DUTY,
    NOTICE,
    OBLIGATORY,
    OFF_DUTY,
    OPEN,
    OUT_OF_TURN,
    OVERFLOW,
    OWN_CLIENT,
    PASSED,
    SAME_PARTY,
    SERVING_DUTY,
    TURN,
    UNRECEIVED,
    UNROSTERED,
)
from core.rules.standing import away, busy, due_place, is_present, last_of_duty, stand
from core.rules.turn_shapes import (
    G_END,
    G_NEXT,
    G_ROW,
    G_SPENT,
    G_STAFF,
    G_START,
    G_TOLD,
    GAP_WIDTH,
    L_CAME,
    L_CHARGED,
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
    SHIFT_WIDTH,
    SPELL_WIDTH,
    T_AFTER,
    T_DUTY,
    T_EVIDENCE,
    T_HELD,
    T_HELD_AFTER,
    T_OUTCOME,
    T_STAFF,
    T_STANDING,
    T_STEP,
    TRACE_WIDTH,
)


@part
def _longest_day(order: Any, store: Any, times: Any) -> int:
    """Most rows of one store-day."""
    longest, length = 0, 0
    for place in range(len(order)):
        if place > 0:
            row, before = order[place], order[place - 1]
            if store[row] != store[before] or times[row] // DAY != times[before] // DAY:
                length = 0
        length += 1
        longest = max(longest, length)
    return longest


@part
def _reach(place: int, order: Any, store_of: Any, times: Any, store: int, midnight: int) -> int:
    """The first place from `place` on that is not before that store-day."""
    while place < len(order):
        row = order[place]
        if store_of[row] > store or (store_of[row] == store and times[row] >= midnight):
            break
        place += 1
    return place


@part
def _is_that_day(place: int, order: Any, store_of: Any, times: Any, store: int, midnight: int) -> bool:
    """Whether the row at a place is of that store-day; the place is not before it."""
    return place < len(order) and store_of[order[place]] == store and times[order[place]] < midnight + DAY


@part
def _sign_in(
    row: int, signed: int, shift: int, members: Any, shifts: Any, member_of: Any, attendance: Any, rank: Any
) -> int:
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
def _go_out(row: int, gap: int, members: Any, gaps: Any, member_of: Any, absences: Any) -> None:
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
def _outcomes(queue: Any, count: int, due: int, members: Any) -> None:
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
def _fresh_gap(gaps: Any, gap: int, at: int) -> int:
    """Spend the absences that cover an instant; row of one that was not forfeited for before, -1 for none."""
    fresh = -1
    while gap >= 0:
        if gaps[gap, G_START] <= at < gaps[gap, G_END] and gaps[gap, G_SPENT] == 0:
            gaps[gap, G_SPENT] = 1
            fresh = gaps[gap, G_ROW]
        gap = gaps[gap, G_NEXT]
    return fresh


@part
def _to_tail(queue: Any, count: int, member: int) -> None:
    place = 0
    while queue[place] != member:
        place += 1
    while place < count - 1:
        queue[place] = queue[place + 1]
        place += 1
    queue[count - 1] = member


@part
def _take_turn(
    queue: Any,
    count: int,
    due: int,
    receiver: int,
    kind: int,
    at: int,
    members: Any,
    gaps: Any,
    tally: Any,
    passed: Any,
    visit_place: int,
    forfeits: Any,
    forfeited: int,
) -> int:
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
                row = _fresh_gap(gaps, members[member, M_GAP], at)
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
        _to_tail(queue, count, passed[place])
    return forfeited


@part
def _add_spell(count: int, members: Any, member: int, spells: Any, start: int, end: int, visit: int, earns: int) -> int:
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
def _write_trace(
    queue: Any,
    before: Any,
    count: int,
    step: int,
    members: Any,
    unserved: bool,
    duty_size: int,
    trace: Any,
    written: int,
) -> int:
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
def _write_ledger(count: int, store: int, day: int, members: Any, tally: Any, ledger: Any, written: int) -> int:
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


@compiled
def rotate(doors: Any, attendance: Any, absences: Any, orders: Any, rank: Any, choices: Any, tracing: int) -> Any:  # noqa: PLR0912, PLR0915 - the fourteen kinds in their order
    """Replay store-days.

    Args:
        doors: `Doors`.
        attendance, absences: `coded.AttendanceLanes`, `coded.AbsenceLanes`.
        orders: `Orders`; rows that are left out are as if they were not there.
        rank: Place of each person in natural order.
        choices: `Choices`.
        tracing: Lines to make room for in the trace; 0 for no trace.

    Returns:
        The fields of `Turned`, in its order.
    """
    visits, calls = orders.visits, orders.calls
    kinds = np.empty(len(visits), np.uint8)
    due = np.full(len(visits), -1, np.int32)
    charged = np.full(len(visits), -1, np.int32)
    overflow = np.zeros(len(visits), np.bool_)
    due_idle = np.zeros(len(visits), np.bool_)
    busy_with = np.full(len(visits), -1, np.int32)
    was_present = np.zeros(len(visits), np.bool_)
    receiver_absence = np.full(len(visits), -1, np.int32)
    call_due = np.full(len(calls), -1, np.int32)
    call_present = np.zeros(len(calls), np.bool_)
    forfeits = np.empty((len(orders.absences), 3), np.int64)
    ledger = np.empty((len(orders.attendance), LEDGER_WIDTH), np.int32)
    trace = np.empty((tracing, TRACE_WIDTH), np.int64)
    forfeited = ledgered = traced = np.int64(0)

    room = _longest_day(orders.attendance, attendance.store, attendance.start)
    members = np.empty((room, MEMBER_WIDTH), np.int64)
    shifts = np.empty((room, SHIFT_WIDTH), np.int64)
    tally = np.empty((room, LEDGER_WIDTH), np.int64)
    queue = np.empty(room, np.int64)
    before = np.empty(room, np.int64)
    passed = np.empty(room, np.int64)
    gaps = np.empty((_longest_day(orders.absences, absences.store, absences.start), GAP_WIDTH), np.int64)
    longest = _longest_day(visits, doors.store, doors.arrived)
    spells = np.empty((2 * longest, SPELL_WIDTH), np.int64)
    parties = np.empty(longest, np.int64)
    member_of = np.full(len(rank), -1, np.int64)
    leave = choices.short_leave

    v = c = a = b = np.int64(0)
    while v < len(visits) or c < len(calls):
        store = day = np.int64(-1)
        if v < len(visits):
            store, day = np.int64(doors.store[visits[v]]), doors.arrived[visits[v]] // DAY
        if c < len(calls):
            call_store, call_day = np.int64(doors.call_store[calls[c]]), doors.called[calls[c]] // DAY
            if v >= len(visits) or call_store < store or (call_store == store and call_day < day):
                store, day = call_store, call_day
        midnight = day * DAY

        signed = shift = gap = np.int64(0)
        noon_kept = False
        a = _reach(a, orders.attendance, attendance.store, attendance.start, store, midnight)
        while _is_that_day(a, orders.attendance, attendance.store, attendance.start, store, midnight):
            row = np.int64(orders.attendance[a])
            noon_kept = noon_kept or attendance.noon[row] == 1
            signed = _sign_in(row, signed, shift, members, shifts, member_of, attendance, rank)
            shift += 1
            a += 1
        rostered = shift > 0
        for member in range(signed):
            for column in range(LEDGER_WIDTH):
                tally[member, column] = 0
        b = _reach(b, orders.absences, absences.store, absences.start, store, midnight)
        while _is_that_day(b, orders.absences, absences.store, absences.start, store, midnight):
            _go_out(np.int64(orders.absences[b]), gap, members, gaps, member_of, absences)
            gap += 1
            b += 1

        count = spell_count = party_count = step = np.int64(0)
        first_visit = v
        while True:
            # the next visit or call of the day; at equal times visits come first
            is_visit = _is_that_day(v, visits, doors.store, doors.arrived, store, midnight)
            is_call = _is_that_day(c, calls, doors.call_store, doors.called, store, midnight)
            if is_visit and is_call:
                is_visit = doors.arrived[visits[v]] <= doors.called[calls[c]]
            if not is_visit and not is_call:
                break
            at = doors.arrived[visits[v]] if is_visit else doors.called[calls[c]]
            in_break = noon_kept and choices.noon_start <= at - midnight < choices.noon_end
            while count < signed and members[count, M_FIRST_IN] <= at:
                queue[count] = count
                count += 1
            if tracing > 0:
                for place in range(count):
                    member = queue[place]
                    before[place] = member
                    members[member, M_HELD] = members[member, M_HOLDS]
                    members[member, M_OUTCOME] = NOT_LOOKED
                    stand(members, member, shifts, gaps, spells, at, in_break, step, leave)

            if not is_visit:
                duty = last_of_duty(
                    choices.pool_unserved, count, members, shifts, gaps, spells, at, in_break, step, leave
                )
                call_due[c] = members[duty, M_PERSON] if duty >= 0 else -1
                call_present[c] = duty >= 0
                for place in range(count):
                    if call_present[c]:
                        break
                    call_present[c] = is_present(
                        stand(members, queue[place], shifts, gaps, spells, at, in_break, step, leave)
                    )
                if tracing > 0:
                    traced = _write_trace(
                        queue, before, count, step, members, choices.pool_unserved, choices.duty_size, trace, traced
                    )
                step += 1
                c += 1
                continue

            visit = visits[v]
            received, wanted, handed = doors.received[visit], doors.wanted[visit], doors.handed[visit]
            served_by = member_of[received] if received >= 0 else np.int64(-1)
            receiver = served_by if served_by < count else np.int64(-1)
            wanted_member = member_of[wanted] if wanted >= 0 else np.int64(-1)
            wanted_standing = NOT_ON_DUTY
            if 0 <= wanted_member < count:
                wanted_standing = stand(members, wanted_member, shifts, gaps, spells, at, in_break, step, leave)
            same_party = False
            if doors.party[visit] >= 0:
                for earlier in range(party_count):
                    same_party = same_party or parties[earlier] == doors.party[visit]
                if not same_party:
                    parties[party_count] = doors.party[visit]
                    party_count += 1

            kind = UNROSTERED
            charge = np.int64(-1)
            looks = asks_duty = takes_turn = False
            due_person = -1
            if same_party:
                kind = SAME_PARTY
            elif received < 0:
                kind = UNRECEIVED
                if wanted_standing == IDLE:
                    due_person = wanted
                else:
                    looks = True
            elif wanted >= 0 and wanted == received:
                kind = OWN_CLIENT if doors.owned[visit] == 1 else NAMED
                due_person = wanted
                if choices.own_takes_turn if kind == OWN_CLIENT else choices.named_takes_turn:
                    charge = receiver
            elif wanted >= 0 and wanted == handed:
                kind = HANDED_OVER
                due_person = wanted
            elif not rostered:
                kind = UNROSTERED
            elif wanted_standing == IDLE:
                kind = INTERCEPTED
                due_person = wanted
                charge = receiver
            elif wanted >= 0:
                kind = OBLIGATORY
                was_present[v] = is_present(wanted_standing)
                asks_duty = was_present[v] or choices.absent_by_duty
                looks = not asks_duty
                if was_present[v] and doors.owned[visit] == 1 and doors.stage[visit] == OPEN:
                    charge = receiver if choices.tenth_on_receiver else wanted_member
            else:
                looks = True
                receiver_standing = NOT_ON_DUTY
                if receiver >= 0:
                    receiver_standing = stand(members, receiver, shifts, gaps, spells, at, in_break, step, leave)
                if receiver_standing == NOT_ON_DUTY:
                    kind = OFF_DUTY
                    charge = receiver
                elif in_break:
                    kind = NOON
                else:
                    takes_turn = True
                    charge = receiver

            if asks_duty:
                duty = last_of_duty(
                    choices.pool_unserved, count, members, shifts, gaps, spells, at, in_break, step, leave
                )
                due_person = members[duty, M_PERSON] if duty >= 0 else -1
            place = np.int64(-1)
            if looks:
                place, nobody_idle = due_place(queue, count, members, shifts, gaps, spells, at, in_break, step, leave)
                overflow[v] = nobody_idle and place >= 0
                if place >= 0:
                    due_person = members[queue[place], M_PERSON]
                    _outcomes(queue, count, place, members)
            if takes_turn:
                if place < 0 or queue[place] != receiver:
                    kind = OUT_OF_TURN
                    due_idle[v] = place >= 0 and not overflow[v]
                    spell = busy(members, receiver, spells, at)
                    busy_with[v] = spells[spell, P_VISIT] if spell >= 0 else -1
                elif overflow[v]:
                    kind = OVERFLOW
                elif members[receiver, M_HOLDS] == 1:
                    kind = MAKE_UP
                    members[receiver, M_HOLDS] = 0
                else:
                    kind = TURN
                if place >= 0:
                    forfeited = _take_turn(
                        *(queue, count, place, receiver, kind, at, members, gaps, tally, passed, v, forfeits),
                        forfeited,
                    )
            kinds[v] = kind
            due[v] = due_person
            if charge >= 0 and not in_break:
                _to_tail(queue, count, charge)
                charged[v] = members[charge, M_PERSON]
                tally[charge, L_CHARGED] += 1
            if tracing > 0:
                traced = _write_trace(
                    queue, before, count, step, members, choices.pool_unserved, choices.duty_size, trace, traced
                )

            if served_by >= 0:
                members[served_by, M_SERVED] = 1
                if members[served_by, M_GAP] >= 0:
                    _, _, receiver_absence[v] = away(gaps, members[served_by, M_GAP], at, leave)
            elif received >= 0:
                # not signed in that day: gaps are chained for members only
                for out in range(gap):
                    if gaps[out, G_STAFF] == received and gaps[out, G_START] <= at < gaps[out, G_END]:
                        receiver_absence[v] = gaps[out, G_ROW]
            if doors.stage[visit] != CLOSED:
                end = doors.left[visit] if doors.left[visit] != NEVER else at + choices.open_visit
                if handed >= 0:
                    handed_at = doors.handed_at[visit] if doors.handed_at[visit] != NEVER else at
                    taker = member_of[handed]
                    spell_count = _add_spell(spell_count, members, taker, spells, handed_at, end, visit, np.int64(0))
                    end = handed_at
                earns = np.int64(kind == OBLIGATORY or kind == HANDED_OVER or kind == NOON)
                spell_count = _add_spell(spell_count, members, served_by, spells, at, end, visit, earns)
            step += 1
            v += 1

        if v > first_visit:
            ledgered = _write_ledger(signed, store, day, members, tally, ledger, ledgered)
        for member in range(signed):
            member_of[members[member, M_PERSON]] = -1

    return (
        kinds,
        due,
        charged,
        overflow,
        due_idle,
        busy_with,
        was_present,
        receiver_absence,
        call_due,
        call_present,
        forfeits[:forfeited].copy(),
        ledger[:ledgered].copy(),
        trace[:traced].copy(),
    )
