"""One-time links: what they are for, how long they hold, that they are used once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.access import accounts, links, sessions
from core.access.links import Link
from core.access.oidc import Identity
from core.access.roles import Grant
from core.store import tables
from core.store.database import Database
from core.store.faults import Refused
from tests import databases
from tests.access.people import ADMIN, OTHER, PASSWORD, invited, length, refusal, somebody, trail

GONE = "This link holds no longer: it was used, replaced, or is too old. Ask for a new one."


def used(database: Database, token: str) -> Callable[[], str]:
    return lambda: links.use(database, token, PASSWORD, login="boss")


def test_the_first_admin(database: Database, now: databases.Now) -> None:
    token = links.first_admin_link(database)
    assert token is not None
    assert links.peek(database, token) == Link("first_admin", None, "", "", now() + timedelta(hours=24))
    signed_in = links.use(database, token, PASSWORD, login=" Boss ", shown_name="The Boss")
    person = sessions.person(database, signed_in)
    assert person is not None
    assert (person.account_id, person.shown_name, person.grants) == (1, "The Boss", frozenset({ADMIN}))
    assert accounts.check_password(database, "boss", PASSWORD) == 1
    assert links.first_admin_link(database) is None
    assert trail(database) == [
        ("link.made", "account:first", None, {"purpose": "first_admin"}),
        ("account.made", "account:1", None, {"grants": ["admin"]}),
        ("link.used", "account:1", 1, {"purpose": "first_admin"}),
        ("password.set", "account:1", 1, {}),
        ("sign_in", "account:1", 1, {"way": "link"}),
    ]


def test_one_first_admin_link_holds_at_a_time_and_none_beside_an_admin(database: Database) -> None:
    first, second = links.first_admin_link(database), links.first_admin_link(database)
    assert first is not None
    assert second is not None
    assert links.peek(database, first) is None
    assert links.peek(database, second) is not None
    somebody(database, "boss", ADMIN)
    assert links.peek(database, second) is None
    assert refusal(used(database, second)) == GONE
    said = "There is an admin already. An admin makes the other accounts."
    assert refusal(lambda: links.make(database, "first_admin")) == said


@pytest.mark.parametrize(("purpose", "lasts"), [("invite", timedelta(days=7)), ("reset", timedelta(days=1))])
def test_a_link_of_an_account_holds_its_time(
    database: Database, now: databases.Now, purpose: links.Purpose, lasts: timedelta
) -> None:
    bob = accounts.create(database, "bob", "Bob", [])
    token = links.make(database, purpose, bob, by=4)
    assert links.peek(database, token) == Link(purpose, bob, "bob", "Bob", now() + lasts)
    now.at += lasts - timedelta(seconds=1)
    assert links.peek(database, token) is not None
    now.pass_by(seconds=1)
    assert links.peek(database, token) is None
    before = length(database)
    assert refusal(used(database, token)) == GONE
    assert trail(database, before) == [("link.refused", "link:unknown", None, {})]


def test_a_first_admin_link_holds_a_day(database: Database, now: databases.Now) -> None:
    token = links.first_admin_link(database) or ""
    now.pass_by(hours=24)
    assert refusal(used(database, token)) == GONE


def test_an_invitation_is_used_once(database: Database) -> None:
    bob, token = invited(database, "bob", Grant("clerk", "S1"))
    signed_in = links.use(database, token, PASSWORD)
    assert refusal(used(database, token)) == GONE
    person = sessions.person(database, signed_in)
    assert person is not None
    assert (person.account_id, person.grants) == (bob, frozenset({Grant("clerk", "S1")}))


def test_of_many_who_use_it_at_once_one_gets_in(database: Database) -> None:
    _bob, token = invited(database)

    def attempt(number: int) -> str | None:
        try:
            return links.use(database, token, f"{OTHER} {number}")
        except Refused:
            return None

    with ThreadPoolExecutor(4) as pool:
        got = [t for t in pool.map(attempt, range(4)) if t]
    assert len(got) == 1
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.sessions)).scalar() == 1


def test_of_many_who_would_be_the_first_admin_one_is(database: Database) -> None:
    token = links.first_admin_link(database) or ""

    def attempt(number: int) -> bool:
        try:
            links.use(database, token, PASSWORD, login=f"boss{number}")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    with database.read() as connection:
        assert len(accounts.all_accounts(connection)) == 1


def test_a_reset_ends_what_was_and_opens_the_lock(database: Database) -> None:
    amy = somebody(database)
    before = sessions.begin(database, amy, "password")
    for _guess in range(5):
        refusal(lambda: accounts.check_password(database, "amy", OTHER))
    token = links.make(database, "reset", amy)
    assert sessions.person(database, before) is not None  # asking for a link changes nothing yet
    fresh = links.use(database, token, OTHER)
    assert sessions.person(database, before) is None
    assert sessions.person(database, fresh) is not None
    assert accounts.check_password(database, "amy", OTHER) == amy


def test_a_refused_password_or_login_leaves_the_link(database: Database) -> None:
    token = links.first_admin_link(database) or ""
    short = "Use at least 10 characters; several words make a good one."
    assert refusal(lambda: links.use(database, token, "x", login="boss")) == short
    login = "A login is 1 to 64 characters without spaces."
    assert refusal(lambda: links.use(database, token, PASSWORD, login="")) == login
    assert links.use(database, token, PASSWORD, login="boss")


def test_a_newer_link_a_new_password_and_disabling_make_it_void(database: Database) -> None:
    bob, first = invited(database)
    second = links.make(database, "reset", bob)
    assert links.peek(database, first) is None
    accounts.set_password(database, bob, PASSWORD)
    assert links.peek(database, second) is None
    third = links.make(database, "reset", bob)
    accounts.disable(database, bob)
    accounts.enable(database, bob)
    assert links.peek(database, third) is None


def test_a_disabled_account_gets_no_link(database: Database) -> None:
    bob, _token = invited(database)
    accounts.disable(database, bob)
    said = "There is no such account, or it is disabled."
    assert refusal(lambda: links.make(database, "reset", bob)) == said
    assert refusal(lambda: links.make(database, "reset", 99)) == said


def test_only_the_hash_of_a_link_is_kept(database: Database) -> None:
    _bob, token = invited(database)
    with database.read() as connection:
        [row] = connection.execute(sa.select(tables.links)).all()
    assert row.token_hash == sessions.hash_of(token)
    assert token not in str(row)


def test_an_invited_person_signs_in_elsewhere_instead_of_a_password(database: Database) -> None:
    bob, token = invited(database)
    signed_in = links.use_with_oidc(database, token, Identity("https://id.example", "42"))
    assert sessions.person(database, signed_in) is not None
    assert refusal(lambda: links.use_with_oidc(database, token, Identity("https://id.example", "42"))) == GONE
    with database.read() as connection:
        assert [(a.account_id, a.is_tied, a.password_at) for a in accounts.all_accounts(connection)] == [
            (bob, True, None)
        ]


def test_a_reset_is_for_a_password_alone(database: Database) -> None:
    token = links.make(database, "reset", somebody(database))
    assert refusal(lambda: links.use_with_oidc(database, token, Identity("i", "s"))) == GONE
    assert links.peek(database, token) is not None


def test_the_first_admin_may_sign_in_elsewhere(database: Database) -> None:
    token = links.first_admin_link(database) or ""
    links.use_with_oidc(database, token, Identity("i", "s"), login="boss")
    assert links.first_admin_link(database) is None
