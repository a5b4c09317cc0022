"""One visitor: who comes, who receives them, and what the reception leads to."""

from __future__ import annotations

from core.demo.book import contact, new_client, owner_of, prospects, second_entry, take_prospect
from core.demo.day import (
    another,
    employed,
    idle,
    join_queue,
    last_on_duty,
    next_in_turn,
    noon_is_kept,
    pass_over,
    present,
    to_tail,
)
from core.demo.dealing import maybe_deal
from core.demo.world import (
    DAY,
    HOUR,
    MINUTE,
    N_ASSISTS,
    N_CLIENTS,
    N_RULINGS,
    N_VISITS,
    NONE,
    NOON,
    NOON_ENDS,
    ONLINE,
    OUTSIDE,
    PHONE,
    REFERRAL,
    WALK_IN,
    World,
    added,
    between,
    compiled,
    is_another,
    unit,
)  # fmt: skip


@compiled
def receive(w: World, day: int, t: int, party: int) -> None:
    """Let one visitor come and write the reception down.

    Args:
        w: The store.
        day: Days since the first.
        t: When they come.
        party: Line of the visit whose company this one belongs to, or -1.
    """
    join_queue(w.today, t)
    client, asked, source = _who_comes(w, day, t, party)
    line = added(w.books, N_VISITS)
    visit = w.books.visits[line]
    visit.client, visit.arrived, visit.asked, visit.source = client, t, asked, source
    visit.party, visit.by, visit.handed_to, visit.handed_at = NONE, NONE, NONE, NONE
    visit.greeted, visit.left, visit.concealed = NONE, NONE, 0
    visit.asked_prior = NONE if unit(w.state) < 0.05 else 1
    if party != NONE:
        visit.party = party
        w.books.visits[party].party = party
    # Not taken down as received yet, so that nobody counts as busy with the visit in hand.
    owner = owner_of(w, client, day)
    due = next_in_turn(w, t)
    if party != NONE:
        by = w.books.visits[party].by
    elif owner != NONE:
        by = _for_a_known_client(w, line, owner, due, t)
    elif asked != NONE and present(w.today, asked, t):
        by = _for_one_asked_for(w, line, asked, due, t)
    else:
        by = _for_anybody(w, due, t)
    visit.by_duty = _charge(w, line, by, owner, due)
    visit.by = by
    _times(w, line)
    _aftermath(w, line, owner, due, day)


@compiled
def _charge(w: World, line: int, by: int, owner: int, due: int) -> int:
    """Move the queue on as the rules would; returns 1 where the visitor is served as a duty."""
    visit, t = w.books.visits[line], w.books.visits[line].arrived
    wanted = owner if owner != NONE else visit.asked
    noon = NOON <= t % DAY < NOON_ENDS and noon_is_kept(w.today)
    if visit.party != NONE or by in (NONE, wanted):
        return 0
    if wanted == NONE:
        if not noon:
            pass_over(w, due, t)
            to_tail(w.today, by)
        return 1 if noon else 0
    if visit.handed_to != wanted and not noon:
        if idle(w, wanted, t):
            to_tail(w.today, by)
            return 0
        if owner != NONE and present(w.today, owner, t) and w.known[w.known[visit.client].same_as].closed == 0:
            to_tail(w.today, owner)
    return 1


@compiled
def _who_comes(w: World, day: int, t: int, party: int) -> tuple[int, int, int]:
    state = w.state
    known = w.books.filled[N_CLIENTS]
    if party == NONE and known > 20 and unit(state) < w.habits[0].old_clients:
        client = _old_client(w, day, t, known)
        asked = NONE
        owner = owner_of(w, client, day)
        if owner != NONE and unit(state) < 0.12:
            asked = owner
        elif unit(state) < 0.02:
            asked = another(w, t, owner, False)
        if unit(state) < w.habits[0].duplicates:
            client = second_entry(w, client, t - between(state, 0, 4) * MINUTE, another(w, t, NONE, False))
        return client, asked, w.books.clients[client].source
    called = take_prospect(w, day, prospects(w))
    if called != NONE and party == NONE:
        by = w.prospects[called].by
        client = new_client(w, t + between(state, 1, 9) * MINUTE, by, PHONE, w.prospects[called].phone)
        return client, by if unit(state) < 0.85 else NONE, PHONE
    chance = unit(state)
    source = WALK_IN if chance < 0.72 else (OUTSIDE if chance < 0.84 else (REFERRAL if chance < 0.93 else ONLINE))
    asked = NONE
    if source == OUTSIDE and unit(state) < 0.7:
        asked = _of_a_group(w, day)
    elif unit(state) < 0.025:
        asked = another(w, t, NONE, False)
    return new_client(w, t, NONE, source, NONE), asked, source


@compiled
def _old_client(w: World, day: int, t: int, known: int) -> int:
    client = 0
    for _ in range(4):
        reach = known if unit(w.state) < 0.25 else min(known, 60)
        client = known - 1 - int(reach * unit(w.state) * unit(w.state))
        owner = owner_of(w, client, day)
        soon = w.books.clients[client].registered >= t - 4 * HOUR
        if not soon and (owner == NONE or present(w.today, owner, t) or unit(w.state) < 0.2):
            return client
    return 0 if w.books.clients[client].registered >= t - 4 * HOUR else client


@compiled
def _of_a_group(w: World, day: int) -> int:
    staff = len(w.today)
    begin = between(w.state, 0, staff - 1)
    for step in range(staff):
        person = (begin + step) % staff
        if w.people[person].group != NONE and employed(w, person, day):
            return person
    return NONE


@compiled
def _for_a_known_client(w: World, line: int, owner: int, due: int, t: int) -> int:
    state, visit = w.state, w.books.visits[line]
    if idle(w, owner, t):
        taker = another(w, t, owner, True)
        if taker == NONE or unit(state) > w.habits[0].grab * w.people[taker].grabs:
            return owner
        chance = unit(state)
        if chance < w.habits[0].obliging:
            _hand_over(w, line, owner, t)
        elif chance < w.habits[0].obliging + 0.4 * (1 - w.habits[0].obliging):
            visit.asked_prior, visit.concealed = 0, 1 if unit(state) < 0.35 else 0
        return taker
    if present(w.today, owner, t):
        last = last_on_duty(w, t)
        if last != NONE and unit(state) < 0.25:
            _hand_over(w, line, owner, t)
        return last if last != NONE else owner
    if unit(state) < w.habits[0].grab:
        visit.asked_prior = 0
        return another(w, t, due, True)
    return due


@compiled
def _for_one_asked_for(w: World, line: int, asked: int, due: int, t: int) -> int:
    if idle(w, asked, t):
        if is_another(due, asked) and unit(w.state) < w.habits[0].grab:
            if unit(w.state) < 0.7:
                _hand_over(w, line, asked, t)
            return due
        return asked
    last = last_on_duty(w, t)
    return last if last != NONE else due


@compiled
def _for_anybody(w: World, due: int, t: int) -> int:
    if due == NONE or unit(w.state) < 0.008:
        return _off_duty_person(w) if unit(w.state) < 0.4 else NONE
    if unit(w.state) < w.habits[0].slip:
        if unit(w.state) < 0.45:
            gone = _signed_out(w, t)
            if gone != NONE:
                return gone
        other = another(w, t, due, unit(w.state) < 0.75)
        return other if other != NONE else due
    return due


@compiled
def _signed_out(w: World, t: int) -> int:
    for person in range(len(w.today)):
        if w.today[person].first_in > t or (w.today[person].back_in == NONE and NONE < w.today[person].out <= t):
            return person
    return NONE


@compiled
def _off_duty_person(w: World) -> int:
    for person in range(len(w.today)):
        if w.today[person].first_in != NONE and unit(w.state) < 0.5:
            return person
    return NONE


@compiled
def _hand_over(w: World, line: int, to: int, t: int) -> None:
    visit = w.books.visits[line]
    visit.handed_to = to
    visit.handed_at = t + between(w.state, 3, 12) * MINUTE
    visit.asked_prior = 1


@compiled
def _times(w: World, line: int) -> None:
    visit, state = w.books.visits[line], w.state
    stays = between(state, 12, 40) if unit(state) < 0.6 else between(state, 30, 95)
    closing = visit.arrived - visit.arrived % DAY + DAY - 1
    if unit(state) > 0.015:
        visit.left = min(visit.arrived + stays * MINUTE, closing)
    if visit.by == NONE:
        visit.left = min(visit.arrived + between(state, 3, 10) * MINUTE, closing)
        return
    wait = between(state, 5, 50)
    if unit(state) < w.people[visit.by].slow:
        wait = between(state, 61, 420)
    if unit(state) > 0.01 and (visit.left == NONE or visit.arrived + wait < visit.left):
        visit.greeted = visit.arrived + wait


@compiled
def _aftermath(w: World, line: int, owner: int, due: int, day: int) -> None:
    visit, state = w.books.visits[line], w.state
    server = visit.by if visit.handed_to == NONE else visit.handed_to
    client = w.books.clients[visit.client]
    if client.registered == visit.arrived and client.by == NONE:
        holder = visit.asked if visit.asked != NONE else visit.by
        client.registered = visit.arrived + between(state, -6, 14) * MINUTE
        client.by = NONE if unit(state) < 0.02 else (holder if unit(state) < 0.97 else visit.by)
    if visit.by != NONE:
        contact(w, visit.client, visit.asked if owner == NONE and visit.asked != NONE else server, day)
        _maybe_assist(w, line)
    if server != NONE:
        maybe_deal(w, line, server, owner, day)
    disputed = is_another(owner, server) and visit.asked_prior == 0
    slipped = owner == NONE and visit.asked == NONE and is_another(visit.by, due) and visit.party == NONE
    if (disputed or slipped) and visit.by != NONE and unit(state) < w.habits[0].rules_on:
        _rule_on(w, line, owner, disputed)


@compiled
def _maybe_assist(w: World, line: int) -> None:
    visit, state = w.books.visits[line], w.state
    if unit(state) > 0.05:
        return
    at = visit.arrived + between(state, 4, 10) * MINUTE
    helper = another(w, visit.arrived, visit.by, True)
    if helper != NONE and (visit.left == NONE or at < visit.left):
        row = w.books.assists[added(w.books, N_ASSISTS)]
        chance = unit(state)
        row.visit, row.staff, row.at = line, helper, at
        row.requested = 1 if chance < 0.75 else (0 if chance < 0.92 else NONE)


@compiled
def _rule_on(w: World, line: int, owner: int, disputed: bool) -> None:
    visit, state = w.books.visits[line], w.state
    row = w.books.rulings[added(w.books, N_RULINGS)]
    row.at = visit.arrived - visit.arrived % DAY + between(state, 1, 4) * DAY + between(state, 9 * 60, 17 * 60) * MINUTE
    row.visit, row.client, row.deal, row.owner, row.kind = line, NONE, NONE, NONE, NONE
    row.outcome = 1 if unit(state) < 0.65 else 0
    if disputed:
        row.kind = 0 if visit.concealed == 1 else (1 if unit(state) < 0.8 else NONE)
        if row.outcome == 1 and unit(state) < 0.6:
            row.client, row.owner = visit.client, owner
