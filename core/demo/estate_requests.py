"""A year of requests of the demo estate: what goes wrong when, who writes, how soon it is done and called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.demo.estate_homes import Chance, Home, Row
from core.demo.estate_texts import CLOSINGS, HANDLERS, PREFERRED_BOTH, REACHED, TOPICS, UNHAPPY, WHENS, Topic
from core.office.categories import CATEGORIES, label
from core.office.worktime import WorkTime, due_at, working_hours_between

WORK = WorkTime(weekdays=frozenset(range(6)))
A_HOME_A_YEAR = 1.9
"""Requests of a home in a year, those that write of what others wrote already not counted."""
_DUE = {category.code: category.due_hours for category in CATEGORIES}
_HOURS = (0, 0, 0, 0, 0, 0, 1, 5, 9, 10, 8, 5, 4, 4, 6, 6, 5, 6, 8, 9, 7, 4, 2, 1)


@dataclass
class _Request:
    """A request before it has its number."""

    topic: Topic
    home: Home
    at: datetime
    chance: Chance
    text: str = ""


def requests(seed: int, homes: list[Home], until: datetime, language: str) -> list[Row]:
    """The year of requests that ends at an instant, office time, oldest first and numbered.

    Args:
        seed: The same number gives the same requests.
        homes: Of `estate_homes.homes`.
        until: Nothing is known of what comes after.
        language: Of the names of the categories.
    """
    made: list[_Request] = []
    first = until.date() - timedelta(days=365)
    for home in homes:
        chance = Chance(seed, "requests", home.room_no)
        for _ in range(_events(chance, A_HOME_A_YEAR)):
            made += _happened(chance, home, homes, first)
    told = sorted((one for one in made if one.at <= until), key=lambda r: (r.at, r.home.room_no, r.text))
    counted: dict[str, int] = {}
    rows = []
    for one in told:
        month = f"R{one.at:%y%m}"
        counted[month] = counted.get(month, 0) + 1
        rows.append(_row(one, f"{month}-{counted[month]:04d}", until, language))
    return rows


def contact_days(until: date) -> tuple[date, ...]:
    """The days on which the office sat at the gate: the second Saturday of each second month of the year."""
    days = (until - timedelta(days=back) for back in range(365, -1, -1))
    return tuple(day for day in days if day.weekday() == 5 and 8 <= day.day <= 14 and day.month % 2 == 1)


def _events(chance: Chance, mean: float) -> int:
    """How many, where so many are to be expected; some homes never write, some often."""
    own = mean * (0.0, 0.5, 1.0, 3.2)[chance.weighed((22, 33, 32, 13))]
    return int(own) + chance.yes(own - int(own))


def _happened(chance: Chance, home: Home, homes: list[Home], first: date) -> list[_Request]:
    """One thing that goes wrong: the home writes of it, and sometimes neighbours do too, or the home again later."""
    topic = TOPICS[chance.weighed([_odds(topic, home) for topic in TOPICS])]
    at = datetime.combine(_day(chance, topic, first), _time(chance))
    found = [_Request(topic, home, at, chance, _text(chance, topic))]
    if topic.spreads and chance.yes(0.35):
        near = [h for h in homes if h.building == home.building and h is not home and h.people]
        for _ in range(chance.whole(1, topic.spreads) if near else 0):
            other = near[chance.whole(0, len(near) - 1)]
            later = at + timedelta(minutes=chance.whole(5, 60 * 20))
            found.append(_Request(topic, other, later.replace(hour=max(7, later.hour)), chance, _text(chance, topic)))
    if not topic.opinion and chance.yes(0.08):
        again = at + timedelta(days=chance.whole(4, 25), minutes=chance.whole(-90, 90))
        found.append(_Request(topic, home, again, chance, "又壞了。" + _text(chance, topic)))
    return found


def _odds(topic: Topic, home: Home) -> float:
    if (topic.needs == "lift" and not home.has_lift) or (topic.needs == "top" and not home.is_top):
        return 0.0
    return topic.weight * (4.0 if topic.needs == "top" else 1.0)


def _day(chance: Chance, topic: Topic, first: date) -> date:
    while True:
        day = first + timedelta(days=chance.whole(0, 365))
        if chance.yes(topic.months[day.month - 1] / 2.6):
            return day


def _time(chance: Chance) -> time:
    return time(chance.weighed(_HOURS), chance.whole(0, 59), chance.whole(0, 59))


def _text(chance: Chance, topic: Topic) -> str:
    said = chance.of(topic.texts).format(
        when=chance.of(WHENS), place=chance.of(topic.places), thing=chance.of(topic.things)
    )
    return said + chance.of(CLOSINGS)


def _row(one: _Request, number: str, until: datetime, language: str) -> Row:
    """What stands in the registry at the end of the year."""
    chance, topic = one.chance, one.topic
    name, contact = _writer(chance, one.home)
    row: Row = dict.fromkeys(("category", "status", "assigned_to", "done_at", "handling", "called_back_at"), "")
    row |= dict.fromkeys(("callback", "satisfaction", "repair", "opinion"), "")
    row |= {"request_no": number, "submitted_at": _said(one.at), "room_no": one.home.room_no, "status": "new"}
    row |= {"name": name, "contact": contact, "source": _source(chance, one.at, until.date())}
    row["opinion" if topic.opinion else "repair"] = one.text
    if not topic.opinion and chance.yes(0.05):
        row["opinion"] = chance.of(PREFERRED_BOTH)
    hours = _DUE[topic.code]
    taken = hours * (chance.real(0.15, 0.95) if chance.yes(0.83) else chance.real(1.05, 3.5))
    if chance.yes(0.012):
        taken = 1200.0  # forgotten
    assigned = due_at(WORK, one.at, min(taken, hours) * chance.real(0.05, 0.4))
    done = due_at(WORK, one.at, taken)
    if assigned > until:
        return row
    row |= {"category": label(topic.code, language), "status": "assigned", "assigned_to": _handler(chance, topic)}
    if done > until:
        return row
    row |= {"status": "done", "done_at": _said(done), "handling": chance.of(topic.done)}
    back = due_at(WORK, done, chance.real(1, 22))
    if back <= until and chance.yes(0.93):
        late = working_hours_between(WORK, one.at, done) > hours
        row |= _called_back(chance, back, late=late)
    return row


def _called_back(chance: Chance, back: datetime, *, late: bool) -> Row:
    stars = 1 + chance.weighed((4, 9, 27, 38, 22) if late else (1, 2, 9, 38, 50))
    said = {"status": "closed", "called_back_at": _said(back)}
    said["callback"] = chance.of(UNHAPPY if stars < 3 else REACHED)
    return said | ({"satisfaction": str(stars)} if chance.yes(0.72) else {})


def _writer(chance: Chance, home: Home) -> tuple[str, str]:
    if home.people:
        return home.people[chance.whole(0, len(home.people) - 1)]
    return chance.surname() + chance.given(), f"129{chance.whole(0, 99_999_999):08d}"


def _source(chance: Chance, at: datetime, until: date) -> str:
    if at.date() in contact_days(until) and 9 <= at.hour < 17:
        return "desk"
    return ("form", "phone", "desk")[chance.weighed((46, 36, 18))]


def _handler(chance: Chance, topic: Topic) -> str:
    return chance.of(HANDLERS[topic.handler])


def _said(at: datetime) -> str:
    return at.isoformat(" ", "seconds")
