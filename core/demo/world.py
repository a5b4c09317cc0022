"""The arrays a store is simulated in: what is written down, what is known on the day, and the chances.

Everything is an array or a named tuple of arrays, so that the same code runs compiled. An index of -1 stands for nobody
or nothing, an instant of -1 for a blank. Instants are seconds since 1970, store time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from core.demo.character import Character

F = TypeVar("F", bound=Callable[..., Any])
Array = npt.NDArray[Any]

_STAMP = tuple((f.stat().st_mtime, f.stat().st_size) for f in sorted(Path(__file__).parent.glob("*.py")))

NONE = -1
MINUTE, HOUR, DAY = 60, 3600, 86400
OPENS, NOON, NOON_ENDS, CLOSES = 8 * HOUR + 1800, 12 * HOUR, 14 * HOUR, 18 * HOUR

WALK_IN, PHONE, OUTSIDE, REFERRAL, ONLINE, ASSIGNED = range(6)
SOURCES = ("walk_in", "phone", "outside", "referral", "online", "assigned")

NO_PHONE, MOBILE, LANDLINE, DASHED, COUNTRY = range(5)
"""How a client's phone is written."""

_INSTANT = _ID = _CODE = np.int64
# One width throughout: a function compiles anew for every combination of widths it is called with.

ATTENDANCE = np.dtype([("staff", _ID), ("signed_in", _INSTANT), ("signed_out", _INSTANT), ("noon", _CODE)])
ABSENCES = np.dtype([("staff", _ID), ("left", _INSTANT), ("returned", _INSTANT), ("notified", _CODE)])
CLIENTS = np.dtype(
    [
        ("surname", "f8"),
        ("given", "f8"),
        ("second", "f8"),
        ("phone", "i8"),
        ("style", _CODE),
        ("registered", _INSTANT),
        ("by", _ID),
        ("source", _CODE),
    ]
)
ASSIGNMENTS = np.dtype([("client", _ID), ("staff", _ID), ("at", _INSTANT)])
VISITS = np.dtype(
    [
        ("client", _ID),
        ("arrived", _INSTANT),
        ("greeted", _INSTANT),
        ("left", _INSTANT),
        ("by", _ID),
        ("asked", _ID),
        ("source", _CODE),
        ("party", _ID),
        ("asked_prior", _CODE),
        ("concealed", _CODE),
        ("handed_to", _ID),
        ("handed_at", _INSTANT),
        ("by_duty", _CODE),
    ]
)
ASSISTS = np.dtype([("visit", _ID), ("staff", _ID), ("at", _INSTANT), ("requested", _CODE)])
CALLS = np.dtype(
    [
        ("at", _INSTANT),
        ("client", _ID),
        ("phone", "i8"),
        ("style", _CODE),
        ("by", _ID),
        ("ring", _ID),
        ("greeting", _CODE),
        ("name_given", _CODE),
    ]
)
FOLLOWUPS = np.dtype([("client", _ID), ("staff", _ID), ("at", _INSTANT), ("channel", _CODE), ("note", _CODE)])
DEALS = np.dtype(
    [
        ("client", _ID),
        ("by", _ID),
        ("reserved", _INSTANT),
        ("closed", _INSTANT),
        ("cancelled", _INSTANT),
        ("amount", "i8"),
        ("commission", "i8"),
    ]
)
RULINGS = np.dtype(
    [
        ("at", _INSTANT),
        ("visit", _ID),
        ("client", _ID),
        ("deal", _ID),
        ("kind", _CODE),
        ("outcome", _CODE),
        ("owner", _ID),
    ]
)
RULED_KINDS = ("concealed_client", "client_grab", "missed_handover", "out_of_turn", "off_duty_reception")

(N_ATTENDANCE, N_ABSENCES, N_CLIENTS, N_ASSIGNMENTS, N_VISITS, N_ASSISTS, N_CALLS, N_FOLLOWUPS, N_DEALS, N_RULINGS,
 N_PROSPECTS, FIRST_TODAY) = range(12)  # fmt: skip


KNOWN = np.dtype(
    [
        (name, _INSTANT)
        for name in ("same_as", "owner", "contact_day", "closed", "settled_at", "next_day", "next_in_day")
    ]
)
"""What the store knows by client: which entry is theirs, whose they are since which day, the next follow-up."""
PROSPECTS = np.dtype([("phone", "i8"), ("by", _ID), ("day", _ID)])
"""Callers who mean to come: their number, who told them a name, from which day on (-1: have come)."""
TODAY = np.dtype(
    [(name, _INSTANT) for name in ("first_in", "out", "back_in", "out_again", "noon", "away_from", "away_to")]
    + [(name, _ID) for name in ("queue", "queued", "told")]
)
"""The day at hand by person; `queue` holds the person at each place instead."""
PEOPLE = np.dtype(
    [(name, "f8") for name in ("late", "slow", "grabs", "diligence")]
    + [(name, _ID) for name in ("day_off", "group", "first_day", "last_day")]
)
"""Habits by person: chances, weekday off, group, first and last day (-1: none)."""
_HABITS = (
    "visits_per_day", "calls_per_day", "weekend", "old_clients", "slip", "grab", "obliging", "deal", "leaves_desk",
    "notifies", "noon_kept", "split_day", "forgets", "duplicates", "outside", "rules_on", "lost_sheet_on",
)  # fmt: skip
HABITS = np.dtype([(name, "f8") for name in _HABITS])
"""Habits of the store, one row, as in `Character`."""


class Books(NamedTuple):
    """What the store writes down; `filled` tells how far each book is filled, by the N_ numbers;
    under FIRST_TODAY it has the line of the day's first visit."""

    attendance: Array
    absences: Array
    clients: Array
    assignments: Array
    visits: Array
    assists: Array
    calls: Array
    followups: Array
    deals: Array
    rulings: Array
    filled: Array
    room: Array


class World(NamedTuple):
    """A store while it is simulated: its books, what its people know and are like, the first follow-up of each day.

    `state` is the state of the chances.
    """

    books: Books
    known: Array
    diary: Array
    prospects: Array
    today: Array
    people: Array
    habits: Array
    state: Array


def compiled(function: F) -> F:
    """Compile a function of arrays; the machine code is kept beside the source for the next run.

    Numba renews what it kept when the function's own file changes. These functions call each other across files, so
    the stamp it compares is made of all of them.
    """
    return _kept(function, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})


def entry(function: F) -> F:
    """Compile a function that Python itself calls; `compiled` ones can only be called by compiled ones."""
    return _kept(function, {})


def _kept(function: F, options: dict[str, Any]) -> F:
    dispatcher: Any = numba.njit(cache=True, **options)(function)
    dispatcher._cache._cache_file._source_stamp = _STAMP
    return cast(F, dispatcher)


@compiled
def unit(state: Array) -> float:
    """Draw from [0, 1) and move the state on (splitmix64): the same on every machine and every version of numpy."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) / 9007199254740992.0


@compiled
def between(state: Array, low: int, high: int) -> int:
    """Draw a whole number from low to high, both included."""
    return low + int(unit(state) * (high - low + 1))


@compiled
def events(state: Array, mean: float) -> int:
    """Draw how many things happen where `mean` are to be expected (Poisson)."""
    limit, number, product = np.exp(-mean), 0, unit(state)
    while product > limit:
        number += 1
        product *= unit(state)
    return number


@compiled
def is_another(person: int, than: int) -> bool:
    """Whether there is a person, and not that one."""
    return bool(NONE < person != than)


@compiled
def added(books: Books, which: int) -> int:
    """Turn to the next line of a book and return its number; a full book raises IndexError."""
    number = books.filled[which]
    if number >= books.room[which]:
        raise IndexError("a book of the simulated store is full")
    books.filled[which] += 1
    return int(number)


def new_world(character: Character, days: int, seed: int, number: int) -> World:
    """An empty store with its people, before the first day.

    Args:
        character: The store's habits.
        days: Days to come, the opening book's not counted.
        seed: Seed of the run.
        number: The store's number, so that stores of one run differ.
    """
    staff = character.staff
    visits = int(days * character.visits_per_day * 1.6) + 400
    clients = int(days * (character.visits_per_day + character.outside) * 1.6 + character.visits_per_day * 13) + 900
    calls = int(days * character.calls_per_day * 1.8) + 200
    sizes = (days * staff * 2, days * staff, clients, clients, visits, visits, calls, clients * 4, visits, visits * 2)
    kinds = (ATTENDANCE, ABSENCES, CLIENTS, ASSIGNMENTS, VISITS, ASSISTS, CALLS, FOLLOWUPS, DEALS, RULINGS)
    rows = [np.zeros(n, k) for n, k in zip(sizes, kinds, strict=True)]
    books = Books(*rows, filled=np.zeros(12, np.int64), room=np.array([*sizes, calls, 0]))  # type: ignore[misc]
    return World(
        books,
        np.full(clients, NONE, KNOWN),
        np.full(days, NONE, np.int64),
        np.full(calls, NONE, PROSPECTS),
        np.full(staff, NONE, TODAY),
        _people(character, seed, number),
        np.array([tuple(getattr(character, name) for name in _HABITS)], HABITS),
        np.array([seed * 1_000_003 + number], np.uint64),
    )


def _people(character: Character, seed: int, number: int) -> Array:
    rng = np.random.default_rng([seed, number, 1])
    staff = character.staff
    spread = 0.4 + 1.2 * rng.random((3, staff))
    people = np.full(staff, NONE, PEOPLE)
    people["late"], people["slow"] = spread[0] * character.late, spread[1] * character.slow
    people["grabs"] = np.where(rng.random(staff) < 0.25, 3.0, 0.3)
    people["diligence"] = np.minimum(spread[2] * character.diligence, 0.97)
    people["day_off"] = np.arange(staff) % 5
    people["group"] = np.where(np.arange(staff) % 4 == 1, 0, np.where(np.arange(staff) % 4 == 3, 1, NONE))
    people["first_day"][staff - 1] = character.newcomer_on
    people["last_day"][staff - 2] = character.leaver_on
    return people
