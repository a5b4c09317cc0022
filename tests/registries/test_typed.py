"""Typed frames: whole frames, exact dtypes, one fault a cell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.registries.definitions import ALL, Registry, dtype_of, empty_frame, registry
from core.registries.raw import DATE, NUMBER, TEXT, RawTable
from core.registries.typed import as_typed, type_table
from tests.registries import rows

VISITS = registry("visits")


def raw(columns: dict[str, list[str | None]], kinds: dict[str, list[int]] | None = None, first: int = 2) -> RawTable:
    count = len(next(iter(columns.values())))
    arrays = [pa.chunked_array([pa.array(c[:1], pa.string()), pa.array(c[1:], pa.string())]) for c in columns.values()]
    of_kind = [np.array(kinds[c], np.uint8) if kinds and c in kinds else None for c in columns]
    numbers = np.arange(first, first + count, dtype=np.int32)
    return RawTable("v.xlsx", "來訪", list(columns), arrays, of_kind, numbers)


def lines(table: RawTable, name: str) -> list[str]:
    mapping = {h: i for i, h in enumerate(table.headers)}
    return [f.line("en") for f in type_table(table, registry(name), mapping)[1].in_order()]


def test_whole_frame() -> None:
    frame, faults = as_typed(VISITS, rows.STORE["visits"])
    assert len(faults) == 0
    expected = pd.DataFrame(
        {
            "visit_id": pd.array(["V1", "V2"], dtype="str"),
            "store_id": pd.Categorical(["S1", "S1"]),
            "client_id": pd.Categorical(["C1", "C2"]),
            "arrived_at": np.array(["2024-03-04T09:00", "2024-03-04T09:30"], "datetime64[s]"),
            "greeted_at": np.array(["2024-03-04T09:00:30", "NaT"], "datetime64[s]"),
            "left_at": np.array(["2024-03-04T09:40", "NaT"], "datetime64[s]"),
            "received_by": pd.Categorical(["A", None]),
            "asked_for": pd.Categorical([None, "B"]),
            "source": pd.Categorical(["walk_in", None]),
            "party_id": pd.array([None, "P1"], dtype="str"),
            "asked_prior": pd.array([True, None], dtype="boolean"),
            "concealed": [False, False],
            "handed_to": pd.Categorical(["B", None]),
            "handed_at": np.array(["2024-03-04T09:20", "NaT"], "datetime64[s]"),
        }
    )
    pd.testing.assert_frame_equal(frame, expected)


def test_chinese_headers_and_order_do_not_matter() -> None:
    english = rows.STORE["clients"]
    for language in ("zh-Hant", "zh-Hans"):
        labels = {c.name: c.label(language) for c in registry("clients").columns}
        turned = [{labels[k]: v for k, v in reversed(row.items())} for row in english]
        pd.testing.assert_frame_equal(
            as_typed(registry("clients"), turned)[0], as_typed(registry("clients"), english)[0]
        )


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.name)
def test_dtypes_hold_for_any_rows(r: Registry) -> None:
    base = {**rows.STORE, **rows.OFFICE}[r.name]
    blank = [dict.fromkeys(base[0], "")]
    for given_rows in (base, blank, [*base, *blank]):
        frame, _ = as_typed(r, given_rows)
        assert list(frame.columns) == [c.name for c in r.columns]
        for column in r.columns:
            if column.is_category:
                assert isinstance(frame[column.name].dtype, pd.CategoricalDtype)
                assert frame[column.name].cat.categories.dtype == "str"
            else:
                assert frame[column.name].dtype == dtype_of(column)


def test_no_rows_and_no_columns() -> None:
    pd.testing.assert_frame_equal(as_typed(VISITS, [])[0], empty_frame("visits"))
    frame, faults = type_table(raw({"visit_id": []}), VISITS, {"visit_id": 0})
    pd.testing.assert_frame_equal(frame, empty_frame("visits"))
    assert len(faults) == 0


def test_a_required_column_that_is_missing_is_said_with_the_header_not_in_each_row() -> None:
    assert lines(raw({"visit_id": ["V1", "V2"]}), "visits") == []


def test_rows_are_numbered_as_the_sheet_numbers_them() -> None:
    table = raw({"staff_id": ["A", None, "C"], "store_id": ["S1"] * 3, "name": ["x"] * 3}, first=5)
    assert lines(table, "staff") == ["v.xlsx[來訪]:6:staff_id: staff_id is blank. Every row needs it: fill it in."]


def test_spaces_around_and_invisible_characters() -> None:
    frame, faults = as_typed(
        registry("staff"),
        [
            {"staff_id": " A\u3000", "store_id": "\u200bS1\ufeff", "name": "\t林 怡君 ", "phone": "+86 138"},
            {"staff_id": "\u00a0", "store_id": "S1", "name": "王", "phone": "'"},
        ],
    )
    assert frame["staff_id"].tolist()[0] == "A"
    assert frame["store_id"].tolist() == ["S1", "S1"]
    assert frame["name"].tolist() == ["林 怡君", "王"]
    assert frame["phone"].tolist() == ["+86 138", "'"]
    assert [f.line("en") for f in faults] == [
        "staff.csv:3:staff_id: staff_id is blank. Every row needs it: fill it in."
    ]


def test_spreadsheet_cells() -> None:
    columns = {
        "card_no": ["K1", "7", "2024-03-02", "1234567890123456.0", "1.5"],
        "room_no": ["3-2-501", "501.0", "2024-03-02", None, "502"],
        "issued_on": ["2009-11-18 00:00:00", "40135", "2009/11/18", "2009-11-18", "18/11/2009"],
    }
    kinds = {
        "card_no": [TEXT, NUMBER, DATE, NUMBER, NUMBER],
        "room_no": [TEXT, NUMBER, DATE, TEXT, NUMBER],
        "issued_on": [DATE, NUMBER, TEXT, TEXT, TEXT],
    }
    table = raw(columns, kinds)
    frame, _ = type_table(table, registry("cards"), {h: i for i, h in enumerate(columns)})
    assert frame["card_no"].fillna("").tolist() == ["K1", "7", "", "", "1.5"]
    assert frame["room_no"].fillna("").tolist() == ["3-2-501", "501", "", "", "502"]
    assert frame["issued_on"].astype("str").fillna("").tolist() == ["2009-11-18"] * 4 + [""]
    said = [f"{f.row} {f.column} {f.code} {f.severity}" for f in type_table(
        table, registry("cards"), {h: i for i, h in enumerate(columns)})[1].in_order()]  # fmt: skip
    assert said == [
        "3 issued_on serial warning",
        "4 card_no date_in_id error",
        "4 room_no date_in_id error",
        "5 card_no digits_lost error",
        "6 card_no number_fraction warning",
        "6 issued_on order_mixed error",
    ]


def test_lost_zeros_are_noticed_beside_their_siblings() -> None:
    staff = [{"staff_id": s, "store_id": "S1", "name": "x"} for s in ("001", "002", "3", "010", "A7", "2024")]
    assert [f.line("en") for f in as_typed(registry("staff"), staff)[1]] == [
        "staff.csv:4:staff_id: “3” is shorter than the others, which have 3 digits and zeros in front: "
        "zeros may be lost. Format the column as text and check it."
    ]
    named = [{"visit_id": f"V{i}", "received_by": s} for i, s in enumerate(("001", "002", "3", "3"))]
    found = [f for f in as_typed(VISITS, named)[1] if f.code == "zeros_lost"]
    assert [(f.row, f.values) for f in found] == [(4, {"value": "3", "width": 3}), (5, {"value": "3", "width": 3})]
    phones = [
        {"client_id": str(i), "phone": p} for i, p in enumerate(("0912345678", "0987654321", "912345678", "2345678"))
    ]
    assert [(f.row, f.code) for f in as_typed(registry("clients"), phones)[1] if f.column == "phone"] == [
        (4, "zeros_lost")
    ]


@pytest.mark.parametrize("ids", [["1", "2", "10"], ["0", "5", "12"], ["001", "12345", "23456", "34567"], ["07A", "1"]])
def test_numbers_of_no_fixed_width_lost_no_zeros(ids: list[str]) -> None:
    staff = [{"staff_id": s, "store_id": "S1", "name": "x"} for s in ids]
    assert [f.code for f in as_typed(registry("staff"), staff)[1]] == []


def test_a_row_rule_is_silent_where_its_cell_has_a_fault() -> None:
    bad = {**rows.STORE["deals"][0], "reserved_at": "", "closed_at": "bad"}
    assert [f.code for f in as_typed(registry("deals"), [bad])[1]] == ["not_date"]


def test_personal_values_are_masked_in_messages() -> None:
    bad = {**rows.OFFICE["occupants"][0], "id_number": "110105194912310021", "contact": "13800138000/nobody"}
    said = " ".join(f.line("zh-Hant") for f in as_typed(registry("occupants"), [bad])[1])
    assert "110105194912310021" not in said
    assert "13800138000" not in said
    assert "138****8000" in said


ODD = st.sampled_from(
    ["", " ", "A", "2024-03-04", "03/04/2024", "1.5", "1E+10", "是", "上門", "#N/A", "-1", "007", "\ud7ff"]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ALL), st.data())
def test_one_fault_a_cell_whatever_it_holds(r: Registry, data: st.DataObject) -> None:
    cell = st.one_of(ODD, st.text(max_size=12))
    given_rows = data.draw(st.lists(st.fixed_dictionaries({c.name: cell for c in r.columns}), min_size=1, max_size=4))
    frame, faults = as_typed(r, given_rows)
    assert len(frame) == len(given_rows)
    cells = [(f.row, f.column) for f in faults]
    assert len(cells) == len(set(cells))
    assert all(f.message(language) for f in faults for language in ("zh-Hant", "zh-Hans", "en"))
    for column in r.columns:
        if column.required:
            missing = set(2 + np.flatnonzero(frame[column.name].isna()))
            assert missing <= {row for row, name in cells if name == column.name}


def test_a_column_of_rubbish_is_given_up_after_its_first_twenty_thousand_cells() -> None:
    count = 25_000
    numbers = range(count)
    calls = pd.DataFrame(
        {
            "call_id": [f"K{i}" for i in numbers],
            "called_at": [f"rubbish {i}" for i in numbers],
            "ring_seconds": [f"{i}s" for i in numbers],
        }
    )
    faults = as_typed(registry("calls"), calls)[1]
    assert faults.counts() == {
        ("calls.csv", "", "called_at", "not_date"): 20_000,
        ("calls.csv", "", "called_at", "unread"): 1,
        ("calls.csv", "", "ring_seconds", "not_whole"): 20_000,
        ("calls.csv", "", "ring_seconds", "unread"): 1,
    }
    assert [f.line("en") for f in faults if f.code == "unread"] == [
        f"calls.csv:20002:{c}: From here on 5000 cells of {c} were not looked at, as so many above are wrong. "
        "Mend them first."
        for c in ("called_at", "ring_seconds")
    ]


def test_many_distinct_right_cells_are_all_read() -> None:
    count = 25_000
    deals = pd.DataFrame({"amount": [f"¥{i}" for i in range(count)]})
    frame, faults = as_typed(registry("deals"), deals)
    assert frame["amount"].tolist() == [float(i) for i in range(count)]
    assert {f.code for f in faults} == {"one_of"}
