"""A real server and a real browser, one of each for a test worker; people come in through the login page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from core.access.roles import ALL_STORES, ROLES, STORE_ROLES, Grant
from tests import serving
from tests.browser.acts import WIDE, person

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


def let_in(context: BrowserContext, app: serving.Served, login: str) -> None:
    """Sign somebody in whose way through the login page is no part of the test."""
    with app.client() as client:
        serving.sign_in(client, login)
        kept = [{"name": c.name, "value": c.value or "", "url": app.address} for c in client.cookies.jar]
    context.add_cookies(kept)  # type: ignore[arg-type]


@pytest.fixture
def enter(browser: Browser) -> Iterator[Callable[..., Page]]:
    """People in front of screens of their own, gone at the end of the test.

    `enter()` is a stranger who reads Traditional Chinese, `enter("zh-CN", PHONE)` one with a phone,
    `enter(app=office, login="lin")` somebody who has signed in.
    """
    inside: list[BrowserContext] = []

    def entered(
        locale: str = "zh-TW", size: tuple[int, int] = WIDE, app: serving.Served | None = None, login: str = LOGIN
    ) -> Page:
        inside.append(person(browser, locale, size))
        if app is not None:
            let_in(inside[-1], app, login)
        return inside[-1].new_page()

    yield entered
    for context in inside:
        context.close()


@pytest.fixture
def stranger(enter: Callable[..., Page]) -> Page:
    """Somebody who reads Traditional Chinese, not signed in."""
    return enter()


@pytest.fixture
def page(enter: Callable[..., Page], served: serving.Served) -> Page:
    """Somebody with every role."""
    return enter(app=served)
