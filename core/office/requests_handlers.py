"""Who mends things, as the office calls them: each name kept once, sealed, and counted by number."""

from __future__ import annotations

import sqlalchemy as sa

from core.office.categories import folded
from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import handlers
from core.store.seals import Sealer
from core.store.tables import seals
from core.store.writer import seconds


def handler_number(database: Database, connection: sa.Connection, name: str) -> int:
    """The number of a handler by name, made where there is none of that name yet; inside an act."""
    for number, known in handler_names(connection, database.sealer).items():
        if folded(known) == folded(name):
            return number
    number = numbered(connection, 1)
    blob, secret = database.sealer.seal("handlers", number, {"name": name})
    connection.execute(handlers.insert().values(handler_id=number, made_at=seconds(database.clock()), sealed=blob))
    connection.execute(seals.insert().values(row_of="handlers", row_id=number, secret=secret))
    return number


def handler_names(connection: sa.Connection, sealer: Sealer) -> dict[int, str]:
    """Number -> name of every handler that was ever named, in the order in which they were; none gives no entry."""
    on = sa.and_(seals.c.row_of == "handlers", seals.c.row_id == handlers.c.handler_id)
    asked = sa.select(handlers, seals.c.secret).select_from(handlers.outerjoin(seals, on))
    return {
        h.handler_id: sealer.open("handlers", h.handler_id, h.sealed, h.secret).get("name", "")
        for h in connection.execute(asked.order_by(handlers.c.handler_id))
    }
