"""Rows held in memory are those that the database has, after whatever happens to requests, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from core.office import handling, requests_own, tally_held, tally_rows, work_hours
from core.office.tally_held import HeldRows
from core.office.work_cases import catch_up
from core.office.work_settings import SpecialDay
from core.registries.definitions import empty_tables, registry
from core.registries.typed import as_typed
from core.store import batches, retention
from core.store.database import Database
from core.store.undo import undo
from tests.databases import Now
from tests.office.asking import ASKED, account, act, ask, token
from tests.planted import plant

SINCE, UNTIL = datetime(2026, 1, 1), datetime(2027, 1, 1)
EARLY = {
    "request_no": "Q1",
    "submitted_at": "2026-01-05 09:00",
    "repair": "燈不亮",
    "name": "王建國",
    "contact": "13912345678",
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was read: "all", or the numbers of the requests."""
    seen: list[object] = []
    whole, some = tally_held.read_rows, tally_held.read_changed

    def noted_whole(*given: object) -> pd.DataFrame:
        seen.append("all")
        return whole(*given)

    def noted_some(connection: sa.Connection, numbers: list[str]) -> pd.DataFrame:
        seen.append(sorted(numbers))
        return some(connection, numbers)

    monkeypatch.setattr(tally_held, "read_rows", noted_whole)
    monkeypatch.setattr(tally_held, "read_changed", noted_some)
    return seen


def same(database: Database, held: HeldRows) -> pd.DataFrame:
    """The held rows, which are as those of the database."""
    with database.read() as connection:
        found = held.read(connection, SINCE, UNTIL)
        pd.testing.assert_frame_equal(found, tally_rows.read_rows(connection, SINCE, UNTIL))
    return found


def upload(database: Database, *lines: dict[str, str]) -> int:
    tables = empty_tables("office")
    tables["requests"], faults = as_typed(registry("requests"), lines)
    assert [fault for fault in faults if fault.severity == "error"] == []
    made = batches.commit(database, batches.preview(database, tables, "office", None), token(), None)
    while catch_up(database):
        pass
    return made.batch_id


def test_every_act_is_followed_by_reading_what_it_touched(database: Database, now: Now, reads: list[object]) -> None:
    account(database, 1, "小陳")
    held, contact = HeldRows(), ASKED.contact.split(" / ")[0]
    first = ask(database)
    same(database, held)
    second, third = ask(database, repair="電梯不動"), ask(database, repair="電梯還是不動")
    same(database, held)
    acts: list[tuple[Callable[[], object], set[str]]] = [
        (lambda: handling.confirm_category(database, act(second), "lift"), {second}),
        (lambda: handling.assign(database, act(first), "老周"), {first}),
        (lambda: handling.merge(database, act(third), second), {second, third}),
        (lambda: handling.assign(database, act(second), "老周"), {second}),
        (lambda: handling.done(database, act(first), "換了墊圈"), {first}),
        (lambda: requests_own.confirm(database, first, contact, False, token()), {first}),
        (lambda: handling.done(database, act(first), "又換了"), {first}),
        (lambda: handling.call_back(database, act(first), "reached", "好了"), {first}),
        (lambda: requests_own.rate(database, first, contact, 4, "很快", token()), {first}),
        (lambda: handling.reopen(database, act(first), "又漏了"), {first}),
        (lambda: handling.close(database, act(first), "搬走了"), {first}),
        (lambda: work_hours.set_days(database, [SpecialDay(date(2026, 3, 2), False, "颱風")], token(), 1), {second}),
        (lambda: handling.note(database, act(third), "兩份一樣"), {third}),
    ]
    for happen, touched in acts:
        now.at += timedelta(minutes=7)
        happen()
        before = len(reads)
        found = same(database, held)
        assert reads[before:] == [sorted(touched)]
        assert found["request_no"].tolist() == [first, second, third]
    assert reads[:2] == ["all", sorted([second, third])]


def test_nothing_new_reads_nothing(database: Database, reads: list[object]) -> None:
    ask(database)
    held = HeldRows()
    for _ in range(3):
        same(database, held)
    assert reads == ["all"]


def test_no_request_is_no_row_and_the_first_one_is_followed(database: Database, reads: list[object]) -> None:
    held = HeldRows()
    assert len(same(database, held)) == 0
    number = ask(database)
    assert same(database, held)["request_no"].tolist() == [number]
    assert reads == ["all", [number]]


def test_an_upload_its_undo_and_retention_have_all_read_anew(database: Database, now: Now, reads: list[object]) -> None:
    held, number = HeldRows(), ask(database)
    same(database, held)
    batch = upload(database, EARLY, EARLY | {"request_no": "Q2", "submitted_at": "2026-01-04 09:00"})
    assert same(database, held)["request_no"].tolist() == ["Q2", "Q1", number]
    upload(database, EARLY | {"request_no": "Q3", "submitted_at": "2026-02-04 09:00"})
    assert same(database, held)["request_no"].tolist() == ["Q2", "Q1", "Q3", number]
    undo(database, batch, token(), None)
    while catch_up(database):
        pass
    assert same(database, held)["request_no"].tolist() == ["Q3", number]
    assert reads == ["all"] * 4
    for kind in retention.KINDS:
        days = 31 if kind.code == "requests" else None
        retention.change(database, kind.code, days, token(), None)
    handling.close(database, act(number), "搬走了")
    same(database, held)
    now.at += timedelta(days=200)
    assert sum(retention.run(database, None)[0].counts().values()) > 0
    assert number not in same(database, held)["request_no"].tolist()
    assert reads[-1] == "all"


def test_a_registry_of_the_stores_has_nothing_read_anew(database: Database, reads: list[object]) -> None:
    held, number = HeldRows(), ask(database)
    same(database, held)
    plant(database, staff=[{"staff_id": "s1", "name": "周一", "store": "A"}])
    assert same(database, held)["request_no"].tolist() == [number]
    assert reads == ["all"]


def test_more_changes_than_worth_following_have_all_read(
    database: Database, reads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally_held, "MOST", 2)
    held = HeldRows()
    same(database, held)
    for _ in range(3):
        ask(database)
    same(database, held)
    assert reads == ["all", "all"]


def test_who_came_before_sees_what_is_newer_and_throws_nothing_back(database: Database, reads: list[object]) -> None:
    held, first = HeldRows(), ask(database)
    with database.read() as early:
        assert held.read(early, SINCE, UNTIL)["request_no"].tolist() == [first]
        second = ask(database, repair="電梯不動")
        assert same(database, held)["request_no"].tolist() == [first, second]
        assert held.read(early, SINCE, UNTIL)["request_no"].tolist() == [first, second]
    same(database, held)
    assert reads == ["all", [second]]


def test_a_part_of_the_time_is_cut_out_to_the_second(database: Database) -> None:
    upload(database, *(EARLY | {"request_no": f"Q{n}", "submitted_at": f"2026-01-05 09:00:0{n}"} for n in range(4)))
    held = HeldRows()
    with database.read() as connection:
        for since, until in ((0, 4), (1, 3), (2, 2), (3, 9)):
            period = datetime(2026, 1, 5, 9, 0, since), datetime(2026, 1, 5, 9, 0, until)
            expected = tally_rows.read_rows(connection, *period)
            pd.testing.assert_frame_equal(held.read(connection, *period), expected)
