"""Coming in and going out, as a person does it in a browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.access import accounts
from core.access.roles import PAGES, ROLES, STORE_ROLES, Grant
from core.texts import say
from core.web.shell.navigation import ENTRIES
from tests import serving
from tests.browser.acts import opened, settled, stands
from tests.browser.conftest import LOGIN, let_in

SECTIONS = list(dict.fromkeys(entry.section for entry in ENTRIES))
pytestmark = pytest.mark.browser


def _(msgid: str, **values: object) -> str:
    return say("zh-Hant", msgid, **values)


def sign_in(page: Page, login: str = LOGIN) -> None:
    """Fill in the login page that is open, and wait for what was asked for."""
    page.fill("#login", login)
    page.fill("#password", serving.PASSWORD)
    page.click("main button")
    stands(page)


def test_a_fresh_server_gives_a_deep_link_the_login_page_and_the_terminal_the_first_admin(
    enter: Callable[..., Page], tmp_path: Path
) -> None:
    """Fails when the gate lets documents through: `_refusal` giving None."""
    with serving.serving(tmp_path / "home") as fresh:
        page = enter()
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.goto(f"{fresh.address}/deals?data=demo")
        expect(page.get_by_role("heading", name=_("Sign in"))).to_be_visible()
        assert page.url == f"{fresh.address}/login?next=%2Fdeals%3Fdata%3Ddemo"
        assert sockets == []

        page = enter()
        page.goto(fresh.line("/link/"))
        page.fill("#login", "wang")
        page.fill("#shown_name", "王小明")
        page.fill("#password", serving.PASSWORD)
        page.fill("#again", serving.PASSWORD)
        page.uncheck("[name=also_store]")
        page.uncheck("[name=also_office]")
        page.click("main button")
        expect(page.get_by_text(_("Signed in as {name}", name="王小明"))).to_be_visible()
        entries = page.get_by_test_id("stSidebarNavLink")
        expect(entries.get_by_text(_("Accounts"), exact=True)).to_be_visible()
        expect(entries.filter(has_text=_("Findings"))).to_have_count(0)


def test_after_signing_in_the_asked_page_opens_and_signing_out_leaves_nothing(stranger: Page, server: str) -> None:
    stranger.goto(f"{server}/overview?data=demo")
    sign_in(stranger)
    stands(stranger, _("Overview"))
    assert stranger.url.startswith(f"{server}/overview?data=demo")
    stranger.get_by_role("button", name=_("Sign out"), exact=True).click()
    stranger.wait_for_url("**/login?left=1")
    expect(stranger.get_by_text(_("You have signed out."))).to_be_visible()
    stranger.goto(f"{server}/overview?data=demo")
    expect(stranger.get_by_role("heading", name=_("Sign in"))).to_be_visible()


def test_a_disabled_account_is_out_at_its_next_click(enter: Callable[..., Page], served: serving.Served) -> None:
    """Fails when `signed_in.current` remembers its answer for the Streamlit session."""
    number = serving.with_account(served.home, "chen", (Grant("manager", "*"),))
    page = enter(app=served, login="chen")
    opened(page, f"{served.address}/overview?data=demo", _("Overview"))
    with serving.database_at(served.home) as database:
        accounts.disable(database, number)
    page.get_by_test_id("stSidebarNavLink").filter(has_text=_("Team")).click()
    notice = _("You are signed out. Nothing is shown until you sign in again.")
    expect(page.get_by_text(notice)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    page.get_by_test_id("stMarkdown").get_by_role("link", name=_("Sign in")).click()
    expect(page.get_by_role("heading", name=_("Sign in"))).to_be_visible()


def test_two_browsers_are_two_people(enter: Callable[..., Page], page: Page, served: serving.Served) -> None:
    serving.with_account(served.home, "lee", (Grant("clerk", "S1"),))
    theirs = enter(app=served, login="lee")
    opened(page, f"{served.address}/accounts", _("Accounts"))
    theirs.goto(f"{served.address}/accounts")
    refusal = _("This page is not for your role. Whoever looks after the accounts can change that.")
    expect(theirs.get_by_text(refusal)).to_be_visible()
    settled(theirs)
    expect(theirs.get_by_test_id("stDataFrame")).to_have_count(0)


def test_the_login_page_works_without_a_script_and_fits_a_phone(browser: Browser, server: str) -> None:
    without = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="zh-CN")
    page = without.new_page()
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
    without.close()


PUBLIC_FOR = frozenset({"office"})
"""Of those with an account, who sees the residents' forms at the side: to type in what came on paper."""


def test_the_sidebar_has_the_pages_of_the_role_and_no_others(stranger: Page, served: serving.Served) -> None:
    """Fails when every page is visible in `navigation`."""
    wanted = [entry for section in SECTIONS for entry in ENTRIES if entry.section == section]
    for role in ROLES:
        serving.with_account(served.home, f"only-{role}", (Grant(role, "S1" if role in STORE_ROLES else ""),))
        stranger.context.clear_cookies()
        let_in(stranger.context, served, f"only-{role}")
        opened(stranger, served.address)
        titles = [_(e.title) for e in wanted if role in PAGES.get(e.name, PUBLIC_FOR)]
        links = stranger.get_by_test_id("stSidebarNavLink")
        # an icon goes before each title
        expect(links).to_have_text([re.compile(f"^[a-z_]*{re.escape(title)}$") for title in titles])
