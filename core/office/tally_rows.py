"""What the tally is counted from: the open columns of requests of a period, and the texts of those that are shown.

Nothing sealed is opened for a count. `work_cases.catch_up` sees to it that uploaded requests are among the cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa

from core.office.requests_cases import GONE, REQUESTS, ROWS
from core.registries.columns import Column
from core.store.office_tables import request_cases as cases
from core.store.office_tables import request_events
from core.store.row_values import read_from, typed
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.tables import batches, facts

COLUMNS = (
    "row_id",
    "request_no",
    "submitted_at",
    "done_at",
    "called_back_at",
    "due_at",
    "state",
    "source",
    "room_no",
    "building",
    "category",
    "handler_id",
    "satisfaction",
    "reopened",
)
"""Columns of the tally's rows: row_id, handler_id, satisfaction, reopened `Int64`; instants `datetime64[s]`, office
time; state (status, or "merged"), and the rest text, missing where nothing is known."""
TEXTS = ("row_id", "name", "contact", "repair", "opinion", "assigned_to", "handling", "callback")
"""Columns that `read_texts` gives; but for row_id all text."""
_INSTANT = REQUESTS.column("submitted_at")
_INSTANTS = ("submitted_at", "done_at", "called_back_at", "due_at")
_PLAIN = ("request_no", "source", "room_no", "building", "category")
_NUMBERS = ("row_id", "handler_id", "reopened")
_AT_ONCE = 5000
_CASES_FACT = "office.cases"
"""The mark of `work_cases`."""
_NEWEST = [
    sa.select(sa.func.max(number)) for number in (request_events.c.event_id, cases.c.case_id, batches.c.batch_id)
]


def read_rows(connection: sa.Connection, since: datetime, until: datetime) -> pd.DataFrame:
    """The requests handed in from one instant up to another.

    Args:
        connection: To read with.
        since: The first instant, office time.
        until: The one after the last.

    Returns:
        Columns of `COLUMNS`, as handed in; none gives the same columns.
    """
    return _read(connection, sa.and_(cases.c.submitted_at >= since, cases.c.submitted_at < until))


def read_changed(connection: sa.Connection, numbers: Sequence[str]) -> pd.DataFrame:
    """Some requests by their numbers, as `read_rows` gives them; numbers that are not counted give no row."""
    return _read(connection, cases.c.request_no.in_(numbers))


def _read(connection: sa.Connection, chosen_by: sa.ColumnElement[bool]) -> pd.DataFrame:
    state = sa.case((cases.c.merged_into.is_not(None), "merged"), else_=cases.c.status)
    dialect = connection.dialect.name
    chosen: list[sa.ColumnElement[Any]] = [read_from(cases, _instant(name), dialect) for name in _INSTANTS]
    chosen += [cases.c[name] for name in (*_PLAIN, *_NUMBERS)]
    asked = (
        sa.select(*chosen, state, ROWS.c.satisfaction)
        .select_from(cases.join(ROWS, ROWS.c.row_id == cases.c.row_id))
        .where(chosen_by, cases.c.turn != GONE)
        .order_by(cases.c.submitted_at, cases.c.case_id)
    )
    found = connection.execute(asked).all()
    read: list[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * (len(chosen) + 2)
    columns = dict(zip((*_INSTANTS, *_PLAIN, *_NUMBERS, "state", "satisfaction"), read, strict=True))
    made = {name: _typed(name, columns[name]) for name in COLUMNS}
    return pd.DataFrame(made, index=pd.RangeIndex(len(found)), copy=False)


def read_texts(connection: sa.Connection, sealer: Sealer, row_ids: Sequence[int]) -> pd.DataFrame:
    """The texts of some requests, opened.

    Args:
        connection: To read with.
        sealer: Opens; the texts of an erased person are missing.
        row_ids: Numbers of registry rows; meant for those that are shown or taken away.

    Returns:
        Columns of `TEXTS`, by row number; names and contacts in full, to be masked before they are shown.
    """
    frames = []
    for first in range(0, len(row_ids), _AT_ONCE):
        some = select_rows(connection, sealer, "requests", ROWS.c.row_id.in_(list(row_ids[first : first + _AT_ONCE])))
        frames.append(some.frame[list(TEXTS[1:])].assign(row_id=pd.array(some.row_ids, dtype="Int64")))
    if not frames:
        none = {name: pd.array([], dtype="Int64" if name == "row_id" else "str") for name in TEXTS}
        return pd.DataFrame(none)
    return pd.concat(frames, ignore_index=True)[list(TEXTS)]


def first_and_last(connection: sa.Connection) -> tuple[datetime, datetime] | None:
    """When the first and the last request was handed in, office time; None for no request."""
    asked = sa.select(sa.func.min(cases.c.submitted_at), sa.func.max(cases.c.submitted_at))
    first, last = connection.execute(asked.where(cases.c.turn != GONE)).one()
    return None if first is None else (first, last)


class Version(NamedTuple):
    """Changes whenever a request or its case does.

    Attributes:
        event: The newest event of any request; 0 for none.
        case: The newest case; 0 for none.
        batch: The newest batch of any desk; 0 for none.
        mark: Up to where uploaded requests were looked at, as `work_cases` keeps it.
    """

    event: int
    case: int
    batch: int
    mark: bytes


def version(connection: sa.Connection) -> Version:
    """The state that a connection sees."""
    event, case, batch = (connection.execute(asked).scalar() or 0 for asked in _NEWEST)
    mark = connection.execute(sa.select(facts.c.value).where(facts.c.name == _CASES_FACT)).scalar()
    return Version(event, case, batch, mark or b"")


def _instant(name: str) -> Column:
    return replace(_INSTANT, name=name)


def _typed(name: str, values: Sequence[Any]) -> object:
    if name in _INSTANTS:
        return typed(_INSTANT, values)
    if name in (*_NUMBERS, "satisfaction"):
        if not len(values):
            return pd.array([], dtype="Int64")
        if None not in values:
            return pd.array(np.array(values, dtype=np.int64), dtype="Int64")
        return pd.array(list(values), dtype="Int64")
    return pd.array(list(values), dtype="str")
