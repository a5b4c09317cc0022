"""Writes of single rows, for forms and corrections: a batch of their own, inside the act that makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from core.registries.columns import Registry
from core.registries.definitions import Tables, registry
from core.store import history, resting
from core.store.bulk import NewRows, end, insert
from core.store.commit import Committed
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Done, Made
from core.store.identity import marks, scopes_of
from core.store.resting import Work
from core.store.tables import registry_tables
from core.store.wording import RegistryName
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
