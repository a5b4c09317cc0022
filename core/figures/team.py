"""What each person did: the figures of `staff_figures.csv`, one column a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.figures.people import Period, as_text, counts, medians, positions, sums
from core.rules.coded import last_instants
from core.rules.kinds import RECEPTION_KINDS
from core.rules.results import Results

KINDS = RECEPTION_KINDS
LAPSE_DAYS = 7
Columns = dict[str, Any]
STAFF_FIGURES = [
    "store_id",
    "staff_id",
    *(f"receptions_{kind}" for kind in KINDS),
    "receptions",
    "turns_charged",
    "make_ups",
    "forfeits",
    "greeting_median_seconds",
    "answering_median_seconds",
    "calls_answered",
    "followups",
    "claims_standing",
    "claims_lapsing_in_7_days",
    "deals_credited",
    "amount_credited",
    "deals_closed",
    "fines_owed",
    "assists_on_request",
]


def staff_figures(
    tables: Mapping[str, pd.DataFrame],
    results: Results,
    since: pd.Timestamp | None = None,
    until: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Count what the logs tell of each person.

    Args:
        tables: The registries.
        results: What the computation gave from them.
        since: First instant counted; None counts from the beginning. Claims do not ask for it.
        until: End of what is counted, itself left out; claims are counted a second before it. None means no end, and
            claims at each store's last instant in any registry.

    Returns:
        One row per person of `staff`, by store and then in the order of that registry, columns `STAFF_FIGURES`,
        described in `docs/results.md`. Counts are ints, 0 where there is nothing; sums of money 0.0, medians NaN.
    """
    staff = tables["staff"]
    people = pd.Index(as_text(staff["staff_id"]))
    period = Period(since, until)
    columns = {
        "store_id": as_text(staff["store_id"]).to_numpy(),
        "staff_id": people,
        **_receptions(results.receptions, people, period),
        **_work(tables, people, period),
        **_claims(results.ownership, people, _claims_counted_at(results, staff["store_id"], until)),
        **_deals(results.attributions, people, period),
        **_findings(results.findings, people, period),
    }
    return pd.DataFrame(columns)[STAFF_FIGURES].sort_values("store_id", kind="stable").reset_index(drop=True)


def _receptions(receptions: pd.DataFrame, people: pd.Index, period: Period) -> Columns:
    """Receptions by kind and by their receiver (`unreceived`: by the one who was due), turns by who is charged."""
    inside = period.holds(receptions["arrived_at"])
    kinds = positions(receptions["kind"], pd.Index(KINDS))
    unreceived = kinds == KINDS.index("unreceived")
    person = positions(receptions["received_by"], people)
    person[unreceived] = positions(receptions["due"], people)[unreceived]
    counted = inside & (person >= 0) & (kinds >= 0)
    size = len(people)
    table = counts((kinds * size + person)[counted], size * len(KINDS)).reshape(len(KINDS), size)
    columns: Columns = {f"receptions_{kind}": table[row] for row, kind in enumerate(KINDS)}
    columns["receptions"] = table.sum(axis=0) - table[KINDS.index("unreceived")]
    columns["turns_charged"] = counts(positions(receptions["charged_to"], people)[inside], size)
    columns["make_ups"] = columns["receptions_make_up"]
    return columns


def _work(tables: Mapping[str, pd.DataFrame], people: pd.Index, period: Period) -> Columns:
    """Greeting, calls, follow-ups, assists."""
    visits, calls, followups, assists = (tables[name] for name in ("visits", "calls", "followups", "assists"))
    size = len(people)
    receivers = np.where(period.holds(visits["arrived_at"]), positions(visits["received_by"], people), -1)
    greeting = (visits["greeted_at"] - visits["arrived_at"]).dt.total_seconds().to_numpy().astype(np.float64)
    answerers = np.where(period.holds(calls["called_at"]), positions(calls["answered_by"], people), -1)
    ringing = calls["ring_seconds"].to_numpy(dtype=np.float64, na_value=np.nan)
    followers = positions(followups["staff_id"], people)[period.holds(followups["followed_at"])]
    arrived = pd.Series(visits["arrived_at"].to_numpy(), index=pd.Index(as_text(visits["visit_id"])))
    arrived = arrived[~arrived.index.duplicated()]
    at = assists["assisted_at"].fillna(arrived.reindex(as_text(assists["visit_id"])).set_axis(assists.index))
    asked = assists["requested"].fillna(False).to_numpy(dtype=bool) & period.holds(at)
    return {
        "greeting_median_seconds": medians(receivers, greeting, size),
        "answering_median_seconds": medians(answerers, ringing, size),
        "calls_answered": counts(answerers, size),
        "followups": counts(followers, size),
        "assists_on_request": counts(positions(assists["staff_id"], people)[asked], size),
    }


def _claims(ownership: pd.DataFrame, people: pd.Index, counted_at: pd.Series) -> Columns:
    """Claims standing at each owner's instant, and those of them that lapse in the days after."""
    owners = positions(ownership["owner"], people)
    at = pd.Series(counted_at.to_numpy()[owners], index=ownership.index)
    until = ownership["until"]
    standing = (owners >= 0) & ((ownership["since"] <= at) & (until.isna() | (until > at))).to_numpy()
    days_left = (ownership["lapses_on"] - at.dt.normalize()).dt.days
    lapsing = standing & days_left.between(0, LAPSE_DAYS).to_numpy()
    return {
        "claims_standing": counts(owners[standing], len(people)),
        f"claims_lapsing_in_{LAPSE_DAYS}_days": counts(owners[lapsing], len(people)),
    }


def _claims_counted_at(results: Results, stores: pd.Series, until: pd.Timestamp | None) -> pd.Series:
    """Give each person's instant for counting claims: one for all, or the last of their store."""
    if until is not None:
        return pd.Series(until - pd.Timedelta(seconds=1), index=stores.index, dtype="datetime64[s]")
    last = last_instants(results.coded)[positions(stores, pd.Index(results.coded.stores, dtype="str"))]
    return pd.Series(last.view("datetime64[s]"), index=stores.index)


def _deals(attributions: pd.DataFrame, people: pd.Index, period: Period) -> Columns:
    """Deals that stand, by whom they are credited to and by who closed them."""
    counted = attributions[period.holds(attributions["judged_at"]) & ~attributions["cancelled"].to_numpy(dtype=bool)]
    to_person = (counted["credit_kind"] == "staff").to_numpy()
    credited = np.where(to_person, positions(counted["credited_to"], people), -1)
    return {
        "deals_credited": counts(credited, len(people)),
        "amount_credited": sums(credited, counted["amount"].to_numpy(dtype=float, na_value=np.nan), len(people)),
        "deals_closed": counts(positions(counted["closed_by"], people), len(people)),
    }


def _findings(findings: pd.DataFrame, people: pd.Index, period: Period) -> Columns:
    """Turns forfeited, and fines that a manager upheld: what is open or dismissed is not owed."""
    person = positions(findings["staff_id"], people)
    inside = period.holds(findings["at"])
    forfeited = inside & (findings["kind"] == "turn_forfeited").to_numpy()
    owed = np.where(inside & (findings["status"] == "upheld").to_numpy(), person, -1)
    return {
        "forfeits": counts(person[forfeited], len(people)),
        "fines_owed": sums(owed, findings["fine"].to_numpy(dtype=float, na_value=np.nan), len(people)),
    }
