"""One day of one store laid out as lanes: who was on duty, away and busy when, and who arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from core.figures.people import as_text
from core.rules.replay import DayReplay
from core.rules.settings import Settings

ONE_DAY = pd.Timedelta(days=1)
STATES = ("on_duty", "away", "busy")
LANES = ["staff_id", "state", "start", "end", "end_known", "subject_id", "kind"]
ARRIVALS = ["visit_id", "arrived_at", "client_id", "staff_id", "due", "kind"]


def day_lanes(
    tables: Mapping[str, pd.DataFrame], receptions: pd.DataFrame, settings: Settings, store_id: str, day: date
) -> pd.DataFrame:
    """Lay a store's day out as intervals.

    Args:
        tables: The registries.
        receptions: Results of the same registries.
        settings: For how long a visit without `left_at` lasts.
        store_id: The store.
        day: The day, store time.

    Returns:
        One row per interval, by start, columns `LANES`: staff_id, state (`STATES`), start and end (an end nobody wrote
        down is midnight, for a visit `open_visit_minutes` after it began), end_known (bool), subject_id and kind (of
        the visit, blank otherwise). Visits of clients whose deal was closed (they occupy nobody, R7) are there as well.
        A day without rows gives no row.

    Source: rules 7, 8, 12, 13; section 4 of the rulebook.
    """
    start = pd.Timestamp(day)
    attendance = _of_day(tables["attendance"], store_id, "signed_in_at", start)
    absences = _of_day(tables["absences"], store_id, "left_at", start)
    visits = _of_day(tables["visits"], store_id, "arrived_at", start)
    kinds = receptions.set_index(as_text(receptions["visit_id"]))["kind"].astype("str") if len(visits) else pd.Series()
    lanes = [
        _lane(
            attendance, "on_duty", "staff_id", "signed_in_at", attendance["signed_out_at"], otherwise=start + ONE_DAY
        ),
        _lane(absences, "away", "staff_id", "left_at", absences["returned_at"], otherwise=start + ONE_DAY),
    ]
    if len(visits):
        lanes += _visit_lanes(visits, kinds, pd.Timedelta(minutes=settings.open_visit_minutes))
    frame = pd.concat([lane for lane in lanes if len(lane)] or lanes[:1], ignore_index=True)
    return frame.sort_values(["start", "staff_id", "state"], kind="stable").reset_index(drop=True)


def arrivals(receptions: pd.DataFrame, store_id: str, day: date) -> pd.DataFrame:
    """Take a day's visitors in order of arrival.

    Returns:
        One row per visit, columns `ARRIVALS`; staff_id is who received it, else who was due, else blank.
    """
    rows = _of_day(receptions, store_id, "arrived_at", pd.Timestamp(day))
    received, due = as_text(rows["received_by"]), as_text(rows["due"])
    return rows.assign(staff_id=received.fillna(due), due=due)[ARRIVALS].reset_index(drop=True)


def sign_in_order(attendance: pd.DataFrame, store_id: str, day: date) -> list[str]:
    """List the people of a day in the order of their first sign-in; ties by id."""
    rows = _of_day(attendance, store_id, "signed_in_at", pd.Timestamp(day))
    first = rows["signed_in_at"].groupby(as_text(rows["staff_id"])).min()
    return [str(person) for person in first.sort_values(kind="stable").index]


def queue_places(replayed: DayReplay) -> pd.DataFrame:
    """Say where everybody stood in the queue after each visit of a replayed day.

    Returns:
        One row per visit and member, in order: step (int: 0 before the first visit, then 1 and up), visit_id (blank at
        step 0), place (int, 1 is the head), staff_id. A day without visits or sign-ins gives no row.
    """
    visits = [step for step in replayed.steps if step.subject_kind == "visit"]
    queues = [(n, step.subject_id, step.queue_after) for n, step in enumerate(visits, start=1)]
    if visits:
        queues.insert(0, (0, "", visits[0].queue_before))
    rows = [(n, visit, place, who) for n, visit, queue in queues for place, who in enumerate(queue, start=1)]
    frame = pd.DataFrame(rows, columns=["step", "visit_id", "place", "staff_id"])
    return frame.astype({"step": "int64", "visit_id": "str", "place": "int64", "staff_id": "str"})


def ledger_sums(ledger: pd.DataFrame) -> pd.DataFrame:
    """Add a ledger up by person.

    Args:
        ledger: One row per day and person.

    Returns:
        One row per person, by id: staff_id and the sums of all columns of counts. No row gives no row.
    """
    counts = [c for c in ledger.columns if c not in {"store_id", "day", "staff_id"}]
    sums = ledger.groupby("staff_id", observed=True)[counts].sum()
    return sums.set_axis(sums.index.astype("str")).sort_index().rename_axis("staff_id").reset_index()


def _of_day(frame: pd.DataFrame, store_id: str, column: str, start: pd.Timestamp) -> pd.DataFrame:
    at = frame[column]
    return frame[(frame["store_id"] == store_id).to_numpy() & ((at >= start) & (at < start + ONE_DAY)).to_numpy()]


def _lane(
    rows: pd.DataFrame, state: str, who: str, start: str, end: pd.Series, *, otherwise: pd.Timestamp | pd.Series
) -> pd.DataFrame:
    lane = pd.DataFrame(
        {
            "staff_id": as_text(rows[who]),
            "state": state,
            "start": rows[start],
            "end": end.fillna(otherwise).astype("datetime64[s]"),
            "end_known": end.notna(),
            "subject_id": pd.Series(pd.NA, index=rows.index, dtype="str"),
            "kind": pd.Series(pd.NA, index=rows.index, dtype="str"),
        }
    )
    return lane[lane["staff_id"].notna() & (lane["end"] >= lane["start"])]


def _visit_lanes(visits: pd.DataFrame, kinds: pd.Series, lasts: pd.Timedelta) -> list[pd.DataFrame]:
    """One lane for the receivers, up to the handing over if there was one, and one for those handed to."""
    handed = visits["handed_to"].notna() & (as_text(visits["handed_to"]) != as_text(visits["received_by"]))
    handed_at = visits["handed_at"].fillna(visits["arrived_at"]).where(handed)
    left_at = visits["left_at"].fillna(visits["arrived_at"] + lasts)
    received = _lane(
        visits, "busy", "received_by", "arrived_at", handed_at.fillna(visits["left_at"]), otherwise=left_at
    )
    taken_over = visits[handed].assign(handed_at=handed_at[handed])
    after = _lane(taken_over, "busy", "handed_to", "handed_at", taken_over["left_at"], otherwise=left_at[handed])
    both = []
    for lane in (received, after):
        subject = as_text(visits["visit_id"]).reindex(lane.index)
        both.append(lane.assign(subject_id=subject, kind=kinds.reindex(subject).set_axis(lane.index)))
    return both
