"""Accounts: who can sign in, as what, and for which stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from core.access import guesses, passwords
from core.access.account_rows import (
    by_login,
    change,
    clean_name,
    end_sessions,
    grants_of,
    keep_an_admin,
    must_exist,
    put_account,
    put_grants,
    put_password,
    said_grants,
    void_links,
)
from core.access.roles import ROLES, STORE_ROLES, Grant
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts, grants, sessions
from core.store.writer import seconds
from core.texts import N_, Text


@dataclass(frozen=True)
class Account:
    """An account as the page of accounts shows it. Instants are UTC.

    Attributes:
        account_id: Its number.
        login: Folded.
        shown_name: As others see it.
        grants: Roles and their stores.
        staff_id: Who a salesperson is in the staff registry; blank for nobody.
        made_at: When it was made.
        password_at: When its password was set; None for none.
        is_tied: Whether an OIDC subject is tied to it.
        disabled_at: Since when it cannot sign in; None where it can.
        locked_until: End of the lock after wrong passwords; None, or past, where there is none.
        seen_at: When it was last in use; None for never, and where that was so long ago that it was swept.
    """

    account_id: int
    login: str
    shown_name: str
    grants: frozenset[Grant]
    staff_id: str
    made_at: datetime
    password_at: datetime | None
    is_tied: bool
    disabled_at: datetime | None
    locked_until: datetime | None
    seen_at: datetime | None


def create(
    database: Database,
    login: str,
    shown_name: str,
    given: Iterable[Grant],
    *,
    staff_id: str = "",
    by: int | None = None,
) -> int:
    """Make an account that cannot sign in yet: an invitation lets its person set a password.

    Args:
        database: What is kept.
        login: Any writing of it; 1 to 64 characters without spaces.
        shown_name: As others see it; the login where blank.
        given: Roles and their stores.
        staff_id: Who a salesperson is in the staff registry.
        by: Account that makes it; None for a command.

    Returns:
        Its number.

    Raises:
        Refused: The login is taken or cannot be one, or a grant does not exist.
    """
    return database.write(lambda c: put_account(database, c, login, shown_name, sound(given), staff_id=staff_id, by=by))


def all_accounts(connection: sa.Connection) -> list[Account]:
    """Every account, by login."""
    given: dict[int, set[Grant]] = {}
    for row in connection.execute(sa.select(grants)):
        given.setdefault(row.account_id, set()).add(Grant(row.role, row.scope))
    last = sa.select(sessions.c.account_id, sa.func.max(sessions.c.seen_at)).group_by(sessions.c.account_id)
    seen = {int(who): when for who, when in connection.execute(last)}
    return [
        Account(
            r.account_id,
            r.login,
            r.shown_name,
            frozenset(given.get(r.account_id, ())),
            r.staff_id or "",
            r.made_at,
            r.password_at,
            r.oidc_subject is not None,
            r.disabled_at,
            r.locked_until,
            seen.get(r.account_id),
        )
        for r in connection.execute(sa.select(accounts).order_by(accounts.c.login))
    ]


def account(connection: sa.Connection, account_id: int) -> Account | None:
    """One account; None for an unknown number."""
    return next((a for a in all_accounts(connection) if a.account_id == account_id), None)


def sound(given: Iterable[Grant]) -> frozenset[Grant]:
    """Grants, checked.

    Raises:
        Refused: A role is unknown, lacks its store, or has one where it has none.
    """
    checked = frozenset(given)
    for grant in checked:
        if grant.role not in ROLES:
            raise Refused(Text(N_("There is no role {role}."), {"role": grant.role}))
        if grant.role in STORE_ROLES and not grant.scope.strip():
            raise Refused(Text(N_("Say for which store the role {role} is given."), {"role": grant.role}))
        if grant.role not in STORE_ROLES and grant.scope:
            raise Refused(Text(N_("The role {role} is given for no store."), {"role": grant.role}))
    return checked


def set_grants(
    database: Database, account_id: int, given: Iterable[Grant], by: int | None = None, *, staff_id: str | None = None
) -> None:
    """Give an account these roles and no others; they hold from its person's next click.

    Args:
        database: What is kept.
        account_id: Whose.
        given: All of its roles with their stores.
        by: Who does it; None for a command.
        staff_id: Who a salesperson is in the staff registry from now on; None leaves it.

    Raises:
        Refused: A grant does not exist, or nobody would be left as admin.
    """
    new = sound(given)

    def act(connection: sa.Connection) -> None:
        must_exist(connection, account_id)
        old = grants_of(connection, account_id)
        if Grant("admin", "") not in new:
            keep_an_admin(connection, account_id)
        connection.execute(grants.delete().where(grants.c.account_id == account_id))
        put_grants(connection, account_id, new)
        detail: dict[str, object] = {"before": said_grants(old), "after": said_grants(new)}
        if staff_id is not None:
            change(connection, account_id, staff_id=staff_id or None)
            detail["staff_id"] = staff_id
        database.note(connection, Entry("grants.changed", f"account:{account_id}", by, detail=detail))

    database.write(act)


def rename(database: Database, account_id: int, shown_name: str, by: int | None = None) -> None:
    """Change the name that others see.

    Raises:
        Refused: It is blank.
    """
    name = clean_name(shown_name)
    if not name:
        raise Refused(Text(N_("Give a name that others see.")))

    def act(connection: sa.Connection) -> None:
        must_exist(connection, account_id)
        change(connection, account_id, shown_name=name)
        database.note(connection, Entry("account.renamed", f"account:{account_id}", by))

    database.write(act)


def disable(database: Database, account_id: int, by: int | None = None, reason: str = "") -> None:
    """Shut an account out: its sessions end, its links are void, it cannot sign in.

    Raises:
        Refused: Nobody would be left as admin.
    """

    def act(connection: sa.Connection) -> None:
        must_exist(connection, account_id)
        keep_an_admin(connection, account_id)
        now = seconds(database.clock())
        change(connection, account_id, disabled_at=now)
        end_sessions(connection, account_id, now)
        void_links(connection, account_id, now)
        database.note(connection, Entry("account.disabled", f"account:{account_id}", by, reason=reason))

    database.write(act)


def enable(database: Database, account_id: int, by: int | None = None, reason: str = "") -> None:
    """Let an account sign in again; a lock after wrong passwords ends too."""

    def act(connection: sa.Connection) -> None:
        must_exist(connection, account_id)
        change(connection, account_id, disabled_at=None, failed_count=0, locked_until=None)
        database.note(connection, Entry("account.enabled", f"account:{account_id}", by, reason=reason))

    database.write(act)


def check_password(database: Database, login: str, password: str) -> int:
    """Whose login and password these are; a wrong one is counted, the fifth locks the account for a while.

    The count is kept in the database and counted in the writer's transaction, so that guesses at the same time, in
    several processes and across restarts all count.

    Returns:
        The number of the account.

    Raises:
        Refused: They do not go together, or the account is locked, disabled or has no password; nothing tells which.
    """
    with database.read() as connection:
        account_id = by_login(connection, login)
    return guesses.check(database, account_id, password, "sign_in.refused")


def set_password(database: Database, account_id: int, password: str, by: int | None = None) -> None:
    """Give an account a password without asking for the old one; its sessions end, its lock ends.

    Raises:
        Refused: The password may not be used.
    """
    with database.read() as connection:
        row = must_exist(connection, account_id)
    passwords.demand(password, row.login, row.shown_name)
    hashed = passwords.hash_of(password)
    database.write(lambda c: put_password(database, c, account_id, hashed, by=by))


def change_password(database: Database, account_id: int, old: str, new: str, session: bytes = b"") -> None:
    """Change one's own password; the other sessions end.

    Args:
        database: What is kept.
        account_id: One's own.
        old: The password so far; a wrong one counts towards the lock.
        new: The password from now on.
        session: `Person.session`: the session that goes on.

    Raises:
        Refused: The old one is wrong, or the new one may not be used.
    """
    with database.read() as connection:
        row = must_exist(connection, account_id)
    passwords.demand(new, row.login, row.shown_name)
    guesses.check(database, account_id, old, "password.refused")
    hashed = passwords.hash_of(new)
    database.write(
        lambda c: put_password(database, c, account_id, hashed, by=account_id, but=session, action="password.changed")
    )
