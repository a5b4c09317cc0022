"""What rests on rows that go: standing rows that name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from core.registries.columns import Desk
from core.registries.definitions import desk_registries, registry
from core.store.faults import Refused
from core.store.tables import registry_tables
from core.store.wording import RegistryName
from core.texts import N_, Text


@dataclass(frozen=True)
class Dangling:
    """Standing rows of a registry, kept by one batch, that name rows of another one which no longer stand."""

    registry: str
    target: str
    batch_id: int
    rows: int


def dangling(connection: sa.Connection, desk: Desk, batch_id: int) -> Iterator[Dangling]:
    """What names rows that a batch ended, and what a batch made that names nothing; inside its act, all written.

    Rows of registries without a store are held against the rows of all stores.
    """
    for of in desk_registries(desk):
        for column in of.columns:
            target = registry(column.references) if column.references else None
            if target is None or target.key is None or not (target.required or target.desk == "store"):
                continue
            table, named = registry_tables[of.name], registry_tables[target.name]
            key = named.c[target.key.name]
            mine = table.c[column.name]
            gone = sa.select(named.c.scope, key).where(named.c.ended_by == batch_id)
            there = sa.select(named.c.scope, key).where(named.c.ended_by.is_(None))
            pair = sa.tuple_(table.c.scope, mine)
            suspected = sa.or_(table.c.batch_id == batch_id, pair.in_(gone))
            asked = (
                sa.select(table.c.batch_id, sa.func.count())
                .where(table.c.ended_by.is_(None), mine.is_not(None), suspected, pair.not_in(there))
                .group_by(table.c.batch_id)
                .order_by(table.c.batch_id)
            )
            for theirs, rows in connection.execute(asked):
                yield Dangling(of.name, target.name, theirs, rows)


def refuse_dangling(connection: sa.Connection, desk: Desk, batch_id: int) -> None:
    """Refuse an act that leaves a row naming what no longer stands.

    Raises:
        Refused: With the registry, the number of rows and the batch that kept them.
    """
    for found in dangling(connection, desk, batch_id):
        raise Refused(
            Text(
                N_("{count} rows of {registry}, kept by batch {batch}, name rows of {target} that would go."),
                {
                    "count": found.rows,
                    "registry": RegistryName(found.registry),
                    "batch": found.batch_id,
                    "target": RegistryName(found.target),
                },
            )
        )
