"""The client book: who is registered, whose they are, and the follow-ups that keep it so."""

from __future__ import annotations

from core.demo.day import employed
from core.demo.world import (
    ASSIGNED,
    COUNTRY,
    DASHED,
    DAY,
    HOUR,
    LANDLINE,
    MINUTE,
    MOBILE,
    N_ASSIGNMENTS,
    N_CLIENTS,
    N_FOLLOWUPS,
    N_PROSPECTS,
    NO_PHONE,
    NONE,
    ONLINE,
    OUTSIDE,
    PHONE,
    REFERRAL,
    WALK_IN,
    World,
    added,
    between,
    compiled,
    events,
    is_another,
    unit,
)  # fmt: skip

LAPSES_AFTER = 30
"""Days without a contact after which the store's people take a client to be free. The rulebook counts months."""


@compiled
def a_phone(w: World) -> int:
    """A mobile number as the generator counts them: the prefix's place, then eight digits."""
    return between(w.state, 0, 29) * 100_000_000 + between(w.state, 1_000_000, 99_999_999)


@compiled
def new_client(w: World, at: int, by: int, source: int, phone: int) -> int:
    """Write a client down whom nobody knows; returns the line.

    Args:
        w: The store.
        at: When.
        by: Who writes; -1 for blank.
        source: One of the source numbers.
        phone: Their number if they have called before, else -1.
    """
    state = w.state
    line = added(w.books, N_CLIENTS)
    row = w.books.clients[line]
    row.surname, row.given, row.second = unit(state), unit(state), unit(state)
    row.registered, row.by, row.source, row.style = at, by, source, MOBILE
    row.phone = a_phone(w) if phone == NONE else phone
    if phone == NONE:
        chance = unit(state)
        if chance < 0.04:
            row.style = NO_PHONE
        elif chance < 0.10:
            row.style, row.phone = LANDLINE, between(state, 40_000_000, 89_999_999)
        elif chance < 0.16:
            row.style = DASHED
    w.known[line].same_as = line
    w.known[line].closed = 0
    return line


@compiled
def second_entry(w: World, client: int, at: int, by: int) -> int:
    """Write a known client down again, under the same number; returns the new line, or the old one without a phone."""
    old = w.books.clients[client]
    if old.style == NO_PHONE:
        return client
    line = added(w.books, N_CLIENTS)
    row = w.books.clients[line]
    row.surname, row.given, row.second, row.phone = old.surname, old.given, old.second, old.phone
    row.style = LANDLINE if old.style == LANDLINE else (COUNTRY if unit(w.state) < 0.4 else DASHED)
    row.registered, row.by, row.source = at, by, WALK_IN
    w.known[line].same_as = w.known[client].same_as
    return line


@compiled
def owner_of(w: World, client: int, day: int) -> int:
    """Whose client it is, as the people of the store take it; -1 for nobody's."""
    who = w.known[client].same_as
    owner = w.known[who].owner
    if owner == NONE or day - w.known[who].contact_day > LAPSES_AFTER or not employed(w, owner, day):
        return NONE
    return int(owner)


@compiled
def contact(w: World, client: int, person: int, day: int) -> None:
    """Take a meeting down as the person's contact: theirs stays theirs, nobody's becomes theirs."""
    owner = owner_of(w, client, day)
    who = w.known[client].same_as
    if owner == NONE and person != NONE:
        w.known[who].owner = person
        if unit(w.state) < 0.75:
            remind(w, who, day, day + between(w.state, 2, 5))
    if person != NONE and not is_another(owner, person):
        w.known[who].contact_day = day


@compiled
def remind(w: World, client: int, day: int, on: int) -> None:
    """Put a follow-up in the diary; one after the last day, or for a client who is in it already, is not made."""
    if day < on < len(w.diary) and w.known[client].next_day <= day:
        w.known[client].next_day = on
        w.known[client].next_in_day = w.diary[on]
        w.diary[on] = client


@compiled
def follow_up(w: World, day: int, start: int) -> None:
    """Make the day's follow-ups, as far as their owners are diligent, and put the next ones in the diary."""
    client = w.diary[day]
    while client != NONE:
        following = w.known[client].next_in_day
        owner = w.known[client].owner
        if owner != NONE and w.known[client].closed == 0 and employed(w, owner, day):
            if unit(w.state) < w.people[owner].diligence:
                _write_followup(w, client, owner, start)
                if day - w.known[client].contact_day <= LAPSES_AFTER:
                    w.known[client].contact_day = day
                if unit(w.state) < 0.5:
                    remind(w, client, day, day + between(w.state, 4, 24))
            elif unit(w.state) < 0.4:
                remind(w, client, day, day + between(w.state, 15, 45))
        client = following


@compiled
def _write_followup(w: World, client: int, owner: int, start: int) -> None:
    row = w.books.followups[added(w.books, N_FOLLOWUPS)]
    row.client, row.staff = client, owner
    row.at = start + between(w.state, 9 * HOUR // MINUTE, 20 * HOUR // MINUTE) * MINUTE
    row.channel, row.note = between(w.state, 0, 3), between(w.state, 0, 19)


@compiled
def opening_book(w: World, start: int, clients: int) -> None:
    """Write the clients of the ten weeks before the first day, with a contact now and then since.

    Their owners' claims stand, lapse or have lapsed when the first day begins, as in any book that is carried on.
    """
    state, staff = w.state, len(w.today)
    for number in range(clients):
        age = 75 - number * 74 // max(clients, 1)
        by = between(state, 0, staff - 1)
        at = start - age * DAY + between(state, 9 * HOUR // MINUTE, 17 * HOUR // MINUTE) * MINUTE
        source = _source(w)
        if source == OUTSIDE and w.people[by].group == NONE:
            source = REFERRAL
        line = new_client(w, at, by if w.people[by].first_day <= 0 else 0, source, NONE)
        w.known[line].owner, w.known[line].contact_day = w.books.clients[line].by, -age
        heard = -age + between(state, 5, 30)
        while heard < 0 and unit(state) < w.people[w.known[line].owner].diligence:
            _write_followup(w, line, w.known[line].owner, start + heard * DAY)
            if heard - w.known[line].contact_day <= LAPSES_AFTER:
                w.known[line].contact_day = heard
            heard += between(state, 8, 30)
        if unit(state) < 0.5:
            remind(w, line, -1, between(state, 0, 25))


@compiled
def _source(w: World) -> int:
    chance = unit(w.state)
    if chance < 0.55:
        return WALK_IN
    if chance < 0.70:
        return PHONE
    if chance < 0.82:
        return OUTSIDE
    return REFERRAL if chance < 0.92 else ONLINE


@compiled
def register_without_visit(w: World, day: int, start: int, weekday: int) -> None:
    """Take up the clients that are met outside, recommended or come by the net."""
    staff = len(w.today)
    for _ in range(events(w.state, w.habits[0].outside)):
        by = between(w.state, 0, staff - 1)
        if not employed(w, by, day):
            continue
        outside = w.people[by].group != NONE
        source = OUTSIDE if outside else (REFERRAL if unit(w.state) < 0.5 else ONLINE)
        at = start + between(w.state, 9 * HOUR // MINUTE, 18 * HOUR // MINUTE) * MINUTE
        contact(w, new_client(w, at, by, source, NONE), by, day)
    if weekday == 0 and unit(w.state) < 0.5:
        _assign(w, new_client(w, start + 9 * HOUR, NONE, ASSIGNED, NONE), day, start)
    if weekday == 3 and unit(w.state) < 0.5:
        known = w.books.filled[N_CLIENTS]
        _assign(w, w.known[known - 1 - between(w.state, 10, min(known, 100) - 1)].same_as, day, start)


@compiled
def pass_on(w: World, day: int, start: int) -> None:
    """On the morning after somebody has left, hand the clients they had to the others."""
    for person in range(len(w.today)):
        if w.people[person].last_day != day - 1 or day == 0:
            continue
        for client in range(w.books.filled[N_CLIENTS]):
            mine = w.known[client].owner == person and w.known[client].closed == 0
            if mine and day - w.known[client].contact_day <= LAPSES_AFTER and unit(w.state) < 0.6:
                _assign(w, client, day, start)


@compiled
def _assign(w: World, client: int, day: int, start: int) -> None:
    to = between(w.state, 0, len(w.today) - 1)
    if not employed(w, to, day):
        return
    row = w.books.assignments[added(w.books, N_ASSIGNMENTS)]
    row.client, row.staff, row.at = client, to, start + 9 * HOUR + between(w.state, 0, 30) * MINUTE
    w.known[client].owner, w.known[client].contact_day = to, day
    remind(w, client, day, day + between(w.state, 1, 4))


@compiled
def take_prospect(w: World, day: int, calls: int) -> int:
    """Find somebody who has called before and means to come by now; -1 where there is nobody."""
    for number in range(max(0, calls - 60), calls):
        if w.prospects[number].day != NONE and w.prospects[number].day <= day:
            w.prospects[number].day = NONE
            return number
    return NONE


@compiled
def prospects(w: World) -> int:
    """How many callers have been noted down."""
    return int(w.books.filled[N_PROSPECTS])
