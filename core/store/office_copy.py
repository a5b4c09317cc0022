"""What is kept of a person beside the registries of the property office, for a full copy of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd
import sqlalchemy as sa

from core.registries.definitions import registry
from core.store.held import HELD, OF_RESIDENTS
from core.store.office_rows import number_of, of_person, opened, table_of
from core.store.seals import Sealer
from core.store.tables import registry_tables
from core.texts import N_, say

NAMED = "named"
"""Name in a copy for texts in rows of others."""
HOUSE_NAMES: Mapping[str, str] = {
    **{name: HELD[name].label for name in (*OF_RESIDENTS, "batches")},
    NAMED: N_("Words of others that name them"),
}
"""House table -> message id of what stands in it; the last is no table, but what of others' rows names somebody."""
_LEFT_OUT = frozenset({"sealed", "token_hash", "row_id"})


def name_of(table: str, language: str) -> str:
    """What a reader of a language calls a registry or a house table."""
    return registry(table).label(language) if table in registry_tables else say(language, HOUSE_NAMES[table])


def house_rows(
    connection: sa.Connection, sealer: Sealer, name: str, ids: Sequence[int], indexes: Sequence[bytes]
) -> pd.DataFrame:
    """Rows of a house table in full, by number.

    Args:
        connection: To read with.
        sealer: Opens what is sealed.
        name: Of the table.
        ids: Numbers of its rows.
        indexes: Of the person: of an information form only their own entries are shown.

    Returns:
        `row_id`, the open columns of the table, and what was sealed, each in a column of its own.
    """
    table = table_of(name)
    number = number_of(table)
    here, rows = number.in_(ids), []
    if "sealed" in table.c:
        found = [(row._mapping, said) for row, said in opened(connection, sealer, table, here)]
    else:
        found = [(row._mapping, {}) for row in connection.execute(sa.select(table).where(here).order_by(number))]
    for row, said in found:
        own = {"form": json.dumps(of_person(sealer, said, indexes), ensure_ascii=False)} if name == "filings" else {}
        named = {c.name: row[c] for c in table.c if c.name not in _LEFT_OUT and c is not number}
        rows.append({"row_id": row[number], **named, **said, **own})
    return pd.DataFrame(rows)
