"""A day at the desk: who signs in, who steps away, whose turn it is."""

from __future__ import annotations

from core.demo.world import (
    CLOSES,
    DAY,
    FIRST_TODAY,
    HOUR,
    MINUTE,
    N_ABSENCES,
    N_ATTENDANCE,
    N_VISITS,
    NONE,
    NOON,
    NOON_ENDS,
    OPENS,
    Array,
    World,
    added,
    between,
    compiled,
    unit,
)  # fmt: skip


@compiled
def employed(w: World, person: int, day: int) -> bool:
    """Whether the person belongs to the store on a day."""
    last = w.people[person].last_day
    return bool(w.people[person].first_day <= day and (last == NONE or day <= last))


@compiled
def sign_in_sheet(w: World, day: int, start: int, weekday: int, written: bool) -> None:
    """Decide who comes and when, and write the sign-in sheet unless it gets lost.

    Args:
        w: The store.
        day: Days since the first.
        start: Midnight of the day.
        weekday: 0 for Monday.
        written: False where the sheet of the day was lost.
    """
    today = w.today
    staff = len(today)
    for person in range(staff):
        _blank(today, person)
    noon_kept = unit(w.state) < w.habits[0].noon_kept
    for person in range(staff):
        here = employed(w, person, day) and weekday != w.people[person].day_off and unit(w.state) > 0.03
        if here:
            _hours_of(w, person, start, noon_kept and (person + day) % staff in (0, staff // 2))
            if written:
                _write_hours(w, person)
                _maybe_away(w, person, start)


@compiled
def _blank(today: Array, person: int) -> None:
    row = today[person]
    row.first_in, row.out, row.back_in, row.out_again, row.noon = NONE, NONE, NONE, NONE, NONE
    row.away_from, row.away_to, row.queue, row.queued, row.told = NONE, NONE, NONE, NONE, 0


@compiled
def _hours_of(w: World, person: int, start: int, noon: bool) -> None:
    today, state = w.today, w.state
    comes = start + OPENS - between(state, 0, 25 * MINUTE) // 10 * 10
    if unit(state) < w.people[person].late:
        comes = start + OPENS + between(state, 2 * MINUTE, 70 * MINUTE)
    today[person].first_in = comes
    today[person].noon = 1 if noon else 0
    today[person].out = start + CLOSES - 20 * MINUTE + between(state, 0, 55 * MINUTE)
    if not noon and unit(state) < w.habits[0].split_day:
        today[person].out_again = today[person].out
        today[person].out = start + NOON + between(state, 0, 8 * MINUTE)
        today[person].back_in = start + NOON_ENDS - between(state, 0, 20 * MINUTE)
    elif unit(state) < w.habits[0].forgets:
        today[person].out = start + DAY


@compiled
def _write_hours(w: World, person: int) -> None:
    today = w.today
    row = w.books.attendance[added(w.books, N_ATTENDANCE)]
    row.staff, row.signed_in, row.noon = person, today[person].first_in, today[person].noon
    row.signed_out = NONE if today[person].out % DAY == 0 else today[person].out
    if today[person].back_in != NONE:
        second = w.books.attendance[added(w.books, N_ATTENDANCE)]
        second.staff, second.signed_in, second.signed_out = person, today[person].back_in, today[person].out_again


@compiled
def _maybe_away(w: World, person: int, start: int) -> None:
    state, today = w.state, w.today
    if unit(state) > w.habits[0].leaves_desk:
        return
    leaves = start + between(state, 9 * HOUR, 17 * HOUR)
    if leaves < today[person].first_in:
        return
    row = w.books.absences[added(w.books, N_ABSENCES)]
    row.staff, row.left = person, leaves
    row.notified = 1 if unit(state) < w.habits[0].notifies else 0
    lasts = between(state, 8, 35) if unit(state) < 0.7 else between(state, 40, 120)
    row.returned = NONE if unit(state) < 0.05 else leaves + lasts * MINUTE
    today[person].away_from = leaves
    today[person].told = row.notified
    # Somebody whose return nobody wrote down has mostly come back all the same.
    stays_away = row.returned == NONE and unit(state) < 0.3
    today[person].away_to = start + DAY if stays_away else leaves + lasts * MINUTE


@compiled
def noon_is_kept(today: Array) -> bool:
    """Whether somebody signed in for the midday duty."""
    return 1 in [today[person].noon for person in range(len(today))]


@compiled
def present(today: Array, person: int, t: int) -> bool:
    """Whether a person is at the desk."""
    if NOON <= t % DAY < NOON_ENDS and today[person].noon != 1 and noon_is_kept(today):
        return False
    away = NONE < today[person].away_from <= t < today[person].away_to
    if away or today[person].first_in == NONE or t < today[person].first_in:
        return False
    here_again = NONE < today[person].back_in <= t < today[person].out_again
    return bool(t < today[person].out or here_again)


@compiled
def busy(w: World, person: int, t: int) -> bool:
    """Whether one of the day's visits occupies a person."""
    for i in range(w.books.filled[FIRST_TODAY], w.books.filled[N_VISITS]):
        visit = w.books.visits[i]
        left = visit.arrived + 2 * HOUR if visit.left == NONE else visit.left
        settled = NONE < w.known[w.known[visit.client].same_as].settled_at < visit.arrived
        if visit.arrived > t or t >= left or settled:
            continue
        if visit.handed_to == person and t >= visit.handed_at:
            return True
        if visit.by == person and (visit.handed_to == NONE or t < visit.handed_at):
            return True
    return False


@compiled
def idle(w: World, person: int, t: int) -> bool:
    """Whether a person is at the desk and free."""
    return present(w.today, person, t) and not busy(w, person, t)


@compiled
def join_queue(today: Array, t: int) -> None:
    """Append everybody who has signed in by now, in order of signing in."""
    while True:
        best = NONE
        for person in range(len(today)):
            waits = today[person].queued == NONE and NONE < today[person].first_in <= t
            if waits and (best == NONE or today[person].first_in < today[best].first_in):
                best = person
        if best == NONE:
            return
        place = 0
        while today[place].queue != NONE:
            place += 1
        today[place].queue = best
        today[best].queued = place


@compiled
def next_in_turn(w: World, t: int) -> int:
    """The first idle person of the queue, or else the first who is at the desk at all; -1 where nobody is."""
    anybody = NONE
    for place in range(len(w.today)):
        person = w.today[place].queue
        if person != NONE and present(w.today, person, t):
            if not busy(w, person, t):
                return int(person)
            if anybody == NONE:
                anybody = person
    return int(anybody)


@compiled
def last_on_duty(w: World, t: int) -> int:
    """The last idle person in order of signing in; -1 where nobody is idle."""
    last = NONE
    for person in range(len(w.today)):
        if idle(w, person, t) and (last == NONE or w.today[person].first_in >= w.today[last].first_in):
            last = person
    return last


@compiled
def another(w: World, t: int, but: int, free: bool) -> int:
    """Somebody at the desk other than one, by chance; -1 where there is nobody."""
    staff = len(w.today)
    begin = between(w.state, 0, staff - 1)
    for step in range(staff):
        person = (begin + step) % staff
        if person != but and present(w.today, person, t) and not (free and busy(w, person, t)):
            return person
    return NONE


@compiled
def pass_over(w: World, due: int, t: int) -> None:
    """Move everybody ahead of the one whose turn it is to the tail, but those who serve by duty or left with notice."""
    today = w.today
    passed = [NONE]
    for place in range(len(today)):
        person = today[place].queue
        if person in (due, NONE):
            break
        away = NONE < today[person].away_from <= t < today[person].away_to
        told = away and today[person].told == 1 and t < today[person].away_from + 30 * MINUTE
        if not told and not (present(today, person, t) and _serves_by_duty(w, person, t)):
            passed.append(person)
    for person in passed[1:]:
        to_tail(today, person)


@compiled
def _serves_by_duty(w: World, person: int, t: int) -> bool:
    for i in range(w.books.filled[FIRST_TODAY], w.books.filled[N_VISITS]):
        visit = w.books.visits[i]
        left = visit.arrived + 2 * HOUR if visit.left == NONE else visit.left
        ends = left if visit.handed_to == NONE else visit.handed_at
        if visit.by == person and visit.by_duty == 1 and visit.arrived <= t < ends:
            return True
    return False


@compiled
def to_tail(today: Array, person: int) -> None:
    """Move a person behind everybody in the queue."""
    staff = len(today)
    place = 0
    while place < staff and today[place].queue != person:
        place += 1
    while place + 1 < staff and today[place + 1].queue != NONE:
        today[place].queue = today[place + 1].queue
        place += 1
    if place < staff:
        today[place].queue = person
