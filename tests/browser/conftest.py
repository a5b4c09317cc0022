"""A real server and a real browser, one of each for a test worker; people come in through the login page."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from core.access.roles import ALL_STORES, ROLES, STORE_ROLES, Grant
from tests import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000  # milliseconds a page may take on two busy cores
LOGIN = "wang"
EVERYTHING = tuple(Grant(role, ALL_STORES if role in STORE_ROLES else "") for role in ROLES)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Served]:
    """The app, started as the README starts it, with a home of its own and an account that has every role."""
    home = tmp_path_factory.mktemp("home")
    serving.with_account(home, LOGIN, EVERYTHING)
    with serving.serving(home) as running:
        yield running


@pytest.fixture(scope="session")
def server(served: serving.Served) -> str:
    """Address of the app."""
    return served.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("BROWSER_PATH") or ("/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A person in front of a wide screen who reads Traditional Chinese, not signed in."""
    opened = browser.new_context(
        locale="zh-TW", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def sign_in(server: str) -> Callable[..., None]:
    """Sign in through the login page: `sign_in(page)`, `sign_in(page, "lee")`."""

    def done(page: Page, login: str = LOGIN, password: str = serving.PASSWORD) -> None:
        if not page.url.startswith(f"{server}/login"):
            page.goto(f"{server}/login")
        page.fill("#login", login)
        page.fill("#password", password)
        page.click("main button")

    return done


@pytest.fixture
def context(stranger: BrowserContext, sign_in: Callable[..., None]) -> BrowserContext:
    """A signed-in person in front of a wide screen who reads Traditional Chinese."""
    page = stranger.new_page()
    sign_in(page)
    page.wait_for_url("**/", timeout=PATIENCE)
    page.close()
    return stranger


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
