# ruff: noqa: PLR0917 - a step is read off several arrays
"""One day of one store, step by step: who stood where in the queue, how each stood, who was due and who moved.

The steps come from the pass that decides (`core.rules.turns.rotate`), run over that day with its trace on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from core.rules.compiled import DAY, lane
from core.rules.kinds import (
    AWAY,
    BUSY,
    FORFEITED,
    MAKE_UP,
    NOT_ON_DUTY,
    NOTICE,
    OUT_OF_TURN,
    OUTCOMES,
    OVERFLOW,
    PASSED,
    RECEPTION_KINDS,
    SERVING_DUTY,
    STAGES,
    STANDINGS,
    TURN,
)
from core.rules.results import Results
from core.rules.rotation import choices, turn
from core.rules.turn_shapes import (
    T_AFTER,
    T_DUTY,
    T_EVIDENCE,
    T_HELD,
    T_HELD_AFTER,
    T_OUTCOME,
    T_STAFF,
    T_STANDING,
    T_STEP,
    Orders,
    Turned,
)

_EVIDENCE = {
    NOTICE: "absences",
    AWAY: "absences",
    SERVING_DUTY: "visits",
    BUSY: "visits",
    NOT_ON_DUTY: "attendance",
}
_TAKING = (MAKE_UP, TURN, OVERFLOW, OUT_OF_TURN)


@dataclass(frozen=True, slots=True)
class Member:
    """How one member of the queue stood at a step.

    Attributes:
        staff_id: Who.
        standing: One of `kinds.STANDINGS`.
        evidence: Registry that says so: visits (who was being served), absences, attendance; None where idle.
        evidence_row: Row of that registry, -1 for none.
        evidence_id: Its id, where the registry has one.
        outcome: One of `kinds.OUTCOMES`: what looking made of them.
        place, place_after: Places in the queue before and after the step, the head is 0.
        make_up, make_up_after: Whether they held a make-up before and after.
        duty: Whether they carried the duty.
        last_of_duty: Whether they were the last of it, the one the rules ask.
    """

    staff_id: str
    standing: str
    evidence: str | None
    evidence_row: int
    evidence_id: str | None
    outcome: str
    place: int
    place_after: int
    make_up: bool
    make_up_after: bool
    duty: bool
    last_of_duty: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One visit or call of the day.

    Attributes:
        subject_kind: `visit` or `call`.
        subject_id, row: The visit or call, and its row in that registry.
        at: When.
        client_id: The canonical client; None for a call of nobody known.
        received_by: Who received the visit or answered the call.
        handed_to: To whom the visit was handed over.
        wanted, wanted_by: The wanted person, and whether by `claim` or because `asked` for.
        due: Who was due; at a call the last of the duty.
        kind: Kind of reception; None for a call.
        stage: The client's stage at a visit.
        charged_to: Who paid the turn.
        takes_turn: Whether what looking found was applied.
        overflow: Nobody was idle when the queue was looked at.
        in_break: In a midday break that is kept.
        members: Everybody in the queue, from its head, before the step.
        moved: Who moved to the tail, in that order, and why: `passed_over`, `forfeited` or `charged`.
    """

    subject_kind: str
    subject_id: str
    row: int
    at: datetime
    client_id: str | None
    received_by: str | None
    handed_to: str | None
    wanted: str | None
    wanted_by: str | None
    due: str | None
    kind: str | None
    stage: str | None
    charged_to: str | None
    takes_turn: bool
    overflow: bool
    in_break: bool
    members: tuple[Member, ...]
    moved: tuple[tuple[str, str], ...]

    @property
    def queue_before(self) -> tuple[str, ...]:
        """Ids of the queue from its head, before the step."""
        return tuple(member.staff_id for member in self.members)

    @property
    def queue_after(self) -> tuple[str, ...]:
        """Ids of the queue from its head, after the step."""
        return tuple(member.staff_id for member in sorted(self.members, key=lambda member: member.place_after))


@dataclass(frozen=True, slots=True)
class DayReplay:
    """A store's day.

    Attributes:
        store_id, day: Which.
        rostered: Whether anybody signed in.
        break_kept: Whether the midday break was kept.
        sign_in_order: Everybody who signed in, in order of first sign-in.
        steps: Visits and calls in order of time; at equal times visits first. A day without any has none.
    """

    store_id: str
    day: date
    rostered: bool
    break_kept: bool
    sign_in_order: tuple[str, ...]
    steps: tuple[Step, ...]


def replay(results: Results, store_id: str, day: date) -> DayReplay:
    """Replay a store's day.

    Args:
        results: Of the computation that the day is part of.
        store_id: The store; one that is in no registry has no steps.
        day: The day, store time.
    """
    coded, doors = results.coded, results.doors
    store = coded.stores.index(store_id) if store_id in coded.stores else -1
    midnight = (day - date(1970, 1, 1)).days * DAY
    orders = Orders(
        visits=_of_day(results.orders.visits, doors.store, doors.arrived, store, midnight),
        calls=_of_day(results.orders.calls, doors.call_store, doors.called, store, midnight),
        attendance=_of_day(results.orders.attendance, coded.attendance.store, coded.attendance.start, store, midnight),
        absences=_of_day(results.orders.absences, coded.absences.store, coded.absences.start, store, midnight),
    )
    settings = choices(results.settings)
    room = (len(orders.visits) + len(orders.calls)) * len(orders.attendance)
    turned = turn(coded, doors, orders, settings, room)
    break_kept = bool(coded.attendance.noon[orders.attendance].any())
    return DayReplay(
        store_id=store_id,
        day=day,
        rostered=len(orders.attendance) > 0,
        break_kept=break_kept,
        sign_in_order=_signed_in(results, orders),
        steps=tuple(_steps(results, orders, turned, break_kept)),
    )


def _of_day(order: Any, store: Any, times: Any, wanted: int, midnight: int) -> Any:
    """The rows of one store-day, in order."""
    of_store = order[np.searchsorted(store[order], wanted) : np.searchsorted(store[order], wanted, side="right")]
    at = times[of_store]
    return lane(of_store[np.searchsorted(at, midnight) : np.searchsorted(at, midnight + DAY)], np.int32)


def _signed_in(results: Results, orders: Orders) -> tuple[str, ...]:
    attendance, rank = results.coded.attendance, results.coded.staff.rank
    first: dict[int, int] = {}
    for row in orders.attendance:
        if attendance.staff[row] >= 0:
            first.setdefault(int(attendance.staff[row]), int(attendance.start[row]))
    order = sorted(first, key=lambda staff: (first[staff], rank[staff]))
    return tuple(str(results.coded.staff_ids.text(staff)) for staff in order)


def _steps(results: Results, orders: Orders, turned: Turned, break_kept: bool) -> list[Step]:
    doors = results.doors
    visits = [(int(doors.arrived[row]), 0, place, int(row)) for place, row in enumerate(orders.visits)]
    calls = [(int(doors.called[row]), 1, place, int(row)) for place, row in enumerate(orders.calls)]
    bounds = np.searchsorted(turned.trace[:, T_STEP], np.arange(len(visits) + len(calls) + 1))
    steps = []
    for number, (at, is_call, place, row) in enumerate(sorted(visits + calls)):
        lines = turned.trace[bounds[number] : bounds[number + 1]]
        step = _call_step if is_call else _visit_step
        steps.append(step(results, turned, place, row, at, lines, break_kept))
    return steps


def _visit_step(
    results: Results, turned: Turned, place: int, row: int, at: int, lines: npt.NDArray[Any], break_kept: bool
) -> Step:
    coded, doors = results.coded, results.doors
    staff = coded.staff_ids.text
    kind = int(turned.kind[place])
    takes_turn = kind in _TAKING
    wanted, client = int(doors.wanted[row]), int(coded.visits.client[row])
    members = _members(results, lines)
    charged = staff(int(turned.charged[place]))
    return Step(
        subject_kind="visit",
        subject_id=str(coded.ids("visits", "visit_id").text(row)),
        row=row,
        at=_instant(at),
        client_id=coded.client_ids.text(int(results.people.canonical[client])) if client >= 0 else None,
        received_by=staff(int(doors.received[row])),
        handed_to=staff(int(doors.handed[row])),
        wanted=staff(wanted),
        wanted_by=None if wanted < 0 else "claim" if doors.owned[row] else "asked",
        due=staff(int(turned.due[place])),
        kind=RECEPTION_KINDS[kind],
        stage=STAGES[doors.stage[row]],
        charged_to=charged,
        takes_turn=takes_turn,
        overflow=bool(turned.overflow[place]),
        in_break=break_kept and _in_break(results, at),
        members=members,
        moved=_moved(members, charged, takes_turn),
    )


def _call_step(
    results: Results, turned: Turned, place: int, row: int, at: int, lines: npt.NDArray[Any], break_kept: bool
) -> Step:
    coded = results.coded
    return Step(
        subject_kind="call",
        subject_id=str(coded.ids("calls", "call_id").text(row)),
        row=row,
        at=_instant(at),
        client_id=coded.client_ids.text(int(results.people.call_clients[row])),
        received_by=coded.staff_ids.text(int(coded.calls.answered[row])),
        handed_to=None,
        wanted=None,
        wanted_by=None,
        due=coded.staff_ids.text(int(turned.call_due[place])),
        kind=None,
        stage=None,
        charged_to=None,
        takes_turn=False,
        overflow=False,
        in_break=break_kept and _in_break(results, at),
        members=_members(results, lines),
        moved=(),
    )


def _members(results: Results, lines: npt.NDArray[Any]) -> tuple[Member, ...]:
    coded = results.coded
    members = []
    for place, line in enumerate(lines):
        standing, evidence = int(line[T_STANDING]), int(line[T_EVIDENCE])
        registry = _EVIDENCE.get(standing) if evidence >= 0 else None
        members.append(
            Member(
                staff_id=str(coded.staff_ids.text(int(line[T_STAFF]))),
                standing=STANDINGS[standing],
                evidence=registry,
                evidence_row=evidence,
                evidence_id=coded.ids("visits", "visit_id").text(evidence) if registry == "visits" else None,
                outcome=OUTCOMES[line[T_OUTCOME]],
                place=place,
                place_after=int(line[T_AFTER]),
                make_up=bool(line[T_HELD]),
                make_up_after=bool(line[T_HELD_AFTER]),
                duty=bool(line[T_DUTY]),
                last_of_duty=bool(line[T_DUTY] == 2),
            )
        )
    return tuple(members)


def _moved(members: tuple[Member, ...], charged: str | None, takes_turn: bool) -> tuple[tuple[str, str], ...]:
    moved = []
    if takes_turn:
        lost = (OUTCOMES[PASSED], OUTCOMES[FORFEITED])
        moved = [(member.staff_id, member.outcome) for member in members if member.outcome in lost]
    if charged is not None:
        moved.append((charged, "charged"))
    return tuple(moved)


def _in_break(results: Results, at: int) -> bool:
    settings = choices(results.settings)
    return bool(settings.noon_start <= at % DAY < settings.noon_end)


def _instant(seconds: int) -> datetime:
    moment: datetime = np.datetime64(seconds, "s").astype(datetime)
    return moment
