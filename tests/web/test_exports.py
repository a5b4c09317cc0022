"""Files to take away: nothing in them runs, no digit is lost, and reading them gives back what was in them."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.registries.read import read
from core.web import exports
from core.web.exports import Sheet

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "http://example.com",
    "mailto:a@b.c",
    "'=1",
    "''=1",
    "{=1}",
    "_x0041_",
    "a\x00b\x08c",
    "\ud800",
    "x" * 40_000,
    "013800138000",
    "110101199003071234",
    "1E+10",
    "a,b;c\td",
    'say "hi"',
    "two\nlines",
    " spaces ",
    "NA",
    "TRUE",
    "ＦＵＬＬ＝",
]


def _cells(body: bytes) -> list[list[openpyxl.cell.Cell]]:
    return [list(row) for row in openpyxl.load_workbook(BytesIO(body)).active.iter_rows()]


def test_no_text_becomes_a_formula_a_number_or_a_link():
    rows = _cells(exports.excel([Sheet("hostile", pd.DataFrame({"=head": HOSTILE}, dtype="object"))]))
    assert [cell.data_type for row in rows for cell in row] == ["s"] * (len(HOSTILE) + 1)
    assert [cell.hyperlink for row in rows for cell in row] == [None] * (len(HOSTILE) + 1)


def test_ids_keep_every_digit_in_excel():
    ids = ["013800138000", "110101199003071234", "00001", "1E+10"]
    rows = _cells(exports.excel([Sheet("ids", pd.DataFrame({"id": ids}))]))
    assert [row[0].value for row in rows[1:]] == ids


def test_excel_writes_each_kind_of_value_as_itself():
    frame = pd.DataFrame(
        {
            "when": pd.array(["2024-03-01 09:05:00", None], dtype="datetime64[s]"),
            "day": pd.array(["2024-03-01", None], dtype="datetime64[s]"),
            "amount": [1234.5, np.nan],
            "count": pd.array([3, None], dtype="Int64"),
            "flag": [True, False],
            "kind": pd.Categorical(["輪到", None]),
        }
    )
    rows = _cells(exports.excel([Sheet("values", frame)]))
    assert [c.value for c in rows[1]] == [
        pd.Timestamp("2024-03-01 09:05"),
        pd.Timestamp("2024-03-01"),
        1234.5,
        3,
        "true",
        "輪到",
    ]
    assert [c.value for c in rows[2]] == [None, None, None, None, "false", None]
    assert [c.number_format for c in rows[1][:4]] == ["yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "#,##0.00", "0"]


def test_an_empty_frame_gives_its_headings():
    assert [c.value for c in _cells(exports.excel([Sheet("none", pd.DataFrame({"甲": [], "乙": []}))]))[0]] == [
        "甲",
        "乙",
    ]
    assert exports.csv(pd.DataFrame({"甲": pd.Series([], dtype="str")})) == b"\xef\xbb\xbf" + '"甲"\n'.encode()


def test_a_workbook_without_a_sheet_is_an_error():
    with pytest.raises(ValueError, match="needs a sheet"):
        exports.excel([])


def test_sheet_names_are_made_fit_and_different():
    body = exports.excel([Sheet(name, pd.DataFrame({"a": [1]})) for name in ("a/b:c*", "a b c", "x" * 40, "'", "")])
    assert openpyxl.load_workbook(BytesIO(body)).sheetnames == ["a b c", "a b c 2", "x" * 31, "1", "1 2"]


def test_csv_puts_a_quote_before_what_would_run():
    body = exports.csv(
        pd.DataFrame({"=a": ["=1", "+1", "-1", "@a", "\t1", "\r1", "'=1", "1-1", "a=1"], "n": range(-4, 5)})
    )
    assert body.startswith(b"\xef\xbb\xbf")
    lines = body.decode("utf-8-sig").split("\n")
    assert lines[0] == '"\'=a","n"'
    assert [line.partition(",")[0].strip('"')[:2] for line in lines[1:10]] == [
        "'=", "'+", "'-", "'@", "'\t", "'\r", "''", "1-", "a=",
    ]  # fmt: skip
    assert [line.rpartition(",")[2] for line in lines[1:10]] == [str(n) for n in range(-4, 5)]


def test_csv_of_instants_and_missing_values():
    frame = pd.DataFrame({"at": pd.array(["2024-03-01 09:05:00", None], dtype="datetime64[s]"), "x": ["a", None]})
    assert exports.csv(frame).decode("utf-8-sig") == '"at","x"\n"2024-03-01 09:05:00","a"\n,\n'


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(CELL | st.sampled_from([h for h in HOSTILE if h.isprintable() and len(h) < 99]), min_size=1, max_size=8)
)
def test_what_csv_writes_is_read_back_unchanged(notes: list[str]):
    notes = [note.strip() for note in notes]
    frame = pd.DataFrame(
        {
            "跟蹤編號": [f"F{n}" for n in range(len(notes))],
            "門店": "S1",
            "客戶編號": "C1",
            "工號": "E1",
            "跟蹤時間": pd.array(["2024-03-01 09:05:00"] * len(notes), dtype="datetime64[s]"),
            "備註": notes,
        }
    )
    followups = read([("followups.csv", exports.csv(frame))]).tables["followups"]
    assert followups["note"].tolist() == notes
