"""Working hours: over nights, weekends, holidays and days worked instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from core.office.worktime import WorkTime, due_at, working_hours_between

WORK = WorkTime()
AT = datetime.fromisoformat
HOLIDAY = WorkTime(days={date(2026, 10, 1): False, date(2026, 10, 2): False, date(2026, 10, 10): True})


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-03-02 09:00", 1, "2026-03-02 10:00"),
        ("2026-03-02 11:30", 1, "2026-03-02 14:30"),  # over noon
        ("2026-03-02 11:00", 1, "2026-03-02 12:00"),  # the end of a span, not the start of the next
        ("2026-03-02 12:30", 1, "2026-03-02 15:00"),
        ("2026-03-02 07:00", 1, "2026-03-02 09:30"),
        ("2026-03-02 17:30", 1, "2026-03-03 09:00"),  # over night
        ("2026-03-06 17:30", 1, "2026-03-09 09:00"),  # over the weekend
        ("2026-03-07 10:00", 0.5, "2026-03-09 09:00"),
        ("2026-03-02 08:30", 7.5, "2026-03-02 18:00"),  # a whole day
        ("2026-03-02 08:30", 37.5, "2026-03-06 18:00"),
        ("2026-03-02 08:30", 38, "2026-03-09 09:00"),
        ("2026-03-02 03:00", 0, "2026-03-02 08:30"),
    ],
)
def test_due(start: str, hours: float, expected: str) -> None:
    assert due_at(WORK, AT(start), hours) == AT(expected)


def test_holidays_are_passed_over_and_days_worked_instead_count() -> None:
    assert due_at(HOLIDAY, AT("2026-09-30 17:00"), 2) == AT("2026-10-05 09:30")  # Thursday and Friday off
    assert due_at(HOLIDAY, AT("2026-10-09 17:00"), 2) == AT("2026-10-10 09:30")  # a Saturday that is worked


def test_hours_between_count_what_due_counts() -> None:
    for start in (AT("2026-03-02 09:13:07"), AT("2026-03-06 17:59"), AT("2026-03-07 12:00"), AT("2026-09-30 11:00")):
        for hours in (0.25, 3, 8, 22, 100):
            assert working_hours_between(HOLIDAY, start, due_at(HOLIDAY, start, hours)) == pytest.approx(
                hours, abs=1e-3
            )


def test_hours_between_the_other_way_round_are_none() -> None:
    assert working_hours_between(WORK, AT("2026-03-03 09:00"), AT("2026-03-02 09:00")) == 0
    assert working_hours_between(WORK, AT("2026-03-07 09:00"), AT("2026-03-08 20:00")) == 0


def test_more_time_is_never_due_earlier() -> None:
    start, before = AT("2026-02-27 16:40"), datetime.min
    for quarter in range(200):
        due = due_at(WORK, start, quarter / 4)
        assert due >= before
        before = due
    assert before - start > timedelta(days=8)


@pytest.mark.parametrize(
    ("hours", "weekdays"),
    [
        ((), frozenset({0})),
        (((time(9), time(9)),), frozenset({0})),
        (((time(9), time(12)), (time(11), time(18))), frozenset({0})),
        (((time(9), time(12)),), frozenset()),
        (((time(9), time(12)),), frozenset({7})),
    ],
)
def test_a_working_time_that_never_ends_is_refused(
    hours: tuple[tuple[time, time], ...], weekdays: frozenset[int]
) -> None:
    with pytest.raises(ValueError, match="work"):
        WorkTime(hours, weekdays)


def test_hours_are_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        due_at(WORK, AT("2026-03-02 09:00"), -1)
    assert WORK.hours_a_day == 7.5


def test_more_hours_than_there_are_days_end_with_the_calendar() -> None:
    assert due_at(WORK, datetime(9999, 12, 30), 1e6) == datetime(9999, 12, 31, 23, 59, 59)
