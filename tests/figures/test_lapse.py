"""The lapse clock on claims written out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.figures.lapse import lapse_calendar, lapsing_claims, owners_on, standing_claims, timeline

NEVER = None


def claims(*rows: tuple[str, str, str, str | None, str]) -> pd.DataFrame:
    """Claims as (client, owner, since, until, lapses_on)."""
    frame = pd.DataFrame(rows, columns=["client_id", "owner", "since", "until", "lapses_on"])
    for column in ("since", "until", "lapses_on"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame.astype({"client_id": "str", "owner": "category"})


HELD = claims(
    ("C1", "A", "2024-01-02 09:00", "2024-02-03 00:00", "2024-02-02"),
    ("C1", "B", "2024-02-03 10:00", NEVER, "2024-03-10"),
    ("C2", "A", "2024-02-20 11:00", NEVER, "2024-03-04"),
    ("C3", "A", "2024-02-25 11:00", NEVER, "2024-03-10"),
    ("C4", "C", "2024-01-10 11:00", NEVER, "2024-03-03"),
)


def test_a_claim_stands_from_its_first_instant_up_to_its_end_and_not_at_it():
    assert standing_claims(HELD, pd.Timestamp("2024-01-02 09:00"))["client_id"].tolist() == ["C1"]
    assert standing_claims(HELD, pd.Timestamp("2024-01-02 08:59:59"))["client_id"].tolist() == []
    assert standing_claims(HELD, pd.Timestamp("2024-02-02 23:59:59"))["owner"].tolist() == ["A", "C"]
    assert standing_claims(HELD, pd.Timestamp("2024-02-03 00:00"))["owner"].tolist() == ["C"]


def test_claims_that_lapse_soon_come_soonest_first_with_their_days():
    soon = lapsing_claims(HELD, date(2024, 3, 4), 6)
    assert soon[["client_id", "owner", "days_left"]].values.tolist() == [["C2", "A", 0], ["C1", "B", 6], ["C3", "A", 6]]
    assert lapsing_claims(HELD, date(2024, 3, 4), 5)["client_id"].tolist() == ["C2"]


def test_a_claim_past_its_last_day_or_not_begun_is_not_lapsing_soon():
    assert "C4" not in lapsing_claims(HELD, date(2024, 3, 4), 30)["client_id"].tolist()
    assert lapsing_claims(HELD, date(2024, 2, 1), 3)["client_id"].tolist() == ["C1"]


def test_a_claim_taken_up_later_the_same_day_is_counted():
    assert lapsing_claims(HELD, date(2024, 2, 20), 13)["client_id"].tolist() == ["C4", "C2"]


def test_the_calendar_has_every_day_and_as_many_claims_as_the_list():
    calendar = lapse_calendar(HELD, date(2024, 3, 3), 7)
    assert calendar["day"].dt.strftime("%m-%d").tolist() == [f"03-{n:02d}" for n in range(3, 11)]
    assert calendar["claims"].tolist() == [1, 1, 0, 0, 0, 0, 0, 2]
    assert calendar["owners"].tolist() == [1, 1, 0, 0, 0, 0, 0, 2]


def test_the_owner_on_a_date_is_whoever_held_the_client_for_any_moment_of_it():
    assert owners_on(HELD, date(2024, 2, 2), "C1")["owner"].tolist() == ["A"]
    assert owners_on(HELD, date(2024, 2, 3), "C1")["owner"].tolist() == ["B"]
    assert owners_on(HELD, date(2024, 1, 1), "C1").empty
    assert owners_on(HELD, date(2024, 2, 25))[["client_id", "owner"]].values.tolist() == [
        ["C1", "B"],
        ["C2", "A"],
        ["C3", "A"],
        ["C4", "C"],
    ]


def test_a_client_who_changed_hands_that_day_has_both_holders():
    moved = claims(
        ("C1", "A", "2024-01-02 09:00", "2024-01-05 15:00", "2024-02-02"),
        ("C1", "B", "2024-01-05 15:00", NEVER, "2024-02-05"),
    )
    assert owners_on(moved, date(2024, 1, 5), "C1")["owner"].tolist() == ["A", "B"]


def test_a_timeline_draws_standing_claims_up_to_the_last_instant():
    line = timeline(HELD, "C1", pd.Timestamp("2024-03-01 18:00"))
    assert line["owner"].tolist() == ["A", "B"]
    assert line["standing"].tolist() == [False, True]
    assert line["drawn_until"].tolist() == [pd.Timestamp("2024-02-03"), pd.Timestamp("2024-03-01 18:00")]
    assert timeline(HELD, "C9", pd.Timestamp("2024-03-01")).empty


def test_no_claims_give_no_rows_and_the_same_columns():
    none = HELD.iloc[:0]
    assert lapsing_claims(none, date(2024, 3, 4), 30).columns.tolist() == [*HELD.columns, "days_left"]
    assert lapse_calendar(none, date(2024, 3, 4), 2)["claims"].tolist() == [0, 0, 0]
    assert owners_on(none, date(2024, 3, 4)).empty
