"""Accounts: who can sign in, as what, and for which stores.

A refused sign-in tells nothing: one text for a wrong password, an unknown login, a locked, a disabled and an unfinished
account, after the same work. That an account is locked stands in the audit log and on the page of the accounts, not on
the login page: there it would tell a guesser that the login exists.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import cast

import sqlalchemy as sa

from core.access import passwords
from core.access.roles import ROLES, STORE_ROLES, Grant, Role
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts, grants, links, sessions
from core.store.writer import seconds
from core.texts import N_, Text

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)
LONGEST_LOGIN = 64
REFUSED = N_(
    "Login and password do not go together, or the account cannot sign in now. After {most} wrong passwords it is "
    "locked for {minutes} minutes."
)


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
        seen_at: When it was last in use; None for never.
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


def fold(login: str) -> str:
    """A login as it is kept and compared: NFKC, lower case, trimmed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).lower()).strip()


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
            shown_name=shown_name.strip() or name,
            staff_id=staff_id or None,
            failed_count=0,
            made_at=seconds(database.clock()),
        )
    )
    _put_grants(connection, account_id, given)
    detail = {"grants": said_grants(given)}
    database.note(connection, Entry("account.made", f"account:{account_id}", by, detail=detail))
    return account_id


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


def by_login(connection: sa.Connection, login: str) -> int | None:
    """The number of a login; None for an unknown one."""
    found = connection.execute(sa.select(accounts.c.account_id).where(accounts.c.login == fold(login))).scalar()
    return None if found is None else int(found)


def grants_of(connection: sa.Connection, account_id: int) -> frozenset[Grant]:
    """The roles of an account and their stores."""
    rows = connection.execute(sa.select(grants.c.role, grants.c.scope).where(grants.c.account_id == account_id))
    return frozenset(Grant(cast("Role", r.role), r.scope) for r in rows)


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


def said_grants(given: Iterable[Grant]) -> list[str]:
    """Grants as the audit log writes them, sorted: role, or role@store."""
    return sorted(f"{g.role}@{g.scope}" if g.scope else g.role for g in given)


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
        _must_exist(connection, account_id)
        old = grants_of(connection, account_id)
        if Grant("admin", "") not in new:
            _keep_an_admin(connection, account_id)
        connection.execute(grants.delete().where(grants.c.account_id == account_id))
        _put_grants(connection, account_id, new)
        detail: dict[str, object] = {"before": said_grants(old), "after": said_grants(new)}
        if staff_id is not None:
            _change(connection, account_id, staff_id=staff_id or None)
            detail["staff_id"] = staff_id
        database.note(connection, Entry("grants.changed", f"account:{account_id}", by, detail=detail))

    database.write(act)


def rename(database: Database, account_id: int, shown_name: str, by: int | None = None) -> None:
    """Change the name that others see.

    Raises:
        Refused: It is blank.
    """
    name = shown_name.strip()
    if not name:
        raise Refused(Text(N_("Give a name that others see.")))

    def act(connection: sa.Connection) -> None:
        _must_exist(connection, account_id)
        _change(connection, account_id, shown_name=name)
        database.note(connection, Entry("account.renamed", f"account:{account_id}", by))

    database.write(act)


def disable(database: Database, account_id: int, by: int | None = None, reason: str = "") -> None:
    """Shut an account out: its sessions end, its links are void, it cannot sign in.

    Raises:
        Refused: Nobody would be left as admin.
    """

    def act(connection: sa.Connection) -> None:
        _must_exist(connection, account_id)
        _keep_an_admin(connection, account_id)
        now = seconds(database.clock())
        _change(connection, account_id, disabled_at=now)
        end_sessions(connection, account_id, now)
        void_links(connection, account_id, now)
        database.note(connection, Entry("account.disabled", f"account:{account_id}", by, reason=reason))

    database.write(act)


def enable(database: Database, account_id: int, by: int | None = None, reason: str = "") -> None:
    """Let an account sign in again; a lock after wrong passwords ends too."""

    def act(connection: sa.Connection) -> None:
        _must_exist(connection, account_id)
        _change(connection, account_id, disabled_at=None, failed_count=0, locked_until=None)
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
    return _guess(database, account_id, password, "sign_in.refused")


def set_password(database: Database, account_id: int, password: str, by: int | None = None) -> None:
    """Give an account a password without asking for the old one; its sessions end, its lock ends.

    Raises:
        Refused: The password may not be used.
    """
    with database.read() as connection:
        row = _must_exist(connection, account_id)
    passwords.demand(password, row.login, row.shown_name)
    hashed = passwords.hash_of(password)
    database.write(lambda c: put_password(database, c, account_id, hashed, by=by))


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
    _change(connection, account_id, password_hash=hashed, password_at=now, failed_count=0, locked_until=None)
    end_sessions(connection, account_id, now, but)
    void_links(connection, account_id, now)
    database.note(connection, Entry(action, f"account:{account_id}", by))


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
        row = _must_exist(connection, account_id)
    passwords.demand(new, row.login, row.shown_name)
    _guess(database, account_id, old, "password.refused")
    hashed = passwords.hash_of(new)
    database.write(
        lambda c: put_password(database, c, account_id, hashed, by=account_id, but=session, action="password.changed")
    )


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


@dataclass(frozen=True)
class _Guess:
    """A password that was tried: against which hash, whether it fits, and its hash with the parameters of today."""

    account_id: int | None
    against: str | None
    right: bool
    better: str | None
    action: str


def _guess(database: Database, account_id: int | None, password: str, action: str) -> int:
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
    if why != "right":
        database.note(connection, Entry(guess.action, subject, detail={"why": why}))
    if row is not None and why == "right":
        kept = {"password_hash": guess.better} if guess.better else {}
        _change(connection, row.account_id, failed_count=0, locked_until=None, **kept)
    if row is not None and why == "wrong":
        locks = row.failed_count + 1 >= MOST_WRONG
        until = now + LOCKED_FOR if locks else None
        _change(connection, row.account_id, failed_count=0 if locks else row.failed_count + 1, locked_until=until)
        if locks:
            database.note(connection, Entry("account.locked", subject))
    return why


def _keep_an_admin(connection: sa.Connection, account_id: int) -> None:
    if has_admin(connection) and not has_admin(connection, but=account_id):
        raise Refused(Text(N_("This is the last admin who can sign in. Make another one first.")))


def _must_exist(connection: sa.Connection, account_id: int) -> sa.Row[tuple[object, ...]]:
    row = connection.execute(sa.select(accounts).where(accounts.c.account_id == account_id)).first()
    if row is None:
        raise Refused(Text(N_("There is no such account.")))
    return row


def _put_grants(connection: sa.Connection, account_id: int, given: frozenset[Grant]) -> None:
    if given:
        rows = [{"account_id": account_id, "role": g.role, "scope": g.scope} for g in sorted(given, key=str)]
        connection.execute(grants.insert(), rows)


def _change(connection: sa.Connection, account_id: int, **values: object) -> None:
    connection.execute(accounts.update().where(accounts.c.account_id == account_id).values(**values))
