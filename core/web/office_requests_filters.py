"""Filters of the work list: each in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from core.office import work
from core.office.requests_cases import known_number
from core.office.work import BLANKS, Wanted
from core.registries.definitions import registry
from core.web import choose, language
from core.web import office_requests_steps as steps
from core.web import office_requests_words as words
from core.web.choose import EVERY
from core.web.language import _
from core.web.office_requests_steps import Bench

BLANK, PART, HANDED_IN = "blank", "part", "handed_in"
NAMES = (BLANK, PART, HANDED_IN, "state", "category", "building", "handler", "source", "find")
"""Names of the filters in the address."""
_SINCE = "requests.handed_in"
_BEFORE = "requests.narrowed"


def blank() -> str:
    """What the rows asked for lack; blank for all."""
    code = choose.kept(BLANK) or ""
    return code if code in BLANKS else ""


def clear() -> None:
    """Take every filter away."""
    for name in NAMES:
        choose.keep(name, None)
        st.session_state.pop(f"choose.{name}", None)
    st.session_state.pop(_SINCE, None)


def ask(bench: Bench, buildings: Sequence[str], lacking: str) -> Wanted:
    """The filters as widgets, and what they ask for.

    Args:
        bench: Handlers and categories to choose from.
        buildings: Those that requests name.
        lacking: A key of `work.BLANKS`, blank for all.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="requests-filters"):
        with st.container(key="focus-requests"):
            hint = _("the beginning of it; a whole number opens it")
            text = choose.words("find", _("Number or room"), placeholder=hint)
        choose.into(st.popover(_("Filters"), icon=":material/filter_alt:"))  # the sidebar is long, on a phone closed
    _open_by_number(bench, text)
    choose.keep(BLANK, lacking or None)
    states = {s: _(said) for s, said in words.STATES.items()}
    state = _one("state", _("State"), list(states), states.get)
    categories = {c.code: c.name(language.current()) for c in bench.settings.categories}
    category = _one("category", _("Category"), list(categories), categories.get)
    building = _one("building", _("Building"), list(buildings), lambda b: b)
    handlers = {str(number): name for number, name in bench.handlers.items()}
    handler = _one("handler", _("Handler"), list(handlers), handlers.get)
    sources = {c.code: words.source(c.code) for c in registry("requests").column("source").choices}
    source = _one("source", _("Source"), list(sources), sources.get)
    since, until = _days(bench.now.date())
    _say(
        [
            (_("State"), states.get(state)),
            (_("Category"), categories.get(category)),
            (_("Building"), building),
            (_("Handler"), handlers.get(handler)),
            (_("Source"), sources.get(source)),
            (_("Handed in between"), f"{since} – {until}" if since else ""),
        ]
    )
    return Wanted(
        blank=lacking,
        states=(state,) if state else (),
        category=category,
        building=building,
        handler_id=int(handler) if handler else None,
        source=source,
        since=since,
        until=until,
        text=text,
    )


def part(wanted: Wanted) -> int:
    """Which page of the list; the first one again where the filters changed."""
    if st.session_state.get(_BEFORE, wanted) != wanted:
        choose.keep(PART, None)
    st.session_state[_BEFORE] = wanted
    asked = choose.kept(PART) or ""
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() else 1


def turn_pages(wanted: Wanted, pages: int) -> None:
    """The way to the other pages of a list."""
    key = f"requests.part.{pages}.{hash(wanted)}"
    asked = choose.kept(PART) or ""
    here = min(int(asked), pages) if asked.isascii() and asked.isdecimal() and int(asked) else 1
    st.pagination(pages, default=here, key=key, on_change=lambda: choose.keep(PART, str(st.session_state[key])))


def _one(name: str, label: str, options: Sequence[str], say: Callable[[str], str | None]) -> str:
    """Choose one or all of them; blank for all."""
    names = {EVERY: _("All"), **{option: say(option) or option for option in options}}
    chosen = choose.one_of(name, label, list(names), say=names.__getitem__, where="sidebar")
    return "" if chosen == EVERY else chosen


def _say(chosen: Sequence[tuple[str, str | None]]) -> None:
    """Which filters narrow the list, since they stand closed; nothing for none."""
    colon, between = (": ", "; ") if language.current() == "en" else ("：", "；")
    said = between.join(f"{label}{colon}{value}" for label, value in chosen if value)
    if said:
        st.caption(":material/filter_alt: " + language.escaped(said))


def _days(today: date) -> tuple[date | None, date | None]:
    """Days between which they were handed in; None for no bound."""
    code = choose.kept(HANDED_IN) or ""
    if _SINCE not in st.session_state or st.session_state.get(f"{_SINCE}.code") != code:
        st.session_state[_SINCE] = _read_days(code, today)
    chosen = choose.sidebar().date_input(
        _("Handed in between"),
        key=_SINCE,
        max_value=today,
        format="YYYY-MM-DD",
        help=_("From one day to another, both counted."),
    )
    days = tuple(chosen) if isinstance(chosen, (tuple, list)) else (chosen,)
    code = f"{days[0]}..{days[-1]}" if days else ""
    choose.keep(HANDED_IN, code or None)
    st.session_state[f"{_SINCE}.code"] = code
    return (days[0], days[-1]) if days else (None, None)


def _read_days(code: str, today: date) -> tuple[date, ...]:
    """Two days as the address writes them; none where it writes anything else."""
    try:
        found = tuple(date.fromisoformat(d) for d in code.split(".."))
    except ValueError:
        return ()
    return found if len(found) == 2 and found[0] <= found[1] <= today else ()


def _open_by_number(bench: Bench, text: str) -> None:
    """Open the request whose whole number was typed."""
    if not text:
        return
    with bench.database.read() as connection:
        number = known_number(connection, text)
        there = work.work_list(connection, bench.database.sealer, Wanted(text=number), bench.now, 1).frame
    if number in set(there["request_no"]):
        choose.keep("find", None)
        steps.go(number)
        st.rerun()
