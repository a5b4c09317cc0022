"""The residents' pages without an account, run without a browser.

Seen to fail: with a new token at every sending (sent twice), with the trap and the haste left out (held),
with `resident_page.attempt` left out (later please).
"""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import bounds, cards
from core.store import office_tables
from core.store.database import Database
from core.store.tables import registry_tables
from core.web import resident_draft
from tests.web.conftest import account_of

PAGES = ["repair", "information", "my_request", "notices"]
LANGUAGES = ["zh-Hant", "zh-Hans", "en"]
OFFICE = (Grant("office", ""),)
TEXT = "廚房水龍頭漏水"
CONTACT = "13700001111"


@pytest.fixture
def database(home: Database) -> Database:
    """A home of its own, so that what is counted and kept is this test's alone."""
    return home


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that are sent at once are not sent too fast."""
    monkeypatch.setattr(resident_draft, "LEAST", resident_draft.LEAST * 0)


def filled(app: AppTest, contact: str = CONTACT) -> AppTest:
    app.text_area(key="repair.text").input(TEXT)
    for name, value in (("room_no", "3-2-501"), ("name", "王建國"), ("contact", contact)):
        app.text_input(key=f"repair.{name}").input(value)
    app.checkbox(key="repair.privacy").check()
    return app.run()


def sent(app: AppTest, kind: str = "repair") -> AppTest:
    return app.button(key=f"{kind}.button").click().run()


def rows(database: Database, name: str = "requests") -> list[tuple[object, ...]]:
    of = registry_tables[name]
    with database.read() as connection:
        return [tuple(r) for r in connection.execute(sa.select(of.c.row_id).where(of.c.ended_by.is_(None)))]


def cases(database: Database) -> list[tuple[str, str, bool]]:
    of = office_tables.request_cases
    with database.read() as connection:
        return [tuple(r) for r in connection.execute(sa.select(of.c.request_no, of.c.source, of.c.held))]


def drafted(app: AppTest) -> str:
    """The token of the draft as the address has it."""
    found = app.query_params["draft"]
    return found if isinstance(found, str) else found[0]


def number_on(app: AppTest) -> str:
    return next(h.value for h in app.header if re.fullmatch(r"[RF]\d{4}-\d{4}", h.value))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_page_shows_itself_in_chinese(database, visit, foreign, page: str, language: str):
    app = visit(page, language, data=None, who=None)
    assert [e.message for e in app.exception] == []
    assert foreign(app) - {"QQ", "JPEG", "PNG", "WebP", "PDF"} == set()
    assert [link.label for link in app.get("page_link")][:4] == {
        "zh-Hant": ["報修與意見", "住戶資料表", "查詢進度", "告示"],
        "zh-Hans": ["报修与意见", "住户资料表", "查询进度", "告示"],
    }[language]


def test_a_repair_is_taken_in_and_its_receipt_survives_a_reload(database, visit, unhurried):
    app = sent(filled(visit("repair", "en", data=None, who=None)))
    number = number_on(app)
    assert cases(database) == [(number, "form", False)]
    assert [s.value for s in app.main.success] == ["Thank you. It has arrived."]
    again = visit("repair", "en", data=None, who=None, draft=drafted(app))
    assert number_on(again) == number
    assert cases(database) == [(number, "form", False)]


def test_nothing_typed_stands_in_the_address(database, visit):
    app = filled(visit("repair", "en", data=None, who=None))
    assert sorted(app.query_params) == ["draft", "lang"]
    assert re.fullmatch(r"[\w-]{32}", drafted(app))


@pytest.mark.parametrize("page", ["repair", "information"])
@pytest.mark.parametrize("who", [None, (Grant("office", ""),)])
def test_a_form_that_was_only_opened_keeps_nothing(database, visit, page: str, who: tuple[Grant, ...] | None):
    app = visit(page, "en", data=None, who=who).run()
    assert "draft" not in app.query_params
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(office_tables.drafts)).scalar() == 0


def test_what_was_typed_survives_a_reload(database, visit):
    app = filled(visit("repair", "en", data=None, who=None))
    again = visit("repair", "en", data=None, who=None, draft=drafted(app))
    assert again.text_area(key="repair.text").value == TEXT
    assert again.text_input(key="repair.contact").value == CONTACT
    other = visit("repair", "en", data=None, who=None, draft="A" * 32)
    assert other.text_area(key="repair.text").value == ""


def test_sent_twice_from_two_windows_it_is_one_request(database, visit, unhurried):
    app = filled(visit("repair", "en", data=None, who=None))
    other = visit("repair", "en", data=None, who=None, draft=drafted(app))
    assert number_on(sent(app)) == number_on(sent(other))
    assert len(rows(database)) == 1


def test_what_is_missing_stands_at_its_field_and_goes_when_it_is_mended(database, visit, unhurried):
    app = sent(visit("repair", "en", data=None, who=None))
    said = [m.value for m in app.markdown if m.value.startswith(":red[")]
    assert said == [
        r":red[:material/error: Write what is to be repaired, or an opinion or suggestion\.]",
        r":red[:material/error: Give your name\.]",
        r":red[:material/error: Say how you can be reached\.]",
        r":red[:material/error: Read the privacy notice and agree to it, or tell the office in person\.]",
    ]
    filled(app)
    assert ([m.value for m in app.markdown if m.value.startswith(":red[")], len(app.error)) == ([], 0)
    assert rows(database) == []


def test_what_robots_do_is_held_for_the_office(database, visit, monkeypatch):
    hasty = sent(filled(visit("repair", "en", data=None, who=None)))
    monkeypatch.setattr(resident_draft, "LEAST", resident_draft.LEAST * 0)
    app = filled(visit("repair", "en", data=None, who=None))
    app.text_input(key="repair.website").input("https://example.com")
    trapped = sent(app)
    assert [held for _number, _source, held in cases(database)] == [True, True]
    for one in (hasty, trapped):
        assert [i.value for i in one.info] == [
            "Many forms are coming in just now, so the office looks at yours before it is given out."
        ]


def test_above_the_bound_of_a_contact_what_was_typed_stays(database, visit, unhurried, monkeypatch):
    monkeypatch.setattr(bounds, "CONTACT_MOST", 1)
    sent(filled(visit("repair", "en", data=None, who=None)))
    app = sent(filled(visit("repair", "en", data=None, who=None)))
    assert [w.value for w in app.main.warning] == [
        "That was more than can be taken in at once. Nothing is lost: please send it again in an hour."
    ]
    assert app.text_area(key="repair.text").value == TEXT
    assert len(rows(database)) == 1
    other = sent(filled(visit("repair", "en", data=None, who=None), "13900002222"))
    assert number_on(other).startswith("R")


def test_a_service_card_fills_the_room_in(database, visit):
    account = account_of(OFFICE)
    card = cards.make(database, 1, "print", account)[0]
    cards.give_out(database, card.card_no, "9-1-101", "give", account)
    app = visit("repair", "en", data=None, who=None, card=card.code)
    assert app.text_input(key="repair.room_no").value == "9-1-101"
    information = visit("information", "en", data=None, who=None, card=card.code)
    assert information.text_input(key="information.home.0.room_no").value == "9-1-101"
    assert visit("repair", "en", data=None, who=None, card="x").text_input(key="repair.room_no").value == ""


def test_the_office_types_in_paper_and_calls_without_bounds(database, visit, monkeypatch):
    monkeypatch.setattr(bounds, "CONTACT_MOST", 0)
    number = number_on(sent(filled(visit("repair", "en", data=None, who=OFFICE))))
    app = visit("repair", "en", data=None, who=OFFICE)
    app.button_group(key="repair.source").set_value("phone").run()
    app.text_area(key="repair.text").input(TEXT)
    for name, value in (("room_no", "3-2-501"), ("name", "王建國"), ("contact", CONTACT)):
        app.text_input(key=f"repair.{name}").input(value)
    assert "repair.privacy" not in [c.key for c in app.checkbox]
    told = number_on(sent(app.run()))
    assert cases(database) == [(number, "desk", False), (told, "phone", False)]


def test_somebody_of_the_store_sends_a_form_like_anybody(database, visit, unhurried):
    number = number_on(sent(filled(visit("repair", "en", data=None, who=(Grant("clerk", "S1"),)))))
    assert cases(database) == [(number, "form", False)]


def household(app: AppTest) -> AppTest:
    """Two members, a tenant and a car."""
    app.button(key="information.members.more").click().run()
    app.button(key="information.occupants.more").click().run()
    app.button(key="information.vehicles.more").click().run()
    for key, value in {
        "home.0.room_no": "3-2-501",
        "members.0.name": "王建國",
        "members.0.contact": CONTACT,
        "members.1.name": "王小明",
        "members.1.birth_date": "2020-06-01",
        "occupants.2.name": "趙租客",
        "occupants.2.id_number": "11010519491231002X",
        "emergency_contacts.0.name": "王美玲",
        "emergency_contacts.0.contact": "13900001111",
        "vehicles.3.plate_no": "京A12345",
    }.items():
        app.text_input(key=f"information.{key}").input(value)
    app.selectbox(key="information.occupants.2.kind").select("tenant")
    return app.run()


def agreed(app: AppTest) -> AppTest:
    for box in app.checkbox:
        box.check()
    return app.run()


def test_an_information_form_is_filed(database, visit, unhurried):
    app = sent(agreed(household(visit("information", "en", data=None, who=None))), "information")
    assert number_on(app).startswith("F")
    assert app.info.values == []
    found = {name: len(rows(database, name)) for name in ("households", "members", "occupants", "vehicles")}
    assert found == {"households": 1, "members": 2, "occupants": 1, "vehicles": 1}
    again = sent(agreed(household(visit("information", "en", data=None, who=None))), "information")
    assert [i.value for i in again.info] == [
        "The office has a file of this home already, or many forms come in now: it asks back before it changes."
    ]


def test_consents_are_asked_for_where_they_are_needed(database, visit):
    app = visit("information", "en", data=None, who=None)
    assert [c.key for c in app.checkbox] == ["information.consents.privacy"]
    household(app)
    assert [c.key for c in app.checkbox] == [
        f"information.consents.{kind}" for kind in ("privacy", "id_numbers", "minors", "vehicles")
    ]


def test_a_row_that_is_taken_out_leaves_the_others_as_they_were(database, visit):
    app = household(visit("information", "en", data=None, who=None))
    app.button(key="information.members.0.out").click().run()
    names = [t.value for t in app.text_input if t.key.startswith("information.members.") and t.key.endswith(".name")]
    assert names == ["王小明"]
    again = visit("information", "en", data=None, who=None, draft=drafted(app))
    assert [t.value for t in again.text_input if t.key == "information.members.1.name"] == ["王小明"]


def test_my_request_is_found_with_its_contact_alone(database, visit, unhurried):
    number = number_on(sent(filled(visit("repair", "en", data=None, who=None))))
    nothing = "Nothing was found with this number and this contact. Check both; the number is on the receipt."
    for asked, contact, found in (
        (number.lower(), "137-0000-1111", True),
        (number, "13900000000", False),
        ("R0001-0001", CONTACT, False),
        ("", "", False),
    ):
        app = visit("my_request", "en", data=None, who=None, no=asked)
        assert app.text_input(key="own.number").value == asked
        app.text_input(key="own.contact").input(contact)
        app.button[0].click().run()
        assert [w.value for w in app.main.warning] == ([] if found else [nothing])
        assert [s.value for s in app.subheader] == ([number] if found else [])
