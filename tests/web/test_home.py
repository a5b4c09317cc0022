"""The home page: three ways to begin, and what is open."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from core.web import begin


def test_it_offers_the_demo_the_upload_and_the_templates(visit):
    app = visit("home", data=None)
    assert [s.value for s in app.subheader] == ["先看示範", "上傳自己的表格", "從範本開始"]
    assert [b.label for b in app.main.button] == ["開啟示範", "上傳"]
    assert [d.label for d in app.download_button] == ["門店範本", "物業範本"]


def test_the_demo_button_opens_the_overview(visit):
    app = visit("home", data=None)
    app.button(key="home.demo").click().run()
    assert app.title[0].value == "總覽"


def test_the_upload_button_opens_the_upload(visit):
    app = visit("home", data=None)
    app.button(key="home.upload").click().run()
    assert app.title[0].value == "上傳"


def test_what_is_open_can_be_closed(visit):
    app = visit("home", data=None)
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == []
    app.button(key="home.demo").click().run()
    app.switch_page("pages/store/home.py").run()
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == ["目前開啟：**示範資料**"]
    app.button(key="home.close").click().run()
    assert [m.value for m in app.markdown if "目前開啟" in m.value] == []
    assert "data" not in app.query_params


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("desk", ["store", "office"])
def test_the_templates_are_workbooks(desk, language: str):
    assert len(openpyxl.load_workbook(BytesIO(begin._template(desk, language))).sheetnames) >= 5
