"""The rows an answer rests on, without what they tell about a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from core.registries.definitions import Column, Tables, registry
from core.rules.counterfactual_moves import moment
from core.rules.explain_parts import Evidence
from core.rules.kinds import EVENT_KEYS, EVENT_REGISTRIES, EVENTS

_LEFT_OUT = ("store_id", "channel")


def evidence(tables: Tables, name: str, row: int) -> Evidence:
    """One row of a registry as evidence."""
    defined = registry(name)
    cells = tables[name].iloc[row]
    shown = [c for c in defined.columns if not (c.personal or c.kept_sealed or c.name in _LEFT_OUT)]
    written = [(c.name, _written(c, cells[c.name])) for c in shown]
    key = str(cells[defined.key.name]) if defined.key else None
    return Evidence(name, row, key, tuple((column, text) for column, text in written if text))


def _written(column: Column, value: Any) -> str:
    if pd.isna(value):
        return ""
    if column.kind == "instant":
        return moment(value)
    if column.kind == "date":
        return f"{value:%Y-%m-%d}"
    if column.kind in ("bool", "bool?"):
        return "true" if value else "false"
    return f"{value:.2f}" if column.kind == "money" else str(value)


def rows_with(tables: Tables, name: str, column: str, value: object, store_id: str) -> list[int]:
    """Positions of the rows of a store that hold a value."""
    frame = tables[name]
    here = frame[column] == value
    if "store_id" in frame:
        here &= frame["store_id"] == store_id
    return [int(row) for row in here.to_numpy(bool, na_value=False).nonzero()[0]]


def of_event(tables: Tables, event: object, event_id: object, store_id: str) -> list[Evidence]:
    """The row of an event of a claim, by its kind and id; none where there is no event."""
    if not isinstance(event, str) or not isinstance(event_id, str):
        return []
    kind = EVENTS.index(event)
    name = EVENT_REGISTRIES[kind]
    return [evidence(tables, name, row) for row in rows_with(tables, name, EVENT_KEYS[kind], event_id, store_id)]


def distinct(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each row once, in the order found."""
    return tuple({(one.registry, one.row): one for one in found}.values())
