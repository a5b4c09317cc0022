"""A manager drops a month's workbook and finds the reason of a visit and of a deal: each language, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from core.texts import say

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "data" / "demo" / "reception-2024-03.xlsx"
PATIENCE = 90_000
pytestmark = pytest.mark.browser


def settled(page: Page) -> None:
    """Wait until the script has run to its end."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=PATIENCE)


def go(page: Page, title: str) -> None:
    """Choose a page in the navigation, as a person does; on a phone the navigation is folded away."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=PATIENCE)
    settled(page)
    closer = page.get_by_test_id("stSidebarCollapseButton")
    if page.viewport_size["width"] < 600 and closer.is_visible():
        closer.click()


def tick_first_row(table: Locator) -> None:
    """Tick the box in front of a table's first row; the table is drawn on a canvas."""
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 16, "y": 52})


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_from_the_workbook_to_the_reasons(context: BrowserContext, server: str, language: str, width: int) -> None:
    def _(msgid: str, **values: object) -> str:
        return say(language, msgid, **values)

    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/upload?lang={language}", timeout=PATIENCE)
    expect(page.get_by_role("heading", name=_("Upload"), exact=True)).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(WORKBOOK)
    use = page.get_by_role("button", name=_("Only look at it, do not save"))
    expect(use).to_be_visible(timeout=PATIENCE)
    use.click()
    expect(page.get_by_role("heading", name=_("Overview"), exact=True)).to_be_visible(timeout=PATIENCE)

    for title, first in ((_("Rotation"), "V"), (_("Deals"), "D")):
        go(page, title)
        tick_first_row(page.get_by_test_id("stDataFrame").first)
        heading = page.get_by_role("heading", name=_("Why: {subject}", subject=first))
        expect(heading).to_be_visible(timeout=PATIENCE)
        settled(page)
        subject = heading.inner_text()[len(_("Why: {subject}", subject="")) :]
        answer = page.locator('[data-testid="stMarkdown"] strong').filter(has_text=subject).first
        expect(answer).to_be_visible()
        expect(page.get_by_text(_("Rules"), exact=True).last).to_be_visible()
        page.get_by_role("button", name=_("Close")).first.click()
        expect(heading).to_have_count(0, timeout=PATIENCE)
    assert page.get_by_test_id("stException").count() == 0


def test_a_deep_link_on_a_fresh_session_says_what_to_do(page: Page, server: str) -> None:
    page.goto(f"{server}/deals", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="成交", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name=say("zh-Hant", "Open the demo"))).to_be_visible()


def test_a_view_can_be_sent_to_a_colleague(page: Page, server: str) -> None:
    """The address alone opens the same day, store and explanation in another browser."""
    page.goto(f"{server}/rotation?data=demo&open=V0001", timeout=PATIENCE)
    expect(page.get_by_role("heading", name=say("zh-Hant", "Why: {subject}", subject="V0001"))).to_be_visible(
        timeout=PATIENCE
    )


def test_nothing_is_fetched_from_elsewhere(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/overview?data=demo", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="總覽", exact=True)).to_be_visible(timeout=PATIENCE)
    settled(page)
    port = server.rsplit(":", 1)[1]
    assert [url for url in asked if f"localhost:{port}" not in url and not url.startswith(("data:", "blob:"))] == []
