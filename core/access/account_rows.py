"""Rows of accounts and what hangs on them, read or changed inside an act."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from core.access.roles import Grant, Role
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts, grants, links, sessions
from core.store.writer import seconds
from core.texts import N_, Text

LONGEST_LOGIN = 64


def fold(login: str) -> str:
    """A login as it is kept and compared: NFKC, lower case, trimmed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).lower()).strip()


def clean_name(shown_name: str) -> str:
    """A name that others see, trimmed, without control characters, 64 characters at most."""
    return "".join(c for c in shown_name if c.isprintable()).strip()[:LONGEST_LOGIN].strip()


def by_login(connection: sa.Connection, login: str) -> int | None:
    """The number of a login; None for an unknown one."""
    name = fold(login)
    if not name.isprintable():  # a NUL is more than PostgreSQL takes
        return None
    found = connection.execute(sa.select(accounts.c.account_id).where(accounts.c.login == name)).scalar()
    return None if found is None else int(found)


def grants_of(connection: sa.Connection, account_id: int) -> frozenset[Grant]:
    """The roles of an account and their stores."""
    rows = connection.execute(sa.select(grants.c.role, grants.c.scope).where(grants.c.account_id == account_id))
    return frozenset(Grant(cast("Role", r.role), r.scope) for r in rows)


def said_grants(given: Iterable[Grant]) -> list[str]:
    """Grants as the audit log writes them, sorted: role, or role@store."""
    return sorted(f"{g.role}@{g.scope}" if g.scope else g.role for g in given)


def put_account(
    database: Database,
    connection: sa.Connection,
    login: str,
    shown_name: str,
    given: frozenset[Grant],
    *,
    staff_id: str = "",
    by: int | None = None,
) -> int:
    """`create` inside an act."""
    name = fold(login)
    if not name or len(name) > LONGEST_LOGIN or not name.isprintable() or " " in name:
        raise Refused(Text(N_("A login is 1 to {most} characters without spaces."), {"most": LONGEST_LOGIN}))
    if connection.execute(sa.select(accounts.c.account_id).where(accounts.c.login == name)).first():
        raise Refused(Text(N_("This login is taken. Choose another.")))
    account_id = (
        int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(accounts.c.account_id), 0))).scalar_one()) + 1
    )
    connection.execute(
        accounts.insert().values(
            account_id=account_id,
            login=name,
            shown_name=clean_name(shown_name) or name,
            staff_id=staff_id or None,
            failed_count=0,
            made_at=seconds(database.clock()),
        )
    )
    put_grants(connection, account_id, given)
    detail = {"grants": said_grants(given)}
    database.note(connection, Entry("account.made", f"account:{account_id}", by, detail=detail))
    return account_id


def put_password(
    database: Database,
    connection: sa.Connection,
    account_id: int,
    hashed: str,
    *,
    by: int | None,
    but: bytes = b"",
    action: str = "password.set",
) -> None:
    """Keep the hash of a demanded password, inside an act; every session ends but the one with the hash `but`."""
    now = seconds(database.clock())
    change(connection, account_id, password_hash=hashed, password_at=now, failed_count=0, locked_until=None)
    end_sessions(connection, account_id, now, but)
    void_links(connection, account_id, now)
    database.note(connection, Entry(action, f"account:{account_id}", by))


def end_sessions(connection: sa.Connection, account_id: int, now: datetime, but: bytes = b"") -> int:
    """End the sessions of an account inside an act, but one; how many."""
    return connection.execute(
        sessions.update()
        .where(
            sessions.c.account_id == account_id,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > now,
            sessions.c.token_hash != but,
        )
        .values(ended_at=now)
    ).rowcount


def void_links(connection: sa.Connection, account_id: int, now: datetime) -> None:
    """Make the links of an account useless, inside an act."""
    connection.execute(
        links.update().where(links.c.account_id == account_id, links.c.used_at.is_(None)).values(used_at=now)
    )


def has_admin(connection: sa.Connection, but: int | None = None) -> bool:
    """Whether somebody can sign in as admin, leaving one account out."""
    return (
        connection.execute(
            sa.select(accounts.c.account_id)
            .join(grants, grants.c.account_id == accounts.c.account_id)
            .where(
                grants.c.role == "admin",
                accounts.c.disabled_at.is_(None),
                sa.or_(accounts.c.password_hash.is_not(None), accounts.c.oidc_subject.is_not(None)),
                accounts.c.account_id != (but or 0),
            )
            .limit(1)
        ).first()
        is not None
    )


def keep_an_admin(connection: sa.Connection, account_id: int) -> None:
    """Refuse, inside an act, what shuts out the last admin.

    Raises:
        Refused: This account is the only one that can sign in as admin.
    """
    if has_admin(connection) and not has_admin(connection, but=account_id):
        raise Refused(Text(N_("This is the last admin who can sign in. Make another one first.")))


def must_exist(connection: sa.Connection, account_id: int) -> sa.Row[tuple[object, ...]]:
    """The row of an account.

    Raises:
        Refused: There is none.
    """
    row = connection.execute(sa.select(accounts).where(accounts.c.account_id == account_id)).first()
    if row is None:
        raise Refused(Text(N_("There is no such account.")))
    return row


def put_grants(connection: sa.Connection, account_id: int, given: frozenset[Grant]) -> None:
    """Add grants to an account that has none, inside an act."""
    if given:
        rows = [{"account_id": account_id, "role": g.role, "scope": g.scope} for g in sorted(given, key=str)]
        connection.execute(grants.insert(), rows)


def change(connection: sa.Connection, account_id: int, **values: object) -> None:
    """Change columns of an account inside an act."""
    connection.execute(accounts.update().where(accounts.c.account_id == account_id).values(**values))
