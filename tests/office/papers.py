"""Papers to print in tests: everything filled as an office would, and everything as long as somebody can make it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from core.office import consents, paper
from core.office.information import Emergency, Home, InformationForm, Member, Occupant, Vehicle
from core.office.paper import (
    Card,
    CardLine,
    CheckItem,
    ContactDay,
    DayReport,
    Figure,
    Figures,
    FigureTable,
    Letterhead,
    Question,
    Request,
    TallyRow,
)

PRINTED = datetime(2026, 3, 2, 9, 0)
HEAD = Letterhead(
    PRINTED, "學府苑家屬區", "物業管理中心", "010-6255 1234", "週一至週五 8:30–18:00", "https://desk.example.org"
)
FORM = InformationForm(
    Home("3-2-501", "2026-03-02", "李管家"),
    (
        Member("王建國", "male", "大學", "1970-05-01", "13700001111、010-62551111", "市第一中學"),
        Member("陳美華", "female", "碩士", "1972-11-20", "meihua.chen@example.com", "市人民醫院"),
    ),
    (Occupant("趙阿姨", "female", "nanny", "11010519491231002X", "13900003333", "週一至週五"),),
    (Emergency("王美玲", "female", "女兒", "13700009999"),),
    (Vehicle("京A12345", "地下一層", "B1-023", "王建國"),),
)
REQUEST = Request(
    "R2603-0001", datetime(2026, 3, 2, 8, 15), "3-2-501", "王建國", "13700001111", "廚房水龍頭漏水", "", "水電",
    "closed", "李師傅", datetime(2026, 3, 2, 15, 30), "更換閥芯", datetime(2026, 3, 3, 10, 0), "住戶滿意", 5, "desk",
    "今天下午", datetime(2026, 3, 3, 12, 0),
)  # fmt: skip
FIGURES = Figures(
    "2026年3月",
    "水電",
    (Figure("已完成", "82%", 105, 128), Figure("滿意度", "4.3", note="由 58 位住戶評分"), Figure("中位數", "")),
    (FigureTable("按類別", ("類別", "件數"), (("水電", "41"), ("電梯", "12")), "少於 10 件不排名。"),),
    ("每個比率都列出分子與分母。",),
)
ROWS = tuple(
    TallyRow(f"R2603-{i:04d}", "王建國", "13700001111", "廚房水龍頭漏水" * (i % 3), "加強巡邏" * (i % 2), "已回訪")
    for i in range(1, 61)
)
DAY = ContactDay(
    date(2026, 11, 18),
    "中門 2 號門崗",
    "9:00–17:00",
    people=("李管家", "陳小姐"),
    checklist=(CheckItem("拉好橫幅", "李管家", datetime(2026, 11, 18, 8, 10)), CheckItem("擺放宣傳板")),
    tips=("不要向窗外拋物。",),
)
REPORT = DayReport(
    DAY,
    (Figure("發出服務卡", "146"), Figure("收集表", "63")),
    Figure("覆蓋率", "57%", 456, 800),
    (Question("暖氣何時供到十二月？", "供熱科", "十一月二十日檢修。", date(2026, 11, 20)),),
    ("下次提早布置。",),
)
CARDS = tuple(Card(f"K2603-{i:04d}", f"7Q4M9XK{i:03d}") for i in range(1, 18))
LINES = (CardLine("K2603-0001", "3-2-501", date(2026, 3, 2), "李管家"),)

Print = Callable[[str], bytes]
PAPERS: dict[str, Print] = {
    "information blank": lambda of: paper.information_form(None, of, HEAD, notice_version=3),
    "information": lambda of: paper.information_form(
        FORM, of, HEAD, receipt_no="F2603-0001", given=frozenset({consents.PRIVACY, consents.VEHICLES})
    ),
    "repair blank": lambda of: paper.repair_form(None, of, HEAD, notice_version=3),
    "repair": lambda of: paper.repair_form(REQUEST, of, HEAD),
    "opinion blank": lambda of: paper.opinion_form(None, of, HEAD),
    "receipt": lambda of: paper.receipt(REQUEST, of, HEAD),
    "work order": lambda of: paper.work_order(REQUEST, of, HEAD),
    "tally blank": lambda of: paper.tally(None, None, of, HEAD, period="2026年3月"),
    "tally": lambda of: paper.tally(ROWS, FIGURES, of, HEAD),
    "tally empty": lambda of: paper.tally((), None, of, HEAD, period="2026年3月"),
    "month": lambda of: paper.month_page(FIGURES, of, HEAD),
    "cards": lambda of: paper.cards(CARDS, of, HEAD),
    "card list blank": lambda of: paper.card_list(None, of, HEAD),
    "card list": lambda of: paper.card_list(LINES, of, HEAD),
    "poster": lambda of: paper.day_poster(DAY, of, HEAD),
    "plan": lambda of: paper.day_plan(DAY, of, HEAD),
    "report": lambda of: paper.day_report(REPORT, of, HEAD),
}
"""Every paper, as printed in a language."""

_LONG = (
    "管道檢修" * 150
    + " "
    + "x" * 400
    + " https://a.example/"
    + "path/" * 60
    + "\n第二段（括號）「引號」。"
    + "字，" * 200
)
_WORD = "Featherstonehaugh-" * 8
_PEOPLE = tuple(Member(_WORD, "female", _WORD, "1970-05-01", "a.b@example.com、" * 8, "某單位" * 30) for _ in range(12))
WORST_HEAD = Letterhead(PRINTED, "某某小區" * 20, _WORD, "010-6255 1234 " * 6, "每天" * 40, "https://desk.example.org")
WORST_FORM = InformationForm(
    Home("3-2-501" * 5, "2026-03-02", _WORD),
    _PEOPLE,
    tuple(Occupant(_WORD, "male", "tenant", "11010519491231002X", _WORD, "備註" * 100) for _ in range(12)),
    tuple(Emergency(_WORD, "male", _WORD, _WORD) for _ in range(4)),
    tuple(Vehicle("京A12345678901234", _WORD, _WORD, _WORD) for _ in range(8)),
)
WORST_REQUEST = Request(
    "R2603-0001" * 3, datetime(2026, 3, 2, 8, 15), _WORD, _WORD, _WORD, _LONG * 4, _LONG, _WORD, "closed", _WORD,
    datetime(2026, 3, 2, 15, 30), _LONG, datetime(2026, 3, 3, 10, 0), _LONG, 5, "desk", "任何時間" * 60,
    datetime(2026, 3, 3, 12, 0),
)  # fmt: skip
_MANY = tuple(Figure(_WORD, "12,345,678 小時 45 分鐘", 123_456, 1_234_567, "說明" * 40) for _ in range(23))
WORST_FIGURES = Figures(
    "期間" * 60,
    _WORD,
    _MANY,
    (FigureTable(_WORD, (_WORD, _WORD, "件"), ((_WORD, "1", "2"),) * 70, _WORD),),
    (_LONG,) * 3,
)
WORST_ROWS = tuple(TallyRow(_WORD, _WORD, _WORD, _LONG * (i % 4), _LONG * 2, _WORD * 9) for i in range(1, 9))
WORST_DAY = ContactDay(
    date(2026, 11, 18), "門崗" * 60, _WORD, ("內容" * 40,) * 12, (_WORD,) * 9,
    tuple(CheckItem("項目" * 80, _WORD, PRINTED) for _ in range(40)), ("提示" * 60,) * 14,
)  # fmt: skip
WORST_REPORT = DayReport(
    WORST_DAY, _MANY, Figure(_WORD, "57%", 456, 800), (Question(_LONG, _WORD, _LONG, date(2026, 11, 20)),) * 3, (_LONG,)
)
WORST: dict[str, Print] = {
    "information": lambda of: paper.information_form(WORST_FORM, of, WORST_HEAD, receipt_no="F" * 90),
    "repair": lambda of: paper.repair_form(WORST_REQUEST, of, WORST_HEAD, notice_version=3),
    "opinion": lambda of: paper.opinion_form(WORST_REQUEST, of, WORST_HEAD),
    "receipt": lambda of: paper.receipt(WORST_REQUEST, of, WORST_HEAD, address="https://desk.example.org"),
    "work order": lambda of: paper.work_order(WORST_REQUEST, of, WORST_HEAD, address="https://desk.example.org"),
    "tally": lambda of: paper.tally(WORST_ROWS, WORST_FIGURES, of, WORST_HEAD),
    "month": lambda of: paper.month_page(WORST_FIGURES, of, WORST_HEAD),
    "cards": lambda of: paper.cards([Card("K" * 60, "X" * 16)] * 3, of, WORST_HEAD, promise="優質" * 99),
    "card list": lambda of: paper.card_list([CardLine(_WORD, _WORD, None, _WORD)] * 40, of, WORST_HEAD),
    "poster": lambda of: paper.day_poster(WORST_DAY, of, WORST_HEAD),
    "plan": lambda of: paper.day_plan(WORST_DAY, of, WORST_HEAD),
    "report": lambda of: paper.day_report(WORST_REPORT, of, WORST_HEAD),
}
"""Papers whose every text is longer than any form lets somebody write."""
