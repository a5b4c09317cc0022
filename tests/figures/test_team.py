"""Staff figures of a store whose log is a few lines, computed by the rules themselves."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
import pytest

from core.figures.fairness import PARTS, fairness
from core.figures.team import KINDS, STAFF_FIGURES, staff_figures
from core.registries.definitions import empty_tables
from core.rules.compute import compute
from core.rules.results import Results
from core.rules.settings import Settings, read_settings
from tests.rules.engine import frames, toml
from tests.rules.log import read_log

LOG = """
    in A 08:30-18:00
    in B 08:31-18:00
    in C 08:32-18:00
    client C9 03-01/09:00 by=B
    visit V1 C1 09:00-09:10 by=A greeted=09:00:20
    visit V2 C2 09:20-09:30 by=B greeted=09:20:40
    visit V3 C3 09:40-09:50 by=A greeted=09:41
    visit V4 C9 10:00-10:10 by=A hidden
    visit V5 C4 10:20-10:30
    visit V6 C2 10:40-10:50 by=B
    out C 11:00-11:30
    visit V7 C5 11:10-11:20 by=B
    assist V1 C 09:05 asked=yes
    assist V2 C 09:25 asked=yes
    assist V6 C 10:45 asked=no
    call K1 09:15 by=A ring=4
    call K2 09:16 by=A ring=20
    call K3 09:17 by=B ring=7
    follow F1 C9 11:40 by=B
    deal D1 C1 by=B closed=12:00 amount=100 commission=10
    deal D2 C2 by=B closed=12:10 amount=50
    deal D3 C2 by=B closed=12:20 cancelled=12:30 amount=1000
    rule R1 13:00 visit=V4 kind=concealed_client outcome=upheld
"""


def computed(log: str) -> tuple[dict[str, pd.DataFrame], Results]:
    rows, settings = read_log(textwrap.dedent(log))
    tables = frames(rows)
    return tables, compute(tables, read_settings(toml(settings)))


def told(figures: pd.DataFrame) -> dict[str, dict[str, float]]:
    """What is neither zero nor blank of each person's figures."""
    rows = figures.drop(columns="store_id").set_index("staff_id").to_dict("index")
    return {who: {k: v for k, v in row.items() if v and not pd.isna(v)} for who, row in rows.items()}


def test_every_figure_of_a_day():
    tables, results = computed(LOG)
    assert results.receptions["kind"].tolist() == [
        *("turn", "turn", "out_of_turn", "intercepted", "unreceived", "own_client", "turn"),
    ]
    figures = staff_figures(tables, results)
    assert figures.columns.tolist() == STAFF_FIGURES
    assert told(figures) == {
        "A": {
            "receptions_turn": 1,
            "receptions_out_of_turn": 1,
            "receptions_intercepted": 1,
            "receptions": 3,
            "turns_charged": 3,
            "greeting_median_seconds": 40.0,
            "answering_median_seconds": 12.0,
            "calls_answered": 2,
            "claims_standing": 2,
            "deals_credited": 1,
            "amount_credited": 100.0,
            "fines_owed": 100.0,
        },
        "B": {
            "receptions_turn": 2,
            "receptions_own_client": 1,
            "receptions": 3,
            "turns_charged": 2,
            "greeting_median_seconds": 40.0,
            "answering_median_seconds": 7.0,
            "calls_answered": 1,
            "followups": 1,
            "claims_standing": 3,
            "deals_credited": 1,
            "amount_credited": 50.0,
            "deals_closed": 2,
        },
        "C": {"receptions_unreceived": 1, "forfeits": 1, "assists_on_request": 2},
    }


@pytest.mark.parametrize(
    ("outcome", "owed"), [("outcome=upheld", 100.0), ("outcome=dismissed", 0.0), ("owner=B client=C9", 0.0)]
)
def test_a_fine_is_owed_only_when_it_was_upheld(outcome: str, owed: float):
    tables, results = computed(LOG.replace("outcome=upheld", outcome))
    assert staff_figures(tables, results).set_index("staff_id")["fines_owed"].to_dict() == {
        "A": owed,
        "B": 0.0,
        "C": 0.0,
    }


def test_a_period_leaves_out_what_happened_before_and_from_its_end_on():
    tables, results = computed(LOG)
    day = "2024-03-04 "
    figures = staff_figures(tables, results, pd.Timestamp(day + "09:16"), pd.Timestamp(day + "09:40"))
    assert told(figures) == {
        "A": {"calls_answered": 1, "answering_median_seconds": 20.0, "claims_standing": 1},
        "B": {
            "receptions_turn": 1,
            "receptions": 1,
            "turns_charged": 1,
            "greeting_median_seconds": 40.0,
            "calls_answered": 1,
            "answering_median_seconds": 7.0,
            "claims_standing": 2,
        },
        "C": {"assists_on_request": 1},
    }


def test_claims_lapse_within_seven_days_of_the_stores_last_instant():
    log = """
        client C1 02-04/09:00 by=A
        client C2 02-11/09:00 by=A
        client C3 02-12/09:00 by=A
        client C4 02-03/09:00 by=A
        in A 08:30-18:00
    """
    tables, results = computed(log)
    row = staff_figures(tables, results).iloc[0]
    assert (row["claims_standing"], row["claims_lapsing_in_7_days"]) == (3, 2)


def test_each_store_counts_claims_at_its_own_last_instant():
    rows, _ = read_log("in A 08:30-18:00\nclient C1 02-05/09:00 by=A\n")
    other, _ = read_log("in B 04-10/08:30..04-10/18:00\nclient C2 02-05/09:00 by=B\n")
    for table in other.values():
        for row in table:
            row["store_id"] = "S2"
    tables = frames({name: rows[name] + other[name] for name in rows})
    figures = staff_figures(tables, compute(tables))
    assert figures[["store_id", "staff_id", "claims_standing"]].values.tolist() == [["S1", "A", 1], ["S2", "B", 0]]


def test_receptions_by_kind_add_up_and_every_reception_is_somebodys():
    tables, results = computed(LOG)
    figures = staff_figures(tables, results)
    kinds = [f"receptions_{kind}" for kind in KINDS]
    assert figures[kinds].to_numpy().sum() == len(results.receptions)
    assert (figures[kinds].sum(axis=1) - figures["receptions_unreceived"]).equals(figures["receptions"])
    assert figures["turns_charged"].sum() == results.receptions["counts"].sum()


def test_no_staff_gives_no_row_and_the_same_columns():
    tables = empty_tables()
    figures = staff_figures(tables, compute(tables))
    assert figures.empty
    assert figures.columns.tolist() == STAFF_FIGURES


def test_fairness_of_a_computed_day_keeps_its_laws():
    tables, results = computed(LOG)
    frame = fairness(tables, results.receptions, Settings())
    np.testing.assert_allclose(frame[list(PARTS)].sum(axis=1), frame["gap"], atol=1e-12)
    np.testing.assert_allclose(frame[list(PARTS)].sum(), 0, atol=1e-12)
    assert frame["received"].tolist() == [3, 2, 0]
    assert frame["expected"].round(6).tolist() == [round(5 / 3, 6)] * 3
