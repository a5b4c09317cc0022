"""A day laid out as lanes, on a log of a few lines."""

from __future__ import annotations

import textwrap
from datetime import date

import pandas as pd

from core.figures.days import arrivals, day_lanes, ledger_sums, queue_places, sign_in_order
from core.rules.compute import compute
from core.rules.replay import replay
from core.rules.settings import Settings
from tests.rules.engine import frames
from tests.rules.log import read_log

DAY = date(2024, 3, 4)
LOG = """
    in B 08:31-
    in A 08:30-12:00
    in A 14:00-18:00
    out A 09:30-10:00
    client C9 03-01/09:00 by=B
    visit V1 C1 09:00-09:10 by=A
    visit V2 C9 09:20-09:50 by=A to=B at=09:30
    visit V3 C2 10:00- by=B
    visit V4 C3 11:00-11:05
    visit V5 C4 03-05/09:00..03-05/09:10 by=A
"""


def computed():
    rows, _ = read_log(textwrap.dedent(LOG))
    tables = frames(rows)
    return tables, compute(tables)


def clock(column: pd.Series) -> list[str]:
    return column.dt.strftime("%d %H:%M").tolist()


def test_lanes_hold_duty_absences_and_both_halves_of_a_visit_handed_over():
    tables, results = computed()
    lanes = day_lanes(tables, results.receptions, Settings(), "S1", DAY)
    lanes = lanes.assign(start=clock(lanes["start"]), end=clock(lanes["end"]))
    assert lanes.fillna("").values.tolist() == [
        ["A", "on_duty", "04 08:30", "04 12:00", True, "", ""],
        ["B", "on_duty", "04 08:31", "05 00:00", False, "", ""],
        ["A", "busy", "04 09:00", "04 09:10", True, "V1", "turn"],
        ["A", "busy", "04 09:20", "04 09:30", True, "V2", "handed_over"],
        ["A", "away", "04 09:30", "04 10:00", True, "", ""],
        ["B", "busy", "04 09:30", "04 09:50", True, "V2", "handed_over"],
        ["B", "busy", "04 10:00", "04 12:00", False, "V3", "turn"],
        ["A", "on_duty", "04 14:00", "04 18:00", True, "", ""],
    ]


def test_arrivals_are_in_order_and_an_unreceived_one_stands_in_the_lane_of_the_one_due():
    _, results = computed()
    rows = arrivals(results.receptions, "S1", DAY)
    assert rows[["visit_id", "staff_id", "due", "kind"]].fillna("").values.tolist() == [
        ["V1", "A", "A", "turn"],
        ["V2", "A", "B", "handed_over"],
        ["V3", "B", "B", "turn"],
        ["V4", "A", "A", "unreceived"],
    ]


def test_lanes_come_in_the_order_of_first_sign_in():
    tables, _ = computed()
    assert sign_in_order(tables["attendance"], "S1", DAY) == ["A", "B"]
    assert sign_in_order(tables["attendance"], "S1", date(2024, 3, 5)) == []


def test_a_day_or_store_without_rows_has_no_lane():
    tables, results = computed()
    assert day_lanes(tables, results.receptions, Settings(), "S1", date(2024, 3, 9)).empty
    assert day_lanes(tables, results.receptions, Settings(), "S9", DAY).empty
    assert arrivals(results.receptions, "S9", DAY).empty


def test_the_queue_after_each_visit():
    _, results = computed()
    places = queue_places(replay(results, "S1", DAY))
    assert places.values.tolist() == [
        [0, "", 1, "A"],
        [0, "", 2, "B"],
        [1, "V1", 1, "B"],
        [1, "V1", 2, "A"],
        [2, "V2", 1, "B"],
        [2, "V2", 2, "A"],
        [3, "V3", 1, "A"],
        [3, "V3", 2, "B"],
        [4, "V4", 1, "A"],
        [4, "V4", 2, "B"],
    ]
    assert queue_places(replay(results, "S1", date(2024, 3, 9))).empty


def test_a_periods_ledger_is_the_sum_of_its_days():
    _, results = computed()
    sums = ledger_sums(results.ledger).set_index("staff_id")
    assert sums[["came", "taken", "missed", "forfeited", "kept", "charged"]].values.tolist() == [
        [1, 1, 0, 0, 0, 1],
        [1, 1, 0, 0, 0, 1],
    ]
    assert sums.index.tolist() == ["A", "B"]
    assert (sums["came"] == sums["taken"] + sums["missed"] + sums["forfeited"] + sums["kept"]).all()
    assert ledger_sums(results.ledger.iloc[:0]).empty
