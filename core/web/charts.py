"""Charts of amounts: the split of turns, money, findings, one figure by person; and the one way to show a chart.

Each `*_chart` makes a chart from a small frame; None where there is nothing to draw. `show` puts it on the page, or
says a sentence. Marks are bounded: the frames hold aggregates, and only the first `MOST_BARS` rows are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from core.rules import labels
from core.web.chart_style import (
    BLUE,
    GREY,
    LANE,
    MOST_BARS,
    ORANGE,
    PURPLE,
    RED,
    Chart,
    Names,
    ink,
    legend,
    names_axis,
    spoken,
    who,
)
from core.web.language import _
from core.web.part_words import PARTS

LEAST_DRAWN = 0.005
STATUS_COLOURS = {"open": ORANGE, "upheld": RED, "dismissed": GREY}


def show(chart: Chart | None, empty: str, *, key: str) -> None:
    """Put a chart on the page; without one, say why there is none and what to do."""
    if chart is None:
        st.info(empty)
        return
    st.altair_chart(chart, width="stretch", key=key)


def fairness_chart(fairness: pd.DataFrame, name: Names) -> Chart | None:
    """Draw each person's gap between turns received and expected, split into its parts; a tick marks the gap.

    Args:
        fairness: `figures.fairness.fairness`, one row per person; the `MOST_BARS` widest gaps are drawn.
        name: Staff id -> name.
    """
    if fairness.empty:
        return None
    widest = fairness["gap"].abs().nlargest(MOST_BARS).index
    drawn = fairness[fairness.index.isin(widest)].sort_values("gap", ascending=False, kind="stable")
    people = who(drawn["staff_id"].astype("str"), name)
    drawn = drawn.assign(who=list(people.values()))[["who", "received", "expected", "gap", *PARTS]]
    words = {code: text.say(spoken()) for code, (text, _colour, _meaning) in PARTS.items()}
    parts = drawn.melt(id_vars=["who"], value_vars=list(PARTS), var_name="part", value_name="turns")
    parts = parts[parts["turns"].abs() >= LEAST_DRAWN]
    parts["part"] = parts["part"].map(words)
    title = _("Turns more or fewer than an equal share")
    y = alt.Y("who:N", sort=list(people.values()), title=None, axis=names_axis())
    shades = alt.Scale(domain=list(words.values()), range=[colour for _text, colour, _meaning in PARTS.values()])
    of_part = [
        alt.Tooltip("who:N", title=_("Who")),
        alt.Tooltip("part:N", title=_("Because of")),
        alt.Tooltip("turns:Q", title=_("Turns"), format="+.2f"),
    ]
    of_gap = [
        alt.Tooltip("who:N", title=_("Who")),
        alt.Tooltip("received:Q", title=_("Received")),
        alt.Tooltip("expected:Q", title=_("Expected"), format=".2f"),
        alt.Tooltip("gap:Q", title=_("Gap"), format="+.2f"),
    ]
    bars = alt.Chart(parts).mark_bar(height=18)
    ticks = alt.Chart(drawn[["who", "received", "expected", "gap"]]).mark_tick(color=ink(), thickness=3, height=26)
    layers = alt.layer(
        bars.encode(
            x=alt.X("turns:Q", title=title),
            y=y,
            color=alt.Color("part:N", title=None, scale=shades, legend=legend()),
            tooltip=of_part,
        ),
        ticks.encode(x=alt.X("gap:Q", title=title), y=y, tooltip=of_gap),
    )
    return layers.properties(height=LANE * len(people) + 130)


def money_chart(money: pd.DataFrame, row: str, name: Names, series: Mapping[str, str]) -> Chart | None:
    """Draw money as bars, a row a person or group, most first.

    Args:
        money: `figures.money.by_person` or `by_group`; the first `MOST_BARS` rows are drawn.
        row: The column that names the row.
        name: Id -> name.
        series: Amount columns to stack -> what they are called.
    """
    drawn = money[money[list(series)].any(axis=1)].head(MOST_BARS)
    if drawn.empty:
        return None
    people = who(drawn[row], name)
    frame = drawn.assign(who=drawn[row].map(people))
    frame = frame.melt(id_vars=["who"], value_vars=list(series), var_name="part", value_name="value")
    frame["part"] = frame["part"].map(dict(series))
    frame, title = _as_money(frame)
    return _bars(frame, list(people.values()), title, dict(zip(series.values(), (BLUE, PURPLE), strict=False)), ",.4~f")


def _as_money(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Amounts as people of the language count them, and what the axis is called."""
    if spoken() == "en":
        return frame, _("CNY")
    return frame.assign(value=frame["value"] / 10_000), _("10,000 CNY")


def findings_chart(findings: pd.DataFrame, row: str, name: Names) -> Chart | None:
    """Draw findings as bars stacked by status, a row a kind or a person, most first.

    Args:
        findings: Result rows.
        row: `kind` or `staff_id`.
        name: Code or id -> what it is called.
    """
    known = findings[findings[row].notna()]
    if known.empty:
        return None
    pairs = pd.DataFrame({"row": known[row].astype("str"), "status": known["status"].astype("str")})
    counted = pairs.value_counts(["row", "status"]).rename("value").reset_index()
    order = counted.groupby("row")["value"].sum().sort_values(ascending=False, kind="stable").index[:MOST_BARS]
    counted = counted[counted["row"].isin(order)]
    people = who(order, name)
    words = {status: labels.label(labels.STATUSES, status, spoken()) for status in STATUS_COLOURS}
    frame = counted.assign(who=counted["row"].map(people), part=counted["status"].map(words))
    shades = {words[s]: colour for s, colour in STATUS_COLOURS.items() if s in set(counted["status"])}
    return _bars(frame, list(people.values()), _("Findings"), shades, "d")


def figure_chart(figures: pd.DataFrame, column: str, title: str, name: Names, *, money: bool = False) -> Chart | None:
    """Draw one staff figure as bars, most first, people without a value left out."""
    drawn = figures[["staff_id", column]].dropna().sort_values(column, ascending=False, kind="stable").head(MOST_BARS)
    if drawn.empty or not drawn[column].any():
        return None
    people = who(drawn["staff_id"].astype("str"), name)
    frame = pd.DataFrame({"who": list(people.values()), "value": drawn[column].astype(float).to_numpy(), "part": title})
    frame, axis = _as_money(frame) if money else (frame, title)
    return _bars(frame, list(people.values()), axis, {title: BLUE}, ",.4~f")


def _bars(frame: pd.DataFrame, rows: list[str], title: str, shades: Mapping[str, str], form: str) -> Chart:
    """Horizontal bars of `value` by `who`, stacked by `part` in the order of `shades`."""
    place = {part: n for n, part in enumerate(shades)}
    frame = frame.assign(place=frame["part"].map(place))
    bars = alt.Chart(frame[["who", "part", "value", "place"]]).mark_bar(height=18)
    drawn: alt.Chart = bars.encode(
        x=alt.X(
            "value:Q",
            title=title,
            axis=alt.Axis(format="~s" if spoken() == "en" else ",~f", tickMinStep=1, labelOverlap=True),
        ),
        y=alt.Y("who:N", sort=rows, title=None, axis=names_axis()),
        color=alt.Color(
            "part:N",
            title=None,
            scale=alt.Scale(domain=list(shades), range=list(shades.values())),
            legend=legend() if len(shades) > 1 else None,
        ),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("who:N", title=_("Who")),
            alt.Tooltip("part:N", title=_("What")),
            alt.Tooltip("value:Q", title=title, format=form),
        ],
    )
    return drawn.properties(height=30 * len(rows) + (90 if len(shades) > 1 else 50))
