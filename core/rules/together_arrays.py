"""The arrays of several computations as those of one: rows, people, claims and events counted on.

Source: none of the rulebook; what is decided for a store does not hang on other stores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from core.rules.clients import People
from core.rules.coded import Coded
from core.rules.compiled import lane
from core.rules.kinds import EVENT_REGISTRIES
from core.rules.results import Results
from core.rules.turn_shapes import L_STAFF, L_STORE, Doors, Orders, Turned
from core.rules.walk_shapes import (
    C_CLIENT,
    C_CONTACT_EVENT,
    C_CONTACT_ROW,
    C_ENDED_EVENT,
    C_ENDED_ROW,
    C_EVENT,
    C_OWNER,
    C_ROW,
    Events,
    Walked,
)

REGISTRIES = (
    *("staff", "attendance", "absences", "clients", "assignments", "visits", "assists", "calls", "followups", "deals"),
    "rulings",
)
CLAIMS = "claims"


class Shifts:
    """By how much the positions of each part move when the parts stand under one another.

    Attributes:
        parts: Results of stores, in order.
        coded: The registries of all of them, coded.
        of: Registry (or `CLAIMS`) -> the first position of each part.
        stores: For each part the code of each of its stores among all.
    """

    def __init__(self, parts: Sequence[Results], coded: Coded) -> None:
        """Count the rows of the parts."""
        self.parts, self.coded = parts, coded
        sizes = {name: [_rows(part.coded, name) for part in parts] for name in REGISTRIES}
        sizes[CLAIMS] = [len(part.walked.claims) for part in parts]
        self.of = {name: [0, *np.cumsum(counts)[:-1].tolist()] for name, counts in sizes.items()}
        codes = {store: code for code, store in enumerate(coded.stores)}
        self.stores = [np.array([codes[s] for s in part.coded.stores] + [-1], np.int32) for part in parts]

    def moved(self, registry: str, find: Callable[[Results], Any]) -> Any:
        """An array of positions in a registry from every part, as positions in all; negative ones stay."""
        pairs = zip(map(find, self.parts), self.of[registry], strict=True)
        return np.concatenate([up(array, by) for array, by in pairs])

    def stacked(self, find: Callable[[Results], Any]) -> Any:
        """An array from every part, as it is."""
        return np.concatenate([find(part) for part in self.parts])


def up(array: Any, by: int) -> Any:
    """Positions moved by so many; negative ones stay."""
    return array + (array >= 0) * array.dtype.type(by) if by else array


def _rows(coded: Coded, registry: str) -> int:
    frame = coded.tables.get(registry)
    return 0 if frame is None else len(frame)


def people(shifts: Shifts) -> People:
    """Who the clients are."""
    return People(
        canonical=lane(shifts.moved("clients", lambda p: p.people.canonical), np.int32),
        order=lane(shifts.moved("clients", lambda p: p.people.order), np.int32),
        call_clients=lane(shifts.moved("clients", lambda p: p.people.call_clients), np.int32),
        has_phone=shifts.stacked(lambda p: p.people.has_phone),
    )


def walked(shifts: Shifts) -> Walked:
    """What the walk found."""
    moved, stacked = shifts.moved, shifts.stacked
    pieces = [_claims(part.walked, shifts, at) for at, part in enumerate(shifts.parts)]
    return Walked(
        claims=np.concatenate([piece.T for piece in pieces], axis=1).T,
        visit_claim=moved(CLAIMS, lambda p: p.walked.visit_claim),
        visit_stage=stacked(lambda p: p.walked.visit_stage),
        visit_unsupported=stacked(lambda p: p.walked.visit_unsupported),
        deal_basis=stacked(lambda p: p.walked.deal_basis),
        deal_credited=moved("staff", lambda p: p.walked.deal_credited),
        deal_claim=moved(CLAIMS, lambda p: p.walked.deal_claim),
        deal_valid=stacked(lambda p: p.walked.deal_valid),
        effects=_by_kind(shifts, [part.walked.effects for part in shifts.parts]),
        touched=_by_kind(
            shifts,
            [up(part.walked.touched, by) for part, by in zip(shifts.parts, shifts.of[CLAIMS], strict=True)],
        ),
        events=_events(shifts),
    )


def _claims(found: Walked, shifts: Shifts, part: int) -> Any:
    """The claims of a part with rows, people and clients counted on."""
    claims = found.claims.copy(order="F")
    claims[:, C_CLIENT] += shifts.of["clients"][part]
    claims[:, C_OWNER] = up(claims[:, C_OWNER], shifts.of["staff"][part])
    first = np.array([*(shifts.of[registry][part] for registry in EVENT_REGISTRIES), 0], np.int64)
    for kind, row in ((C_EVENT, C_ROW), (C_CONTACT_EVENT, C_CONTACT_ROW), (C_ENDED_EVENT, C_ENDED_ROW)):
        claims[:, row] += np.where(claims[:, row] >= 0, first[claims[:, kind]], 0)
    return claims


def _by_kind(shifts: Shifts, arrays: Sequence[Any]) -> Any:
    """Arrays in the numbering of `Events`, as one in that of all: kind by kind, in each part by part."""
    bases = [part.walked.events.base for part in shifts.parts]
    return np.concatenate(
        [
            array[base[kind] : base[kind + 1]]
            for kind in range(len(EVENT_REGISTRIES))
            for array, base in zip(arrays, bases, strict=True)
        ]
    )


def _events(shifts: Shifts) -> Events:
    """The events of all parts."""
    parts = [part.walked.events for part in shifts.parts]
    base = np.sum([events.base for events in parts], axis=0)
    numbers, starts, before = [], [], 0
    for part, events in enumerate(parts):
        first = np.array([shifts.of[registry][part] for registry in EVENT_REGISTRIES], np.int64)
        by_kind = base[:-1] + first - events.base[:-1]
        kinds = np.searchsorted(events.base, events.numbers, "right") - 1
        numbers.append(events.numbers + by_kind[kinds])
        starts.append(events.starts[:-1] + before)
        before += len(events.numbers)
    staff = [up(events.staff, by) for events, by in zip(parts, shifts.of["staff"], strict=True)]
    return Events(
        starts=lane(np.concatenate([*starts, [before]])),
        numbers=lane(np.concatenate(numbers), np.int32),
        key=lane(_by_kind(shifts, [events.key for events in parts])),
        staff=lane(_by_kind(shifts, staff), np.int32),
        base=lane(base),
    )


def doors(shifts: Shifts) -> Doors:
    """Visits and calls as the rotation sees them; parties are numbered on."""
    visits, calls = shifts.coded.visits, shifts.coded.calls
    parties, before = [], 0
    for part in shifts.parts:
        parties.append(up(part.doors.party, before))
        before = max(before, int(parties[-1].max(initial=-1)) + 1)
    return Doors(
        store=visits.store,
        arrived=visits.arrived,
        left=visits.left,
        received=visits.received,
        handed=visits.handed,
        handed_at=visits.handed_at,
        wanted=lane(shifts.moved("staff", lambda p: p.doors.wanted), np.int32),
        owned=lane(shifts.stacked(lambda p: p.doors.owned), np.uint8),
        stage=lane(shifts.stacked(lambda p: p.doors.stage), np.uint8),
        party=lane(np.concatenate(parties), np.int32),
        call_store=calls.store,
        called=calls.called,
    )


def orders(shifts: Shifts) -> Orders:
    """The rows of each registry in the order in which days are replayed."""
    return Orders(**{name: lane(shifts.moved(name, attrgetter(f"orders.{name}")), np.int32) for name in Orders._fields})


def turned(shifts: Shifts) -> Turned:
    """What the rotation found."""
    moved = {
        **dict.fromkeys(("due", "charged", "call_due"), "staff"),
        "busy_with": "visits",
        "receiver_absence": "absences",
    }
    found: dict[str, Any] = {}
    for name in Turned._fields:
        if name in moved:
            found[name] = shifts.moved(moved[name], attrgetter(f"turned.{name}"))
        elif name not in {"forfeits", "ledger"}:
            found[name] = shifts.stacked(attrgetter(f"turned.{name}"))
    return Turned(**found, forfeits=_forfeits(shifts), ledger=_ledger(shifts))


def _forfeits(shifts: Shifts) -> Any:
    pieces = []
    for at, part in enumerate(shifts.parts):
        by = [shifts.of[registry][at] for registry in ("visits", "staff", "absences")]
        pieces.append(part.turned.forfeits + np.array(by, part.turned.forfeits.dtype))
    return np.concatenate(pieces)


def _ledger(shifts: Shifts) -> Any:
    pieces = []
    for at, part in enumerate(shifts.parts):
        rows = part.turned.ledger.copy()
        rows[:, L_STORE] = shifts.stores[at][rows[:, L_STORE]]
        rows[:, L_STAFF] += shifts.of["staff"][at]
        pieces.append(rows)
    return np.concatenate(pieces)
