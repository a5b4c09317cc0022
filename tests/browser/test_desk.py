"""The work list by keyboard alone: taken down by telephone, given out, done, called back, on to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from core.access.roles import Grant
from core.office.handling import Act, assign
from core.office.requests import Submission, submit
from core.store.office_tables import request_cases, request_events
from core.store.tables import accounts, audit
from core.texts import say
from tests import serving
from tests.browser.acts import focused, keys, shortcut, signed_in, stands

pytestmark = pytest.mark.browser


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
def desk(enter: Callable[..., Page], office: serving.Served) -> Page:
    """Somebody of the office on the page of requests."""
    page = enter()
    signed_in(page, office.address, "lin", serving.PASSWORD, "/requests")
    focused(page, _("Number or room"))
    return page


def kept(office: serving.Served, asked: sa.Select[tuple[object, ...]]) -> list[tuple[object, ...]]:
    with serving.database_at(office.home) as database, database.read() as connection:
        return [tuple(row) for row in connection.execute(asked)]


def stands_with(page: Page, state: str) -> None:
    """Wait for the file of a request in a state."""
    stands(page, "")
    expect(page.get_by_role("heading", name=state)).to_be_visible()


def looked_up(page: Page, number: str) -> None:
    """Go to the list and open a request by its number."""
    shortcut(page, "Alt+l")
    focused(page, _("Number or room"))
    keys(page, number, "Enter")


def test_a_request_from_the_call_to_the_call_back_by_keyboard_alone(desk: Page, office: serving.Served) -> None:
    shortcut(desk, "Alt+a")
    focused(desk, "房號")
    for text in ("5-1-101", "樓道燈不亮", "陳美玲", "13900002222"):  # in the order of the call
        keys(desk, text, "Tab")
    keys(desk, "", "Enter")
    stands_with(desk, _("No handler yet"))
    number = desk.url.partition("no=")[2].partition("&")[0]

    focused(desk, _("Handler"))
    keys(desk, "老張", "Enter", "Control+Enter")
    expect(desk.get_by_text(f"{number}: " + _("given to a handler"))).to_be_visible()

    looked_up(desk, number)
    stands_with(desk, _("Being done"))
    focused(desk, _("What was done (the resident reads this)"))
    keys(desk, "換了燈泡", "Enter")
    expect(desk.get_by_text(f"{number}: " + _("marked as done"))).to_be_visible()

    looked_up(desk, number)
    stands_with(desk, _("Done, not called back"))
    shortcut(desk, "Alt+k")
    expect(desk.get_by_text("13900002222")).to_be_visible()
    focused(desk, _("What the resident said"))
    keys(desk, "亮了，謝謝", "Enter")
    expect(desk.get_by_text(f"{number}: " + _("the call-back is kept"))).to_be_visible()

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
    """The next one opens with its first field ready; on a request that moved meanwhile nothing is done.

    The work order of a request comes as a file.
    """
    shortcut(desk, "Alt+n")
    focused(desk, _("Handler"))
    first = desk.url.partition("no=")[2].partition("&")[0]
    with serving.database_at(office.home) as database, database.read() as connection:
        someone = connection.execute(sa.select(accounts.c.account_id)).scalar_one()
    with serving.database_at(office.home) as database:
        assign(database, Act(first, "token-of-a-colleague", someone), "水電班小陳")
    keys(desk, "老張", "Enter", "Control+Enter")
    moved = _(
        "{who} worked on this request meanwhile ({what}). Nothing was kept; look at it again.",
        who="lin",
        what=_("Given to a handler"),
    )
    expect(desk.get_by_text(moved)).to_be_visible()
    stands_with(desk, _("Being done"))
    expect(desk.get_by_text("水電班小陳").first).to_be_visible()

    with desk.expect_download() as coming:
        desk.get_by_role("button", name=_("Work order (PDF)")).click()
    assert coming.value.suggested_filename == f"{first}.pdf"
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    noted = sa.select(audit.c.subject, audit.c.reason).where(audit.c.action == "request.order")
    assert kept(office, noted) == [(f"request:{first}", _("Work order for the handler"))]

    shortcut(desk, "Alt+n")
    focused(desk, _("Handler"))
    second = desk.url.partition("no=")[2].partition("&")[0]
    assert second != first
    shortcut(desk, "Alt+n")
    expect(desk.get_by_text(_("That was the last one that lacks something."))).to_be_visible()
    given = sa.select(request_cases.c.request_no, request_cases.c.status).where(
        request_cases.c.request_no.in_([first, second])
    )
    assert dict(kept(office, given)) == {first: "assigned", second: "new"}
