"""A whole contact day: a card is printed and given out, a resident on a phone writes a repair with a photo and the
information form, the office handles it and calls back, the resident rates it, the tally shows it, the report counts it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.access.roles import Grant
from core.clock import local_day
from core.office import contact_days
from core.office.contact_days import Plan
from core.store.office_tables import card_codes, photos, request_cases, request_events
from core.store.rows import load
from core.texts import say
from tests import serving

PATIENCE = 60_000
ROOM, NAME, CONTACT, CHILD, TENANT = "3-2-501", "慕容建國", "12900001111", "慕容小明", "趙小姐"
ID_NUMBER = "11010519491231002X"
CALL = "Show the number to call"
LANGUAGES = ("zh-Hant", "zh-Hans", "en")
pytestmark = [pytest.mark.browser, pytest.mark.soak]


@dataclass
class Day:
    """The app on the day: where it runs, and the number of the contact day."""

    served: serving.Served
    day_id: int

    def rows(self, asked: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
        with serving.database_at(self.served.home) as database, database.read() as connection:
            return [tuple(row) for row in connection.execute(asked)]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """The app with somebody of the office, and a contact day that is going on."""
    account = serving.with_account(tmp_path, "lin", (Grant("office", ""),))
    with serving.database_at(tmp_path) as database:
        today: date = local_day(database.clock())
        day_id = contact_days.keep(
            database, Plan(today, "東門", people=("林小姐",)), "token-of-the-day-itself", account
        )
        contact_days.move(database, day_id, "running", "token-of-its-beginning-", account)
    with serving.serving(tmp_path) as running:
        yield Day(running, day_id)


def page_of(browser: Browser, locale: str, width: int, height: int) -> tuple[BrowserContext, Page]:
    opened = browser.new_context(locale=locale, viewport={"width": width, "height": height}, has_touch=width < 500)
    opened.set_default_timeout(PATIENCE)
    return opened, opened.new_page()


def settled(page: Page) -> None:
    """Wait until the script has run to its end."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=PATIENCE)


def part(page: Page, key: str, inner: str = "") -> str:
    """Selector of what is within an element of a key, however it is called in a language."""
    return f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)} {inner}".strip()


def typed(page: Page, key: str, text: str) -> None:
    """Type into a field and leave it."""
    line = page.locator(part(page, key)).locator("input, textarea").first
    line.fill(text)
    line.press("Tab")
    settled(page)


def pressed(page: Page, key: str) -> None:
    page.locator(part(page, key, "button")).first.click()
    settled(page)


def ticked(page: Page, key: str) -> None:
    page.locator(part(page, key, "label")).first.click()
    settled(page)


def sign_in(page: Page, address: str, to: str) -> None:
    page.goto(f"{address}/login?next=%2F{to}")
    page.fill("#login", "lin")
    page.fill("#password", serving.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    settled(page)


def with_place() -> bytes:
    """A photo that says where it was taken."""
    kept, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (29.0, 33.0, 0.0)}
    Image.effect_noise((640, 480), 60).convert("RGB").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


@pytest.mark.parametrize(
    "language", [LANGUAGES[0], *(pytest.param(other, marks=pytest.mark.soak) for other in LANGUAGES[1:])]
)
def test_the_whole_day(browser: Browser, day: Day, language: str) -> None:
    def _(msgid: str, **values: object) -> str:
        return say(language, msgid, **values)

    address, locale = day.served.address, {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "en-GB"}[language]
    desk, office = page_of(browser, locale, 1280, 900)
    pocket, phone = page_of(browser, locale, 390, 844)

    # a card is numbered, printed and given out
    sign_in(office, address, "contact_day")
    office.goto(f"{address}/contact_day?view=cards&lang={language}")
    count = office.get_by_label(_("How many new cards"))
    count.fill("8")
    count.press("Tab")
    pressed(office, "contact_day.cards.print.send")
    with office.expect_download() as printed:
        office.locator(part(office, "contact_day.cards.pdf", "button")).click()
    assert printed.value.path().read_bytes()[:5] == b"%PDF-"
    office.goto(f"{address}/contact_day?view=live&lang={language}")
    typed(office, "contact_day.cards.give.room", ROOM)
    pressed(office, "contact_day.cards.give.send")
    expect(office.get_by_text(ROOM).first).to_be_visible()
    ((code,),) = day.rows(sa.select(card_codes.c.code).where(card_codes.c.room_no == ROOM))

    # the resident opens it on a phone: a repair with a photo
    phone.goto(f"{address}/repair?card={code}&lang={language}")
    expect(phone.get_by_text(_("Opened with the service card of {room}.", room=ROOM))).to_be_visible(timeout=PATIENCE)
    settled(phone)
    typed(phone, "repair.text", "廚房水龍頭漏水")
    typed(phone, "repair.name", NAME)
    typed(phone, "repair.contact", CONTACT)
    chosen = {"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": with_place()}
    phone.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(chosen)
    expect(phone.get_by_text("tap.jpg")).to_be_visible()
    settled(phone)
    ticked(phone, "repair.privacy")
    pressed(phone, "repair.button")
    expect(phone.get_by_text(_("Thank you. It has arrived."))).to_be_visible(timeout=PATIENCE)
    number = phone.get_by_text(re.compile(r"^R\d{4}-\d{4}$")).first.inner_text()
    assert day.rows(sa.select(photos.c.request_no)) == [(number,)]

    # and the information form with two of the family and a tenant
    phone.goto(f"{address}/information?card={code}&lang={language}")
    expect(phone.get_by_text(_("Opened with the service card of {room}.", room=ROOM))).to_be_visible(timeout=PATIENCE)
    settled(phone)
    typed(phone, "information.members.0.name", NAME)
    typed(phone, "information.members.0.contact", CONTACT)
    pressed(phone, "information.members.more")
    member = added(phone, "members", 2)
    typed(phone, f"information.members.{member}.name", CHILD)
    typed(phone, f"information.members.{member}.birth_date", "1999-06-01")
    pressed(phone, "information.occupants.more")
    tenant = added(phone, "occupants", 1)
    typed(phone, f"information.occupants.{tenant}.name", TENANT)
    typed(phone, f"information.occupants.{tenant}.id_number", ID_NUMBER)
    typed(phone, "information.emergency_contacts.0.name", "王美玲")
    typed(phone, "information.emergency_contacts.0.contact", "12900002222")
    ticked(phone, "information.consents.privacy")
    ticked(phone, "information.consents.id_numbers")
    pressed(phone, "information.button")
    expect(phone.get_by_text(_("Thank you. It has arrived."))).to_be_visible(timeout=PATIENCE)
    with serving.database_at(day.served.home) as database, database.read() as connection:
        members = load(connection, database.sealer, "members", None)
        occupants = load(connection, database.sealer, "occupants", None)
    assert sorted(members["name"]) == sorted([NAME, CHILD])
    assert occupants[["name", "id_number"]].to_numpy().tolist() == [[TENANT, ID_NUMBER]]

    # the office gives it out, marks it as done, calls back
    keys = office.keyboard
    office.goto(f"{address}/requests?no={number}&lang={language}")
    focused(office, _("Handler"))
    keys.type("老張")
    keys.press("Enter")
    keys.press("Control+Enter")
    expect(office.get_by_text(f"{number}: " + _("given to a handler"))).to_be_visible(timeout=PATIENCE)
    office.goto(f"{address}/requests?no={number}&lang={language}")
    focused(office, _("What was done (the resident reads this)"))
    keys.type("換了水龍頭")
    keys.press("Enter")
    expect(office.get_by_text(f"{number}: " + _("marked as done"))).to_be_visible(timeout=PATIENCE)
    office.goto(f"{address}/requests?no={number}&lang={language}")
    expect(office.get_by_role("heading", name=_("Done, not called back"))).to_be_visible(timeout=PATIENCE)
    settled(office)
    office.get_by_role("button", name=_(CALL)).click()
    expect(office.get_by_text(CONTACT)).to_be_visible(timeout=PATIENCE)
    office.get_by_label(_("What the resident said"), exact=True).fill("好了，謝謝")
    keys.press("Enter")
    expect(office.get_by_text(f"{number}: " + _("the call-back is kept"))).to_be_visible(timeout=PATIENCE)

    # the resident, who said on the telephone that it is mended, rates it
    phone.goto(f"{address}/my_request?no={number}&lang={language}")
    expect(phone.get_by_role("heading", name=_("My request"), exact=True)).to_be_visible(timeout=PATIENCE)
    settled(phone)
    phone.locator(part(phone, "own.contact", "input")).fill(CONTACT)
    phone.get_by_role("button", name=_("Look it up")).click()
    expect(phone.get_by_text("換了水龍頭")).to_be_visible(timeout=PATIENCE)
    phone.locator(part(phone, "own.stars", "button")).nth(4).click()
    expect(phone.locator(part(phone, "own.rate", "button"))).to_be_enabled(timeout=PATIENCE)
    pressed(phone, "own.rate")
    expect(phone.get_by_text(_("Thank you for the rating."))).to_be_visible(timeout=PATIENCE)
    ((status, rated),) = day.rows(sa.select(request_cases.c.status, request_cases.c.rated_at))
    assert (status, rated is not None) == ("closed", True)
    kinds = [kind for (kind,) in day.rows(sa.select(request_events.c.kind).order_by(request_events.c.event_id))]
    assert kinds == ["submitted", "assigned", "done", "reached", "rated"]

    # the tally shows it, the report counts it
    office.goto(f"{address}/tally?lang={language}")
    expect(office.get_by_role("heading", name=_("Tally"), exact=True)).to_be_visible(timeout=PATIENCE)
    settled(office)
    expect(office.get_by_test_id("stException")).to_have_count(0)
    expect(office.get_by_test_id("stDataFrame").first).to_be_visible(timeout=PATIENCE)
    office.goto(f"{address}/contact_day?view=report&lang={language}")
    expect(office.get_by_role("heading", name=_("What the day brought"))).to_be_visible(timeout=PATIENCE)
    settled(office)
    told = [re.sub(r"\s+", " ", text) for text in office.get_by_test_id("stMetric").all_inner_texts()]
    assert [re.findall(r"\d+", text)[-1] for text in told][:3] == ["1", "1", "1"]  # cards, forms, repairs
    with office.expect_download() as report:
        office.locator(part(office, "contact_day.report.pdf", "button")).click()
    assert report.value.path().read_bytes()[:5] == b"%PDF-"
    for one in (desk, pocket):
        one.close()


def added(page: Page, block: str, rows: int) -> int:
    """The number of the newest row of a list, once there are so many."""
    names = page.locator(f'[class*="st-key-information-{block}-"][class*="-name"]')
    expect(names).to_have_count(rows, timeout=PATIENCE)
    settled(page)
    classes = names.evaluate_all("(all) => all.map((e) => e.className)")
    return max(int(number) for name in classes for number in re.findall(rf"information-{block}-(\d+)-", name))


def focused(page: Page, label: str) -> None:
    """Wait until a field has the focus."""
    expect(page.get_by_label(label, exact=True).and_(page.locator(":focus"))).to_have_count(1, timeout=PATIENCE)
