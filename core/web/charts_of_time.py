"""Charts along time: a day's lanes, the queue step by step, the calendar of lapses, a client's claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from core.rules import labels
from core.texts import Text
from core.web.chart_style import (
    BLUE,
    GREEN,
    GREY,
    LANE,
    ORANGE,
    PEOPLE_COLOURS,
    PURPLE,
    RED,
    TEAL,
    TIME,
    Chart,
    Names,
    ink,
    legend,
    names_axis,
    said,
    spoken,
    who,
)
from core.web.language import _

LANE_STATES: Mapping[str, tuple[Text, str]] = {
    "on_duty": (Text("on duty"), GREY),
    "away": (Text("away"), ORANGE),
    "turn": (Text("busy: a turn"), BLUE),
    "own": (Text("busy: own client"), GREEN),
    "duty": (Text("busy: a duty"), PURPLE),
    "breach": (Text("busy: against the order"), RED),
    "other": (Text("busy: other"), TEAL),
}
LANE_OF_KIND = {
    **dict.fromkeys(("turn", "make_up", "overflow"), "turn"),
    **dict.fromkeys(("own_client", "named"), "own"),
    **dict.fromkeys(("obligatory", "handed_over", "noon"), "duty"),
    **dict.fromkeys(("out_of_turn", "off_duty", "intercepted"), "breach"),
}
WEEKDAYS = (Text("Mon"), Text("Tue"), Text("Wed"), Text("Thu"), Text("Fri"), Text("Sat"), Text("Sun"))


def day_chart(lanes: pd.DataFrame, arrivals: pd.DataFrame, order: Sequence[str], name: Names) -> Chart | None:
    """Draw a day: a lane a person, what they were at, and a mark where each visitor came.

    Args:
        lanes: `figures.days.day_lanes`.
        arrivals: `figures.days.arrivals`.
        order: Staff ids in sign-in order; those who only appear in the frames come after.
        name: Staff id -> name.
    """
    if lanes.empty and arrivals.empty:
        return None
    people = who([*order, *lanes["staff_id"], *arrivals["staff_id"].dropna()], name)
    nobody = _("nobody")
    rows = [*people.values(), *([nobody] if arrivals["staff_id"].isna().any() else [])]
    states = lanes["kind"].map(LANE_OF_KIND).fillna("other").where(lanes["state"] == "busy", lanes["state"])
    words = {code: text.say(spoken()) for code, (text, _colour) in LANE_STATES.items()}
    bars = lanes.assign(
        lane=lanes["staff_id"].map(people), what=states.map(words), kind=said(lanes["kind"], labels.KINDS)
    )
    bars["drawn_until"] = _drawn_until(lanes, arrivals)
    marks = arrivals.assign(lane=arrivals["staff_id"].map(people).fillna(nobody))
    marks["kind"] = said(arrivals["kind"], labels.KINDS)
    marks["due"] = arrivals["due"].map(people).fillna("")
    used = [code for code in LANE_STATES if words[code] in set(bars["what"])]
    shades = alt.Scale(domain=[words[code] for code in used], range=[LANE_STATES[code][1] for code in used])
    y = alt.Y("lane:N", sort=rows, title=None, scale=alt.Scale(domain=rows), axis=names_axis())
    from_to = [
        alt.Tooltip("lane:N", title=_("Who")),
        alt.Tooltip("what:N", title=_("What")),
        alt.Tooltip("start:T", title=_("From"), format=TIME),
        alt.Tooltip("drawn_until:T", title=_("To"), format=TIME),
    ]
    of_visit = [alt.Tooltip("subject_id:N", title=_("Visit")), alt.Tooltip("kind:N", title=_("Kind"))]
    base = alt.Chart(bars).encode(
        x=alt.X("start:T", title=None, axis=alt.Axis(format=TIME, labelOverlap=True)),
        x2="drawn_until:T",
        y=y,
        color=alt.Color("what:N", title=None, scale=shades, legend=legend(symbolOpacity=1.0)),
    )
    present = base.transform_filter(alt.datum.state != "busy").mark_bar(height=LANE - 12, opacity=0.35, cornerRadius=3)
    busy = base.transform_filter(alt.datum.state == "busy").mark_bar(height=LANE - 20, opacity=0.95, cornerRadius=3)
    came = alt.Chart(marks).mark_point(
        shape="triangle-down", filled=True, size=70, yOffset=-13, color=ink(), opacity=0.9
    )
    came = came.encode(
        x=alt.X("arrived_at:T"),
        y=y,
        tooltip=[
            alt.Tooltip("visit_id:N", title=_("Visit")),
            alt.Tooltip("arrived_at:T", title=_("Arrived"), format=TIME),
            alt.Tooltip("kind:N", title=_("Kind")),
            alt.Tooltip("lane:N", title=_("Received by")),
            alt.Tooltip("due:N", title=_("Due")),
        ],
    )
    layers = alt.layer(present.encode(tooltip=from_to), busy.encode(tooltip=[*from_to, *of_visit]), came)
    return layers.properties(height=LANE * len(rows) + 70)


def _drawn_until(lanes: pd.DataFrame, arrivals: pd.DataFrame) -> pd.Series:
    """Ends for drawing: one that nobody wrote down goes to half an hour after the last instant that was."""
    written = pd.concat([lanes["start"], lanes["end"][lanes["end_known"]], arrivals["arrived_at"]])
    edge = min(written.max() + pd.Timedelta(minutes=30), written.min().normalize() + pd.Timedelta(days=1))
    return lanes["end"].where(lanes["end_known"], lanes["end"].clip(upper=edge))


def queue_chart(places: pd.DataFrame, name: Names, at_step: int) -> Chart | None:
    """Draw who stood where in the queue after each visit.

    Args:
        places: One row per step and member: step (int, 0 is before the first visit), visit_id, place (int, 1 is the
            head), staff_id.
        name: Staff id -> name.
        at_step: The step that the page is at.
    """
    if places.empty:
        return None
    people = who(places["staff_id"], name)
    frame = places.assign(who=places["staff_id"].map(people))
    last, size = max(int(frame["step"].max()), 1), int(frame["place"].max())
    x = alt.X(
        "step:Q",
        title=_("Visits so far"),
        axis=alt.Axis(tickMinStep=1, format="d", grid=False),
        scale=alt.Scale(domain=[0, last], nice=False),
    )
    y = alt.Y(
        "place:Q",
        title=_("Place in the queue"),
        scale=alt.Scale(domain=[0.6, size + 0.4], reverse=True, nice=False),
        axis=alt.Axis(format="d", grid=False, values=list(range(1, size + 1))),
    )
    colour = alt.Color("who:N", title=None, legend=legend(), scale=alt.Scale(range=list(PEOPLE_COLOURS)))
    tips = [
        alt.Tooltip("who:N", title=_("Who")),
        alt.Tooltip("place:Q", title=_("Place in the queue")),
        alt.Tooltip("visit_id:N", title=_("After visit")),
    ]
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=40, filled=True))
    here = alt.Chart(pd.DataFrame({"step": [at_step]})).mark_rule(color=GREY, strokeWidth=10, opacity=0.3)
    drawn = alt.layer(here.encode(x=x), lines.encode(x=x, y=y, color=colour, tooltip=tips))
    return drawn.properties(height=28 * size + 120)


def lapse_chart(calendar: pd.DataFrame) -> Chart | None:
    """Draw the calendar of lapses: a square a day, weeks below each other, darker for more claims.

    Args:
        calendar: `figures.lapse.lapse_calendar`.
    """
    if calendar.empty or not calendar["claims"].any():
        return None
    weekdays = [text.say(spoken()) for text in WEEKDAYS]
    days = calendar["day"].dt
    frame = calendar.assign(
        weekday=[weekdays[n] for n in days.day_of_week],
        week=(calendar["day"] - pd.to_timedelta(days.day_of_week, unit="D")).dt.strftime("%m-%d"),
        date=days.strftime("%Y-%m-%d"),
        of_month=days.day.astype(str),
        lapses=[str(n) if n else "" for n in calendar["claims"]],
    )
    weeks = frame["week"].drop_duplicates().tolist()
    plain = alt.Axis(domain=False, ticks=False)
    base = alt.Chart(frame).encode(
        x=alt.X(
            "weekday:N",
            scale=alt.Scale(domain=weekdays),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False),
        ),
        y=alt.Y("week:O", sort=weeks, title=None, axis=plain),
    )
    shade = alt.Scale(domain=[0, max(int(frame["claims"].max()), 1)], range=[0.05, 0.85])
    squares = base.mark_rect(cornerRadius=5, color=RED, stroke=GREY, strokeOpacity=0.5).encode(
        fillOpacity=alt.Opacity("claims:Q", scale=shade, legend=None),
        tooltip=[
            alt.Tooltip("date:N", title=_("Last valid day")),
            alt.Tooltip("claims:Q", title=_("Claims")),
            alt.Tooltip("owners:Q", title=_("Owners")),
        ],
    )
    corner = base.mark_text(fontSize=10, opacity=0.8, yOffset=-14, color=ink()).encode(text="of_month:N")
    middle = base.mark_text(fontSize=16, fontWeight="bold", yOffset=5, color=ink()).encode(text="lapses:N")
    return alt.layer(squares, corner, middle).properties(height=50 * len(weeks) + 40)


def claims_chart(claims: pd.DataFrame, name: Names) -> Chart | None:
    """Draw who held a client from when to when.

    Args:
        claims: `figures.lapse.timeline`, one client's.
        name: Staff id -> name.
    """
    if claims.empty:
        return None
    endings = {code: text.say(spoken()) for code, text in labels.ENDINGS.items()}
    ended = (
        claims["ended_by"]
        .astype("object")
        .map(endings)
        .fillna(_("a new claim"))
        .where(~claims["standing"], _("stands"))
    )
    people = who(claims["owner"].astype("str"), name)
    frame = pd.DataFrame(
        {
            "who": claims["owner"].astype("str").map(people),
            "since": claims["since"],
            "until": claims["drawn_until"],
            "basis": said(claims["basis"], labels.OWNERSHIP_BASES),
            "ended": ended,
        }
    )
    known = {_("stands"): GREEN, endings["lapse"]: ORANGE, endings["ruling"]: PURPLE, endings["assigned"]: BLUE}
    shades = list(dict.fromkeys(frame["ended"]))
    colour = alt.Scale(domain=shades, range=[known.get(shade, GREY) for shade in shades])
    tips = [
        alt.Tooltip("who:N", title=_("Owner")),
        alt.Tooltip("since:T", title=_("From"), format="%Y-%m-%d %H:%M"),
        alt.Tooltip("until:T", title=_("To"), format="%Y-%m-%d %H:%M"),
        alt.Tooltip("basis:N", title=_("Basis")),
        alt.Tooltip("ended:N", title=_("Ended by")),
    ]
    bars = alt.Chart(frame).mark_bar(height=18, cornerRadius=3, stroke=GREY, strokeWidth=1)
    drawn: alt.Chart = bars.encode(
        x=alt.X("since:T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True)),
        x2="until:T",
        y=alt.Y("who:N", sort=list(people.values()), title=None, axis=names_axis()),
        color=alt.Color("ended:N", title=_("Ended by"), scale=colour, legend=legend()),
        tooltip=tips,
    )
    return drawn.properties(height=LANE * len(people) + 80)
