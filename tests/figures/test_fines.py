"""Fines by grade on findings written out by hand."""

from __future__ import annotations

import pandas as pd

from core.figures.fines import FINES, fines, totals

FINDINGS = pd.DataFrame(
    [
        ("V1", "concealed_client", "A", 100.0, "open"),
        ("V2", "concealed_client", "A", 100.0, "upheld"),
        ("V3", "concealed_client", "B", 100.0, "dismissed"),
        ("V4", "out_of_turn", "B", 0.0, "open"),
        ("V5", "unreceived_visitor", None, 0.0, "open"),
        ("V6", "concealed_client", "C", 250.0, "upheld"),
    ],
    columns=["subject_id", "kind", "staff_id", "fine", "status"],
).astype({"subject_id": "str", "kind": "category", "staff_id": "category", "status": "category"})


def test_only_an_upheld_fine_is_owed():
    assert fines(FINDINGS).values.tolist() == [
        ["C", 0, 1, 0, 0.0, 250.0, 0.0],
        ["A", 1, 1, 0, 100.0, 100.0, 0.0],
        ["B", 1, 0, 1, 0.0, 0.0, 100.0],
    ]


def test_totals_count_what_is_laid_to_nobody_as_well():
    assert totals(FINDINGS) == {
        "open": 3.0,
        "upheld": 2.0,
        "dismissed": 1.0,
        "fine_open": 100.0,
        "fine_upheld": 350.0,
        "fine_dismissed": 100.0,
    }


def test_no_finding_gives_no_row():
    none = fines(FINDINGS.iloc[:0])
    assert none.columns.tolist() == FINES
    assert none.empty
    assert totals(FINDINGS.iloc[:0])["fine_upheld"] == 0.0
