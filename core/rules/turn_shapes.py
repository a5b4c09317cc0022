"""What goes into the rotation and what comes out: arrays by name.

Rows, people and stores are positions, instants seconds; `core.rules.rotation` fills the first and reads the last.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from core.rules.compiled import Codes, Flags, Ints


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
    """The settings of the rotation as numbers; times of day and lengths in seconds."""

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


MEMBER_COLUMNS = (
    *("person", "first_in", "shift", "last_shift", "gap", "spell", "looked_at", "standing", "evidence"),
    *("outcome", "holds", "held", "served", "board"),
)
"""Everybody who signs in on a store-day, in order of first sign-in, ties by id.

shift, gap, spell: Their first attendance, last absence and last spell of the day (below), -1 for none; others are
chained. looked_at: The step for which standing and evidence hold. outcome: What looking made of them at this step.
holds, held: Whether they hold a make-up, now and before the step. served: Have received a visit that day. board: 1
carries the duty, 2 is the last of it (of a trace).
"""
(
    M_PERSON,
    M_FIRST_IN,
    M_SHIFT,
    M_LAST_SHIFT,
    M_GAP,
    M_SPELL,
    M_LOOKED,
    M_STANDING,
    M_EVIDENCE,
    M_OUTCOME,
    M_HOLDS,
    M_HELD,
    M_SERVED,
    M_BOARD,
) = range(len(MEMBER_COLUMNS))
MEMBER_WIDTH = len(MEMBER_COLUMNS)

S_START, S_END, S_NOON, S_ROW, S_NEXT = range(5)
"""Columns of a day's shifts: an attendance row, and the next of the same person."""
SHIFT_WIDTH = 5
G_START, G_END, G_TOLD, G_STAFF, G_ROW, G_NEXT, G_SPENT = range(7)
"""Columns of a day's gaps: an absence row, the next of the same person, and whether it was forfeited for."""
GAP_WIDTH = 7
P_START, P_END, P_VISIT, P_EARNS, P_NEXT = range(5)
"""Columns of a day's spells: when which visit occupies somebody, whether a turn missed meanwhile is kept as a make-up,
and the next of the same person."""
SPELL_WIDTH = 5

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
LEDGER_WIDTH = len(LEDGER_COLUMNS)

TRACE_COLUMNS = ("step", "staff", "standing", "evidence", "outcome", "place_after", "held", "held_after", "duty")
T_STEP, T_STAFF, T_STANDING, T_EVIDENCE, T_OUTCOME, T_AFTER, T_HELD, T_HELD_AFTER, T_DUTY = range(len(TRACE_COLUMNS))
TRACE_WIDTH = len(TRACE_COLUMNS)


class Turned(NamedTuple):
    """What the rotation found, in the order of `Orders.visits` and `Orders.calls`.

    Attributes:
        kind, due, charged: Of each visit; people or -1.
        overflow: Nobody was idle when the queue was looked at for this visit.
        due_idle, busy_with: For visits out of turn: the due one was idle; the visit that occupied the receiver, -1 for
            none.
        wanted_present: For obligatory receptions: the wanted person was there, busy.
        receiver_absence: Row of an absence that covers the receiver at arrival, -1 for none.
        call_due: The last of the duty at each call, -1 for none.
        call_present: Whether anybody was present at each call.
        forfeits: One row each: place in the order of visits, person, absence row.
        ledger: One row per store-day and person who signed in, columns `LEDGER_COLUMNS`.
        trace: One row per step and member of the queue, from its head, columns `TRACE_COLUMNS`; empty unless asked for.
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
