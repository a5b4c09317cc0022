"""Settings, natural order, calendar months: the first page of the rulebook."""

import calendar
import re
from datetime import date, datetime, time, timedelta

DEFAULTS = {
    "noon_start": "12:00",
    "noon_end": "14:00",
    "lapse_months": 1,
    "lapse_scope": "claim",
    "duty_size": 2,
    "duty_pool": "idle",
    "absent_owner_served_by": "due",
    "rule_10_charged_to": "owner",
    "short_leave_minutes": 30,
    "open_visit_minutes": 120,
    "own_client_takes_turn": False,
    "named_takes_turn": False,
    "fine_concealed": 100,
    "greet_within_seconds": 60,
    "answer_within_seconds": 15,
}


def natural(text):
    """The key of an id in natural order.

    "split into runs of digits and other text, digits as numbers and before other text, other text by code point
    (V9 before V10), the whole string last."
    """
    runs = re.findall(r"[0-9]+|[^0-9]+", text or "")
    return tuple((0, int(run), "") if run[0] in "0123456789" else (1, 0, run) for run in runs), text or ""


def plus_months(day, months):
    """Calendar months later, "clipped to month end: 31 January + 1 month = 28 or 29 February"."""
    place = day.year * 12 + (day.month - 1) + months
    year, month = divmod(place, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def midnight_after(day):
    """The first instant of the next day."""
    return datetime.combine(day + timedelta(days=1), time())


def clock(text):
    """A time of day, from "12:00" or "12:00:30"."""
    return time.fromisoformat(text)
