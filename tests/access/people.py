"""Accounts for tests, and what the audit log says of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from core.access import account_rows, accounts, links, passwords
from core.access.roles import Grant
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import audit

PASSWORD = "correct horse battery"  # noqa: S105 (of nobody)
OTHER = "seven quiet lanterns"
ADMIN = Grant("admin", "")


def somebody(database: Database, login: str = "amy", *given: Grant, shown_name: str = "") -> int:
    """An account that can sign in with PASSWORD."""
    account_id = accounts.create(database, login, shown_name, given)
    hashed = passwords.hash_of(PASSWORD)
    database.write(lambda c: account_rows.put_password(database, c, account_id, hashed, by=None))
    return account_id


def refusal(act: Callable[[], object]) -> str:
    """What a refused act says, in English."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.text.say("en")


def trail(database: Database, since: int = 0) -> list[tuple[str, str, int | None, dict[str, object]]]:
    """Rows of the audit log after a number: action, subject, who, detail."""
    with database.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.seq > since).order_by(audit.c.seq)).all()
    return [(r.action, r.subject, r.account_id, json.loads(r.detail)) for r in rows]


def length(database: Database) -> int:
    """How many rows the audit log has."""
    return len(trail(database))


def invited(database: Database, login: str = "bob", *given: Grant) -> tuple[int, str]:
    """An account that waits for its invitation to be opened, and the token of that."""
    account_id = accounts.create(database, login, "", given)
    return account_id, links.make(database, "invite", account_id)
