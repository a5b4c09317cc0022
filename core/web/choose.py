"""Choosing: pickers whose choice lives in the address, so that a view can be sent and survives a change of page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar, cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.web import language
from core.web.language import _

if TYPE_CHECKING:
    from core.web.page import Desk

T = TypeVar("T")
KEPT = "choices"
PAGES = "choices.pages"
EVERY = "*"
_SIDEBAR: ContextVar[DeltaGenerator | None] = ContextVar("sidebar", default=None)
Where = Literal["sidebar", "page"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def start(self) -> pd.Timestamp:
        """The first instant."""
        return pd.Timestamp(self.first)

    @property
    def end(self) -> pd.Timestamp:
        """The instant after the last day."""
        return pd.Timestamp(self.last) + pd.Timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """The period of the same length that ends the day before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def say(self) -> str:
        """The period as people write it."""
        if self.first == self.last:
            return language.day(self.first)
        return _("{first} to {last}", first=language.day(self.first), last=language.day(self.last))


def into(container: DeltaGenerator) -> None:
    """Put the pickers of the sidebar into a container of it, for the rest of this run."""
    _SIDEBAR.set(container)


def _place(where: Where) -> DeltaGenerator:
    """Where a picker goes; on the page it goes into the container that is open."""
    if where == "page":
        return cast("DeltaGenerator", st)
    return _SIDEBAR.get() or st.sidebar


def sidebar() -> DeltaGenerator:
    """Where pickers of the sidebar go, for a picker of a page's own."""
    return _place("sidebar")


def kept(name: str) -> str | None:
    """What was chosen under a name: in the address, else earlier in this session; None where nothing was."""
    found = st.query_params.get(name, st.session_state.get(KEPT, {}).get(name))
    return None if found is None else str(found)


def keep(name: str, value: str | None) -> None:
    """Keep a choice in the session and in the address; None takes it out of both."""
    choices = st.session_state.setdefault(KEPT, {})
    if value is None:
        choices.pop(name, None)
        if name in st.query_params:
            del st.query_params[name]
        return
    choices[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def _arrived(name: str) -> str | None:
    """The choice that the widget does not have yet, from the address or another page; None where the widget is right.

    A widget of the same key on another page is another widget to Streamlit, and begins with its first option.
    """
    asked = st.query_params.get(name)
    known = st.session_state.get(KEPT, {}).get(name)
    page = st.session_state.get("page")
    shown_on = st.session_state.setdefault(PAGES, {})
    moved = shown_on.get(name) != page
    shown_on[name] = page
    if asked is not None and (asked != known or moved):
        return str(asked)
    if known is not None and (moved or f"choose.{name}" not in st.session_state):
        return str(known)
    return None


def one_of(
    name: str,
    label: str,
    options: Sequence[T],
    *,
    code: Callable[[T], str] = str,
    say: Callable[[T], str] = str,
    default: T | None = None,
    where: Where = "page",
    style: Literal["list", "buttons"] = "list",
    help_text: str | None = None,
) -> T:
    """Choose one of some options.

    Args:
        name: Name in the address.
        label: Shown above, translated.
        options: At least one.
        code: An option as the address writes it, the same in every language.
        say: An option as people read it.
        default: Taken where the address says nothing or something unknown; the first option where None.
        where: In the sidebar or where the page stands.
        style: A drop-down list, or buttons beside each other (for at most five short options).
        help_text: Translated hint.

    Raises:
        ValueError: There is no option.
    """
    if not options:
        raise ValueError("nothing to choose from")
    by_code = {code(option): option for option in options}
    key = f"choose.{name}"
    arrived = _arrived(name)
    fallback = code(options[0] if default is None else default)
    if arrived is not None:
        st.session_state[key] = arrived if arrived in by_code else fallback
    elif st.session_state.get(key) not in by_code:
        st.session_state[key] = fallback
    place = _place(where)
    codes = list(by_code)
    if style == "buttons":
        chosen = place.segmented_control(
            label, codes, format_func=lambda c: say(by_code[c]), key=key, required=True, help=help_text
        )
    else:
        chosen = place.selectbox(label, codes, format_func=lambda c: say(by_code[c]), key=key, help=help_text)
    chosen = chosen if chosen in by_code else fallback
    keep(name, None if chosen == EVERY == fallback else chosen)
    return by_code[chosen]


def store(desk: Desk, *, where: Where = "sidebar") -> str:
    """Choose a store; the page goes on with it alone."""
    chosen = one_of("store", _("Store"), desk.whole.stores, say=desk.store_name, where=where)
    desk.look_at(chosen)
    return chosen


def store_or_all(desk: Desk, *, where: Where = "sidebar") -> str | None:
    """Choose a store or all of them (None); the page goes on with what was chosen."""
    stores = desk.whole.stores
    options = [EVERY, *stores] if len(stores) > 1 else stores
    chosen = one_of(
        "store",
        _("Store"),
        options,
        say=lambda s: _("All stores") if s == EVERY else desk.store_name(s),
        where=where,
    )
    desk.look_at(None if chosen == EVERY else chosen)
    return desk.store_id


def person(desk: Desk, store_id: str | None, *, name: str = "person", where: Where = "sidebar") -> str | None:
    """Choose one salesperson of a store (of all stores where None), or everybody (None)."""
    chosen = one_of(
        name,
        _("Salesperson"),
        [EVERY, *desk.staff_of(store_id)],
        say=lambda s: _("Everybody") if s == EVERY else desk.staff_name(s),
        where=where,
    )
    return None if chosen == EVERY else chosen


def period(desk: Desk, store_id: str | None = None, *, where: Where = "sidebar") -> Period:
    """Choose a period within the days that the data covers; all of them at first, the last 31 where there are more.

    The page goes on under the settings in force on its last day.
    """
    covered = desk.covered(store_id)
    latest = Period(max(covered.first, covered.last - timedelta(days=30)), covered.last)
    key = "choose.period"
    arrived = _arrived("period")
    if arrived is not None:
        start = _of_code(arrived) or latest
    else:
        there = st.session_state.get(key)
        start = Period(*there) if isinstance(there, tuple) and len(there) == 2 else latest
    if arrived is not None or key not in st.session_state or not _within(start, covered):
        start = start if _within(start, covered) else latest
        st.session_state[key] = (start.first, start.last)
    place = _place(where)
    chosen = place.date_input(
        _("Period"), key=key, min_value=covered.first, max_value=covered.last, format="YYYY-MM-DD"
    )
    days = tuple(chosen) if isinstance(chosen, (tuple, list)) else (chosen,)
    result = Period(days[0], days[-1]) if days else start
    keep("period", f"{result.first}..{result.last}")
    desk.as_of(result.last)
    return result


def _of_code(code: str) -> Period | None:
    first, _dots, last = code.partition("..")
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        return None
    return found if found.first <= found.last else None


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first <= inner.last <= outer.last


def day(
    desk: Desk, store_id: str | None = None, *, name: str = "day", label: str | None = None, where: Where = "page"
) -> date:
    """Choose a day the data covers; the last one at first. The page goes on under the settings in force on it."""
    covered = desk.covered(store_id)
    key = f"choose.{name}"
    arrived = _arrived(name)
    chosen = st.session_state.get(key)
    if arrived is not None:
        found = _of_code(arrived)
        chosen = found.first if found else None
    if not isinstance(chosen, date) or not covered.first <= chosen <= covered.last:
        chosen = covered.last
    st.session_state[key] = chosen
    place = _place(where)
    result = place.date_input(
        label or _("Day"), key=key, min_value=covered.first, max_value=covered.last, format="YYYY-MM-DD"
    )
    picked = result if isinstance(result, date) else covered.last
    keep(name, picked.isoformat())
    desk.as_of(picked)
    return picked


def switch(
    name: str, label: str, *, default: bool = False, where: Where = "page", help_text: str | None = None
) -> bool:
    """Choose yes or no."""
    key = f"choose.{name}"
    arrived = _arrived(name)
    if arrived is not None:
        st.session_state[key] = arrived == "yes"
    elif key not in st.session_state:
        st.session_state[key] = default
    place = _place(where)
    on = place.toggle(label, key=key, help=help_text)
    keep(name, "yes" if on else "no")
    return bool(on)


def whole(
    name: str, label: str, *, least: int, most: int, default: int, where: Where = "page", help_text: str | None = None
) -> int:
    """Choose a whole number."""
    key = f"choose.{name}"
    arrived = _arrived(name)
    if arrived is not None:
        value = int(arrived) if arrived.lstrip("-").isdecimal() else default
        st.session_state[key] = min(max(value, least), most)
    elif key not in st.session_state:
        st.session_state[key] = default
    place = _place(where)
    chosen = int(place.number_input(label, least, most, step=1, key=key, help=help_text))
    keep(name, str(chosen))
    return chosen


def words(name: str, label: str, *, where: Where = "page", placeholder: str | None = None) -> str:
    """Choose by typing: the text less surrounding spaces, blank at first."""
    key = f"choose.{name}"
    arrived = _arrived(name)
    if arrived is not None:
        st.session_state[key] = arrived
    place = _place(where)
    typed = str(place.text_input(label, key=key, placeholder=placeholder) or "").strip()
    keep(name, typed or None)
    return typed
