"""The figures of the tally on screen: tiles, groups, times, busiest homes; pressing a number opens its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.figures.tally import RATES, Rate, part_label
from core.figures.tally_groups import GROUPS, SHARED
from core.figures.tally_times import ENDS, LABELS, Times, times
from core.texts import N_, say
from core.web import charts, choose, language, office_tally_charts
from core.web import office_tally_view as views
from core.web import office_tally_words as words
from core.web.language import _
from core.web.office_tally_view import HOME, View

COUNTS = ("all", "open", "no_handler", "overdue", "no_call_back", "merged")
TILES = ("settled", "in_time", "called_back", "content", "answered", "reopened", "again_home", "again_building")
TILE = 165
"""Pixels of a tile: two stand beside each other on a phone."""
SHOWN = ("all", "open", "overdue", "done", "called_back", "rated", "again_home")
"""Counts that stand in a table of groups."""
SHARES: Mapping[str, str] = {
    "in_time": N_("In time"),
    "called_back": N_("Called back, share"),
    "content": N_("Content, share"),
}
ROW_PIXELS = 35
MOST_ROWS_HIGH = 12


def counts(view: View) -> None:
    """How many there are of what; pressing one opens its rows."""
    with st.container(horizontal=True, key="tally-counts"):
        for part in COUNTS:
            _number(view, part, f"{part_label(part, view.language)} **{_n(view, part)}**")


def tiles(view: View) -> None:
    """Every rate with its numerator and denominator."""
    with st.container(horizontal=True, key="tally-tiles"):
        for code in TILES:
            with st.container(border=True, width=TILE, height="stretch"):
                _tile(view, view.figures.rates[code])


def _tile(view: View, rate: Rate) -> None:
    label, of, among = RATES[rate.code]
    st.caption(language.escaped(say(view.language, label)))  # a metric would cut it, and two of them begin the same
    st.metric(say(view.language, label), words.share(rate), label_visibility="collapsed")
    with st.container(horizontal=True, gap="small"):
        numerator, denominator = language.number(rate.numerator), language.number(rate.denominator)
        _number(view, of, numerator, key=f"{rate.code}.of", quiet=True)
        _number(view, among, _("of {number}", number=denominator), key=f"{rate.code}.among", quiet=True)
    if rate.denominator and not rate.enough:
        st.caption(_("Few: under {least}.", least=language.number(view.figures.minimum_sample)))


def _number(view: View, part: str, label: str, *, key: str = "", quiet: bool = False) -> None:
    """A number as a button; its help says what it counts."""
    opened = views.opened() == part
    st.button(
        label,
        key=f"tally.{key or part}",
        type="tertiary" if quiet else "primary" if opened else "secondary",
        on_click=views.open_rows,
        args=("all" if opened else part,),
        help=part_label(part, view.language),
    )


def _n(view: View, part: str) -> str:
    return language.number(view.figures.counts[part])


def stars(view: View) -> None:
    """Satisfaction with its distribution."""
    found = view.figures.stars
    st.subheader(_("Satisfaction"), anchor=False)
    if not found.rated:
        st.info(_("Nobody has rated in this period. Residents rate when they look up a request that is done."))
        return
    mean = words.stars(found.mean) if found.enough else "—"
    st.markdown(
        _("Mean **{mean}** of 5; {rated} rated.", mean=mean, rated=language.number(found.rated))
        if found.enough
        else _("{rated} rated: too few for a mean to tell anything.", rated=language.number(found.rated))
    )
    charts.show(office_tally_charts.stars_chart(found), "", key="tally.stars.chart")
    with st.container(horizontal=True, gap="small"):
        for number in sorted(found.counts, reverse=True):
            _number(view, f"stars_{number}", f"{number} ★ **{language.number(found.counts[number])}**")


def took(view: View) -> list[Times]:
    """The times of the rows, in the order of `LABELS`."""
    return [times(view.rows, kind, view.now, view.figures.minimum_sample) for kind in LABELS]


def time_rows(view: View) -> None:
    """Times to done and to call-back."""
    st.subheader(_("How long it takes"), anchor=False)
    kinds = took(view)
    frame = pd.DataFrame(
        {
            "what": [say(view.language, LABELS[t.kind]) for t in kinds],
            "median": [words.reached(t.median_hours, t) for t in kinds],
            "ninth": [words.reached(t.ninth_hours, t) for t in kinds],
            "ended": [t.ended for t in kinds],
            "open": [t.open for t in kinds],
            "unknown": [t.unknown for t in kinds],
        }
    )
    titles = {
        "what": _("From handing in"),
        "median": _("Half within"),
        "ninth": _("Nine tenths within"),
        "ended": _("Came to their end"),
        "open": _("Counted as open"),
        "unknown": _("Not known when"),
    }
    codes = [dict(zip(("ended", "open", "unknown"), ENDS[t.kind][1:], strict=True)) for t in kinds]
    _table(frame, titles, "times", lambda row, column: codes[row].get(column, ""))
    if not all(t.enough for t in kinds):
        st.caption(words.few(view.figures))


def groups(view: View) -> None:
    """The tally by one thing: a chart, and a table whose numbers open their rows."""
    names = {by: say(view.language, label) for by, label in GROUPS.items()}
    st.subheader(_("Compared"), anchor=False)
    by = choose.one_of("by", _("Counted by"), list(names), say=names.__getitem__)
    found = view.groups(by)
    said = [view.said(by, key) for key in found["key"]]
    charts.show(office_tally_charts.group_chart(found, said, view.language), "", key="tally.groups.chart")
    frame, titles = group_table(view, by, found, said)
    keys = [str(key) for key in found["key"]]
    _table(
        frame,
        titles,
        f"groups.{by}",
        lambda row, column: views.code_of(column, by, keys[row]) if column in SHOWN else "",
    )
    if by != "month" and not found["enough"].all():
        st.caption(words.few(view.figures))


def group_table(view: View, by: str, found: pd.DataFrame, said: Sequence[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """A table of groups as people read it, columns by their codes, and their headings."""
    frame = pd.DataFrame({"group": list(said)}, dtype="str")
    if by != "month":
        frame["place"] = found["place"].array
    for part in SHOWN:
        frame[part] = found[part].array
    for code in SHARED:
        frame[f"{code}_share"] = [language.share(v) if pd.notna(v) else "—" for v in found[f"{code}_share"]]
    frame["stars"] = [words.stars(v) if pd.notna(v) else "—" for v in found["stars"]]
    frame["median_hours"] = [words.hours(v) if pd.notna(v) else "—" for v in found["median_hours"]]
    titles = {"group": say(view.language, GROUPS[by]), "place": _("Rank"), "stars": _("Mean of 5")}
    titles |= {part: part_label(part, view.language) for part in SHOWN}
    titles |= {f"{code}_share": _(SHARES[code]) for code in SHARED}
    return frame, titles | {"median_hours": _("Half done within")}


def homes(view: View) -> None:
    """The busiest homes."""
    st.subheader(_("Busiest homes"), anchor=False)
    if view.homes.empty:
        least = language.number(view.figures.minimum_sample)
        st.info(_("No home is named: none handed in two requests, or there are under {least} in all.", least=least))
        return
    frame, titles = home_table(view)
    _table(
        frame,
        titles,
        "homes",
        lambda row, column: (
            views.code_of(column, HOME, str(row + 1)) if column in ("own", "open", "again_home") else ""
        ),
    )


def home_table(view: View) -> tuple[pd.DataFrame, dict[str, str]]:
    """The busiest homes as people read them, columns by their codes, and their headings."""
    titles = {"place": _("Rank"), "room_no": _("Room")}
    titles |= {part: part_label(part, view.language) for part in ("own", "open", "again_home")}
    return view.homes[["room_no", "place", "own", "open", "again_home"]], titles


def _table(frame: pd.DataFrame, titles: Mapping[str, str], name: str, code: Callable[[int, str], str]) -> None:
    """A table whose cells open rows; cells that stand for no rows do nothing."""
    key = f"tally.{name}"
    by_title = {title: column for column, title in titles.items()}

    def chosen() -> None:
        for row, title in st.session_state[key]["selection"]["cells"]:
            column = by_title.get(title, title)
            if row < len(frame) and code(row, column):
                views.open_rows(code(row, column))

    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        height=ROW_PIXELS * (min(len(frame), MOST_ROWS_HIGH) + 1) + 3,
        placeholder="",
        column_config={c: _column(frame[c], titles[c], pinned=place == 0) for place, c in enumerate(frame.columns)},
        on_select=chosen,
        selection_mode="single-cell",
    )
    st.caption(_("Press a number to open its rows below."))


def _column(values: pd.Series, title: str, *, pinned: bool) -> Any:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return st.column_config.NumberColumn(title, format="localized")
    return st.column_config.TextColumn(title, pinned=pinned)
