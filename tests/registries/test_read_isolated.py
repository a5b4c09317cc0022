"""A parser may hang, panic, run out of memory or be killed: the file gets a plain fault, nothing else happens."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.registries.read import isolate, read
from core.registries.read.limits import DEFAULT_LIMITS, Limits
from core.registries.read.sniff import Kind, Refusal

from . import workbooks as made

MIB = 1 << 20


def refused(kind: Kind, data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    (answer,) = isolate.workbook(kind, data, limits)
    assert isinstance(answer, Refusal)
    return answer.code


def test_a_cell_at_the_far_corner_does_not_take_all_memory() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused("xlsx", made.handmade_xlsx(made.SHEET_START + cells + made.SHEET_END)) == "sheet_too_large"


def test_one_long_string_in_a_million_cells() -> None:
    strings = "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>"
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 30_000))
    data = made.handmade_xlsx(made.SHEET_START + cells + made.SHEET_END, xl__sharedStrings_dot_xml=strings)
    assert refused("xlsx", data) == "file_bomb"


def test_the_clock_ends_a_child() -> None:
    assert refused("xlsx", made.xlsx({"a": [["a"]]}), replace(DEFAULT_LIMITS, wall_seconds=0)) == "file_too_slow"


@pytest.mark.parametrize("bound", ["rows", "columns"])
def test_sheets_beyond_the_bounds_are_refused_alone(bound: str) -> None:
    sheets = {"visits": [["a"] * 5] * 5, "calls": [["b"] * 2] * 2}
    first, second = isolate.workbook("xlsx", made.xlsx(sheets), replace(DEFAULT_LIMITS, **{bound: 3}))
    assert isinstance(first, Refusal) and (first.code, first.sheet) == ("sheet_too_large", "visits")
    assert not isinstance(second, Refusal) and second.rows == 2


def test_too_many_sheets() -> None:
    data = made.xlsx({f"s{i}": [["a"]] for i in range(4)})
    assert refused("xlsx", data, replace(DEFAULT_LIMITS, sheets=3)) == "file_too_many_sheets"


def test_broken_insides_are_a_plain_fault() -> None:
    data = made.handmade_xlsx("<worksheet><sheetData><row r='1'><c r='A1'")
    assert refused("xlsx", data) == "file_damaged"


def test_one_broken_workbook_leaves_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(made.handmade_xlsx("<worksheet><sheetData><row"))
    (tmp_path / "staff.xlsx").write_bytes(made.xlsx({"s": [["staff_id", "store_id", "name"], ["A", "S1", "N"]]}))
    reading = read([tmp_path])
    assert [(f.code, f.file) for f in reading.faults] == [("file_damaged", "a.xlsx")]
    assert reading.tables["staff"]["staff_id"].tolist() == ["A"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "staff.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="no memory bound there, only the clock")
def test_a_child_that_runs_out_of_memory_is_a_plain_fault() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="600000"><c r="AF600000"><v>1</v></c></row>'
    data = made.handmade_xlsx(made.SHEET_START + cells + made.SHEET_END)
    assert refused("xlsx", data, replace(DEFAULT_LIMITS, memory_bytes=400 * MIB)) == "file_too_heavy"
