"""What the page of the tally shows: rows of the period, counted once; names of groups; which rows are opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from core.figures import tally, tally_groups, tally_repeats
from core.figures.tally import PARTS, STATES, Statistics, part_label
from core.figures.tally_groups import GROUPS, UNKNOWN
from core.office import office_settings, tally_held, tally_rows
from core.office.requests_cases import office_now
from core.office.requests_handlers import handler_names
from core.office.work_settings import all_categories
from core.registries.definitions import registry
from core.store.database import Database
from core.texts import N_, say
from core.web import choose, kept, language, office_requests_words
from core.web import office_tally_filters as filters
from core.web.choose import Period
from core.web.office_tally_filters import Asked, Options

OPEN = "open"
"""Name in the address of the rows that are opened: a part, or a group and a part."""
PAGE = "leaf"
"""Name in the address of the page of rows."""
APART = "~"
HOME = "home"
FILTERS = ("category", "building", "state", "source", "handler")
NOT_KNOWN: Mapping[str, str] = {
    "category": N_("No category"),
    "building": N_("No building known"),
    "state": N_("Unknown"),
    "source": N_("Unknown"),
    "handler": N_("No handler"),
    "month": N_("Unknown"),
}


@dataclass(frozen=True, eq=False)
class View:
    """What is shown.

    Attributes:
        database: Where texts are read from.
        language: Spoken.
        asked: Period and filters.
        rows: Of the period, narrowed, marked; nothing sealed among them.
        figures: Counted of them.
        homes: The busiest ones.
        categories, handlers: Code -> name.
        office: What the office says of itself.
        made: Groups counted so far.
    """

    database: Database
    language: str
    asked: Asked
    rows: pd.DataFrame
    figures: Statistics
    homes: pd.DataFrame
    categories: Mapping[str, str]
    handlers: Mapping[str, str]
    office: office_settings.OfficeSettings
    made: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """When it was counted."""
        return self.figures.now

    def groups(self, by: str) -> pd.DataFrame:
        """`tally_groups.compare` of the rows, made once."""
        if by not in self.made:
            self.made[by] = tally_groups.compare(self.rows, by, self.now, self.figures.minimum_sample)
        return self.made[by]

    def said(self, by: str, key: str) -> str:
        """What a group is called."""
        return said_key(self.language, by, key, self.categories, self.handlers)

    def behind(self, code: str) -> pd.DataFrame:
        """The rows that a code of the address opens; all of them where it is none of this view."""
        by, key, part = read_code(code)
        part = part if part in PARTS else "all"
        rows = self.rows
        if by == HOME and key.isdecimal() and 0 < int(key) <= len(self.homes):
            own = tally.of_part(rows, "own", self.now)
            rows = tally_groups.of_group(own, HOME, self.homes["room_no"].iloc[int(key) - 1])
        elif by in GROUPS:
            rows = tally_groups.of_group(rows, by, key)
        return tally.of_part(rows, part, self.now)

    def said_code(self, code: str) -> str:
        """What a code of the address opens, in words; blank for all rows."""
        by, key, part = read_code(code)
        of = part_label(part, self.language) if part in PARTS and part != "all" else ""
        if by == HOME and key.isdecimal() and 0 < int(key) <= len(self.homes):
            group = str(self.homes["room_no"].iloc[int(key) - 1])
        else:
            group = self.said(by, key) if by in GROUPS else ""
        return " · ".join(text for text in (group, of) if text)


def read() -> View:
    """Ask for period and filters, read and count."""
    database, spoken = kept.database(), language.current()
    now = office_now(database)
    with database.read() as connection:
        known = tally_rows.first_and_last(connection)
        version = tally_rows.version(connection)
    covered = None if known is None else Period(known[0].date(), known[1].date())
    period, again = filters.period(now.date(), covered), filters.again_days()
    whole = _kept(str(database.home.folder), spoken, period, again, now.replace(second=0), version)
    narrowed, said = filters.narrow(_options(whole))
    return narrow(whole, Asked(period, again, narrowed, said)) if narrowed else whole


@st.cache_resource(max_entries=8, ttl=600, show_spinner=False)
def _kept(  # noqa: PLR0917 (what a view hangs on)
    home: str, spoken: str, period: Period, again: int, now: datetime, version: tuple[object, ...]
) -> View:
    """A view for all of the office, for as long as nothing changes and the minute lasts; never written to.

    The home and the version are only there to tell views apart.
    """
    del home, version
    return counted(kept.database(), spoken, Asked(period, again), now)


@st.cache_resource(ttl=3600, show_spinner=False)
def _held(home: str) -> tally_held.HeldRows:
    """The rows of a home, for all sessions."""
    del home
    return tally_held.HeldRows()


def counted(database: Database, spoken: str, asked: Asked, now: datetime) -> View:
    """Read and count a period; what rows may repeat is looked at with them, before anything is filtered."""
    first, until = _at(asked.period.first), _at(asked.period.last) + timedelta(days=1)
    with database.read() as connection:
        names = {str(number): name for number, name in handler_names(connection, database.sealer).items() if name}
        named = {c.code: c.name(spoken) for c in all_categories(connection)}
        office = office_settings.office(connection)
        rows = _held(str(database.home.folder)).read(connection, first - timedelta(days=asked.again_days), until)
    rows = tally.within(tally_repeats.marked(rows, asked.again_days), first, until).reset_index(drop=True)
    figures = tally.statistics(rows, (first, until), now, office.minimum_sample)
    homes = tally_groups.busiest(rows, now, office.minimum_sample)
    whole = View(database, spoken, asked, rows, figures, homes, named, names, office)
    return narrow(whole, asked) if asked.narrowed else whole


def narrow(whole: View, asked: Asked) -> View:
    """The part of a view that passes the filters, counted anew."""
    rows, was = whole.rows, whole.figures
    for by, key in asked.narrowed.items():
        rows = tally_groups.of_group(rows, by, key)
    figures = tally.statistics(rows, (was.first, was.until), was.now, was.minimum_sample)
    homes = tally_groups.busiest(rows, was.now, was.minimum_sample)
    return replace(whole, asked=asked, rows=rows, figures=figures, homes=homes, made={})


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _options(whole: View) -> list[Options]:
    """What may be filtered by: what the rows of the period have, and what the address asks for."""
    made = []
    for by in FILTERS:
        there = set(tally_groups.keys(whole.rows, by).unique()) | {choose.kept(by) or UNKNOWN}
        there -= {UNKNOWN, choose.EVERY}
        order = {"state": list(STATES), "category": list(whole.categories)}.get(by, sorted(there, key=_natural))
        codes = [code for code in order if code in there] + sorted(there - set(order))
        label = GROUPS[by]
        made.append(Options(by, say(whole.language, label), codes, partial(whole.said, by)))
    return made


def _natural(code: str) -> tuple[bool, int, str]:
    return (not code.isdecimal(), int(code) if code.isdecimal() else 0, code)


def said_key(spoken: str, by: str, key: str, named: Mapping[str, str], handlers: Mapping[str, str]) -> str:
    """What a group is called; the key itself where it has no other name."""
    if key == UNKNOWN:
        return say(spoken, NOT_KNOWN[by])
    if by == "state":
        return part_label(key, spoken) if key == "merged" else _state(spoken, key)
    if by == "source":
        known = {c.code: c.label(spoken) for c in registry("requests").column("source").choices}
        return known.get(key, key)
    if by == "month":
        return language.month(pd.Timestamp(f"{key}-01"))
    return {"category": named, "handler": handlers}.get(by, {}).get(key, key)


def code_of(part: str, by: str = "", key: str = "") -> str:
    """How the address writes some rows: a part, or a part of a group."""
    return f"{by}{APART}{key}{APART}{part}" if by else part


def read_code(code: str) -> tuple[str, str, str]:
    """The group and the part of a code; blank for none."""
    group, _apart, part = code.rpartition(APART)
    by, _apart, key = group.partition(APART)
    return by, key, part


def opened() -> str:
    """The code of the rows that are open; "all" at first."""
    return choose.kept(OPEN) or "all"


def keep_address() -> None:
    """Write what is open into the address again, as a callback's writing may not have reached the browser."""
    for name in (OPEN, PAGE):
        choose.keep(name, choose.kept(name))


def open_rows(code: str) -> None:
    """Open some rows; the first page of them."""
    choose.keep(OPEN, None if code == "all" else code)
    choose.keep(PAGE, None)


def _state(spoken: str, key: str) -> str:
    """A status as the office's pages say it."""
    said = office_requests_words.STATES.get(key, key)
    return say(spoken, said)
