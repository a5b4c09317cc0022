"""How complete the files of the homes are: which parts are missing, for one home and for all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from core.office.filing_plan import REGISTRIES
from core.office.information import ROOM
from core.office.office_settings import rooms as listed_rooms
from core.store.office_tables import office_settings
from core.store.tables import OFFICE_SCOPE, blind_index, registry_tables
from core.texts import N_

HOMES = "homes"
"""Office setting: how many homes the estate has."""
PARTS: Mapping[str, str] = {
    "home": N_("The home itself"),
    "members": N_("Family members"),
    "reachable": N_("A member's contact"),
    "emergency_contacts": N_("Emergency contact"),
}
"""What a complete file has, each with its message id. Nobody needs other occupants or a car."""
_KNOWN_BY = (*REGISTRIES, "requests", "cards")


@dataclass(frozen=True)
class Completeness:
    """Of all homes.

    Attributes:
        complete: Homes whose file lacks nothing.
        homes: All of them: as the office set it, or those of its list and of any registry where that is more.
        missing: Part -> homes that lack it.
    """

    complete: int
    homes: int
    missing: Mapping[str, int]


def homes(connection: sa.Connection, room_no: str | None = None) -> pd.DataFrame:
    """The homes of the estate's list (`office_settings.rooms`) and those that any registry names.

    Args:
        connection: To read with; nothing is opened.
        room_no: Of one home alone; None for all.

    Returns:
        By room: room_no (str), then the number of rows (int64) of households, members, reachable (members with a
        contact), occupants, emergency_contacts, vehicles, then missing (tuple of `PARTS`) and complete (bool). No home
        gives no row.
    """
    counted = {name: _counted(connection, name, room_no) for name in _KNOWN_BY}
    counted["reachable"] = _reachable(connection, room_no)
    listed = [r for r in listed_rooms(connection) if room_no in (None, r)]
    rooms = sorted(set().union(*counted.values(), listed))
    names = ("households", "members", "reachable", "occupants", "emergency_contacts", "vehicles")
    columns = {name: pd.Series([counted[name].get(r, 0) for r in rooms], dtype="int64") for name in names}
    found = pd.DataFrame({ROOM: pd.Series(rooms, dtype="str"), **columns})
    lacks = {part: (found["households" if part == "home" else part] == 0).tolist() for part in PARTS}
    found["missing"] = [tuple(part for part in PARTS if lacks[part][i]) for i in range(len(found))]
    found["complete"] = pd.Series([not parts for parts in found["missing"]], dtype="bool")
    return found


def missing_of(connection: sa.Connection, room_no: str) -> tuple[str, ...]:
    """Parts that the file of a home lacks, in the order of `PARTS`; all of them for an unknown home."""
    found = homes(connection, room_no)
    return next(iter(found["missing"].tolist()), tuple(PARTS))


def completeness(connection: sa.Connection, found: pd.DataFrame | None = None) -> Completeness:
    """How complete all files are together.

    Args:
        connection: To read with.
        found: What `homes` gave, where that was asked already.
    """
    every = homes(connection) if found is None else found
    total = max(len(every), homes_set(connection) or 0)
    unknown = total - len(every)
    lacking = every["missing"].tolist()
    missing = {part: sum(part in parts for parts in lacking) + unknown for part in PARTS}
    return Completeness(int(every["complete"].sum()), total, missing)


def homes_set(connection: sa.Connection) -> int | None:
    """How many homes the estate has, as the office set it; None where it did not."""
    said = connection.execute(sa.select(office_settings.c.value).where(office_settings.c.name == HOMES)).scalar()
    number = json.loads(said) if said else None
    return number if isinstance(number, int) and number > 0 else None


def _counted(connection: sa.Connection, name: str, room_no: str | None) -> dict[str, int]:
    """Room -> standing rows of a registry."""
    table = registry_tables[name]
    asked = sa.select(table.c[ROOM], sa.func.count()).where(*_standing(table, room_no)).group_by(table.c[ROOM])
    return {str(room): int(count) for room, count in connection.execute(asked)}


def _reachable(connection: sa.Connection, room_no: str | None) -> dict[str, int]:
    """Room -> members with a contact; a value that is sealed shows in the blind index that it is there."""
    table = registry_tables["members"]
    has = sa.exists().where(
        blind_index.c.row_of == "members", blind_index.c.row_id == table.c.row_id, blind_index.c.column == "contact"
    )
    asked = sa.select(table.c[ROOM], sa.func.count()).where(*_standing(table, room_no), has).group_by(table.c[ROOM])
    return {str(room): int(count) for room, count in connection.execute(asked)}


def _standing(table: sa.Table, room_no: str | None) -> list[sa.ColumnElement[bool]]:
    one = [] if room_no is None else [table.c[ROOM] == room_no]
    return [table.c.scope == OFFICE_SCOPE, table.c.ended_by.is_(None), table.c[ROOM].is_not(None), *one]
