"""Pages on what is kept: what is open first, words that fit the role, older settings said, settings changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import clock
from core.access.roles import ALL_STORES, Grant
from core.rules.settings import Settings
from core.store.settings import change_settings, settings_history
from core.web import datasets, kept
from tests.web.keeping import keep_log
from tests.web.pages import table, walked

pytestmark = pytest.mark.usefixtures("home")

CLERK, MANAGER = (Grant("clerk", "S1"),), (Grant("manager", ALL_STORES),)
LOG = """\
    client C1 03-01/09:00 by=A
    in A 08:30-
    in B 08:31-
    visit V1 C1 09:00-09:05 by=A
    visit V2 C1 09:10- by=B hidden
    """

LATER = """\
    day 2024-03-20
    in A 08:30-
    in B 08:31-
    visit V3 C1 09:00-09:05 by=A
    visit V4 C1 09:10- by=B hidden
    """


def captions(app) -> list[str]:
    return [c.value for c in app.main.caption]


def test_what_is_kept_is_open_at_once(visit):
    keep_log(LOG)
    app = visit("rotation", data=None, who=CLERK)
    assert table(app, "visit_id")["visit_id"].tolist() == ["V1", "V2"]
    assert captions(app)[-1] == "已保存的資料：S1。能辨識個人的內容一律加密保存。"


def test_the_demo_goes_before_what_is_kept_until_it_is_closed(visit):
    keep_log(LOG)
    app = visit("home", data=None, who=MANAGER)
    assert "已保存的門店：**S1**" in [m.value for m in app.main.markdown]
    app.button(key="home.demo").click().run()
    app.switch_page("pages/store/home.py").run()
    assert "目前開啟：**示範資料**" in [m.value for m in app.main.markdown]
    app.button(key="home.close").click().run()
    assert "已保存的門店：**S1**" in [m.value for m in app.main.markdown]


def test_a_store_of_somebody_else_is_not_there(visit):
    keep_log(LOG, "S1")
    app = visit("rotation", data=None, who=(Grant("clerk", "S2"),))
    assert not app.dataframe
    assert [i.value for i in app.main.info] == ["您的門店還沒有保存任何資料。請上傳門店的表格，或先看示範。"]


@pytest.mark.parametrize(
    ("who", "said", "keys"),
    [
        (MANAGER, "您的門店還沒有保存任何資料。請上傳門店的表格，或先看示範。", ["home.demo", "home.upload"]),
        (
            (Grant("salesperson", "S1"),),
            "您的門店還沒有保存任何資料。資料由文員或店長上傳；在那之前可以先看示範。",
            ["home.demo"],
        ),
    ],
)
def test_home_fits_the_role_where_nothing_is_kept(visit, who, said, keys):
    app = visit("home", data=None, who=who)
    assert [i.value for i in app.main.info] == [said]
    assert [b.key for b in app.main.button] == keys


def changed(day: date, token: str, **values: object) -> None:
    settings = replace(Settings(), **values)
    change_settings(kept.database(), "S1", settings, day, None, "因為", token, backdated=True)


def test_a_period_before_a_change_says_so_and_keeps_its_settings(visit):
    keep_log(LOG)
    keep_log(LATER)
    changed(date(2024, 3, 15), "a", fine_concealed=200)
    app = visit("findings", data=None, who=MANAGER, period="2024-03-04..2024-03-04")
    said = "以下結果依預設設定計算；自 2024年3月15日 起另有設定。"
    assert said in captions(app)
    assert table(app, "fine")["fine"].dropna().tolist() == [100.0]
    app = walked(app, period="2024-03-20..2024-03-20")
    assert said not in captions(app)
    assert table(app, "fine")["fine"].dropna().tolist() == [200.0]


def test_an_answer_in_a_chain_is_explained_under_the_settings_of_its_store(visit):
    keep_log(LOG, "S1")
    keep_log(LOG, "S2")
    changed(date(2024, 3, 1), "a", fine_concealed=200)
    app = visit("findings", data=None, who=MANAGER, store="*", open="V2 @S1~concealed_client~B @S1")
    assert not app.exception
    assert "為什麼：V2 @S1" in [s.value for s in app.subheader]
    cards = [m.value for m in app.markdown if "隱瞞客戶的罰款" in m.value]
    assert cards and all("200" in said for said in cards)


def test_rule_cards_say_where_stores_differ(visit):
    keep_log(LOG, "S1")
    said = "您的門店設定各不相同：卡片上列的是預設設定。"
    assert said not in captions(visit("rules", data=None, who=MANAGER))
    keep_log(LOG, "S2")
    changed(date(2024, 3, 1), "a", fine_concealed=200)
    assert said in captions(visit("rules", data=None, who=MANAGER))


def test_an_upload_that_is_gone_gives_way_to_what_is_kept(visit):
    keep_log(LOG)
    app = visit("rotation", data=None, who=CLERK)
    app.session_state[datasets.SESSION_KEY] = "gone"
    app.run()
    assert [w.value for w in app.main.warning] == ["您上傳的資料已不在記憶體中，請重新上傳。"]
    app = app.button(key="page.without").click().run()
    assert table(app, "visit_id")["visit_id"].tolist() == ["V1", "V2"]


def test_anothers_commit_is_seen_at_the_next_click(visit):
    keep_log(LOG)
    app = visit("rotation", data=None, who=CLERK)
    assert len(table(app, "visit_id")) == 2
    keep_log("in A 08:30-\nvisit V3 C3 09:20- by=A")
    assert len(table(app.run(), "visit_id")) == 3


def history() -> list[tuple[date | None, str, Settings]]:
    with kept.database().read() as connection:
        return [(v.in_force_from, v.reason, v.settings) for v in settings_history(connection, "S1")]


def today() -> date:
    return clock.local_day(kept.database().clock())


def proposing(visit, value: int = 3):
    """The settings page of a manager with another number of months typed in."""
    keep_log(LOG)
    app = visit("settings", data=None, who=MANAGER)
    return app.number_input(key="settings.S1.0.lapse_months").set_value(value).run()


def test_a_manager_changes_settings_with_a_reason(visit):
    app = proposing(visit)
    assert app.button(key="settings.change").disabled
    app = app.text_input(key="settings.reason").set_value("老闆說的").run()
    app = app.button(key="settings.change").click().run()
    assert history() == [(today(), "老闆說的", replace(Settings(), lapse_months=3))]
    assert [s.value for s in app.success] == ["設定已變更。"]
    written = f"{today().year}年{today().month}月{today().day}日"
    row = app.table[-1].value.reset_index().iloc[0].tolist()
    assert row[1:] == ["王小明", written, row[3], "老闆說的"]
    assert "1 個月 → 3 個月" in row[3]
    assert app.number_input(key="settings.S1.1.lapse_months").value == 3


def test_a_day_that_is_past_has_to_be_meant(visit):
    app = proposing(visit)
    app = app.date_input(key="settings.from.S1").set_value(today() - timedelta(days=3)).run()
    app = app.text_input(key="settings.reason").set_value("一直如此").run()
    assert app.button(key="settings.change").disabled
    app = app.checkbox(key="settings.past").check().run()
    app.button(key="settings.change").click().run()
    assert [day for day, _reason, _settings in history()] == [today() - timedelta(days=3)]


def test_a_value_that_cannot_be_used_is_said_and_not_kept(visit):
    keep_log(LOG)
    app = visit("settings", data=None, who=MANAGER)
    app = app.text_input(key="settings.S1.0.noon_end").set_value("11:00").run()
    assert len(app.error) == 1
    assert "settings.change" not in [b.key for b in app.button]
    assert history() == []


def test_settings_of_the_demo_are_only_tried(visit):
    app = visit("settings", who=MANAGER)
    assert "settings.reason" not in [t.key for t in app.text_input]
    assert [s.value for s in app.subheader] == ["改用另一份設定"]
    assert datasets.SESSION_KEY in app.session_state


def test_no_english_is_left(visit, foreign):
    keep_log(LOG)
    app = proposing(visit)
    assert foreign(app) - {"A", "B", "C1", "V1", "V2"} == set()
