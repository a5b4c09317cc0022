"""The demo month as it ships in `data/`: as a folder of CSV files, and as the workbook of a clerk."""

from __future__ import annotations

from pathlib import Path

from core.demo.stores import month_tables, typed, write_csv
from core.demo.workbook import clerks_workbook

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"
CSV_FOLDER = DATA / "csv"
WORKBOOK = DATA / "reception-2024-03.xlsx"


def write_data(folder: Path = DATA) -> None:
    """Write the demo month, replacing what is there.

    Args:
        folder: Gets `csv/` with a file a registry, and the workbook.
    """
    tables = month_tables()
    write_csv(folder / CSV_FOLDER.name, iter([tables]))
    clerks_workbook(typed(tables), folder / WORKBOOK.name)
