"""Good rows: what is in order is saved, what is not stays out with all that names it, and comes back mended."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
import pandas as pd

from core.registries.definitions import registry
from core.registries.good_rows import GoodRows, good_rows
from core.registries.left_out_workbook import left_out_workbook
from core.registries.read.reading import Reading, read
from tests.registries import rows

Files = list[tuple[str, bytes]]


def files(given: Mapping[str, list[dict[str, str]]]) -> Files:
    return [(f"{name}.csv", pd.DataFrame(each).to_csv(index=False).encode()) for name, each in given.items()]


def keys(reading: Reading) -> dict[str, list[str]]:
    keyed = {name: registry(name).key for name in reading.tables}
    return {name: reading.tables[name][k.name].tolist() for name, k in keyed.items() if k and len(reading.tables[name])}


def known(**given: list[dict[str, str]]):
    """Rows known from before, as the check asks for them."""
    frames = rows.typed(given)[0]
    return frames.get


def test_files_without_errors_are_good_as_a_whole():
    good = good_rows(read(files(rows.store())))
    assert (good.left_out, good.rows, good.missing, good.possible) == ({}, {}, (), True)
    assert keys(good.reading) == keys(read(files(rows.store())))


def test_a_row_with_an_error_stays_out_with_every_row_that_names_it():
    given = rows.store()
    given["clients"][0]["registered_at"] = "soon"
    good = good_rows(read(files(given)))
    assert good.left_out == {
        "clients": 1, "visits": 1, "assists": 1, "calls": 1, "followups": 1, "deals": 1, "rulings": 1,
    }  # fmt: skip
    assert keys(good.reading) == {
        "staff": ["A", "B", "Z"], "clients": ["C2", "C9"], "assignments": ["N1"], "visits": ["V2"],
    }  # fmt: skip
    assert good.reading.ok
    assert {(f.file, f.row, f.column): f.code for f in good.faults} == {
        ("clients.csv", 2, "registered_at"): "not_date",
        ("visits.csv", 2, "client_id"): "refers_to_left_out",
        ("calls.csv", 2, "client_id"): "refers_to_left_out",
        ("followups.csv", 2, "client_id"): "refers_to_left_out",
        ("deals.csv", 2, "client_id"): "refers_to_left_out",
        ("rulings.csv", 2, "client_id"): "refers_to_left_out",
        ("assists.csv", 2, "visit_id"): "refers_to_left_out",
    }


def test_what_is_known_from_before_may_be_named():
    given = rows.store()
    before = {name: given.pop(name) for name in ("staff", "clients", "attendance")}
    kept = known(**before)
    assert read(files(given)).ok is False
    assert [f.line("en") for f in read(files(given), kept=kept).faults.errors] == []
    given["visits"][1]["client_id"] = "C77"
    good = good_rows(read(files(given), kept=kept), kept)
    assert (good.left_out, good.possible) == ({"visits": 1}, True)


def test_without_a_registry_that_all_rest_on_nothing_can_be_saved():
    given = rows.store()
    del given["staff"]
    good = good_rows(read(files(given)))
    assert (good.missing, good.possible) == (("staff",), False)


def test_a_column_at_fault_takes_out_its_whole_file():
    given = rows.store()
    for call in given["calls"]:
        del call["called_at"]
    good = good_rows(read(files(given)))
    assert (good.left_out, good.possible) == ({"calls": 1}, True)


def test_remarks_on_rows_that_stay_out_are_no_remarks_any_more():
    given = rows.store()
    given["followups"][0] |= {"followed_at": "2024-03-06 15:00:00.5", "client_id": "C77"}
    given["clients"][1]["registered_at"] = "2024-03-05 09:00:00.5"
    reading = read(files(given))
    assert [(f.file, f.code) for f in reading.faults.warnings] == [
        ("clients.csv", "fraction_dropped"),
        ("followups.csv", "fraction_dropped"),
    ]
    assert [(f.file, f.code) for f in good_rows(reading).reading.faults] == [("clients.csv", "fraction_dropped")]


def mended(good: GoodRows, given: Files) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(left_out_workbook(given, good, "zh-Hant")))


def test_rows_left_out_come_back_with_what_is_wrong_and_can_be_handed_in_again():
    given = rows.store()
    given["clients"][0]["registered_at"] = "soon"
    good = good_rows(read(files(given)))
    book = mended(good, files(given))
    assert book.sheetnames == ["⚠ 問題", "客戶登記", "來訪接待", "協助", "來電", "跟蹤", "成交", "裁決"]
    sheet = book["客戶登記"]
    assert [c.value for c in sheet[2]][:2] == ["C1", "S1"] and sheet.max_row == 2
    place = [c.value for c in sheet[1]].index("登記時間") + 1
    assert (sheet.cell(2, place).value, sheet.cell(2, place).fill.fgColor.rgb) == ("soon", "FFFFC7CE")
    sheet.cell(2, place).value = "2024-03-04 09:10"
    out = io.BytesIO()
    book.save(out)
    kept = known(**{name: r for name, r in rows.STORE.items() if name in ("staff", "attendance", "clients")})
    again = read([("again.xlsx", out.getvalue())], kept=kept)
    assert [f.line("en") for f in again.faults.errors] == []
    whole = read(files(rows.store()))
    for name, count in good.left_out.items():
        assert len(again.tables[name]) == count
        assert len(good.reading.tables[name]) + count == len(whole.tables[name])
