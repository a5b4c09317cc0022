"""Registrations of one person, on a register written out by hand."""

from __future__ import annotations

import pandas as pd

from core.figures.registrations import find, same_name, same_phone

REGISTER = pd.DataFrame(
    [
        ("C1", "S1", "王芳", "13800138000", "2024-03-01 09:00"),
        ("C2", "S1", "李明", "13900139000", "2024-03-02 09:00"),
        ("C3", "S1", "王小姐", "138 0013 8000", "2024-03-03 09:00"),
        ("C4", "S1", "李明", None, "2024-02-01 09:00"),
        ("C5", "S2", "李明", "13700137000", "2024-03-03 09:00"),
        ("C10", "S1", None, None, "2024-03-03 09:00"),
        ("C11", "S1", None, None, "2024-03-04 09:00"),
    ],
    columns=["client_id", "store_id", "name", "phone", "registered_at"],
).astype({"client_id": "str", "store_id": "category", "name": "str", "phone": "str"})
REGISTER["registered_at"] = pd.to_datetime(REGISTER["registered_at"]).astype("datetime64[s]")
CANONICAL = pd.Series(["C1", "C2", "C1", "C4", "C5", "C10", "C11"], dtype="str")


def test_registrations_of_one_phone_stand_together_under_the_first():
    rows = same_phone(REGISTER, CANONICAL)
    assert rows[["group", "canonical_id", "client_id"]].values.tolist() == [[1, "C1", "C1"], [1, "C1", "C3"]]


def test_a_shared_name_is_a_hint_within_one_store_and_no_name_is_none():
    rows = same_name(REGISTER, CANONICAL)
    assert rows[["group", "canonical_id", "client_id"]].values.tolist() == [[1, "C4", "C4"], [1, "C2", "C2"]]


def test_two_registrations_of_one_person_are_not_two_of_one_name():
    both = REGISTER.assign(name=["甲", "乙", "甲", "丙", "丁", None, None])
    assert same_name(both, CANONICAL).empty


def test_clients_are_found_by_id_name_and_phone():
    assert find(REGISTER, CANONICAL, "李明")["client_id"].tolist() == ["C2", "C4", "C5"]
    assert find(REGISTER, CANONICAL, "c1")["client_id"].tolist() == ["C1", "C10", "C11"]
    assert find(REGISTER, CANONICAL, "0013 8000")["client_id"].tolist() == ["C1", "C3"]
    assert find(REGISTER, CANONICAL, "0013 8000")["canonical_id"].tolist() == ["C1", "C1"]
    assert find(REGISTER, CANONICAL, "138")["client_id"].tolist() == []
    assert find(REGISTER, CANONICAL, "[")["client_id"].tolist() == []
    assert len(find(REGISTER, CANONICAL, "")) == 7
    assert len(find(REGISTER, CANONICAL, "", most=3)) == 3


def test_an_empty_register_has_no_rows():
    none = REGISTER.iloc[:0]
    assert same_phone(none, CANONICAL.iloc[:0]).columns.tolist() == ["group", "canonical_id", *REGISTER.columns]
    assert same_name(none, CANONICAL.iloc[:0]).empty
    assert find(none, CANONICAL.iloc[:0], "x").empty
