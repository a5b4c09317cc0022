"""What a person does in the browser, and how a test knows that the page has taken it in.

Streamlit answers everything by running the page anew. A test that goes on before the answer is there presses what is
about to be drawn again; so every act here ends when the page is `settled`. Nothing sleeps, nothing is tried twice but
the opening of a list, which a run may close under a person as well.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

PATIENCE = 120_000
"""Milliseconds a page may take on two busy cores; on a fresh machine the kernels of the rules are compiled in it."""
RUNS = Path(__file__).with_name("runs.js")
TRIES = 5
TABS = 150
"""Presses of the tab key from one end of the longest page to the other."""
WIDE, PHONE = (1280, 900), (390, 844)
IDLE = (
    'html[data-runs="idle"]:not(:has([data-testid="stSkeleton"]))'
    ' [data-testid="stApp"][data-test-script-state="notRunning"]'
)
"""Nothing asked is without its answer (`runs.js`), and no part of the page is still being fetched."""
NEXT_KEY = """(wanted) => {
  const now = document.activeElement;
  if (now.closest('.st-key-resident_website')) return 'trapped';
  if (now === wanted || wanted.contains(now)) return '';
  return now.closest('[role="radiogroup"]')?.contains(wanted) ? 'ArrowRight' : 'Tab';
}"""
"""The key that brings somebody nearer to an element; blank where it has the focus."""


def person(browser: Browser, locale: str = "zh-TW", size: tuple[int, int] = WIDE) -> BrowserContext:
    """Somebody in front of a screen, in Shanghai; on a phone where the screen is as wide as one."""
    width, height = size
    opened = browser.new_context(
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        has_touch=size == PHONE,
        accept_downloads=True,
    )
    opened.add_init_script(path=RUNS)
    opened.set_default_timeout(PATIENCE)
    opened.set_default_navigation_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return opened


def settled(page: Page) -> None:
    """Wait until everything that was asked of the page is answered and drawn."""
    expect(page.locator(IDLE)).to_be_attached()


def opened(page: Page, address: str, heading: str | re.Pattern[str] = "") -> None:
    """Open a page of the app and wait until it stands, with its heading where one is given."""
    page.goto(address)
    stands(page, heading)


def stands(page: Page, heading: str | re.Pattern[str] = "") -> None:
    """Wait until a page with a heading stands; any heading where none is given."""
    named = page.get_by_role("heading", name=heading, exact=True) if heading else page.get_by_role("heading", level=1)
    expect(named.first).to_be_visible()
    settled(page)


def signed_in(page: Page, address: str, login: str, password: str, to: str = "/") -> None:
    """Sign in through the login page, by keyboard, and wait for the page asked for."""
    page.goto(f"{address}/login?next={to.replace('/', '%2F').replace('?', '%3F')}")
    page.fill("#login", login)
    page.fill("#password", password)
    page.keyboard.press("Enter")
    stands(page)


def keyed(page: Page, key: str) -> Locator:
    """An element by its key in the code, however it is called in a language."""
    return page.locator(f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}")


def line(inside: Locator) -> Locator:
    """The field to type into within an element."""
    return inside.locator("input, textarea").first


def button(inside: Locator) -> Locator:
    """The first button within an element."""
    return inside.get_by_role("button").first


def typed(field: Locator, text: str) -> None:
    """Type into a field and leave it."""
    field.fill(text)
    field.press("Tab")
    settled(field.page)
    expect(field).to_have_value(text)


def pressed(what: Locator) -> None:
    """Press a button or a link."""
    what.click()
    settled(what.page)


def ticked(box: Locator) -> None:
    """Tick a checkbox, given by what stands around it; the box itself is too small for a finger."""
    box.locator("label").click()
    settled(box.page)
    expect(box.get_by_role("checkbox")).to_be_checked()


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list; it is opened again where something closed it before the option was pressed."""
    field, wanted = page.get_by_label(label, exact=True), page.get_by_role("option", name=option, exact=True)
    settled(page)
    for tries in range(1, TRIES + 1):
        try:
            if not wanted.is_visible():
                field.click()
            wanted.click(timeout=PATIENCE if tries == TRIES else PATIENCE / 10)
            break
        except NotInTime:
            if tries == TRIES:
                raise
    settled(page)
    expect(field).to_have_value(option)


def chosen(page: Page, *files: Path | FilePayload) -> None:
    """Choose files in the page's one uploader; they are on their way then."""
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(list(files))
    expect(page.get_by_test_id("stFileChip")).to_have_count(len(files))


def uploaded(page: Page, *files: Path | FilePayload) -> None:
    """Choose files in the page's one uploader, and wait until the server has them."""
    chosen(page, *files)
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0)
    settled(page)


def focused(page: Page, label: str) -> None:
    """Wait until the page has put the focus into a field by itself."""
    settled(page)
    expect(page.get_by_label(label, exact=True).and_(page.locator(":focus"))).to_have_count(1)


def keys(page: Page, text: str, *ends: str) -> None:
    """Type where the focus is, then press keys, each once the page has taken in the one before."""
    page.keyboard.type(text)
    for end in ends:
        page.keyboard.press(end)
        settled(page)


def shortcut(page: Page, combination: str) -> None:
    """Press keys that a button listens to: while the page is drawn nobody listens."""
    settled(page)
    page.keyboard.press(combination)
    settled(page)


class Hands(Protocol):
    """How somebody works a page; the same story is told with each."""

    def typed(self, field: Locator, text: str) -> None:
        """Type into a field and leave it."""

    def pressed(self, what: Locator) -> None:
        """Press a button or a link."""

    def ticked(self, box: Locator) -> None:
        """Tick a checkbox, given by what stands around it."""


class Pointer:
    """Mouse or finger."""

    typed = staticmethod(typed)
    pressed = staticmethod(pressed)
    ticked = staticmethod(ticked)


class Keyboard:
    """The keyboard alone: everything is come to by the tab key, and the field that only robots fill in never is."""

    def typed(self, field: Locator, text: str) -> None:
        """Type into a field and leave it."""
        self.to(field)
        field.page.keyboard.press("ControlOrMeta+a")
        keys(field.page, text, "Tab")
        expect(field).to_have_value(text)

    def pressed(self, what: Locator) -> None:
        """Press a button or a link."""
        self.to(what)
        keys(what.page, "", "Enter")

    def ticked(self, box: Locator) -> None:
        """Tick a checkbox, given by what stands around it."""
        checkbox = box.get_by_role("checkbox")
        self.to(checkbox)
        keys(box.page, "", "Space")
        expect(checkbox).to_be_checked()

    def to(self, wanted: Locator) -> None:
        """Press the tab key, within a group of choices an arrow, until something has the focus.

        Raises:
            AssertionError: It never has, or the trap for robots has it.
        """
        settled(wanted.page)
        for _press in range(TABS):
            key = wanted.evaluate(NEXT_KEY)
            assert key != "trapped", "the tab key comes to the field for robots"
            if not key:
                return
            wanted.page.keyboard.press(key)
        raise AssertionError(f"no tab key comes to {wanted}")
