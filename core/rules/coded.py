"""Registries as arrays of whole numbers: stores, people and clients by row, instants in seconds, done once.

A blank or unknown reference is -1; a missing instant is `NEVER`. Columns and registries that are not there count as
blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.columns import Tables, choice, coded_by, column, known, seconds
from core.rules.compiled import DAY, NEVER, Bools, Codes, Ints, compiled, lane
from core.rules.ids import Ids, arrow_text
from core.rules.kinds import EVENT_KEYS, EVENT_REGISTRIES
from core.rules.lanes import (
    ALWAYS,
    SOURCES,
    AbsenceLanes,
    AttendanceLanes,
    CallLanes,
    ClientLanes,
    DealLanes,
    GivingLanes,
    StaffLanes,
    VisitLanes,
)
from core.rules.ordering import natural_key, natural_ranks, ordered


@dataclass(frozen=True)
class Coded:
    """All registries, coded.

    Attributes:
        tables: The frames themselves, for what is only shown.
        stores: Store ids in natural order; store codes are positions in it.
        staff_ids, client_ids: Codes of people and clients are row positions.
    """

    tables: Tables
    stores: tuple[str, ...]
    staff_ids: Ids
    client_ids: Ids
    staff: StaffLanes
    attendance: AttendanceLanes
    absences: AbsenceLanes
    clients: ClientLanes
    visits: VisitLanes
    calls: CallLanes
    call_clients: Codes
    deals: DealLanes
    assignments: GivingLanes
    followups: GivingLanes
    rulings: GivingLanes
    ruling_visits: Codes
    ruling_deals: Codes
    ruling_dismissed: Bools

    def ids(self, registry: str, key: str) -> Ids:
        """The key column of a registry."""
        if key == "client_id":
            return self.client_ids
        if key == "staff_id":
            return self.staff_ids
        made = self._ids
        if registry not in made:
            made[registry] = Ids(arrow_text(column(self.tables, registry, key)))
        return made[registry]

    @cached_property
    def _ids(self) -> dict[str, Ids]:
        return {}

    @cached_property
    def event_ids(self) -> Ids:
        """The ids of all rows that are events, kind by kind in the order of `kinds.EVENTS`."""
        keys = zip(EVENT_REGISTRIES, EVENT_KEYS, strict=True)
        return Ids(pa.concat_arrays([self.ids(registry, key).texts for registry, key in keys]))

    @cached_property
    def visit_order(self) -> Codes:
        """Rows of visits by (store, arrived_at, visit_id)."""
        return lane(ordered(self.visits.store, self.visits.arrived, self.ids("visits", "visit_id")), np.int32)

    @cached_property
    def store_dtype(self) -> pd.CategoricalDtype:
        """Category dtype whose codes are store codes."""
        return pd.CategoricalDtype(pd.Index(self.stores, dtype="str"))


def code(tables: Tables) -> Coded:
    """Code all registries.

    Args:
        tables: Typed frames by registry name; references as category or text, instants as datetime64.

    Returns:
        Arrays of the same rows in the same order. Nothing is computed from them yet.
    """
    stores, store_codes = _stores(tables)
    staff_ids = Ids(arrow_text(column(tables, "staff", "staff_id")))
    client_ids = Ids(arrow_text(column(tables, "clients", "client_id")))

    def staff(registry: str, name: str) -> Codes:
        return coded_by(column(tables, registry, name), staff_ids.find)

    def client(registry: str) -> Codes:
        return coded_by(column(tables, registry, "client_id"), client_ids.find)

    def at(registry: str, name: str, missing: int = NEVER) -> Ints:
        return seconds(column(tables, registry, name), missing)

    last_day = at("staff", "left_on")
    received, handed = staff("visits", "received_by"), staff("visits", "handed_to")
    reserved, closed = at("deals", "reserved_at"), at("deals", "closed_at")
    calls = CallLanes(
        store_codes["calls"],
        at("calls", "called_at"),
        staff("calls", "answered_by"),
        known(column(tables, "calls", "name_given")),
    )
    visit_keys = column(tables, "visits", "visit_id")
    deal_keys = column(tables, "deals", "deal_id")
    return Coded(
        tables=tables,
        stores=stores,
        staff_ids=staff_ids,
        client_ids=client_ids,
        staff=StaffLanes(
            lane(np.where(last_day == NEVER, ALWAYS, last_day // DAY)), lane(natural_ranks(staff_ids), np.int32)
        ),
        attendance=AttendanceLanes(
            store_codes["attendance"],
            staff("attendance", "staff_id"),
            at("attendance", "signed_in_at"),
            at("attendance", "signed_out_at", ALWAYS),
            known(column(tables, "attendance", "noon_duty")),
        ),
        absences=AbsenceLanes(
            store_codes["absences"],
            staff("absences", "staff_id"),
            at("absences", "left_at"),
            at("absences", "returned_at", ALWAYS),
            known(column(tables, "absences", "notified_next")),
        ),
        clients=ClientLanes(
            store_codes["clients"],
            at("clients", "registered_at"),
            staff("clients", "registered_by"),
            choice(column(tables, "clients", "source"), SOURCES),
        ),
        visits=VisitLanes(
            store_codes["visits"],
            client("visits"),
            at("visits", "arrived_at"),
            at("visits", "left_at"),
            received,
            staff("visits", "asked_for"),
            lane(np.where(handed == received, np.int32(-1), handed), np.int32),
            at("visits", "handed_at"),
            choice(column(tables, "visits", "source"), SOURCES),
        ),
        calls=calls,
        call_clients=client("calls"),
        deals=DealLanes(
            store_codes["deals"],
            client("deals"),
            staff("deals", "closed_by"),
            reserved,
            closed,
            at("deals", "cancelled_at"),
            lane(np.where(reserved == NEVER, closed, reserved)),
        ),
        assignments=GivingLanes(
            store_codes["assignments"],
            client("assignments"),
            at("assignments", "assigned_at"),
            staff("assignments", "staff_id"),
        ),
        followups=GivingLanes(
            store_codes["followups"],
            client("followups"),
            at("followups", "followed_at"),
            staff("followups", "staff_id"),
        ),
        rulings=GivingLanes(
            store_codes["rulings"],
            client("rulings"),
            at("rulings", "ruled_at"),
            staff("rulings", "new_owner"),
        ),
        ruling_visits=_rows_of(column(tables, "rulings", "visit_id"), visit_keys),
        ruling_deals=_rows_of(column(tables, "rulings", "deal_id"), deal_keys),
        ruling_dismissed=choice(column(tables, "rulings", "outcome"), ("dismissed",)) == 0,
    )


def _rows_of(values: pd.Series[Any], keys: pd.Series[Any]) -> Codes:
    """Rows that a few references mean in a large registry; -1 where there is none."""
    if len(values) == 0:
        return np.empty(0, np.int32)
    return coded_by(values, Ids(arrow_text(keys)).find)


_WITH_STORE = (
    *("staff", "attendance", "absences", "clients", "assignments", "visits", "calls", "followups", "deals", "rulings"),
)


def _stores(tables: Tables) -> tuple[tuple[str, ...], dict[str, Codes]]:
    columns = {}
    names: set[str] = set()
    for registry in _WITH_STORE:
        values = column(tables, registry, "store_id")
        values = values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")
        columns[registry] = values
        names.update(values.cat.categories)
    stores = tuple(sorted(names, key=natural_key))
    return stores, {registry: choice(values, stores) for registry, values in columns.items()}


INSTANTS: Mapping[str, tuple[str, ...]] = {
    "attendance": ("signed_in_at", "signed_out_at"),
    "absences": ("left_at", "returned_at"),
    "clients": ("registered_at",),
    "assignments": ("assigned_at",),
    "visits": ("arrived_at", "greeted_at", "left_at", "handed_at"),
    "calls": ("called_at",),
    "followups": ("followed_at",),
    "deals": ("reserved_at", "closed_at", "cancelled_at"),
    "rulings": ("ruled_at",),
}
"""Every column of instants of the registries that name their store; those of `assists` go by their visit."""


def last_instants(coded: Coded) -> Ints:
    """The last instant of each store in any registry, in seconds; `NEVER` for a store without any.

    Dates (`hired_on`, `left_on`) are no instants.

    Source: the last paragraph of "Results" in the contract.
    """
    last = np.full(len(coded.stores), NEVER, np.int64)
    for registry, names in INSTANTS.items():
        store = getattr(coded, registry).store
        for name in names:
            _latest(store, seconds(column(coded.tables, registry, name)), last)
    visits = _rows_of(column(coded.tables, "assists", "visit_id"), column(coded.tables, "visits", "visit_id"))
    store = lane(np.where(visits >= 0, coded.visits.store[visits], -1) if len(coded.visits.store) else visits, np.int32)
    _latest(store, seconds(column(coded.tables, "assists", "assisted_at")), last)
    return last


@compiled
def _latest(store: Any, times: Any, last: Any) -> None:
    for row in range(len(times)):
        if store[row] >= 0 and times[row] > last[store[row]]:
            last[store[row]] = times[row]
