"""The rotation page on the demo: a day replayed, a period's turns, the visit behind a row."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.web.pages import ENGLISH, QUIET, table, walked, with_log


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("view", ["day", "period"])
def test_the_page_shows_itself(visit, language: str, view: str):
    app = visit("rotation", language, turns=view)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []


@pytest.mark.parametrize("view", ["day", "period"])
def test_no_english_is_left(visit, foreign, view: str):
    assert foreign(walked(visit("rotation"), turns=view)) <= ENGLISH


def test_the_day_shows_its_visits_in_order_with_their_reasons(visit):
    app = walked(visit("rotation"), day="2024-03-15")
    visits = table(app, "reason")
    assert visits["arrived_at"].is_monotonic_increasing
    assert set(visits["arrived_at"].dt.strftime("%Y-%m-%d")) == {"2024-03-15"}
    assert all(
        reason.startswith(visit_id) for reason, visit_id in zip(visits["reason"], visits["visit_id"], strict=True)
    )


def test_the_ledger_of_a_day_balances(visit):
    ledger = table(walked(visit("rotation"), day="2024-03-15"), "came")
    assert (ledger["came"] == ledger[["taken", "missed", "forfeited", "kept"]].sum(axis=1)).all()
    assert ledger["came"].sum() > 0


def test_the_queue_is_walked_to_the_end_and_back(visit):
    app = walked(visit("rotation"), day="2024-03-15")
    steps = len(table(app, "reason"))
    assert [b.disabled for b in app.button if b.key == "rotation.step.back"] == [True]
    app.button(key="rotation.step.on").click().run()
    assert app.query_params["step"] == "2"
    second = table(app, "after")
    app.slider(key="rotation.step").set_value(steps).run()
    assert [b.disabled for b in app.button if b.key == "rotation.step.on"] == [True]
    app.slider(key="rotation.step").set_value(2).run()
    pd.testing.assert_frame_equal(table(app, "after"), second)
    assert sorted(second["after"]) == list(range(1, len(second) + 1))


def test_a_shorter_day_takes_the_step_back_to_its_last(visit):
    app = walked(visit("rotation"), day="2024-03-15")
    app.slider(key="rotation.step").set_value(len(table(app, "reason"))).run()
    shorter = walked(app, day="2024-03-14")
    assert [e.message for e in shorter.exception] == []
    assert int(shorter.query_params["step"]) <= len(table(shorter, "reason"))


def test_an_address_that_opens_a_visit_goes_to_its_day(visit):
    app = walked(visit("rotation"), day="2024-03-15")
    wanted = table(app, "reason").iloc[0]["visit_id"]
    fresh = walked(visit("home"), page="rotation", open=wanted)
    assert fresh.query_params["day"] == "2024-03-15"
    assert f"為什麼：{wanted}" in [s.value for s in fresh.subheader]
    assert any(m.value.startswith(f"**{wanted}：") for m in fresh.markdown)


def test_an_open_visit_is_closed_again(visit):
    app = walked(visit("rotation"), open="V0001")
    assert [s.value for s in app.subheader if "V0001" in s.value] == ["為什麼：V0001"]
    app.button(key="rotation.visits.close").click().run()
    assert "open" not in app.query_params
    assert [s.value for s in app.subheader if "V0001" in s.value] == []


def test_an_unknown_visit_says_so(visit):
    app = walked(visit("rotation"), open="nothing")
    assert "沒有編號為 nothing 的來訪、成交、來電或客戶。" in [i.value for i in app.info]


def test_the_parts_of_every_gap_add_up_on_the_page(visit):
    turns = table(walked(visit("rotation"), turns="period"), "gap")
    parts = turns[["absence", "busy", "duty", "named", "noon", "out_of_turn", "order"]]
    assert (parts.sum(axis=1) - turns["gap"]).abs().max() < 1e-9
    assert parts.sum().abs().max() < 1e-9
    assert turns["received"].sum() > 0


def test_a_day_without_visits_says_what_to_do(visit):
    app = walked(with_log(visit("home", data=None), QUIET), page="rotation")
    assert "當天沒有來訪。請改選日期，或上傳來訪接待表。" in [i.value for i in app.info]
    assert "當天沒有輪序接待。" in [i.value for i in app.info]
    period = walked(app, turns="period")
    assert "這段期間沒有輪到任何人。請拉長期間，或上傳簽到表和來訪表。" in [i.value for i in period.info]
