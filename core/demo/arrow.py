"""A simulated store as tables: ids made, indices turned into them, phones and names written out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo import arrow_columns
from core.demo.arrow_values import full_names
from core.demo.character import Character
from core.demo.world import (
    N_ABSENCES,
    N_ASSIGNMENTS,
    N_ASSISTS,
    N_ATTENDANCE,
    N_CALLS,
    N_CLIENTS,
    N_DEALS,
    N_FOLLOWUPS,
    N_RULINGS,
    N_VISITS,
    NONE,
    Array,
    World,
)  # fmt: skip

_BOOKS = {
    "attendance": N_ATTENDANCE, "absences": N_ABSENCES, "clients": N_CLIENTS, "assignments": N_ASSIGNMENTS,
    "visits": N_VISITS, "assists": N_ASSISTS, "calls": N_CALLS, "followups": N_FOLLOWUPS, "deals": N_DEALS,
    "rulings": N_RULINGS,
}  # fmt: skip
_IN_ORDER = {"absences": "left", "assignments": "at", "followups": "at", "rulings": "at", "assists": "at"}
_POINTS_TO = {"staff": "staff", "by": "staff", "asked": "staff", "handed_to": "staff", "owner": "staff",
              "client": "clients", "visit": "visits", "party": "visits", "deal": "deals"}  # fmt: skip


class Numbers:
    """Where the numbering of each registry stands, so that ids stay unique from one batch of stores to the next.

    Args:
        width: Digits of an id; more are used where they are needed.
    """

    def __init__(self, width: int) -> None:
        """Begin at nothing."""
        self.width = width
        self.used = dict.fromkeys(("staff", *_BOOKS), 0)

    def ids(self, letter: str, registry: str, count: int) -> pa.Array:
        """The next `count` ids of a registry."""
        begin = self.used[registry] + 1
        self.used[registry] += count
        digits = pa.array(np.arange(begin, begin + count)).cast(pa.string())
        return pc.binary_join_element_wise(letter, pc.utf8_lpad(digits, self.width, "0"), "")


def batch(
    worlds: Sequence[World],
    characters: Sequence[Character],
    prefixes: Sequence[str],
    numbers: Numbers,
    first_day: dt.date,
) -> dict[str, pa.Table]:
    """Write several simulated stores out as tables.

    Args:
        worlds: The stores.
        characters: Their habits, in the same order.
        prefixes: What each store's staff numbers begin with.
        numbers: Where the ids go on from.
        first_day: First day of the run.

    Returns:
        A table a registry, columns and their order as the registry's definition has them; references as dictionaries.
    """
    rows = {name: _together(worlds, name, number) for name, number in _BOOKS.items()}
    sizes = {name: np.array([w.books.filled[number] for w in worlds]) for name, number in _BOOKS.items()}
    stores = pa.array([c.name for c in characters])
    staff = _staff(worlds, characters, prefixes, numbers, first_day)
    keys = {"staff": staff["staff_id"].combine_chunks()}
    for name, letter in (("clients", "C"), ("visits", "V"), ("deals", "D")):
        keys[name] = numbers.ids(letter, name, len(rows[name]))
    keys["parties"] = pc.binary_join_element_wise("P", pc.utf8_slice_codeunits(keys["visits"], 1), "")

    def of_store(name: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(worlds), dtype=np.int32), sizes[name]), stores)

    def key(letter: str, name: str) -> pa.Array:
        return numbers.ids(letter, name, len(rows[name]))

    made = {
        "staff": staff,
        "attendance": arrow_columns.attendance(rows["attendance"], of_store("attendance"), keys),
        "absences": arrow_columns.absences(rows["absences"], of_store("absences"), keys),
        "clients": arrow_columns.clients(rows["clients"], of_store("clients"), keys),
        "assignments": arrow_columns.assignments(
            rows["assignments"], of_store("assignments"), keys, key("A", "assignments")
        ),
        "visits": arrow_columns.visits(rows["visits"], of_store("visits"), keys),
        "assists": arrow_columns.assists(rows["assists"], keys),
        "calls": arrow_columns.calls(rows["calls"], of_store("calls"), keys, key("K", "calls")),
        "followups": arrow_columns.followups(rows["followups"], of_store("followups"), keys, key("F", "followups")),
        "deals": arrow_columns.deals(rows["deals"], of_store("deals"), keys),
        "rulings": arrow_columns.rulings(rows["rulings"], of_store("rulings"), keys, key("R", "rulings")),
    }
    return {name: pa.table(columns) for name, columns in made.items()}


def _together(worlds: Sequence[World], name: str, number: int) -> Array:
    """Rows of one book over the stores, their indices counted through."""
    pieces, base = [], dict.fromkeys(("staff", "clients", "visits", "deals"), 0)
    for world in worlds:
        piece = getattr(world.books, name)[: world.books.filled[number]].copy()
        if name in _IN_ORDER:
            piece = piece[np.argsort(piece[_IN_ORDER[name]], kind="stable")]
        for field in piece.dtype.names:
            if field in _POINTS_TO:
                piece[field][piece[field] != NONE] += base[_POINTS_TO[field]]
        pieces.append(piece)
        base["staff"] += len(world.people)
        for target in ("clients", "visits", "deals"):
            base[target] += int(world.books.filled[_BOOKS[target]])
    return np.concatenate(pieces)


def _staff(
    worlds: Sequence[World],
    characters: Sequence[Character],
    prefixes: Sequence[str],
    numbers: Numbers,
    first_day: dt.date,
) -> pa.Table:
    columns: dict[str, list[object]] = {
        name: [] for name in ("staff_id", "store_id", "name", "group_id", "phone", "hired_on", "left_on")
    }
    for world, character, prefix in zip(worlds, characters, prefixes, strict=True):
        rng = np.random.default_rng([int(world.people["late"].sum() * 1e9), len(world.people)])
        chance = rng.random((3, len(world.people)))
        called = full_names(chance[0], chance[1], chance[2] * 0.8).to_pylist()
        for person, habits in enumerate(world.people):
            starts, ends, group = int(habits["first_day"]), int(habits["last_day"]), int(habits["group"])
            columns["staff_id"].append(f"{prefix}{person + 1:02d}")
            columns["store_id"].append(character.name)
            columns["name"].append(called[person])
            columns["group_id"].append(None if group == NONE else f"{prefix}G{group + 1}")
            columns["phone"].append(f"13{rng.integers(10**8, 10**9)}" if rng.random() < 0.9 else None)
            before = first_day - dt.timedelta(days=int(rng.integers(90, 2500)))
            columns["hired_on"].append(before if starts == NONE else first_day + dt.timedelta(days=starts))
            columns["left_on"].append(None if ends == NONE else first_day + dt.timedelta(days=ends))
    numbers.used["staff"] += len(columns["staff_id"])
    text, date = pa.string(), pa.date32()
    types = {"hired_on": date, "left_on": date}
    made = {name: pa.array(values, types.get(name, text)) for name, values in columns.items()}
    made["store_id"] = made["store_id"].dictionary_encode()
    return pa.table(made)
