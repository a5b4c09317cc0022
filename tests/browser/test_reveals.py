"""In a real browser: a value is shown for a reason, gone at the next click, and not in the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.access.roles import Grant
from core.logs import FILE
from tests import serving
from tests.browser.acts import choose, opened, pressed, signed_in, stands
from tests.planted import plant
from tests.web.kept_home import OFFICE, PERSONAL, STORE, noted, whole_audit

pytestmark = pytest.mark.browser


def reveal(page: Page) -> None:
    pressed(page.get_by_text("查看完整資料").first)
    choose(page, "理由", "回電給對方")
    pressed(page.get_by_role("button", name="只看這一項"))


def test_a_value_is_shown_and_gone(enter: Callable[..., Page], tmp_path: Path) -> None:
    home, log = tmp_path / "home", tmp_path / "desk.log"
    serving.with_account(home, "wang", (Grant("manager", "*"), Grant("admin", "")))
    with serving.database_at(home) as database:
        plant(database, **STORE)
        plant(database, **OFFICE)
    page = enter()
    with serving.serving(home, environ={FILE: str(log)}) as served:
        signed_in(page, served.address, "wang", serving.PASSWORD)
        opened(page, f"{served.address}/clients?who=C1")
        reveal(page)
        expect(page.get_by_test_id("stCode")).to_have_text("13912345678")
        page.get_by_role("link", name="人員查詢").click()
        stands(page, "人員查詢")
        page.get_by_label("請輸入完整內容，寫法不拘").fill("139-1234-5678")
        pressed(page.get_by_role("button", name="查詢"))
        expect(page.get_by_text("客戶登記")).to_be_visible()
        expect(page.get_by_text("13912345678")).to_have_count(0)
        assert [value for value in PERSONAL if value in page.content() or value in page.url] == []
    with serving.database_at(home) as database:
        actions = [row[0] for row in noted(database, "reveal", "person.find")]
        told = whole_audit(database)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert actions == ["reveal", "person.find"]
    assert "/login" in {line.get("path") for line in lines}
    assert [v for v in PERSONAL if v in told or v in log.read_text(encoding="utf-8") or v in "".join(served.said)] == []
