"""The work list by keyboard alone: taken down by telephone, given out, done, called back, on to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.access.roles import Grant
from core.office.handling import Act, assign
from core.office.requests import Submission, submit
from core.store.office_tables import request_cases, request_events
from core.store.tables import accounts, audit
from core.texts import say
from tests import serving

PATIENCE = 60_000
pytestmark = [pytest.mark.browser, pytest.mark.soak]


def _(msgid: str, **values: object) -> str:
    return say("zh-Hant", msgid, **values)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Served]:
    """The app with two requests waiting, and somebody of the office."""
    home = tmp_path_factory.mktemp("office")
    serving.with_account(home, "lin", (Grant("office", ""),))
    with serving.database_at(home) as database:
        for place, text in enumerate(("廚房水龍頭漏水", "單元門鎖壞了")):
            told = Submission("王小明", "13700001111", f"3-2-50{place}", text, source="desk")
            submit(database, told, f"token-of-request-{place}")
    with serving.serving(home) as running:
        yield running


@pytest.fixture
def desk(browser: Browser, office: serving.Served) -> Iterator[Page]:
    """Somebody of the office on the page of requests."""
    opened: BrowserContext = browser.new_context(locale="zh-TW", viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    page = opened.new_page()
    page.goto(f"{office.address}/login?next=%2Frequests")
    page.fill("#login", "lin")
    page.fill("#password", serving.PASSWORD)
    page.keyboard.press("Enter")
    focused(page, _("Number or room"))
    yield page
    opened.close()


def settled(page: Page) -> None:
    """Wait until the script has run to its end."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=PATIENCE)


def focused(page: Page, label: str) -> None:
    """Wait until a field has the focus."""
    expect(page.get_by_label(label, exact=True).and_(page.locator(":focus"))).to_have_count(1, timeout=PATIENCE)


def shortcut(page: Page, keys: str) -> None:
    """Press keys that a button listens to, once the page is there: while it is drawn nobody listens."""
    settled(page)
    page.keyboard.press(keys)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=PATIENCE)
    settled(page)


def kept(office: serving.Served, asked: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with serving.database_at(office.home) as database, database.read() as connection:
        return [tuple(row) for row in connection.execute(asked)]


def test_a_request_from_the_call_to_the_call_back_by_keyboard_alone(desk: Page, office: serving.Served) -> None:
    keys = desk.keyboard
    shortcut(desk, "Alt+a")
    focused(desk, "房號")
    for text in ("5-1-101", "樓道燈不亮", "陳美玲", "13900002222"):  # in the order of the call
        keys.type(text)
        keys.press("Tab")
    keys.press("Enter")
    heading(desk, _("No handler yet"))
    number = desk.url.partition("no=")[2].partition("&")[0]

    focused(desk, _("Handler"))
    keys.type("老張")
    keys.press("Enter")
    keys.press("Control+Enter")
    expect(desk.get_by_text(f"{number}: " + _("given to a handler"))).to_be_visible(timeout=PATIENCE)

    shortcut(desk, "Alt+l")
    focused(desk, _("Number or room"))
    keys.type(number)
    keys.press("Enter")
    heading(desk, _("Being done"))
    focused(desk, _("What was done (the resident reads this)"))
    keys.type("換了燈泡")
    keys.press("Enter")
    expect(desk.get_by_text(f"{number}: " + _("marked as done"))).to_be_visible(timeout=PATIENCE)

    shortcut(desk, "Alt+l")
    focused(desk, _("Number or room"))
    keys.type(number)
    keys.press("Enter")
    heading(desk, _("Done, not called back"))
    shortcut(desk, "Alt+k")
    expect(desk.get_by_text("13900002222")).to_be_visible(timeout=PATIENCE)
    focused(desk, _("What the resident said"))
    keys.type("亮了，謝謝")
    keys.press("Enter")
    expect(desk.get_by_text(f"{number}: " + _("the call-back is kept"))).to_be_visible(timeout=PATIENCE)

    case = sa.select(request_cases.c.status, request_cases.c.category).where(request_cases.c.request_no == number)
    assert kept(office, case) == [("closed", "lighting")]
    happened = sa.select(request_events.c.kind).where(request_events.c.request_no == number)
    assert kept(office, happened.order_by(request_events.c.event_id)) == [
        ("submitted",),
        ("assigned",),
        ("done",),
        ("reached",),
    ]
    revealed = sa.select(audit.c.reason).where(audit.c.action == "reveal")
    assert kept(office, revealed) == [(_("Calling the person back"),)]


def test_one_after_the_other_and_a_colleague_was_there_first(desk: Page, office: serving.Served) -> None:
    """The next one opens with its first field ready; on a request that moved meanwhile nothing is done."""
    keys = desk.keyboard
    shortcut(desk, "Alt+n")
    focused(desk, _("Handler"))
    first = desk.url.partition("no=")[2].partition("&")[0]
    with serving.database_at(office.home) as database, database.read() as connection:
        someone = connection.execute(sa.select(accounts.c.account_id)).scalar_one()
    with serving.database_at(office.home) as database:
        assign(database, Act(first, "token-of-a-colleague", someone), "水電班小陳")
    keys.type("老張")
    keys.press("Enter")
    keys.press("Control+Enter")
    moved = say(
        "zh-Hant",
        "{who} worked on this request meanwhile ({what}). Nothing was kept; look at it again.",
        who="lin",
        what=say("zh-Hant", "Given to a handler"),
    )
    expect(desk.get_by_text(moved)).to_be_visible(timeout=PATIENCE)
    heading(desk, _("Being done"))
    expect(desk.get_by_text("水電班小陳").first).to_be_visible()

    shortcut(desk, "Alt+n")
    focused(desk, _("Handler"))
    second = desk.url.partition("no=")[2].partition("&")[0]
    assert second != first
    shortcut(desk, "Alt+n")
    expect(desk.get_by_text(_("That was the last one that lacks something."))).to_be_visible(timeout=PATIENCE)
    given = sa.select(request_cases.c.request_no, request_cases.c.status).where(
        request_cases.c.request_no.in_([first, second])
    )
    assert dict(kept(office, given)) == {first: "assigned", second: "new"}


def test_the_work_order_comes_as_a_file(desk: Page, office: serving.Served) -> None:
    number = kept(office, sa.select(request_cases.c.request_no).order_by(request_cases.c.case_id))[0][0]
    desk.goto(f"{office.address}/requests?no={number}")
    order = desk.get_by_role("button", name=_("Work order (PDF)"))
    expect(order).to_be_visible(timeout=PATIENCE)
    settled(desk)
    with desk.expect_download() as coming:
        order.click()
    assert coming.value.suggested_filename == f"{number}.pdf"
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    noted = sa.select(audit.c.subject, audit.c.reason).where(audit.c.action == "request.order")
    assert kept(office, noted) == [(f"request:{number}", _("Work order for the handler"))]
