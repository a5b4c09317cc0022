"""The clients page: found, owned on a day, lapsing, written down twice, and one client's card."""

from __future__ import annotations

import pytest

from tests.web.pages import ENGLISH, QUIET, table, walked, with_log

LOG = """
    in A 08:30-18:00
    in B 08:31-18:00
    client C1 02-08/09:00 by=A phone=13800138000 name=王芳
    client C2 03-01/09:00 by=B phone=138-0013-8000 name=王小姐
    client C3 02-20/09:00 by=B phone=13900139000 name=李明
    client C4 02-21/09:00 by=B name=李明
    visit V1 C1 09:00-09:10 by=A
    call K1 18:00 by=A ring=2
"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("view", ["search", "on", "lapses", "twice"])
def test_every_view_shows_itself(visit, language: str, view: str):
    app = visit("clients", language, clients=view)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []


@pytest.mark.parametrize("view", ["search", "on", "lapses", "twice"])
def test_no_english_is_left(visit, foreign, view: str):
    assert foreign(walked(visit("clients"), clients=view)) <= ENGLISH


def opened(visit, **asked: str):
    return walked(with_log(visit("home", data=None), LOG), page="clients", **asked)


def test_a_client_is_found_by_id_name_and_phone_and_shown_masked(visit):
    found = table(opened(visit, client="1380013"), "canonical_id")
    assert found["canonical_id"].tolist() == ["C1", "C1"]
    assert found["phone"].tolist() == ["138****8000", "138******8000"]
    assert table(opened(visit, client="C3"), "canonical_id")["client_id"].str.startswith("C3").tolist() == [True]
    assert table(opened(visit, client="李明"), "canonical_id").shape[0] == 2


def test_nobody_found_says_what_to_do(visit):
    app = opened(visit, client="nobody")
    assert "沒有符合的客戶。請少打幾個字、改選門店，或上傳客戶登記表。" in [i.value for i in app.info]


def test_the_card_says_whose_client_it_is_and_until_when(visit):
    app = opened(visit, who="C1")
    assert "客戶 C1" in [s.value for s in app.subheader]
    assert "自 2024年2月8日 09:00 起是 A 的客戶。若不再跟蹤，過了 2024年4月4日 就會失效。" in [
        m.value for m in app.markdown
    ]
    assert table(app, "lapses_on")["owner"].tolist() == ["A"]
    assert table(app, "kind")["visit_id"].tolist() == ["V1"]


def test_an_unknown_client_in_the_address_is_no_error(visit):
    app = opened(visit, who="C99")
    assert [e.message for e in app.exception] == []
    assert "勾選上面的客戶，就能看到是誰的客戶、從何時起。" in [i.value for i in app.info]


def test_who_owned_on_a_day(visit):
    rows = table(opened(visit, clients="on", on="2024-03-04"), "lapses_on")
    assert rows["owner"].tolist() == ["A", "B", "B"]
    person = table(opened(visit, clients="on", on="2024-03-04", person="A"), "lapses_on")
    assert person["owner"].tolist() == ["A"]


def test_what_lapses_in_the_next_days(visit):
    rows = table(opened(visit, clients="lapses", within="20"), "days_left")
    assert rows[["owner", "days_left"]].values.tolist() == [["B", 16], ["B", 17]]
    assert "這幾天沒有客戶到期。可以把天數拉長，或改選其他業務員。" in [
        i.value for i in opened(visit, clients="lapses", within="3").info
    ]


def test_one_phone_is_one_person_and_one_name_is_a_hint(visit):
    app = opened(visit, clients="twice")
    phone, names = (frame.value for frame in app.dataframe)
    assert phone["group"].tolist() == [1, 1]
    assert phone["canonical_id"].tolist() == ["C1", "C1"]
    assert names["group"].tolist() == [1, 1]
    assert names["canonical_id"].tolist() == ["C3", "C4"]


@pytest.mark.parametrize("view", ["search", "on", "lapses", "twice"])
def test_an_empty_register_says_what_to_do(visit, view: str):
    app = walked(with_log(visit("home", data=None), QUIET), page="clients", clients=view)
    assert [e.message for e in app.exception] == []
    assert len(app.info) >= 1
