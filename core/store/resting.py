"""What rests on rows that go: standing rows that name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from core.registries.columns import Column, Desk, Registry
from core.registries.definitions import desk_registries, registry
from core.store.faults import Refused
from core.store.tables import registry_tables
from core.store.wording import RegistryName
from core.texts import N_, Text


@dataclass(frozen=True)
class Dangling:
    """Standing rows of a registry, kept by one batch, that name rows of another one which do not stand."""

    registry: str
    target: str
    batch_id: int
    rows: int


def dangling(connection: sa.Connection, desk: Desk, batch_id: int) -> Iterator[Dangling]:
    """What names rows that a batch ended, and what a batch made that names nothing; inside its act, all written."""
    for of in desk_registries(desk):
        for column in of.columns:
            if column.references:
                yield from _dangling(connection, of, column, registry(column.references), batch_id)


def _dangling(
    connection: sa.Connection, of: Registry, column: Column, target: Registry, batch_id: int
) -> Iterator[Dangling]:
    table, named = registry_tables[of.name], registry_tables[target.name]
    if target.key is None:
        return
    key, mine = named.c[target.key.name], table.c[column.name]
    there = named.alias("there")
    stands = sa.exists().where(
        there.c[target.key.name] == mine, there.c.scope == table.c.scope, there.c.ended_by.is_(None)
    )
    conditions = [table.c.batch_id == batch_id]
    ended = named.c.ended_by == batch_id
    scopes = connection.execute(sa.select(named.c.scope).where(ended).distinct()).scalars().all()
    if scopes:
        gone = sa.select(named.c.scope, key).where(ended)
        conditions.append(sa.and_(table.c.scope.in_(scopes), sa.tuple_(table.c.scope, mine).in_(gone)))
    for condition in conditions:
        asked = (
            sa.select(table.c.batch_id, sa.func.count())
            .where(table.c.ended_by.is_(None), mine.is_not(None), condition, ~stands)
            .group_by(table.c.batch_id)
            .order_by(table.c.batch_id)
        )
        for theirs, rows in connection.execute(asked):
            yield Dangling(of.name, target.name, theirs, rows)


def refuse_dangling(connection: sa.Connection, desk: Desk, batch_id: int) -> None:
    """Refuse an act that leaves a row naming what does not stand.

    Raises:
        Refused: With the registry, the number of rows and the batch that kept them.
    """
    for found in dangling(connection, desk, batch_id):
        said = {
            "count": found.rows,
            "registry": RegistryName(found.registry),
            "batch": found.batch_id,
            "target": RegistryName(found.target),
        }
        if found.batch_id == batch_id:
            text = N_("{count} rows of {registry} would name rows of {target} that are not there.")
        else:
            text = N_("{count} rows of {registry}, kept by batch {batch}, name rows of {target} that would go.")
        raise Refused(Text(text, said))
