"""The tally's rows of all requests, held in memory and brought in step by what happened since.

A count then reads only the requests that something happened to, however many there are. The signs are those of
`tally_rows.version`: what forms and the office do has an event of its own; anything else (an upload, an undo, an
erasure, retention) has every row read anew.
"""

from __future__ import annotations

import threading
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from core.office.tally_rows import Version, read_changed, read_rows, version
from core.store.office_tables import request_cases as cases
from core.store.office_tables import request_events as events
from core.store.tables import batches

MOST = 1000
"""Where more requests than this changed, all are read: that takes no longer."""
_EVENTFUL = ("form", "correction")
"""Kinds of batches whose requests have events, if anything about them changed."""
_OF_STORES = sa.and_(batches.c.desk == "store", batches.c.kind.in_(("upload", "undo")))


class HeldRows:
    """The rows, for all of the office; any number of threads may read."""

    def __init__(self) -> None:
        """Hold nothing yet; the first reading reads every request, about a second for 100,000."""
        self._lock = threading.Lock()
        self._version: Version | None = None
        self._rows = pd.DataFrame()

    def read(self, connection: sa.Connection, since: datetime, until: datetime) -> pd.DataFrame:
        """What `tally_rows.read_rows` gives, at least as new as the connection sees it; not to be written to.

        Args:
            connection: To read with; it sees one state while it is open.
            since: The first instant, office time.
            until: The one after the last.
        """
        with self._lock:
            rows = self._in_step(connection)
        at = rows["submitted_at"].to_numpy()
        first, last = np.searchsorted(at, np.array([since, until], dtype="datetime64[s]"))
        return rows.iloc[first:last].reset_index(drop=True)

    def _in_step(self, connection: sa.Connection) -> pd.DataFrame:
        """All rows, as the connection sees them or newer."""
        now, was = version(connection), self._version
        if was == now:
            return self._rows
        if was is not None and now.batch <= was.batch and now.event <= was.event and now.case <= was.case:
            return self._rows  # the connection was opened before somebody else's, which brought the rows in step
        changed = None if was is None else _changed(connection, was, now)
        if changed is None:
            self._rows = read_rows(connection, datetime.min, datetime.max)
        elif changed:
            self._rows = _replaced(self._rows, read_changed(connection, changed), changed)
        self._version = now
        return self._rows


def _changed(connection: sa.Connection, was: Version, now: Version) -> list[str] | None:
    """Numbers of the requests that something happened to; None where events do not tell, or they are too many."""
    after = batches.c.batch_id > was.batch
    told = sa.or_(batches.c.kind.in_(_EVENTFUL), _OF_STORES)
    if was.mark != now.mark or connection.execute(sa.select(batches.c.batch_id).where(after, ~told).limit(1)).first():
        return None
    happened = sa.select(events.c.request_no).where(events.c.event_id > was.event)
    made = sa.select(cases.c.request_no).where(cases.c.case_id > was.case)
    found = list(connection.execute(sa.union(happened, made).limit(MOST + 1)).scalars())
    return found if len(found) <= MOST else None


def _replaced(rows: pd.DataFrame, found: pd.DataFrame, changed: list[str]) -> pd.DataFrame:
    """The rows with some of them read anew: each in its place, new ones after those of the same instant."""
    gone = np.flatnonzero(rows["request_no"].isin(changed).to_numpy(dtype=bool))
    places = dict(zip(rows["request_no"].iloc[gone], gone.tolist(), strict=True))
    following = np.searchsorted(rows["submitted_at"].to_numpy(), found["submitted_at"].to_numpy(), side="right") - 0.5
    own: npt.NDArray[np.float64] = np.array([places.get(number, np.nan) for number in found["request_no"]])
    stay = np.setdiff1d(np.arange(len(rows)), gone)
    order = np.concatenate([stay, np.where(np.isnan(own), following, own)]).argsort(kind="stable")
    return pd.concat([rows.iloc[stay], found], ignore_index=True).iloc[order].reset_index(drop=True)
