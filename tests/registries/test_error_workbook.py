"""The person's own file back: faults marked where they are, nothing else changed, nothing that runs."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from core.registries.error_workbook import error_workbook
from core.registries.read import Source, read

from . import dress
from . import workbooks as made

ROWS = [
    ["三月業務員"],
    ["工號", "門店", "姓名", "電話", "入職日期"],
    ["007", "S1", "=cmd|' /C calc'!A0", "013800138000", "2023-03-01"],
    ["008", "S1", "陳", "+8613900000000", "不知道"],
    ["008", "S1", "王", "", "2023-03-05"],
]
WRONG = {(4, 5): "not_date", (5, 1): "duplicate_key"}


def marked(source: Source, language: str = "en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(error_workbook(source, read([source]), language)))


def source_of(kind: str) -> Source:
    if kind == ".csv":
        return "業務員.csv", dress.delimited(ROWS, "gb18030", ";")
    make = {".xlsx": made.xlsx, ".xls": made.xls, ".ods": made.ods}[kind]
    return f"a{kind}", make({"業務員": ROWS})


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods", ".csv"])
def test_every_row_stays_where_it_was_and_the_faulty_cells_are_marked(kind: str) -> None:
    source = source_of(kind)
    reading = read([source])
    assert {(f.row, f.column): f.code for f in reading.faults if f.row} == {
        (4, "hired_on"): "not_date",
        (5, "staff_id"): "duplicate_key",
    }
    book = marked(source)
    listing, sheet = book.worksheets
    for i, row in enumerate(ROWS, start=1):
        for j, text in enumerate(row, start=1):
            assert sheet.cell(i, j).value == (text or None)
            assert sheet.cell(i, j).data_type in ("s", "n")
            assert (sheet.cell(i, j).comment is not None) == ((i, j) in WRONG)
            assert (
                sheet.cell(i, j).fill.fgColor.rgb == "FFFFC7CE" or sheet.cell(i, j).fill.fgColor.rgb == "00FFC7CE"
            ) == ((i, j) in WRONG)
    assert sheet.cell(2, 6).value == "⚠ What is wrong here"
    assert [bool(sheet.cell(i, 6).value) for i in range(1, 6)] == [False, True, False, True, True]
    assert [c.value for c in listing[2]][1:4] == ["4", "hired_on", "error"]


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".ods", ".csv"])
def test_handing_it_in_again_gives_the_same(kind: str) -> None:
    source = source_of(kind)
    first = read([source])
    again = read([("again.xlsx", error_workbook(source, first, "zh-Hant"))])
    dress.assert_same(again, first)
    assert [(f.code, f.row, f.column) for f in again.faults] == [(f.code, f.row, f.column) for f in first.faults]


def test_looks_formulas_and_other_sheets_of_the_own_workbook_stay() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made.xlsx({"業務員": ROWS[1:], "備忘": [["x"]]})))
    sheet = book["業務員"]
    sheet["A2"].font = Font(bold=True, color="FF0000")
    sheet.column_dimensions["C"].width = 33
    book["備忘"]["A2"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    after = marked(("a.xlsx", out.getvalue()))
    assert after.sheetnames == ["⚠ Faults", "業務員", "備忘"]
    assert after["業務員"]["A2"].font.bold and after["業務員"]["A2"].font.color.rgb == "00FF0000"
    assert after["業務員"].column_dimensions["C"].width == 33
    assert after["備忘"]["A2"].value == "=1+1"


def test_a_file_that_cannot_be_opened_gives_the_list() -> None:
    book = marked(("a.xlsx", b"%PDF-1.4"))
    (listing,) = book.worksheets
    assert [c.value for c in listing[2]][3:] == [
        "error",
        "The file is PDF, not a spreadsheet. Hand in .xlsx, .xls, .ods or CSV.",
    ]


def test_a_comment_of_the_person_is_kept() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made.xlsx({"業務員": ROWS[1:]})))

    book.worksheets[0]["E3"].comment = Comment("mine", "me")
    out = io.BytesIO()
    book.save(out)
    text = marked(("a.xlsx", out.getvalue()))["業務員"]["E3"].comment.text
    assert text.startswith("mine\n“不知道”")


def test_marking_a_workbook_leaves_no_file_behind_even_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def written(*_args: object, **_how: object) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", written)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", written)
    assert marked(source_of(".xlsx")).sheetnames[0].startswith("⚠")
