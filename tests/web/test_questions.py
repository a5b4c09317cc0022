"""The page of open questions: what was assumed for a blank, and what would change."""

from __future__ import annotations

import pytest

from core.rules import questions
from core.web.question_words import ASSUMED, FIELD_NAMES, WOULD_CHANGE
from tests.web.pages import QUIET, table, walked, with_log

LOG = """
    in A 08:30-18:00
    in B 08:31-18:00
    out B 10:00-
    visit V1 C1 09:00- by=A
"""


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_page_shows_itself(visit, language: str):
    app = visit("questions", language)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []


def test_no_english_is_left(visit, foreign):
    assert foreign(visit("questions")) == set()


def test_every_code_has_its_words():
    assert set(ASSUMED) == set(questions.ASSUMED)
    assert set(WOULD_CHANGE) == set(questions.WOULD_CHANGE)
    assert set(FIELD_NAMES) == set(questions.FIELDS)


def test_each_question_names_its_row_its_field_and_what_would_change(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="questions")
    rows = table(app, "assumed")
    assert rows[["subject_id", "registry", "field", "assumed", "would_change"]].values.tolist() == [
        ["V1", "來訪接待", "離開時間", "接待時間依設定計算", "誰正在接待，因而輪到誰"],
        ["B", "離崗", "返回時間", "當天未再回來", "誰在場，因而輪到誰"],
    ]


def test_a_field_in_the_address_is_what_is_shown(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="questions", field="returned_at")
    assert table(app, "assumed")["subject_id"].tolist() == ["B"]
    assert [m.value for m in app.metric] == ["1"]


def test_a_question_about_a_visit_opens_the_visit(visit):
    app = walked(with_log(visit("home", data=None), LOG), page="questions", open="V1")
    assert "為什麼：V1" in [s.value for s in app.subheader]


def test_without_questions_the_page_says_so(visit):
    app = walked(with_log(visit("home", data=None), QUIET), page="questions")
    assert [i.value for i in app.info] == ["這裡沒有任何假設：每個答案都有紀錄可依。"]
