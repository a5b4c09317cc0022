"""What could have been otherwise about a visit itself, and about the visits of the day before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from core.rules.counterfactual import Change
from core.rules.counterfactual_moves import clock, moves
from core.rules.counterfactual_presence import FLIP, Moment, Row
from core.rules.counterfactual_worlds import Edit
from core.texts import Text

OTHER_RECEIVER = 5400.0
"""Cost of somebody else having received."""


def earlier(moment: Moment, due: dict[str, str]) -> Iterator[Change]:
    """Changes of the visits that came before: how long they took, when they were handed over, who received.

    Args:
        moment: The instant asked about.
        due: Who was due at each visit, by visit id; visits at which nobody was, left out.
    """
    open_visit = pd.Timedelta(minutes=moment.settings.open_visit_minutes)
    for place, row in moment.earlier:
        arrived = row["arrived_at"]
        left: pd.Timestamp = arrived + open_visit if pd.isna(row["left_at"]) else row["left_at"]
        others = [b for b in moment.breaks if b >= arrived]
        yield from moves(
            ("visits", place, "left_at"),
            left,
            others,
            (
                Text("Had the visitor of {visit} left by {time} (written: {was})", {"visit": row["visit_id"]}),
                Text("Had the visitor of {visit} left later than {time} (written: {was})", {"visit": row["visit_id"]}),
            ),
            at_least=_latest(row, "arrived_at", "greeted_at", "handed_at"),
        )
        if isinstance(row["handed_to"], str):
            yield from moves(
                ("visits", place, "handed_at"),
                arrived if pd.isna(row["handed_at"]) else row["handed_at"],
                others,
                (
                    Text("Had {visit} been handed over by {time} (written: {was})", {"visit": row["visit_id"]}),
                    Text("Had {visit} been handed over later than {time} (written: {was})", {"visit": row["visit_id"]}),
                ),
                at_least=arrived,
                at_most=None if pd.isna(row["left_at"]) else row["left_at"],
            )
        other = due.get(row["visit_id"])
        if other and other != row["received_by"]:
            yield _received(place, row, other, 2 * OTHER_RECEIVER)


def _latest(row: Row, *columns: str) -> pd.Timestamp:
    found: pd.Timestamp = max(row[column] for column in columns if not pd.isna(row[column]))
    return found


def _received(place: int, row: Row, staff: str, cost: float) -> Change:
    edit = Edit("visits", place, {"received_by": staff})
    said = {"staff": staff, "visit": row["visit_id"]}
    return Change(Text("Had {staff} received {visit}", said), (edit,), cost, fact=("visits", place, "received_by"))


def the_visit(moment: Moment, wanted: str | None, due: str | None) -> Iterator[Change]:
    """Changes of the visit asked about: when it came, whom it asked for, what the receiver did.

    Args:
        moment: The instant asked about, its `visit` set.
        wanted: Whom the client came for, if anybody.
        due: Who was due, if anybody.
    """
    place = moment.visit
    row: Row = moment.tables["visits"].iloc[place].to_dict()
    receiver = row["received_by"] if isinstance(row["received_by"], str) else None
    yield from _arrival(moment, row)
    if wanted and receiver and wanted != receiver:
        yield _word(place, {"handed_to": wanted, "handed_at": row["arrived_at"]}, _handed(receiver, wanted))
    if isinstance(row["handed_to"], str):
        yield _word(place, {"handed_to": None, "handed_at": pd.NaT}, Text("Had nobody been handed the client"))
    if due and due != receiver:
        yield _received(place, row, due, OTHER_RECEIVER)
    if isinstance(row["asked_for"], str):
        yield _word(
            place, {"asked_for": None}, Text("Had the client not asked for {staff}", {"staff": row["asked_for"]})
        )
    elif receiver:
        said = Text("Had the client asked for {staff} by name", {"staff": receiver})
        yield _word(place, {"asked_for": receiver}, said, OTHER_RECEIVER)
    if isinstance(row["party_id"], str):
        said = Text("Had {visit} not come with the party {party}", {"visit": row["visit_id"], "party": row["party_id"]})
        yield _word(place, {"party_id": None}, said)
    yield from _conduct(place, row, receiver)
    yield from _greeting(moment, place, row)


def the_call(moment: Moment, place: int) -> Iterator[Change]:
    """Changes of the call asked about: answered, and how soon.

    Args:
        moment: The instant of the call.
        place: Position of the call.
    """
    row: Row = moment.tables["calls"].iloc[place].to_dict()
    limit = moment.settings.answer_within_seconds
    if isinstance(row["answered_by"], str):
        if row["ring_seconds"] is not pd.NA and row["ring_seconds"] > limit:
            said = {"staff": row["answered_by"], "seconds": limit, "was": row["ring_seconds"]}
            text = Text("Had {staff} answered within {seconds} seconds (written: {was})", said)
            edit = Edit("calls", place, {"ring_seconds": limit})
            yield Change(text, (edit,), float(row["ring_seconds"] - limit), ("calls", place, "ring_seconds"))
        return
    people = dict.fromkeys(r["staff_id"] for _, r in moment.rows("attendance", "signed_in_at"))
    for staff in people:
        text = Text("Had {staff} answered the call", {"staff": staff})
        edit = Edit("calls", place, {"answered_by": staff})
        yield Change(text, (edit,), FLIP, ("calls", place, "answered_by"))


def _word(place: int, values: dict[str, Any], said: Text, cost: float = FLIP) -> Change:
    return Change(said, (Edit("visits", place, values),), cost, fact=("visits", place, next(iter(values))))


def _handed(receiver: str, wanted: str) -> Text:
    return Text("Had {staff} handed the client over to {wanted}", {"staff": receiver, "wanted": wanted})


def _arrival(moment: Moment, row: Row) -> Iterator[Change]:
    """The visit a little earlier or later than somebody's coming or going."""
    written = row["arrived_at"]
    instants: list[Any] = []
    for registry, anchor, columns in (
        ("attendance", "signed_in_at", ("signed_in_at", "signed_out_at")),
        ("absences", "left_at", ("left_at", "returned_at")),
        ("visits", "arrived_at", ("arrived_at", "left_at", "handed_at")),
    ):
        rows = [r for p, r in moment.rows(registry, anchor) if registry != "visits" or p != moment.visit]
        instants += [r[column] for r in rows for column in columns if not pd.isna(r[column])]
    for end in (moment.settings.noon_start, moment.settings.noon_end):
        instants.append(moment.morning + pd.Timedelta(hours=end.hour, minutes=end.minute, seconds=end.second))
    second = pd.Timedelta(seconds=1)
    given = [row[c] for c in ("greeted_at", "handed_at", "left_at") if not pd.isna(row[c])]
    last = min(given, default=moment.midnight - second)
    for value in {v for t in instants for v in (t - second, t, t + second)}:
        if moment.morning <= value <= last and value != written:
            said = {"visit": row["visit_id"], "time": clock(value), "was": clock(written)}
            yield Change(
                Text("Had the visitor of {visit} come at {time} (written: {was})", said),
                (Edit("visits", moment.visit, {"arrived_at": value}),),
                # the visitor's own hour is nobody's doing: other facts are told first
                cost=2 * abs((value - written).total_seconds()) + FLIP,
                fact=("visits", moment.visit, "arrived_at"),
            )


def _conduct(place: int, row: Row, receiver: str | None) -> Iterator[Change]:
    if receiver is None:
        return
    said = {"staff": receiver}
    asked = row["asked_prior"]
    if asked is pd.NA or not asked:
        yield _word(place, {"asked_prior": True}, Text("Had {staff} asked who served the client before", said))
    if asked is pd.NA or asked:
        yield _word(place, {"asked_prior": False}, Text("Had {staff} not asked who served the client before", said))
    if row["concealed"]:
        yield _word(place, {"concealed": False}, Text("Had {staff} not concealed the client", said))


def _greeting(moment: Moment, place: int, row: Row) -> Iterator[Change]:
    if pd.isna(row["greeted_at"]):
        return
    limit = row["arrived_at"] + pd.Timedelta(seconds=moment.settings.greet_within_seconds)
    yield from moves(
        ("visits", place, "greeted_at"),
        row["greeted_at"],
        [limit],
        (
            Text("Had the visitor been greeted by {time} (written: {was})"),
            Text("Had the visitor been greeted later than {time} (written: {was})"),
        ),
        at_most=None if pd.isna(row["left_at"]) else row["left_at"],
    )
