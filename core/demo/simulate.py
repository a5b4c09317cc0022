"""A store, day after day."""

from __future__ import annotations

import datetime as dt

from core.demo.book import a_phone, contact, follow_up, opening_book, owner_of, pass_on, register_without_visit
from core.demo.character import Character
from core.demo.day import another, last_on_duty, present, sign_in_sheet
from core.demo.dealing import deals_elsewhere
from core.demo.visiting import receive
from core.demo.world import (
    DAY,
    FIRST_TODAY,
    HOUR,
    MINUTE,
    MOBILE,
    N_CALLS,
    N_CLIENTS,
    N_DEALS,
    N_PROSPECTS,
    N_RULINGS,
    N_VISITS,
    NO_PHONE,
    NONE,
    World,
    added,
    between,
    compiled,
    entry,
    events,
    is_another,
    new_world,
    unit,
)  # fmt: skip


def simulated(character: Character, first_day: dt.date, days: int, seed: int, number: int) -> World:
    """Live through the days of a store.

    Args:
        character: Its habits.
        first_day: The first day.
        days: How many, at least 1.
        seed: Seed of the run.
        number: The store's number within the run.

    Returns:
        The store with its books filled. Lines of visits are in order of arrival; a visit's day is one of the days.
    """
    world = new_world(character, days, seed, number)
    start = (first_day - dt.date(1970, 1, 1)).days * DAY
    _live(world, days, start, first_day.weekday())
    return world


@entry
def _live(w: World, days: int, start: int, weekday: int) -> None:
    opening_book(w, start, int(w.habits[0].visits_per_day * 12))
    for day in range(days):
        midnight = start + day * DAY
        this_weekday = (weekday + day) % 7
        sign_in_sheet(w, day, midnight, this_weekday, day != w.habits[0].lost_sheet_on)
        pass_on(w, day, midnight)
        follow_up(w, day, midnight)
        register_without_visit(w, day, midnight, this_weekday)
        w.books.filled[FIRST_TODAY] = w.books.filled[N_VISITS]
        _visitors(w, day, midnight, this_weekday >= 5)
        deals_elsewhere(w, day, midnight)
        _callers(w, day, midnight)
    _rule_on_deals(w)
    _cut(w, start + days * DAY)


@compiled
def _visitors(w: World, day: int, midnight: int, weekend: bool) -> None:
    plain = w.habits[0].visits_per_day * 7 / (5 + 2 * w.habits[0].weekend)
    number = events(w.state, plain * w.habits[0].weekend if weekend else plain)
    times = [midnight] * number
    for i in range(number):
        times[i] += _arrival(w)
    times.sort()
    for t in times:
        receive(w, day, t, NONE)
        if unit(w.state) < 0.025:
            company = w.books.filled[N_VISITS] - 1
            receive(w, day, t + between(w.state, 0, 3) * MINUTE, company)


@compiled
def _arrival(w: World) -> int:
    chance = unit(w.state)
    hour = 8.6
    for share, begins in ((0.01, 9.0), (0.13, 10.0), (0.32, 11.0), (0.47, 12.0), (0.52, 13.0), (0.56, 14.0),
                          (0.68, 15.0), (0.84, 16.0), (0.95, 17.0)):  # fmt: skip
        if chance >= share:
            hour = begins
    seconds = int((hour + unit(w.state) * (0.4 if hour < 9 else 1.0)) * HOUR)
    return seconds - seconds % 10


@compiled
def _callers(w: World, day: int, midnight: int) -> None:
    number = events(w.state, w.habits[0].calls_per_day)
    times = [midnight] * number
    for i in range(number):
        times[i] += between(w.state, 8 * HOUR + 40 * MINUTE, 18 * HOUR)
    times.sort()
    for t in times:
        _answer(w, day, t)


@compiled
def _answer(w: World, day: int, t: int) -> None:
    state = w.state
    row = w.books.calls[added(w.books, N_CALLS)]
    row.at, row.client, row.phone, row.style, row.by = t, NONE, NONE, NO_PHONE, NONE
    row.greeting, row.name_given, row.ring = NONE, 0, between(state, 2, 13)
    duty = last_on_duty(w, t)
    if unit(state) > 0.04:
        row.by = duty if unit(state) < 0.85 else another(w, t, duty, True)
    if row.by == NONE:
        row.ring = between(state, 16, 40)
    else:
        row.greeting = 1 if unit(state) > 0.1 else (0 if unit(state) < 0.6 else NONE)
        if unit(state) < w.people[row.by].slow * 1.5:
            row.ring = between(state, 16, 35)
    _caller(w, day, t, row.by)


@compiled
def _caller(w: World, day: int, t: int, by: int) -> None:
    state = w.state
    row = w.books.calls[w.books.filled[N_CALLS] - 1]
    chance, known = unit(state), w.books.filled[N_CLIENTS]
    if chance < 0.35:
        row.phone, row.style = a_phone(w), MOBILE
        if by != NONE and unit(state) < 0.6:
            row.name_given = 1
            _note(w, row.phone, by, day)
        return
    if chance > 0.92:
        return
    client = known - 1 - int(min(known, 120) * unit(state))
    owner = owner_of(w, client, day)
    if owner != NONE and present(w.today, owner, t) and unit(state) < 0.4 and row.by != NONE:
        row.by = by = owner
    if w.books.clients[client].registered > t:
        return
    if chance < 0.75 or w.books.clients[client].style == NO_PHONE:
        row.client = client
    if w.books.clients[client].style != NO_PHONE:
        row.phone, row.style = w.books.clients[client].phone, w.books.clients[client].style
    if by != NONE and owner == by:
        contact(w, client, by, day)


@compiled
def _note(w: World, phone: int, by: int, day: int) -> None:
    if unit(w.state) < 0.5:
        number = added(w.books, N_PROSPECTS)
        w.prospects[number].phone, w.prospects[number].by = phone, by
        w.prospects[number].day = day + between(w.state, 1, 6)


@compiled
def _rule_on_deals(w: World) -> None:
    for line in range(w.books.filled[N_DEALS]):
        deal = w.books.deals[line]
        judged = deal.closed if deal.reserved == NONE else deal.reserved
        owner = w.known[w.known[deal.client].same_as].owner
        if is_another(owner, deal.by) and unit(w.state) < 0.4 * w.habits[0].rules_on:
            row = w.books.rulings[added(w.books, N_RULINGS)]
            row.at = judged - judged % DAY + between(w.state, 1, 5) * DAY + 10 * HOUR
            row.visit, row.client, row.deal, row.kind, row.outcome = NONE, NONE, line, NONE, 1
            row.owner = owner if unit(w.state) < 0.7 else deal.by


@compiled
def _cut(w: World, end: int) -> None:
    for line in range(w.books.filled[N_DEALS]):
        deal = w.books.deals[line]
        if deal.closed >= end:
            deal.closed = NONE
        if deal.cancelled >= end:
            deal.cancelled = NONE
    kept = 0
    for line in range(w.books.filled[N_RULINGS]):
        if w.books.rulings[line].at < end:
            w.books.rulings[kept] = w.books.rulings[line]
            kept += 1
    w.books.filled[N_RULINGS] = kept
