"""Eight hundred texts that would like to run, through every file that people take away: none runs, all come back."""

from __future__ import annotations

import csv
import io
from itertools import product

import openpyxl
import pandas as pd
import pytest

from core.registries.error_workbook import error_workbook
from core.registries.good_rows import good_rows
from core.registries.left_out_workbook import left_out_workbook
from core.registries.read import read
from core.web import exports
from core.web.exports import Sheet
from tests.registries import rows

BEGINNINGS = ("=", "+", "-", "@", "'=", "''+", "＝", "=-", "+@", "a=")
COMMANDS = (
    *("1+1", "SUM(A1:A9)", "cmd|'/C calc'!A0", 'HYPERLINK("http://x.example","y")', "IMPORTXML(A1;B1)", "A1"),
    *('WEBSERVICE("http://x.example")', "DDE(a;b)", "{1}", "_x0041_", "http://x.example", "1E+10", "'1", '"1"'),
    *("-1", "=1", "甲", "a,b", "a;b", "TRUE"),
)
ENDINGS = ("", "!", " and more", "）")
HOSTILE = ["".join(parts) for parts in product(BEGINNINGS, COMMANDS, ENDINGS)]
RUNS = ("=", "+", "-", "@", "\t", "\r")


def followups() -> list[dict[str, str]]:
    like = rows.store()["followups"][0]
    return [{**like, "followup_id": f"F{i}", "note": text} for i, text in enumerate(HOSTILE)]


def spoiled() -> list[tuple[str, bytes]]:
    """A store whose client has a fault, so that every row about that client stays out."""
    given = rows.store()
    given["clients"][0]["registered_at"] = "soon"
    given["followups"] = followups()
    return [(f"{name}.csv", exports.csv(pd.DataFrame(each))) for name, each in given.items()]


def in_excel(body: bytes) -> list[str]:
    """Every text of a workbook.

    Raises:
        AssertionError: A cell is a formula or a link.
    """
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    return [str(cell.value) for cell in cells if cell.data_type == "s"]


def test_there_are_eight_hundred() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) == 800


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_a_page_exports_runs_nowhere_and_comes_back(ending: str) -> None:
    frame = pd.DataFrame(followups())
    body = exports.csv(frame) if ending == "csv" else exports.excel([Sheet("followups", frame)])
    if ending == "csv":
        cells = [cell for line in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in line]
        assert [cell for cell in cells if cell.startswith(RUNS)] == []
    else:
        assert set(HOSTILE) <= set(in_excel(body))
    assert read([(f"followups.{ending}", body)]).tables["followups"]["note"].tolist() == HOSTILE


def test_the_marked_copy_of_a_file_runs_nowhere() -> None:
    files = spoiled()
    given = dict(files)
    body = error_workbook(("followups.csv", given["followups.csv"]), read(files), "en")
    assert set(HOSTILE) <= set(in_excel(body))


def test_rows_left_out_run_nowhere_and_come_back() -> None:
    files = spoiled()
    good = good_rows(read(files))
    assert good.left_out["followups"] == len(HOSTILE)
    body = left_out_workbook(files, good, "en")
    assert set(HOSTILE) <= set(in_excel(body))
    again = read([("left-out.xlsx", body)])
    assert again.tables["followups"]["note"].tolist() == HOSTILE
