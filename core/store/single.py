"""Writes of single rows, for forms and corrections: a batch of their own, inside the act that makes them.

`write_rows` takes typed frames, as uploads do; `write_one` one row of plain values, in a tenth of the time: a form is
waited for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from core.registries.columns import Registry
from core.registries.definitions import Tables, registry
from core.store import audit, history, resting
from core.store.bulk import NewRows, end, insert, numbered
from core.store.commit import Committed
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Done, Made
from core.store.identity import marks, marks_of_one, scopes_of
from core.store.resting import Work
from core.store.row_values import cell_written
from core.store.seals import INDEXED
from core.store.tables import (
    OFFICE_SCOPE,
    batch_scopes,
    batches,
    blind_index,
    data_versions,
    open_columns,
    registry_tables,
    sealed_columns,
    seals,
)
from core.store.together import Together, ask, put
from core.store.wording import RegistryName
from core.store.writer import seconds
from core.texts import N_, Text


def write_rows(
    database: Database,
    connection: sa.Connection,
    made: Made,
    tables: Tables,
    *,
    ended: Mapping[str, Sequence[int]] | None = None,
    only_new: bool = False,
) -> Committed:
    """Write rows as a batch of their own; inside an act.

    Args:
        database: Where.
        connection: The writer's.
        made: Kind of batch, desk, who, why, and the code for the audit log.
        tables: Typed rows; one whose identity stands with other values takes its place, one that stands as it is stays.
        ended: Registry -> numbers of standing rows to end.
        only_new: Refuse rows whose identity stands already.

    Returns:
        The batch and its counts: new, changed, same, removed.

    Raises:
        Refused: A row to be ended no longer stands, a row stands already, or rows would name what is not there.
    """
    batch_id = history.begin(database, connection, made)
    done = Done()
    for name, row_ids in (ended or {}).items():
        done.touched |= {(s, name) for s in _end_standing(connection, name, row_ids, batch_id)}
        done.counts[name] = {"new": 0, "changed": 0, "same": 0, "removed": len(row_ids)}
    for name, frame in tables.items():
        if not len(frame):
            continue
        of = registry(name)
        rows_scopes = scopes_of(connection, of, tables, None)
        rows = NewRows(name, frame, rows_scopes, marks(database.sealer, of, frame, rows_scopes))
        found, moved = _put(database, connection, of, rows, batch_id, only_new=only_new)
        done.counts[name] = found | {"removed": done.counts.get(name, {}).get("removed", 0)}
        done.touched |= {(s, name) for s in moved}
        done.scopes |= set(pc.unique(rows_scopes).to_pylist())
    resting.refuse_dangling(connection, Work(made.desk, batch_id, tables, ended or ()))
    history.finish(database, connection, batch_id, made, done)
    return Committed(batch_id, done.counts)


def _end_standing(connection: sa.Connection, name: str, row_ids: Sequence[int], batch_id: int) -> set[str]:
    table = registry_tables[name]
    asked = sa.select(table.c.row_id, table.c.scope).where(table.c.row_id.in_(row_ids), table.c.ended_by.is_(None))
    found = connection.execute(asked).all()
    if len(found) != len(set(row_ids)):
        raise Refused(Text(N_("Somebody saved meanwhile. Nothing was kept; look at what changes again.")))
    end(connection, name, np.array([r.row_id for r in found], dtype=np.int64), batch_id)
    return {r.scope for r in found}


def _put(
    database: Database, connection: sa.Connection, of: Registry, rows: NewRows, batch_id: int, *, only_new: bool
) -> tuple[dict[str, int], set[str]]:
    """Write rows in the place of what stands; the counts, and the scopes touched."""
    table = registry_tables[of.name]
    asked = sa.select(table.c.identity, table.c.row_id, table.c.digest).where(
        table.c.identity.in_(rows.marks.identity), table.c.ended_by.is_(None)
    )
    standing = {row.identity: row for row in connection.execute(asked)}
    if only_new and standing:
        text = Text(N_("{registry}: a row with this number is there already."), {"registry": RegistryName(of.name)})
        raise Refused(text)
    known = [standing.get(i) for i in rows.marks.identity]
    moved = [i for i, row in enumerate(known) if row is None or row.digest != rows.marks.digest[i]]
    replaced = [row.row_id for i in moved if (row := known[i]) is not None]
    end(connection, of.name, np.array(replaced, dtype=np.int64), batch_id)
    insert(connection, database.sealer, rows.taken(np.array(moved, dtype=np.int64)), batch_id)
    counts = {"new": len(moved) - len(replaced), "changed": len(replaced), "same": len(rows) - len(moved)}
    return counts, set(rows.scopes.take(pa.array(moved, pa.int64())).to_pylist())


# Built once: building a statement costs more than running it.
_LAST_BATCH = sa.select(sa.func.max(batches.c.batch_id))
_BATCH, _BATCH_SCOPE, _SECRET, _INDEX = batches.insert(), batch_scopes.insert(), seals.insert(), blind_index.insert()
_VERSION = put(data_versions)
_ROWS = {name: table.insert() for name, table in registry_tables.items()}
_ENDED = {
    name: table.update().where(table.c.row_id == sa.bindparam("old")).values(ended_by=sa.bindparam("batch"))
    for name, table in registry_tables.items()
}
_STANDING = {
    name: sa.select(table.c.row_id, table.c.digest).where(
        table.c.identity == sa.bindparam("identity"), table.c.ended_by.is_(None)
    )
    for name, table in registry_tables.items()
}


@dataclass(frozen=True)
class One:
    """A row of the property office to be written.

    Attributes:
        registry: English name.
        values: Every column, plain; missing is None, instants are office time.
        row_id: A number of `bulk.numbered` for it; None takes one.
    """

    registry: str
    values: Mapping[str, Any]
    row_id: int | None = field(default=None)


def write_one(
    database: Database, together: Together, made: Made, one: One, *, only_new: bool = False
) -> tuple[int, int]:
    """Write one row of the property office as a batch of its own, as `write_rows` would; inside an act.

    Args:
        database: Where.
        together: Of the writer's connection; the row is there once it was run.
        made: As for `write_rows`.
        one: The row; it takes the place of the one with its identity that stands with other values.
        only_new: Refuse a row whose identity stands already.

    Returns:
        Numbers of the row that stands then, and of the batch.

    Raises:
        Refused: The row stands already, or names what is not there.
    """
    of, connection, sealer = registry(one.registry), together.connection, database.sealer
    mark = marks_of_one(sealer, of, one.values, OFFICE_SCOPE)
    standing = next(iter(ask(connection, _STANDING[of.name], {"identity": mark.identity[0]})), None)
    if only_new and standing is not None:
        text = Text(N_("{registry}: a row with this number is there already."), {"registry": RegistryName(of.name)})
        raise Refused(text)
    standing_id, digest = standing or (None, None)
    same, moved = digest == mark.digest[0], standing is not None and digest != mark.digest[0]
    batch_id = (ask(connection, _LAST_BATCH)[0][0] or 0) + 1
    counts = {"new": int(standing is None), "changed": int(moved), "same": int(same)}
    done = Done({of.name: counts | {"removed": 0}}, set() if same else {(OFFICE_SCOPE, of.name)}, {OFFICE_SCOPE})
    together.add(_BATCH, _record(database, batch_id, made, done))
    row_id: int = (standing_id if same else one.row_id) or numbered(connection, 1)
    if moved:
        together.add(_ENDED[of.name], {"old": standing_id, "batch": batch_id})
    if not same:
        head = {"row_id": row_id, "scope": OFFICE_SCOPE, "identity": mark.identity[0], "digest": mark.digest[0]}
        _add_row(database, together, of, one.values, head | {"batch_id": batch_id})
        version = {"scope": OFFICE_SCOPE, "registry": of.name, "version": batch_id}
        together.add(_VERSION[connection.dialect.name], version)
    together.add(_BATCH_SCOPE, {"batch_id": batch_id, "scope": OFFICE_SCOPE})
    entry = history.noted(batch_id, made, done)
    together.add(audit.APPENDED, audit.following(connection, sealer.ring, database.clock(), entry))
    if any(column.references for column in of.columns):
        together.run()
        resting.refuse_dangling(connection, Work(made.desk, batch_id, {of.name}, ()))
    return row_id, batch_id


def _record(database: Database, batch_id: int, made: Made, done: Done) -> dict[str, Any]:
    """The record of a batch without files, with its counts."""
    return {
        "batch_id": batch_id,
        "kind": made.kind,
        "desk": made.desk,
        "made_at": seconds(database.clock()),
        "account_id": made.account_id,
        "sealed": b"",
        "counts": json.dumps(done.counts, sort_keys=True),
    }


def _add_row(
    database: Database, together: Together, of: Registry, values: Mapping[str, Any], head: Mapping[str, Any]
) -> None:
    """Gather a row, its secret and its blind indexes."""
    hidden = {c.name: cell_written(c, v) for c in sealed_columns(of) if (v := values[c.name]) is not None}
    row_id, sealer = head["row_id"], database.sealer
    blob, secret = sealer.seal(of.name, row_id, hidden)
    together.add(_ROWS[of.name], {**head, "sealed": blob, **{c.name: values[c.name] for c in open_columns(of)}})
    if secret:
        together.add(_SECRET, {"row_of": of.name, "row_id": row_id, "secret": secret})
    found = [
        {"ix": ix, "row_of": of.name, "row_id": row_id, "column": column.name}
        for column in sealed_columns(of)
        if column.personal in INDEXED and column.name in hidden
        for (indexes,) in [sealer.indexes_all(column.personal, [hidden[column.name]])]
        for ix in indexes
    ]
    together.add(_INDEX, *found)
