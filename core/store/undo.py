"""Undoing a batch by a batch of its own: what it made is ended, what it ended comes back as new versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from core.registries.definitions import desk_registries
from core.store import history, resting
from core.store.bulk import NewRows, end, insert
from core.store.commit import Committed, committed
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Batch, Done, Made
from core.store.identity import Marks
from core.store.resting import Work
from core.store.row_values import TEXT
from core.store.rows import select_rows
from core.store.tables import batches, registry_tables
from core.store.wording import RegistryName
from core.store.writer import Answer
from core.texts import N_, Text

_FOR_GOOD = ("erasure", "retention")
_Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class _Version:
    """A version of a row."""

    row_id: int
    scope: str
    identity: bytes
    digest: bytes
    batch_id: int


@dataclass(frozen=True)
class _Work:
    """What a batch did to a registry, by identity: versions it made and ended, and what stands of them now."""

    batch_id: int
    table: sa.Table
    made: dict[bytes, _Version]
    ended: dict[bytes, _Version]
    standing: dict[bytes, _Version]


def undo(database: Database, batch_id: int, token: str, account_id: int | None, reason: str = "") -> Committed:
    """Undo a batch.

    Args:
        database: Where.
        batch_id: Which; an undo can be undone too.
        token: Unguessable, of this form; the same one again gives the same answer.
        account_id: Who.
        reason: As the person gave it.

    Returns:
        The batch that undoes it; its counts say what came back (new), what is as before again (changed), what went
        (removed).

    Raises:
        Refused: There is no such batch, it was undone already, it cannot be undone, or later work rests on it.
    """

    def act(connection: sa.Connection) -> Answer:
        undone = _undoable(database, connection, batch_id)
        made = Made("undo", undone.desk, account_id, undoes=batch_id, reason=reason, action="batch.undo")
        own = history.begin(database, connection, made)
        done = Done(scopes=set(undone.scopes))
        for of in desk_registries(undone.desk):
            _refuse_purged(connection, undone, of.name)
            found, scopes = _taken_back(database, connection, of.name, batch_id, own)
            if found:
                done.counts[of.name] = found
                done.touched |= {(scope, of.name) for scope in scopes}
        resting.refuse_dangling(connection, Work(undone.desk, own, done.counts, done.counts))
        connection.execute(batches.update().where(batches.c.batch_id == batch_id).values(undone_by=own))
        if undone.undoes is not None:
            connection.execute(batches.update().where(batches.c.batch_id == undone.undoes).values(undone_by=None))
        history.finish(database, connection, own, made, done)
        return {"batch_id": own, "counts": done.counts}

    return committed(database.submit(token, "undo", act))


def _undoable(database: Database, connection: sa.Connection, batch_id: int) -> Batch:
    found = history.batch(connection, database.sealer, batch_id)
    if found is None:
        raise Refused(Text(N_("There is no batch {batch}."), {"batch": batch_id}))
    if found.undone_by is not None:
        said = {"batch": batch_id, "undone_by": found.undone_by}
        raise Refused(Text(N_("Batch {batch} was undone already, by batch {undone_by}."), said))
    if found.kind in _FOR_GOOD:
        raise Refused(Text(N_("Batch {batch} removed rows for good; it cannot be undone."), {"batch": batch_id}))
    return found


def _refuse_purged(connection: sa.Connection, undone: Batch, name: str) -> None:
    """Refuse where former versions that would come back were let go of by retention or erasure."""
    said = undone.counts.get(name, {})
    ended = said.get("changed", 0) + said.get("removed", 0)
    table = registry_tables[name]
    asked = sa.select(sa.func.count()).select_from(table).where(table.c.ended_by == undone.batch_id)
    if ended > connection.execute(asked).scalar_one():
        text = N_("Batch {batch} cannot be undone any more: former versions of {registry} have gone for good.")
        raise Refused(Text(text, {"batch": undone.batch_id, "registry": RegistryName(name)}))


def _taken_back(
    database: Database, connection: sa.Connection, name: str, batch_id: int, own: int
) -> tuple[dict[str, int], set[str]]:
    """Take back what a batch did to a registry; the counts, and the scopes touched."""
    table = registry_tables[name]
    made = _by_identity(_versions(connection, table, table.c.batch_id == batch_id))
    ended = _by_identity(_versions(connection, table, table.c.ended_by == batch_id))
    if not made and not ended:
        return {}, set()
    work = _Work(batch_id, table, made, ended, _by_identity(_standing(connection, table, batch_id)))
    _refuse_later(connection, work)
    going = np.array([work.standing[i].row_id for i in made], dtype=np.int64)
    end(connection, name, going, own)
    back = select_rows(connection, database.sealer, name, table.c.ended_by == batch_id)
    by_number = {v.row_id: v for v in ended.values()}
    versions = [by_number[i] for i in back.row_ids.tolist()]
    marks = Marks([v.identity for v in versions], [v.digest for v in versions])
    insert(connection, database.sealer, NewRows(name, back.frame, pa.array(back.scopes, TEXT), marks), own)
    both = len(made.keys() & ended.keys())
    counts = {"new": len(ended) - both, "changed": both, "removed": len(made) - both}
    return counts, {v.scope for v in (*made.values(), *ended.values())}


def _by_identity(found: Iterable[_Version]) -> dict[bytes, _Version]:
    return {v.identity: v for v in found}


def _read(connection: sa.Connection, table: sa.Table, source: sa.FromClause, where: _Condition) -> Iterable[_Version]:
    columns: list[Any] = [table.c[n] for n in ("row_id", "scope", "identity", "digest", "batch_id")]
    for row in connection.execute(sa.select(*columns).select_from(source).where(where)):
        yield _Version(*row)


def _versions(connection: sa.Connection, table: sa.Table, where: _Condition) -> Iterable[_Version]:
    return _read(connection, table, table, where)


def _standing(connection: sa.Connection, table: sa.Table, batch_id: int) -> Iterable[_Version]:
    """What stands of the rows that a batch made or ended."""
    touched = table.alias("touched")
    for side in (touched.c.batch_id, touched.c.ended_by):
        joined = table.join(touched, sa.and_(touched.c.identity == table.c.identity, side == batch_id))
        yield from _read(connection, table, joined, table.c.ended_by.is_(None))


def _refuse_later(connection: sa.Connection, work: _Work) -> None:
    """Refuse where a later batch that stands changed, ended or made again one of the rows.

    A row as the batch left it counts as untouched, also when an undo of later work brought it back.
    """
    undoing = {b for (b,) in connection.execute(sa.select(batches.c.batch_id).where(batches.c.kind == "undo"))}
    later: Counter[int] = Counter()
    lost: list[bytes] = []
    for identity in {**work.made, **work.ended}:
        now, left = work.standing.get(identity), work.made.get(identity)
        if now is None:
            if left is not None:
                lost.append(identity)
        elif now.batch_id != work.batch_id and (
            left is None or now.batch_id not in undoing or now.digest != left.digest
        ):
            later[now.batch_id] += 1
    if lost:
        later.update(_ended_by(connection, work, set(lost)))
    if later:
        which, rows = max(later.items())
        raise Refused(
            Text(
                N_("Batch {later} changed or ended {count} rows of {registry} since. Undo that one first."),
                {"later": which, "count": rows, "registry": RegistryName(work.table.name)},
            )
        )


def _ended_by(connection: sa.Connection, work: _Work, lost: set[bytes]) -> Iterable[int]:
    """For each lost row of a batch, the batch that ended its last version."""
    table, touched = work.table, work.table.alias("touched")
    joined = table.join(touched, sa.and_(touched.c.identity == table.c.identity, touched.c.batch_id == work.batch_id))
    asked = sa.select(table.c.identity, sa.func.max(table.c.ended_by)).select_from(joined).group_by(table.c.identity)
    return [by for identity, by in connection.execute(asked) if identity in lost]
