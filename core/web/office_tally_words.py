"""How the tally's figures are written: shares, hours, what is not told and why, how everything is counted."""

from __future__ import annotations

from core.figures.tally import Rate, Statistics
from core.figures.tally_times import Times
from core.web import language
from core.web.language import _

DAY = 24


def share(rate: Rate) -> str:
    """A share as a percentage; a dash where there is nothing to count among."""
    return language.share(rate.share) if rate.share is not None else "—"


def hours(value: float | None) -> str:
    """A length of time: minutes, hours, from two days on days."""
    if value is None:
        return "—"
    if value < 1:
        return _("{number} min", number=language.number(round(value * 60)))
    if value < 2 * DAY:
        return _("{number} h", number=language.number(value, 0 if value >= 10 else 1))
    return _("{number} days", number=language.number(value / DAY, 1))


def reached(value: float | None, took: Times) -> str:
    """A quantile; where too few came to their end it is longer than any that was looked at."""
    if value is not None:
        return hours(value)
    return _("over {time}", time=hours(took.longest_hours)) if took.longest_hours is not None else "—"


def stars(mean: float | None) -> str:
    """A mean number of stars; a dash for none."""
    return language.number(mean, 1) if mean is not None else "—"


def few(figures: Statistics) -> str:
    """What happens under the minimum sample."""
    return _(
        "Nothing is ranked or compared under {least} requests: such groups stand last, without a place or a share.",
        least=language.number(figures.minimum_sample),
    )


def notes(figures: Statistics, again_days: int) -> list[str]:
    """How the figures are counted, one sentence each; under the page and on paper."""
    return [
        _(
            "Counted are the requests handed in within the period, as they stood on {instant}; today is counted.",
            instant=language.instant(figures.now),
        ),
        _(
            "Times run from handing in, by the clock on the wall. What is open counts as open for as long as it has "
            "waited (Kaplan and Meier), so that waiting cannot look like speed. “Over” says that fewer than the half, "
            "or nine tenths, came to their end."
        ),
        _("In time is what was done by its due time, among what is done or past due; office hours set the due time."),
        _("A call-back counts among what is done; a request that was put together with another counts in no rate."),
        _(
            "The same trouble again: another request of the same home, or building, and category within {days} days.",
            days=language.number(again_days),
        ),
        few(figures),
    ]
