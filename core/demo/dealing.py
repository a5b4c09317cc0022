"""Deals: after a visit, or settled elsewhere with somebody whom nobody has followed up."""

from __future__ import annotations

from core.demo.book import contact, owner_of
from core.demo.day import employed
from core.demo.world import (
    DAY,
    HOUR,
    MINUTE,
    N_CLIENTS,
    N_DEALS,
    NONE,
    World,
    added,
    between,
    compiled,
    events,
    is_another,
    unit,
)


@compiled
def maybe_deal(w: World, line: int, server: int, owner: int, day: int) -> None:
    """Let a visit end in a deal now and then: seldom at the first visit, by who served or by whose client it is."""
    visit, state = w.books.visits[line], w.state
    who = w.known[visit.client].same_as
    fresh = w.books.clients[who].registered > visit.arrived - DAY
    odds = w.habits[0].deal * (0.15 if fresh else 1.5)
    if w.known[who].closed != 0 or visit.left == NONE or unit(state) > odds:
        return
    by = owner if is_another(owner, server) and unit(state) < 0.3 else server
    _close(w, visit.client, by, visit.left + between(state, 5, 60) * MINUTE)
    contact(w, visit.client, by, day)


@compiled
def deals_elsewhere(w: World, day: int, midnight: int) -> None:
    """Let clients whom nobody holds any longer buy without a visit, most of them from somebody new."""
    state, staff = w.state, len(w.today)
    for _ in range(events(state, w.habits[0].visits_per_day * w.habits[0].deal * 0.12)):
        by = between(state, 0, staff - 1)
        for _attempt in range(12):
            client = between(state, 0, w.books.filled[N_CLIENTS] - 1)
            who = w.known[client].same_as
            free = w.known[who].closed == 0 and owner_of(w, client, day) == NONE
            if free and w.books.clients[client].registered < midnight and employed(w, by, day):
                former = w.known[who].owner
                if former != NONE and employed(w, former, day) and unit(state) < 0.3:
                    by = former
                _close(w, client, by, midnight + between(state, 10 * HOUR // MINUTE, 19 * HOUR // MINUTE) * MINUTE)
                contact(w, client, by, day)
                break


@compiled
def _close(w: World, client: int, by: int, at: int) -> None:
    state = w.state
    row = w.books.deals[added(w.books, N_DEALS)]
    row.client, row.by = client, by
    row.reserved, row.closed, row.cancelled = NONE, NONE, NONE
    row.amount = between(state, 380, 2600) * 1000
    row.commission = row.amount * between(state, 10, 20) // 1000 // 10 * 10
    if unit(state) < 0.75:
        row.reserved = at
        later = at + between(state, 2, 18) * DAY
        if unit(state) < 0.12:
            row.cancelled = later
        else:
            row.closed = later
    else:
        row.closed = at
    if unit(state) < 0.06 and row.closed != NONE:
        row.closed += DAY - 1 - row.closed % DAY
    w.known[w.known[client].same_as].closed = 1
    w.known[w.known[client].same_as].settled_at = row.closed
