"""Passwords that are tried: counted, and the account locked, in the writer's transaction.

A refused one tells nothing: one text for a wrong password, an unknown login, a locked, a disabled and an unfinished
account, after the same work. That an account is locked stands in the audit log and on the page of the accounts, not on
the login page: there it would tell a guesser that the login exists. A right password does not open a lock either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from core.access import passwords, refusals
from core.access.account_rows import change
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts
from core.store.writer import seconds
from core.texts import N_, Text

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)
REFUSED = N_(
    "Login and password do not go together, or the account cannot sign in now. After {most} wrong passwords it is "
    "locked for {minutes} minutes."
)


@dataclass(frozen=True)
class _Guess:
    """A password that was tried: against which hash, whether it fits, and its hash with the parameters of today."""

    account_id: int | None
    against: str | None
    right: bool
    better: str | None
    action: str


def check(database: Database, account_id: int | None, password: str, action: str) -> int:
    """Check a password and count it where it is wrong.

    Args:
        database: What is kept.
        account_id: Whose; None for an unknown login, which takes as long.
        password: As typed.
        action: What the audit log calls a refusal.

    Returns:
        The number of the account.

    Raises:
        Refused: The password is not the account's, or the account is locked, disabled or has none.
    """
    for _attempt in range(3):
        with database.read() as connection:
            known = connection.execute(
                sa.select(accounts.c.password_hash).where(accounts.c.account_id == (account_id or 0))
            ).scalar()
        right = passwords.fits(known, password)
        better = passwords.hash_of(password) if right and known and passwords.is_dated(known) else None
        verdict = database.write(partial(_verdict, database, _Guess(account_id, known, right, better, action)))
        if verdict == "right" and account_id is not None:
            return account_id
        if verdict != "again":
            break
    raise Refused(Text(REFUSED, {"most": MOST_WRONG, "minutes": int(LOCKED_FOR.total_seconds() // 60)}))


def _verdict(database: Database, guess: _Guess, connection: sa.Connection) -> str:
    """Count a guess inside an act: right, again (the password was changed meanwhile), or why not."""
    row = connection.execute(sa.select(accounts).where(accounts.c.account_id == (guess.account_id or 0))).first()
    now = seconds(database.clock())
    if row is None:
        why = "unknown"
    elif row.disabled_at is not None:
        why = "disabled"
    elif row.locked_until is not None and row.locked_until > now:
        why = "locked"
    elif row.password_hash != guess.against:
        return "again"
    else:
        why = "right" if guess.right else "wrong"
    subject = f"account:{row.account_id if row else 'unknown'}"
    if why == "wrong":
        database.note(connection, Entry(guess.action, subject, detail={"why": why}))
    elif why != "right":
        refusals.note(database, connection, Entry(guess.action, subject, detail={"why": why}))
    if row is not None and why == "right":
        kept = {"password_hash": guess.better} if guess.better else {}
        change(connection, row.account_id, failed_count=0, locked_until=None, **kept)
    if row is not None and why == "wrong":
        locks = row.failed_count + 1 >= MOST_WRONG
        until = now + LOCKED_FOR if locks else None
        change(connection, row.account_id, failed_count=0 if locks else row.failed_count + 1, locked_until=until)
        if locks:
            database.note(connection, Entry("account.locked", subject))
    return why
