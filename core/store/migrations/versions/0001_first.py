"""The first tables."""

import sqlalchemy as sa
from alembic import op

from core.store.migrations.append_only import make_append_only

revision = "0001"
down_revision = None
Instant = sa.DateTime()
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "accounts",
        sa.Column("account_id", Number, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("oidc_issuer", sa.Text(), nullable=True),
        sa.Column("oidc_subject", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("disabled_at", Instant, nullable=True),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant, nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("password_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name=op.f("uq_accounts_oidc_issuer_oidc_subject")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", Number, autoincrement=False, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_audit_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_subject", ["subject"], unique=False)
    op.create_table(
        "batches",
        sa.Column("batch_id", Number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("source_digest", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("undoes", Number, nullable=True),
        sa.Column("undone_by", Number, nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["batches.batch_id"], name=op.f("fk_batches_undoes")),
        sa.ForeignKeyConstraint(["undone_by"], ["batches.batch_id"], name=op.f("fk_batches_undone_by")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batches")),
    )
    op.create_table(
        "blind_index",
        sa.Column("ix", sa.LargeBinary(length=16), nullable=False),
        sa.Column("row_of", sa.Text(), nullable=False),
        sa.Column("row_id", Number, nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
    )
    with op.batch_alter_table("blind_index", schema=None) as batch_op:
        batch_op.create_index("ix_blind_index_ix", ["ix"], unique=False)
        batch_op.create_index("ix_blind_index_row", ["row_of", "row_id"], unique=False)
    op.create_table(
        "data_versions",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("version", Number, nullable=False),
        sa.PrimaryKeyConstraint("scope", "registry", name=op.f("pk_data_versions")),
    )
    op.create_table(
        "erasures",
        sa.Column("erasure_id", Number, autoincrement=False, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("row_of", sa.Text(), nullable=False),
        sa.Column("row_id", Number, nullable=False),
        sa.PrimaryKeyConstraint("erasure_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "retention_periods",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_retention_periods")),
    )
    op.create_table(
        "seals",
        sa.Column("row_of", sa.Text(), nullable=False),
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("row_of", "row_id", name=op.f("pk_seals")),
    )
    op.create_table(
        "settings_versions",
        sa.Column("settings_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("settings_id", name=op.f("pk_settings_versions")),
    )
    with op.batch_alter_table("settings_versions", schema=None) as batch_op:
        batch_op.create_index("ix_settings_versions_scope", ["scope"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_submissions")),
    )
    op.create_table(
        "absences",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("left_at", Instant, nullable=True),
        sa.Column("returned_at", Instant, nullable=True),
        sa.Column("notified_next", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_absences_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_absences_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_absences_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_absences_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_absences_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "assignments",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assignment_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("assigned_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_assignments_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_assignments_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_assignments_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_assignments_key_standing",
            ["assignment_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_assignments_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_assignments_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "assists",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("visit_id", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("assisted_at", Instant, nullable=True),
        sa.Column("requested", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_assists_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_assists_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_assists")),
    )
    with op.batch_alter_table("assists", schema=None) as batch_op:
        batch_op.create_index("ix_assists_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_assists_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_assists_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_assists_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "attendance",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("signed_in_at", Instant, nullable=True),
        sa.Column("signed_out_at", Instant, nullable=True),
        sa.Column("noon_duty", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_attendance_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_attendance_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_attendance_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_attendance_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_attendance_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "batch_scopes",
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_batch_scopes_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "scope", name=op.f("pk_batch_scopes")),
    )
    with op.batch_alter_table("batch_scopes", schema=None) as batch_op:
        batch_op.create_index("ix_batch_scopes_scope", ["scope"], unique=False)
    op.create_table(
        "calls",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=True),
        sa.Column("called_at", Instant, nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("ring_seconds", sa.BigInteger(), nullable=True),
        sa.Column("greeting_used", sa.Boolean(), nullable=True),
        sa.Column("name_given", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_calls_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_calls_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index("ix_calls_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_calls_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_calls_key_standing",
            ["call_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_calls_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_calls_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "cards",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("card_no", sa.Text(), nullable=True),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_cards_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_cards_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_cards")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("ix_cards_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_cards_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cards_key_standing",
            ["card_no", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_cards_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_cards_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "clients",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("registered_at", Instant, nullable=True),
        sa.Column("registered_by", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_clients_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_clients_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_clients")),
    )
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.create_index("ix_clients_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_clients_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_clients_key_standing",
            ["client_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_clients_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_clients_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "deals",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("reserved_at", Instant, nullable=True),
        sa.Column("closed_at", Instant, nullable=True),
        sa.Column("cancelled_at", Instant, nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("commission", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_deals_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_deals_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_deals")),
    )
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.create_index("ix_deals_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_deals_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_deals_key_standing",
            ["deal_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_deals_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_deals_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "emergency_contacts",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_emergency_contacts_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_emergency_contacts_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_emergency_contacts")),
    )
    with op.batch_alter_table("emergency_contacts", schema=None) as batch_op:
        batch_op.create_index("ix_emergency_contacts_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_emergency_contacts_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_emergency_contacts_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_emergency_contacts_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "followups",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("followup_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("followed_at", Instant, nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_followups_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_followups_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_followups")),
    )
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index("ix_followups_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_followups_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_followups_key_standing",
            ["followup_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_followups_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_followups_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "grants",
        sa.Column("account_id", Number, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_grants_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", "scope", name=op.f("pk_grants")),
    )
    op.create_table(
        "households",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_households_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_households_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_households")),
    )
    with op.batch_alter_table("households", schema=None) as batch_op:
        batch_op.create_index("ix_households_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_households_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_households_key_standing",
            ["room_no", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_households_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_households_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "links",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_links_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_links")),
    )
    op.create_table(
        "members",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("education", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_members_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_members_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("ix_members_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_members_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_members_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_members_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "occupants",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_occupants_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_occupants_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_occupants")),
    )
    with op.batch_alter_table("occupants", schema=None) as batch_op:
        batch_op.create_index("ix_occupants_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_occupants_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_occupants_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_occupants_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "requests",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("request_no", sa.Text(), nullable=True),
        sa.Column("submitted_at", Instant, nullable=True),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("done_at", Instant, nullable=True),
        sa.Column("called_back_at", Instant, nullable=True),
        sa.Column("satisfaction", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_requests_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_requests_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index("ix_requests_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_requests_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_requests_key_standing",
            ["request_no", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_requests_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_requests_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "rulings",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ruling_id", sa.Text(), nullable=True),
        sa.Column("ruled_at", Instant, nullable=True),
        sa.Column("visit_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("deal_id", sa.Text(), nullable=True),
        sa.Column("finding_kind", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("new_owner", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_rulings_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_rulings_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_rulings")),
    )
    with op.batch_alter_table("rulings", schema=None) as batch_op:
        batch_op.create_index("ix_rulings_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_rulings_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_rulings_key_standing",
            ["ruling_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_rulings_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_rulings_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", Number, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_sessions_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index("ix_sessions_account_id", ["account_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=True),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_staff_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_staff_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_staff")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index("ix_staff_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_staff_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_staff_key_standing",
            ["staff_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_staff_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_staff_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "vehicles",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("parking_area", sa.Text(), nullable=True),
        sa.Column("parking_space", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_vehicles_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_vehicles_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_vehicles")),
    )
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.create_index("ix_vehicles_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_vehicles_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_vehicles_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_vehicles_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    op.create_table(
        "visits",
        sa.Column("row_id", Number, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("identity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("batch_id", Number, nullable=False),
        sa.Column("ended_by", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("visit_id", sa.Text(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("arrived_at", Instant, nullable=True),
        sa.Column("greeted_at", Instant, nullable=True),
        sa.Column("left_at", Instant, nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("asked_for", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("party_id", sa.Text(), nullable=True),
        sa.Column("asked_prior", sa.Boolean(), nullable=True),
        sa.Column("concealed", sa.Boolean(), nullable=True),
        sa.Column("handed_to", sa.Text(), nullable=True),
        sa.Column("handed_at", Instant, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_visits_batch_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["batches.batch_id"], name=op.f("fk_visits_ended_by")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index("ix_visits_batch", ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_visits_ended",
            ["ended_by"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NOT NULL"),
            postgresql_where=sa.text("ended_by IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_visits_key_standing",
            ["visit_id", "scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "ix_visits_scope_standing",
            ["scope"],
            unique=False,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
        batch_op.create_index(
            "uq_visits_standing",
            ["identity"],
            unique=True,
            sqlite_where=sa.text("ended_by IS NULL"),
            postgresql_where=sa.text("ended_by IS NULL"),
        )
    make_append_only(op.get_bind(), "audit", "seq")
