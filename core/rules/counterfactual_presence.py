"""What could have been otherwise about who was there: signing in and out, leaving, coming back, giving notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import pandas as pd

from core.registries.definitions import Tables
from core.rules.counterfactual import Change
from core.rules.counterfactual_moves import SECOND, clock, moves
from core.rules.counterfactual_worlds import Edit
from core.rules.settings import Settings
from core.texts import Text

FLIP = 900.0
"""Cost of a word more or less: a notice, a question, a name asked for."""
Row = dict[Any, Any]


@dataclass(frozen=True)
class Moment:
    """One instant of one store.

    Attributes:
        tables: The rows that matter to it.
        store_id: The store.
        at: The instant.
        settings: The store's settings.
        visit: Position of the visit asked about; -1 for a call.
        concerned: People whose absence from the sign-in sheet matters: who was wanted, who received.
    """

    tables: Tables
    store_id: str
    at: pd.Timestamp
    settings: Settings
    visit: int = -1
    concerned: tuple[str, ...] = ()

    @property
    def morning(self) -> pd.Timestamp:
        """The first instant of the day."""
        return self.at.normalize()

    @property
    def midnight(self) -> pd.Timestamp:
        """The end of the day."""
        return self.at.normalize() + pd.Timedelta(days=1)

    def rows(self, registry: str, column: str) -> list[tuple[int, Row]]:
        """Rows whose instant lies on the day, with their positions."""
        frame = self.tables[registry]
        here = ((frame[column] >= self.morning) & (frame[column] < self.midnight)).to_numpy()
        return list(zip((int(place) for place in here.nonzero()[0]), _dicts(frame[here]), strict=True))

    @cached_property
    def earlier(self) -> list[tuple[int, Row]]:
        """Visits of the day that had come by then, the one asked about left out."""
        visits = self.rows("visits", "arrived_at")
        return [(place, row) for place, row in visits if place != self.visit and row["arrived_at"] <= self.at]

    @cached_property
    def breaks(self) -> list[pd.Timestamp]:
        """Instants at which the day is looked at: earlier arrivals and the instant itself."""
        return [row["arrived_at"] for _, row in self.earlier] + [self.at]

    def or_midnight(self, instant: Any) -> pd.Timestamp:
        """The instant, or the end of the day where it is missing."""
        return self.midnight if pd.isna(instant) else cast(pd.Timestamp, instant)


def _dicts(frame: pd.DataFrame) -> list[Row]:
    return cast(list[Row], frame.to_dict("records"))


def changes(moment: Moment) -> Iterator[Change]:
    """Every change of one fact of the sign-in sheet or the absences of the day, in no order."""
    rows = moment.rows("attendance", "signed_in_at")
    first: dict[str, pd.Timestamp] = {}
    for _, row in rows:
        first[row["staff_id"]] = min(row["signed_in_at"], first.get(row["staff_id"], row["signed_in_at"]))
    kept = any(row["noon_duty"] for _, row in rows)
    for place, row in rows:
        yield from _attendance(moment, place, row, rows)
        if first[row["staff_id"]] == row["signed_in_at"]:
            yield from _order(moment, place, row, first)
        if kept:
            yield _noon_duty(place, row)
    for staff in set(moment.concerned) - set(first):
        yield _signed_in(moment, staff)
    for place, row in moment.rows("absences", "left_at"):
        yield from _absence(moment, place, row)


def _attendance(moment: Moment, place: int, row: Row, rows: list[tuple[int, Row]]) -> Iterator[Change]:
    said, start = {"staff": row["staff_id"]}, row["signed_in_at"]
    end = moment.or_midnight(row["signed_out_at"])
    others = [r for p, r in rows if r["staff_id"] == row["staff_id"] and p != place]
    yield from moves(
        ("attendance", place, "signed_in_at"),
        start,
        moment.breaks,
        (
            Text("Had {staff} signed in by {time} (written: {was})", said),
            Text("Had {staff} signed in later than {time} (written: {was})", said),
        ),
        at_least=max(
            (moment.or_midnight(r["signed_out_at"]) for r in others if r["signed_in_at"] < start), default=None
        ),
        at_most=end,
    )
    yield from moves(
        ("attendance", place, "signed_out_at"),
        end,
        moment.breaks,
        (
            Text("Had {staff} signed out by {time} (written: {was})", said),
            Text("Had {staff} signed out later than {time} (written: {was})", said),
        ),
        at_least=start,
        at_most=min((r["signed_in_at"] for r in others if r["signed_in_at"] >= start), default=None),
    )


def _order(moment: Moment, place: int, row: Row, first: dict[str, pd.Timestamp]) -> Iterator[Change]:
    """Changes of the sign-in order: just before or just after another."""
    written, end = row["signed_in_at"], moment.or_midnight(row["signed_out_at"])
    for other, theirs in first.items():
        if other == row["staff_id"] or theirs > moment.at:
            continue
        before = written >= theirs
        value = theirs - SECOND if before else theirs + SECOND
        if not moment.morning <= value <= end:
            continue
        said = {"staff": row["staff_id"], "other": other, "time": clock(theirs), "was": clock(written)}
        yield Change(
            Text("Had {staff} signed in before {other} ({time}; written: {was})", said)
            if before
            else Text("Had {staff} signed in after {other} ({time}; written: {was})", said),
            (Edit("attendance", place, {"signed_in_at": value}),),
            cost=2 * FLIP + abs((value - written).total_seconds()),
            fact=("attendance", place, "signed_in_at"),
        )


def _noon_duty(place: int, row: Row) -> Change:
    said = {"staff": row["staff_id"]}
    return Change(
        Text("Had {staff} not had the noon duty", said)
        if row["noon_duty"]
        else Text("Had {staff} had the noon duty", said),
        (Edit("attendance", place, {"noon_duty": not row["noon_duty"]}),),
        cost=FLIP,
        fact=("attendance", place, "noon_duty"),
    )


def _signed_in(moment: Moment, staff: str) -> Change:
    values = {"store_id": moment.store_id, "staff_id": staff, "signed_in_at": moment.at, "noon_duty": False}
    return Change(
        Text("Had {staff} signed in by {time}", {"staff": staff, "time": clock(moment.at)}),
        (Edit("attendance", None, values),),
        cost=2 * FLIP,
        fact=("attendance", staff),
    )


def _absence(moment: Moment, place: int, row: Row) -> Iterator[Change]:
    said, left = {"staff": row["staff_id"]}, row["left_at"]
    back = moment.or_midnight(row["returned_at"])
    short = pd.Timedelta(minutes=moment.settings.short_leave_minutes)
    breaks = moment.breaks
    yield from moves(
        ("absences", place, "returned_at"),
        back,
        breaks,
        (
            Text("Had {staff} come back by {time} (written: {was})", said),
            Text("Had {staff} come back later than {time} (written: {was})", said),
        ),
        at_least=left,
    )
    yield from moves(
        ("absences", place, "left_at"),
        left,
        breaks + ([b - short for b in breaks] if row["notified_next"] else []),
        (
            Text("Had {staff} left by {time} (written: {was})", said),
            Text("Had {staff} left later than {time} (written: {was})", said),
        ),
        at_least=moment.morning,
        at_most=back,
    )
    yield Change(
        Text("Had {staff} not told the next one on leaving at {time}", {**said, "time": clock(left)})
        if row["notified_next"]
        else Text("Had {staff} told the next one on leaving at {time}", {**said, "time": clock(left)}),
        (Edit("absences", place, {"notified_next": not row["notified_next"]}),),
        cost=FLIP,
        fact=("absences", place, "notified_next"),
    )
