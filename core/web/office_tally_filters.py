"""Period and filters of the tally, each in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.figures import tally_repeats
from core.texts import N_
from core.web import choose
from core.web.choose import EVERY, Period
from core.web.language import _

SPANS: Mapping[str, str] = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "three_months": N_("Three months"),
    "year": N_("This year"),
    "all": N_("Everything"),
    "own": N_("Days of my choice"),
}
"""Periods to choose from; all but the second and the last one go on to today."""
DAYS, AGAIN = "days", "again"
FIRST = 300
"""Width of the period, pixels."""
_OWN = "tally.days"


@dataclass(frozen=True)
class Asked:
    """What the tally is counted of.

    Attributes:
        period: Days on which requests were handed in.
        again_days: Within so many days it is the same trouble again.
        narrowed: Key of `tally_groups.GROUPS` -> the group that is looked at alone; blank for none.
        said: What is filtered by, in words: the name of the filter and its value.
    """

    period: Period
    again_days: int
    narrowed: Mapping[str, str] = field(default_factory=dict)
    said: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Options:
    """A filter: its name, what may be chosen, and how a choice is said."""

    name: str
    label: str
    codes: Sequence[str]
    say: Callable[[str], str]


def period(today: date, covered: Period | None) -> Period:
    """Choose a period, this month at first; the filters that are asked for next stand beside it.

    Args:
        today: Of the office.
        covered: Days from the first request to the last; None for no request.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="tally-filters"):
        first = st.container(width=FIRST)
        more = st.popover(_("Filters"), icon=":material/filter_alt:")
    choose.into(first)
    found = _period(today, covered)
    choose.into(more)
    return found


def _period(today: date, covered: Period | None) -> Period:
    spans = {code: _(said) for code, said in SPANS.items()}
    span = choose.one_of("span", _("Period"), list(spans), say=spans.__getitem__, where="sidebar")
    if span == "own":
        return _own(today)
    choose.keep(DAYS, None)
    return days_of(span, today, covered)


def days_of(span: str, today: date, covered: Period | None) -> Period:
    """The days of a period of `SPANS`, its own days left out."""
    first = today.replace(day=1)
    if span == "last_month":
        last = first - timedelta(days=1)
        return Period(last.replace(day=1), last)
    if span == "three_months":
        return Period((pd.Timestamp(first) - pd.DateOffset(months=2)).date(), today)
    if span == "year":
        return Period(today.replace(month=1, day=1), today)
    if span == "all" and covered is not None:
        return Period(min(covered.first, today), max(covered.last, today))
    return Period(first, today)


def _own(today: date) -> Period:
    """Days that the person chooses, kept in the address."""
    code = choose.kept(DAYS) or ""
    if _OWN not in st.session_state or st.session_state.get(f"{_OWN}.code") != code:
        known = read_days(code) or Period(today.replace(day=1), today)
        st.session_state[_OWN] = (known.first, known.last)
    chosen = choose.sidebar().date_input(
        _("Handed in between"), key=_OWN, format="YYYY-MM-DD", help=_("From one day to another, both counted.")
    )
    days = tuple(chosen) if isinstance(chosen, (tuple, list)) else (chosen,)
    found = Period(days[0], days[-1]) if days else Period(today.replace(day=1), today)
    choose.keep(DAYS, f"{found.first}..{found.last}")
    st.session_state[f"{_OWN}.code"] = f"{found.first}..{found.last}"
    return found


def read_days(code: str) -> Period | None:
    """Two days as the address writes them; None where it writes anything else."""
    try:
        days = [date.fromisoformat(d) for d in code.split("..")]
    except ValueError:
        return None
    return Period(days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def again_days() -> int:
    """Within how many days the same trouble counts as the same again."""
    return choose.whole(
        AGAIN,
        _("The same trouble again within days"),
        least=1,
        most=tally_repeats.MOST_DAYS,
        default=tally_repeats.DAYS,
        where="sidebar",
        help_text=_("Of the same home or building and the same category."),
    )


def narrow(options: Sequence[Options]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The filters as widgets; what they leave, and how that is said."""
    chosen: dict[str, str] = {}
    everything = _("All")
    for of in options:
        code = choose.one_of(
            of.name,
            of.label,
            [EVERY, *of.codes],
            say=lambda c, of=of: everything if c == EVERY else of.say(c),  # type: ignore[misc]
            where="sidebar",
        )
        if code != EVERY:
            chosen[of.name] = code
    return chosen, [(of.label, of.say(chosen[of.name])) for of in options if of.name in chosen]


def clear(names: Sequence[str]) -> None:
    """Take filters away."""
    for name in names:
        choose.keep(name, None)
        st.session_state.pop(f"choose.{name}", None)


def in_words(asked: Asked, spoken: str) -> str:
    """What is filtered by, in words; blank for nothing."""
    colon, between = (": ", "; ") if spoken == "en" else ("：", "；")
    return between.join(f"{name}{colon}{value}" for name, value in asked.said)
