"""Keeping an upload whole: one transaction, once for a token, refused when the data moved on.

A large one is made ready before its turn, so that others wait for as little of it as can be: its rows are numbered and
sealed first. With SQLite they are then written in one turn of the writer; with PostgreSQL beside the writer, whose turn
is taken only for what must fit to the rows that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.registries.definitions import registry
from core.store import aside, history, resting
from core.store.bulk import Hidden, NewRows, end, insert, numbered, pieces, put_rows, sealed
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Counts, Done, Made
from core.store.preview import CHANGED, NEW, SAME, Compared, Preview, moved
from core.store.resting import Work
from core.store.seals import Sealer
from core.store.writer import Answer
from core.texts import N_, Text

MANY = 20_000
"""Rows to be written; an upload of more is made ready before its turn."""
Progress = Callable[[float], None]
"""Told the share done, from any thread; it can step back where the transaction had to be done once more."""


@dataclass(frozen=True)
class Committed:
    """What was kept: the number of the batch, and rows by registry."""

    batch_id: int
    counts: Counts


def commit(
    database: Database,
    preview: Preview,
    token: str,
    account_id: int | None,
    *,
    remove_missing: bool = False,
    left_out: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> Committed:
    """Keep what a preview showed.

    Args:
        database: Where.
        preview: Of this database.
        token: Unguessable, of this upload; the same one again gives the same answer and keeps nothing twice.
        account_id: Who; only the batch and the audit log say so, never the rows.
        remove_missing: Also end the rows that are missing since last time.
        left_out: Registry -> rows with faults that were left out, for the record.
        progress: Told the share done of a large upload.

    Raises:
        Refused: The data moved on since the preview, a store is not allowed, or kept rows name what would be removed.
    """
    if preview.foreign:
        text = Text(
            N_("These stores are not yours to write to: {stores}. Take their rows out, then look again."),
            {"stores": "、".join(preview.foreign)},
        )
        raise Refused(text)
    upload = _Upload(database, preview, account_id, remove_missing, dict(left_out or {}), progress or _nobody)
    # Requests are taken up in the order of their numbers (core.office.work_cases): none may be numbered ahead.
    if preview.desk == "office" or upload.rows <= MANY:
        return committed(database.submit(token, "upload", upload.at_once))
    if database.home.is_sqlite:
        return committed(_made_ready(upload, token))
    return committed(_beside(upload, token))


def committed(answer: Answer) -> Committed:
    """What an answer of the writer says."""
    return Committed(int(answer["batch_id"]), answer["counts"])


def _nobody(_share: float) -> None:
    """Nobody is told."""


@dataclass(eq=False)
class _Upload:
    """An upload to be kept, with the steps of keeping it; those with a connection are done inside an act."""

    database: Database
    preview: Preview
    account_id: int | None
    remove_missing: bool
    left_out: dict[str, int]
    told: Progress
    done: int = field(default=0)

    @property
    def rows(self) -> int:
        """How many rows are to be written."""
        return sum(int((c.state != SAME).sum()) for c in self.preview.compared.values())

    @property
    def made(self) -> Made:
        """What is known of the batch."""
        return Made("upload", self.preview.desk, self.account_id, self.preview.files, self.preview.source_digest)

    def at_once(self, connection: sa.Connection) -> Answer:
        """All of it in the writer's turn."""
        self.refuse_moved(connection)
        batch_id = history.begin(self.database, connection, self.made)
        for name, compared in self.preview.compared.items():
            self.end(connection, name, compared, batch_id)
            insert(connection, self.database.sealer, _rows(compared, compared.state != SAME), batch_id)
        return self.finish(connection, batch_id)

    def refuse_moved(self, connection: sa.Connection, sealer: Sealer | None = None) -> None:
        """Refuse where the data or the keys are not those that the upload was compared and sealed with."""
        now = self.database.sealer
        other_key = sealer is not None and sealer.ring.newest("seal") != now.ring.newest("seal")
        if other_key or moved(connection, now, self.preview):
            raise _moved_on()

    def end(self, connection: sa.Connection, name: str, compared: Compared, batch_id: int) -> None:
        """End the rows of a registry that change, and those that go."""
        ended = compared.old[compared.state == CHANGED]
        end(connection, name, np.append(ended, compared.missing) if self.remove_missing else ended, batch_id)

    def finish(self, connection: sa.Connection, batch_id: int) -> Answer:
        """Look whether every row names what is there, and note what was done."""
        compared = self.preview.compared
        done = Done(scopes=set(self.preview.scopes))
        for name, each in compared.items():
            done.counts[name] = self._counts(each) | {"left_out": self.left_out.get(name, 0)}
            done.touched |= {(scope, name) for scope in _touched(each, remove_missing=self.remove_missing)}
        if self.remove_missing:
            resting.refuse_dangling(connection, Work(self.preview.desk, batch_id, compared, compared))
        history.finish(self.database, connection, batch_id, self.made, done)
        return {"batch_id": batch_id, "counts": done.counts}

    def _counts(self, compared: Compared) -> dict[str, int]:
        return {
            "new": int((compared.state == NEW).sum()),
            "changed": int((compared.state == CHANGED).sum()),
            "same": int((compared.state == SAME).sum()),
            "missing": len(compared.missing),
            "removed": len(compared.missing) if self.remove_missing else 0,
        }

    def step(self, rows: int, of: int) -> None:
        """Tell that so many rows more are done."""
        self.done += rows
        self.told(min(1.0, self.done / max(1, of)))


def _rows(compared: Compared, wanted: npt.NDArray[np.bool_]) -> NewRows:
    return compared.rows.taken(np.flatnonzero(wanted))


def _moved_on() -> Refused:
    return Refused(Text(N_("Somebody saved meanwhile. Nothing was kept; look at what changes again.")))


def _touched(compared: Compared, *, remove_missing: bool) -> set[str]:
    places = np.flatnonzero(compared.state != SAME)
    scopes = set(pc.unique(compared.rows.scopes.take(places)).to_pylist())
    return scopes | (set(pc.unique(compared.missing_scopes).to_pylist()) if remove_missing else set())


def _made_ready(upload: _Upload, token: str) -> Answer:
    """Number and seal the rows, then write them in one turn of the writer."""
    database, total = upload.database, 2 * upload.rows
    first, sealer = database.write(partial(numbered, count=upload.rows)), database.sealer
    ready: dict[str, list[tuple[NewRows, range, Hidden]]] = {}
    for name, compared in upload.preview.compared.items():
        rows = _rows(compared, compared.state != SAME)
        ready[name] = []
        for some, numbers in pieces(rows, first):
            ready[name].append((some, numbers, sealed(sealer, registry(name), some.frame, numbers)))
            upload.step(len(some), total)
        first += len(rows)

    def act(connection: sa.Connection) -> Answer:
        upload.refuse_moved(connection, sealer)
        upload.done = total // 2
        batch_id = history.begin(database, connection, upload.made)
        for name, compared in upload.preview.compared.items():
            upload.end(connection, name, compared, batch_id)
            for some, numbers, hidden in ready[name]:
                put_rows(connection, some, numbers, hidden, batch_id)
                upload.step(len(some), total)
        return upload.finish(connection, batch_id)

    return database.submit(token, "upload", act)


def _beside(upload: _Upload, token: str) -> Answer:
    """Write new rows beside the writer, and the rest in its turn.

    The number of the batch is taken before, by a record that says nothing and is shown to nobody until it is filled in.
    """
    database, total = upload.database, upload.rows
    blank = Made("upload", upload.preview.desk, upload.account_id)

    def reserve(connection: sa.Connection) -> tuple[int, int]:
        return numbered(connection, total), history.begin(database, connection, blank)

    (first, batch_id), sealer = database.write(reserve), database.sealer
    starts = _starts(upload, first)

    def put(connection: sa.Connection, state: int) -> None:
        for name, compared in upload.preview.compared.items():
            for some, numbers in pieces(_rows(compared, compared.state == state), starts[name, state]):
                put_rows(connection, some, numbers, sealed(sealer, registry(name), some.frame, numbers), batch_id)
                upload.step(len(some), total)

    def early(connection: sa.Connection) -> None:
        upload.refuse_moved(connection)
        put(connection, NEW)

    def late(connection: sa.Connection) -> Answer:
        upload.refuse_moved(connection, sealer)
        for name, compared in upload.preview.compared.items():
            upload.end(connection, name, compared, batch_id)
        put(connection, CHANGED)
        history.fill_in(database, connection, batch_id, upload.made)
        return upload.finish(connection, batch_id)

    kept = False
    try:
        answer = aside.submit(database, token, "upload", early, late)
        kept = answer["batch_id"] == batch_id
    except IntegrityError as error:  # another upload kept one of the rows meanwhile
        with database.read() as connection:
            if moved(connection, database.sealer, upload.preview):
                raise _moved_on() from error
        raise
    finally:
        if not kept:
            database.write(partial(history.take_back, batch_id=batch_id))
    return answer


def _starts(upload: _Upload, first: int) -> dict[tuple[str, int], int]:
    """The first number of the new and of the changed rows of each registry."""
    starts = {}
    for name, compared in upload.preview.compared.items():
        for state in (NEW, CHANGED):
            starts[name, state] = first
            first += int((compared.state == state).sum())
    return starts
