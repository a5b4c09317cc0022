"""Service cards: printed, given out, scanned, taken back, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from core.access import accounts
from core.access.roles import Grant
from core.office import cards, contact_days
from core.office.cards import Given
from core.office.contact_days import Plan
from core.store import batches
from core.store.database import Database
from core.store.faults import Refused
from core.store.rows import load
from core.store.tables import audit
from tests.databases import Now


@pytest.fixture
def li(database: Database) -> int:
    return accounts.create(database, "li", "李管家", (Grant("office", ""),))


def registry_rows(database: Database) -> list[list[object]]:
    with database.read() as connection:
        frame = load(connection, database.sealer, "cards", None)
    return frame.assign(issued_on=frame["issued_on"].astype("str")).to_numpy().tolist()


def actions(database: Database) -> list[tuple[str, str, int | None]]:
    with database.read() as connection:
        asked = sa.select(audit.c.action, audit.c.subject, audit.c.account_id).order_by(audit.c.seq)
        return [tuple(row) for row in connection.execute(asked) if row.action.startswith("cards.")]


def test_cards_are_numbered_and_their_codes_are_random(database: Database, li: int):
    made = cards.make(database, 9, "p1", li)
    assert [c.card_no for c in made] == [f"K2603-{n:04d}" for n in range(1, 10)]
    assert len({c.code for c in made}) == 9
    assert {len(c.code) for c in made} == {12}
    assert [c for c in made if c.room_no or c.issued_at] == []
    assert cards.make(database, 9, "p1", li) == made  # the same press of the button
    assert [c.card_no for c in cards.make(database, 1, "p2", li)] == ["K2603-0010"]
    assert actions(database) == [("cards.print", "cards", li)] * 2


@pytest.mark.parametrize("count", [0, -1, cards.MOST + 1])
def test_not_too_many_at_once(database: Database, li: int, count: int):
    with pytest.raises(Refused):
        cards.make(database, count, "p1", li)


def test_a_card_given_out_stands_in_the_registry_and_opens_its_room(database: Database, li: int):
    made = cards.make(database, 3, "p1", li)
    assert cards.give_out(database, "k2603-0002", " ３-2-501 ", "g1", li) == Given("K2603-0002", "3-2-501", 1)
    assert cards.give_out(database, "K2603-0002", "3-2-501", "g1", li) == Given("K2603-0002", "3-2-501", 1)
    assert registry_rows(database) == [["K2603-0002", "3-2-501", "2026-03-02", "李管家"]]
    with database.read() as connection:
        assert [cards.room_of(connection, c.code) for c in made] == [None, "3-2-501", None]
        assert [c.card_no for c in cards.left(connection)] == ["K2603-0001", "K2603-0003"]
        assert cards.by_whom(connection, cards.of_room(connection, "3-2-501")) == {li: "李管家"}
    assert actions(database)[1:] == [("cards.give", actions(database)[1][1], li)]


def test_a_number_a_code_and_a_scanned_address_are_the_same_card(database: Database, li: int):
    first, second = cards.make(database, 2, "p1", li)
    scanned = cards.address("https://desk.example", second.code)
    with database.read() as connection:
        for said in (second.code, second.code.lower(), scanned, f" {scanned}&lang=en", "K2603–0002", "2", "0002"):
            assert cards.find(connection, said) == second, said
        for said in ("", "K2603-0003", "3", "https://desk.example/repair?card=", "http://[", "http://[x?card=1"):
            assert cards.find(connection, said) is None, said
    cards.give_out(database, "1", "3-2-501", "g1", li)
    with database.read() as connection:
        assert cards.find(connection, first.card_no) is not None
        assert cards.find(connection, "1") is None  # a short number is looked for among the cards that are left


def test_a_card_goes_to_one_home(database: Database, li: int):
    cards.make(database, 1, "p1", li)
    cards.give_out(database, "K2603-0001", "3-2-501", "g1", li)
    with pytest.raises(Refused) as refused:
        cards.give_out(database, "K2603-0001", "3-2-502", "g2", li)
    assert refused.value.text.values == {"card": "K2603-0001", "room": "3-2-501"}
    assert len(registry_rows(database)) == 1


@pytest.mark.parametrize(("said", "room"), [("K2603-0009", "3-2-501"), ("K2603-0001", " "), ("K2603-0001", "9" * 31)])
def test_a_card_needs_a_number_and_a_room(database: Database, li: int, said: str, room: str):
    cards.make(database, 1, "p1", li)
    with pytest.raises(Refused):
        cards.give_out(database, said, room, "g1", li)
    assert registry_rows(database) == []


def test_a_home_with_several_cards_is_told(database: Database, li: int):
    cards.make(database, 2, "p1", li)
    assert cards.give_out(database, "1", "3-2-501", "g1", li).number_here == 1
    assert cards.give_out(database, "2", "3-2-501", "g2", li).number_here == 2


def test_a_card_taken_back_opens_nothing_and_can_be_given_again(database: Database, li: int):
    [card] = cards.make(database, 1, "p1", li)
    cards.give_out(database, "1", "3-2-501", "g1", li)
    cards.take_back(database, card.card_no, "t1", li)
    cards.take_back(database, card.card_no, "t1", li)
    assert registry_rows(database) == []
    with database.read() as connection:
        assert cards.room_of(connection, card.code) is None
    with pytest.raises(Refused):
        cards.take_back(database, card.card_no, "t2", li)
    assert cards.give_out(database, "1", "3-2-502", "g2", li).room_no == "3-2-502"
    assert [row[:2] for row in registry_rows(database)] == [["K2603-0001", "3-2-502"]]
    assert [a for a, *_rest in actions(database)] == ["cards.print", "cards.give", "cards.take_back", "cards.give"]


def test_a_giving_that_was_undone_opens_nothing(database: Database, li: int):
    [card] = cards.make(database, 1, "p1", li)
    cards.give_out(database, "1", "3-2-501", "g1", li)
    with database.read() as connection:
        [batch] = batches.history(connection, database.sealer, [""], 9)
    batches.undo(database, batch.batch_id, "u1", li)
    with database.read() as connection:
        assert cards.room_of(connection, card.code) is None
    cards.take_back(database, card.card_no, "t1", li)
    assert cards.give_out(database, "1", "3-2-502", "g2", li).room_no == "3-2-502"


@pytest.mark.parametrize("code", ["", "x", "' OR 1=1 --", "ABCDEFGHJKMN", "A" * 400])
def test_a_code_of_no_card_tells_nothing(database: Database, li: int, code: str):
    cards.make(database, 1, "p1", li)
    with database.read() as connection:
        assert cards.room_of(connection, code) is None


def test_cards_belong_to_the_day_they_are_for(database: Database, li: int, now: Now):
    day = contact_days.keep(database, Plan(date(2026, 3, 7), "中門"), "d1", li)
    made = cards.make(database, 2, "p1", li, day)
    loose = cards.make(database, 1, "p2", li)
    now.pass_by(days=5)
    cards.give_out(database, loose[0].code, "1-1-101", "g1", li, day_id=day)
    with database.read() as connection:
        assert [c.card_no for c in cards.of_day(connection, day)] == [c.card_no for c in (*made, *loose)]
