"""Refused tries to get in, noted in the audit log so that no number of them makes it long.

Of refusals that are alike (the same act, account and cause) the 1st, 10th, 100th ... of an hour are noted, with how
many there were by then: an attack of 100,000 tries is six rows, and its size can be read from them. Wrong passwords
themselves are noted one by one: the lock after a few of them bounds their number.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from core.store.audit import Entry
from core.store.database import Database
from core.store.tables import facts
from core.store.writer import seconds

COUNTED_FOR = timedelta(hours=1)


def note(database: Database, connection: sa.Connection, entry: Entry) -> None:
    """Count a refusal, and note it where its number says so; inside an act.

    Args:
        database: What is kept.
        connection: The writer's.
        entry: Its action, subject and cause (`why` in the detail) say which refusals are alike. From the second row
            of an hour on its detail has `count`: how many there were by then.
    """
    name = f"refused {entry.action} {entry.subject} {entry.detail.get('why', '')}"
    known = connection.execute(sa.select(facts.c.value).where(facts.c.name == name)).scalar()
    now = seconds(database.clock())
    since, count = _read(known)
    if since is None or not since <= now < since + COUNTED_FOR:
        since, count = now, 0
    count += 1
    value = f"{since.isoformat()} {count}".encode()
    if known is None:
        connection.execute(facts.insert().values(name=name, value=value))
    else:
        connection.execute(facts.update().where(facts.c.name == name).values(value=value))
    if str(count).strip("0") == "1":
        detail = dict(entry.detail) if count == 1 else {**entry.detail, "count": count}
        database.note(connection, Entry(entry.action, entry.subject, entry.account_id, detail=detail))


def _read(known: bytes | None) -> tuple[datetime | None, int]:
    """Since when refusals are counted, and how many there were."""
    if known is None:
        return None, 0
    since, count = known.decode().split()
    return datetime.fromisoformat(since), int(count)
