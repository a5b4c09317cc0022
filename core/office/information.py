"""The information form of a home: its blocks and rows, the same columns as the registries they go into.

Every value is text as somebody typed it: `check` says what is wrong with it, `tidy` writes it the one way it is kept.

Source: the estate's 業主、住戶信息收集表.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

import pandas as pd

from core.registries.columns import Column
from core.registries.definitions import Tables, registry
from core.registries.instants import parse_instant
from core.registries.raw import TEXT
from core.registries.values import read_cell
from core.store.row_values import typed

ROOM = "room_no"


@dataclass(frozen=True)
class Home:
    """The home, the day the form was collected (blank: the day it is filed), and who collected it at the desk."""

    room_no: str = ""
    collected_on: str = ""
    collected_by: str = ""


@dataclass(frozen=True)
class Member:
    """Somebody of the family."""

    name: str = ""
    gender: str = ""
    education: str = ""
    birth_date: str = ""
    contact: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Occupant:
    """Somebody else who lives there: nanny, visitor, tenant."""

    name: str = ""
    gender: str = ""
    kind: str = ""
    id_number: str = ""
    contact: str = ""
    note: str = ""


@dataclass(frozen=True)
class Emergency:
    """Whom to call when nobody of the home can be reached."""

    name: str = ""
    gender: str = ""
    relation: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Vehicle:
    """A car of the home."""

    plate_no: str = ""
    parking_area: str = ""
    parking_space: str = ""
    main_driver: str = ""


Row = Home | Member | Occupant | Emergency | Vehicle


@dataclass(frozen=True)
class InformationForm:
    """One form. A block without rows was left out."""

    home: Home = field(default_factory=Home)
    members: tuple[Member, ...] = ()
    occupants: tuple[Occupant, ...] = ()
    emergency_contacts: tuple[Emergency, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()


@dataclass(frozen=True)
class Block:
    """A block of the form.

    Attributes:
        name: Its attribute of `InformationForm`.
        registry: Where its rows go.
        row: What a row is.
        most: How many rows at most.
    """

    name: str
    registry: str
    row: type[Row]
    most: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of a row as the form asks for them, in the order of the row."""
        return tuple(registry(self.registry).column(f.name) for f in fields(self.row))


BLOCKS = (
    Block("home", "households", Home, 1),
    Block("members", "members", Member, 12),
    Block("occupants", "occupants", Occupant, 12),
    Block("emergency_contacts", "emergency_contacts", Emergency, 4),
    Block("vehicles", "vehicles", Vehicle, 8),
)
"""The blocks in the order of the paper."""
LISTS = BLOCKS[1:]
LONGEST: Mapping[str, int] = {
    "room_no": 30,
    "name": 40,
    "collected_by": 40,
    "main_driver": 40,
    "education": 20,
    "relation": 20,
    "plate_no": 16,
    "parking_area": 40,
    "parking_space": 20,
    "id_number": 24,
    "employer": 80,
    "contact": 120,
    "note": 200,
}
"""Column -> most characters; dates and choices have no length of their own."""
LONGEST_OTHER = 40


def rows_of(form: InformationForm, block: Block) -> tuple[Row, ...]:
    """The rows of a block, blank ones too; the home is one row."""
    found = getattr(form, block.name)
    return (found,) if block.name == "home" else tuple(found)


def is_blank(row: Row) -> bool:
    """Whether nothing was typed into a row."""
    return not any(flat(value) for value in asdict(row).values())


def flat(text: str) -> str:
    """A value on one line: full width folded, no spaces around, one between words, nothing that does not print."""
    folded = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in folded).split())


def tidy(form: InformationForm, today: date) -> InformationForm:
    """The form as it is kept: values read, blank rows left out, the day filled in.

    Args:
        form: Without faults (`information_check.check`); a value that cannot be read stays as it is.
        today: Taken where the day of collecting is blank.
    """
    made: dict[str, Any] = {}
    for block in LISTS:
        made[block.name] = tuple(_tidy_row(block, row) for row in rows_of(form, block) if not is_blank(row))
    home = _tidy_row(BLOCKS[0], form.home)
    assert isinstance(home, Home)  # noqa: S101 (the first block is the home)
    return InformationForm(Home(home.room_no, home.collected_on or today.isoformat(), home.collected_by), **made)


def _tidy_row(block: Block, row: Row) -> Row:
    values = {c.name: kept(c, getattr(row, c.name)) for c in block.columns}
    return block.row(**values)


def kept(column: Column, text: str) -> str:
    """A value as it is kept: a code for a choice, an ISO date, ID and plate numbers in one spelling, else `flat`."""
    said = flat(text)
    if not said:
        return ""
    if column.kind == "date":
        day = parse_instant(said).day
        return day.isoformat() if day else said
    if column.kind == "choice":
        code = read_cell(column, said, TEXT).value
        return str(code) if code else said
    if column.kind in ("id_number", "plate"):
        return "".join(said.split()).replace("·", "").replace("-", "").upper()
    return room(said) if column.name == ROOM else said


def room(text: str) -> str:
    """A room number in one spelling: folded to half width, no spaces, dashes alike, letters large."""
    return "".join(flat(text).split()).translate(_DASHES).upper()


_DASHES = str.maketrans(dict.fromkeys("–—‐‑‒―−－_", "-"))


def tables_of(form: InformationForm) -> Tables:
    """The typed rows of a tidy form, by registry; a block that was left out is not among them."""
    made: Tables = {}
    for block in BLOCKS:
        rows = [asdict(row) for row in rows_of(form, block)]
        if rows:
            made[block.registry] = typed_rows(block.registry, [{**row, ROOM: form.home.room_no} for row in rows])
    return made


def typed_rows(name: str, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Rows given as tidy texts as a typed frame of their registry; "" and what is not given is missing."""
    columns = {c.name: typed(c, [row.get(c.name) or None for row in rows]) for c in registry(name).columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def to_json(form: InformationForm) -> str:
    """The form as JSON."""
    return json.dumps(asdict(form), ensure_ascii=False)


def from_json(text: str) -> InformationForm:
    """The form that `to_json` wrote."""
    said = json.loads(text)
    made: dict[str, Any] = {b.name: tuple(b.row(**row) for row in said[b.name]) for b in LISTS}
    return InformationForm(Home(**said["home"]), **made)
