"""A period at a glance: the numbers of the overview, the visits of each day, what lapses soon, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd
import streamlit as st

from core.figures import fines, money
from core.rules import labels
from core.texts import N_, Text
from core.web import chart_style, charts, explanation, language, results
from core.web.choose import Period
from core.web.language import _
from core.web.page import Desk

LAPSE_DAYS = 7
TURNS = ("turn", "make_up", "overflow")
GROUPS: Mapping[str, tuple[Text, str, tuple[str, ...]]] = {
    "turns": (Text(N_("in turn")), chart_style.BLUE, TURNS),
    "own": (Text(N_("own or asked for")), chart_style.GREEN, ("own_client", "named", "handed_over")),
    "duty": (Text(N_("as a duty")), chart_style.PURPLE, ("obligatory", "noon")),
    "against": (Text(N_("against the order")), chart_style.RED, ("out_of_turn", "intercepted", "off_duty")),
    "none": (Text(N_("not received")), chart_style.ORANGE, ("unreceived",)),
    "other": (Text(N_("same party, no roster")), chart_style.GREY, ("same_party", "unrostered")),
}


@dataclass(frozen=True, slots=True)
class Glance:
    """The numbers of one period."""

    visits: int
    turns: int
    deals: int
    amount: float
    findings: int
    open_findings: int
    owed: float


def of_period(desk: Desk, store_id: str | None, period: Period) -> Glance:
    """Count a period; computed once for each store and period."""

    def make() -> Glance:
        receptions = results.receptions(desk, store_id, period)
        sums = money.totals(results.attributions(desk, store_id, period))
        found = results.findings(desk, store_id, period)
        return Glance(
            visits=len(receptions),
            turns=int(receptions["charged_to"].notna().sum()),
            deals=int(sums["deals"]),
            amount=sums["amount"],
            findings=len(found),
            open_findings=int((found["status"] == "open").sum()),
            owed=fines.totals(found)["fine_upheld"],
        )

    return results.once(desk, ("glance", store_id, period), make)


def numbers(desk: Desk, store_id: str | None, period: Period) -> None:
    """The numbers, each beside the period before where the data covers it, each with the way to its rows."""
    now = of_period(desk, store_id, period)
    covered = desk.covered(store_id)
    before = of_period(desk, store_id, period.before()) if period.before().first >= covered.first else None
    compared = _("against {period}", period=period.before().say()) if before else None
    st.markdown(f"**{period.say()}**" + (f"　{compared}" if compared else ""))
    soon = len(results.lapsing(desk, store_id, period.last, LAPSE_DAYS))
    tiles = (
        (_("Visits"), language.number(now.visits), _less(now, before, "visits"), "rotation"),
        (_("Turns charged"), language.number(now.turns), _less(now, before, "turns"), "rotation"),
        (_("Lapse within {days} days", days=LAPSE_DAYS), language.number(soon), None, "clients"),
        (_("Deals"), language.number(now.deals), _less(now, before, "deals"), "deals"),
        (_("Amount of deals"), language.money(now.amount), _less(now, before, "amount"), "deals"),
        (
            _("Open findings"),
            language.number(now.open_findings),
            _less(now, before, "open_findings"),
            "findings",
        ),
        (_("Fines owed"), language.money(now.owed), None, "findings"),
        (_("Open questions"), language.number(len(results.questions(desk, store_id))), None, "questions"),
    )
    for four in (tiles[:4], tiles[4:]):
        with st.container(horizontal=True):
            for title, value, change, target in four:
                with st.container(border=True, width="stretch"):
                    st.metric(title, value, _change(change), delta_color="off", delta_arrow="off")
                    _link(target, _("See the rows"), store_id, period)


def _less(now: Glance, before: Glance | None, number: str) -> float | None:
    return None if before is None else float(getattr(now, number) - getattr(before, number))


def _change(change: float | None) -> str | None:
    """A difference with its sign; None where there is nothing to compare with."""
    if change is None:
        return None
    said = language.money(change) if abs(change) >= 10_000 else language.number(change)
    return f"+{said}" if change > 0 else said


def _link(target: str, label: str, store_id: str | None, period: Period) -> None:
    """A way to a page with this store and period chosen."""
    asked = {"period": f"{period.first}..{period.last}"}
    if store_id:
        asked["store"] = store_id
    st.page_link(f"pages/store/{target}.py", label=label, icon=":material/arrow_forward:", query_params=asked)


def visits(desk: Desk, store_id: str | None, period: Period) -> None:
    """How each day's visitors were received."""
    st.subheader(_("Visits by day"), anchor=False)
    counted = results.once(
        desk, ("visits by day", store_id, period), lambda: by_day(results.receptions(desk, store_id, period))
    )
    charts.show(_day_chart(counted), _("No visits in this period. Choose another one."), key="overview.days")


def by_day(receptions: pd.DataFrame) -> pd.DataFrame:
    """Count receptions by day and group of kinds: day (datetime64[s]), group (a key of `GROUPS`), visits (int)."""
    group_of = {kind: group for group, (_text, _colour, kinds) in GROUPS.items() for kind in kinds}
    pairs = pd.DataFrame(
        {"day": receptions["arrived_at"].dt.normalize(), "group": receptions["kind"].astype("str").map(group_of)}
    )
    return pairs.value_counts(["day", "group"], sort=False).rename("visits").reset_index()


def _day_chart(counted: pd.DataFrame) -> chart_style.Chart | None:
    if counted.empty:
        return None
    spoken = chart_style.spoken()
    words = {code: text.say(spoken) for code, (text, _colour, _kinds) in GROUPS.items()}
    order = {code: place for place, code in enumerate(GROUPS)}
    rows = counted.assign(
        group=counted["group"].map(words),
        place=counted["group"].map(order),
        said=[language.day(d, weekday=True) for d in counted["day"]],
    )
    drawn: chart_style.Chart = (
        alt.Chart(rows)
        .mark_bar(width=alt.RelativeBandSize(band=0.8))
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%m-%d", labelOverlap=True, grid=False)),
            y=alt.Y("visits:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "group:N",
                title=None,
                scale=alt.Scale(domain=list(words.values()), range=[c for _t, c, _k in GROUPS.values()]),
                legend=chart_style.legend(),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("said:N", title=_("Day")),
                alt.Tooltip("group:N", title=_("Kind")),
                alt.Tooltip("visits:Q", title=_("Visits")),
            ],
        )
        .properties(height=300)
    )
    return drawn


def lapsing(desk: Desk, store_id: str | None, period: Period) -> None:
    """The claims that lapse within a week of the period's end."""
    st.subheader(_("About to lapse"), anchor=False)
    rows = results.lapsing(desk, store_id, period.last, LAPSE_DAYS)
    explanation.table(
        desk,
        rows,
        key="overview.lapsing",
        empty=_("No claim lapses within {days} days of {day}.", days=LAPSE_DAYS, day=language.day(period.last)),
        columns=("client_id", "owner", "days_left", "lapses_on", "last_contact", "basis", "store_id"),
        search=False,
        height=330,
    )


def findings(desk: Desk, store_id: str | None, period: Period) -> None:
    """Findings by kind and status."""
    st.subheader(_("Findings"), anchor=False)
    rows = results.findings(desk, store_id, period)
    charts.show(
        charts.findings_chart(rows, "kind", lambda code: labels.label(labels.FINDINGS, code, desk.language)),
        _("No findings in this period."),
        key="overview.findings",
    )
    _link("findings", _("See all findings"), store_id, period)
