"""Drafts: sealed, under a token, gone when they ran out or were sent."""

from __future__ import annotations

import sqlalchemy as sa

from core.office import drafts, filing
from core.store.database import Database
from core.store.office_tables import drafts as table
from core.store.tables import seals
from tests.databases import Now
from tests.office.forms import ALL, FORM

VALUES = {"home": {"room_no": "3-2-501"}, "members": [{"name": "慕容建國"}]}


def counts(database: Database) -> tuple[int, int]:
    """Drafts, and their secrets."""
    with database.read() as connection:
        rows = connection.execute(sa.select(table)).all()
        secrets = connection.execute(sa.select(seals).where(seals.c.row_of == "drafts")).all()
    assert [p for p in ("3-2-501", "慕容建國") if p.encode() in b"".join(bytes(r.sealed) for r in rows)] == []
    return len(rows), len(secrets)


def test_a_draft_survives_under_its_token_alone(database: Database):
    token, other = drafts.new_token(), drafts.new_token()
    assert drafts.save(database, token, "information", VALUES)
    assert drafts.load(database, token, "information") == VALUES
    assert drafts.load(database, token, "repair") is None
    assert drafts.load(database, other, "information") is None
    assert drafts.load(database, "", "information") is None


def test_a_draft_saved_again_takes_the_place_of_the_former(database: Database):
    token = drafts.new_token()
    drafts.save(database, token, "information", VALUES)
    drafts.save(database, token, "information", {"home": {}})
    assert drafts.load(database, token, "information") == {"home": {}}
    assert counts(database) == (1, 1)


def test_a_draft_runs_out_and_goes_with_the_next_one(database: Database, now: Now):
    old, new = drafts.new_token(), drafts.new_token()
    drafts.save(database, old, "information", VALUES)
    now.pass_by(days=drafts.DAYS)
    assert drafts.load(database, old, "information") == VALUES
    now.pass_by(seconds=1)
    assert drafts.load(database, old, "information") is None
    drafts.save(database, new, "information", VALUES)
    assert counts(database) == (1, 1)


def test_a_draft_goes_when_the_form_is_handed_in(database: Database):
    token = drafts.new_token()
    drafts.save(database, token, "information", VALUES)
    filing.file(database, FORM, ALL, "t1", draft=token)
    assert counts(database) == (0, 0)


def test_a_draft_has_bounds(database: Database, monkeypatch):
    token = drafts.new_token()
    assert not drafts.save(database, token, "information", {"note": "長" * 20_001})
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    assert drafts.save(database, token, "information", VALUES)
    assert not drafts.save(database, drafts.new_token(), "information", VALUES)
    assert drafts.save(database, token, "information", {"home": {}})  # who has one keeps it
