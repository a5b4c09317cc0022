"""Whose client it is: events grouped by client, the walk, and the frame of claims.

Source: section 3 of the rulebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.clients import People
from core.rules.coded import Coded, last_instants
from core.rules.columns import coded_by, column
from core.rules.compiled import DAY, NEVER, Codes, Ints, lane
from core.rules.frames import category, instants, words
from core.rules.halves import side_by_side
from core.rules.kinds import (
    BY_DEAL,
    CLOSER,
    CREDIT_RULING,
    ENDED_BY_LAPSE,
    ENDED_BY_LEAVING,
    ENDINGS,
    EVENTS,
    OWNERSHIP_BASES,
    OWNERSHIP_RULES,
)
from core.rules.ordering import grouped, ordered
from core.rules.settings import Settings
from core.rules.walk import register_times, walk
from core.rules.walk_shapes import (
    C_BASIS,
    C_CLIENT,
    C_CONTACT,
    C_CONTACT_EVENT,
    C_CONTACT_ROW,
    C_ENDED_AT,
    C_ENDED_BY,
    C_ENDED_EVENT,
    C_ENDED_ROW,
    C_EVENT,
    C_LAST_DAY,
    C_OUTSIDE,
    C_OWNER,
    C_ROW,
    C_SINCE,
    CLAIM_WIDTH,
    Events,
    Extras,
    Walked,
)


def follow(coded: Coded, people: People, settings: Settings) -> Walked:
    """Walk every client's events.

    Returns:
        Claims by (store, registration of the client, time) and the answers of `Walked` for each row.
    """
    deals = coded.deals
    canonical = np.append(people.canonical, np.int32(-1))
    of_clients = grouped(
        lane(canonical[deals.client], np.int32), deals.judged, coded.ids("deals", "deal_id"), len(people.canonical)
    )
    extras = Extras(
        asked=coded.visits.asked,
        handed=coded.visits.handed,
        visit_source=coded.visits.source,
        client_source=coded.clients.source,
        written=coded.clients.registered,
        name_given=coded.calls.name_given,
        deal_starts=of_clients.starts,
        deal_rows=of_clients.rows,
        reserved=deals.reserved,
        closed=deals.closed,
        cancelled=deals.cancelled,
        deal_ruling=deal_rulings(coded),
        ruling_owner=coded.rulings.staff,
        last_day=coded.staff.last_day,
        grouped_staff=lane(coded_by(column(coded.tables, "staff", "group_id"), _anything) >= 0, np.uint8),
        lapse_months=settings.lapse_months,
        scope_deal=settings.lapse_scope == "deal",
    )
    order = people.order[people.canonical[people.order] == people.order]
    events = _events(coded, people, canonical)
    return _walked(lane(order, np.int32), events, extras)


def _walked(order: Codes, events: Events, extras: Extras) -> Walked:
    """Walk the clients, half of them beside the other half.

    Claims of the second half are numbered from the most that the first can come to, then moved up to follow it.
    """
    visits, deals, numbers = len(extras.asked), len(extras.reserved), len(events.key)
    ruled = extras.deal_ruling >= 0
    credited = events.staff[events.base[BY_DEAL] :].copy()
    credited[ruled] = extras.ruling_owner[extras.deal_ruling[ruled]]
    visit_claim, deal_claim, touched = (np.full(rows, -1, np.int32) for rows in (visits, deals, numbers))
    found = (
        visit_claim,
        np.zeros(visits, np.uint8),
        np.zeros(visits, np.uint8),
        np.where(ruled, CREDIT_RULING, CLOSER).astype(np.int8),
        credited,
        deal_claim,
        np.zeros(deals, np.uint8),
        np.zeros(numbers, np.uint8),
        touched,
    )

    def some(clients: Codes, first_number: int) -> Ints:
        room = np.empty((CLAIM_WIDTH, 16 + len(clients) + len(clients) // 2), np.int64)
        claims, count = walk(clients, events, extras, found, room, first_number)
        return claims[:, :count]  # type: ignore[no-any-return]

    half = len(order) // 2
    first, second = side_by_side(lambda: some(order[:half], 0), lambda: some(order[half:], len(events.numbers)))
    for claim in (visit_claim, deal_claim, touched):
        np.subtract(claim, len(events.numbers) - first.shape[1], out=claim, where=claim >= len(events.numbers))
    return Walked(np.concatenate((first, second), axis=1).T, *found, events)


def _anything(texts: pa.Array) -> Codes:
    return np.arange(len(texts), dtype=np.int32)


def _events(coded: Coded, people: People, canonical: Codes) -> Events:
    """The events of all kinds, by canonical client in the order they are taken."""
    rulings, assignments, calls, visits = coded.rulings, coded.assignments, coded.calls, coded.visits
    clients, followups, deals = coded.clients, coded.followups, coded.deals
    visit_clients = canonical[visits.client]
    registered = register_times(clients, people.canonical, visits, visit_clients, _among_equals(coded))
    of_kinds = (
        (np.where(coded.ruling_dismissed | (rulings.staff < 0), -1, canonical[rulings.client]), rulings.at),
        (canonical[assignments.client], assignments.at),
        (people.call_clients, calls.called),
        (visit_clients, visits.arrived),
        (np.where(clients.registrar < 0, -1, people.canonical), registered),
        (canonical[followups.client], followups.at),
        (np.where(deals.judged == NEVER, -1, canonical[deals.client]), deals.judged),
    )
    staff = (
        *(rulings.staff, assignments.staff, calls.answered, visits.received, clients.registrar),
        *(followups.staff, deals.closer),
    )
    key = lane(np.concatenate([at * 8 + kind for kind, (_, at) in enumerate(of_kinds)]))
    groups = grouped(
        lane(np.concatenate([client for client, _ in of_kinds]), np.int32),
        key,
        coded.event_ids,
        len(people.canonical),
    )
    return Events(
        starts=groups.starts,
        numbers=groups.rows,
        key=key,
        staff=lane(np.concatenate(staff), np.int32),
        base=lane(np.cumsum([0, *(len(at) for _, at in of_kinds)])),
    )


def _among_equals(coded: Coded) -> Codes:
    """Place of each visit in order of (store, arrived_at, visit_id)."""
    places = np.empty(len(coded.visit_order), np.int32)
    places[coded.visit_order] = np.arange(len(places), dtype=np.int32)
    return lane(places, np.int32)


def deal_rulings(coded: Coded) -> Codes:
    """Row of the ruling that decides each deal's credit: the latest with a new owner that is not dismissed."""
    latest = np.full(len(coded.deals.store), -1, np.int32)
    rulings = coded.rulings
    rows: Any = np.flatnonzero((coded.ruling_deals >= 0) & (rulings.staff >= 0) & ~coded.ruling_dismissed)
    if len(rows):
        order = ordered(np.zeros(len(rulings.at)), rulings.at, coded.ids("rulings", "ruling_id"))
        rows = order[np.isin(order, rows)]
        latest[coded.ruling_deals[rows]] = rows
    return lane(latest, np.int32)


def ownership_frame(coded: Coded, walked: Walked, settings: Settings) -> pd.DataFrame:
    """The claims as the contract shows them, columns of `results.OWNERSHIP`, in the order of the walk.

    `until` of a claim that no ruling, assignment or deal ended is midnight after its last valid day, or after its
    owner's last day of work if that is earlier, unless the store's last instant is before it.
    """
    claims = walked.claims
    client, owner, basis = claims[:, C_CLIENT], claims[:, C_OWNER], claims[:, C_BASIS]
    store = coded.clients.store[client]
    until, ended_by = _ends(coded, claims, store, settings)
    groups = column(coded.tables, "staff", "group_id").astype("category")
    group_codes = np.append(groups.cat.codes.to_numpy(), -1)
    return pd.DataFrame(
        {
            "store_id": category(store, coded.store_dtype),
            "client_id": category(client, coded.client_ids.dtype),
            "since": instants(claims[:, C_SINCE]),
            "owner": category(owner, coded.staff_ids.dtype),
            "group_id": category(group_codes[owner], groups.dtype),
            "basis": words(basis, OWNERSHIP_BASES),
            "last_contact": instants(claims[:, C_CONTACT]),
            "until": instants(until),
            "ended_by": words(ended_by, ENDINGS),
            "rules": words(basis, tuple(OWNERSHIP_RULES.values())),
            "event": words(claims[:, C_EVENT], EVENTS),
            "event_id": _event_ids(coded, walked, claims[:, C_EVENT], claims[:, C_ROW]),
            "contact_event": words(claims[:, C_CONTACT_EVENT], EVENTS),
            "contact_id": _event_ids(coded, walked, claims[:, C_CONTACT_EVENT], claims[:, C_CONTACT_ROW]),
            "lapses_on": instants(claims[:, C_LAST_DAY] * DAY),
            "outside": claims[:, C_OUTSIDE] == 1,
            "ended_event": words(claims[:, C_ENDED_EVENT], EVENTS),
            "ended_id": _event_ids(coded, walked, claims[:, C_ENDED_EVENT], claims[:, C_ENDED_ROW]),
        },
        copy=False,
    )


def _ends(coded: Coded, claims: Any, store: Codes, settings: Settings) -> tuple[Ints, Ints]:
    """(until, ended_by) of each claim; `NEVER` and -1 while it stands."""
    until, ended_by = claims[:, C_ENDED_AT].copy(), claims[:, C_ENDED_BY].copy()
    last_day = coded.staff.last_day[claims[:, C_OWNER]]
    lapse_day = claims[:, C_LAST_DAY]
    by_months = lapse_day <= last_day
    if settings.lapse_scope == "deal":
        by_months = np.zeros(len(claims), bool)
        lapse_day = last_day
    ends_on = np.minimum(lapse_day, last_day)
    latest = last_instants(coded)[store] // DAY
    over = (until == NEVER) & (ends_on < latest)
    until[over] = (ends_on[over] + 1) * DAY
    ended_by[over] = np.where(by_months[over], ENDED_BY_LAPSE, ENDED_BY_LEAVING)
    return until, ended_by


def _event_ids(coded: Coded, walked: Walked, kinds: Ints, rows: Ints) -> Any:
    """The ids of event rows, by position in `kinds.EVENTS`; missing for kind -1."""
    return coded.event_ids.take(np.where(kinds < 0, -1, walked.events.base[kinds] + rows)).array
