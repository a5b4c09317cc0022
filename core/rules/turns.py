"""The rotation of store-days: who is due at each visit and call, what kind each reception is, how the queue moves.

One compiled pass over visits and calls in order of time. The same pass fills the trace of a replayed day. Rows, people and
stores are positions, instants seconds; `core.rules.rotation` prepares the arrays and reads the answers.

Source: section 4 of the rulebook.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from core.rules.compiled import DAY, NEVER, Codes, Flags, Ints, compiled
from core.rules.kinds import (
    AWAY,
    BEHIND,
    BUSY,
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
    NOTICE,
    NOT_LOOKED,
    NOT_ON_DUTY,
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


class Doors(NamedTuple):
    """What comes in, by row: visits with what ownership says of them, and calls.

    Attributes:
        wanted: The wanted person of each visit, -1 for a new client.
        owned: Whether the wanted person is the valid owner.
        party: Code of the visit's party, -1 for none.
    """

    store: Codes
    arrived: Ints
    left: Ints
    received: Codes
    handed: Codes
    handed_at: Ints
    wanted: Codes
    owned: Flags
    stage: Flags
    party: Codes
    call_store: Codes
    called: Ints


class Orders(NamedTuple):
    """Rows of each registry in order of (store, time), ties as the rulebook says."""

    visits: Codes
    calls: Codes
    attendance: Codes
    absences: Codes


class Choices(NamedTuple):
    """The settings of the rotation as numbers; times of day in seconds."""

    noon_start: int
    noon_end: int
    duty_size: int
    pool_unserved: bool
    absent_by_duty: bool
    tenth_on_receiver: bool
    short_leave: int
    open_visit: int
    own_takes_turn: bool
    named_takes_turn: bool


LEDGER_COLUMNS = (
    *("store", "day", "staff", "came", "taken", "missed", "forfeited", "kept"),
    *("made_up", "overflow", "kept_by_notice", "kept_by_duty", "kept_though_due", "charged"),
)
(
    L_STORE,
    L_DAY,
    L_STAFF,
    L_CAME,
    L_TAKEN,
    L_MISSED,
    L_FORFEITED,
    L_KEPT,
    L_MADE_UP,
    L_OVERFLOW,
    L_NOTICED,
    L_EARNED,
    L_STILL_DUE,
    L_CHARGED,
) = range(len(LEDGER_COLUMNS))

TRACE_COLUMNS = (
    "step",
    "place",
    "staff",
    "standing",
    "evidence",
    "outcome",
    "place_after",
    "held_before",
    "held_after",
    "duty",
)
T_STEP, T_PLACE, T_STAFF, T_STANDING, T_EVIDENCE, T_OUTCOME, T_AFTER, T_HELD, T_HELD_AFTER, T_DUTY = range(10)


class Turned(NamedTuple):
    """What the rotation found, in the order of `Orders.visits` and `Orders.calls`.

    Attributes:
        kind, due, charged: Of each visit; people or -1.
        overflow: Nobody was idle when the queue was looked at for this visit.
        due_idle, busy_with: For visits out of turn: the due one was idle; the visit that occupied the receiver, -1 for none.
        wanted_present: For obligatory receptions: the wanted person was there, busy.
        receiver_absence: Row of an absence that covers the receiver at arrival, -1 for none.
        call_due: The last of the duty at each call, -1 for none.
        call_present: Whether anybody was present at each call.
        forfeits: One row each: place in the order of visits, person, absence row.
        ledger: One row per store-day and member of the queue, columns `LEDGER_COLUMNS`.
        trace: One row per step and member of the queue, columns `TRACE_COLUMNS`; empty unless asked for.
    """

    kind: Any
    due: Any
    charged: Any
    overflow: Any
    due_idle: Any
    busy_with: Any
    wanted_present: Any
    receiver_absence: Any
    call_due: Any
    call_present: Any
    forfeits: Any
    ledger: Any
    trace: Any


@compiled
def _on_duty(rows: Any, following: Any, row: int, at: int, in_break: bool) -> Any:
    """(on duty, attendance row that says so): the rows of one person and day, chained from `row`."""
    last = -1
    while row >= 0:
        if rows.start[row] <= at:
            last = row
            if at < rows.end[row] and (not in_break or rows.noon[row] == 1):
                return True, row
        row = following[row]
    return False, last


@compiled
def _away(rows: Any, following: Any, row: int, at: int, short_leave: int) -> Any:
    """(away, with notice, absence row that says so): the rows of one person and day, chained from `row`."""
    away, notice, evidence = False, True, -1
    while row >= 0:
        if rows.start[row] <= at < rows.end[row]:
            told = rows.notified[row] == 1 and at < rows.start[row] + short_leave
            if evidence < 0 or (notice and not told):
                evidence = row
            away = True
            notice = notice and told
        row = following[row]
    return away, away and notice, evidence


@compiled
def _busy(member: int, at: int, head: Any, spell_next: Any, spell_start: Any, spell_end: Any, spell_earns: Any) -> Any:
    """(busy, spell that says so): spells that are over are dropped; one that earns a make-up is told first."""
    spell, before, found = head[member], -1, -1
    while spell >= 0:
        following = spell_next[spell]
        if spell_end[spell] <= at:
            if before < 0:
                head[member] = following
            else:
                spell_next[before] = following
        else:
            if spell_start[spell] <= at and (found < 0 or (spell_earns[spell] and not spell_earns[found])):
                found = spell
            before = spell
        spell = following
    return found >= 0, found


@compiled
def _last_of_duty(standing: Any, served: Any, members: int, unserved: bool) -> int:
    """The last in sign-in order of the duty pool, -1 for none; `standing` is known of all members."""
    if unserved:
        for member in range(members - 1, -1, -1):
            if standing[member] == IDLE and not served[member]:
                return member
    for member in range(members - 1, -1, -1):
        if standing[member] == IDLE:
            return member
    return -1


@compiled
def _to_tail(queue: Any, members: int, member: int) -> None:
    place = 0
    while queue[place] != member:
        place += 1
    while place < members - 1:
        queue[place] = queue[place + 1]
        place += 1
    queue[members - 1] = member


@compiled
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


@compiled
def rotate(doors: Any, attendance: Any, absences: Any, orders: Any, rank: Any, choices: Any, tracing: int) -> Any:  # noqa: PLR0912, PLR0915 - one loop over one state
    """Replay store-days.

    Args:
        doors: `Doors`.
        attendance, absences: `coded.AttendanceLanes`, `coded.AbsenceLanes`.
        orders: `Orders`; rows that are left out are as if they were not there.
        rank: Place of each person in natural order.
        choices: `Choices`.
        tracing: Rows to make room for in the trace; 0 for no trace.

    Returns:
        The fields of `Turned`, in its order.
    """
    visits, calls = orders.visits, orders.calls
    kind = np.empty(len(visits), np.uint8)
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
    forfeit_count = 0
    ledger = np.empty((len(orders.attendance), len(LEDGER_COLUMNS)), np.int32)
    ledger_count = 0
    trace = np.empty((tracing, 10), np.int64)
    trace_count = 0

    # of one store-day: members in sign-in order, their queue, and chains of rows and spells
    room = _longest_day(orders.attendance, attendance.store, attendance.start)
    person = np.empty(room, np.int64)
    first_in = np.empty(room, np.int64)
    attends = np.empty(room, np.int64)
    last_row = np.empty(room, np.int64)
    leaves = np.empty(room, np.int64)
    queue = np.empty(room, np.int64)
    before = np.empty(room, np.int64)
    standing = np.empty(room, np.int64)
    evidence = np.empty(room, np.int64)
    outcome = np.empty(room, np.int64)
    passed = np.empty(room, np.int64)
    board = np.zeros(room, np.int64)
    holds = np.zeros(room, np.bool_)
    held = np.zeros(room, np.bool_)
    served = np.zeros(room, np.bool_)
    tally = np.zeros((room, len(LEDGER_COLUMNS)), np.int64)
    spell_head = np.empty(room, np.int64)
    spells = 2 * _longest_day(visits, doors.store, doors.arrived)
    spell_start = np.empty(spells, np.int64)
    spell_end = np.empty(spells, np.int64)
    spell_row = np.empty(spells, np.int64)
    spell_earns = np.zeros(spells, np.bool_)
    spell_next = np.empty(spells, np.int64)
    parties = np.empty(spells // 2, np.int64)
    member_of = np.full(len(rank), -1, np.int64)
    attendance_next = np.full(len(attendance.start), -1, np.int32)
    absence_next = np.full(len(absences.start), -1, np.int32)
    absence_spent = np.zeros(len(absences.start), np.bool_)

    v = c = a = b = 0
    while v < len(visits) or c < len(calls):
        # the next store-day that has a visit or a call
        store = day = np.int64(-1)
        if v < len(visits):
            store, day = np.int64(doors.store[visits[v]]), doors.arrived[visits[v]] // DAY
        if c < len(calls):
            call_store, call_day = np.int64(doors.call_store[calls[c]]), doors.called[calls[c]] // DAY
            if v >= len(visits) or call_store < store or (call_store == store and call_day < day):
                store, day = call_store, call_day
        midnight = day * DAY

        # who signs in that day
        while a < len(orders.attendance):
            row = orders.attendance[a]
            if attendance.store[row] > store or (attendance.store[row] == store and attendance.start[row] >= midnight):
                break
            a += 1
        signed = 0
        noon_kept = False
        rostered = False
        while a < len(orders.attendance):
            row = orders.attendance[a]
            if attendance.store[row] != store or attendance.start[row] >= midnight + DAY:
                break
            a += 1
            rostered = True
            noon_kept = noon_kept or attendance.noon[row] == 1
            staff = attendance.staff[row]
            if staff < 0:
                continue
            member = member_of[staff]
            if member >= 0:
                attendance_next[last_row[member]] = row
                last_row[member] = row
                continue
            member = signed
            while (
                member > 0 and first_in[member - 1] == attendance.start[row] and rank[person[member - 1]] > rank[staff]
            ):
                person[member] = person[member - 1]
                first_in[member] = first_in[member - 1]
                attends[member] = attends[member - 1]
                last_row[member] = last_row[member - 1]
                member_of[person[member]] = member
                member -= 1
            person[member] = staff
            first_in[member] = attendance.start[row]
            attends[member] = row
            last_row[member] = row
            member_of[staff] = member
            signed += 1
        for member in range(signed):
            leaves[member] = -1
            spell_head[member] = -1
            holds[member] = False
            served[member] = False
            tally[member, :] = 0

        # who leaves for a while
        while b < len(orders.absences):
            row = orders.absences[b]
            if absences.store[row] > store or (absences.store[row] == store and absences.start[row] >= midnight):
                break
            b += 1
        away_rows = b
        while b < len(orders.absences):
            row = orders.absences[b]
            if absences.store[row] != store or absences.start[row] >= midnight + DAY:
                break
            b += 1
            if absences.staff[row] >= 0 and member_of[absences.staff[row]] >= 0:
                member = member_of[absences.staff[row]]
                absence_next[row] = leaves[member]
                leaves[member] = row

        members = 0
        spell_count = 0
        party_count = 0
        first_visit = v
        step = 0
        while True:
            # the next visit or call of the day; at equal times visits come first
            take_visit = (
                v < len(visits) and doors.store[visits[v]] == store and doors.arrived[visits[v]] < midnight + DAY
            )
            take_call = (
                c < len(calls) and doors.call_store[calls[c]] == store and doors.called[calls[c]] < midnight + DAY
            )
            if take_visit and take_call:
                take_visit = doors.arrived[visits[v]] <= doors.called[calls[c]]
            if not take_visit and not take_call:
                break
            visit = visits[v] if take_visit else np.int32(-1)
            at = doors.arrived[visit] if take_visit else doors.called[calls[c]]
            in_break = noon_kept and choices.noon_start <= at - midnight < choices.noon_end

            while members < signed and first_in[members] <= at:
                queue[members] = members
                members += 1
            for place in range(members):
                member = queue[place]
                before[place] = member
                held[member] = holds[member]
                outcome[member] = NOT_LOOKED
                there, shown = _on_duty(attendance, attendance_next, attends[member], at, in_break)
                if not there:
                    standing[member], evidence[member] = NOT_ON_DUTY, shown
                    continue
                if leaves[member] >= 0:
                    gone, notice, shown = _away(absences, absence_next, leaves[member], at, choices.short_leave)
                    if gone:
                        standing[member], evidence[member] = (NOTICE if notice else AWAY), shown
                        continue
                standing[member], evidence[member] = IDLE, -1
                if spell_head[member] >= 0:
                    occupied, spell = _busy(member, at, spell_head, spell_next, spell_start, spell_end, spell_earns)
                    if occupied:
                        standing[member] = SERVING_DUTY if spell_earns[spell] else BUSY
                        evidence[member] = spell_row[spell]

            duty = -1
            if not take_visit or choices.absent_by_duty or tracing > 0 or doors.wanted[visit] >= 0:
                duty = _last_of_duty(standing, served, members, choices.pool_unserved)

            # looking: the first idle one is due; nobody idle: the first present one
            due_place = -1
            for place in range(members):
                if standing[queue[place]] == IDLE:
                    due_place = place
                    break
            nobody_idle = due_place < 0
            if nobody_idle:
                for place in range(members):
                    if standing[queue[place]] == BUSY or standing[queue[place]] == SERVING_DUTY:
                        due_place = place
                        break
            due_member = queue[due_place] if due_place >= 0 else np.int64(-1)

            charge = np.int64(-1)
            takes_turn = False
            looked = False
            decided = -1
            if take_visit:
                received, wanted, handed = doors.received[visit], doors.wanted[visit], doors.handed[visit]
                receiver = member_of[received] if received >= 0 else np.int64(-1)
                if receiver >= members:
                    receiver = np.int64(-1)
                wanted_member = member_of[wanted] if wanted >= 0 else np.int64(-1)
                if wanted_member >= members:
                    wanted_member = np.int64(-1)
                wanted_standing = standing[wanted_member] if wanted_member >= 0 else NOT_ON_DUTY
                wanted_present = wanted_standing == IDLE or wanted_standing == BUSY or wanted_standing == SERVING_DUTY
                found = due_member
                same_party = False
                if doors.party[visit] >= 0:
                    for earlier in range(party_count):
                        if parties[earlier] == doors.party[visit]:
                            same_party = True
                            break
                    if not same_party:
                        parties[party_count] = doors.party[visit]
                        party_count += 1
                if same_party:
                    decided, found = SAME_PARTY, np.int64(-1)
                elif received < 0:
                    decided = UNRECEIVED
                    if wanted_standing == IDLE and wanted >= 0:
                        found = wanted_member
                    else:
                        looked = True
                elif wanted >= 0 and wanted == received:
                    if doors.owned[visit]:
                        decided, charge = OWN_CLIENT, (receiver if choices.own_takes_turn else np.int64(-1))
                    else:
                        decided, charge = NAMED, (receiver if choices.named_takes_turn else np.int64(-1))
                elif wanted >= 0 and wanted == handed:
                    decided = HANDED_OVER
                elif not rostered:
                    decided, found = UNROSTERED, np.int64(-1)
                elif wanted >= 0 and wanted_standing == IDLE:
                    decided, charge, found = INTERCEPTED, receiver, wanted_member
                elif wanted >= 0:
                    decided = OBLIGATORY
                    was_present[v] = wanted_present
                    if wanted_present:
                        found = np.int64(duty)
                        if doors.owned[visit] and doors.stage[visit] == OPEN:
                            charge = receiver if choices.tenth_on_receiver else wanted_member
                    elif choices.absent_by_duty:
                        found = np.int64(duty)
                    else:
                        looked = True
                else:
                    looked = True
                    there = receiver >= 0 and standing[receiver] != NOT_ON_DUTY
                    if not there:
                        decided, charge = OFF_DUTY, receiver
                    elif in_break:
                        decided = NOON
                    else:
                        takes_turn = True
                        charge = receiver
                        if due_member < 0 or receiver != due_member:
                            decided = OUT_OF_TURN
                            due_idle[v] = due_member >= 0 and not nobody_idle
                            occupied, spell = _busy(
                                receiver, at, spell_head, spell_next, spell_start, spell_end, spell_earns
                            )
                            if occupied:
                                busy_with[v] = spell_row[spell]
                        elif nobody_idle:
                            decided = OVERFLOW
                        elif holds[receiver]:
                            decided = MAKE_UP
                            holds[receiver] = False
                        else:
                            decided = TURN
                if in_break:
                    charge = np.int64(-1)
                if decided == OWN_CLIENT or decided == NAMED or decided == HANDED_OVER:
                    due[v] = wanted
                elif found >= 0:
                    due[v] = person[found]
                overflow[v] = looked and nobody_idle and due_member >= 0
                kind[v] = decided
                if received >= 0 and member_of[received] >= 0:
                    row = leaves[member_of[received]]
                    gone, notice, shown = _away(absences, absence_next, row, at, choices.short_leave)
                    receiver_absence[v] = shown
                elif received >= 0:
                    # away without having signed in that day: chains are of members only
                    for place in range(away_rows, b):
                        row = orders.absences[place]
                        if absences.staff[row] == received and absences.start[row] <= at < absences.end[row]:
                            receiver_absence[v] = row
                            break
            elif members > 0:
                for member in range(members):
                    if standing[member] == IDLE or standing[member] == BUSY or standing[member] == SERVING_DUTY:
                        call_present[c] = True
                call_due[c] = person[duty] if duty >= 0 else -1

            # what looking makes of each member ahead of the due one
            if looked and due_place >= 0:
                for place in range(members):
                    member = queue[place]
                    if place > due_place:
                        outcome[member] = BEHIND
                    elif place == due_place:
                        outcome[member] = IS_DUE
                    elif standing[member] == NOTICE:
                        outcome[member] = KEPT
                    elif standing[member] == SERVING_DUTY:
                        outcome[member] = EARNED
                    else:
                        outcome[member] = PASSED

            if takes_turn and due_place >= 0:
                for place in range(due_place + 1):
                    tally[queue[place], L_CAME] += 1
                passed_count = 0
                for place in range(due_place + 1):
                    member = queue[place]
                    if outcome[member] == IS_DUE:
                        if member == receiver:
                            tally[member, L_TAKEN] += 1
                            tally[member, L_MADE_UP] += decided == MAKE_UP
                            tally[member, L_OVERFLOW] += decided == OVERFLOW
                        else:
                            tally[member, L_STILL_DUE] += 1
                    elif outcome[member] == KEPT:
                        tally[member, L_NOTICED] += 1
                    elif outcome[member] == EARNED:
                        holds[member] = True
                        tally[member, L_EARNED] += 1
                    else:
                        passed[passed_count] = member
                        passed_count += 1
                        if standing[member] == AWAY and member != receiver:
                            row, fresh = leaves[member], -1
                            while row >= 0:
                                if absences.start[row] <= at < absences.end[row] and not absence_spent[row]:
                                    absence_spent[row] = True
                                    fresh = row
                                row = absence_next[row]
                            if fresh >= 0:
                                outcome[member] = FORFEITED
                                forfeits[forfeit_count, 0] = v
                                forfeits[forfeit_count, 1] = person[member]
                                forfeits[forfeit_count, 2] = fresh
                                forfeit_count += 1
                        if outcome[member] == FORFEITED:
                            tally[member, L_FORFEITED] += 1
                        else:
                            tally[member, L_MISSED] += 1
                for at_passed in range(passed_count):
                    _to_tail(queue, members, passed[at_passed])
            if charge >= 0:
                _to_tail(queue, members, charge)
                charged[v] = person[charge]
                tally[charge, L_CHARGED] += 1

            if tracing > 0:
                on_board = 0
                unserved_only = choices.pool_unserved and duty >= 0 and not served[duty]
                for member in range(members - 1, -1, -1):
                    board[member] = 0
                    if standing[member] == IDLE and not (unserved_only and served[member]):
                        if on_board < choices.duty_size:
                            board[member] = 2 if on_board == 0 else 1
                        on_board += 1
                for place in range(members):
                    member = before[place]
                    after = 0
                    while queue[after] != member:
                        after += 1
                    trace[trace_count, T_STEP] = step
                    trace[trace_count, T_PLACE] = place
                    trace[trace_count, T_STAFF] = person[member]
                    trace[trace_count, T_STANDING] = standing[member]
                    trace[trace_count, T_EVIDENCE] = evidence[member]
                    trace[trace_count, T_OUTCOME] = outcome[member]
                    trace[trace_count, T_AFTER] = after
                    trace[trace_count, T_HELD] = held[member]
                    trace[trace_count, T_HELD_AFTER] = holds[member]
                    trace[trace_count, T_DUTY] = board[member]
                    trace_count += 1
            step += 1

            if not take_visit:
                c += 1
                continue
            v += 1
            if received >= 0 and member_of[received] >= 0:
                served[member_of[received]] = True
            if doors.stage[visit] == CLOSED:
                continue
            left = doors.left[visit]
            if left == NEVER:
                left = at + choices.open_visit
            if handed >= 0:
                handed_at = doors.handed_at[visit]
                if handed_at == NEVER:
                    handed_at = at
                taker = member_of[handed]
                if taker >= 0 and left > handed_at:
                    spell_start[spell_count], spell_end[spell_count] = handed_at, left
                    spell_row[spell_count], spell_earns[spell_count] = visit, False
                    spell_next[spell_count] = spell_head[taker]
                    spell_head[taker] = spell_count
                    spell_count += 1
                left = handed_at
            if received >= 0 and member_of[received] >= 0 and left > at:
                server = member_of[received]
                spell_start[spell_count], spell_end[spell_count] = at, left
                spell_row[spell_count] = visit
                spell_earns[spell_count] = decided == OBLIGATORY or decided == HANDED_OVER or decided == NOON
                spell_next[spell_count] = spell_head[server]
                spell_head[server] = spell_count
                spell_count += 1

        if v > first_visit:
            for member in range(members):
                for at_column in range(len(LEDGER_COLUMNS)):
                    ledger[ledger_count, at_column] = tally[member, at_column]
                ledger[ledger_count, L_STORE] = store
                ledger[ledger_count, L_DAY] = day
                ledger[ledger_count, L_STAFF] = person[member]
                ledger[ledger_count, L_KEPT] = (
                    tally[member, L_NOTICED] + tally[member, L_EARNED] + tally[member, L_STILL_DUE]
                )
                ledger_count += 1
        for member in range(signed):
            member_of[person[member]] = -1

    return (
        kind,
        due,
        charged,
        overflow,
        due_idle,
        busy_with,
        was_present,
        receiver_absence,
        call_due,
        call_present,
        forfeits[:forfeit_count].copy(),
        ledger[:ledger_count].copy(),
        trace[:trace_count].copy(),
    )
