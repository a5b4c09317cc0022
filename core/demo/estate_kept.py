"""The demo estate on the property desk: only where nothing real is kept, as one batch, and taken away whole again."""

from __future__ import annotations

import sqlalchemy as sa

from core.clock import local
from core.demo.estate import HOMES, estate
from core.office.work_cases import catch_up
from core.registries.definitions import OFFICE
from core.store.backup import follow_erasure
from core.store.batches import Committed, Made, write_rows
from core.store.client_records import Row
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Done, begin, finish
from core.store.office_rows import of_requests
from core.store.office_tables import card_codes, drafts, filings, handlers, request_cases
from core.store.removal import remove, scrub
from core.store.tables import OFFICE_SCOPE, batches, registry_tables, seals
from core.store.writer import Answer, seconds
from core.texts import DEFAULT, N_, Text

KIND = "demo"
"""Kind of the batch that brings a demo estate."""


def is_free(connection: sa.Connection) -> bool:
    """Whether nothing is kept on the property desk: no row of a registry, no form, no card; then a demo is offered."""
    kept = [t.c.row_id for of in OFFICE for t in (registry_tables[of.name],)]
    house = [filings.c.filing_id, drafts.c.draft_id, card_codes.c.card_id, request_cases.c.case_id]
    return not any(connection.execute(sa.select(column).limit(1)).first() for column in (*kept, *house))


def standing(connection: sa.Connection) -> int | None:
    """The batch of the demo estate that is kept; None where there is none."""
    asked = sa.select(batches.c.batch_id).where(batches.c.kind == KIND, batches.c.undone_by.is_(None))
    return connection.execute(asked.limit(1)).scalar()


def bring(
    database: Database,
    token: str,
    account_id: int | None,
    *,
    seed: int = 1,
    count: int = HOMES,
    language: str = DEFAULT,
) -> int:
    """Keep a demo estate whose year ends now, once for a token.

    Args:
        database: Where.
        token: Of this act.
        account_id: Who; None for a command.
        seed: The same number and instant give the same estate.
        count: Homes.
        language: Of the names of the categories.

    Returns:
        Its batch.

    Raises:
        Refused: Something is kept on the property desk.
    """
    until = local(seconds(database.clock()))
    tables = estate(seed, count, until, language)

    def act(connection: sa.Connection) -> Answer:
        if not is_free(connection):
            text = N_("Something is kept on this desk already. A demo never stands beside real data.")
            raise Refused(Text(text))
        made = Made(KIND, "office", account_id, action="demo.bring")
        return {"batch_id": write_rows(database, connection, made, tables, only_new=True).batch_id}

    batch_id = int(database.submit(token, "demo.bring", act)["batch_id"])
    while catch_up(database):
        pass
    return batch_id


def take_away(database: Database, token: str, account_id: int | None) -> Committed:
    """Take the demo estate away, whatever was done to it since; what others brought meanwhile stays.

    Args:
        database: Where.
        token: Of this act; a second time does nothing.
        account_id: Who; None for a command.

    Returns:
        The batch that undoes it, and how many rows of each registry went.

    Raises:
        Refused: No demo estate is kept.
    """

    def act(connection: sa.Connection) -> Answer:
        demo = standing(connection)
        if demo is None:
            raise Refused(Text(N_("No demo estate is kept.")))
        rows = _rows(connection, demo)
        remove(connection, rows)
        _without_handlers(connection)
        made = Made("undo", "office", account_id, undoes=demo, action="demo.take_away")
        own = begin(database, connection, made)
        connection.execute(batches.update().where(batches.c.batch_id == demo).values(undone_by=own))
        counts: dict[str, dict[str, int]] = {}
        for name, _scope, _row_id in rows:
            if name in registry_tables:
                counts.setdefault(name, {"removed": 0})["removed"] += 1
        finish(database, connection, own, made, Done(counts, {(OFFICE_SCOPE, name) for name in counts}))
        return {"batch_id": own, "counts": counts}

    answer = database.submit(token, "demo.take_away", act)
    scrub(database)
    follow_erasure(database)
    return Committed(int(answer["batch_id"]), answer["counts"])


def _rows(connection: sa.Connection, demo: int) -> list[Row]:
    """Every version of what the demo brought, and what was kept of its requests."""
    found: list[Row] = []
    for of in OFFICE:
        table = registry_tables[of.name]
        brought = sa.select(table.c.identity).where(table.c.batch_id == demo)
        asked = sa.select(table.c.row_id).where(table.c.identity.in_(brought))
        found += [(of.name, OFFICE_SCOPE, row_id) for row_id in connection.execute(asked).scalars()]
    requests = registry_tables["requests"]
    numbers = connection.execute(sa.select(requests.c.request_no).where(requests.c.batch_id == demo)).scalars().all()
    for rows in of_requests(connection, [str(number) for number in numbers]).values():
        found += rows
    return found


def _without_handlers(connection: sa.Connection) -> None:
    """Take away handlers whom no request names any more."""
    named = sa.select(request_cases.c.handler_id).where(request_cases.c.handler_id.is_not(None))
    gone = connection.execute(sa.select(handlers.c.handler_id).where(handlers.c.handler_id.not_in(named))).scalars()
    ids = list(gone)
    connection.execute(seals.delete().where(seals.c.row_of == handlers.name, seals.c.row_id.in_(ids)))
    connection.execute(handlers.delete().where(handlers.c.handler_id.in_(ids)))
