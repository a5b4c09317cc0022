"""One row of plain values is kept as the same row in a frame would be, on both databases."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from core.registries.definitions import registry
from core.registries.typed import as_typed
from core.store import audit_chain
from core.store.batches import Made, history, write_rows
from core.store.database import Database
from core.store.rows import load_rows
from core.store.single import One, write_one
from core.store.tables import OFFICE_SCOPE, blind_index, registry_tables
from core.store.together import Together

ROWS = registry_tables["requests"]
MADE = Made("form", "office", None, action="request.submit")
SAID = {
    "request_no": "R2603-0001",
    "submitted_at": datetime(2026, 3, 2, 9),
    "room_no": "3-2-501",
    "name": "王小明",
    "contact": "13900000001 / 13900000002",
    "repair": "廚房水龍頭漏水",
    "satisfaction": 5,
    "status": "new",
    "source": "form",
}
VALUES = {c.name: SAID.get(c.name) for c in registry("requests").columns}


def one(database: Database, values: dict[str, object], *, only_new: bool = False) -> tuple[int, int]:
    def act(connection: sa.Connection) -> tuple[int, int]:
        together = Together(connection)
        found = write_one(database, together, MADE, One("requests", values), only_new=only_new)
        together.run()
        return found

    return database.write(act)


def framed(database: Database, values: dict[str, object]) -> None:
    row = {name: "" if value is None else str(value) for name, value in values.items()}
    frame, faults = as_typed(registry("requests"), [row])
    assert not len(faults)
    database.write(lambda c: write_rows(database, c, MADE, {"requests": frame}))


def kept(database: Database) -> list[object]:
    """Everything of the standing rows but their numbers and what is sealed anew each time."""
    with database.read() as connection:
        rows = connection.execute(sa.select(ROWS).where(ROWS.c.ended_by.is_(None))).mappings().all()
        found = load_rows(connection, database.sealer, "requests", [OFFICE_SCOPE])
        marks = connection.execute(sa.select(blind_index.c.ix, blind_index.c.column)).all()
    plain = [{k: v for k, v in row.items() if k not in {"row_id", "batch_id", "sealed"}} for row in rows]
    return [plain, found.frame.to_dict("records"), sorted((bytes(ix), column) for ix, column in marks)]


def test_a_row_alone_is_kept_as_one_in_a_frame(database: Database) -> None:
    one(database, VALUES)
    alone = kept(database)
    database.write(lambda c: c.execute(ROWS.delete()))
    database.write(lambda c: c.execute(blind_index.delete()))
    framed(database, VALUES)
    assert str(kept(database)) == str(alone)


def test_a_changed_row_takes_the_place_of_the_one_before(database: Database) -> None:
    first, begun = one(database, VALUES)
    again, same = one(database, VALUES)
    second, changed = one(database, VALUES | {"status": "closed"})
    assert (again, same, changed) == (first, begun + 1, begun + 2)
    with database.read() as connection:
        rows = connection.execute(sa.select(ROWS.c.row_id, ROWS.c.batch_id, ROWS.c.ended_by).order_by(ROWS.c.row_id))
        assert [tuple(row) for row in rows] == [(first, begun, changed), (second, changed, None)]
        counts = [batch.counts["requests"] for batch in history(connection, database.sealer, [OFFICE_SCOPE])]
        assert audit_chain.verify(connection, database.sealer.ring).why is None
    names = ("new", "changed", "same", "removed")
    assert [tuple(found[n] for n in names) for found in counts] == [(0, 1, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0)]
