"""A resident with a phone and no account: a repair with a photo, a form of the home, and what becomes of a request."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from core.office import handling, photos
from core.office.handling_acts import Act
from tests import serving
from tests.browser.acts import PHONE, Keyboard, chosen, opened, pressed, settled, stands, ticked, typed

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"^R\d{4}-\d{4}$")


@pytest.fixture
def phone(enter: Callable[..., Page]) -> Page:
    """A phone that reads Traditional Chinese."""
    return enter("zh-TW", PHONE)


def photo() -> bytes:
    """A JPEG with what a camera notes beside the picture."""
    taken, written = Image.new("RGB", (2400, 1800), (180, 120, 60)), io.BytesIO()
    notes = taken.getexif()
    notes[0x010F] = "MakerOfCameras"
    taken.save(written, "JPEG", exif=notes)
    return written.getvalue()


def write(page: Page, label: str, text: str, place: int = 0) -> None:
    typed(page.get_by_label(label).nth(place), text)


def box(page: Page, part: str) -> Locator:
    return page.get_by_test_id("stCheckbox").filter(has_text=part)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def test_a_repair_with_a_photo_and_what_becomes_of_it(phone: Page, served: serving.Served) -> None:
    """The photo comes over a slow line: the form is not sent without it.

    Seen to fail: with a button that does not wait for photos, with the notes of the camera kept, with any contact
    opening the request.
    """
    on_their_way: list[Route] = []

    def hold(way: Route) -> None:
        on_their_way.append(way)

    phone.route("**/_stcore/upload_file/**", hold)
    opened(phone, f"{served.address}/repair", "報修與意見")
    write(phone, "報修內容", "廚房水龍頭漏水")
    write(phone, "房號", "3-2-501")
    chosen(phone, {"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    write(phone, "姓名", "王建國")
    write(phone, "聯繫方式", "13700001111")
    ticked(box(phone, "本人已閱讀"))
    expect(button(phone, "送出")).to_be_disabled()
    (way,) = on_their_way
    way.continue_()
    pressed(button(phone, "送出"))
    expect(phone.get_by_text("謝謝您，已經收到。")).to_be_visible()
    number = phone.get_by_role("heading", name=NUMBER).inner_text()
    expect(phone.get_by_role("img", name="QR")).to_be_visible()
    paper = phone.request.get(served.address + str(phone.get_by_role("link", name="PDF").get_attribute("href")))
    assert (paper.status, paper.headers["content-type"], paper.body()[:5]) == (200, "application/pdf", b"%PDF-")
    with serving.database_at(served.home) as database:
        with database.read() as connection:
            (kept,) = photos.kept_of(connection, number)
            jpeg = photos.open_photo(connection, database.sealer, kept.photo_id)
        assert (kept.width, kept.height) == (1600, 1200)
        assert b"MakerOfCameras" not in (jpeg or b"")
        handling.assign(database, Act(number, "resident-test-assign", 1), "老李")
        handling.done(database, Act(number, "resident-test-done", 1), "換了墊圈")
    phone.get_by_role("link", name="查看處理進度").click()
    phone.wait_for_url("**/my_request?*")
    stands(phone)
    write(phone, "登記時留的聯繫方式", "13911112222")
    pressed(button(phone, "查詢"))
    expect(phone.get_by_text("查不到資料")).to_be_visible()
    write(phone, "登記時留的聯繫方式", "137 0000 1111")
    pressed(button(phone, "查詢"))
    expect(phone.get_by_text("換了墊圈")).to_be_visible()
    pressed(button(phone, "修好了"))
    expect(phone.get_by_text("已登記為修好")).to_be_visible()
    pressed(phone.get_by_role("radio").nth(6))  # the languages come first, then the stars
    pressed(button(phone, "送出評分"))
    expect(phone.get_by_text("您的評分：4／5")).to_be_visible()


def test_a_home_with_two_members_and_a_tenant_through_a_reload(phone: Page, served: serving.Served) -> None:
    opened(phone, f"{served.address}/information")
    write(phone, "房號", "8-1-101")
    write(phone, "姓名", "林大明")
    write(phone, "聯繫方式", "13700002222")
    pressed(button(phone, "增加成員"))
    write(phone, "姓名", "林小明", 1)
    write(phone, "出生年月日", "2020-06-01", 1)
    pressed(button(phone, "增加常住人員"))
    write(phone, "姓名", "趙租客", 2)
    write(phone, "身份證號", "11010519491231002Y")
    write(phone, "姓名", "林美玲", 3)
    write(phone, "聯繫方式", "13900001111", 3)
    phone.wait_for_url("**/information?draft=*")
    phone.reload()
    settled(phone)
    expect(phone.get_by_label("姓名").nth(2)).to_have_value("趙租客")
    pressed(button(phone, "送出"))
    expect(phone.get_by_text("還有漏填或需要修改的地方：")).to_be_visible()
    write(phone, "身份證號", "11010519491231002X")
    for part in ("本人已閱讀", "身分證號", "監護人"):
        ticked(box(phone, part))
    expect(phone.get_by_text("還有漏填或需要修改的地方：")).to_have_count(0)
    pressed(button(phone, "送出"))
    expect(phone.get_by_role("heading", name=re.compile(r"^F\d{4}-\d{4}$"))).to_be_visible()
    assert "林" not in phone.url


def test_an_opinion_by_keyboard_alone(phone: Page, served: serving.Served) -> None:
    """Fails when the field for robots loses one of its guards: it is not drawn, and no key comes to it."""
    hands = Keyboard()
    opened(phone, f"{served.address}/repair", "報修與意見")
    trap = phone.locator(".st-key-resident_website")
    expect(trap).to_have_attribute("inert", "")
    expect(trap).to_be_hidden()
    hands.pressed(phone.get_by_role("radio", name="意見或建議"))
    for name, text in (("您的意見", "電梯很乾淨"), ("姓名", "陳先生"), ("聯繫方式", "13700003333")):
        hands.typed(phone.get_by_label(name), text)
    hands.ticked(box(phone, "本人已閱讀"))
    hands.pressed(button(phone, "送出"))
    expect(phone.get_by_role("heading", name=NUMBER)).to_be_visible()


def test_nothing_else_opens_without_an_account(phone: Page, served: serving.Served) -> None:
    for path in ("/requests", "/archive", "/", "/information/x"):
        phone.goto(served.address + path)
        expect(phone).to_have_url(re.compile("/login"))
