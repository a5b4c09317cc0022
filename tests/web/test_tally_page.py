"""The page of the tally: every number opens as many rows as it says, nothing unmasked without a reason, one page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.figures import tally_groups
from core.figures.tally_paper import COLUMNS
from core.office.requests_cases import office_now
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import OFFICE_SCOPE
from core.texts import LANGUAGES, say
from core.web import export_full, kept, office_tally_paper, office_tally_view, signed_in
from core.web.choose import Period
from core.web.language import SESSION_KEY
from core.web.office_tally_filters import Asked, days_of, in_words, read_days
from tests.planted import plant
from tests.web.kept_home import noted, whole_audit
from tests.web.pages import walked
from tests.web.widgets import pressed

OFFICE_STAFF = (Grant("office", ""),)
MARCH = {"span": "own", "days": "2026-03-01..2026-03-31"}
NAMES = ("歐陽青青", "司馬光榮", "慕容建國")
CONTACTS = ("13912345678", "02187654321", "murong@example.com")
REPAIRS = ("水龍頭漏水", "電梯按鈕失靈", "樓道燈不亮")
HEADING = re.compile(r"([\d,]+) rows")


def lines() -> list[dict[str, str]]:
    """Thirty requests of March: every third done and called back, every other rated, one in a home of many."""
    made = []
    for i in range(30):
        line = {
            "request_no": f"Q{i:02}",
            "submitted_at": f"2026-03-{i % 28 + 1:02} 09:{i:02}",
            "name": NAMES[i % 3],
            "contact": CONTACTS[i % 3],
            "room_no": "3-2-501" if i % 5 == 0 else f"{i % 4 + 1}-1-{100 + i}",
            "repair": REPAIRS[i % 3],
            "source": ("form", "desk", "phone")[i % 3],
        }
        if i % 3 != 1:
            done = {"assigned_to": "老周", "done_at": f"2026-03-{i % 28 + 1:02} 18:00", "handling": "已修好"}
            line |= done | {"status": "done"}
        if i % 3 == 0:
            line |= {"status": "closed", "called_back_at": f"2026-03-{i % 28 + 1:02} 19:00", "callback": "=1+1 滿意"}
        if i % 6 == 0:
            line["satisfaction"] = str(i % 5 + 1)
        made.append(line)
    return made


@pytest.fixture
def home(home: Database) -> Database:
    """A database of its own with thirty requests of March 2026."""
    plant(home, requests=lines())
    return home


@pytest.fixture
def opened(home: Database, visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """The page of March, with more words in its address."""

    def page(language: str = "en", **asked: str) -> AppTest:
        return visit("tally", language, data=None, who=OFFICE_STAFF, **{**MARCH, **asked})

    return page


def rows_said(app: AppTest) -> int:
    """How many rows the page says it shows."""
    return next(int(found[1].replace(",", "")) for s in app.subheader if (found := HEADING.search(s.value)))


def paper(app: AppTest) -> pd.DataFrame:
    return next(d.value for d in app.dataframe if COLUMNS["handled"] in d.value.columns)


def numbers(app: AppTest) -> dict[str, tuple[int, int]]:
    """Key of every button of a number -> the number, and its place."""
    found = {}
    for place, button in enumerate(app.main.button):
        number = re.search(r"(\d+)(\*\*)?$", button.label)
        if number and button.key.startswith("tally."):
            found[button.key] = (int(number[1]), place)
    return found


def test_every_number_opens_as_many_rows_as_it_says(opened: Callable[..., AppTest]):
    app = opened()
    assert rows_said(app) == 30
    said = {key: number for key, (number, _place) in numbers(app).items()}
    assert len(said) == 6 + 2 * 8 + 5
    for key, number in said.items():
        app.button(key=key).click().run()
        assert [e.message for e in app.exception] == []
        assert rows_said(app) == number, key
        app.button(key="tally.all").click().run()
        assert rows_said(app) == 30


@pytest.mark.parametrize("by", sorted(tally_groups.GROUPS))
def test_every_group_opens_as_many_rows_as_it_says(opened: Callable[..., AppTest], by: str):
    app = opened(by=by)
    table = next(d.value for d in app.dataframe if "median_hours" in d.value.columns)
    assert int(table["all"].sum()) == 30
    with kept.database().read() as connection:
        rows = office_tally_view.tally_rows.read_rows(
            connection, pd.Timestamp("2026-03-01").to_pydatetime(), pd.Timestamp("2026-04-01").to_pydatetime()
        )
    sizes = tally_groups.keys(rows, by).value_counts()
    assert sorted(table["all"].tolist()) == sorted(sizes.tolist())
    for key, size in sizes.items():
        assert rows_said(walked(app, open=f"{by}~{key}~all")) == size


def test_a_home_opens_by_its_rank_and_its_room_is_not_in_the_address(opened: Callable[..., AppTest]):
    app = opened()
    homes = next(d.value for d in app.dataframe if "room_no" in d.value.columns)
    assert homes.iloc[0].to_dict() == {"room_no": "3-2-501", "place": 1, "own": 6, "open": 2, "again_home": 3}
    app = walked(app, open="home~1~own")
    assert rows_said(app) == 6
    assert "3-2-501" not in repr(app.query_params)
    assert paper(app)[COLUMNS["number"]].tolist() == ["Q00", "Q05", "Q10", "Q15", "Q20", "Q25"]


@pytest.mark.parametrize("code", ["nothing", "~~", "home~9~own", "home~x~own", "category~no such~all", "a~b~c~d"])
def test_an_address_that_names_nothing_opens_a_page_all_the_same(opened: Callable[..., AppTest], code: str):
    app = opened(open=code)
    assert [e.message for e in app.exception] == []
    assert len(app.title) == 1


def test_filters_of_the_address_narrow_every_figure(opened: Callable[..., AppTest]):
    app = opened(category="lift", source="desk")
    assert rows_said(app) == 10
    assert "Category: Lifts; Source: desk" in app.caption[1].value.replace("\\", "")
    assert {m.label: m.value for m in app.metric}["Done"] == "0%"
    app = walked(app, source="form")
    assert [i.value for i in app.info] == ["No request of this period passes the filters."]
    app.button(key="tally.unfilter").click().run()
    assert rows_said(app) == 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_period_says_what_to_do_and_the_page_opens_in_each_language(
    opened: Callable[..., AppTest], language: str
):
    app = opened(language, days="2020-01-01..2020-01-31")
    assert [i.value for i in app.info] == [
        say(language, "Nothing was handed in during this period. Choose another one, or look at everything.")
    ]
    assert len(app.metric) == 0
    app.button(key="tally.everything").click().run()
    assert [e.message for e in app.exception] == []
    assert len(app.metric) == 8


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_chinese_page_has_no_english_left(
    opened: Callable[..., AppTest], foreign: Callable[[AppTest], set[str]], language: str
):
    assert foreign(opened(language)) == {"PDF", "Kaplan", "Meier", "example", "com"}


def test_nothing_unmasked_is_on_the_page(opened: Callable[..., AppTest], texts: Callable[[AppTest], list[str]]):
    app = opened(open="called_back")
    said = "\n".join(texts(app)) + "\n".join(d.value.to_csv() for d in app.dataframe)
    assert [p for p in (*NAMES, *CONTACTS) if p in said] == []
    assert paper(app).iloc[0].to_dict() == {
        "Serial no.": "Q00",
        "Name": "歐○○○",
        "Contact": "139****5678",
        "Repair": "水龍頭漏水",
        "Opinion or suggestion": "",
        "Handling and call-back": "2026-03-01, 老周, 已修好 · Call-back: 2026-03-01, =1+1 滿意 · Satisfaction: 1 of 5",
    }


def test_today_is_counted(home: Database, visit: Callable[..., AppTest]):
    now = office_now(home)
    plant(home, requests=[{**lines()[1], "request_no": "TODAY", "submitted_at": f"{now:%Y-%m-%d %H:%M:%S}"}])
    app = visit("tally", "en", data=None, who=OFFICE_STAFF)
    assert "TODAY" in paper(app)[COLUMNS["number"]].tolist()


def test_periods_end_today_and_begin_with_a_month():
    today, covered = date(2026, 3, 31), Period(date(2024, 5, 6), date(2026, 3, 1))
    assert days_of("month", today, covered) == Period(date(2026, 3, 1), today)
    assert days_of("last_month", today, covered) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert days_of("three_months", today, covered) == Period(date(2026, 1, 1), today)
    assert days_of("year", today, covered) == Period(date(2026, 1, 1), today)
    assert days_of("all", today, covered) == Period(date(2024, 5, 6), today)
    assert days_of("all", today, None) == Period(date(2026, 3, 1), today)
    assert [read_days(c) for c in ("2026-03-02..2026-03-01", "x..y", "2026-03-01", "")] == [None] * 4
    assert read_days("2026-03-01..2026-03-02") == Period(date(2026, 3, 1), date(2026, 3, 2))
    assert (
        in_words(Asked(covered, 30, {}, [("狀態", "未完成"), ("類別", "電梯")]), "zh-Hant")
        == "狀態：未完成；類別：電梯"
    )


@pytest.fixture
def view(home: Database, opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch):
    """The view of March, made as the page makes it, in a language."""

    def made(language: str = "zh-Hant") -> office_tally_view.View:
        opened(language)  # makes the cases
        monkeypatch.setattr("streamlit.session_state", {SESSION_KEY: language})
        period = Period(date(2026, 3, 1), date(2026, 3, 31))
        return office_tally_view.counted(home, language, Asked(period, 30), office_now(home))

    return made


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_the_meeting_is_one_page(view: Callable[..., office_tally_view.View], language: str):
    of = view(language)
    assert pages_of(office_tally_paper.month_page(of, office_tally_paper.figures_of_a_page(of))) == 1


def test_the_workbook_is_masked_runs_nothing_and_keeps_ids_as_text(view: Callable[..., office_tally_view.View]):
    of = view()
    figures = office_tally_paper.figures(of)
    for full in (False, True):
        book = openpyxl.load_workbook(BytesIO(office_tally_paper.excel(of, of.rows, figures, full=full)))
        assert book.sheetnames[:3] == ["統計", "數字", "處理用時"]
        head, first, *rest = book.worksheets[0].values
        assert list(head) == ["序號", "姓名", "聯繫方式", "報修內容", "意見及建議", "處理回訪"]
        assert len(rest) == 29
        assert first[:3] == (("Q00", "歐陽青青", "13912345678") if full else ("Q00", "歐○○○", "139****5678"))
        assert {c.data_type for row in book.worksheets[0].iter_rows() for c in row} <= {"s", "n"}
        cells = "\n".join(str(v) for sheet in book for row in sheet.values for v in row)
        assert [p for p in (*NAMES, *CONTACTS) if p in cells] == ([*NAMES, *CONTACTS] if full else [])
    done = next(row for row in book["數字"].values if row[0] == "已完成")
    assert done == ("已完成", "67%", 20, 30)


def test_parts_of_a_table_on_paper_sum_to_the_whole(view: Callable[..., office_tally_view.View]):
    of = view("en")
    for made in (office_tally_paper.figures(of), office_tally_paper.figures_of_a_page(of)):
        for table in made.tables:
            if table.title.startswith("By "):
                assert sum(int(row[table.columns.index("Requests")]) for row in table.rows) == 30


def test_the_table_on_paper_has_every_row(view: Callable[..., office_tally_view.View]):
    of = view()
    assert pages_of(office_tally_paper.pdf(of, of.rows, office_tally_paper.figures(of))) >= 3


def test_full_values_need_a_reason_and_leave_one_row_in_the_log(
    home: Database, opened: Callable[..., AppTest], signed_in_as: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    app = opened()
    pressed(app, "Prepare the file")
    assert "Prepare the file" in [b.label for b in app.button]
    assert len(app.warning) == 1
    assert noted(home, "export.full") == []
    next(t for t in app.text_input if t.key == "tally.rows.full.own").input("for the meeting")
    pressed(app, "Prepare the file")
    ((action, subject, reason, detail, scope),) = noted(home, "export.full")
    assert (action, subject, reason, scope) == ("export.full", "table:tally.rows", "for the meeting", OFFICE_SCOPE)
    assert json.loads(detail) == {
        "first": "2026-03-01",
        "last": "2026-03-31",
        "of": 30,
        "personal": ["name", "contact"],
        "rows": 30,
        "stores": [""],
    }
    assert [p for p in (*NAMES, *CONTACTS) if p in whole_audit(home)] == []


def test_who_is_not_of_the_office_takes_nothing(home: Database, signed_in_as: Callable[..., str]):
    signed_in_as((Grant("manager", "*"),))
    assert signed_in.current() is not None
    with pytest.raises(Refused):
        export_full.note("tally.rows", {}, [OFFICE_SCOPE], "because")
    assert noted(home, "export.full") == []
