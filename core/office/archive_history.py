"""What changed in the file of a home: who, when, and the old value beside the new one, masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from core.office.filing_plan import REGISTRIES
from core.office.information import ROOM
from core.registries.definitions import registry
from core.store import shown_changes
from core.store.bulk import NewRows
from core.store.identity import Marks
from core.store.row_values import TEXT
from core.store.rows import Rows, select_rows
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, accounts, batches, registry_tables

What = Literal["new", "changed", "gone"]


@dataclass(frozen=True)
class Step:
    """One thing that changed.

    Attributes:
        batch_id: Of which batch.
        at: UTC.
        kind: Of the batch: upload, form, correction, undo ...
        who: Shown name of the account; blank for a resident or a command.
        registry: Where.
        row: How the row is called, masked.
        what: new or gone for a whole row, changed for one value of it.
        column: English name; blank for a whole row.
        old, new: Masked; blank for a whole row, and where there is no value.
    """

    batch_id: int
    at: datetime
    kind: str
    who: str
    registry: str
    row: str
    what: What
    column: str = ""
    old: str = ""
    new: str = ""


def history(connection: sa.Connection, sealer: Sealer, room_no: str, limit: int = 200) -> list[Step]:
    """Everything that changed in the file of a home, newest first, registries and rows in their order.

    Args:
        connection: To read with.
        sealer: Opens values, to be masked.
        room_no: As the archive writes it; an unknown one has no history.
        limit: How many steps at most.
    """
    found = [step for name in REGISTRIES for step in _of_registry(connection, sealer, name, room_no)]
    heads = _heads(connection, {batch for batch, *_rest in found})
    steps = [Step(batch, *heads[batch], *rest) for batch, *rest in found]
    return sorted(steps, key=lambda s: -s.batch_id)[:limit]


def _heads(connection: sa.Connection, batch_ids: set[int]) -> dict[int, tuple[datetime, str, str]]:
    """Batch -> when, its kind, who."""
    joined = batches.outerjoin(accounts, accounts.c.account_id == batches.c.account_id)
    asked = sa.select(batches.c.batch_id, batches.c.made_at, batches.c.kind, accounts.c.shown_name)
    rows = connection.execute(asked.select_from(joined).where(batches.c.batch_id.in_(batch_ids)))
    return {row.batch_id: (row.made_at, row.kind, row.shown_name or "") for row in rows}


def _of_registry(connection: sa.Connection, sealer: Sealer, name: str, room_no: str) -> Iterator[tuple[Any, ...]]:
    table = registry_tables[name]
    mine = sa.and_(table.c.scope == OFFICE_SCOPE, table.c[ROOM] == room_no)
    versions = select_rows(connection, sealer, name, mine)
    if not len(versions.row_ids):
        return
    at = {int(row_id): place for place, row_id in enumerate(versions.row_ids)}
    asked = sa.select(table.c.row_id, table.c.identity, table.c.batch_id, table.c.ended_by).where(mine)
    marks = [(at[r.row_id], r.identity, r.batch_id, r.ended_by) for r in connection.execute(asked)]
    labels = shown_changes.labels(registry(name), versions.frame)
    for batch_id in sorted({b for _p, _i, *two in marks for b in two if b is not None}):
        made = {identity: place for place, identity, begun, _ended in marks if begun == batch_id}
        gone = {identity: place for place, identity, _begun, ended in marks if ended == batch_id}
        pairs = {gone[i]: made[i] for i in gone.keys() & made.keys()}
        new = [p for i, p in made.items() if i not in gone]
        old = [p for i, p in gone.items() if i not in made]
        if len(new) == len(old) == 1:  # a correction of what tells the row from others
            pairs[old.pop()] = new.pop()
        yield from _changed(batch_id, name, versions, pairs)
        yield from ((batch_id, name, labels[p], "new") for p in sorted(new))
        yield from ((batch_id, name, labels[p], "gone") for p in sorted(old))


def _changed(batch_id: int, name: str, versions: Rows, pairs: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    if not pairs:
        return
    olds = sorted(pairs)
    before = versions.frame.take(olds).reset_index(drop=True)
    after = versions.frame.take(np.array([pairs[p] for p in olds])).reset_index(drop=True)
    scopes = pa.array([OFFICE_SCOPE] * len(olds), TEXT)
    cells = shown_changes.cells(name, before, NewRows(name, after, scopes, Marks([], [])))
    for _scope, row, column, old, new in cells.fillna("").itertuples(index=False, name=None):
        yield (batch_id, name, row, "changed", column, old, new)
