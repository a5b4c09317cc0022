"""Registries as arrays of whole numbers: stores, people and clients by row, instants in seconds, done once.

A blank or unknown reference is -1; a missing instant is `NEVER`. Columns and registries that are not there count as blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from core.rules.compiled import DAY, NEVER, Bools, Codes, Flags, Ints, compiled, lane
from core.rules.ids import Ids, arrow_text, natural_key, ordered
from core.rules.kinds import EVENT_KEYS, EVENT_REGISTRIES

Tables = Mapping[str, pd.DataFrame]
NO, YES, UNKNOWN = range(3)
SOURCES = ("walk_in", "phone", "outside", "referral", "online", "assigned")
FROM_WALK_IN, FROM_OUTSIDE = 0, 2
ALWAYS = np.iinfo(np.int64).max


class StaffLanes(NamedTuple):
    """One row a person: last day of work (days; `ALWAYS` where they have not left), place in natural order."""

    last_day: Ints
    rank: Codes


class AttendanceLanes(NamedTuple):
    """One row a sign-in; an end that is not known is `ALWAYS`."""

    store: Codes
    staff: Codes
    start: Ints
    end: Ints
    noon: Flags


class AbsenceLanes(NamedTuple):
    """One row an absence; an end that is not known is `ALWAYS`."""

    store: Codes
    staff: Codes
    start: Ints
    end: Ints
    notified: Flags


class ClientLanes(NamedTuple):
    """One row a registration."""

    store: Codes
    registered: Ints
    registrar: Codes
    source: Codes


class VisitLanes(NamedTuple):
    """One row a visit; handed to the receiver counts as not handed over."""

    store: Codes
    client: Codes
    arrived: Ints
    left: Ints
    received: Codes
    asked: Codes
    handed: Codes
    handed_at: Ints
    source: Codes


class CallLanes(NamedTuple):
    """One row a call."""

    store: Codes
    called: Ints
    answered: Codes
    name_given: Flags


class DealLanes(NamedTuple):
    """One row a deal; `judged` is `reserved_at`, or `closed_at` where there was no reservation."""

    store: Codes
    client: Codes
    closer: Codes
    reserved: Ints
    closed: Ints
    cancelled: Ints
    judged: Ints


class GivingLanes(NamedTuple):
    """One row an assignment, a follow-up or a ruling: when, which client, who."""

    store: Codes
    client: Codes
    at: Ints
    staff: Codes


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


def column(tables: Tables, registry: str, name: str) -> pd.Series[Any]:
    """A column of a registry; all missing where it is not there."""
    frame = tables.get(registry)
    if frame is None:
        return pd.Series([], dtype="str")
    if name not in frame.columns:
        return pd.Series([None] * len(frame), dtype="str")
    return frame[name]


def seconds(values: pd.Series[Any], missing: int = NEVER) -> Ints:
    """Instants or dates as seconds; `missing` where there is none."""
    array = values.to_numpy()
    if array.dtype != "datetime64[s]":
        array = pd.to_datetime(values).to_numpy().astype("datetime64[s]")
    whole = array.view(np.int64)
    if missing != NEVER:
        whole = np.where(whole == NEVER, missing, whole)
    return lane(whole)


def flags(values: pd.Series[Any]) -> Flags:
    """Booleans as 0 and 1, and 2 for unknown."""
    if values.dtype == np.bool_:
        return lane(values.to_numpy().view(np.uint8), np.uint8)
    return lane(values.astype("boolean").to_numpy(np.uint8, na_value=UNKNOWN), np.uint8)


def known(values: pd.Series[Any]) -> Flags:
    """Booleans as 0 and 1, unknown as 0."""
    marks = flags(values)
    return marks if values.dtype == np.bool_ else lane(np.where(marks == YES, YES, NO), np.uint8)


def coded_by(values: pd.Series[Any], found: Any) -> Codes:
    """Codes of a column of words: `found` gives the codes of an Arrow array of distinct words; missing is -1."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("category")
    codes, words = values.cat.codes.to_numpy(), values.cat.categories
    if len(words) > 4 * len(codes) + 64:
        used = np.unique(codes[codes >= 0])
        places = np.full(len(words) + 1, -1, np.int32)
        places[used] = found(arrow_text(words[used]))
    else:
        places = np.append(found(arrow_text(words)), np.int32(-1))
    return lane(places[codes], np.int32)


def choice(values: pd.Series[Any], words: Sequence[str]) -> Codes:
    """Position of each value among some words; -1 for another and for none."""
    places = {word: at for at, word in enumerate(words)}
    return coded_by(values, lambda texts: np.array([places.get(t, -1) for t in texts.to_pylist()], np.int32))


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
        staff=StaffLanes(lane(np.where(last_day == NEVER, ALWAYS, last_day // DAY)), lane(staff_ids.ranks(), np.int32)),
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
