"""Coverage: homes with a complete file out of all homes of the estate, in all and by building.

Which homes there are: those of the estate's list, and beside them whatever room a form, request or card names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from core.office import completeness
from core.office.information import ROOM
from core.office.office_settings import building_of, rooms
from core.texts import N_

Basis = Literal["list", "number", "known"]
BASES: dict[Basis, str] = {
    "list": N_("All homes: those of the estate's list, and rooms beside it that forms, requests and cards name."),
    "number": N_("All homes: as many as the office says the estate has."),
    "known": N_("All homes: those that forms, requests and cards name so far. Without a list, others are not counted."),
}
"""What the homes are counted by, as message ids."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """How far the archive reaches.

    Attributes:
        complete: Homes whose file lacks nothing.
        begun: Homes that have a file, complete or not.
        homes: All homes.
        basis: What they are counted by.
        beside: Rooms that something names and the list lacks, by room; none where there is no list.
        buildings: By building: building (str), complete, begun, homes (int64); no home gives no row. Homes that only a
            number says are in none.
    """

    complete: int
    begun: int
    homes: int
    basis: Basis
    beside: tuple[str, ...]
    buildings: pd.DataFrame


def coverage(connection: sa.Connection) -> Coverage:
    """The coverage as it stands; nothing is opened."""
    every = completeness.homes(connection)
    total = completeness.completeness(connection, every)
    listed = set(rooms(connection))
    basis: Basis = "list" if listed else "number" if completeness.homes_set(connection) else "known"
    beside = tuple(r for r in every[ROOM].tolist() if r not in listed) if listed else ()
    begun = every["households"] > 0
    return Coverage(
        total.complete, int(begun.sum()), total.homes, basis, beside, _by_building(every.assign(begun=begun))
    )


def _by_building(every: pd.DataFrame) -> pd.DataFrame:
    building = pd.Series([building_of(r) for r in every[ROOM]], dtype="str", name="building")
    grouped = every.assign(building=building).groupby("building", sort=False)
    found = grouped.agg(complete=("complete", "sum"), begun=("begun", "sum"), homes=(ROOM, "size")).astype("int64")
    found = found.reset_index()
    order = sorted(range(len(found)), key=lambda i: _in_order(found["building"].iloc[i]))
    return found.iloc[order].reset_index(drop=True)


def _in_order(building: str) -> tuple[int, int, str]:
    """Buildings with numbers by number, then the others by name."""
    return (0, int(building), "") if building.isascii() and building.isdecimal() else (1, 0, building)
