"""Accounts: logins, grants, the last admin, and passwords that are tried."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from core.access import account_rows, accounts, passwords, sessions
from core.access.roles import Grant
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts as table
from core.texts import LANGUAGES
from tests import databases
from tests.access.people import ADMIN, OTHER, PASSWORD, length, refusal, somebody, trail
from tests.passwords import QUICK

NO = (
    "Login and password do not go together, or the account cannot sign in now. After 5 wrong passwords it is locked "
    "for 15 minutes."
)


@given(st.text())
def test_a_folded_login_stays_as_it_is(login: str) -> None:
    once = account_rows.fold(login)
    assert account_rows.fold(once) == once


def test_an_account_is_shown_with_all_that_is_known_of_it(database: Database, now: databases.Now) -> None:
    account_id = accounts.create(database, " Ａmy ", "Amy Chen", [Grant("clerk", "S1")], staff_id="E7", by=9)
    with database.read() as connection:
        assert accounts.all_accounts(connection) == [
            accounts.Account(
                account_id,
                "amy",
                "Amy Chen",
                frozenset({Grant("clerk", "S1")}),
                "E7",
                now(),
                None,
                False,
                None,
                None,
                None,
            )
        ]
    assert trail(database) == [("account.made", "account:1", 9, {"grants": ["clerk@S1"]})]


@pytest.mark.parametrize("login", ["", "  ", "a b", "x" * 65, "a\x00b", "a\u200bb"])
def test_what_cannot_be_a_login(database: Database, login: str) -> None:
    assert refusal(lambda: accounts.create(database, login, "", [])) == "A login is 1 to 64 characters without spaces."


def test_a_login_is_taken_in_any_writing(database: Database) -> None:
    accounts.create(database, "amy", "", [])
    assert refusal(lambda: accounts.create(database, "ＡMY ", "", [])) == "This login is taken. Choose another."


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (Grant("king", "S1"), "There is no role king."),  # type: ignore[arg-type]
        (Grant("clerk", " "), "Say for which store the role clerk is given."),
        (Grant("office", "S1"), "The role office is given for no store."),
        (Grant("admin", "*"), "The role admin is given for no store."),
    ],
)
def test_grants_that_do_not_exist(database: Database, grant: Grant, said: str) -> None:
    assert refusal(lambda: accounts.create(database, "amy", "", [grant])) == said


def test_grants_are_replaced_and_told(database: Database) -> None:
    amy = somebody(database, "amy", Grant("clerk", "S1"))
    before = length(database)
    accounts.set_grants(database, amy, [Grant("manager", "*"), Grant("office", "")], by=5, staff_id="E2")
    with database.read() as connection:
        found = accounts.account(connection, amy)
    assert found is not None
    assert (found.grants, found.staff_id) == (frozenset({Grant("manager", "*"), Grant("office", "")}), "E2")
    detail = {"before": ["clerk@S1"], "after": ["manager@*", "office"], "staff_id": "E2"}
    assert trail(database, before) == [("grants.changed", "account:1", 5, detail)]


def test_the_last_admin_stays(database: Database) -> None:
    boss = somebody(database, "boss", ADMIN)
    accounts.create(database, "invited", "", [ADMIN])  # cannot sign in yet, so does not count
    said = "This is the last admin who can sign in. Make another one first."
    assert refusal(lambda: accounts.disable(database, boss)) == said
    assert refusal(lambda: accounts.set_grants(database, boss, [])) == said
    second = somebody(database, "second", ADMIN)
    accounts.disable(database, boss, by=second)
    assert refusal(lambda: accounts.disable(database, second)) == said


def test_two_admins_cannot_strip_each_other_at_once(database: Database) -> None:
    admins = [somebody(database, login, ADMIN) for login in ("one", "two")]

    def strip(whom: int) -> bool:
        try:
            accounts.set_grants(database, whom, [])
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(strip, admins)) == [False, True]


def test_a_disabled_account_is_out_at_once_and_comes_back(database: Database) -> None:
    amy = somebody(database)
    token = sessions.begin(database, amy, "password")
    accounts.disable(database, amy, by=3, reason="left")
    assert sessions.person(database, token) is None
    assert refusal(lambda: accounts.check_password(database, "amy", PASSWORD)) == NO
    assert refusal(lambda: sessions.begin(database, amy, "oidc")) == "This account cannot sign in. Ask an admin."
    accounts.enable(database, amy, by=3)
    assert accounts.check_password(database, "amy", PASSWORD) == amy
    assert sessions.person(database, token) is None


def test_renaming(database: Database) -> None:
    amy = somebody(database)
    accounts.rename(database, amy, " Amy C. ", by=amy)
    with database.read() as connection:
        assert [a.shown_name for a in accounts.all_accounts(connection)] == ["Amy C."]
    assert refusal(lambda: accounts.rename(database, amy, " \x00 ")) == "Give a name that others see."
    assert refusal(lambda: accounts.rename(database, 99, "x")) == "There is no such account."


def test_every_refused_sign_in_says_the_same_in_every_language(database: Database) -> None:
    somebody(database, "locked")
    disabled = somebody(database, "disabled")
    somebody(database, "right")
    accounts.create(database, "unfinished", "", [])
    accounts.disable(database, disabled)
    for _guess in range(5):
        refusal(lambda: accounts.check_password(database, "locked", OTHER))
    before = length(database)
    said = set()
    tries = [(who, PASSWORD) for who in ("locked", "disabled", "unfinished", "nobody")] + [("right", OTHER)]
    for login, password in tries:
        with pytest.raises(Refused) as refused:
            accounts.check_password(database, login, password)
        said.add(tuple(refused.value.text.say(language) for language in LANGUAGES))
    assert len(said) == 1
    assert [(subject, detail) for _action, subject, _who, detail in trail(database, before)] == [
        ("account:1", {"why": "locked"}),
        ("account:2", {"why": "disabled"}),
        ("account:4", {"why": "wrong"}),
        ("account:unknown", {"why": "unknown"}),
        ("account:3", {"why": "wrong"}),
    ]


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_odd_texts_are_refused_like_any_other(database: Database, odd: str) -> None:
    somebody(database)
    assert refusal(lambda: accounts.check_password(database, odd, PASSWORD)) == NO
    assert refusal(lambda: accounts.check_password(database, "amy", odd)) == NO


def test_every_guess_costs_one_computation(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 (its name there)
            done.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    somebody(database, "locked")
    disabled = somebody(database, "disabled")
    accounts.create(database, "unfinished", "", [])
    accounts.disable(database, disabled)
    for _guess in range(5):
        refusal(lambda: accounts.check_password(database, "locked", OTHER))
    monkeypatch.setattr(passwords, "_HASHER", Counting(**QUICK))
    for login in ("locked", "disabled", "unfinished", "nobody"):
        refusal(lambda who=login: accounts.check_password(database, who, OTHER))
    refusal(lambda: accounts.check_password(database, "nobody", "x" * 5000))
    assert len(done) == 5
    assert len(set(done)) == 1  # the same parameters


def test_five_wrong_passwords_lock_for_fifteen_minutes(database: Database, now: databases.Now) -> None:
    amy = somebody(database)
    somebody(database, "bob")
    before = length(database)
    for _guess in range(4):
        refusal(lambda: accounts.check_password(database, "amy", OTHER))
    assert accounts.check_password(database, "amy", PASSWORD) == amy  # the count begins again
    for _guess in range(5):
        refusal(lambda: accounts.check_password(database, "amy", OTHER))
    assert refusal(lambda: accounts.check_password(database, "amy", PASSWORD)) == NO
    assert accounts.check_password(database, "bob", PASSWORD) == 2
    now.pass_by(minutes=14, seconds=59)
    assert refusal(lambda: accounts.check_password(database, "amy", PASSWORD)) == NO
    now.pass_by(seconds=1)
    assert accounts.check_password(database, "amy", PASSWORD) == amy
    wrong = ("sign_in.refused", "account:1", None, {"why": "wrong"})
    locked = ("sign_in.refused", "account:1", None, {"why": "locked"})
    assert trail(database, before) == [*[wrong] * 9, ("account.locked", "account:1", None, {}), locked]


def test_a_lock_holds_across_a_restart(database_url: str, tmp_path: Path, now: databases.Now) -> None:
    first = databases.opened(tmp_path / "home", database_url, now)
    somebody(first)
    for _guess in range(3):
        refusal(lambda: accounts.check_password(first, "amy", OTHER))
    first.close()
    second = databases.opened(tmp_path / "home", database_url, now)
    for _guess in range(2):
        refusal(lambda: accounts.check_password(second, "amy", OTHER))
    second.close()
    third = databases.opened(tmp_path / "home", database_url, now)
    assert refusal(lambda: accounts.check_password(third, "amy", PASSWORD)) == NO
    third.close()


def test_guesses_at_the_same_time_all_count(database: Database) -> None:
    somebody(database)
    before = length(database)

    def guess(_number: int) -> str:
        return refusal(lambda: accounts.check_password(database, "amy", OTHER))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(8))) == {NO}
    whys = [d.get("why") for _a, _s, _w, d in trail(database, before)]
    assert (whys.count("wrong"), whys.count("locked")) == (5, 1)
    assert refusal(lambda: accounts.check_password(database, "amy", PASSWORD)) == NO


@pytest.mark.usefixtures("full_price")
def test_a_right_password_moves_to_the_parameters_of_today(database: Database) -> None:
    amy = somebody(database)
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    database.write(lambda c: account_rows.change(c, amy, password_hash=old))
    assert accounts.check_password(database, "amy", PASSWORD) == amy
    with database.read() as connection:
        kept = connection.execute(sa.select(table.c.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert accounts.check_password(database, "amy", PASSWORD) == amy


def test_changing_a_password_ends_the_other_sessions(database: Database) -> None:
    amy = somebody(database)
    here, there = (sessions.begin(database, amy, "password") for _place in range(2))
    before = length(database)
    accounts.change_password(database, amy, PASSWORD, OTHER, sessions.hash_of(here))
    assert sessions.person(database, here) is not None
    assert sessions.person(database, there) is None
    assert accounts.check_password(database, "amy", OTHER) == amy
    assert trail(database, before) == [("password.changed", "account:1", amy, {})]


def test_changing_a_password_needs_the_old_one_and_counts_guesses(database: Database) -> None:
    amy = somebody(database)
    before = length(database)
    for _guess in range(5):
        refusal(lambda: accounts.change_password(database, amy, OTHER, "eight quiet lanterns"))
    assert refusal(lambda: accounts.check_password(database, "amy", PASSWORD)) == NO
    assert trail(database, before)[:1] == [("password.refused", "account:1", None, {"why": "wrong"})]
    assert trail(database, before)[5:6] == [("account.locked", "account:1", None, {})]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short pass", None),
        ("nine char", "Use at least 10 characters; several words make a good one."),
        ("ab " * 43, "Use at most 128 characters."),
        ("Password2024", "This password is one that is guessed first. Take another: several words, say."),
    ],
)
def test_what_a_password_must_be(database: Database, password: str, said: str | None) -> None:
    amy = somebody(database)
    act: Callable[[], None] = lambda: accounts.set_password(database, amy, password)  # noqa: E731
    if said is None:
        act()
        assert accounts.check_password(database, "amy", password) == amy
    else:
        assert refusal(act) == said
