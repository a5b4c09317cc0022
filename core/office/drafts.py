"""Drafts of forms: kept sealed under a token that only the browser has, until they are sent or run out."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import drafts
from core.store.tables import seals
from core.store.writer import seconds

DAYS = 14
"""A draft that nobody touched for so long is gone."""
MOST_BYTES = 60_000
MOST_DRAFTS = 20_000
"""More are not begun: whoever sends thousands is no resident, and those who have one keep theirs."""


def new_token() -> str:
    """A token for a new draft; whoever has it can read the draft."""
    return secrets.token_urlsafe(24)


def save(database: Database, token: str, kind: str, values: Mapping[str, Any]) -> bool:
    """Keep a draft in place of the one before; drafts that ran out go at the same time.

    Args:
        database: Where.
        token: Of `new_token`.
        kind: information or repair.
        values: What was typed, JSON values.

    Returns:
        Whether it was kept; not where it is too long, or too many others are kept.
    """
    said = json.dumps(dict(values), ensure_ascii=False)
    if len(said.encode()) > MOST_BYTES:
        return False
    mark = _mark(token)

    def act(connection: sa.Connection) -> bool:
        at = seconds(database.clock())
        _take_away(connection, drafts.c.changed_at < at - timedelta(days=DAYS))
        known = connection.execute(sa.select(drafts.c.draft_id).where(drafts.c.token_hash == mark)).scalar()
        if known is None and _count(connection) >= MOST_DRAFTS:
            return False
        _take_away(connection, drafts.c.token_hash == mark)
        draft_id = numbered(connection, 1)
        blob, secret = database.sealer.seal("drafts", draft_id, {"values": said})
        connection.execute(
            drafts.insert().values(draft_id=draft_id, token_hash=mark, kind=kind, changed_at=at, sealed=blob)
        )
        connection.execute(seals.insert().values(row_of="drafts", row_id=draft_id, secret=secret))
        return True

    return database.write(act)


def load(database: Database, token: str, kind: str) -> dict[str, Any] | None:
    """What was typed; None for no such draft, one of another kind, and one that ran out."""
    if not token:
        return None
    source = drafts.join(seals, sa.and_(seals.c.row_of == "drafts", seals.c.row_id == drafts.c.draft_id))
    asked = sa.select(drafts.c.draft_id, drafts.c.sealed, seals.c.secret).select_from(source)
    oldest = seconds(database.clock()) - timedelta(days=DAYS)
    mine = sa.and_(drafts.c.token_hash == _mark(token), drafts.c.kind == kind, drafts.c.changed_at >= oldest)
    with database.read() as connection:
        row = connection.execute(asked.where(mine)).first()
    if row is None:
        return None
    found: dict[str, Any] = json.loads(database.sealer.open("drafts", row.draft_id, row.sealed, row.secret)["values"])
    return found


def drop(connection: sa.Connection, token: str) -> None:
    """Take a draft away, if there is one; inside the act that keeps the form itself."""
    if token:
        _take_away(connection, drafts.c.token_hash == _mark(token))


def _take_away(connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    gone = connection.execute(sa.select(drafts.c.draft_id).where(which)).scalars().all()
    if gone:
        connection.execute(seals.delete().where(seals.c.row_of == "drafts", seals.c.row_id.in_(gone)))
        connection.execute(drafts.delete().where(drafts.c.draft_id.in_(gone)))


def _count(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(drafts)).scalar() or 0)


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
