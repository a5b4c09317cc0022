"""The audit log: appended in the transaction of the act it tells of, each row signed over the one before."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from core.registries.redact import without_numbers
from core.store.keys import KeyRing
from core.store.tables import audit
from core.store.together import ask
from core.store.writer import seconds

FIRST = b"\0" * 32
"""What the first row is chained to."""
# Built once: every act appends, and building a statement costs more than running it.
_LAST = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
APPENDED = audit.insert()


@dataclass(frozen=True)
class Entry:
    """What the log says of an act.

    Attributes:
        action: What was done, a code.
        subject: What it was done to, as table:row or kind:id; nothing personal.
        account_id: Who; None for nobody signed in.
        scope: The store concerned, "" for the property office, None for neither.
        reason: As the person gave it; the log keeps it without phones and other numbers.
        detail: JSON values, nothing personal.
    """

    action: str
    subject: str
    account_id: int | None = None
    scope: str | None = None
    reason: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


def append(connection: sa.Connection, ring: KeyRing, at: datetime, entry: Entry) -> int:
    """Append a row; to be called inside the act it tells of, on the writer's connection.

    Args:
        connection: The writer's.
        ring: Holds the key that signs the chain.
        at: The instant, UTC.
        entry: What happened.

    Returns:
        The number of the row.
    """
    row = following(connection, ring, at, entry)
    connection.execute(APPENDED, row)
    return int(str(row["seq"]))


def following(connection: sa.Connection, ring: KeyRing, at: datetime, entry: Entry) -> dict[str, object]:
    """The row that follows the last one, signed, for who writes it with others of the act, before the next is asked."""
    seq, before = next(iter(ask(connection, _LAST)), (0, FIRST))
    key = ring.newest("audit")
    row: dict[str, object] = {
        "seq": seq + 1,
        "at": seconds(at),
        "account_id": entry.account_id,
        "action": entry.action,
        "subject": entry.subject,
        "scope": entry.scope,
        "reason": without_numbers(entry.reason),
        "detail": json.dumps(dict(entry.detail), ensure_ascii=False, sort_keys=True),
        "key_number": key.number,
    }
    row["hash"] = signature(key.secret, before, row)
    return row


def signature(key: bytes, before: bytes, row: Mapping[str, object]) -> bytes:
    """The hash of a row: over the hash of the row before and all its own values but the hash."""
    said = [str(row[c.name]) if row[c.name] is not None else None for c in audit.c if c.name != "hash"]
    return hmac.digest(key, before + json.dumps(said, ensure_ascii=False).encode(), "sha256")
