# ruff: noqa: PLR0917 - the answers of each pass are named one by one
"""Findings: what breached which rule, and what rulings said of it.

Source: section 6 of the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from core.rules.coded import Coded
from core.rules.columns import choice, coded_by, column, flags, seconds
from core.rules.compiled import DAY, NEVER, Codes, Ints
from core.rules.frames import category, instants, words
from core.rules.ids import Ids
from core.rules.kinds import (
    BY_REGISTER,
    CONFLICT,
    FINDING_KINDS,
    FINDING_RULES,
    INTERCEPTED,
    LAPSED,
    OFF_DUTY,
    OUT_OF_TURN,
    SAME_PARTY,
    STATUSES,
    UNRECEIVED,
    UNROSTERED,
)
from core.rules.lanes import NO
from core.rules.ordering import ordered
from core.rules.settings import Settings
from core.rules.turn_shapes import Doors, Orders, Turned
from core.rules.walk_shapes import C_OWNER, Walked

SUBJECTS = ("visit", "call", "client", "deal")
_SUBJECT_KEYS = (("visits", "visit_id"), ("calls", "call_id"), ("clients", "client_id"), ("deals", "deal_id"))
_VISIT, _CALL, _CLIENT, _DEAL = range(4)
EVIDENCE = ("visits", "absences", "assists")
_IN_VISITS, _IN_ABSENCES, _IN_ASSISTS = range(3)
_NOBODY = np.int32(-1)


@dataclass
class _Batch:
    """Findings of one kind, a row each; arrays of equal length or one value for all.

    Attributes:
        subject: Position in `SUBJECTS`.
        rows: Row of the subject's registry.
        claim: The claim it is about, by position in the frame of claims; -1 for none.
        evidence: Row of what else bears it out, in the registry `evidence_in` (position in `EVIDENCE`); -1 for none.
    """

    kind: str
    subject: int
    rows: npt.NDArray[Any]
    staff: Any
    at: Ints
    against: Any = _NOBODY
    seconds: Any = -1
    claim: Any = -1
    evidence: Any = -1
    evidence_in: int = -1


def findings_frame(
    coded: Coded, walked: Walked, entered: Doors, orders: Orders, turned: Turned, settings: Settings
) -> pd.DataFrame:
    """One row a finding, columns of `results.FINDINGS`, by (store, at, subject_id), then as the rulebook lists them."""
    batches = [
        *_of_visits(coded, walked, entered, orders, turned, settings),
        *_of_assists(coded),
        *_of_calls(coded, orders, turned, settings),
        *_of_register(coded, walked),
        *_of_deals(coded, walked),
    ]
    return _frame(coded, batches, settings)


def _of_visits(
    coded: Coded, walked: Walked, entered: Doors, orders: Orders, turned: Turned, settings: Settings
) -> Iterator[_Batch]:
    rows = orders.visits
    kind, due = turned.kind, turned.due
    received, handed = entered.received[rows], entered.handed[rows]
    wanted, owned = entered.wanted[rows], entered.owned[rows] == 1
    at = entered.arrived[rows]
    if len(rows) == 0:
        return
    concealed = flags(column(coded.tables, "visits", "concealed"))[rows] == 1
    not_asked = flags(column(coded.tables, "visits", "asked_prior"))[rows] == NO

    def batch(name: str, which: npt.NDArray[Any], staff: Codes, against: Any = _NOBODY, **more: Any) -> _Batch:
        places = np.flatnonzero(which)
        against = against[places] if isinstance(against, np.ndarray) else against
        more = {key: value[places] if isinstance(value, np.ndarray) else value for key, value in more.items()}
        return _Batch(name, _VISIT, rows[places], staff[places], at[places], against, **more)

    anothers = owned & (received >= 0) & (wanted != received) & (handed != wanted) & (kind != SAME_PARTY)
    hid = anothers & concealed
    grabbed = anothers & ~concealed & not_asked & (received != due) & (kind != UNROSTERED)
    claim = walked.visit_claim[rows]
    yield batch("concealed_client", hid, received, wanted, claim=claim)
    yield batch("client_grab", grabbed, received, wanted, claim=claim)
    yield batch("missed_handover", (kind == INTERCEPTED) & ~hid & ~grabbed, received, wanted, claim=claim)
    yield batch("off_duty_reception", kind == OFF_DUTY, received, due)
    out = kind == OUT_OF_TURN
    double = out & (turned.busy_with >= 0) & turned.due_idle
    yield batch("double_reception", double, received, due, evidence=turned.busy_with, evidence_in=_IN_VISITS)
    yield batch("out_of_turn", out & ~double, received, due)
    lost = turned.forfeits
    yield _Batch(
        "turn_forfeited",
        _VISIT,
        rows[lost[:, 0]],
        lost[:, 1].astype(np.int32),
        at[lost[:, 0]],
        received[lost[:, 0]],
        evidence=lost[:, 2],
        evidence_in=_IN_ABSENCES,
    )
    yield batch("unreceived_visitor", kind == UNRECEIVED, due)
    greeted = seconds(column(coded.tables, "visits", "greeted_at"))[rows]
    waited = np.where(greeted == NEVER, -1, greeted - at)
    slow = waited > settings.greet_within_seconds
    yield batch("slow_greeting", slow, received, seconds=waited)
    yield batch("unsupported_naming", walked.visit_unsupported[rows] == 1, coded.visits.asked[rows], received)


def _of_assists(coded: Coded) -> Iterator[_Batch]:
    requested = flags(column(coded.tables, "assists", "requested"))
    if len(requested) == 0:
        return
    visit = coded_by(column(coded.tables, "assists", "visit_id"), coded.ids("visits", "visit_id").find)
    helper = coded_by(column(coded.tables, "assists", "staff_id"), coded.staff_ids.find)
    helped_at = seconds(column(coded.tables, "assists", "assisted_at"))
    rows = np.flatnonzero((requested == NO) & (visit >= 0))
    visits = visit[rows]
    at = np.where(helped_at[rows] == NEVER, coded.visits.arrived[visits], helped_at[rows])
    received = coded.visits.received[visits]
    yield _Batch(
        "unrequested_assist", _VISIT, visits, helper[rows], at, received, evidence=rows, evidence_in=_IN_ASSISTS
    )


def _of_calls(coded: Coded, orders: Orders, turned: Turned, settings: Settings) -> Iterator[_Batch]:
    rows, calls = orders.calls, coded.calls
    if len(rows) == 0:
        return
    answered = calls.answered[rows]
    missed = (answered < 0) & turned.call_present
    yield _Batch("missed_call", _CALL, rows[missed], turned.call_due[missed], calls.called[rows][missed])
    ring = column(coded.tables, "calls", "ring_seconds").to_numpy(np.float64, na_value=np.nan)[rows]
    slow = (answered >= 0) & (ring > settings.answer_within_seconds)
    yield _Batch(
        "slow_answer", _CALL, rows[slow], answered[slow], calls.called[rows][slow], seconds=ring[slow].astype(np.int64)
    )


def _of_register(coded: Coded, walked: Walked) -> Iterator[_Batch]:
    events = walked.events
    mine = slice(events.base[BY_REGISTER], events.base[BY_REGISTER + 1])
    rows = np.flatnonzero(walked.effects[mine] == CONFLICT)
    claim = walked.touched[mine][rows]
    owner = walked.claims[claim, C_OWNER].astype(np.int32)
    at = events.key[mine][rows] >> 3
    yield _Batch("register_conflict", _CLIENT, rows, coded.clients.registrar[rows], at, owner, claim=claim)


def _of_deals(coded: Coded, walked: Walked) -> Iterator[_Batch]:
    rows = np.flatnonzero(walked.deal_basis == LAPSED)
    claim = walked.deal_claim[rows]
    latest = walked.claims[claim, C_OWNER].astype(np.int32)
    here = coded.deals.judged[rows] // DAY <= coded.staff.last_day[latest]
    rows, claim, latest = rows[here], claim[here], latest[here]
    yield _Batch("lapsed_claim", _DEAL, rows, latest, coded.deals.judged[rows], coded.deals.closer[rows], claim=claim)


def _frame(coded: Coded, batches: list[_Batch], settings: Settings) -> pd.DataFrame:
    sizes = [len(b.rows) for b in batches]
    total = sum(sizes)

    def joined(values: list[Any], dtype: Any) -> npt.NDArray[Any]:
        spread = [np.broadcast_to(np.asarray(v, dtype), (size,)) for v, size in zip(values, sizes, strict=True)]
        return np.concatenate(spread) if spread else np.empty(0, dtype)

    kind = np.repeat(np.array([FINDING_KINDS.index(b.kind) for b in batches], np.int64), sizes)
    subject = np.repeat(np.array([b.subject for b in batches], np.int64), sizes)
    rows = joined([b.rows for b in batches], np.int64)
    at = joined([b.at for b in batches], np.int64)
    staff = joined([b.staff for b in batches], np.int32)
    store = np.full(total, -1, np.int32)
    stores = (coded.visits.store, coded.calls.store, coded.clients.store, coded.deals.store)
    for number, of_rows in enumerate(stores):
        mine = subject == number
        store[mine] = of_rows[rows[mine]]
    subject_ids = _subject_ids(coded, subject, rows)
    order = ordered(store, at, Ids.of(subject_ids), stable=True)
    status, ruling = _ruled(coded, kind, subject, rows)
    fines = np.where(kind == 0, float(settings.fine_concealed), 0.0)
    evidence = joined([b.evidence for b in batches], np.int64)
    evidence_in = np.where(evidence >= 0, np.repeat([b.evidence_in for b in batches], sizes), -1)
    return pd.DataFrame(
        {
            "store_id": category(store[order], coded.store_dtype),
            "subject_id": subject_ids.take(order).array,
            "kind": words(kind[order], FINDING_KINDS),
            "staff_id": category(staff[order], coded.staff_ids.dtype),
            "at": instants(at[order]),
            "rule": np.array(list(FINDING_RULES.values()), np.int64)[kind[order]],
            "fine": fines[order],
            "status": words(status[order], STATUSES),
            "subject_kind": words(subject[order], SUBJECTS),
            "row": rows[order],
            "against": category(joined([b.against for b in batches], np.int32)[order], coded.staff_ids.dtype),
            "seconds": _seconds(joined([b.seconds for b in batches], np.int64)[order]),
            "claim": joined([b.claim for b in batches], np.int64)[order],
            "evidence": words(evidence_in[order], EVIDENCE),
            "evidence_row": evidence[order],
            "evidence_id": coded.ids("visits", "visit_id").take(np.where(evidence_in == 0, evidence, -1)[order]).array,
            "ruling_id": coded.ids("rulings", "ruling_id").take(ruling[order]).array,
        },
        copy=False,
    )


def _seconds(values: npt.NDArray[Any]) -> Any:
    return pd.arrays.IntegerArray(np.where(values < 0, 0, values), values < 0)


def _subject_ids(coded: Coded, subject: npt.NDArray[Any], rows: npt.NDArray[Any]) -> pd.Series[Any]:
    parts = [
        coded.ids(registry, key).texts.take(pa.array(rows[subject == number]))
        for number, (registry, key) in enumerate(_SUBJECT_KEYS)
        if (subject == number).any()
    ]
    where = np.concatenate([np.flatnonzero(subject == number) for number in range(len(_SUBJECT_KEYS))])
    back = np.empty(len(rows), np.int64)
    back[where] = np.arange(len(rows))
    joined = pa.concat_arrays(parts) if parts else pa.array([], pa.large_string())
    return Ids(joined).take(back)


def _ruled(
    coded: Coded, kind: npt.NDArray[Any], subject: npt.NDArray[Any], rows: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """(status, row of the ruling or -1) of each finding; only those on visits can be ruled on."""
    status, ruling = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int64)
    outcome = choice(column(coded.tables, "rulings", "outcome"), STATUSES)
    if not (outcome > 0).any():
        return status, ruling
    named_cells = column(coded.tables, "rulings", "finding_kind")
    named = choice(named_cells, FINDING_KINDS)
    names_none = named_cells.isna().to_numpy()
    order = ordered(np.zeros(len(outcome)), coded.rulings.at, coded.ids("rulings", "ruling_id"))
    on_visit: dict[int, list[int]] = {}
    for row in order:
        if outcome[row] > 0 and coded.ruling_visits[row] >= 0:
            on_visit.setdefault(int(coded.ruling_visits[row]), []).append(int(row))
    touched = np.flatnonzero((subject == _VISIT) & np.isin(rows, list(on_visit)))
    for finding in touched:
        for row in on_visit[int(rows[finding])]:
            if names_none[row] or named[row] == kind[finding]:
                status[finding], ruling[finding] = outcome[row], row
    return status, ruling
