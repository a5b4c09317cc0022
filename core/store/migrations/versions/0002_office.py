"""The tables of the property desk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
Instant = sa.DateTime()
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The tables of the property desk."""
    op.create_table(
        "bounds",
        sa.Column("counted", sa.LargeBinary(length=16), nullable=False),
        sa.Column("window_at", Instant, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counted", "window_at", name=op.f("pk_bounds")),
    )
    with op.batch_alter_table("bounds", schema=None) as batch_op:
        batch_op.create_index("ix_bounds_window_at", ["window_at"], unique=False)
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "categories",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("due_hours", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_categories")),
    )
    op.create_table(
        "consents",
        sa.Column("consent_id", Number, autoincrement=False, nullable=False),
        sa.Column("given_with", sa.Text(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_given_with", ["given_with"], unique=False)
        batch_op.create_index("ix_consents_room_no", ["room_no"], unique=False)
    op.create_table(
        "contact_days",
        sa.Column("day_id", Number, autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("offered", sa.Text(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day_id", name=op.f("pk_contact_days")),
    )
    with op.batch_alter_table("contact_days", schema=None) as batch_op:
        batch_op.create_index("ix_contact_days_on_day", ["on_day"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("draft_id", Number, autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_drafts_token_hash")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index("ix_drafts_changed_at", ["changed_at"], unique=False)
    op.create_table(
        "handlers",
        sa.Column("handler_id", Number, autoincrement=False, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("handler_id", name=op.f("pk_handlers")),
    )
    op.create_table(
        "notices",
        sa.Column("notice_id", Number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
        sa.UniqueConstraint("kind", "language", "version", name=op.f("uq_notices_kind_language_version")),
    )
    op.create_table(
        "office_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_settings")),
    )
    op.create_table(
        "photos",
        sa.Column("photo_id", Number, autoincrement=False, nullable=False),
        sa.Column("request_no", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photos")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index("ix_photos_request_no", ["request_no"], unique=False)
    op.create_table(
        "card_codes",
        sa.Column("card_id", Number, autoincrement=False, nullable=False),
        sa.Column("card_no", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("day_id", Number, nullable=True),
        sa.Column("printed_at", Instant, nullable=False),
        sa.Column("issued_at", Instant, nullable=True),
        sa.Column("account_id", Number, nullable=True),
        sa.ForeignKeyConstraint(["day_id"], ["contact_days.day_id"], name=op.f("fk_card_codes_day_id")),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_card_codes")),
        sa.UniqueConstraint("card_no", name=op.f("uq_card_codes_card_no")),
        sa.UniqueConstraint("code", name=op.f("uq_card_codes_code")),
    )
    op.create_table(
        "contact_notes",
        sa.Column("note_id", Number, autoincrement=False, nullable=False),
        sa.Column("day_id", Number, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("answered_at", Instant, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["contact_days.day_id"], name=op.f("fk_contact_notes_day_id")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_contact_notes")),
    )
    with op.batch_alter_table("contact_notes", schema=None) as batch_op:
        batch_op.create_index("ix_contact_notes_day_id", ["day_id"], unique=False)
    op.create_table(
        "filings",
        sa.Column("filing_id", Number, autoincrement=False, nullable=False),
        sa.Column("receipt_no", sa.Text(), nullable=False),
        sa.Column("room_no", sa.Text(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("batch_id", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_filings_batch_id")),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_filings")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_filings_receipt_no")),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index("ix_filings_room_no", ["room_no"], unique=False)
        batch_op.create_index("ix_filings_state", ["state"], unique=False)
    op.create_table(
        "request_cases",
        sa.Column("case_id", Number, autoincrement=False, nullable=False),
        sa.Column("request_no", sa.Text(), nullable=False),
        sa.Column("row_id", Number, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("submitted_at", Instant, nullable=False),
        sa.Column("done_at", Instant, nullable=True),
        sa.Column("called_back_at", Instant, nullable=True),
        sa.Column("room_no", sa.Text(), nullable=True),
        sa.Column("building", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("category_confirmed", sa.Boolean(), nullable=False),
        sa.Column("handler_id", Number, nullable=True),
        sa.Column("due_from", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("retry_on", sa.Date(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("confirmed_at", Instant, nullable=True),
        sa.Column("rated_at", Instant, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["handler_id"], ["handlers.handler_id"], name=op.f("fk_request_cases_handler_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_request_cases")),
        sa.UniqueConstraint("request_no", name=op.f("uq_request_cases_request_no")),
        sa.UniqueConstraint("row_id", name=op.f("uq_request_cases_row_id")),
    )
    with op.batch_alter_table("request_cases", schema=None) as batch_op:
        batch_op.create_index("ix_request_cases_building", ["building", "submitted_at"], unique=False)
        batch_op.create_index("ix_request_cases_category", ["category", "turn", "submitted_at"], unique=False)
        batch_op.create_index("ix_request_cases_handler", ["handler_id", "turn", "submitted_at"], unique=False)
        batch_op.create_index("ix_request_cases_merged_into", ["merged_into"], unique=False)
        batch_op.create_index("ix_request_cases_room_no", ["room_no", "submitted_at"], unique=False)
        batch_op.create_index("ix_request_cases_submitted", ["submitted_at"], unique=False)
        batch_op.create_index("ix_request_cases_turn_due", ["turn", "due_at"], unique=False)
        batch_op.create_index("ix_request_cases_turn_submitted", ["turn", "submitted_at"], unique=False)
    op.create_table(
        "request_events",
        sa.Column("event_id", Number, autoincrement=False, nullable=False),
        sa.Column("request_no", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", Number, nullable=True),
        sa.Column("batch_id", Number, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.batch_id"], name=op.f("fk_request_events_batch_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_request_events")),
    )
    with op.batch_alter_table("request_events", schema=None) as batch_op:
        batch_op.create_index("ix_request_events_request_no", ["request_no"], unique=False)
    for name in ("cards", "emergency_contacts", "households", "members", "occupants", "requests", "vehicles"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.create_index(f"ix_{name}_room", ["room_no"], unique=False)
