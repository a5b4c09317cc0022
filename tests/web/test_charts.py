"""Charts as the browser gets them: what they draw, that they stay small, that nothing to draw is no chart."""

from __future__ import annotations

import pandas as pd
import pytest

from core.web import charts, charts_of_time
from core.web.chart_style import MOST_BARS, who

NAMES = {"A": "王芳", "B": "李明", "C": "王芳"}


def name(person: str) -> str:
    return NAMES.get(person, person)


def rows(chart, dataset: str = "") -> list[dict]:
    """The rows a chart ships: those of its one data set, or of the one with a column."""
    datasets = chart.to_dict()["datasets"].values()
    return next(list(d) for d in datasets if not dataset or (d and dataset in d[0]))


def findings(*pairs: tuple[str, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["kind", "staff_id", "status"]).astype("category")


def test_people_of_one_name_are_told_apart():
    assert who(["A", "B", "C", "A"], name) == {"A": "王芳 A", "B": "李明", "C": "王芳 C"}


def test_findings_are_counted_by_row_and_status_most_first():
    frame = findings(("slow_greeting", "A", "open"), ("slow_greeting", "B", "upheld"), ("missed_call", None, "open"))
    chart = charts.findings_chart(frame, "kind", str)
    drawn = [(r["who"], r["part"], r["value"]) for r in rows(chart)]
    assert sorted(drawn) == [("missed_call", "未裁決", 1), ("slow_greeting", "成立", 1), ("slow_greeting", "未裁決", 1)]
    assert chart.to_dict()["encoding"]["y"]["sort"] == ["slow_greeting", "missed_call"]


def test_findings_laid_to_nobody_have_no_bar_by_person():
    frame = findings(("missed_call", None, "open"))
    assert charts.findings_chart(frame, "staff_id", name) is None
    assert charts.findings_chart(frame.iloc[:0], "kind", str) is None


def test_money_is_drawn_for_the_first_rows_and_never_for_nothing():
    people = pd.DataFrame({"staff_id": [f"P{n}" for n in range(100)], "amount": [float(1000 - n) for n in range(100)]})
    chart = charts.money_chart(people, "staff_id", name, {"amount": "業績"})
    assert [r["who"] for r in rows(chart)] == [f"P{n}" for n in range(MOST_BARS)]
    assert rows(chart)[0]["value"] == 0.1
    assert charts.money_chart(people.assign(amount=0.0), "staff_id", name, {"amount": "業績"}) is None
    assert charts.money_chart(people.iloc[:0], "staff_id", name, {"amount": "業績"}) is None


def test_fairness_draws_the_parts_and_the_gap():
    parts = dict.fromkeys(("absence", "busy", "duty", "named", "noon", "out_of_turn", "order"), 0.0)
    frame = pd.DataFrame(
        [
            {"staff_id": "A", "received": 1, "expected": 1.5, "gap": -0.5, **parts, "absence": -0.75, "order": 0.25},
            {"staff_id": "B", "received": 2, "expected": 1.5, "gap": 0.5, **parts, "absence": 0.75, "order": -0.25},
        ]
    )
    chart = charts.fairness_chart(frame, name)
    drawn = [(r["who"], r["part"], r["turns"]) for r in rows(chart, "turns")]
    assert sorted(drawn) == sorted(
        [("李明", "不在場", 0.75), ("王芳", "不在場", -0.75), ("李明", "輪序先後", -0.25), ("王芳", "輪序先後", 0.25)]
    )
    assert [(r["who"], r["gap"]) for r in rows(chart, "gap")] == [("李明", 0.5), ("王芳", -0.5)]
    assert charts.fairness_chart(frame.iloc[:0], name) is None


def test_a_figure_leaves_out_who_has_none():
    frame = pd.DataFrame({"staff_id": ["A", "B", "D"], "seconds": [20.0, float("nan"), 30.0]})
    chart = charts.figure_chart(frame, "seconds", "秒", name)
    assert [(r["who"], r["value"]) for r in rows(chart)] == [("D", 30.0), ("王芳", 20.0)]
    assert charts.figure_chart(frame.assign(seconds=0.0), "seconds", "秒", name) is None


def calendar(*claims: int) -> pd.DataFrame:
    days = pd.Series(pd.date_range("2024-03-29", periods=len(claims)), dtype="datetime64[s]")
    return pd.DataFrame({"day": days, "claims": claims, "owners": claims})


def test_the_calendar_has_a_square_a_day_under_its_weekday():
    chart = charts_of_time.lapse_chart(calendar(0, 2, 0, 1))
    drawn = [(r["week"], r["weekday"], r["of_month"], r["lapses"]) for r in rows(chart)]
    assert drawn == [
        ("03-25", "週五", "29", ""),
        ("03-25", "週六", "30", "2"),
        ("03-25", "週日", "31", ""),
        ("04-01", "週一", "1", "1"),
    ]
    assert charts_of_time.lapse_chart(calendar(0, 0)) is None


def test_a_claim_is_drawn_with_how_it_ended():
    claims = pd.DataFrame(
        {
            "owner": pd.Series(["A", "B", "A"], dtype="category"),
            "since": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]),
            "drawn_until": pd.to_datetime(["2024-02-01", "2024-03-01", "2024-03-31"]),
            "basis": pd.Series(["registered", "reception", "closed"], dtype="category"),
            "ended_by": pd.Series(["lapse", None, None], dtype="category"),
            "standing": [False, False, True],
        }
    )
    drawn = [(r["who"], r["ended"]) for r in rows(charts_of_time.claims_chart(claims, name))]
    assert drawn == [("王芳", "失效"), ("李明", "改歸新的業務員"), ("王芳", "仍有效")]
    assert charts_of_time.claims_chart(claims.iloc[:0], name) is None


def test_a_day_without_anybody_is_no_chart_and_one_with_a_visitor_for_nobody_is():
    lanes = pd.DataFrame(columns=["staff_id", "state", "start", "end", "end_known", "subject_id", "kind"])
    came = pd.DataFrame(
        {
            "visit_id": ["V1"],
            "arrived_at": pd.to_datetime(["2024-03-04 09:00"]),
            "client_id": ["C1"],
            "staff_id": pd.Series([None], dtype="str"),
            "due": pd.Series([None], dtype="str"),
            "kind": ["unreceived"],
        }
    )
    assert charts_of_time.day_chart(lanes, came.iloc[:0], [], name) is None
    chart = charts_of_time.day_chart(
        lanes.astype({"start": "datetime64[s]", "end": "datetime64[s]", "end_known": "bool"}), came, ["A"], name
    )
    assert [(r["visit_id"], r["lane"]) for r in rows(chart, "visit_id")] == [("V1", "無人")]


@pytest.mark.parametrize("at", [0, 2])
def test_the_queue_has_a_point_for_each_step_and_member(at: int):
    places = pd.DataFrame(
        [(step, f"V{step}", place, who) for step in range(3) for place, who in enumerate("AB", start=1)],
        columns=["step", "visit_id", "place", "staff_id"],
    )
    chart = charts_of_time.queue_chart(places, name, at)
    assert len(rows(chart, "place")) == 6
    assert [r["step"] for r in rows(chart, "step") if "place" not in r] in ([at], [])
    assert charts_of_time.queue_chart(places.iloc[:0], name, 0) is None
