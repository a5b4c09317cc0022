# ruff: noqa: PLR0917 - a kernel takes its arrays as arguments
"""The rotation of store-days: who is due at each visit and call, what kind each reception is, how the queue moves.

One compiled pass over visits and calls in order of time; the same pass fills the trace of a replayed day.

Source: section 4 of the rulebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.rules.compiled import DAY, NEVER, Number, compiled, part
from core.rules.kinds import (
    CLOSED,
    HANDED_OVER,
    IDLE,
    INTERCEPTED,
    MAKE_UP,
    NAMED,
    NOON,
    NOT_LOOKED,
    NOT_ON_DUTY,
    OBLIGATORY,
    OFF_DUTY,
    OPEN,
    OUT_OF_TURN,
    OVERFLOW,
    OWN_CLIENT,
    SAME_PARTY,
    TURN,
    UNRECEIVED,
    UNROSTERED,
)
from core.rules.standing import away, busy, due_place, is_present, last_of_duty, stand
from core.rules.turn_moves import add_spell, go_out, outcomes, sign_in, take_turn, to_tail, write_ledger, write_trace
from core.rules.turn_shapes import (
    G_END,
    G_ROW,
    G_STAFF,
    G_START,
    GAP_WIDTH,
    L_CHARGED,
    LEDGER_WIDTH,
    M_FIRST_IN,
    M_GAP,
    M_HELD,
    M_HOLDS,
    M_OUTCOME,
    M_PERSON,
    M_SERVED,
    MEMBER_WIDTH,
    P_VISIT,
    SHIFT_WIDTH,
    SPELL_WIDTH,
    TRACE_WIDTH,
)


@part
def _longest_day(order: Any, store: Any, times: Any) -> Number:
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
def _reach(place: Number, order: Any, store_of: Any, times: Any, store: Number, midnight: Number) -> Number:
    """The first place from `place` on that is not before that store-day."""
    while place < len(order):
        row = order[place]
        if store_of[row] > store or (store_of[row] == store and times[row] >= midnight):
            break
        place += 1
    return place


@part
def _is_that_day(place: Number, order: Any, store_of: Any, times: Any, store: Number, midnight: Number) -> Any:
    """Whether the row at a place is of that store-day; the place is not before it."""
    return place < len(order) and store_of[order[place]] == store and times[order[place]] < midnight + DAY


@compiled
def rotate(  # noqa: PLR0912, PLR0915 - the fourteen kinds in their order
    doors: Any, attendance: Any, absences: Any, orders: Any, rank: Any, choices: Any, ledger: Any, tracing: Number
) -> Any:
    """Replay store-days.

    Args:
        doors: `Doors`.
        attendance, absences: `coded.AttendanceLanes`, `coded.AbsenceLanes`.
        orders: `Orders`; rows that are left out are as if they were not there.
        rank: Place of each person in natural order.
        choices: `Choices`.
        ledger: Room for one row for each row of attendance, `LEDGER_WIDTH` wide.
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
            signed = sign_in(row, signed, shift, members, shifts, member_of, attendance, rank)
            shift += 1
            a += 1
        rostered = shift > 0
        for member in range(signed):
            for column in range(LEDGER_WIDTH):
                tally[member, column] = 0
        b = _reach(b, orders.absences, absences.store, absences.start, store, midnight)
        while _is_that_day(b, orders.absences, absences.store, absences.start, store, midnight):
            go_out(np.int64(orders.absences[b]), gap, members, gaps, member_of, absences)
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
                    traced = write_trace(
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
            found = np.int64(-1)
            if looks:
                found, nobody_idle = due_place(queue, count, members, shifts, gaps, spells, at, in_break, step, leave)
                overflow[v] = nobody_idle and found >= 0
                if found >= 0:
                    due_person = members[queue[found], M_PERSON]
                    outcomes(queue, count, found, members)
            if takes_turn:
                if found < 0 or queue[found] != receiver:
                    kind = OUT_OF_TURN
                    due_idle[v] = found >= 0 and not overflow[v]
                    spell = busy(members, receiver, spells, at)
                    busy_with[v] = spells[spell, P_VISIT] if spell >= 0 else -1
                elif overflow[v]:
                    kind = OVERFLOW
                elif members[receiver, M_HOLDS] == 1:
                    kind = MAKE_UP
                    members[receiver, M_HOLDS] = 0
                else:
                    kind = TURN
                if found >= 0:
                    forfeited = take_turn(
                        *(queue, count, found, receiver, kind, at, members, gaps, tally, passed, v, forfeits),
                        forfeited,
                    )
            kinds[v] = kind
            due[v] = due_person
            if charge >= 0 and not in_break:
                to_tail(queue, count, charge)
                charged[v] = members[charge, M_PERSON]
                tally[charge, L_CHARGED] += 1
            if tracing > 0:
                traced = write_trace(
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
                    spell_count = add_spell(spell_count, members, taker, spells, handed_at, end, visit, np.int64(0))
                    end = handed_at
                earns = np.int64(kind in (OBLIGATORY, HANDED_OVER, NOON))
                spell_count = add_spell(spell_count, members, served_by, spells, at, end, visit, earns)
            step += 1
            v += 1

        if v > first_visit:
            ledgered = write_ledger(signed, store, day, members, tally, ledger, ledgered)
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
        ledger[:ledgered],
        trace[:traced].copy(),
    )
