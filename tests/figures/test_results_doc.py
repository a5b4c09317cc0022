"""The page that describes the result files names every column of every file, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.figures.team import STAFF_FIGURES
from core.rules.kinds import CREDIT_BASES, ENDINGS, FINDING_KINDS, OWNERSHIP_BASES, RECEPTION_KINDS, STATUSES
from core.rules.results import output_columns

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "results.md").read_text(encoding="utf-8")
TABLES = ("receptions", "ownership", "attributions", "findings", "questions")


def described(file: str) -> tuple[str, ...]:
    """Columns of a file's table on the page, in its order."""
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(f"{file}.csv"))
    return tuple(re.findall(r"^\| `([a-z0-9_]+)` \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize("table", TABLES)
def test_a_result_file_is_described_column_by_column(table: str):
    assert described(table) == output_columns(table)


def test_staff_figures_are_described_column_by_column():
    assert sorted(described("staff_figures")) == sorted(STAFF_FIGURES)


@pytest.mark.parametrize("codes", [RECEPTION_KINDS, OWNERSHIP_BASES, CREDIT_BASES, FINDING_KINDS, ENDINGS, STATUSES])
def test_every_code_stands_on_the_page(codes: tuple[str, ...]):
    assert [code for code in codes if f"`{code}`" not in PAGE] == []
