"""Digests and blind indexes made anew with another key: of rows as they stand and as they stood.

A digest or identity that can be made from the row is made from it. One that cannot, because the row's personal values
are erased, becomes a keyed digest of what it was: what was equal stays equal, and the old key tells nothing of it.

Rows of one file that only their number tells apart keep their numbers, so versions still follow each other. A later
upload numbers such rows by the new digests and may call one of them changed that is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from core.registries.columns import Registry
from core.registries.definitions import ALL, registry
from core.store import tables
from core.store.identity import BETWEEN, marks
from core.store.row_values import TEXT, written
from core.store.rows import Rows, select_rows
from core.store.seals import Sealer
from core.store.tables import blind_index, registry_tables, sealed_columns

AT_ONCE = 20_000
SPARE = 16
"""Rows that only their number tells apart may have more versions elsewhere: so many further numbers are tried."""

ANOTHER_STATE = 10**12
"""Taken from every data version, so that an upload looked at before must be looked at again: its identities are old."""


@dataclass(frozen=True)
class _Said(Sealer):
    """Notes the texts that digests are asked of."""

    asked: list[list[str]] = field(default_factory=list)

    def digests(self, texts: Any) -> list[bytes]:
        """Note the texts; their digests."""
        self.asked.append(list(texts))
        return super().digests(self.asked[-1])


def make_anew(connection: sa.Connection, old: Sealer, new: Sealer) -> int:
    """Make every identity, digest and blind index anew; inside an act.

    Args:
        connection: The writer's.
        old: With the key that they were made with.
        new: With the key that they shall be made with.

    Returns:
        How many rows.
    """
    connection.execute(tables.batches.update().values(source_digest=None))  # the files are not kept
    version = tables.data_versions.c.version
    connection.execute(tables.data_versions.update().values(version=version - ANOTHER_STATE))
    return sum(_registry_anew(connection, old, new, of) for of in ALL)


def _registry_anew(connection: sa.Connection, old: Sealer, new: Sealer, of: Registry) -> int:
    table = registry_tables[of.name]
    known = blind_index.c.row_of == of.name
    listed = {(row.row_id, row.column) for row in connection.execute(sa.select(blind_index).where(known).distinct())}
    connection.execute(blind_index.delete().where(known))
    done, after = 0, -1
    while True:
        numbers = sa.select(table.c.row_id).where(table.c.row_id > after).order_by(table.c.row_id).limit(AT_ONCE)
        some = list(connection.execute(numbers).scalars())
        if not some:
            return done
        rows = select_rows(connection, old, of.name, table.c.row_id.between(some[0], some[-1]))
        _marks_anew(connection, old, new, of, rows)
        _indexes_anew(connection, new, of, rows, listed)
        done, after = done + len(some), some[-1]


def _marks_anew(connection: sa.Connection, old: Sealer, new: Sealer, of: Registry, rows: Rows) -> None:
    said = _Said(old.ring)
    made = marks(said, of, rows.frame, pa.array(rows.scopes, TEXT))
    all_values, told = said.asked
    table = registry_tables[of.name]
    ids = [int(i) for i in rows.row_ids]
    chosen = sa.select(table.c.row_id, table.c.identity, table.c.digest).where(table.c.row_id.between(ids[0], ids[-1]))
    kept = {row.row_id: row for row in connection.execute(chosen)}
    alike = Counter(told)
    changes = []
    for place, row_id in enumerate(ids):
        was = kept[row_id]
        digest = all_values[place] if made.digest[place] == was.digest else _lost(was.digest)
        changes.append(
            {
                "of": row_id,
                "new_identity": new.digest(_told(old, told[place], was.identity, alike[told[place]] + SPARE)),
                "new_digest": new.digest(digest),
            }
        )
    values: dict[str, Any] = {"identity": sa.bindparam("new_identity"), "digest": sa.bindparam("new_digest")}
    connection.execute(table.update().where(table.c.row_id == sa.bindparam("of")).values(**values), changes)


def _told(old: Sealer, told: str, identity: bytes, numbers: int) -> str:
    """What an identity was made from: what tells the row, with its number among those that it does not tell apart."""
    if old.digest(told) == identity:
        return told
    for number in range(1, numbers):
        numbered = f"{told}{BETWEEN}#{number}"
        if old.digest(numbered) == identity:
            return numbered
    return _lost(identity)


def _lost(was: bytes) -> str:
    return f"{BETWEEN}was {was.hex()}"


def _indexes_anew(
    connection: sa.Connection, new: Sealer, of: Registry, rows: Rows, listed: set[tuple[int, str]]
) -> None:
    found: list[dict[str, Any]] = []
    for column in sealed_columns(registry(of.name)):
        values: Sequence[Any] = written(column, rows.frame[column.name]).to_pylist()
        for row_id, value in zip(rows.row_ids, values, strict=True):
            if value is not None and (int(row_id), column.name) in listed:
                marks_of = dict.fromkeys(new.indexes(column.personal, value))
                found += [
                    {"ix": ix, "row_of": of.name, "row_id": int(row_id), "column": column.name} for ix in marks_of
                ]
    if found:
        connection.execute(blind_index.insert(), found)
