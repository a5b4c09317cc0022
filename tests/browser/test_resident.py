"""A resident with a phone and no account: a repair with a photo, a form of the home, and what becomes of a request."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from core.office import handling, photos
from core.office.handling_acts import Act
from tests import serving
from tests.browser.conftest import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.soak]
NUMBER = re.compile(r"^R\d{4}-\d{4}$")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that reads Traditional Chinese."""
    opened = browser.new_context(
        locale="zh-TW", timezone_id="Asia/Shanghai", viewport={"width": 390, "height": 844}, has_touch=True
    )
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield opened.new_page()
    opened.close()


def photo() -> bytes:
    """A JPEG with what a camera notes beside the picture."""
    taken, written = Image.new("RGB", (2400, 1800), (180, 120, 60)), io.BytesIO()
    notes = taken.getexif()
    notes[0x010F] = "MakerOfCameras"
    taken.save(written, "JPEG", exif=notes)
    return written.getvalue()


def settle(page: Page) -> None:
    """Wait until the page has taken in what was done last."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def write(page: Page, label: str, text: str, place: int = 0) -> None:
    field = page.get_by_label(label).nth(place)
    field.fill(text)
    field.press("Tab")
    settle(page)


def agree(page: Page, *parts: str) -> None:
    for part in parts:
        box = page.get_by_test_id("stCheckbox").filter(has_text=part)
        box.locator("label").click()
        expect(box.get_by_role("checkbox")).to_be_checked()
        settle(page)


def test_a_repair_with_a_photo_and_what_becomes_of_it(phone: Page, served: serving.Served) -> None:
    phone.goto(f"{served.address}/repair")
    expect(phone.get_by_role("heading", level=1)).to_have_text("報修與意見")
    write(phone, "報修內容", "廚房水龍頭漏水")
    write(phone, "房號", "3-2-501")
    write(phone, "姓名", "王建國")
    write(phone, "聯繫方式", "13700001111")
    phone.wait_for_url("**/repair?draft=*")
    phone.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        [{"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    phone.wait_for_load_state("networkidle")
    expect(phone.get_by_text("tap.jpg")).to_be_visible()
    settle(phone)
    agree(phone, "本人已閱讀")
    phone.get_by_role("button", name="送出").click()
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
    write(phone, "登記時留的聯繫方式", "13911112222")
    phone.get_by_role("button", name="查詢").click()
    expect(phone.get_by_text("查不到資料")).to_be_visible()
    write(phone, "登記時留的聯繫方式", "137 0000 1111")
    phone.get_by_role("button", name="查詢").click()
    expect(phone.get_by_text("換了墊圈")).to_be_visible()
    phone.get_by_role("button", name="修好了").click()
    expect(phone.get_by_text("已登記為修好")).to_be_visible()
    phone.get_by_role("radio").nth(6).click()  # the languages come first, then the stars
    phone.get_by_role("button", name="送出評分").click()
    expect(phone.get_by_text("您的評分：4／5")).to_be_visible()


def test_a_home_with_two_members_and_a_tenant_through_a_reload(phone: Page, served: serving.Served) -> None:
    phone.goto(f"{served.address}/information")
    write(phone, "房號", "8-1-101")
    write(phone, "姓名", "林大明")
    write(phone, "聯繫方式", "13700002222")
    phone.get_by_role("button", name="增加成員").click()
    write(phone, "姓名", "林小明", 1)
    write(phone, "出生年月日", "2020-06-01", 1)
    phone.get_by_role("button", name="增加常住人員").click()
    write(phone, "姓名", "趙租客", 2)
    write(phone, "身份證號", "11010519491231002Y")
    write(phone, "姓名", "林美玲", 3)
    write(phone, "聯繫方式", "13900001111", 3)
    phone.wait_for_url("**/information?draft=*")
    phone.reload()
    expect(phone.get_by_label("姓名").nth(2)).to_have_value("趙租客")
    phone.get_by_role("button", name="送出").click()
    expect(phone.get_by_text("還有漏填或需要修改的地方：")).to_be_visible()
    write(phone, "身份證號", "11010519491231002X")
    agree(phone, "本人已閱讀", "身分證號", "監護人")
    expect(phone.get_by_text("還有漏填或需要修改的地方：")).to_have_count(0)
    phone.get_by_role("button", name="送出").click()
    expect(phone.get_by_role("heading", name=re.compile(r"^F\d{4}-\d{4}$"))).to_be_visible()
    assert "林" not in phone.url


def test_an_opinion_by_keyboard_alone(phone: Page, served: serving.Served) -> None:
    phone.goto(f"{served.address}/repair")
    expect(phone.get_by_role("heading", level=1)).to_have_text("報修與意見")

    def to(name: str) -> None:
        """Press the tab key until something with that name has the focus; the hidden field never has."""
        for _press in range(60):
            phone.keyboard.press("Tab")
            focused = phone.evaluate(
                "(() => { const e = document.activeElement; return [e.getAttribute('aria-label'), e.innerText,"
                " e.closest('[data-testid=stCheckbox]')?.innerText].join(' ') })()"
            )
            assert "此欄請留空" not in focused
            if name in focused:
                return
        raise AssertionError(f"no key comes to {name}")

    to("意見或建議")
    phone.keyboard.press("Enter")
    expect(phone.get_by_label("您的意見，或希望改進的地方")).to_be_visible()
    for name, text in (("您的意見", "電梯很乾淨"), ("姓名", "陳先生"), ("聯繫方式", "13700003333")):
        to(name)
        phone.keyboard.type(text)
    to("本人已閱讀")
    phone.keyboard.press("Space")
    to("送出")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name=NUMBER)).to_be_visible()


@pytest.mark.parametrize("path", ["/requests", "/archive", "/", "/information/x"])
def test_nothing_else_opens_without_an_account(phone: Page, served: serving.Served, path: str) -> None:
    phone.goto(served.address + path)
    expect(phone).to_have_url(re.compile("/login"))
