"""Keeping an upload whole: one transaction, once for a token, refused when the data moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
import sqlalchemy as sa

from core.store import history, resting
from core.store.bulk import end, insert
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Counts, Done, Made
from core.store.preview import CHANGED, NEW, SAME, Compared, Preview, moved
from core.store.resting import Work
from core.store.writer import Answer
from core.texts import N_, Text


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
) -> Committed:
    """Keep what a preview showed.

    Args:
        database: Where.
        preview: Of this database.
        token: Unguessable, of this upload; the same one again gives the same answer and keeps nothing twice.
        account_id: Who; only the batch and the audit log say so, never the rows.
        remove_missing: Also end the rows that are missing since last time.
        left_out: Registry -> rows with faults that were left out, for the record.

    Raises:
        Refused: The data moved on since the preview, a store is not allowed, or kept rows name what would be removed.
    """
    if preview.foreign:
        text = Text(
            N_("These stores are not yours to write to: {stores}. Take their rows out, then look again."),
            {"stores": "、".join(preview.foreign)},
        )
        raise Refused(text)
    made = Made("upload", preview.desk, account_id, preview.files, preview.source_digest)

    def act(connection: sa.Connection) -> Answer:
        if moved(connection, database.sealer, preview):
            raise Refused(Text(N_("Somebody saved meanwhile. Nothing was kept; look at what changes again.")))
        batch_id = history.begin(database, connection, made)
        done = Done(scopes=set(preview.scopes))
        for name, compared in preview.compared.items():
            found = _kept(database, connection, compared, batch_id, remove_missing=remove_missing)
            done.counts[name] = found | {"left_out": (left_out or {}).get(name, 0)}
            done.touched |= {(scope, name) for scope in _touched(compared, remove_missing=remove_missing)}
        if remove_missing:
            resting.refuse_dangling(connection, Work(preview.desk, batch_id, preview.compared, preview.compared))
        history.finish(database, connection, batch_id, made, done)
        return {"batch_id": batch_id, "counts": done.counts}

    return committed(database.submit(token, "upload", act))


def committed(answer: Answer) -> Committed:
    """What an answer of the writer says."""
    return Committed(int(answer["batch_id"]), answer["counts"])


def _kept(
    database: Database, connection: sa.Connection, compared: Compared, batch_id: int, *, remove_missing: bool
) -> dict[str, int]:
    """End what changes and write what is new; how many."""
    name, state = compared.rows.registry, compared.state
    ended = compared.old[state == CHANGED]
    end(connection, name, np.append(ended, compared.missing) if remove_missing else ended, batch_id)
    insert(connection, database.sealer, compared.rows.taken(np.flatnonzero(state != SAME)), batch_id)
    return {
        "new": int((state == NEW).sum()),
        "changed": len(ended),
        "same": int((state == SAME).sum()),
        "missing": len(compared.missing),
        "removed": len(compared.missing) if remove_missing else 0,
    }


def _touched(compared: Compared, *, remove_missing: bool) -> set[str]:
    places = np.flatnonzero(compared.state != SAME)
    scopes = set(pc.unique(compared.rows.scopes.take(places)).to_pylist())
    return scopes | (set(pc.unique(compared.missing_scopes).to_pylist()) if remove_missing else set())
