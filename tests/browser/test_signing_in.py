"""Coming in and going out, as a person does it in a browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.access import accounts
from core.access.roles import PAGES, ROLES, STORE_ROLES, Grant, Role
from core.texts import say
from core.web.shell.navigation import ENTRIES
from tests import serving

PATIENCE = 60_000
SECTIONS = list(dict.fromkeys(entry.section for entry in ENTRIES))
pytestmark = pytest.mark.browser


def _(msgid: str, **values: object) -> str:
    return say("zh-Hant", msgid, **values)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[serving.Served]:
    """A server on an empty machine: no account, no request so far."""
    with serving.serving(tmp_path / "home") as running:
        yield running


def test_the_first_request_of_a_fresh_server_is_a_deep_link_and_gets_the_login_page(
    stranger: BrowserContext, fresh: serving.Served
) -> None:
    """Fails when the gate lets documents through: `_refusal` giving None."""
    page = stranger.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"{fresh.address}/deals?data=demo")
    expect(page.get_by_role("heading", name=_("Sign in"))).to_be_visible()
    assert page.url == f"{fresh.address}/login?next=%2Fdeals%3Fdata%3Ddemo"
    assert sockets == []


def test_an_empty_machine_gets_its_first_admin_by_the_link_in_the_terminal(
    stranger: BrowserContext, fresh: serving.Served
) -> None:
    page = stranger.new_page()
    page.goto(fresh.line("/link/"))
    page.fill("#login", "wang")
    page.fill("#shown_name", "王小明")
    page.fill("#password", serving.PASSWORD)
    page.fill("#again", serving.PASSWORD)
    page.uncheck("[name=also_store]")
    page.uncheck("[name=also_office]")
    page.click("main button")
    expect(page.get_by_text(_("Signed in as {name}", name="王小明"))).to_be_visible(timeout=PATIENCE)
    entries = page.get_by_test_id("stSidebarNavLink")
    expect(entries.get_by_text(_("Accounts"), exact=True)).to_be_visible()
    expect(entries.filter(has_text=_("Findings"))).to_have_count(0)


def test_after_signing_in_the_asked_page_opens_and_signing_out_leaves_nothing(
    stranger: BrowserContext, server: str, sign_in: Callable[..., None]
) -> None:
    page = stranger.new_page()
    page.goto(f"{server}/overview?data=demo")
    sign_in(page)
    expect(page.get_by_role("heading", name=_("Overview"), exact=True)).to_be_visible(timeout=PATIENCE)
    assert page.url.startswith(f"{server}/overview?data=demo")
    page.get_by_role("button", name=_("Sign out"), exact=True).click()
    page.wait_for_url("**/login?left=1", timeout=PATIENCE)
    expect(page.get_by_text(_("You have signed out."))).to_be_visible()
    page.goto(f"{server}/overview?data=demo")
    expect(page.get_by_role("heading", name=_("Sign in"))).to_be_visible()


def test_a_disabled_account_is_out_at_its_next_click(
    stranger: BrowserContext, served: serving.Served, sign_in: Callable[..., None]
) -> None:
    """Fails when `signed_in.current` remembers its answer for the Streamlit session."""
    number = serving.with_account(served.home, "chen", (Grant("manager", "*"),))
    page = stranger.new_page()
    page.goto(f"{served.address}/overview?data=demo")
    sign_in(page, "chen")
    expect(page.get_by_role("heading", name=_("Overview"), exact=True)).to_be_visible(timeout=PATIENCE)
    with serving.database_at(served.home) as database:
        accounts.disable(database, number)
    page.get_by_test_id("stSidebarNavLink").filter(has_text=_("Team")).click()
    notice = _("You are signed out. Nothing is shown until you sign in again.")
    expect(page.get_by_text(notice)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    page.get_by_test_id("stMarkdown").get_by_role("link", name=_("Sign in")).click()
    expect(page.get_by_role("heading", name=_("Sign in"))).to_be_visible()


def test_two_browsers_are_two_people(
    browser: Browser, served: serving.Served, context: BrowserContext, sign_in: Callable[..., None]
) -> None:
    serving.with_account(served.home, "lee", (Grant("clerk", "S1"),))
    mine, theirs = context.new_page(), browser.new_context(locale="zh-TW").new_page()
    mine.goto(f"{served.address}/accounts")
    theirs.goto(f"{served.address}/accounts")
    sign_in(theirs, "lee")
    expect(mine.get_by_role("heading", name=_("Accounts"), exact=True)).to_be_visible(timeout=PATIENCE)
    refusal = _("This page is not for your role. Whoever looks after the accounts can change that.")
    expect(theirs.get_by_text(refusal)).to_be_visible(timeout=PATIENCE)
    expect(theirs.get_by_test_id("stDataFrame")).to_have_count(0)
    theirs.context.close()


def test_the_login_page_works_without_a_script_and_fits_a_phone(browser: Browser, server: str) -> None:
    opened = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="zh-CN")
    page: Page = opened.new_page()
    page.goto(f"{server}/login")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.fill("#login", "wang")
    page.fill("#password", "not the password")
    page.click("main button")
    expect(page.get_by_role("alert")).to_be_visible()
    opened.close()


PUBLIC_FOR = frozenset({"office"})
"""Of those with an account, who sees the residents' forms at the side: to type in what came on paper."""


@pytest.mark.parametrize("role", ROLES)
def test_the_sidebar_has_the_pages_of_the_role_and_no_others(
    stranger: BrowserContext, served: serving.Served, sign_in: Callable[..., None], role: Role
) -> None:
    """Fails when every page is visible in `navigation`."""
    login = f"only-{role}"
    serving.with_account(served.home, login, (Grant(role, "S1" if role in STORE_ROLES else ""),))
    page = stranger.new_page()
    sign_in(page, login)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    links = page.get_by_test_id("stSidebarNavLink")
    wanted = [entry for section in SECTIONS for entry in ENTRIES if entry.section == section]
    titles = [_(e.title) for e in wanted if role in PAGES.get(e.name, PUBLIC_FOR)]
    expect(links).to_have_text([re.compile(f"^[a-z_]*{re.escape(title)}$") for title in titles])  # an icon goes before
