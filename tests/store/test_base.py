"""The base: one answer for a token, keys that fit, seals bound to their row."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store.audit import Entry
from core.store.database import Database, open_database
from core.store.faults import KeysError
from core.store.keys import new_ring, write_ring


def test_a_token_has_one_answer(database: Database) -> None:
    first = database.submit("t", "test", lambda c: {"seq": database.note(c, Entry("test", "a:1"))})
    again = database.submit("t", "test", lambda c: {"seq": database.note(c, Entry("test", "a:2"))})
    assert (first, again) == ({"seq": 1}, {"seq": 1})


def test_another_ring_is_refused(database: Database) -> None:
    database.close()
    write_ring(database.home.keys_file, new_ring())
    with pytest.raises(KeysError):
        open_database(database.home)


def test_a_seal_opens_for_its_row_alone(database: Database) -> None:
    blob, secret = database.sealer.seal("clients", 1, {"phone": "13800138000"})
    assert b"138" not in blob
    assert database.sealer.open("clients", 1, blob, secret) == {"phone": "13800138000"}
    for table, row in (("clients", 2), ("calls", 1)):
        with pytest.raises(KeysError):
            database.sealer.open(table, row, blob, secret)
    assert database.sealer.open("clients", 1, blob, None) == {}


def test_the_key_file_is_for_its_owner(database: Database) -> None:
    assert Path(database.home.keys_file).stat().st_mode & 0o077 == 0
