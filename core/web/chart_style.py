"""How charts look: colours that hold on light and dark ground, axes and legends that fit a phone, names of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from core.rules import labels
from core.texts import DEFAULT, Text
from core.web.language import SESSION_KEY

BLUE = "#4c8bd6"
ORANGE = "#e8912d"
GREEN = "#4fa657"
RED = "#e0565b"
PURPLE = "#a978c9"
TEAL = "#3fa7a3"
GREY = "#8d94a3"
PINK = "#d77ba6"
PEOPLE_COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, TEAL, PINK, "#b0893f", "#6f7de0", "#7aa33c", "#c26a45", GREY)
MOST_BARS = 30
LANE = 34
TIME = "%H:%M"
Names = Callable[[str], str]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart


def spoken() -> str:
    """The language of this session."""
    return str(st.session_state.get(SESSION_KEY, DEFAULT))


def said(codes: pd.Series, words: Mapping[str, Text]) -> list[str]:
    """What the codes of a column are called; blank for missing ones."""
    return [labels.label(words, code, spoken()) for code in codes.astype("object")]


def who(ids: Iterable[str], name: Names) -> dict[str, str]:
    """Names by id, each different: two people of one name are told apart by their ids."""
    names = {person: name(person) for person in dict.fromkeys(ids)}
    often = pd.Series(list(names.values()), dtype="str").value_counts()
    return {
        person: said if often[said] == 1 or said == person else f"{said} {person}" for person, said in names.items()
    }


def ink() -> str:
    """A colour for text and ticks on this session's ground."""
    return "#fafafa" if st.context.theme.type == "dark" else "#31333f"


def legend(columns: int = 3, **how: Any) -> alt.Legend:
    """A legend below the chart that wraps instead of squeezing it."""
    return alt.Legend(orient="bottom", direction="horizontal", columns=columns, labelLimit=200, symbolLimit=40, **how)


def names_axis() -> alt.Axis:
    """An axis of names that never takes more than a third of a phone."""
    return alt.Axis(labelLimit=110, labelOverlap=False, ticks=False, domain=False)
