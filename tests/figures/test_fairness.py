"""Turns against an equal share: days worked out by hand, and the laws of conservation on random ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.figures.fairness import FAIRNESS, PARTS, fairness
from core.rules.settings import Settings

DAY = "2024-03-04 "


def tables(people: str, attendance: list, absences: list = (), visits: list = ()) -> dict[str, pd.DataFrame]:
    """Registries of store S1; clock times of one day."""

    def clock(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
        for column in columns:
            frame[column] = pd.to_datetime([DAY + t if isinstance(t, str) else None for t in frame[column]]).astype(
                "datetime64[s]"
            )
        return frame

    staff = pd.DataFrame({"staff_id": list(people), "store_id": "S1"}).astype("str")
    return {
        "staff": staff,
        "attendance": clock(
            pd.DataFrame(attendance, columns=["staff_id", "signed_in_at", "signed_out_at"]).assign(store_id="S1"),
            "signed_in_at",
            "signed_out_at",
        ).astype({"staff_id": "category", "store_id": "category"}),
        "absences": clock(
            pd.DataFrame(list(absences), columns=["staff_id", "left_at", "returned_at"]).assign(store_id="S1"),
            "left_at",
            "returned_at",
        ).astype({"staff_id": "category"}),
        "visits": clock(
            pd.DataFrame(list(visits), columns=["arrived_at", "left_at", "received_by", "handed_to", "handed_at"]),
            "arrived_at",
            "left_at",
            "handed_at",
        ).astype({"received_by": "category", "handed_to": "category"}),
    }


def receptions(there: dict[str, pd.DataFrame], answers: list[tuple[str, str | None, str | None]]) -> pd.DataFrame:
    """Receptions of the visits as (kind, due, charged_to)."""
    frame = pd.DataFrame(answers, columns=["kind", "due", "charged_to"])
    visits = there["visits"]
    return frame.assign(
        store_id="S1",
        arrived_at=visits["arrived_at"],
        received_by=visits["received_by"],
        row=range(len(frame)),
        stage="open",
    ).astype({"store_id": "category", "kind": "category", "due": "category", "charged_to": "category"})


def by_person(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """What is not zero of each person's figures."""
    rows = frame.set_index("staff_id")[["received", "expected", *PARTS]].round(6).to_dict("index")
    return {who: {k: v for k, v in row.items() if v} for who, row in rows.items()}


def test_a_round_of_turns_is_order_alone():
    there = tables(
        "AB", [("A", "08:30", "18:00"), ("B", "08:31", "18:00")], visits=[("09:00", "09:10", "A", None, None)]
    )
    assert by_person(fairness(there, receptions(there, [("turn", "A", "A")]), Settings())) == {
        "A": {"received": 1, "expected": 0.5, "order": 0.5},
        "B": {"expected": 0.5, "order": -0.5},
    }


def test_who_is_away_or_not_yet_there_gives_up_a_share_to_those_who_are():
    there = tables(
        "ABC",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00"), ("C", "10:00", None)],
        [("A", "08:50", "09:30")],
        [("09:00", "09:10", "B", None, None)],
    )
    assert by_person(fairness(there, receptions(there, [("turn", "B", "B")]), Settings())) == {
        "A": {"expected": 0.333333, "absence": -0.333333},
        "B": {"received": 1, "expected": 0.333333, "absence": 0.666667},
        "C": {"expected": 0.333333, "absence": -0.333333},
    }


def test_serving_a_duty_costs_a_share_and_the_make_up_gives_it_back():
    there = tables(
        "AB",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00")],
        visits=[
            ("09:00", "09:30", "A", None, None),
            ("09:10", "09:20", "B", None, None),
            ("09:40", "09:50", "A", None, None),
        ],
    )
    answers = [("obligatory", "A", None), ("turn", "B", "B"), ("make_up", "A", "A")]
    assert by_person(fairness(there, receptions(there, answers), Settings())) == {
        "A": {"received": 1, "expected": 1},
        "B": {"received": 1, "expected": 1},
    }


def test_serving_somebody_else_is_busy_until_the_handing_over_and_the_other_from_then_on():
    there = tables(
        "ABC",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00"), ("C", "08:32", "18:00")],
        visits=[
            ("09:00", "10:00", "A", "B", "09:30"),
            ("09:10", "09:20", "C", None, None),
            ("09:30", "09:40", "C", None, None),
        ],
    )
    rows = receptions(there, [("own_client", "A", None), ("turn", "C", "C"), ("turn", "C", "C")])
    first = fairness(there, rows.iloc[:2], Settings())
    assert by_person(first)["A"] == {"expected": 0.333333, "busy": -0.333333}
    both = by_person(fairness(there, rows, Settings()))
    assert both["A"]["busy"] == pytest.approx(-1 / 3 + 1 / 6, abs=1e-5)
    assert both["B"]["busy"] == pytest.approx(1 / 6 - 1 / 3, abs=1e-5)
    assert both["C"]["busy"] == pytest.approx(1 / 6 + 1 / 6, abs=1e-5)


def test_a_client_whose_deal_is_closed_keeps_nobody_busy():
    there = tables(
        "AB",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00")],
        visits=[("09:00", "10:00", "A", None, None), ("09:10", "09:20", "A", None, None)],
    )
    rows = receptions(there, [("own_client", "A", None), ("turn", "A", "A")])
    assert by_person(fairness(there, rows.assign(stage="closed"), Settings()))["A"]["order"] == 0.5
    assert by_person(fairness(there, rows, Settings()))["A"]["busy"] == -0.5


def test_two_at_the_same_minute_see_each_other_in_their_order():
    there = tables(
        "AB",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00")],
        visits=[("09:00", "09:10", "A", None, None), ("09:00", "09:10", "B", None, None)],
    )
    rows = receptions(there, [("turn", "A", "A"), ("turn", "B", "B")])
    assert by_person(fairness(there, rows, Settings())) == {
        "A": {"received": 1, "expected": 1, "busy": -0.5, "order": 0.5},
        "B": {"received": 1, "expected": 1, "busy": 0.5, "order": -0.5},
    }


def test_where_nobody_is_idle_the_present_share_the_turn():
    there = tables(
        "ABC",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00"), ("C", "08:32", "08:40")],
        visits=[
            ("09:00", "09:30", "A", None, None),
            ("09:01", "09:30", "B", None, None),
            ("09:05", "09:30", "A", None, None),
        ],
    )
    rows = receptions(there, [("own_client", "A", None), ("own_client", "B", None), ("overflow", "A", "A")])
    assert by_person(fairness(there, rows, Settings())) == {
        "A": {"received": 1, "expected": 0.333333, "absence": 0.166667, "order": 0.5},
        "B": {"expected": 0.333333, "absence": 0.166667, "order": -0.5},
        "C": {"expected": 0.333333, "absence": -0.333333},
    }


def test_by_name_at_midday_out_of_turn_and_charged_duties_have_their_own_part():
    there = tables(
        "ABX",
        [("A", "08:30", "18:00"), ("B", "08:31", "18:00")],
        visits=[
            ("09:00", "09:10", "A", None, None),
            ("12:30", "12:40", "B", None, None),
            ("14:00", "14:10", "B", None, None),
            ("15:00", "15:10", "X", None, None),
            ("16:00", "16:10", "B", None, None),
        ],
    )
    answers = [
        ("named", "A", None),
        ("noon", "A", None),
        ("out_of_turn", "A", "B"),
        ("off_duty", "A", None),
        ("obligatory", "B", "A"),
    ]
    assert by_person(fairness(there, receptions(there, answers), Settings())) == {
        "A": {
            "received": 2,
            "expected": 2.5,
            "named": 0.5,
            "noon": -0.5,
            "out_of_turn": -1.5,
            "order": 0.5,
            "duty": 0.5,
        },
        "B": {
            "received": 2,
            "expected": 2.5,
            "named": -0.5,
            "noon": 0.5,
            "out_of_turn": 0.5,
            "order": -0.5,
            "duty": -0.5,
        },
        "X": {"received": 1, "out_of_turn": 1},
    }


def test_days_without_a_sign_in_and_no_days_at_all_give_no_row():
    there = tables("AB", [], visits=[("09:00", "09:10", "A", None, None)])
    frame = fairness(there, receptions(there, [("named", "A", None)]), Settings())
    assert frame.empty
    assert frame.columns.tolist() == FAIRNESS
    assert fairness(there, receptions(there, [("named", "A", None)]).iloc[:0], Settings()).empty


@pytest.mark.parametrize("seed", range(20))
def test_parts_add_up_to_the_gap_and_to_zero_over_people(seed: int):
    draw = np.random.default_rng(seed)
    people = "ABCDEF"

    def at(minutes: int) -> str:
        return f"{8 + minutes // 60:02d}:{minutes % 60:02d}"

    attendance = [(p, at(int(draw.integers(0, 120))), at(int(draw.integers(300, 560)))) for p in people[:-1]]
    absences = [
        (p, at(left), at(left + int(draw.integers(1, 60)))) for p in people[:3] for left in draw.integers(0, 400, 3)
    ]
    visits, answers = [], []
    kinds = ["turn", "make_up", "overflow", "out_of_turn", "named", "noon", "off_duty", "intercepted", "obligatory"]
    for minute in np.sort(draw.integers(0, 500, 40)):
        receiver, due, charged = draw.choice(list(people[:-1]), 3)
        left = at(int(minute) + int(draw.integers(0, 80)))
        handed = str(draw.choice(list(people))) if draw.random() < 0.2 else None
        visits.append((at(int(minute)), left, receiver, handed, None))
        answers.append((str(draw.choice(kinds)), due if draw.random() < 0.9 else None, draw.choice([charged, None])))
    there = tables(people, attendance, absences, visits)
    frame = fairness(there, receptions(there, answers), Settings())
    np.testing.assert_allclose(frame[list(PARTS)].sum(axis=1), frame["gap"], atol=1e-9)
    np.testing.assert_allclose(frame["received"].sum(), frame["expected"].sum(), atol=1e-9)
    np.testing.assert_allclose(frame[list(PARTS)].sum(), 0, atol=1e-9)
    assert frame["received"].sum() > 0
