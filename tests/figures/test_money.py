"""Money by person and by group on deals written out by hand."""

from __future__ import annotations

import pandas as pd

from core.figures.money import by_group, by_person, totals

COLUMNS = ["deal_id", "closed_by", "credit_kind", "credited_to", "amount", "commission", "cancelled"]
STAFF = pd.DataFrame(
    {
        "staff_id": pd.Series(["A", "B", "C", "D"], dtype="str"),
        "group_id": pd.Series(["G1", "G1", None, None], dtype="category"),
    }
)


def deals(*rows: tuple[str, str, str, str, float, float | None, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"closed_by": "category", "credited_to": "category", "credit_kind": "category", "deal_id": "str"}
    return frame.astype({**kinds, "amount": "float64", "commission": "float64", "cancelled": "bool"})


DEALS = deals(
    ("D1", "A", "staff", "A", 100.0, 10.0, False),
    ("D2", "C", "staff", "A", 50.0, None, True),
    ("D3", "B", "group", "G1", 400.0, 40.0, False),
    ("D4", "C", "staff", "C", 300.0, 3.0, False),
    ("D5", "A", "group", "G2", 7.0, 0.0, True),
)


def test_people_by_money_without_the_cancelled():
    assert by_person(DEALS, STAFF).values.tolist() == [
        ["C", by_person(DEALS, STAFF)["group_id"][0], 1, 300.0, 3.0, 0, 1],
        ["A", "G1", 1, 100.0, 10.0, 1, 1],
        ["B", "G1", 0, 0.0, 0.0, 0, 1],
    ]
    assert pd.isna(by_person(DEALS, STAFF)["group_id"][0])


def test_people_by_money_with_the_cancelled():
    frame = by_person(DEALS, STAFF, with_cancelled=True).set_index("staff_id")
    assert frame["amount"].to_dict() == {"C": 300.0, "A": 150.0, "B": 0.0}
    assert frame["closed"].to_dict() == {"C": 2, "A": 2, "B": 1}


def test_a_group_has_its_own_credit_and_that_of_its_members():
    assert by_group(DEALS, STAFF).values.tolist() == [["G1", 1, 400.0, 1, 100.0, 2, 500.0, 50.0]]
    assert by_group(DEALS, STAFF, with_cancelled=True).values.tolist() == [
        ["G1", 1, 400.0, 2, 150.0, 3, 550.0, 50.0],
        ["G2", 1, 7.0, 0, 0.0, 1, 7.0, 0.0],
    ]


def test_people_and_own_credit_of_groups_make_up_the_whole():
    for cancelled, whole in ((False, 800.0), (True, 857.0)):
        people, groups = by_person(DEALS, STAFF, cancelled), by_group(DEALS, STAFF, cancelled)
        assert people["amount"].sum() + groups["own_amount"].sum() == whole
    assert totals(DEALS) == {
        "deals": 3.0,
        "amount": 800.0,
        "commission": 53.0,
        "cancelled_deals": 2.0,
        "cancelled_amount": 57.0,
    }


def test_no_deal_gives_no_row():
    none = DEALS.iloc[:0]
    assert by_person(none, STAFF).empty
    assert by_group(none, STAFF)["group_id"].tolist() == ["G1"]
    assert by_group(none, STAFF.assign(group_id=pd.Series([None] * 4, dtype="str"))).empty
    assert totals(none)["amount"] == 0.0
