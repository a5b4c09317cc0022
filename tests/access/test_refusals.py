"""Refused tries: however many there are, the audit log stays short and tells how many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.access import accounts, links, oidc, refusals
from core.store.audit import Entry
from core.store.database import Database
from tests import databases
from tests.access.people import OTHER, length, refusal, somebody, trail

UNKNOWN = Entry("sign_in.refused", "account:unknown", detail={"why": "unknown"})


def tries(database: Database, count: int, entry: Entry = UNKNOWN) -> None:
    """So many refusals alike."""

    def act(connection: sa.Connection) -> None:
        for _ in range(count):
            refusals.note(database, connection, entry)

    database.write(act)


def counts(database: Database) -> list[object]:
    """What each row of the log says how many there were."""
    return [detail.get("count", 1) for _action, _subject, _who, detail in trail(database)]


def test_an_attack_adds_a_row_for_each_power_of_ten(database: Database) -> None:
    tries(database, 1_234)
    assert counts(database) == [1, 10, 100, 1_000]
    assert trail(database)[-1] == ("sign_in.refused", "account:unknown", None, {"why": "unknown", "count": 1_000})


def test_the_count_begins_again_after_an_hour(database: Database, now: databases.Now) -> None:
    tries(database, 11)
    now.pass_by(minutes=59, seconds=59)
    tries(database, 10)
    now.pass_by(seconds=1)
    tries(database, 2)
    assert counts(database) == [1, 10, 1]


def test_other_accounts_causes_and_acts_are_counted_apart(database: Database) -> None:
    for action, subject, why in (("a", "account:1", "x"), ("a", "account:1", "y"), ("a", "account:2", "x")):
        tries(database, 2, Entry(action, subject, detail={"why": why}))
    tries(database, 1, Entry("b", "account:1", detail={"why": "x"}))
    assert counts(database) == [1, 1, 1, 1]


def test_the_count_holds_across_a_restart(database_url: str, tmp_path: Path, now: databases.Now) -> None:
    first = databases.opened(tmp_path / "home", database_url, now)
    tries(first, 6)
    first.close()
    second = databases.opened(tmp_path / "home", database_url, now)
    tries(second, 6)
    assert counts(second) == [1, 10]
    second.close()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda database: accounts.check_password(database, "nobody", OTHER),
        lambda database: accounts.check_password(database, "gone", OTHER),
        lambda database: links.use(database, "x" * 43, OTHER),
        lambda database: oidc.by_oidc(database, "https://id.example.com", "somebody"),
    ],
    ids=["unknown login", "disabled account", "link", "other sign-in"],
)
def test_every_way_in_is_bounded(database: Database, attempt: Callable[[Database], object]) -> None:
    accounts.disable(database, somebody(database, "gone"))
    before = length(database)
    for _ in range(12):
        refusal(lambda: attempt(database))
    assert len(trail(database, before)) == 2


def test_guessing_at_one_account_adds_few_rows_between_locks(database: Database, now: databases.Now) -> None:
    somebody(database)
    before = length(database)
    for _ in range(4):
        for _guess in range(9):
            refusal(lambda: accounts.check_password(database, "amy", OTHER))
        now.pass_by(minutes=15)
    acts = [action for action, *_rest in trail(database, before)]
    assert (acts.count("account.locked"), acts.count("sign_in.refused")) == (4, 4 * 5 + 2)
