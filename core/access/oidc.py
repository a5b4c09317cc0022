"""Signing in by OpenID Connect: an account is matched on issuer and subject, never on an e-mail address or a name.

Roles are always those of our own table: what a provider says of groups or roles is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.access import refusals
from core.access.account_rows import change, keep_an_admin, must_exist
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts
from core.texts import N_, Text

LONGEST_ISSUER = 200


@dataclass(frozen=True)
class Identity:
    """Who somebody is to a provider: `iss` and `sub` of a verified ID token."""

    issuer: str
    subject: str


def by_oidc(database: Database, issuer: str, subject: str) -> int:
    """The account that an identity is tied to.

    Args:
        database: What is kept.
        issuer: `iss` of the verified ID token.
        subject: `sub` of it.

    Returns:
        Its number.

    Raises:
        Refused: No account is tied to it, or the account is disabled; nothing tells which.
    """
    with database.read() as connection:
        row = _tied(connection, Identity(issuer, subject)) if _is_whole(issuer, subject) else None
    if row is not None and row.disabled_at is None:
        return int(row.account_id)
    why, who = ("disabled", row.account_id) if row else ("unknown", "unknown")
    entry = Entry("oidc.refused", f"account:{who}", detail={"why": why, "issuer": issuer[:LONGEST_ISSUER]})
    database.write(lambda c: refusals.note(database, c, entry))
    raise Refused(
        Text(
            N_(
                "You signed in there, but no account here is tied to it that may be used. Ask an admin to invite you, "
                "and open the invitation first."
            )
        )
    )


def tie_oidc(database: Database, account_id: int, issuer: str, subject: str, by: int | None = None) -> None:
    """Tie an account to an identity, in place of the one before.

    Args:
        database: What is kept.
        account_id: Whose.
        issuer: `iss` of the provider.
        subject: `sub` that the provider gives this person.
        by: Who does it; None for a command.

    Raises:
        Refused: There is no such account, a part is blank, or the identity is another account's.
    """
    database.write(lambda c: put_tie(database, c, account_id, Identity(issuer, subject), by=by))


def put_tie(
    database: Database, connection: sa.Connection, account_id: int, identity: Identity, *, by: int | None
) -> None:
    """`tie_oidc` inside an act."""
    if not _is_whole(identity.issuer, identity.subject):
        raise Refused(Text(N_("Give the issuer and the subject, as the provider writes them.")))
    must_exist(connection, account_id)
    other = _tied(connection, identity)
    if other is not None and other.account_id != account_id:
        raise Refused(Text(N_("This sign-in is tied to another account already.")))
    change(connection, account_id, oidc_issuer=identity.issuer, oidc_subject=identity.subject)
    entry = Entry("oidc.tied", f"account:{account_id}", by, detail={"issuer": identity.issuer})
    database.note(connection, entry)


def untie_oidc(database: Database, account_id: int, by: int | None = None) -> None:
    """Take the identity off an account; its password, if it has one, stays.

    Raises:
        Refused: There is no such account, or nobody would be left as admin.
    """

    def act(connection: sa.Connection) -> None:
        row = must_exist(connection, account_id)
        if row.password_hash is None:
            keep_an_admin(connection, account_id)
        change(connection, account_id, oidc_issuer=None, oidc_subject=None)
        database.note(connection, Entry("oidc.untied", f"account:{account_id}", by))

    database.write(act)


def _is_whole(issuer: str, subject: str) -> bool:
    return all(part.strip() and part.isprintable() for part in (issuer, subject))


def _tied(connection: sa.Connection, identity: Identity) -> sa.Row[Any, Any] | None:
    return connection.execute(
        sa.select(accounts.c.account_id, accounts.c.disabled_at).where(
            accounts.c.oidc_issuer == identity.issuer, accounts.c.oidc_subject == identity.subject
        )
    ).first()
