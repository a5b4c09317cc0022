"""Near-same requests: same home or building, open or recent, seen before a second worker is sent."""

from __future__ import annotations

import pytest

from core.clock import local
from core.office import handling, near
from core.store.database import Database
from tests.databases import Now
from tests.office.asking import act, ask


def near_of(database: Database, number: str, now: Now) -> list[tuple[str, bool]]:
    with database.read() as connection:
        found = near.near_same(connection, database.sealer, number, local(now.at))
    return [(one.request_no, one.same_home) for one in found]


def test_the_home_by_category_or_text_the_building_by_both(database: Database, now: Now) -> None:
    asked = ask(database, repair="電梯按鈕不亮")
    text_in_building = ask(database, repair="电梯按钮坏了", room_no="3-1-102")
    category_in_home = ask(database, repair="升降機很慢")
    ask(database, repair="電梯按鈕不亮", room_no="4-1-101")  # another building
    ask(database, repair="按鈕不亮", room_no="3-1-103")  # no lift
    ask(database, repair="困梯了", room_no="3-1-104")  # another text
    ask(database, repair="草坪沒人修剪")  # the home, nothing else
    assert near_of(database, asked, now) == [(category_in_home, True), (text_in_building, False)]
    assert near_of(database, "R2603-0099", now) == []


def test_the_settled_count_for_a_month_and_the_merged_not_at_all(database: Database, now: Now) -> None:
    closed, merged, into = (ask(database) for _ in range(3))
    handling.close(database, act(closed), "重複")
    handling.merge(database, act(merged), into)
    now.pass_by(days=30)
    asked = ask(database)
    assert near_of(database, asked, now) == [(into, True), (closed, True)]
    now.pass_by(days=1)
    assert near_of(database, asked, now) == [(into, True)]


def test_a_text_that_is_being_typed_in(database: Database, now: Now) -> None:
    number = ask(database)
    with database.read() as connection:
        (found,) = near.near_text(connection, database.sealer, " 3-2-501 ", "水龍頭又漏水", local(now.at))
        assert near.near_text(connection, database.sealer, "", "水龍頭又漏水", local(now.at)) == []
    assert (found.request_no, found.text, found.category, found.status) == (
        number,
        "廚房水龍頭漏水",
        "water_power",
        "new",
    )
    assert 45 < found.alike < 100


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("廚房水龍頭漏水", "厨房水龙头漏水", True),
        ("停水了", "全樓停水", True),
        ("Lift is stuck", "the lift is STUCK again", True),
        ("廚房水龍頭漏水", "走廊燈不亮", False),
        ("", "走廊燈不亮", False),
    ],
)
def test_likeness(one: str, other: str, like: bool) -> None:
    assert (near.likeness(one, other) >= near.ALIKE) is like
    assert near.likeness(one, other) == near.likeness(other, one)
