"""Bounds against floods, on both databases: who is let in, held, and asked to come back later.

Seen to fail: with `_stands` and the card left out (the known ones), with the digest replaced by the value itself (what
is kept), with the period not asked for (an hour later).
"""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from core.access import accounts
from core.office import bounds, cards, filing, numbers, requests
from core.office.bounds import ADDRESS_MOST, CONTACT_MOST, KNOWN_TIMES, MISSES_OF_ADDRESS, Sender, TooMany
from core.office.consents import PRIVACY, Consents
from core.office.requests import Receipt, Submission
from core.store import office_tables
from core.store.database import Database
from core.store.faults import Refused
from tests.databases import Now
from tests.office.forms import ALL, FORM

KNOWN = "13700001111"
"""Stands in the archive once `FORM` is filed."""
AGREED = Consents(1, frozenset({PRIVACY}))


def verdicts(database: Database, sender: Sender, times: int) -> list[str]:
    return [database.write(lambda c: bounds.allowed(database, c, "repair", sender)) for _time in range(times)]


def flood(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many forms as the bound of all, each of another contact."""
    monkeypatch.setattr(bounds, "ALL_MOST", 10)
    for number in range(10):
        assert verdicts(database, Sender([f"1390000{number:04d}"], f"10.0.0.{number}"), 1) == ["ok"]


def a_card(database: Database, room: str = "9-1-101") -> str:
    account = accounts.create(database, "wang", "王小明", ())
    card = cards.make(database, 1, "print", account)[0]
    cards.give_out(database, card.card_no, room, "give", account)
    return card.code


def test_a_contact_has_its_bound_and_others_go_on(database: Database, now: Now) -> None:
    assert verdicts(database, Sender(["139 0000 0001"]), CONTACT_MOST + 2) == ["ok"] * CONTACT_MOST + ["too_many"] * 2
    assert verdicts(database, Sender(["+86 13900000001 / a@example.com"]), 1) == ["too_many"]
    assert verdicts(database, Sender(["13900000002"]), 1) == ["ok"]
    now.pass_by(minutes=59)
    assert verdicts(database, Sender(["13900000001"]), 1) == ["too_many"]
    now.pass_by(minutes=1)
    assert verdicts(database, Sender(["13900000001"]), 1) == ["ok"]


def test_an_address_has_its_bound(database: Database) -> None:
    senders = [Sender([f"1390000{number:04d}"], "10.1.1.1") for number in range(ADDRESS_MOST + 1)]
    assert [verdicts(database, s, 1)[0] for s in senders] == ["ok"] * ADDRESS_MOST + ["too_many"]
    assert verdicts(database, Sender(["13911110000"], "10.1.1.2"), 1) == ["ok"]
    assert verdicts(database, Sender(["13911110000"]), 1) == ["ok"]


def test_kinds_are_counted_apart(database: Database) -> None:
    verdicts(database, Sender(["13900000001"]), CONTACT_MOST)
    sender = Sender(["13900000001"])
    assert database.write(lambda c: bounds.allowed(database, c, "information", sender)) == "ok"


def test_in_a_flood_strangers_are_held_and_the_archive_goes_through(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing.file(database, FORM, ALL, "f")
    flood(database, monkeypatch)
    assert verdicts(database, Sender(["13988887777"], "10.9.9.9"), 1) == ["held"]
    assert verdicts(database, Sender([KNOWN], "10.9.9.9"), 1) == ["ok"]


def test_in_a_flood_a_service_card_goes_through_and_no_invented_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = a_card(database)
    flood(database, monkeypatch)
    assert verdicts(database, Sender(["13988887777"], card=code), 1) == ["ok"]
    assert verdicts(database, Sender(["13988887777"], card="AAAAAAAAAAAA"), 1) == ["held"]


def test_somebody_known_is_held_above_the_bound_and_not_without_end(database: Database) -> None:
    filing.file(database, FORM, ALL, "f")
    most = CONTACT_MOST * KNOWN_TIMES
    assert verdicts(database, Sender([KNOWN], "10.1.1.1"), most + 1) == (
        ["ok"] * CONTACT_MOST + ["held"] * (most - CONTACT_MOST) + ["too_many"]
    )


def test_a_gate_house_with_one_address_serves_whoever_has_a_card(database: Database) -> None:
    code = a_card(database)
    for number in range(ADDRESS_MOST):
        verdicts(database, Sender([f"1390000{number:04d}"], "10.1.1.1"), 1)
    assert verdicts(database, Sender(["13911110000"], "10.1.1.1", code), 1) == ["held"]
    assert verdicts(database, Sender(["13911110000"], "10.1.1.1"), 1) == ["too_many"]


def test_a_card_that_went_round_makes_nobody_known(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    code = a_card(database)
    monkeypatch.setattr(bounds, "CARD_MOST", 2)
    monkeypatch.setattr(bounds, "ALL_MOST", 0)
    found = [verdicts(database, Sender([f"1390000{n:04d}"], card=code), 1)[0] for n in range(3)]
    assert found == ["ok", "ok", "held"]


def test_what_is_not_as_people_do_it_is_held(database: Database) -> None:
    assert verdicts(database, Sender(["13900000001"], suspect=True), 1) == ["held"]


def test_nothing_that_is_counted_can_be_read(database: Database) -> None:
    verdicts(database, Sender(["13900000001"], "10.1.1.1", "ABCDEFGHJKMN"), 1)
    with database.read() as connection:
        kept = [(bytes(r.counted), r.count) for r in connection.execute(sa.select(office_tables.bounds))]
    assert sorted(count for _mark, count in kept) == [1, 1, 1, 1]
    index = database.sealer.indexes("contact", "13900000001")[0]
    assert all(len(mark) == 16 and mark != index for mark, _count in kept)
    assert not any(said in mark for mark, _count in kept for said in (b"139", b"10.1", b"ABCD"))


def test_windows_that_are_over_go(database: Database, now: Now) -> None:
    verdicts(database, Sender(["13900000001"]), 3)
    now.pass_by(hours=1)
    verdicts(database, Sender(["13900000002"]), 1)
    with database.read() as connection:
        rows = connection.execute(sa.select(office_tables.bounds.c.window_at, office_tables.bounds.c.count)).all()
    assert [tuple(row) for row in rows] == [(now.at, 1)] * 2


def test_a_form_is_counted_in_the_act_that_keeps_it_and_once_for_its_token(database: Database) -> None:
    sender = Sender(["13900000001"])
    form = Submission("王", "13900000001", "3-2-501", "水龍頭漏水", consents=AGREED)
    bound = bounds.bound(database, "repair", sender)
    first = requests.submit(database, form, "t0", bound=bound)
    assert isinstance(first, Receipt)
    assert requests.submit(database, form, "t0", bound=bound) == first
    for number in range(1, CONTACT_MOST):
        requests.submit(database, form, f"t{number}", bound=bound)
    with pytest.raises(TooMany):
        requests.submit(database, form, "one more", bound=bound)
    assert requests.submit(database, form, "t0", bound=bound) == first


def test_a_form_with_a_fault_counts_nothing(database: Database) -> None:
    bound = bounds.bound(database, "repair", Sender(["13900000001"]))
    assert not isinstance(requests.submit(database, Submission("", "13900000001"), "t", bound=bound), Receipt)
    with database.read() as connection:
        assert connection.execute(sa.select(office_tables.bounds)).all() == []


def counted(database: Database) -> dict[int, int]:
    """Count -> how many marks stand at it."""
    with database.read() as connection:
        return dict(Counter(connection.execute(sa.select(office_tables.bounds.c.count)).scalars()))


def test_an_information_form_is_counted_in_the_act_that_keeps_it_and_once_for_its_token(database: Database) -> None:
    sender = Sender(["13900000001"])
    bound = bounds.bound(database, "information", sender)
    first = filing.file(database, FORM, ALL, "t0", bound=bound)
    assert [filing.file(database, FORM, ALL, "t0", bound=bound) for _time in range(20)] == [first] * 20
    assert counted(database) == {1: 2}
    for number in range(1, CONTACT_MOST):
        filing.file(database, FORM, ALL, f"t{number}", bound=bound)
    assert counted(database) == {CONTACT_MOST: 2}
    with pytest.raises(TooMany):
        filing.file(database, FORM, ALL, "one more", bound=bound)
    assert counted(database) == {CONTACT_MOST: 2}
    with database.read() as connection:
        assert len(filing.of_home(connection, "3-2-501")) == CONTACT_MOST


def test_an_information_form_that_is_not_kept_counts_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail with the bound counted in an act of its own, ahead of the form."""
    bound = bounds.bound(database, "information", Sender(["13900000001"]))
    with pytest.raises(Refused):
        filing.file(database, FORM, Consents(3), "t", bound=bound)
    monkeypatch.setattr(numbers, "receipt_no", lambda *_: pytest.fail("stopped half way"))
    with pytest.raises(pytest.fail.Exception):
        filing.file(database, FORM, ALL, "t", bound=bound)
    assert counted(database) == {}


def test_a_flood_has_a_form_wait_and_counts_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ALL_MOST", 0)
    bound = bounds.bound(database, "information", Sender(["13900000001"]))
    assert filing.file(database, FORM, ALL, "t", bound=bound).state == "waiting"
    assert counted(database) == {1: 2}


def handed_in(database: Database) -> str:
    form = Submission("王", KNOWN, "3-2-501", "水龍頭漏水", consents=AGREED)
    made = requests.submit(database, form, "r")
    assert isinstance(made, Receipt)
    return made.request_no


def test_looking_up_is_bounded_alike_for_numbers_that_are_and_that_are_not(database: Database) -> None:
    number = handed_in(database)
    for place, asked in enumerate((number, "R0001-0001")):
        address = f"10.1.1.{place}"
        for _time in range(MISSES_OF_ADDRESS):
            assert bounds.look_up(database, asked, f"1390000000{place}", address) is None
        with pytest.raises(TooMany):
            bounds.look_up(database, asked, "13900001234", address)
    with pytest.raises(TooMany):
        bounds.look_up(database, number, KNOWN, "10.1.1.0")


def test_ones_own_request_is_found_as_often_as_one_likes(database: Database) -> None:
    number = handed_in(database)
    found = [bounds.look_up(database, number, KNOWN, "10.1.1.1") for _time in range(MISSES_OF_ADDRESS + 5)]
    assert {own.request_no for own in found if own} == {number}
    assert None not in found


def test_guessing_the_contact_of_one_number_ends(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MISSES_OF_NUMBER", 5)
    number = handed_in(database)
    for place in range(5):
        assert bounds.look_up(database, number, f"1390000000{place}", f"10.1.1.{place}") is None
    with pytest.raises(TooMany):
        bounds.look_up(database, number, "13911112222", "10.2.2.2")


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        (None, ""),
        ("nowhere", ""),
    ],
)
def test_a_household_has_one_network(host: str | None, network: str) -> None:
    assert bounds.network(host) == network
