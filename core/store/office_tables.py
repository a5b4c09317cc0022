"""Tables of the property desk beyond its registries: what happens to a request, filings, notices, cards, contact days.

As in `tables`: `*_at` is UTC to the second, personal values and free texts of people stand in `sealed`.
"""

from __future__ import annotations

import sqlalchemy as sa

from core.store.metadata import Instant, Number, metadata

handlers = sa.Table(  # who mends things, as the office calls them
    "handlers",
    metadata,
    sa.Column("handler_id", Number, primary_key=True, autoincrement=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # name
)
request_cases = sa.Table(  # what the work list goes by: a request's standing row, and what is known beside it
    "request_cases",
    metadata,
    sa.Column("case_id", Number, primary_key=True, autoincrement=False),
    sa.Column("request_no", sa.Text(), nullable=False, unique=True),
    sa.Column("row_id", Number, nullable=False, unique=True),  # the version of the registry row that it is in step with
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("turn", sa.Integer(), nullable=False),  # its part of the work list, of core.office.requests_cases
    sa.Column("status", sa.Text(), nullable=False),
    sa.Column("source", sa.Text(), nullable=False),
    sa.Column("submitted_at", Instant, nullable=False),  # office time, as are done_at, called_back_at, due_from, due_at
    sa.Column("done_at", Instant),
    sa.Column("called_back_at", Instant),
    sa.Column("room_no", sa.Text()),
    sa.Column("building", sa.Text()),  # from the room, to find near-same requests
    sa.Column("category", sa.Text()),  # a code of core.office.categories, or what an upload says
    sa.Column("category_confirmed", sa.Boolean(), nullable=False),
    sa.Column("handler_id", Number, sa.ForeignKey("handlers.handler_id")),
    sa.Column("due_from", Instant, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("held", sa.Boolean(), nullable=False),  # taken in during a flood, not yet looked at by the office
    sa.Column("retry_on", sa.Date()),  # call back again
    sa.Column("reopened", sa.Integer(), nullable=False),  # how often
    sa.Column("merged_into", sa.Text()),
    sa.Column("confirmed_at", Instant),  # the resident said that it is mended
    sa.Column("rated_at", Instant),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # preferred time, reason of the rating
    sa.Index("ix_request_cases_turn_due", "turn", "due_at"),
    sa.Index("ix_request_cases_turn_submitted", "turn", "submitted_at"),
    sa.Index("ix_request_cases_submitted", "submitted_at"),
    sa.Index("ix_request_cases_building", "building", "submitted_at"),
    sa.Index("ix_request_cases_room_no", "room_no", "submitted_at"),
    sa.Index("ix_request_cases_category", "category", "turn", "submitted_at"),
    sa.Index("ix_request_cases_handler", "handler_id", "turn", "submitted_at"),
    sa.Index("ix_request_cases_merged_into", "merged_into"),
)
request_events = sa.Table(
    "request_events",
    metadata,
    sa.Column("event_id", Number, primary_key=True, autoincrement=False),
    sa.Column("request_no", sa.Text(), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),  # a code of core.office.events
    sa.Column("account_id", Number),  # blank: the resident, or nobody signed in
    sa.Column("batch_id", Number, sa.ForeignKey("batches.batch_id")),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # what was written
    sa.Column("detail", sa.Text(), nullable=False),  # JSON, nothing personal
    sa.Index("ix_request_events_request_no", "request_no"),
)
photos = sa.Table(
    "photos",
    metadata,
    sa.Column("photo_id", Number, primary_key=True, autoincrement=False),
    sa.Column("request_no", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("width", sa.Integer(), nullable=False),
    sa.Column("height", sa.Integer(), nullable=False),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # the re-encoded JPEG, base64
    sa.Index("ix_photos_request_no", "request_no"),
)
filings = sa.Table(  # information forms as they were handed in
    "filings",
    metadata,
    sa.Column("filing_id", Number, primary_key=True, autoincrement=False),
    sa.Column("receipt_no", sa.Text(), nullable=False, unique=True),
    sa.Column("room_no", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("source", sa.Text(), nullable=False),  # form, desk
    sa.Column("state", sa.Text(), nullable=False),  # waiting, applied, refused
    sa.Column("decided_at", Instant),
    sa.Column("account_id", Number),  # who decided, or typed it in at the desk
    sa.Column("batch_id", Number, sa.ForeignKey("batches.batch_id")),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # the form, JSON; the reason of a refusal
    sa.Index("ix_filings_room_no", "room_no"),
    sa.Index("ix_filings_state", "state"),
)
consents = sa.Table(
    "consents",
    metadata,
    sa.Column("consent_id", Number, primary_key=True, autoincrement=False),
    sa.Column("given_with", sa.Text(), nullable=False),  # receipt or request number
    sa.Column("room_no", sa.Text()),
    sa.Column("kind", sa.Text(), nullable=False),  # privacy, id_numbers, minors, vehicles
    sa.Column("notice_version", sa.Integer(), nullable=False),
    sa.Column("given", sa.Boolean(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
    sa.Index("ix_consents_given_with", "given_with"),
    sa.Index("ix_consents_room_no", "room_no"),
)
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("draft_id", Number, primary_key=True, autoincrement=False),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("kind", sa.Text(), nullable=False),  # information, repair
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),
    sa.Index("ix_drafts_changed_at", "changed_at"),
)
notices = sa.Table(
    "notices",
    metadata,
    sa.Column("notice_id", Number, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text(), nullable=False),  # promise, scope, tips, privacy
    sa.Column("language", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
    sa.UniqueConstraint("kind", "language", "version"),
)
categories = sa.Table(  # those the office changed; the others stand in core.office.categories
    "categories",
    metadata,
    sa.Column("code", sa.Text(), primary_key=True),
    sa.Column("names", sa.Text(), nullable=False),  # JSON: language -> name
    sa.Column("keywords", sa.Text(), nullable=False),  # one a line
    sa.Column("due_hours", sa.Integer(), nullable=False),  # working hours
    sa.Column("in_use", sa.Boolean(), nullable=False),
    sa.Column("place", sa.Integer(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
)
calendar_days = sa.Table(  # days that are not as the week says
    "calendar_days",
    metadata,
    sa.Column("day", sa.Date(), primary_key=True),
    sa.Column("works", sa.Boolean(), nullable=False),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
)
office_settings = sa.Table(
    "office_settings",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),  # JSON
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
)
contact_days = sa.Table(
    "contact_days",
    metadata,
    sa.Column("day_id", Number, primary_key=True, autoincrement=False),
    sa.Column("on_day", sa.Date(), nullable=False),
    sa.Column("place", sa.Text(), nullable=False),
    sa.Column("offered", sa.Text(), nullable=False),  # JSON: codes of what is offered
    sa.Column("checklist", sa.Text(), nullable=False),  # JSON: item -> who ticked it, when
    sa.Column("state", sa.Text(), nullable=False),  # planned, running, closed
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # who is on, from when to when
    sa.Index("ix_contact_days_on_day", "on_day"),
)
contact_notes = sa.Table(  # questions passed on during a contact day
    "contact_notes",
    metadata,
    sa.Column("note_id", Number, primary_key=True, autoincrement=False),
    sa.Column("day_id", Number, sa.ForeignKey("contact_days.day_id"), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("account_id", Number),
    sa.Column("answered_at", Instant),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),  # question, passed on to, answer
    sa.Index("ix_contact_notes_day_id", "day_id"),
)
card_codes = sa.Table(  # what the QR code of a service card says; the room stands here, not in the code
    "card_codes",
    metadata,
    sa.Column("card_id", Number, primary_key=True, autoincrement=False),
    sa.Column("card_no", sa.Text(), nullable=False, unique=True),
    sa.Column("code", sa.Text(), nullable=False, unique=True),
    sa.Column("room_no", sa.Text()),
    sa.Column("day_id", Number, sa.ForeignKey("contact_days.day_id")),
    sa.Column("printed_at", Instant, nullable=False),
    sa.Column("issued_at", Instant),
    sa.Column("account_id", Number),
)
bounds = sa.Table(  # how often a contact, or everybody together, sent something within a window
    "bounds",
    metadata,
    sa.Column("counted", sa.LargeBinary(16), primary_key=True),  # keyed digest of what is counted
    sa.Column("window_at", Instant, primary_key=True),
    sa.Column("count", sa.Integer(), nullable=False),
    sa.Index("ix_bounds_window_at", "window_at"),
)
