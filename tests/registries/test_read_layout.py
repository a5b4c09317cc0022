"""Where the table stands in a sheet, which registry it is, which header means which column."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwt

from core.registries.read import PartChoice, Reading, read
from core.registries.read.headers import match
from core.registries.read.names import named_registry

from . import workbooks as made

STAFF = [
    ["工號", "門店", "姓名", "入職日期"],
    ["001", "S1", "林怡君", "2023-03-01"],
    ["002", "S1", "陳志明", "2023-04-01"],
]
IDS = ["001", "002"]


def one(rows: Sequence[Sequence[object]], sheet: str = "業務員", name: str = "店務.xlsx") -> Reading:
    """Read one sheet; that other registries are missing is no matter here."""
    return read([(name, made.xlsx({sheet: rows}))])


def codes(reading: Reading) -> list[tuple[str, int, str]]:
    """Faults without the registries that are not handed in."""
    return [(f.code, f.row, f.column) for f in reading.faults if f.code != "registry_missing"]


def test_title_lines_above_and_totals_below() -> None:
    rows = [["浦東店業務員名單"], ["製表日期：2024-03-31"], [], *STAFF, ["合計", "", "2 人"], ["製表人：王"]]
    reading = one(rows)
    assert codes(reading) == []
    assert reading.tables["staff"]["staff_id"].tolist() == IDS
    assert reading.parts[0].header_row == 4
    assert reading.parts[0].skipped == {"total": [7], "note": [8]}
    assert reading.origins["staff"].row_numbers.tolist() == [5, 6]


@pytest.mark.parametrize("word", ["合計", "小計", "總計", "合计：", "合 計", "本頁小計", "Total", "共計 2 人", "總計:"])
def test_words_of_totals(word: str) -> None:
    reading = one([*STAFF, [word, "", "", ""]])
    assert (codes(reading), reading.parts[0].skipped) == ([], {"total": [4]})


def test_subtotals_and_repeated_headers_between_the_rows_of_a_long_sheet() -> None:
    header, first, _ = STAFF
    rows: list[list[str]] = [header]
    for page in range(10):
        rows += [[f"{page:02d}{i:02d}", *first[1:]] for i in range(10)]
        rows += [["小計", "", "10", ""], header]
    reading = one(rows)
    assert codes(reading) == []
    assert len(reading.tables["staff"]) == 100
    assert {k: len(v) for k, v in reading.parts[0].skipped.items()} == {"total": 10, "header": 10}


@pytest.mark.parametrize("line", ["製表人：王", "主管簽名：", "覆核：", "簽章", "負責人：陳", "填報人：林"])
def test_lines_for_signatures_below(line: str) -> None:
    reading = one([*STAFF, ["合計", "2"], [], [line]])
    assert (codes(reading), reading.parts[0].skipped) == ([], {"total": [4], "note": [6]})


SIGN_IN = ["門店", "工號", "簽到時間", "簽退時間"]


@pytest.mark.parametrize("day", ["2024年3月4日", "2024/3/4（一）", "3月4日 星期一", dt.date(2024, 3, 4)])
def test_a_date_alone_heads_the_rows_of_a_day(day: object) -> None:
    rows = [SIGN_IN, [day], ["S1", "001", "2024-03-04 08:30", ""], ["小計", "1 人"], [], [day]]
    reading = one(rows, "簽到")
    assert codes(reading) == []
    assert reading.parts[0].skipped == {"note": [2, 6], "total": [4]}


def test_a_number_of_rooms_or_of_visits_alone_in_its_row_is_data() -> None:
    for sheet, header, number in (
        ("業主檔案", ["房號", "收集時間"], "3-2-501"),
        ("來訪", ["來訪編號", "門店", "客戶編號", "到訪時間"], "20240304"),
    ):
        reading = one([header, [number]], sheet)
        assert reading.parts[0].skipped == {}, sheet
        assert {code for code, _row, _column in codes(reading)} == {"required"}, sheet


def instants(reading: Reading) -> list[list[str]]:
    """Sign-ins and sign-outs as text."""
    frame = reading.tables["attendance"][["signed_in_at", "signed_out_at"]]
    return [["" if pd.isna(v) else str(v) for v in row] for row in frame.itertuples(index=False)]


JOINED = [["2024-03-04 08:30:00", "2024-03-04 18:00:00"], ["2024-03-04 09:00:00", ""]]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("日期", ("2024-03-04", "08:30", "18:00"), ("2024-03-04", "9:00", "")),
        ("簽到日期", ("2024/3/4", "上午 8:30", "下午6:00"), ("民國113年3月4日", "9時0分", "")),
        ("Date", (dt.date(2024, 3, 4), dt.time(8, 30), dt.time(18)), (dt.date(2024, 3, 4), dt.time(9), "")),
        ("日期", ("2024-03-03", "2024-03-04 08:30", "2024-03-04 18:00"), ("2024-03-04", "9:00", "")),
    ],
    ids=["text", "as people write", "cells of a spreadsheet", "whole instants stay"],
)
def test_a_column_of_days_gives_its_day_to_times_alone(
    header: str, first: Sequence[object], second: Sequence[object]
) -> None:
    rows = [
        [header, *SIGN_IN],
        *([day, "S1", who, a, b] for who, (day, a, b) in zip(IDS, (first, second), strict=True)),
    ]
    reading = one(rows, "簽到")
    assert instants(reading) == JOINED
    assert codes(reading) == [("day_joined", 1, header)]
    assert reading.parts[0].unmatched == {}


def test_a_day_merged_over_its_rows_is_the_day_of_all_of_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["日期", *SIGN_IN], ["2024-03-04", "S1", "001", "08:30", "18:00"], ["", "S1", "002", "09:00", ""]]:
        sheet.append(row)
    sheet.title = "簽到"
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    reading = read([("店務.xlsx", out.getvalue())])
    assert instants(reading) == JOINED
    assert codes(reading) == [("merged_cells", 2, "日期"), ("day_joined", 1, "日期")]


def test_a_time_without_a_day_in_its_row_stays_a_fault() -> None:
    rows = [["日期", *SIGN_IN], ["2024-03-04", "S1", "001", "08:30", ""], ["", "S1", "002", "09:00", ""]]
    assert codes(one(rows, "簽到")) == [("day_joined", 1, "日期"), ("no_date", 3, "signed_in_at")]


def test_days_that_nothing_needs_are_a_column_that_is_not_known() -> None:
    rows = [["日期", *SIGN_IN], ["2024-03-05", "S1", "001", "2024-03-04 08:30", ""]]
    assert codes(one(rows, "簽到")) == [("header_unknown", 1, "日期")]


def csv(*rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


def test_a_file_handed_in_twice_is_read_once() -> None:
    body = csv(*STAFF)
    for other in ("業務員.csv", "業務員 (1).csv", "業務員表3月.csv"):
        reading = read([("業務員.csv", body), (other, body)])
        assert reading.tables["staff"]["staff_id"].tolist() == IDS
        assert [(f.code, f.severity) for f in reading.faults if f.code != "registry_missing"] == [
            ("file_same", "warning")
        ]


def test_files_of_one_name_and_other_content_are_told_apart() -> None:
    second = csv(STAFF[0], ["003", "S1", "王大明", "2023-05-01"])
    reading = read([("業務員.csv", csv(*STAFF)), ("業務員 (2).csv", csv(STAFF[0])), ("業務員.csv", second)])
    assert [p.file for p in reading.parts] == ["業務員.csv", "業務員 (2).csv", "業務員 (3).csv"]
    assert reading.tables["staff"]["staff_id"].tolist() == [*IDS, "003"]


def test_a_number_that_is_not_known_is_not_called_short_as_well() -> None:
    staff = csv(*STAFF)
    visits = csv(
        SIGN_IN, *(["S1", who, f"2024-03-0{d} 08:30", ""] for d, who in enumerate(["001", "002", "1", "9"], 1))
    )
    reading = read([("業務員.csv", staff), ("簽到.csv", visits)])
    assert codes(reading) == [("unknown_near", 4, "staff_id"), ("unknown_reference", 5, "staff_id")]


def test_a_person_named_like_a_total_is_a_person() -> None:
    reading = one([*STAFF, ["003", "S1", "合計", "2024-01-01"]])
    assert reading.tables["staff"]["name"].tolist() == ["林怡君", "陳志明", "合計"]


def test_blank_rows_and_leading_blank_columns_keep_row_numbers() -> None:
    rows = [[], ["", "", *STAFF[0]], [], ["", "", *STAFF[1]], [], ["", "", *STAFF[2]]]
    reading = one(rows)
    assert codes(reading) == []
    assert reading.origins["staff"].row_numbers.tolist() == [4, 6]


def test_merged_title_and_two_header_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客戶登記"
    sheet["A1"] = "三月客戶登記表"
    sheet.merge_cells("A1:G1")
    for cell, text in {"A2": "客戶", "D2": "登記", "G2": "門店"}.items():
        sheet[cell] = text
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("D2:F2")
    sheet.merge_cells("G2:G3")
    for i, text in enumerate(["編號", "姓名", "電話", "時間", "人", "備忘"], start=1):
        sheet.cell(3, i, text)
    for i, text in enumerate(["C1", "陳", "13912345678", "2024-03-04 09:10", "A", "x", "S1"], start=1):
        sheet.cell(4, i, text)
    out = io.BytesIO()
    book.save(out)
    reading = read([("a.xlsx", out.getvalue())])
    assert dict(reading.parts[0].columns) == {
        0: "client_id", 1: "name", 2: "phone", 3: "registered_at", 4: "registered_by", 6: "store_id",
    }  # fmt: skip
    assert reading.tables["clients"]["client_id"].tolist() == ["C1"]


def test_merged_cells_between_the_rows_give_every_row_the_value_and_say_so() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "業務員"
    for row in [STAFF[0], STAFF[1], ["002", None, "陳志明"], ["003", None, "王"]]:
        sheet.append(row)
    sheet.merge_cells("B2:B4")
    out = io.BytesIO()
    book.save(out)
    reading = read([("a.xlsx", out.getvalue())])
    assert reading.tables["staff"]["store_id"].tolist() == ["S1"] * 3
    assert codes(reading) == [("merged_cells", 2, "store_id")]


def test_numbers_dates_booleans_of_a_workbook() -> None:
    rows = [
        ["店號", "工號", "簽到時間", "簽退時間", "午間值班"],
        ["S1", 7, dt.datetime(2024, 3, 4, 8, 30), dt.datetime(2024, 3, 4, 18, 0, 30), True],
    ]
    reading = one(rows, "簽到")
    row = reading.tables["attendance"].iloc[0]
    assert (row["staff_id"], str(row["signed_out_at"]), bool(row["noon_duty"])) == ("7", "2024-03-04 18:00:30", True)


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_date_systems(epoch: str) -> None:
    out = io.BytesIO()

    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "date_1904": epoch == "1904", "default_date_format": "yyyy-mm-dd hh:mm"}
    )
    sheet = book.add_worksheet("簽到")
    sheet.write_row(0, 0, ["門店", "工號", "簽到時間"])
    sheet.write_row(1, 0, ["S1", "A"])
    sheet.write_datetime(1, 2, dt.datetime(2024, 3, 4, 8, 30))
    book.close()
    reading = read([("a.xlsx", out.getvalue())])
    assert str(reading.tables["attendance"]["signed_in_at"][0]) == "2024-03-04 08:30:00"


def test_errors_and_uncomputed_formulas_are_no_blanks() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "業務員"
    sheet.append([*STAFF[0], "外銷組"])
    sheet.append(["001", "S1", "林", "2023-03-01", "=A1&B1"])
    sheet.append(["002", "S1", "陳", "2023-03-01", "#REF!"])
    sheet["E3"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    assert codes(read([("a.xlsx", out.getvalue())])) == [("cell_error", 2, "group_id"), ("cell_error", 3, "group_id")]


def test_errors_in_an_old_workbook_are_no_blanks() -> None:

    book = xlwt.Workbook()
    sheet = book.add_sheet("staff")
    for i, text in enumerate(["staff_id", "store_id", "name", "group_id"]):
        sheet.write(0, i, text)
    for i, text in enumerate(["A", "S1", "N"]):
        sheet.write(1, i, text)
    sheet.row(1).set_cell_error(3, "#REF!")
    out = io.BytesIO()
    book.save(out)
    assert codes(read([("a.xls", out.getvalue())])) == [("cell_error", 2, "group_id")]


NAMES = {
    "visits.csv": ("visits", True),
    "2024年3月 來訪接待(浦東店).xlsx": ("visits", True),
    "2024-03 visits (Pudong).xlsx": ("visits", True),
    "客户登记": ("clients", True),
    "客戶分配": ("assignments", True),
    "業務員簽到表": ("attendance", False),
    "浦東店電話": ("calls", False),
    "Sheet1": ("", False),
    "工作表1": ("", False),
    "報修及意見": ("requests", True),
    "緊急聯繫人": ("emergency_contacts", True),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_say_which_registry(name: str) -> None:
    assert named_registry(name) == NAMES[name]


def test_a_name_that_says_nothing_leaves_it_to_the_headers() -> None:
    reading = one(STAFF, "Sheet1", "三月.xlsx")
    assert (reading.parts[0].registry, reading.parts[0].by) == ("staff", "headers")


def test_headers_that_fit_several_registries_ask() -> None:
    rows = [["房號", "姓名", "性別", "聯繫方式"], ["1-101", "林", "女", "13912345678"]]
    reading = read([("a.xlsx", made.xlsx({"Sheet1": rows}))])
    assert codes(reading)[0] == ("registry_ambiguous", 1, "")
    assert "家庭成員" in reading.faults[0].message("zh-Hant")
    chosen = read([("a.xlsx", made.xlsx({"Sheet1": rows}))], {("a.xlsx", "Sheet1"): PartChoice(registry="members")})
    assert (chosen.parts[0].registry, chosen.parts[0].by) == ("members", "choice")


def test_a_name_that_contradicts_the_headers_asks() -> None:
    clients = [["客戶編號", "門店", "客戶姓名", "登記時間"], ["C1", "S1", "陳", "2024-03-04 09:00"]]
    (fault, *_others) = one(clients, "簽到").faults
    assert (fault.code, fault.values) == (
        "registry_mismatch",
        {"named_registry": "attendance", "found_registry": "clients"},
    )


def test_strange_sheets_are_left_out_aloud_and_hidden_ones_read_aloud() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made.xlsx({"業務員": STAFF, "隨手記": [["記得", "買紙"], ["x", "y"]]})))
    hidden = book.create_sheet("簽到")
    hidden.append(["門店", "工號", "簽到時間"])
    hidden.append(["S1", "001", "2024-03-04 08:30"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    reading = read([("a.xlsx", out.getvalue())])
    assert [(f.code, f.sheet) for f in reading.faults if f.code.startswith("sheet")] == [
        ("sheet_skipped", "隨手記"),
        ("sheet_hidden", "簽到"),
    ]
    assert len(reading.tables["attendance"]) == 1


HEADERS = {
    " 客戶姓名 ": ("name", "exact"),
    "客户姓名*": ("name", "exact"),
    "客戶名稱": ("name", "exact"),
    "客戶姓名（必填）": ("name", "exact"),
    "Client ID": ("client_id", "exact"),
    "CLIENT_ID": ("client_id", "exact"),
    "ｃｌｉｅｎｔ　ｉｄ": ("client_id", "exact"),
    "regstered_at": ("registered_at", "assumed"),
    "登记时问": ("registered_at", "suggested"),
    "星座": ("", "unknown"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_matched_suggested_or_named(header: str) -> None:
    column, how = HEADERS[header]
    mapping = match([header], "clients")
    got = {
        "exact": mapping.columns.get(0) if not mapping.assumed else None,
        "assumed": mapping.assumed.get(0),
        "suggested": mapping.unmatched.get(0),
        "unknown": mapping.unmatched.get(0),
    }
    assert got[how] == column


def test_a_missing_column_names_the_header_that_may_be_meant() -> None:
    reading = one([["工號", "門店", "名姓"], ["001", "S1", "林"]])
    (fault,) = [f for f in reading.faults if f.code != "registry_missing"]
    assert (fault.code, fault.column, fault.values) == ("column_missing_suggested", "name", {"suggestion": "名姓"})
    mended = read(
        [("店務.xlsx", made.xlsx({"業務員": [["工號", "門店", "名姓"], ["001", "S1", "林"]]}))],
        {("店務.xlsx", "業務員"): PartChoice(headers={"名姓": "name"})},
    )
    assert mended.tables["staff"]["name"].tolist() == ["林"]


def test_a_label_stands_before_an_alias_of_the_same_column() -> None:
    rows = [[*STAFF[0], "名字"], [*STAFF[1], "小林"]]
    reading = one(rows)
    assert reading.tables["staff"]["name"].tolist() == ["林怡君"]
    assert codes(reading) == [("header_spare", 1, "名字")]


def test_amounts_in_units_of_ten_thousand() -> None:
    rows = [
        ["成交編號", "門店", "客戶編號", "成交人", "成交時間", "成交金額（萬元）", "佣金(元)"],
        ["D1", "S1", "C1", "001", "2024-03-04 09:00", 203.5, 30000],
        ["D2", "S1", "C1", "001", "2024-03-04 09:00", "198萬", "2.5萬"],
    ]
    reading = one(rows, "成交")
    assert reading.tables["deals"]["amount"].tolist() == [2_035_000.0, 1_980_000.0]
    assert reading.tables["deals"]["commission"].tolist() == [30_000.0, 25_000.0]
    assert ("header_ten_thousand", 1, "amount") in codes(reading)
