"""Every page in every language, with data and without."""

from __future__ import annotations

import re

import opencc
import pytest

from core.web.datasets import DEMO_FOLDER
from core.web.shell.navigation import ENTRIES, path_of

PAGES = ["home", "upload", "overview", "rules", "settings"]
LANGUAGES = ["zh-Hant", "zh-Hans", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_itself_without_an_error(visit, name: str, language: str):
    app = visit(name, language)
    assert [e.message for e in app.exception] == []
    assert [e.value for e in app.error] == []
    assert len(app.title) == 1


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", PAGES)
def test_a_chinese_page_has_no_english_left(visit, foreign, name: str, language: str):
    assert foreign(visit(name, language)) == set()


@pytest.mark.parametrize("name", ["home", "upload", "rules", "overview"])
def test_a_simplified_page_has_no_traditional_characters(visit, texts, name: str):
    simplified = opencc.OpenCC("t2s").convert
    quoted = re.compile("「[^」]*」|繁體中文")  # the store's own wording, the name of the other language
    said = [quoted.sub("", text) for text in texts(visit(name, "zh-Hans", data=None))]
    assert [text for text in said if simplified(text) != text] == []


@pytest.mark.parametrize("name", ["overview", "settings"])
def test_without_data_a_page_says_what_to_do_next(visit, name: str):
    app = visit(name, data=None)
    assert [i.value for i in app.info] == ["您的門店還沒有保存任何資料。請上傳門店的表格，或先看示範。"]
    assert [b.label for b in app.main.button] == ["開啟示範", "上傳表格"]


def test_the_demo_opens_from_the_empty_page(visit):
    app = visit("overview", data=None)
    app.button[0].click().run()
    assert app.metric[0].label == "來訪"
    visits = len((DEMO_FOLDER / "visits.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert app.metric[0].value == f"{visits:,}"
    assert app.query_params["data"] == "demo"


def test_every_entry_of_the_navigation_has_its_page():
    assert [entry.name for entry in ENTRIES if not path_of(entry.name).exists()] == []


def test_an_unknown_page_name_is_an_error():
    with pytest.raises(KeyError):
        path_of("nowhere")
