"""The deals page: credit with its reason, money with and without what was withdrawn."""

from __future__ import annotations

import pytest

from tests.web.pages import ENGLISH, QUIET, table, walked, with_log

LOG = """
    staff A group=G1
    staff B
    in A 08:30-18:00
    client C1 03-01/09:00 by=A source=outside
    client C2 03-01/09:00 by=A
    deal D1 C1 by=B closed=10:00 amount=1000000 commission=1000
    deal D2 C2 by=B closed=11:00 amount=500000
    deal D3 C3 by=B closed=12:00 cancelled=13:00 amount=250000
"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_page_shows_itself(visit, language: str):
    app = visit("deals", language)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []


def test_no_english_is_left(visit, foreign):
    assert foreign(visit("deals")) <= ENGLISH


def test_credit_goes_by_the_register_and_the_group(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="deals")
    deals = table(app, "credited_to").set_index("deal_id")
    assert deals["credited_to"].to_dict() == {"D1": "G1", "D2": "A"}
    assert deals["basis"].to_dict() == {"D1": "外銷組客戶", "D2": "歸屬人的客戶，由他人成交"}
    assert {m.label: m.value for m in app.metric} == {
        "有效成交": "2",
        "金額": "¥150 萬",
        "佣金": "¥1,000",
        "退定": "1",
        "退定金額": "¥25 萬",
    }


def test_with_what_was_withdrawn(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="deals", cancelled="yes")
    assert table(app, "credited_to")["deal_id"].tolist() == ["D1", "D2", "D3"]
    people = table(app, "closed").set_index("staff_id")
    assert people["amount"].to_dict() == {"A": 500000.0, "B": 250000.0}
    assert table(app, "own_amount")[["group_id", "own_amount", "member_amount"]].values.tolist() == [
        ["G1", 1000000.0, 500000.0]
    ]


def test_a_basis_in_the_address_is_what_is_shown(visit):
    app = walked(visit("deals"), basis="lapsed")
    assert set(table(app, "credited_to")["basis"]) == {"歸屬已失效"}


def test_an_open_deal_is_explained(visit):
    app = walked(visit("deals"), open="D0003")
    assert "為什麼：D0003" in [s.value for s in app.subheader]
    assert any(m.value.startswith("**D0003 ") for m in app.markdown)
    assert [e.label for e in app.expander if "條：" in e.label]


def test_a_deal_whose_id_a_visit_has_too_is_still_the_deal(visit):
    log = LOG.replace("deal D2 ", "deal V1 ") + "    visit V1 C9 09:00-09:10 by=A\n"
    app = walked(with_log(visit("home", data=None), log), page="deals", open="V1~deal")
    assert any(m.value.startswith("**V1 由 B 成交") for m in app.markdown)


def test_without_deals_the_page_says_what_to_do(visit):
    app = walked(with_log(visit("home", data=None), QUIET), page="deals")
    assert [i.value for i in app.info] == ["這段期間和條件下沒有成交。請拉長期間，或上傳成交表。"]
