"""Charts of the tally, in house style: groups split by how far they are, and the stars that residents gave."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from core.figures.tally import Stars, part_label
from core.web.chart_style import BLUE, GREEN, GREY, MOST_BARS, ORANGE, RED, Chart, legend, names_axis
from core.web.language import _

SHADES = {"done": GREEN, "waiting": BLUE, "overdue": ORANGE, "merged": GREY}
STAR_SHADES = {5: GREEN, 4: GREEN, 3: GREY, 2: ORANGE, 1: RED}
BAR = 18
ROW = 30


def group_chart(groups: pd.DataFrame, said: Sequence[str], language: str) -> Chart | None:
    """Draw groups as bars, stacked: done, open in time, overdue, put together with another.

    Args:
        groups: `figures.tally_groups.compare`; the first `MOST_BARS` rows are drawn, in its order.
        said: What each is called.
        language: Of the words.
    """
    if groups.empty:
        return None
    words = {
        "done": part_label("done", language),
        "waiting": _("Open, not yet due"),
        "overdue": part_label("overdue", language),
        "merged": part_label("merged", language),
    }
    drawn = groups.head(MOST_BARS).assign(who=list(said)[:MOST_BARS])
    drawn = drawn.assign(waiting=drawn["open"] - drawn["overdue"])
    frame = drawn.melt(id_vars=["who"], value_vars=list(words), var_name="part", value_name="value")
    frame = frame.assign(place=frame["part"].map({part: n for n, part in enumerate(words)}))
    frame = frame.assign(part=frame["part"].map(words))[frame["value"] > 0]
    bars = alt.Chart(frame[["who", "part", "value", "place"]]).mark_bar(height=BAR)
    shown: alt.Chart = bars.encode(
        x=alt.X("value:Q", title=part_label("all", language), axis=alt.Axis(tickMinStep=1, format=",~f")),
        y=alt.Y("who:N", sort=list(drawn["who"]), title=None, axis=names_axis()),
        color=alt.Color(
            "part:N",
            title=None,
            scale=alt.Scale(domain=list(words.values()), range=[SHADES[part] for part in words]),
            legend=legend(columns=2),  # four states; three beside each other are cut on a phone
        ),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("who:N", title=_("What")),
            alt.Tooltip("part:N", title=_("State")),
            alt.Tooltip("value:Q", title=part_label("all", language), format=",d"),
        ],
    )
    return shown.properties(height=ROW * len(drawn) + 90)


def stars_chart(stars: Stars) -> Chart | None:
    """Draw how many gave how many stars, five first; None where nobody did."""
    if not stars.rated:
        return None
    order = sorted(stars.counts, reverse=True)
    frame = pd.DataFrame({"stars": [f"{n} ★" for n in order], "value": [stars.counts[n] for n in order]})
    shades = alt.Scale(domain=list(frame["stars"]), range=[STAR_SHADES[n] for n in order])
    bars = alt.Chart(frame).mark_bar(height=BAR)
    shown: alt.Chart = bars.encode(
        x=alt.X("value:Q", title=_("Ratings"), axis=alt.Axis(tickMinStep=1, format=",~f")),
        y=alt.Y("stars:N", sort=list(frame["stars"]), title=None, axis=names_axis()),
        color=alt.Color("stars:N", scale=shades, legend=None),
        tooltip=[
            alt.Tooltip("stars:N", title=_("Stars")),
            alt.Tooltip("value:Q", title=_("Ratings"), format=",d"),
        ],
    )
    return shown.properties(height=ROW * len(order) + 50)
