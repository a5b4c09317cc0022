"""The rows that a question rests on: those of one store, of one of its days, of one of its clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.definitions import STORE, Tables
from core.rules.clients import People, identify
from core.rules.coded import Coded, code
from core.rules.counterfactual import Slice

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Store:
    """One store's rows, and who its clients are.

    Attributes:
        store_id: The store.
        whole: All its rows.
        coded: The same, coded.
        people: Canonical clients, as rows of `whole`'s clients.
    """

    store_id: str
    whole: Slice
    coded: Coded
    people: People

    @property
    def tables(self) -> Tables:
        """All rows of the store."""
        return self.whole.tables

    def clients_of(self, registry: str) -> npt.NDArray[np.int64]:
        """Row of the canonical client of each row of a registry; -1 where it has none."""
        if registry == "clients":
            return self.people.canonical.astype(np.int64)
        if registry == "calls":
            return self.people.call_clients.astype(np.int64)
        clients = {
            "visits": self.coded.visits.client,
            "deals": self.coded.deals.client,
            "assignments": self.coded.assignments.client,
            "followups": self.coded.followups.client,
            "rulings": self.coded.rulings.client,
        }
        canonical = np.append(self.people.canonical, np.int32(-1)).astype(np.int64)
        return canonical[clients[registry]]

    def client(self, client_id: str) -> int:
        """Row of the canonical client of an id; -1 where the store has no such client."""
        rows = np.flatnonzero((self.tables["clients"]["client_id"] == client_id).to_numpy())
        return int(self.people.canonical[rows[0]]) if len(rows) else -1


def store_of(tables: Tables, store_id: str) -> Store:
    """Take one store out of the registries."""
    masks: dict[str, Mask] = {}
    for registry in STORE:
        frame = tables[registry.name]
        if "store_id" in frame:
            masks[registry.name] = (frame["store_id"] == store_id).to_numpy()
    visits = tables["visits"].loc[masks["visits"], "visit_id"]
    masks["assists"] = _among(tables["assists"]["visit_id"], visits)
    whole = taken(Slice(tables, {name: np.arange(len(tables[name])) for name in masks}), masks)
    coded = code(whole.tables)
    return Store(store_id, whole, coded, identify(coded))


def _among(values: pd.Series[Any], ids: pd.Series[Any]) -> Mask:
    """Where a column of ids holds one of some ids; a missing one is none of them."""
    wanted = pa.array(ids, pa.large_string(), from_pandas=True)
    held = pc.is_in(pa.array(values.astype("str"), pa.large_string(), from_pandas=True), value_set=wanted)
    found: Mask = held.to_numpy(zero_copy_only=False)
    return found & values.notna().to_numpy()


def taken(part: Slice, masks: Mapping[str, Any]) -> Slice:
    """Some rows of a slice; registries without a mask are emptied."""
    tables: Tables = {}
    rows = {}
    for name, frame in part.tables.items():
        mask = masks.get(name)
        at = np.flatnonzero(mask) if mask is not None else np.array([], np.int64)
        if name in part.rows:
            tables[name] = frame.iloc[at].reset_index(drop=True)
            rows[name] = part.rows[name][at]
    return Slice(tables, rows)


def day_part(store: Store, at: pd.Timestamp, until: pd.Timestamp) -> Slice:
    """What decides the turns of a day up to an instant: the day, and all about the clients who came.

    Args:
        store: The store.
        at: An instant of the day.
        until: Visits that arrived after it are left out.
    """
    tables = store.tables
    start, end = at.normalize(), at.normalize() + pd.Timedelta(days=1)

    def on_day(registry: str, column: str) -> Mask:
        instants = tables[registry][column]
        return ((instants >= start) & (instants < end)).to_numpy()

    visits = on_day("visits", "arrived_at") & (tables["visits"]["arrived_at"] <= until).to_numpy()
    of_clients = _of_clients(store, np.unique(store.clients_of("visits")[visits]))
    came = tables["visits"]["visit_id"][visits]
    # visits of other days count for the claims of those clients; other visits of the day came later
    of_clients["visits"] = visits | (of_clients["visits"] & ~on_day("visits", "arrived_at"))
    of_clients["attendance"] = on_day("attendance", "signed_in_at")
    of_clients["absences"] = on_day("absences", "left_at")
    of_clients["assists"] = _among(tables["assists"]["visit_id"], came)
    of_clients["rulings"] |= _among(tables["rulings"]["visit_id"], came)
    of_clients["calls"] |= (tables["calls"]["called_at"] == at).to_numpy()
    return taken(store.whole, of_clients)


def client_part(store: Store, client: int) -> Slice:
    """All about one client, by the row of the canonical client."""
    return taken(store.whole, _of_clients(store, np.array([client])))


def _of_clients(store: Store, clients: npt.NDArray[np.int64]) -> dict[str, Mask]:
    registries = ("clients", "assignments", "visits", "calls", "followups", "deals", "rulings")
    wanted = clients[clients >= 0]
    masks: dict[str, Mask] = {name: np.isin(store.clients_of(name), wanted) for name in registries}
    deals = store.tables["deals"]["deal_id"][masks["deals"]]
    masks["rulings"] = masks["rulings"] | _among(store.tables["rulings"]["deal_id"], deals)
    masks["staff"] = np.ones(len(store.tables["staff"]), bool)
    return masks
