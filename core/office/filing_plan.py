"""What a form changes in the file of its home: rows that come, rows that go, and both beside each other, masked.

A block that the form leaves out stays as it is; one that it has takes the place of what stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from core.office.information import BLOCKS, ROOM, InformationForm, tables_of
from core.registries.definitions import Tables, registry
from core.store import shown_changes
from core.store.batch_changes import BatchChanges
from core.store.bulk import NewRows
from core.store.identity import marks
from core.store.row_values import TEXT
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, registry_tables

REGISTRIES = tuple(block.registry for block in BLOCKS)
"""Registries that make the file of a home."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What a form does.

    Attributes:
        tables: Rows that come, by registry.
        ended: Registry -> numbers of standing rows that go.
        changes: Registry -> what changes, masked.
        seen: The highest batch among the standing rows of the home; 0 for none.
    """

    tables: Tables
    ended: Mapping[str, list[int]]
    changes: Mapping[str, BatchChanges]
    seen: int


def stands(connection: sa.Connection, room_no: str) -> bool:
    """Whether anything is kept of a home."""
    return any(
        connection.execute(sa.select(table.c.row_id).where(_standing(table, room_no)).limit(1)).first() is not None
        for table in (registry_tables[name] for name in REGISTRIES)
    )


def known_room(connection: sa.Connection, room_no: str) -> str:
    """A room as the archive writes it, in any letter case; as given where the archive has no such home."""
    households, wanted = registry_tables["households"], room_no.strip()
    spelled = [wanted, wanted.upper(), wanted.lower()]
    conditions: dict[str, sa.ColumnElement[bool]] = {
        name: registry_tables[name].c[ROOM].in_(spelled) for name in REGISTRIES
    }
    conditions["households"] = sa.func.lower(households.c[ROOM]) == wanted.casefold()
    for name, same in conditions.items():
        table = registry_tables[name]
        asked = sa.select(table.c[ROOM]).where(table.c.ended_by.is_(None), same).limit(1)
        found = connection.execute(asked).scalar()
        if found is not None:
            return str(found)
    return room_no


def seen_of(connection: sa.Connection, room_no: str) -> int:
    """The highest batch among the standing rows of a home; 0 for none."""
    found = []
    for name in REGISTRIES:
        table = registry_tables[name]
        found.append(
            connection.execute(sa.select(sa.func.max(table.c.batch_id)).where(_standing(table, room_no))).scalar()
        )
    return max((int(b) for b in found if b is not None), default=0)


def plan(connection: sa.Connection, sealer: Sealer, form: InformationForm) -> Plan:
    """Compare a tidy form with what stands of its home.

    Args:
        connection: To read with.
        sealer: Opens what stands, to be compared and masked.
        form: Tidy; its room as the archive writes it.
    """
    room_no, tables = form.home.room_no, tables_of(form)
    ended: dict[str, list[int]] = {}
    changes: dict[str, BatchChanges] = {}
    for name, frame in tables.items():
        changes[name], gone = _compared(connection, sealer, name, frame, room_no)
        if gone:
            ended[name] = gone
    return Plan(tables, ended, changes, seen_of(connection, room_no))


def _standing(table: sa.Table, room_no: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.scope == OFFICE_SCOPE, table.c.ended_by.is_(None), table.c[ROOM] == room_no)


def _compared(
    connection: sa.Connection, sealer: Sealer, name: str, frame: pd.DataFrame, room_no: str
) -> tuple[BatchChanges, list[int]]:
    of, table = registry(name), registry_tables[name]
    scopes = pa.array([OFFICE_SCOPE] * len(frame), TEXT)
    new = NewRows(name, frame, scopes, marks(sealer, of, frame, scopes))
    asked = sa.select(table.c.row_id, table.c.identity, table.c.digest).where(_standing(table, room_no))
    standing = {row.identity: row for row in connection.execute(asked.order_by(table.c.row_id))}
    known = [standing.get(mark) for mark in new.marks.identity]
    coming = [i for i, row in enumerate(known) if row is None]
    both = [(i, row.row_id) for i, row in enumerate(known) if row is not None and row.digest != new.marks.digest[i]]
    gone = [row.row_id for mark, row in standing.items() if mark not in set(new.marks.identity)]
    old = select_rows(connection, sealer, name, table.c.row_id.in_([*(row_id for _i, row_id in both), *gone]))
    at = {int(row_id): place for place, row_id in enumerate(old.row_ids)}
    before = old.frame.take([at[row_id] for _i, row_id in both]).reset_index(drop=True)
    after = new.taken(np.array([i for i, _row_id in both], dtype=np.int64))
    found = BatchChanges(
        len(coming),
        len(both),
        len(gone),
        shown_changes.cells(name, before, after) if both else shown_changes.no_cells(),
        shown_changes.masked(name, frame.take(coming).reset_index(drop=True)),
        shown_changes.masked(name, old.frame.take([at[row_id] for row_id in gone]).reset_index(drop=True)),
    )
    return found, gone


def in_room(form: InformationForm, room_no: str) -> InformationForm:
    """The form with the room written in another way."""
    return replace(form, home=replace(form.home, room_no=room_no))
