"""The demo month as it ships in `data/`: as a folder of CSV files, and as the workbook of a clerk."""

from __future__ import annotations

from pathlib import Path

from core.demo.stores import month_tables, write_csv

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"
CSV_FOLDER = DATA / "csv"


def write_data(folder: Path = DATA) -> None:
    """Write the demo month, replacing what is there.

    Args:
        folder: Gets `csv/` with a file a registry.
    """
    write_csv(folder / "csv", iter([month_tables()]))
