"""One personal value shown in full: with a reason, and one row in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from core.registries.definitions import registry
from core.registries.redact import without_numbers
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import registry_tables, seals
from core.texts import N_, Text

REASON_LEAST = 3


@dataclass(frozen=True)
class Cell:
    """One value: the registry, the number of its row, the column."""

    registry: str
    row_id: int
    column: str

    @property
    def subject(self) -> str:
        """As the audit log names it."""
        return f"{self.registry}:{self.row_id}#{self.column}"


def reveal(database: Database, cell: Cell, account_id: int, reason: str, may: Callable[[str], bool]) -> str:
    """Open one value and note it in the audit log, both or neither.

    Args:
        database: Where it is kept.
        cell: Which value; its row must stand.
        account_id: Who asks.
        reason: Why, as the person gave it; see `reason_of`.
        may: Whether the person may have values of a scope, decided by `core.access`.

    Returns:
        The value as it was written; dates in ISO form.

    Raises:
        Refused: No reason, no such value, or the person may not; nothing is noted.
        CannotWrite: The log could not be written, so nothing is shown.
    """
    why = reason_of(reason)
    if not registry(cell.registry).column(cell.column).personal:
        raise Refused(_nothing_there())

    def act(connection: sa.Connection) -> str:
        table = registry_tables[cell.registry]
        source = table.outerjoin(seals, sa.and_(seals.c.row_of == cell.registry, seals.c.row_id == table.c.row_id))
        asked = sa.select(table.c.scope, table.c.sealed, seals.c.secret).select_from(source)
        row = connection.execute(asked.where(table.c.row_id == cell.row_id, table.c.ended_by.is_(None))).first()
        if row is None or not may(row.scope):
            raise Refused(_nothing_there())
        value = database.sealer.open(cell.registry, cell.row_id, row.sealed, row.secret).get(cell.column)
        if value is None:
            raise Refused(_nothing_there())
        database.note(connection, Entry("reveal", cell.subject, account_id, row.scope, why))
        return value

    return database.write(act)


def reason_of(reason: str) -> str:
    """A reason as the audit log keeps it: without the phones and other numbers that people write into it.

    Raises:
        Refused: It says nothing.
    """
    why = without_numbers(" ".join(reason.split()))
    if len(why) < REASON_LEAST:
        text = Text(
            N_("Give a reason of at least {least} characters: it stands in the audit log."), {"least": REASON_LEAST}
        )
        raise Refused(text)
    return why


def row_of_key(connection: sa.Connection, registry_name: str, key: str, scope: str) -> int | None:
    """Number of the standing row that has a key in a scope; None for none, or where the registry has no key."""
    column = registry(registry_name).key
    if column is None:
        return None
    table = registry_tables[registry_name]
    asked = sa.select(table.c.row_id).where(
        table.c[column.name] == key, table.c.scope == scope, table.c.ended_by.is_(None)
    )
    found: int | None = connection.execute(asked.limit(1)).scalar()
    return found


def _nothing_there() -> Text:
    return Text(N_("There is no such value to show you."))
