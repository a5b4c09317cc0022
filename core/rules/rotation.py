# ruff: noqa: PLR0917 - the answers of each pass are named one by one
"""Whose turn it is: the rotation of every store-day, and the replay of one.

Source: section 4 of the rulebook.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import time
from typing import Any

import numpy as np
import pandas as pd

from core.rules.clients import People
from core.rules.coded import Coded
from core.rules.columns import coded_by, column
from core.rules.compiled import Codes, lane
from core.rules.frames import category, instants, words
from core.rules.halves import side_by_side
from core.rules.kinds import (
    NAMED,
    OBLIGATORY,
    OUT_OF_TURN,
    RECEPTION_KINDS,
    RECEPTION_RULES,
    STAGES,
    WANTED_BY,
)
from core.rules.ordering import ordered
from core.rules.settings import Settings
from core.rules.turn_shapes import LEDGER_WIDTH, Choices, Doors, Orders, Turned
from core.rules.turns import rotate
from core.rules.walk_shapes import C_OWNER, Walked


def decide(coded: Coded, walked: Walked, settings: Settings) -> tuple[Doors, Orders, Turned]:
    """Replay every store-day that has a visit or a call."""
    entered, orders = side_by_side(lambda: doors(coded, walked), lambda: day_orders(coded))
    settled = choices(settings)
    first, second = _halves(coded, entered, orders)
    parts = side_by_side(lambda: turn(coded, entered, first, settled), lambda: turn(coded, entered, second, settled))
    parts[1].forfeits[:, 0] += len(first.visits)
    return entered, orders, Turned(*(np.concatenate(both) for both in zip(*parts, strict=True)))


def turn(coded: Coded, entered: Doors, orders: Orders, settled: Choices, tracing: int = 0) -> Turned:
    """Replay the store-days of some rows, with so many lines of trace."""
    ledger = np.empty((len(orders.attendance), LEDGER_WIDTH), np.int32)
    return Turned(
        *rotate(entered, coded.attendance, coded.absences, orders, coded.staff.rank, settled, ledger, tracing)
    )


def _halves(coded: Coded, entered: Doors, orders: Orders) -> tuple[Orders, Orders]:
    """The rows of the first stores and those of the others, about half of the visits each."""
    rows = len(orders.visits)
    store = entered.store[orders.visits[rows // 2]] if rows else 0
    stores = (entered.store, entered.call_store, coded.attendance.store, coded.absences.store)
    cuts = [bisect_left(order, store, key=of.__getitem__) for order, of in zip(orders, stores, strict=True)]
    return (
        Orders(*(order[:cut] for order, cut in zip(orders, cuts, strict=True))),
        Orders(*(order[cut:] for order, cut in zip(orders, cuts, strict=True))),
    )


def doors(coded: Coded, walked: Walked) -> Doors:
    """Visits and calls as the rotation sees them: with the wanted person and the client's stage."""
    visits = coded.visits
    owners = np.append(walked.claims[:, C_OWNER].astype(np.int32), np.int32(-1))
    owner = owners[walked.visit_claim]
    last_day = np.append(coded.staff.last_day, 0)
    asked = np.where(visits.arrived // 86400 <= last_day[visits.asked], visits.asked, np.int32(-1))
    return Doors(
        store=visits.store,
        arrived=visits.arrived,
        left=visits.left,
        received=visits.received,
        handed=visits.handed,
        handed_at=visits.handed_at,
        wanted=lane(np.where(owner >= 0, owner, asked), np.int32),
        owned=lane(owner >= 0, np.uint8),
        stage=lane(walked.visit_stage, np.uint8),
        party=_parties(column(coded.tables, "visits", "party_id")),
        call_store=coded.calls.store,
        called=coded.calls.called,
    )


def _parties(values: pd.Series[Any]) -> Codes:
    """A number for each party; -1 for none."""
    given = np.flatnonzero(values.notna().to_numpy() & (values != "").to_numpy())
    codes = np.full(len(values), -1, np.int32)
    codes[given] = coded_by(values.iloc[given], lambda texts: np.arange(len(texts), dtype=np.int32))
    return lane(codes, np.int32)


def day_orders(coded: Coded) -> Orders:
    """The rows of each registry in the order in which a day is replayed."""
    return Orders(
        visits=coded.visit_order,
        calls=lane(ordered(coded.calls.store, coded.calls.called, coded.ids("calls", "call_id")), np.int32),
        attendance=lane(ordered(coded.attendance.store, coded.attendance.start, None), np.int32),
        absences=lane(ordered(coded.absences.store, coded.absences.start, None), np.int32),
    )


def choices(settings: Settings) -> Choices:
    """The settings of the rotation as numbers."""
    return Choices(
        noon_start=_seconds(settings.noon_start),
        noon_end=_seconds(settings.noon_end),
        duty_size=settings.duty_size,
        pool_unserved=settings.duty_pool == "unserved",
        absent_by_duty=settings.absent_owner_served_by == "duty",
        tenth_on_receiver=settings.rule_10_charged_to == "receiver",
        short_leave=settings.short_leave_minutes * 60,
        open_visit=settings.open_visit_minutes * 60,
        own_takes_turn=settings.own_client_takes_turn,
        named_takes_turn=settings.named_takes_turn,
    )


def _seconds(of_day: time) -> int:
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second


def receptions_frame(
    coded: Coded, people: People, walked: Walked, entered: Doors, orders: Orders, turned: Turned, settings: Settings
) -> pd.DataFrame:
    """One row a visit, columns of `results.RECEPTIONS`, by (store, arrived_at, visit_id)."""
    rows = orders.visits
    visits, staff = coded.visits, coded.staff_ids.dtype
    canonical = np.append(people.canonical, np.int32(-1))
    wanted, owned = entered.wanted[rows], entered.owned[rows]
    return pd.DataFrame(
        {
            "store_id": category(visits.store[rows], coded.store_dtype),
            "arrived_at": instants(visits.arrived[rows]),
            "visit_id": coded.ids("visits", "visit_id").take(rows),
            "client_id": category(canonical[visits.client[rows]], coded.client_ids.dtype),
            "received_by": category(visits.received[rows], staff),
            "wanted": category(wanted, staff),
            "due": category(turned.due, staff),
            "kind": words(turned.kind, RECEPTION_KINDS),
            "charged_to": category(turned.charged, staff),
            "counts": turned.charged >= 0,
            "rules": _rules(coded, rows, turned, settings),
            "row": rows.astype(np.int64),
            "handed_to": category(visits.handed[rows], staff),
            "wanted_by": words(np.where(wanted < 0, -1, np.where(owned, 0, 1)), WANTED_BY),
            "claim": walked.visit_claim[rows].astype(np.int64),
            "overflow": turned.overflow,
            "stage": words(walked.visit_stage[rows], STAGES),
        },
        copy=False,
    )


_WAYS = tuple(RECEPTION_RULES)
_PLAIN = np.array([_WAYS.index(kind) if kind in _WAYS else -1 for kind in RECEPTION_KINDS], np.int8)


def _rules(coded: Coded, rows: Codes, turned: Turned, settings: Settings) -> pd.Categorical:
    """The rules that decided each reception."""
    way = _PLAIN[turned.kind]
    at = np.flatnonzero(turned.kind == OBLIGATORY)
    absent = "obligatory by whose turn it is" if settings.absent_owner_served_by == "due" else "obligatory by the duty"
    way[at] = np.where(turned.wanted_present[at], _WAYS.index("obligatory for a busy owner"), _WAYS.index(absent))
    at = np.flatnonzero(turned.kind == NAMED)
    way[at[coded.visits.source[rows[at]] == 2]] = _WAYS.index("named of an outing")
    at = np.flatnonzero(turned.kind == OUT_OF_TURN)
    way[at[turned.due_idle[at] & (turned.busy_with[at] >= 0)]] = _WAYS.index("double")
    return words(way, tuple(RECEPTION_RULES.values()))
