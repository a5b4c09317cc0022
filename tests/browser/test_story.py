"""A manager drops a month's workbook and finds the reason of a visit and of a deal: each language, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.texts import say
from tests.browser.acts import chosen, opened, pressed, settled, stands

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "data" / "demo" / "reception-2024-03.xlsx"
pytestmark = pytest.mark.browser


def go(page: Page, title: str) -> None:
    """Choose a page in the navigation, as a person does; on a phone it is folded away before and after."""
    phone = page.viewport_size["width"] < 600
    if phone:
        unfold(page)
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    stands(page, title)
    if phone:
        page.get_by_test_id("stSidebarCollapseButton").click()


def unfold(page: Page) -> None:
    """Bring the navigation out, once it is folded away."""
    page.get_by_test_id("stExpandSidebarButton").click()


def tick_first_row(table: Locator) -> None:
    """Tick the box in front of a table's first row; the table is drawn on a canvas."""
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 16, "y": 52})


@pytest.mark.parametrize(
    ("language", "widths"), [("zh-Hant", (1280, 390)), ("zh-Hans", (390, 1280)), ("en", (1280, 390))]
)
def test_from_the_workbook_to_the_reasons(page: Page, server: str, language: str, widths: tuple[int, int]) -> None:
    """The workbook is uploaded once at the first width; the reasons are found at both."""

    def _(msgid: str, **values: object) -> str:
        return say(language, msgid, **values)

    page.set_viewport_size({"width": widths[0], "height": 900})
    opened(page, f"{server}/upload?lang={language}", _("Upload"))
    chosen(page, WORKBOOK)
    pressed(page.get_by_role("button", name=_("Only look at it, do not save")))
    stands(page, _("Overview"))

    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if width > widths[0]:
            unfold(page)  # a window made wider leaves it as it was
        for title, first in ((_("Rotation"), "V"), (_("Deals"), "D")):
            go(page, title)
            tick_first_row(page.get_by_test_id("stDataFrame").first)
            heading = page.get_by_role("heading", name=_("Why: {subject}", subject=first))
            expect(heading).to_be_visible()
            settled(page)
            subject = heading.inner_text()[len(_("Why: {subject}", subject="")) :]
            answer = page.locator('[data-testid="stMarkdown"] strong').filter(has_text=subject).first
            expect(answer).to_be_visible()
            expect(page.get_by_text(_("Rules"), exact=True).last).to_be_visible()
            pressed(page.get_by_role("button", name=_("Close")).first)
            expect(heading).to_have_count(0)
    assert page.get_by_test_id("stException").count() == 0


def test_deep_links_open_what_they_name_and_fetch_nothing_from_elsewhere(page: Page, server: str) -> None:
    """On a fresh session a page says what to do; an address alone opens the explanation that a colleague sent."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, f"{server}/deals", "成交")
    expect(page.get_by_role("button", name=say("zh-Hant", "Open the demo"))).to_be_visible()
    opened(page, f"{server}/rotation?data=demo&open=V0001")
    expect(page.get_by_role("heading", name=say("zh-Hant", "Why: {subject}", subject="V0001"))).to_be_visible()
    opened(page, f"{server}/overview?data=demo", "總覽")
    port = server.rsplit(":", 1)[1]
    assert asked != []
    assert [url for url in asked if f"localhost:{port}" not in url and not url.startswith(("data:", "blob:"))] == []
