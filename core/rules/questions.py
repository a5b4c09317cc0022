# ruff: noqa: PLR0917 - the answers of each pass are named one by one
"""Open questions: where a blank made the computation assume something.

Source: section 7 of the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from core.rules.clients import People
from core.rules.coded import Coded
from core.rules.columns import column, flags
from core.rules.compiled import DAY, NEVER, Codes
from core.rules.frames import category, instants, words
from core.rules.ids import Ids, arrow_text
from core.rules.kinds import CLOSED, SAME_PARTY, UNROSTERED
from core.rules.lanes import ALWAYS, UNKNOWN
from core.rules.ordering import ordered
from core.rules.turn_shapes import Doors, Orders, Turned

QUESTIONS = (
    "left_unknown",
    "asked_unknown",
    "no_attendance",
    "date_only",
    "not_returned",
    "same_name",
    "away_receiving",
)
ASSUMED = ("stays_open_visit_minutes", "asked", "no_rotation", "end_of_that_day", "away_all_day", "two_people", "away")
WOULD_CHANGE = (
    "who_is_busy",
    "client_grab",
    "nothing",
    "rotation",
    "order_of_events",
    "who_is_present",
    "whose_client",
    "who_is_due",
)
_BUSY, _GRAB, _NOTHING, _ROTATION, _ORDER, _PRESENT, _WHOSE, _DUE = range(len(WOULD_CHANGE))
FIELDS = (
    *("left_at", "asked_prior", "signed_in_at", "reserved_at", "closed_at", "cancelled_at", "returned_at", "phone"),
    "received_by",
)
REGISTRIES = ("visits", "attendance", "deals", "absences", "clients")
_LAST_SECOND = DAY - 1
_SAME_NAME = 5


@dataclass
class _Batch:
    """Questions of one kind, a row each."""

    code: int
    registry: str
    field: str
    rows: npt.NDArray[Any]
    subjects: Any
    store: Any
    at: Any
    change: Any
    staff: Any = -1
    other_row: Any = -1


def questions_frame(coded: Coded, people: People, entered: Doors, orders: Orders, turned: Turned) -> pd.DataFrame:
    """One row a question, columns of `results.QUESTIONS`, by (store, at, subject_id)."""
    batches = [
        *_of_visits(coded, entered, orders, turned),
        *_of_days(coded, entered, orders),
        *_of_deals(coded),
        *_of_absences(coded),
        *_of_names(coded, people),
    ]
    return _frame(coded, batches)


def _of_visits(coded: Coded, entered: Doors, orders: Orders, turned: Turned) -> Iterator[_Batch]:
    order = orders.visits
    if len(order) == 0:
        return
    ids = coded.ids("visits", "visit_id")
    received, handed = entered.received[order], entered.handed[order]

    def batch(code: int, field: str, which: Any, staff: Codes, change: Any, other: Any = -1) -> _Batch:
        places = np.flatnonzero(which)
        rows = order[places]
        change = change[places] if isinstance(change, np.ndarray) else change
        other = other[places] if isinstance(other, np.ndarray) else other
        subjects = ids.texts.take(pa.array(rows))
        at = entered.arrived[rows]
        return _Batch(code, "visits", field, rows, subjects, entered.store[rows], at, change, staff[places], other)

    occupies = ((received >= 0) | (handed >= 0)) & (entered.stage[order] != CLOSED)
    last = np.where(handed >= 0, handed, received)
    open_ended = entered.left[order] == NEVER
    yield batch(0, "left_at", open_ended, last, np.where(occupies, _BUSY, _NOTHING))
    unknown = flags(column(coded.tables, "visits", "asked_prior"))[order] == UNKNOWN
    concealed = flags(column(coded.tables, "visits", "concealed"))[order] == 1
    wanted = entered.wanted[order]
    anothers = (entered.owned[order] == 1) & (received >= 0) & (wanted != received)
    could_grab = (
        ~concealed
        & (handed != wanted)
        & (received != turned.due)
        & (turned.kind != SAME_PARTY)
        & (turned.kind != UNROSTERED)
    )
    yield batch(1, "asked_prior", unknown & anothers, wanted, np.where(could_grab, _GRAB, _NOTHING))
    absence = turned.receiver_absence
    yield batch(6, "received_by", absence >= 0, received, _DUE, absence.astype(np.int64))


def _of_days(coded: Coded, entered: Doors, orders: Orders) -> Iterator[_Batch]:
    """Days of a store with visits and no attendance row: the first visit of each."""
    order = orders.visits
    if len(order) == 0:
        return
    store, day = entered.store[order].astype(np.int64), entered.arrived[order] // DAY
    firsts = np.flatnonzero(np.r_[True, (store[1:] != store[:-1]) | (day[1:] != day[:-1])])
    attended = coded.attendance.store.astype(np.int64) << 32 | (coded.attendance.start // DAY)
    bare = firsts[~np.isin(store[firsts] << 32 | day[firsts], attended)]
    texts = np.datetime_as_string((day[bare]).astype("datetime64[D]"))
    rows = order[bare]
    subjects = arrow_text(list(texts))
    yield _Batch(2, "attendance", "signed_in_at", rows, subjects, store[bare], day[bare] * DAY, _ROTATION)


def _of_deals(coded: Coded) -> Iterator[_Batch]:
    ids = coded.ids("deals", "deal_id")
    deals = coded.deals
    for field, times in (
        ("reserved_at", deals.reserved),
        ("closed_at", deals.closed),
        ("cancelled_at", deals.cancelled),
    ):
        rows = np.flatnonzero((times != NEVER) & (times % DAY == _LAST_SECOND))
        subjects = ids.texts.take(pa.array(rows))
        yield _Batch(3, "deals", field, rows, subjects, deals.store[rows], times[rows], _ORDER, deals.closer[rows])


def _of_absences(coded: Coded) -> Iterator[_Batch]:
    absences = coded.absences
    rows = np.flatnonzero(absences.end == ALWAYS)
    subjects = arrow_text(coded.staff_ids.take(absences.staff[rows]))
    yield _Batch(
        4,
        "absences",
        "returned_at",
        rows,
        subjects,
        absences.store[rows],
        absences.start[rows],
        _PRESENT,
        absences.staff[rows],
    )


def _of_names(coded: Coded, people: People) -> Iterator[_Batch]:
    """Clients without a usable phone whose name stands at another client of the store as well."""
    clients = coded.clients
    bare = np.flatnonzero(~people.has_phone)
    if len(bare) == 0:
        return
    names = arrow_text(column(coded.tables, "clients", "name")).dictionary_encode()
    codes = names.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    key = np.where(codes < 0, -1, clients.store.astype(np.int64) << 32 | codes)
    by_key = np.argsort(key, kind="stable")
    keys, starts, counts = np.unique(key[by_key], return_index=True, return_counts=True)
    group = np.searchsorted(keys, key[bare])
    shares = (counts[group] > 1) & (key[bare] >= 0)
    rows, start = bare[shares], starts[group[shares]]
    first = by_key[start]
    other = np.where(first == rows, by_key[np.minimum(start + 1, len(key) - 1)], first)
    subjects = coded.client_ids.texts.take(pa.array(rows))
    yield _Batch(
        5, "clients", "phone", rows, subjects, clients.store[rows], clients.registered[rows], _WHOSE, -1, other
    )


def _frame(coded: Coded, batches: list[_Batch]) -> pd.DataFrame:
    sizes = [len(b.rows) for b in batches]

    def joined(values: list[Any], dtype: Any) -> npt.NDArray[Any]:
        spread = [np.broadcast_to(np.asarray(v, dtype), (size,)) for v, size in zip(values, sizes, strict=True)]
        return np.concatenate(spread) if spread else np.empty(0, dtype)

    code = joined([b.code for b in batches], np.int64)
    store, at = joined([b.store for b in batches], np.int32), joined([b.at for b in batches], np.int64)
    texts = pa.concat_arrays([b.subjects for b in batches]) if batches else pa.array([], pa.large_string())
    subjects = Ids(texts)
    order = ordered(store, at, subjects, stable=True)
    field = joined([FIELDS.index(b.field) for b in batches], np.int64)
    registry = joined([REGISTRIES.index(b.registry) for b in batches], np.int64)
    other = joined([b.other_row for b in batches], np.int64)[order]
    of_clients = code[order] == _SAME_NAME
    return pd.DataFrame(
        {
            "store_id": category(store[order], coded.store_dtype),
            "subject_id": subjects.take(order).array,
            "field": words(field[order], FIELDS),
            "assumed": words(code[order], ASSUMED),
            "would_change": words(joined([b.change for b in batches], np.int64)[order], WOULD_CHANGE),
            "registry": words(registry[order], REGISTRIES),
            "row": joined([b.rows for b in batches], np.int64)[order],
            "code": words(code[order], QUESTIONS),
            "at": instants(at[order]),
            "staff_id": category(joined([b.staff for b in batches], np.int32)[order], coded.staff_ids.dtype),
            "other_row": other,
            "other_id": coded.client_ids.take(np.where(of_clients, other, -1)).array,
        },
        copy=False,
    )
