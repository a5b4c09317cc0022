"""Sessions: tokens, expiry, what ends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.access import account_rows, accounts, sessions
from core.access.roles import Grant, Person
from core.store.database import Database
from core.store.tables import sessions as table
from tests import databases
from tests.access.people import length, refusal, somebody, trail


def seen_at(database: Database) -> list[object]:
    database.write(lambda _connection: None)  # what waits before it is done by then
    with database.read() as connection:
        return list(connection.execute(sa.select(table.c.seen_at)).scalars())


def test_a_token_says_who_is_signed_in(database: Database) -> None:
    amy = accounts.create(database, "amy", "Amy Chen", [Grant("salesperson", "S1")], staff_id="E7")
    before = length(database)
    token = sessions.begin(database, amy, "oidc")
    person = Person(amy, "Amy Chen", frozenset({Grant("salesperson", "S1")}), "E7", sessions.hash_of(token))
    assert sessions.person(database, token) == person
    assert trail(database, before) == [("sign_in", "account:1", amy, {"way": "oidc"})]


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "ü" * 10_000])
def test_anything_else_is_nobody(database: Database, token: str) -> None:
    sessions.begin(database, somebody(database), "password")
    assert sessions.person(database, token) is None


def test_only_the_hash_is_kept(database: Database) -> None:
    token = sessions.begin(database, somebody(database), "password")
    assert len(token) >= 43
    with database.read() as connection:
        [row] = connection.execute(sa.select(table)).all()
    assert row.token_hash == sessions.hash_of(token)
    assert not any(token in str(value) or token.encode() in bytes(str(value), "utf-8") for value in row)
    assert sessions.person(database, row.token_hash.hex()) is None


def test_grants_names_and_staff_numbers_hold_from_the_next_click(database: Database) -> None:
    amy = somebody(database, "amy", Grant("manager", "*"))
    token = sessions.begin(database, amy, "password")
    accounts.set_grants(database, amy, [Grant("clerk", "S2")], staff_id="E1")
    accounts.rename(database, amy, "New")
    person = sessions.person(database, token)
    assert person is not None
    assert (person.grants, person.staff_id, person.shown_name) == (frozenset({Grant("clerk", "S2")}), "E1", "New")


def test_an_account_disabled_by_whatever_means_is_out_at_its_next_click(database: Database) -> None:
    amy = somebody(database)
    token = sessions.begin(database, amy, "password")
    database.write(lambda c: account_rows.change(c, amy, disabled_at=database.clock()))
    assert sessions.person(database, token) is None


def test_a_session_idles_out(database: Database, now: databases.Now) -> None:
    token = sessions.begin(database, somebody(database), "password")
    now.pass_by(minutes=59, seconds=59)
    assert sessions.person(database, token) is not None
    assert seen_at(database) == [now()]
    now.pass_by(minutes=60)
    assert sessions.person(database, token) is None
    assert sessions.person(database, token, idle=timedelta(minutes=61)) is not None


def test_a_session_ends_after_twelve_hours_of_use(database: Database, now: databases.Now) -> None:
    token = sessions.begin(database, somebody(database), "password")
    for _half_hour in range(23):
        now.pass_by(minutes=30)
        assert sessions.person(database, token) is not None
        seen_at(database)
    now.pass_by(minutes=29, seconds=59)
    assert sessions.person(database, token) is not None
    now.pass_by(seconds=1)
    assert sessions.person(database, token) is None


def test_use_is_noted_once_a_minute(database: Database, now: databases.Now) -> None:
    began = now()
    token = sessions.begin(database, somebody(database), "password")
    now.pass_by(seconds=59)
    sessions.person(database, token)
    assert seen_at(database) == [began]
    now.pass_by(seconds=1)
    sessions.person(database, token)
    assert seen_at(database) == [began + timedelta(minutes=1)]


def test_signing_out_here(database: Database) -> None:
    amy = somebody(database)
    here, there = (sessions.begin(database, amy, "password") for _place in range(2))
    before = length(database)
    sessions.end(database, here)
    sessions.end(database, here)
    sessions.end(database, "nobody's")
    assert sessions.person(database, here) is None
    assert sessions.person(database, there) is not None
    assert trail(database, before) == [("sign_out", "account:1", amy, {})]


def test_signing_out_everywhere(database: Database) -> None:
    amy, bob = somebody(database), somebody(database, "bob")
    here, there = (sessions.begin(database, amy, "password") for _place in range(2))
    bobs = sessions.begin(database, bob, "password")
    before = length(database)
    assert sessions.end_all(database, amy, by=amy, but=sessions.hash_of(here)) == 1
    assert [sessions.person(database, t) is None for t in (here, there, bobs)] == [False, True, False]
    assert sessions.end_all(database, amy, by=None) == 1
    assert [sessions.person(database, t) is None for t in (here, there, bobs)] == [True, True, False]
    assert trail(database, before) == [
        ("sessions.ended", "account:1", amy, {"sessions": 1}),
        ("sessions.ended", "account:1", None, {"sessions": 1}),
    ]


def test_ones_own_sessions_are_listed_and_ended_one_by_one(database: Database, now: databases.Now) -> None:
    amy, bob = somebody(database), somebody(database, "bob")
    first = sessions.begin(database, amy, "password")
    began = now()
    now.pass_by(minutes=5)
    second = sessions.begin(database, amy, "link")
    sessions.begin(database, bob, "password")
    listed = [
        sessions.Session(sessions.hash_of(second), now(), now(), "link"),
        sessions.Session(sessions.hash_of(first), began, began, "password"),
    ]
    with database.read() as connection:
        assert sessions.living(connection, amy, now()) == listed
    assert sessions.end_one(database, bob, sessions.hash_of(first), by=bob) == 0  # not his
    assert sessions.end_one(database, amy, sessions.hash_of(first), by=amy) == 1
    assert sessions.end_one(database, amy, sessions.hash_of(first), by=amy) == 0
    with database.read() as connection:
        assert sessions.living(connection, amy, now()) == listed[:1]
        assert sessions.living(connection, amy, now() + timedelta(hours=1)) == []


def test_old_sessions_are_swept_at_a_sign_in(database: Database, now: databases.Now) -> None:
    amy = somebody(database)
    sessions.begin(database, amy, "password")
    now.pass_by(hours=12, days=30)
    sessions.begin(database, amy, "password")
    assert len(seen_at(database)) == 2
    now.pass_by(seconds=1)
    sessions.begin(database, amy, "password")
    assert len(seen_at(database)) == 2


def test_nobody_can_be_signed_in_who_is_not_there(database: Database) -> None:
    assert refusal(lambda: sessions.begin(database, 99, "password")) == "This account cannot sign in. Ask an admin."
