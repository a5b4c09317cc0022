"""Settings with history: what holds on a day, once for a token, with a reason, traced."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from core.rules.settings import Settings
from core.store import settings as kept
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import audit, data_versions, settings_versions
from tests.databases import Now

TWO, THREE = replace(Settings(), lapse_months=2), replace(Settings(), lapse_months=3, duty_size=1)
TODAY = date(2026, 3, 2)


def in_force(database: Database, *days: str, scope: str = "S1") -> list[int]:
    with database.read() as connection:
        return [kept.settings_at(connection, scope, date.fromisoformat(d)).settings.lapse_months for d in days]


def test_a_day_has_the_version_that_began_last(database: Database) -> None:
    kept.change_settings(database, "S1", THREE, date(2026, 6, 1), None, "from June", "a")
    kept.change_settings(database, "S1", TWO, TODAY, None, "from today", "b")
    assert in_force(database, "2026-03-01", "2026-03-02", "2026-05-31", "2026-06-01") == [1, 2, 2, 3]
    assert in_force(database, "2026-07-01", scope="S2") == [1]


def test_of_two_versions_from_one_day_the_later_written_holds(database: Database) -> None:
    kept.change_settings(database, "S1", THREE, TODAY, None, "three", "a")
    kept.change_settings(database, "S1", TWO, TODAY, None, "rather two", "b")
    assert in_force(database, "2026-03-01", "2026-03-02") == [1, 2]


def test_a_version_tells_who_when_and_why(database: Database, now: Now) -> None:
    with database.read() as connection:
        assert kept.settings_at(connection, "S1", TODAY) == kept.USUAL
    kept.change_settings(database, "S1", TWO, TODAY, 7, " the owner asked ", "a")
    now.pass_by(days=1)
    kept.change_settings(database, "S1", THREE, date(2026, 4, 1), 8, "again", "b")
    with database.read() as connection:
        history = kept.settings_history(connection, "S1")
    assert history == [
        kept.SettingsVersion(2, THREE, date(2026, 4, 1), datetime(2026, 3, 3, 9), 8, "", "again"),
        kept.SettingsVersion(1, TWO, TODAY, datetime(2026, 3, 2, 9), 7, "", "the owner asked"),
    ]
    assert [kept.replaced_by(history, v).settings for v in history] == [TWO, Settings()]
    assert kept.newest(history).settings_id == 2


def test_a_reason_is_kept_without_the_numbers_typed_into_it(database: Database) -> None:
    kept.change_settings(database, "S1", TWO, TODAY, 7, "asked by phone  13812340001", "a")
    with database.read() as connection:
        assert [v.reason for v in kept.settings_history(connection, "S1")] == ["asked by phone [...]"]
        assert connection.execute(sa.select(audit.c.reason)).scalars().all() == ["asked by phone [...]"]


def test_a_change_leaves_a_row_in_the_audit_log_and_moves_the_store_on(database: Database) -> None:
    kept.change_settings(database, "S1", THREE, TODAY, 7, "because", "a")
    kept.change_settings(database, "S1", TWO, TODAY, 7, "because", "b")
    with database.read() as connection:
        row = connection.execute(sa.select(audit).order_by(audit.c.seq)).first()
        versions = [kept.store_versions(connection, asked) for asked in (None, ["S1"], ["S2"])]
    assert (row.action, row.subject, row.account_id, row.scope, row.reason) == (
        "settings.change",
        "settings_versions:1",
        7,
        "S1",
        "because",
    )
    assert json.loads(row.detail) == {
        "in_force_from": "2026-03-02",
        "changed": {"lapse_months": ["1", "3"], "duty_size": ["2", "1"]},
    }
    assert versions == [{"S1": {"rulebook": 2}}, {"S1": {"rulebook": 2}}, {}]


def test_rows_and_settings_of_stores_are_told_in_one_answer(database: Database) -> None:
    rows = [("S1", "visits", 3), ("S2", "staff", 1), ("", "households", 2)]
    added = data_versions.insert().values([dict(zip(("scope", "registry", "version"), r, strict=True)) for r in rows])
    database.write(lambda c: c.execute(added) and None)
    kept.change_settings(database, "S1", TWO, TODAY, None, "two", "a")
    with database.read() as connection:
        found = [kept.store_versions(connection, asked) for asked in (None, ["S2"], [])]
    assert found == [{"S1": {"visits": 3, "rulebook": 1}, "S2": {"staff": 1}}, {"S2": {"staff": 1}}, {}]


def test_one_token_is_one_change(database: Database) -> None:
    numbers = [kept.change_settings(database, "S1", TWO, TODAY, None, "twice pressed", "a") for _ in range(2)]
    with database.read() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(t)).scalar() for t in (settings_versions, audit)
        ]
    assert (numbers, counts) == ([1, 1], [1, 1])


@pytest.mark.parametrize(
    ("settings", "day", "reason"),
    [(TWO, TODAY, "  "), (TWO, date(2026, 3, 1), "late"), (Settings(), TODAY, "nothing changes")],
)
def test_what_is_refused_leaves_nothing(database: Database, settings: Settings, day: date, reason: str) -> None:
    with pytest.raises(Refused):
        kept.change_settings(database, "S1", settings, day, None, reason, "a")
    with database.read() as connection:
        assert kept.settings_history(connection, "S1") == []
        assert connection.execute(sa.select(audit)).all() == []


def test_the_past_changes_when_it_is_meant(database: Database) -> None:
    kept.change_settings(database, "S1", TWO, date(2026, 2, 1), None, "it was so all along", "a", backdated=True)
    assert in_force(database, "2026-01-31", "2026-02-01") == [1, 2]
