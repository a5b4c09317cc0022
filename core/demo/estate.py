"""The demo estate: homes with their files, service cards and a year of requests; every person and number invented."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from core.demo.estate_homes import Chance, Home, Row, homes
from core.demo.estate_requests import contact_days, requests
from core.registries.definitions import OFFICE, Tables, registry
from core.registries.typed import as_typed
from core.texts import DEFAULT

HOMES = 800
SHIPPED_HOMES = 40
UNTIL = datetime(2024, 3, 31, 17, 30)
"""The last instant of the estate that ships in `data/demo/estate`."""
FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo" / "estate"
_HANDED_OUT = 0.55


def rows(
    seed: int = 1, count: int = HOMES, until: datetime = UNTIL, language: str = DEFAULT
) -> dict[str, list[dict[str, str]]]:
    """An estate as rows of text, as they stand in the CSV files: registry -> rows, blank for what is not known.

    Args:
        seed: The same number gives the same estate.
        count: Homes, at least 1.
        until: Last instant of the year, office time.
        language: Of the names of the categories.

    Raises:
        ValueError: Less than one home.
    """
    if count < 1:
        raise ValueError("at least 1 home")
    first = until.date() - timedelta(days=365)
    made, tables = homes(seed, count, first, until.date())
    written: dict[str, list[Row]] = {
        **tables,
        "requests": requests(seed, made, until, language),
        "cards": _cards(seed, made, until.date()),
    }
    return {of.name: [_whole(of.name, row) for row in written[of.name]] for of in OFFICE}


def estate(seed: int = 1, count: int = HOMES, until: datetime = UNTIL, language: str = DEFAULT) -> Tables:
    """An estate as typed frames; arguments as in `rows`."""
    return {name: as_typed(registry(name), found)[0] for name, found in rows(seed, count, until, language).items()}


def write_csv(folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
    """Write an estate as one CSV file a registry, English headers; files of the same names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [c.name for c in registry(name).columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)


def write_shipped(folder: Path = FOLDER) -> None:
    """Write the small estate that ships in `data/`."""
    write_csv(folder, rows(count=SHIPPED_HOMES))


def _cards(seed: int, made: list[Home], until: date) -> list[Row]:
    """Service cards, given out on the contact days of the year."""
    days = contact_days(until)
    chance = Chance(seed, "cards")
    given = sorted((days[chance.whole(0, len(days) - 1)], home.room_no) for home in made if chance.yes(_HANDED_OUT))
    counted: dict[str, int] = {}
    found = []
    for day, room in given:
        month = f"K{day:%y%m}"
        counted[month] = counted.get(month, 0) + 1
        number = f"{month}-{counted[month]:04d}"
        who = chance.of(("李管家", "周管家", "小吳"))
        found.append({"card_no": number, "room_no": room, "issued_on": day.isoformat(), "issued_by": who})
    return found


def _whole(name: str, row: Row) -> Row:
    """A row with every column, in the order of the definition."""
    return {column.name: row.get(column.name, "") for column in registry(name).columns}
