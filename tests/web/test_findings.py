"""The findings page: graded, filtered by the address, and a fine owed only when upheld."""

from __future__ import annotations

import pytest

from tests.web.pages import QUIET, table, walked, with_log

LOG = """
    in A 08:30-18:00
    in B 08:31-18:00
    client C1 03-01/09:00 by=A
    client C2 03-01/09:00 by=A
    client C3 03-01/09:00 by=A
    visit V1 C1 09:00-09:05 by=B hidden
    visit V2 C2 09:10-09:15 by=B hidden
    visit V3 C3 09:20-09:25 by=B hidden
    rule R1 10:00 visit=V1 kind=concealed_client outcome=upheld
    rule R2 10:00 visit=V2 kind=concealed_client outcome=dismissed
"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_page_shows_itself(visit, language: str):
    app = visit("findings", language)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []


def test_no_english_is_left(visit, foreign):
    assert foreign(visit("findings")) == set()


def test_only_the_upheld_fine_is_owed(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="findings")
    assert {m.label: m.value for m in app.metric} == {
        "未裁決": "1",
        "成立": "1",
        "不成立": "1",
        "應繳罰款": "¥100",
        "未裁決罰款": "¥100",
    }
    assert table(app, "fine_owed").values.tolist() == [["B", 1, 1, 1, 100.0, 100.0, 100.0]]


@pytest.mark.parametrize(("status", "shown"), [("upheld", ["V1"]), ("dismissed", ["V2"]), ("open", ["V3"])])
def test_a_status_in_the_address_is_what_is_shown(visit, status: str, shown: list[str]):
    app = walked(with_log(visit("home", data=None), LOG), page="findings", status=status)
    assert table(app, "reason")["subject_id"].tolist() == shown


def test_a_kind_and_a_person_in_the_address(visit):
    app = walked(visit("findings"), type="out_of_turn")
    assert set(table(app, "reason")["kind"]) == {"插隊"}
    app = walked(with_log(visit("home", data=None), LOG), page="findings", person="A")
    assert [i.value for i in app.info] == ["這段期間和條件下沒有違規項目。請拉長期間，或改選業務員、狀態、類型。"]


def test_a_finding_is_explained_as_that_finding(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="findings", open="V1~concealed_client~B")
    assert "為什麼：V1" in [s.value for s in app.subheader]
    assert any("刻意隱瞞" in m.value for m in app.markdown if m.value.startswith("**V1"))
    assert any(e.label.startswith("第 11 條") for e in app.expander)


def test_without_findings_the_page_says_so(visit):
    app = walked(with_log(visit("home", data=None), QUIET), page="findings")
    assert len(app.info) == 1
    assert app.dataframe.len == 0
