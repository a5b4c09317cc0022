"""The rows of the information form between screen and form: added, taken out, read from their widgets.

A row has a number of its own, so that what was typed stays with it when one before it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.office.information import LISTS, Block, Home, InformationForm
from core.registries.columns import Column
from core.texts import Text
from core.web import resident_fields

ACROSS = {1: 1, 2: 2, 4: 2}
"""Number of fields -> how many beside each other on a wide screen, else three; on a phone each has its line."""
ALONE = 360
"""Width of a field alone, pixels."""
Faults = Mapping[tuple[str, int, str], Text]


def add(values: dict[str, Any], block: str) -> None:
    """Add an empty row to a list."""
    values[block].append({"id": values["next"]})
    values["next"] += 1


def take_out(values: dict[str, Any], block: str, row_id: int) -> None:
    """Take a row out of a list, with what was typed into it."""
    values[block][:] = [row for row in values[block] if row["id"] != row_id]


def read(values: dict[str, Any]) -> None:
    """Take what the widgets show by now, before they are drawn anew."""
    _read(values["home"], "information.home.0.")
    for block in LISTS:
        for row in values[block.name]:
            _read(row, f"information.{block.name}.{row['id']}.")


def _read(row: dict[str, Any], prefix: str) -> None:
    for key in [str(k) for k in st.session_state if str(k).startswith(prefix)]:
        name = key.removeprefix(prefix)
        if name != "out":
            row[name] = st.session_state[key]


def form_of(values: Mapping[str, Any]) -> InformationForm:
    """The form as typed; blank rows keep their place."""
    made: dict[str, Any] = {}
    for block in LISTS:
        names = [c.name for c in block.columns]
        made[block.name] = tuple(block.row(**{n: str(row.get(n, "")) for n in names}) for row in values[block.name])
    return InformationForm(Home(**{name: str(text) for name, text in values["home"].items()}), **made)


def fields(block: Block, columns: Sequence[Column], row: dict[str, Any], place: int, faults: Faults) -> None:
    """The fields of a row, some beside each other where there is room.

    Args:
        block: Whose row.
        columns: Those that are asked for here.
        row: What was typed, with the row's own number as `id`; the home has none.
        place: The row's place in the list, as faults count.
        faults: By block, place and column.
    """
    across = ACROSS.get(len(columns), 3)
    for first in range(0, len(columns), across):
        beside = columns[first : first + across]
        slots = st.columns(across) if across > 1 else [st.container(width=ALONE)]
        for slot, column in zip(slots, beside, strict=False):
            with slot:
                key = f"information.{block.name}.{row.get('id', 0)}.{column.name}"
                resident_fields.field(block.registry, column, row, key, faults.get((block.name, place, column.name)))
