"""Finding people by what tells of them, without opening anything: by blind index, or by room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from core.registries.columns import Column, Personal
from core.registries.definitions import ALL, registry
from core.registries.mask import mask_series
from core.store.rows import Rows, Scopes, select_rows, within
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, blind_index, registry_tables

AT_ONCE = 500
ROOM = "room_no"
_ORDER = {r.name: place for place, r in enumerate(ALL)}


@dataclass(frozen=True, order=True)
class Found:
    """A standing row that holds a value: where it is, and in which column the value stands."""

    registry: str
    row_id: int
    scope: str
    column: str


def find(connection: sa.Connection, sealer: Sealer, kind: Personal, value: str, scopes: Scopes) -> list[Found]:
    """Standing rows that hold a value; nothing is opened.

    Args:
        connection: To read with.
        sealer: Has the key of the blind indexes.
        kind: What the value is: name, phone, contact, id_number or plate. A phone finds contacts and the other way
            round; of several numbers each is looked for.
        value: As anybody writes it: spaces, +86, letter case and the script of Chinese do not matter.
        scopes: Where to look; None everywhere, none finds nothing.

    Returns:
        Rows in the order of the registries, then by number; a blank value and a kind that is not indexed find none.
    """
    return _standing(connection, sealer.indexes(kind, value), scopes)


def matching(
    connection: sa.Connection, sealer: Sealer, kind: Personal, values: Sequence[str | None], scopes: Scopes
) -> dict[int, list[Found]]:
    """For each of many values the standing rows that hold it, as of `find`; used to match an upload with what is kept.

    Returns:
        Position in `values` -> rows; a value that nothing holds is left out.
    """
    wanted: dict[bytes, list[int]] = {}
    for place, value in enumerate(values):
        for index in sealer.indexes(kind, value) if value else ():
            wanted.setdefault(index, []).append(place)
    found: dict[int, set[Found]] = {}
    for index, rows in _by_index(connection, list(wanted), scopes).items():
        for place in wanted[index]:
            found.setdefault(place, set()).update(rows)
    return {place: _sorted(found[place]) for place in sorted(found)}


def of_room(connection: sa.Connection, room_no: str, scopes: Scopes) -> list[Found]:
    """Standing rows of the property office that name a room, in any letter case; order as of `find`."""
    wanted = room_no.strip().casefold()
    if not wanted or (scopes is not None and OFFICE_SCOPE not in scopes):
        return []
    found = []
    for name in (r.name for r in ALL if ROOM in [c.name for c in r.columns]):
        table = registry_tables[name]
        asked = sa.select(table.c.row_id).where(table.c.ended_by.is_(None), sa.func.lower(table.c[ROOM]) == wanted)
        found += [Found(name, row_id, OFFICE_SCOPE, ROOM) for row_id in connection.execute(asked).scalars()]
    return _sorted(found)


def masked(connection: sa.Connection, sealer: Sealer, found: Sequence[Found]) -> dict[str, pd.DataFrame]:
    """The rows found, personal values masked.

    Returns:
        Registry -> frame, registries in order: `row_id` (int64), `store_id` ("" for the office), then the columns of
        the definition, texts where personal; a row that no longer stands is left out, a registry without rows too.
    """
    frames = {}
    for name in sorted({f.registry for f in found}, key=_ORDER.__getitem__):
        table = registry_tables[name]
        ids = [f.row_id for f in found if f.registry == name]
        where = sa.and_(table.c.ended_by.is_(None), table.c.row_id.in_(ids[:AT_ONCE]))
        rows = select_rows(connection, sealer, name, where)
        if len(rows.row_ids):
            frames[name] = _masked(name, rows)
    return frames


def _masked(name: str, rows: Rows) -> pd.DataFrame:
    said: dict[str, object] = {"row_id": rows.row_ids, "store_id": rows.scopes}
    for column in registry(name).columns:
        if column.name != "store_id":
            said[column.name] = shown(column, rows.frame[column.name])
    return pd.DataFrame(said, index=rows.frame.index)


def shown(column: Column, values: pd.Series) -> pd.Series:
    """A column as anybody may see it: masked text where it is personal, else as it is."""
    if not column.personal:
        return values
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    return mask_series(column.personal, values.astype("str"))


def _standing(connection: sa.Connection, indexes: Sequence[bytes], scopes: Scopes) -> list[Found]:
    rows = _by_index(connection, indexes, scopes).values()
    return _sorted({one for several in rows for one in several})


def _by_index(connection: sa.Connection, indexes: Sequence[bytes], scopes: Scopes) -> dict[bytes, list[Found]]:
    """Index -> standing rows that hold it, a join for each registry that has some."""
    found: dict[bytes, list[Found]] = {}
    for at in range(0, len(indexes), AT_ONCE):
        some = indexes[at : at + AT_ONCE]
        in_some = blind_index.c.ix.in_(some)
        names = connection.execute(sa.select(blind_index.c.row_of).distinct().where(in_some)).scalars().all()
        for name in (n for n in names if n in registry_tables):
            table = registry_tables[name]
            joined = sa.and_(blind_index.c.row_of == name, blind_index.c.row_id == table.c.row_id)
            asked = sa.select(blind_index.c.ix, table.c.row_id, table.c.scope, blind_index.c.column).join_from(
                blind_index, table, joined
            )
            standing = sa.and_(in_some, table.c.ended_by.is_(None), within(table, scopes))
            for index, row_id, scope, column in connection.execute(asked.where(standing)):
                found.setdefault(bytes(index), []).append(Found(name, row_id, scope, column))
    return found


def _sorted(found: Sequence[Found] | set[Found]) -> list[Found]:
    return sorted(found, key=lambda f: (_ORDER[f.registry], f.row_id, f.column))
