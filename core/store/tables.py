"""Every table, made from the registry definitions and from what the house itself keeps.

A registry's table holds versions of rows: `batch_id` made a version, `ended_by` ended it (blank while it stands), so
that a batch can be shown, compared and undone. Personal columns are not columns here: they stand together in `sealed`.
Instants of registries are store time; instants of the house (`*_at` below) are UTC. Both to the second, no zone.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.registries.columns import Column, Registry
from core.registries.definitions import ALL
from core.store import office_tables
from core.store.metadata import Instant, Number, metadata

__all__ = [
    "OFFICE_SCOPE",
    "Instant",
    "Number",
    "accounts",
    "audit",
    "batch_scopes",
    "batches",
    "blind_index",
    "data_versions",
    "erasures",
    "facts",
    "grants",
    "is_sealed",
    "links",
    "metadata",
    "office_tables",
    "open_columns",
    "registry_tables",
    "retention_periods",
    "sealed_columns",
    "seals",
    "sessions",
    "settings_versions",
    "submissions",
]

OFFICE_SCOPE = ""
"""The scope of the property office; every other scope is a store id."""

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "instant": Instant,
    "date": sa.Date(),
    "bool": sa.Boolean(),
    "bool?": sa.Boolean(),
    "money": sa.Double(),
    "whole": sa.BigInteger(),
}


def is_sealed(column: Column) -> bool:
    """Whether a column's values are kept sealed."""
    return bool(column.personal) or column.kept_sealed


def open_columns(registry: Registry) -> tuple[Column, ...]:
    """Columns of a registry that stand in its table as they are, without `store_id`, which is the scope."""
    return tuple(c for c in registry.columns if not is_sealed(c) and c.name != "store_id")


def sealed_columns(registry: Registry) -> tuple[Column, ...]:
    """Columns of a registry that stand together in `sealed`."""
    return tuple(c for c in registry.columns if is_sealed(c))


def _key_index(registry: Registry) -> list[sa.Index]:
    """To find the standing row of a key, which other registries name."""
    if registry.key is None:
        return []
    standing = sa.text("ended_by IS NULL")
    name = f"ix_{registry.name}_key_standing"
    return [sa.Index(name, registry.key.name, "scope", sqlite_where=standing, postgresql_where=standing)]


def _room_index(registry: Registry) -> list[sa.Index]:
    """To find the rows of a home, those that stood as well."""
    return [sa.Index(f"ix_{registry.name}_room", "room_no") for c in registry.columns if c.name == "room_no"]


def _registry_table(registry: Registry) -> sa.Table:
    name = registry.name
    return sa.Table(
        name,
        metadata,
        sa.Column("row_id", Number, primary_key=True, autoincrement=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(16), nullable=False),  # keyed digest of what tells the row from others
        sa.Column("digest", sa.LargeBinary(16), nullable=False),  # keyed digest of all its values
        sa.Column("batch_id", Number, sa.ForeignKey("batches.batch_id"), nullable=False),
        sa.Column("ended_by", Number, sa.ForeignKey("batches.batch_id")),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *(sa.Column(c.name, _TYPES.get(c.kind, sa.Text())) for c in open_columns(registry)),
        sa.Index(
            f"uq_{name}_standing",
            "identity",
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        ),
        sa.Index(
            f"ix_{name}_scope_standing",
            "scope",
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        ),
        *_key_index(registry),
        *_room_index(registry),
        sa.Index(f"ix_{name}_batch", "batch_id"),
        sa.Index(
            f"ix_{name}_ended",
            "ended_by",
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        ),
    )


batches = sa.Table(
    "batches",
    metadata,
    sa.Column("batch_id", Number, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text(), nullable=False),  # upload, form, correction, undo, erasure, retention
    sa.Column("desk", sa.Text(), nullable=False),  # store, office
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),  # blank: nobody signed in (a resident, a command)
    sa.Column("source_digest", sa.LargeBinary(16)),  # keyed digest of the files, to notice the same ones again
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # file names
    sa.Column("counts", sa.Text(), nullable=False),  # JSON: registry -> new, changed, same, missing, removed, left_out
    sa.Column("undoes", Number, sa.ForeignKey("batches.batch_id")),
    sa.Column("undone_by", Number, sa.ForeignKey("batches.batch_id")),
)
batch_scopes = sa.Table(
    "batch_scopes",
    metadata,
    sa.Column("batch_id", Number, sa.ForeignKey("batches.batch_id"), primary_key=True),
    sa.Column("scope", sa.Text(), primary_key=True),
    sa.Index("ix_batch_scopes_scope", "scope"),
)
data_versions = sa.Table(  # the last batch that touched a registry of a scope
    "data_versions",
    metadata,
    sa.Column("scope", sa.Text(), primary_key=True),
    sa.Column("registry", sa.Text(), primary_key=True),
    sa.Column("version", Number, nullable=False),
)
seals = sa.Table(  # secrets of sealed rows; left out of backups of the data
    "seals",
    metadata,
    sa.Column("row_of", sa.Text(), primary_key=True),  # name of the table
    sa.Column("row_id", Number, primary_key=True, autoincrement=False),
    sa.Column("secret", sa.LargeBinary(16), nullable=False),
)
blind_index = sa.Table(
    "blind_index",
    metadata,
    sa.Column("ix", sa.LargeBinary(16), nullable=False),
    sa.Column("row_of", sa.Text(), nullable=False),
    sa.Column("row_id", Number, nullable=False),
    sa.Column("column", sa.Text(), nullable=False),
    sa.Index("ix_blind_index_ix", "ix"),
    sa.Index("ix_blind_index_row", "row_of", "row_id"),
)
submissions = sa.Table(  # what was answered to a token; the same token gets the same answer
    "submissions",
    metadata,
    sa.Column("token", sa.Text(), primary_key=True),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("answer", sa.Text(), nullable=False),  # JSON, nothing personal
)
settings_versions = sa.Table(
    "settings_versions",
    metadata,
    sa.Column("settings_id", Number, primary_key=True, autoincrement=False),
    sa.Column("scope", sa.Text(), nullable=False),
    sa.Column("in_force_from", sa.Date(), nullable=False),  # store time; periods that end before keep the former ones
    sa.Column("toml", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Index("ix_settings_versions_scope", "scope"),
)
audit = sa.Table(  # append-only: triggers refuse changes, the chain shows them
    "audit",
    metadata,
    sa.Column("seq", Number, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("account_id", Number),
    sa.Column("action", sa.Text(), nullable=False),
    sa.Column("subject", sa.Text(), nullable=False),  # what it was done to: table:row_id, account:id, batch:id ...
    sa.Column("scope", sa.Text()),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("detail", sa.Text(), nullable=False),  # JSON, nothing personal
    sa.Column("key_number", sa.Integer(), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.Index("ix_audit_at", "at"),
    sa.Index("ix_audit_account_id", "account_id"),
    sa.Index("ix_audit_subject", "subject"),
)
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("account_id", Number, primary_key=True, autoincrement=False),
    sa.Column("login", sa.Text(), nullable=False, unique=True),  # folded: NFKC, lower case
    sa.Column("shown_name", sa.Text(), nullable=False),
    sa.Column("password_hash", sa.Text()),  # argon2id; blank: no password yet, or OIDC only
    sa.Column("oidc_issuer", sa.Text()),
    sa.Column("oidc_subject", sa.Text()),
    sa.Column("staff_id", sa.Text()),  # who a salesperson is in the staff registry
    sa.Column("disabled_at", Instant),
    sa.Column("failed_count", sa.Integer(), nullable=False),
    sa.Column("locked_until", Instant),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("password_at", Instant),
    sa.UniqueConstraint("oidc_issuer", "oidc_subject"),
)
grants = sa.Table(
    "grants",
    metadata,
    sa.Column("account_id", Number, sa.ForeignKey("accounts.account_id"), primary_key=True),
    sa.Column("role", sa.Text(), primary_key=True),  # salesperson, clerk, manager, office, admin
    sa.Column("scope", sa.Text(), primary_key=True),  # a store id, "*" for all stores, "" where the role has no store
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("account_id", Number, sa.ForeignKey("accounts.account_id"), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("way", sa.Text(), nullable=False),  # password, oidc, link
    sa.Index("ix_sessions_account_id", "account_id"),
)
links = sa.Table(  # one-time links: first admin, invitation, password reset
    "links",
    metadata,
    sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("purpose", sa.Text(), nullable=False),  # first_admin, invite, reset
    sa.Column("account_id", Number, sa.ForeignKey("accounts.account_id")),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)
retention_periods = sa.Table(  # how long a kind of record is kept; a kind that is missing keeps its default
    "retention_periods",
    metadata,
    sa.Column("kind", sa.Text(), primary_key=True),
    sa.Column("days", sa.Integer()),  # blank: for good
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
)
erasures = sa.Table(  # applied again after a restore; blind indexes only
    "erasures",
    metadata,
    sa.Column("erasure_id", Number, primary_key=True, autoincrement=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("row_of", sa.Text(), nullable=False),
    sa.Column("row_id", Number, nullable=False),
)
facts = sa.Table(  # what the house notes of itself: the ring that sealed it, the last backup
    "facts",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.LargeBinary(), nullable=False),
)

registry_tables: dict[str, sa.Table] = {r.name: _registry_table(r) for r in ALL}
"""Registry name -> its table."""
