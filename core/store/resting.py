"""What rests on rows that go: standing rows that name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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


@dataclass(frozen=True)
class Work:
    """What a batch did, as far as it is known: registries in which it may have made rows, and ended rows."""

    desk: Desk
    batch_id: int
    made: Collection[str]
    ended: Collection[str]


def dangling(connection: sa.Connection, work: Work) -> Iterator[Dangling]:
    """What names rows that a batch ended, and what a batch made that names nothing; inside its act, all written."""
    for of in desk_registries(work.desk):
        for column in of.columns:
            if not column.references:
                continue
            if of.name in work.made:
                made = registry_tables[of.name].c.batch_id == work.batch_id
                yield from _dangling(connection, of, column, made)
            if column.references in work.ended:
                yield from _naming_gone(connection, of, column, work.batch_id)


def _naming_gone(connection: sa.Connection, of: Registry, column: Column, batch_id: int) -> Iterator[Dangling]:
    table, named, target = registry_tables[of.name], registry_tables[column.references], registry(column.references)
    ended = named.c.ended_by == batch_id
    scopes = connection.execute(sa.select(named.c.scope).where(ended).distinct()).scalars().all()
    if not scopes or target.key is None:
        return
    gone = sa.select(named.c.scope, named.c[target.key.name]).where(ended)
    naming = sa.tuple_(table.c.scope, table.c[column.name]).in_(gone)
    yield from _dangling(connection, of, column, sa.and_(table.c.scope.in_(scopes), naming))


def _dangling(
    connection: sa.Connection, of: Registry, column: Column, suspected: sa.ColumnElement[bool]
) -> Iterator[Dangling]:
    table, there = registry_tables[of.name], registry_tables[column.references].alias("there")
    key, mine = registry(column.references).key, table.c[column.name]
    if key is None:
        return
    stands = sa.exists().where(there.c[key.name] == mine, there.c.scope == table.c.scope, there.c.ended_by.is_(None))
    asked = (
        sa.select(table.c.batch_id, sa.func.count())
        .where(table.c.ended_by.is_(None), mine.is_not(None), suspected, ~stands)
        .group_by(table.c.batch_id)
        .order_by(table.c.batch_id)
    )
    for theirs, rows in connection.execute(asked):
        yield Dangling(of.name, column.references, theirs, rows)


def refuse_dangling(connection: sa.Connection, work: Work) -> None:
    """Refuse an act that leaves a row naming what does not stand.

    Raises:
        Refused: With the registry, the number of rows and the batch that kept them.
    """
    for found in dangling(connection, work):
        said = {
            "count": found.rows,
            "registry": RegistryName(found.registry),
            "batch": found.batch_id,
            "target": RegistryName(found.target),
        }
        if found.batch_id == work.batch_id:
            text = N_("{count} rows of {registry} would name rows of {target} that are not there.")
        else:
            text = N_("{count} rows of {registry}, kept by batch {batch}, name rows of {target} that would go.")
        raise Refused(Text(text, said))
