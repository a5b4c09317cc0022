"""The clock, in one place: what needs the instant takes a `Clock`, so that a test gives it its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Gives the instant in UTC, without a zone, to the microsecond."""


def utc_now() -> datetime:
    """The instant in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)  # noqa: TID251 (the one place that reads the clock)


def local(at: datetime) -> datetime:
    """An instant of a `Clock` as this machine's wall clock shows it, without a zone."""
    return at.replace(tzinfo=UTC).astimezone().replace(tzinfo=None)


def local_day(at: datetime) -> date:
    """The day of an instant on this machine's wall clock."""
    return local(at).date()


def utc_of(at: datetime) -> datetime:
    """An instant of this machine's wall clock in UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)
