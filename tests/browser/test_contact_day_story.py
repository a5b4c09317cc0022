"""A whole contact day: a card is printed and given out, a resident on a phone writes a repair with a photo and the
information form, the office handles it and calls back, the resident rates it, the tally shows it, the report counts it.

Told with pointer and finger in each language, and once by keyboard alone: everything but the choosing of the photo, for
which the system's own window opens.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page, expect

from core.access.roles import Grant
from core.clock import local_day
from core.office import contact_days
from core.office.contact_days import Plan
from core.store.office_tables import card_codes, photos, request_cases, request_events
from core.store.rows import load
from core.texts import say
from tests import serving
from tests.browser.acts import (
    PHONE,
    WIDE,
    Hands,
    Keyboard,
    Pointer,
    button,
    focused,
    keyed,
    keys,
    line,
    opened,
    settled,
    signed_in,
    uploaded,
)

ROOM, NAME, CONTACT, CHILD, TENANT = "3-2-501", "慕容建國", "12900001111", "慕容小明", "趙小姐"
ID_NUMBER = "11010519491231002X"
LOCALES = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "en-GB"}
pytestmark = pytest.mark.browser


@dataclass
class Day:
    """A contact day that is going on.

    Attributes:
        served: The app.
        language: In which the day is told.
        hands: How people work its pages.
        office: The page of somebody of the office.
        phone: The page of a resident.
    """

    served: serving.Served
    language: str
    hands: Hands
    office: Page
    phone: Page

    def rows(self, asked: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
        with serving.database_at(self.served.home) as database, database.read() as connection:
            return [tuple(row) for row in connection.execute(asked)]

    def said(self, msgid: str, **values: object) -> str:
        return say(self.language, msgid, **values)

    def address(self, path: str) -> str:
        """The address of a page in the language of the day."""
        return f"{self.served.address}/{path}{'&' if '?' in path else '?'}lang={self.language}"

    def typed(self, page: Page, key: str, text: str) -> None:
        self.hands.typed(line(keyed(page, key)), text)

    def pressed(self, page: Page, key: str) -> None:
        self.hands.pressed(button(keyed(page, key)))

    def ticked(self, page: Page, key: str) -> None:
        self.hands.ticked(keyed(page, key))

    def pdf(self, key: str) -> None:
        """Fetch a paper of the office."""
        with self.office.expect_download() as coming:
            self.pressed(self.office, key)
        assert coming.value.path().read_bytes()[:5] == b"%PDF-"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[serving.Served]:
    """The app with somebody of the office, on a contact day that has begun."""
    account = serving.with_account(tmp_path, "lin", (Grant("office", ""),))
    with serving.database_at(tmp_path) as database:
        today: date = local_day(database.clock())
        day_id = contact_days.keep(
            database, Plan(today, "東門", people=("林小姐",)), "token-of-the-day-itself", account
        )
        contact_days.move(database, day_id, "running", "token-of-its-beginning-", account)
    with serving.serving(tmp_path) as running:
        yield running


def with_place() -> bytes:
    """A photo that says where it was taken."""
    kept, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (29.0, 33.0, 0.0)}
    Image.effect_noise((640, 480), 60).convert("RGB").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("language", "hands"),
    [
        ("zh-Hant", Pointer()),
        pytest.param("zh-Hans", Pointer(), marks=pytest.mark.soak),
        pytest.param("en", Pointer(), marks=pytest.mark.soak),
        pytest.param("zh-Hant", Keyboard(), marks=pytest.mark.soak),
    ],
    ids=["zh-Hant", "zh-Hans", "en", "keyboard"],
)
def test_the_whole_day(enter: Callable[..., Page], served: serving.Served, language: str, hands: Hands) -> None:
    locale = LOCALES[language]
    day = Day(served, language, hands, enter(locale, WIDE), enter(locale, PHONE))
    signed_in(day.office, served.address, "lin", serving.PASSWORD, "/contact_day")
    code = card_given_out(day)
    number = repair_written(day, code)
    home_filed(day, code)
    handled(day, number)
    rated(day, number)
    counted(day)


def card_given_out(day: Day) -> str:
    """Cards are numbered and printed, one is given out; its code."""
    office = day.office
    opened(office, day.address("contact_day?view=cards"))
    day.hands.typed(office.get_by_label(day.said("How many new cards")), "8")
    day.pressed(office, "contact_day.cards.print.send")
    day.pdf("contact_day.cards.pdf")
    opened(office, day.address("contact_day?view=live"))
    day.typed(office, "contact_day.cards.give.room", ROOM)
    day.pressed(office, "contact_day.cards.give.send")
    expect(office.get_by_text(ROOM).first).to_be_visible()
    ((code,),) = day.rows(sa.select(card_codes.c.code).where(card_codes.c.room_no == ROOM))
    return str(code)


def with_card(day: Day, form: str, code: str) -> None:
    """The resident opens a form with the code of the card."""
    opened(day.phone, day.address(f"{form}?card={code}"))
    expect(day.phone.get_by_text(day.said("Opened with the service card of {room}.", room=ROOM))).to_be_visible()


def repair_written(day: Day, code: str) -> str:
    """The resident writes a repair with a photo; its number."""
    phone = day.phone
    with_card(day, "repair", code)
    day.typed(phone, "repair.text", "廚房水龍頭漏水")
    day.typed(phone, "repair.name", NAME)
    day.typed(phone, "repair.contact", CONTACT)
    day.ticked(phone, "repair.privacy")
    uploaded(phone, {"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": with_place()})
    day.pressed(phone, "repair.button")
    expect(phone.get_by_text(day.said("Thank you. It has arrived."))).to_be_visible()
    number = phone.get_by_text(re.compile(r"^R\d{4}-\d{4}$")).first.inner_text()
    assert day.rows(sa.select(photos.c.request_no)) == [(number,)]
    return number


def home_filed(day: Day, code: str) -> None:
    """The resident fills in the information form with two of the family and a tenant."""
    phone = day.phone
    with_card(day, "information", code)
    day.typed(phone, "information.members.0.name", NAME)
    day.typed(phone, "information.members.0.contact", CONTACT)
    day.pressed(phone, "information.members.more")
    member = added(phone, "members", 2)
    day.typed(phone, f"information.members.{member}.name", CHILD)
    day.typed(phone, f"information.members.{member}.birth_date", "1999-06-01")
    day.pressed(phone, "information.occupants.more")
    tenant = added(phone, "occupants", 1)
    day.typed(phone, f"information.occupants.{tenant}.name", TENANT)
    day.typed(phone, f"information.occupants.{tenant}.id_number", ID_NUMBER)
    day.typed(phone, "information.emergency_contacts.0.name", "王美玲")
    day.typed(phone, "information.emergency_contacts.0.contact", "12900002222")
    day.ticked(phone, "information.consents.privacy")
    day.ticked(phone, "information.consents.id_numbers")
    day.pressed(phone, "information.button")
    expect(phone.get_by_text(day.said("Thank you. It has arrived."))).to_be_visible()
    with serving.database_at(day.served.home) as database, database.read() as connection:
        members = load(connection, database.sealer, "members", None)
        occupants = load(connection, database.sealer, "occupants", None)
    assert sorted(members["name"]) == sorted([NAME, CHILD])
    assert occupants[["name", "id_number"]].to_numpy().tolist() == [[TENANT, ID_NUMBER]]


def added(page: Page, block: str, rows: int) -> int:
    """The number of the newest row of a list, once there are so many."""
    names = page.locator(f'[class*="st-key-information-{block}-"][class*="-name"]')
    expect(names).to_have_count(rows)
    classes = names.evaluate_all("(all) => all.map((e) => e.className)")
    return max(int(number) for name in classes for number in re.findall(rf"information-{block}-(\d+)-", name))


def handled(day: Day, number: str) -> None:
    """The office gives the repair out, marks it as done, calls back; the keys are those of whoever does it all day."""
    office = day.office
    opened(office, day.address(f"requests?no={number}"))
    focused(office, day.said("Handler"))
    keys(office, "老張", "Enter", "Control+Enter")
    expect(office.get_by_text(f"{number}: " + day.said("given to a handler"))).to_be_visible()
    opened(office, day.address(f"requests?no={number}"))
    focused(office, day.said("What was done (the resident reads this)"))
    keys(office, "換了水龍頭", "Enter")
    expect(office.get_by_text(f"{number}: " + day.said("marked as done"))).to_be_visible()
    opened(office, day.address(f"requests?no={number}"))
    expect(office.get_by_role("heading", name=day.said("Done, not called back"))).to_be_visible()
    day.hands.pressed(office.get_by_role("button", name=day.said("Show the number to call")))
    expect(office.get_by_text(CONTACT)).to_be_visible()
    day.hands.typed(office.get_by_label(day.said("What the resident said"), exact=True), "好了，謝謝")
    day.hands.pressed(office.get_by_role("button", name=day.said("Reached: all is well")))
    expect(office.get_by_text(f"{number}: " + day.said("the call-back is kept"))).to_be_visible()


def rated(day: Day, number: str) -> None:
    """The resident, who said on the telephone that it is mended, rates it; another contact opens nothing."""
    phone = day.phone
    opened(phone, day.address(f"my_request?no={number}"))
    for contact, is_known in (("12900009999", False), (CONTACT, True)):
        day.typed(phone, "own.contact", contact)
        day.hands.pressed(phone.get_by_role("button", name=day.said("Look it up")))
        expect(phone.get_by_text("換了水龍頭")).to_have_count(int(is_known))
    day.hands.pressed(keyed(phone, "own.stars").get_by_role("radio").nth(4))
    expect(button(keyed(phone, "own.rate"))).to_be_enabled()
    day.pressed(phone, "own.rate")
    expect(phone.get_by_text(day.said("Thank you for the rating."))).to_be_visible()
    ((status, rated_at),) = day.rows(sa.select(request_cases.c.status, request_cases.c.rated_at))
    with serving.database_at(day.served.home) as database, database.read() as connection:
        stars = load(connection, database.sealer, "requests", None)["satisfaction"].tolist()
    assert (status, rated_at is not None, stars) == ("closed", True, [5])
    kinds = [kind for (kind,) in day.rows(sa.select(request_events.c.kind).order_by(request_events.c.event_id))]
    assert kinds == ["submitted", "assigned", "done", "reached", "rated"]


def counted(day: Day) -> None:
    """The tally shows it, the report counts it."""
    office = day.office
    opened(office, day.address("tally"), day.said("Tally"))
    expect(office.get_by_test_id("stException")).to_have_count(0)
    expect(office.get_by_test_id("stDataFrame").first).to_be_visible()
    opened(office, day.address("contact_day?view=report"))
    expect(office.get_by_role("heading", name=day.said("What the day brought"))).to_be_visible()
    settled(office)
    told = [re.sub(r"\s+", " ", text) for text in office.get_by_test_id("stMetric").all_inner_texts()]
    assert [re.findall(r"\d+", text)[-1] for text in told][:3] == ["1", "1", "1"]  # cards, forms, repairs
    day.pdf("contact_day.report.pdf")
