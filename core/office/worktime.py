"""Working time: the hours of a week, days that are not as the week says, and when so many working hours are over.

Pure. All instants are office time, without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

Span = tuple[time, time]
WEEK = frozenset({0, 1, 2, 3, 4})
HOURS: tuple[Span, ...] = ((time(8, 30), time(12)), (time(14), time(18)))
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkTime:
    """When the office works.

    Attributes:
        hours: Spans of a working day, in order, apart from each other.
        weekdays: Days of the week, Monday is 0.
        days: Days that are not as the week says: True works, False is off.
    """

    hours: tuple[Span, ...] = HOURS
    weekdays: frozenset[int] = WEEK
    days: Mapping[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what would never come to an end.

        Raises:
            ValueError: No span, a span that does not go forward, spans that meet or overlap, no day of the week.
        """
        edges = [edge for span in self.hours for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("working hours are spans that go forward, one after the other")
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("the office works on some day of the week")

    def works_on(self, day: date) -> bool:
        """Whether a day is a working day."""
        return self.days.get(day, day.weekday() in self.weekdays)

    @property
    def hours_a_day(self) -> float:
        """Working hours of a working day."""
        return sum(_hours(_at(date.min, a), _at(date.min, b)) for a, b in self.hours)


def due_at(work: WorkTime, start: datetime, hours: float) -> datetime:
    """The instant at which so many working hours have passed since another one.

    Args:
        work: When the office works.
        start: From when; outside working time the count begins with the next working span.
        hours: How many, 0 or more; 0 gives the first working instant from `start` on.

    Returns:
        To the second; the end of a span rather than the beginning of the next one.

    Raises:
        ValueError: A negative number of hours.
    """
    if hours < 0:
        raise ValueError("working hours are counted forward")
    left = timedelta(hours=hours)
    for begin, end in _spans(work, start):
        if left <= end - begin:
            return (begin + left).replace(microsecond=0)
        left -= end - begin
    return datetime.max.replace(microsecond=0)


def working_hours_between(work: WorkTime, start: datetime, end: datetime) -> float:
    """Working hours from one instant to another; 0 where the end is not after the start."""
    passed = 0.0
    for begin, over in _spans(work, start):
        if begin >= end:
            break
        passed += _hours(begin, min(over, end))
    return passed


def _spans(work: WorkTime, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What is left of working spans from an instant on, for good."""
    day = start.date()
    while True:
        if work.works_on(day):
            for a, b in work.hours:
                begin, end = max(_at(day, a), start), _at(day, b)
                if begin < end:
                    yield begin, end
        if day == date.max:
            return
        day += _DAY


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at)


def _hours(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 3600
