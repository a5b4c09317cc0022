"""One-time links: the first admin, an invitation, a new password. Only the hash of a token is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NoReturn

import sqlalchemy as sa

from core.access import account_rows, accounts, oidc, passwords, refusals, sessions
from core.access.roles import Grant
from core.store import tables
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import links
from core.store.writer import seconds
from core.texts import N_, Text

Purpose = Literal["first_admin", "invite", "reset"]
LASTS: dict[Purpose, timedelta] = {
    "first_admin": timedelta(hours=24),
    "invite": timedelta(days=7),
    "reset": timedelta(days=1),
}


@dataclass(frozen=True)
class Link:
    """What a link that still holds is for.

    Attributes:
        purpose: First admin, invitation or new password.
        account_id: Whose; None for the first admin, who has no account yet.
        login: Of the account; blank for the first admin.
        shown_name: Of the account; blank for the first admin.
        expires_at: UTC.
    """

    purpose: Purpose
    account_id: int | None
    login: str
    shown_name: str
    expires_at: datetime


def first_admin_link(database: Database) -> str | None:
    """A fresh token for the first admin; the one before is void. None where an admin exists."""
    with database.read() as connection:
        if account_rows.has_admin(connection):
            return None
    return make(database, "first_admin")


def make(database: Database, purpose: Purpose, account_id: int | None = None, by: int | None = None) -> str:
    """Make a link; the earlier ones of that account (or for the first admin) are void.

    Args:
        database: What is kept.
        purpose: What it is for.
        account_id: Whose; None for the first admin alone.
        by: Who makes it; None for a command.

    Returns:
        Its token.

    Raises:
        Refused: There is no such account, it is disabled, or an admin exists already.
    """
    token = sessions.new_token()

    def act(connection: sa.Connection) -> None:
        now = seconds(database.clock())
        if account_id is None:
            _no_admin_yet(connection, purpose)
            connection.execute(links.update().where(_living(now), links.c.account_id.is_(None)).values(used_at=now))
        else:
            _may_have_link(connection, account_id)
            account_rows.void_links(connection, account_id, now)
        connection.execute(links.delete().where(links.c.expires_at < now - sessions.KEPT_FOR))
        connection.execute(
            links.insert().values(
                token_hash=sessions.hash_of(token),
                purpose=purpose,
                account_id=account_id,
                made_at=now,
                expires_at=now + LASTS[purpose],
            )
        )
        database.note(connection, Entry("link.made", _subject(account_id), by, detail={"purpose": purpose}))

    database.write(act)
    return token


def base(environ: Mapping[str, str], otherwise: str) -> str:
    """How links begin, before `/link/...`: as people type it behind a proxy, where `DESK_HOST` says the name.

    Args:
        environ: Variables of the process.
        otherwise: The address where no name is given.
    """
    host = environ.get("DESK_HOST", "").strip()
    return f"https://{host}" if host else otherwise.rstrip("/")


def peek(database: Database, token: str) -> Link | None:
    """What a token is for, without using it; None where it holds no longer."""
    with database.read() as connection:
        return _standing(connection, token, seconds(database.clock()))


def use(
    database: Database,
    token: str,
    password: str,
    *,
    login: str = "",
    shown_name: str = "",
    also: frozenset[Grant] = frozenset(),
) -> str:
    """Use a link: set the password (for the first admin make the account too) and sign in.

    Args:
        database: What is kept.
        token: Of the link.
        password: The new one.
        login: Of the first admin; the account's own otherwise.
        shown_name: Of the first admin.
        also: What the first admin is besides; an invited person has the roles of the invitation.

    Returns:
        The token of the session.

    Raises:
        Refused: The link holds no longer, or the login or the password may not be used; then the link still holds.
    """
    link = peek(database, token)
    if link is None:
        _refuse(database)
    passwords.demand(password, account_rows.fold(link.login or login), link.shown_name or shown_name)
    hashed = passwords.hash_of(password)
    fresh = sessions.new_token()

    def act(connection: sa.Connection) -> bool:
        account_id = _take(database, connection, token, login, shown_name, also)
        if account_id is None:
            return False
        account_rows.put_password(database, connection, account_id, hashed, by=account_id)
        sessions.put_session(database, connection, account_id, fresh, way="link")
        return True

    if not database.write(act):
        _refuse(database)
    return fresh


def use_with_oidc(
    database: Database, token: str, identity: oidc.Identity, *, login: str = "", shown_name: str = ""
) -> str:
    """Use the first admin's link or an invitation with another house's sign-in in place of a password.

    Args:
        database: What is kept.
        token: Of the link.
        identity: As the provider vouched for it.
        login: Of the first admin; the account's own otherwise.
        shown_name: Of the first admin.

    Returns:
        The token of the session.

    Raises:
        Refused: The link holds no longer or is for a password, or the identity is another account's.
    """
    fresh = sessions.new_token()

    def act(connection: sa.Connection) -> bool:
        link = _standing(connection, token, seconds(database.clock()))
        if link is None or link.purpose == "reset":
            return False
        account_id = _take(database, connection, token, login, shown_name)
        if account_id is None:
            return False
        oidc.put_tie(database, connection, account_id, identity, by=account_id)
        sessions.put_session(database, connection, account_id, fresh, way="oidc")
        return True

    if not database.write(act):
        _refuse(database)
    return fresh


def _take(  # noqa: PLR0917 (an act and what it needs)
    database: Database,
    connection: sa.Connection,
    token: str,
    login: str,
    shown_name: str,
    also: frozenset[Grant] = frozenset(),
) -> int | None:
    """Mark a link used inside an act, and give its account, made for the first admin; None where it holds no longer."""
    now = seconds(database.clock())
    link = _standing(connection, token, now)
    if link is None:
        return None
    connection.execute(links.update().where(links.c.token_hash == sessions.hash_of(token)).values(used_at=now))
    account_id = link.account_id
    if account_id is None:
        account_id = account_rows.put_account(database, connection, login, shown_name, also | {Grant("admin", "")})
    detail = {"purpose": link.purpose}
    database.note(connection, Entry("link.used", _subject(account_id), account_id, detail=detail))
    return account_id


def _standing(connection: sa.Connection, token: str, now: datetime) -> Link | None:
    row = connection.execute(
        sa.select(
            links.c.purpose,
            links.c.account_id,
            links.c.expires_at,
            tables.accounts.c.login,
            tables.accounts.c.shown_name,
        )
        .outerjoin(tables.accounts, tables.accounts.c.account_id == links.c.account_id)
        .where(links.c.token_hash == sessions.hash_of(token), _living(now), tables.accounts.c.disabled_at.is_(None))
    ).first()
    if row is None or (row.account_id is None and account_rows.has_admin(connection)):
        return None
    return Link(row.purpose, row.account_id, row.login or "", row.shown_name or "", row.expires_at)


def _living(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(links.c.used_at.is_(None), links.c.expires_at > now)


def _subject(account_id: int | None) -> str:
    return f"account:{account_id or 'first'}"


def _no_admin_yet(connection: sa.Connection, purpose: Purpose) -> None:
    if purpose != "first_admin":
        raise ValueError("a link is of an account, but for the first admin's")
    if account_rows.has_admin(connection):
        raise Refused(Text(N_("There is an admin already. An admin makes the other accounts.")))


def _may_have_link(connection: sa.Connection, account_id: int) -> None:
    known = accounts.account(connection, account_id)
    if known is None or known.disabled_at is not None:
        raise Refused(Text(N_("There is no such account, or it is disabled.")))


def _refuse(database: Database) -> NoReturn:
    database.write(lambda c: refusals.note(database, c, Entry("link.refused", "link:unknown")))
    raise Refused(Text(N_("This link holds no longer: it was used, replaced, or is too old. Ask for a new one.")))
