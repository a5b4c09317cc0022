"""Sessions: who is signed in, looked up anew at every click. Only the hash of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from core.access.account_rows import end_sessions, grants_of
from core.access.roles import Person
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts, sessions
from core.store.writer import seconds
from core.texts import N_, Text

Way = Literal["password", "oidc", "link"]
IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Session:
    """One session of an account. Instants are UTC.

    Attributes:
        token_hash: What tells it from others; `Person.session` of the person in it.
        made_at: When the person signed in.
        seen_at: Last use, to the minute.
        way: How the person signed in.
    """

    token_hash: bytes
    made_at: datetime
    seen_at: datetime
    way: str


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def begin(database: Database, account_id: int, way: Way, absolute: timedelta = ABSOLUTE) -> str:
    """Sign an account in.

    Args:
        database: What is kept.
        account_id: Whose sign-in was checked.
        way: How.
        absolute: After this the session is over, used or not.

    Returns:
        The token for the cookie.

    Raises:
        Refused: The account is disabled.
    """
    token = new_token()
    database.write(lambda c: put_session(database, c, account_id, token, way=way, absolute=absolute))
    return token


def put_session(
    database: Database,
    connection: sa.Connection,
    account_id: int,
    token: str,
    *,
    way: Way,
    absolute: timedelta = ABSOLUTE,
) -> None:
    """`begin` inside an act, with a token from `new_token`; old sessions are swept on the way."""
    usable = sa.select(accounts.c.account_id).where(
        accounts.c.account_id == account_id, accounts.c.disabled_at.is_(None)
    )
    if connection.execute(usable).first() is None:
        raise Refused(Text(N_("This account cannot sign in. Ask an admin.")))
    now = seconds(database.clock())
    sweep(connection, now)
    connection.execute(
        sessions.insert().values(
            token_hash=hash_of(token),
            account_id=account_id,
            made_at=now,
            seen_at=now,
            expires_at=now + absolute,
            way=way,
        )
    )
    database.note(connection, Entry("sign_in", f"account:{account_id}", account_id, detail={"way": way}))


def person(database: Database, token: str, idle: timedelta = IDLE) -> Person | None:
    """Who is signed in with a token, as things stand at this instant.

    Args:
        database: What is kept.
        token: From the cookie; anything may stand there.
        idle: Without use for this long, the session is over.

    Returns:
        None where there is no such session, it is over, or the account is disabled.
    """
    now = seconds(database.clock())
    kept = hash_of(token)
    with database.read() as connection:
        row = connection.execute(
            sa.select(sessions.c.seen_at, accounts.c.account_id, accounts.c.shown_name, accounts.c.staff_id)
            .join(accounts, accounts.c.account_id == sessions.c.account_id)
            .where(
                sessions.c.token_hash == kept,
                sessions.c.ended_at.is_(None),
                sessions.c.expires_at > now,
                sessions.c.seen_at > now - idle,
                accounts.c.disabled_at.is_(None),
            )
        ).first()
        if row is None:
            return None
        given = grants_of(connection, row.account_id)
    if row.seen_at <= now - SEEN_EVERY:
        database.writer.later(lambda c: _seen(c, kept, now))
    return Person(row.account_id, row.shown_name, given, row.staff_id or "", kept)


def end(database: Database, token: str) -> None:
    """Sign out here; nothing happens where nobody is signed in."""

    def act(connection: sa.Connection) -> None:
        now = seconds(database.clock())
        row = connection.execute(
            sa.select(sessions.c.account_id).where(
                sessions.c.token_hash == hash_of(token), sessions.c.ended_at.is_(None), sessions.c.expires_at > now
            )
        ).first()
        if row is None:
            return
        connection.execute(sessions.update().where(sessions.c.token_hash == hash_of(token)).values(ended_at=now))
        database.note(connection, Entry("sign_out", f"account:{row.account_id}", row.account_id))

    database.write(act)


def end_all(database: Database, account_id: int, by: int | None, but: bytes = b"") -> int:
    """Sign an account out everywhere.

    Args:
        database: What is kept.
        account_id: Whose sessions.
        by: Who does it; None for a command.
        but: `Person.session` of a session that goes on; blank for none.

    Returns:
        How many sessions ended.
    """

    def act(connection: sa.Connection) -> int:
        ended = end_sessions(connection, account_id, seconds(database.clock()), but)
        entry = Entry("sessions.ended", f"account:{account_id}", by, detail={"sessions": ended})
        database.note(connection, entry)
        return ended

    return database.write(act)


def end_one(database: Database, account_id: int, token_hash: bytes, by: int | None) -> int:
    """End one session of an account by what `living` says of it; how many ended, 0 or 1."""

    def act(connection: sa.Connection) -> int:
        now = seconds(database.clock())
        ended = connection.execute(
            sessions.update()
            .where(
                sessions.c.token_hash == token_hash,
                sessions.c.account_id == account_id,
                sessions.c.ended_at.is_(None),
                sessions.c.expires_at > now,
            )
            .values(ended_at=now)
        ).rowcount
        if ended:
            entry = Entry("sessions.ended", f"account:{account_id}", by, detail={"sessions": ended})
            database.note(connection, entry)
        return ended

    return database.write(act)


def living(connection: sa.Connection, account_id: int, now: datetime, idle: timedelta = IDLE) -> list[Session]:
    """The sessions of an account that still hold, last used first."""
    rows = connection.execute(
        sa.select(sessions)
        .where(
            sessions.c.account_id == account_id,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > now,
            sessions.c.seen_at > now - idle,
        )
        .order_by(sessions.c.seen_at.desc(), sessions.c.made_at.desc())
    )
    return [Session(r.token_hash, r.made_at, r.seen_at, r.way) for r in rows]


def sweep(connection: sa.Connection, now: datetime) -> int:
    """Forget sessions that were over long ago, inside an act; how many."""
    return connection.execute(sessions.delete().where(sessions.c.expires_at < now - KEPT_FOR)).rowcount


def _seen(connection: sa.Connection, kept: bytes, now: datetime) -> None:
    connection.execute(
        sessions.update()
        .where(sessions.c.token_hash == kept, sessions.c.ended_at.is_(None), sessions.c.seen_at <= now - SEEN_EVERY)
        .values(seen_at=now)
    )
