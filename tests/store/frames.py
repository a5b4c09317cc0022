"""Small typed frames for tests of what is kept, and how two sets of tables are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from core.registries.definitions import Tables, empty_tables, registry
from core.registries.typed import as_typed

STAFF = [
    {"staff_id": "E1", "store_id": "S1", "name": "林怡君", "phone": "13800138001"},
    {"staff_id": "E2", "store_id": "S1", "name": "陳志明", "phone": "13800138002"},
]
CLIENTS = [
    {
        "client_id": "C1",
        "store_id": "S1",
        "name": "王先生",
        "phone": "13912340001",
        "registered_at": "2024-03-04 09:10",
    },
    {
        "client_id": "C2",
        "store_id": "S1",
        "name": "李小姐",
        "phone": "13912340002",
        "registered_at": "2024-03-05 09:10",
    },
]
VISITS = [
    {"visit_id": "V1", "store_id": "S1", "client_id": "C1", "arrived_at": "2024-03-04 09:05", "received_by": "E1"},
    {"visit_id": "V2", "store_id": "S1", "client_id": "C2", "arrived_at": "2024-03-05 09:05", "received_by": "E2"},
    {"visit_id": "V3", "store_id": "S1", "client_id": "C1", "arrived_at": "2024-03-06 09:05", "received_by": "E1"},
]
SHOP = {"staff": STAFF, "clients": CLIENTS, "visits": VISITS}


def tables(given: Mapping[str, Sequence[Mapping[str, str]]]) -> Tables:
    """Typed tables of the store desk; registries that are not given are empty."""
    made = empty_tables("store")
    for name, rows in given.items():
        made[name], faults = as_typed(registry(name), rows)
        assert not list(faults.errors), [f.line("en") for f in faults]
    return made


def plain(found: Tables) -> dict[str, list[tuple[object, ...]]]:
    """What tables hold, whatever the order of their rows: sorted rows, missing as None; empty ones left out."""
    return {name: listed(frame) for name, frame in found.items() if len(frame)}


def listed(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """The rows of a frame, sorted, missing as None."""
    shown = frame.astype(object).where(frame.notna(), None)
    return sorted(shown.itertuples(index=False, name=None), key=repr)


def changed(rows: Sequence[Mapping[str, str]], at: int, **values: str) -> list[dict[str, str]]:
    """Rows with some values of one of them replaced."""
    return [{**row, **values} if i == at else dict(row) for i, row in enumerate(rows)]
