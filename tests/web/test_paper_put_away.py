"""The estate's paper can be put away: each of its fields, lists and steps has its place on a screen and in print.

`PAPER` is the paper itself, item by item in its order: the plan of the contact day, its notices, the information form
with its three lists and the car, and the tally. Seen to fail without a thing of the checklist, on screen and in print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pytest
from streamlit.testing.v1 import AppTest

from core.access.roles import Grant
from core.office import cards, contact_days, contact_days_counts, notices, notices_board, paper
from core.office.contact_days import ContactDay, Plan
from core.office.requests import Submission, submit
from core.store.database import Database
from tests.office import pdf
from tests.office.papers import HEAD, PAPERS
from tests.web.conftest import account_of

OFFICE = (Grant("office", ""),)
SPOKEN = "zh-Hant"


@dataclass(frozen=True)
class Item:
    """A field, list or step of the paper.

    Attributes:
        of: As the paper has it.
        screen: A screen of `screens`, and what stands there for it, words apart by spaces.
        printed: A paper of `print_of`, and what stands there for it.
    """

    of: str
    screen: tuple[str, str]
    printed: tuple[str, str]


PAPER = (
    # The plan of the contact day
    Item("一、活動時間", ("day plan", "2026年11月18日 09:00-16:00"), ("plan", "日期 2026年11月18日 09:00-16:00")),
    Item("二、活動地點：中門2門崗", ("day plan", "中門2門崗"), ("plan", "地點 中門2門崗")),
    Item("三、活動內容", ("day first", "活動內容"), ("plan", "活動內容")),
    Item("1、發放服務卡", ("day first", "發放物業安全優質服務卡"), ("poster", "發放物業安全優質服務卡")),
    Item("發卡這一步", ("day live", "發服務卡 房號 卡號 發放"), ("card list blank", "卡號 房號 發放日期 發放人")),
    Item("服務卡", ("day cards", "新卡編號 卡號"), ("cards", "物業安全優質服務卡")),
    Item("2、填寫業主、住戶信息收集表", ("day first", "業主、住戶信息收集表"), ("poster", "業主、住戶信息收集表")),
    Item("以便建立業主檔案", ("archive", "檔案完整程度 查找住戶"), ("poster", "建立業主檔案")),
    Item("3、物業服務意見建議登記表", ("repair", "意見或建議"), ("opinion blank", "物業服務意見建議登記表")),
    Item("4、物業報修登記表", ("repair", "報修內容"), ("repair blank", "物業報修登記表")),
    Item("5、接受、解釋、轉告其他意見咨詢", ("day live", "諮詢問題 轉告給 當場答覆"), ("poster", "接受、解釋、轉告")),
    Item("四、橫幅", ("day plan", "橫幅"), ("plan", "橫幅")),
    Item("四、兩幅宣傳板", ("day plan", "宣傳展板"), ("plan", "宣傳展板")),
    Item("四、門崗內設接待處", ("day plan", "接待處"), ("plan", "接待處")),
    Item("四、茶水及取暖設備", ("day plan", "茶水 取暖"), ("plan", "茶水 取暖")),
    Item("物業管理中心客戶服務部", ("settings", "小區名稱 物業名稱 電話"), ("plan", "學府苑家屬區 物業管理中心")),
    # The boards: what is offered, promise, scope, purpose, tips
    Item("服務內容（宣傳板一）", ("day plan", "展板一"), ("poster", "物業客戶服務聯繫接待日 歡迎業主、住戶")),
    Item("服務理念與承諾：優質、高效、專業、誠信", ("notices", "服務承諾 專業"), ("board all", "服務承諾 專業")),
    Item("服務範圍", ("notices", "服務範圍"), ("board all", "服務範圍")),
    Item("服務宗旨", ("notices", "服務宗旨"), ("board", "服務宗旨")),
    Item("溫馨提示（宣傳板二）", ("day plan", "展板二"), ("board", "溫馨提示")),
    Item("溫馨提示", ("notices", "溫馨提示"), ("board", "溫馨提示")),
    Item("提示一、家用電器與電源線", ("notices", "電線 電器 插座"), ("board", "電線 電器 插座")),
    Item("提示二、樓道暢通", ("notices", "樓道 紙箱"), ("board", "樓道 紙箱")),
    Item("提示二、外出關電源、燃氣閥門，防盜", ("notices", "電源 燃氣閥門 鎖好門窗"), ("board", "電源 燃氣閥門")),
    Item("提示三、環境衛生", ("notices", "環境衛生"), ("board", "環境衛生")),
    Item("提示四、寵物", ("notices", "遛狗 不傷人"), ("board", "遛狗 不傷人")),
    Item("提示五、陽臺與空調臺，高空墜物", ("notices", "陽台 空調外機 高空墜物"), ("board", "陽台 空調外機 高空墜物")),
    Item("提示六、停車", ("notices", "停放車輛 貴重物品 車窗 報警器"), ("board", "停放車輛 貴重物品")),
    # The information form
    Item("嚴格保密", ("information", "加密保存"), ("information blank", "嚴格保密")),
    Item("房號", ("information", "房號"), ("information blank", "房號")),
    Item("收集時間", ("information", "收集時間"), ("information blank", "收集時間")),
    Item("收集人", ("information", "收集人"), ("information blank", "收集人")),
    Item(
        "1、主要家庭成員：姓名、性別、學歷、出生年月日、聯繫方式、工作單位",
        ("information", "家庭成員 增加成員 姓名 性別 學歷 出生年月日 聯繫方式 工作單位"),
        ("information blank", "家庭成員 姓名 性別 學歷 出生年月日 聯繫方式 工作單位"),
    ),
    Item(
        "2、其它常住人員（保姆、外來人員、租賃人員）：姓名、性別、身份證號、聯繫方式、備註",
        ("information", "其他常住人員 增加常住人員 身份證號 備註 保姆 外來人員 租賃人員"),
        ("information blank", "其他常住人員 保姆 外來人員 租賃人員 身份證號 備註"),
    ),
    Item(
        "3、緊急聯繫方式：姓名、性別、與業主關係、聯繫方式",
        ("information", "緊急聯絡人 增加緊急聯絡人 與業主關係 聯繫方式"),
        ("information blank", "緊急聯繫方式 與業主關係"),
    ),
    Item("出現緊急情況時聯絡", ("archive", "緊急情況：該打給誰"), ("information blank", "緊急")),
    Item(
        "注：固定電話、手機、電子郵箱、QQ",
        ("information", "手機、市話、電子郵箱或 QQ"),
        ("information blank", "固定電話 手機 電子郵箱 QQ"),
    ),
    Item(
        "二、車輛：車牌號、停放區域和車位號、主要駕駛員",
        ("information", "車輛 增加車輛 車牌號 停放區域 車位號 主要駕駛員"),
        ("information blank", "車牌號 停放區域 車位號 主要駕駛員"),
    ),
    Item("謝謝您的合作", ("receipt", "謝謝"), ("information blank", "謝謝您的合作")),
    # The tally
    Item("物業報修登記及意見統計表", ("papers", "報修登記及意見統計表"), ("tally blank", "物業報修登記及意見統計表")),
    Item("序號", ("tally", "序號"), ("tally blank", "序號")),
    Item("姓名", ("tally", "姓名"), ("tally blank", "姓名")),
    Item("聯繫方式", ("tally", "聯繫方式"), ("tally blank", "聯繫方式")),
    Item("報修內容", ("tally", "報修內容"), ("tally blank", "報修內容")),
    Item("意見及建議", ("tally", "意見及建議"), ("tally blank", "意見及建議")),
    Item("處理回訪", ("tally", "處理回訪"), ("tally blank", "處理回訪")),
    Item("1 到 8 行", ("tally", "R2611-0001"), ("tally blank", "1 2 3 4 5 6 7 8")),
)


PLAN = Plan(date(2026, 11, 18), "上家屬區中門2門崗", "09:00-16:00", people=("李管家",))
"""The contact day of the paper."""


def planned(home: Database) -> ContactDay:
    """Keep the contact day."""
    day_id = contact_days.keep(home, PLAN, "token-of-the-day", account_of(OFFICE))
    with home.read() as connection:
        return next(day for day in contact_days.days(connection, home.sealer) if day.day_id == day_id)


def told(home: Database) -> None:
    """Hand in a request."""
    submit(home, Submission("王小明", "13700001111", "3-2-501", "廚房漏水", source="desk"), "token-of-a-request")


def with_rows(app: AppTest) -> AppTest:
    """The information form with a row in each of its lists."""
    for block in ("occupants", "vehicles"):
        app.button(key=f"information.{block}.more").click().run()
    return app


SCREENS: dict[str, tuple[str, dict[str, str]]] = {
    "day first": ("contact_day", {}),
    "day plan": ("contact_day", {"view": "plan"}),
    "day cards": ("contact_day", {"view": "cards"}),
    "day live": ("contact_day", {"view": "live"}),
    "archive": ("archive", {}),
    "settings": ("notices_edit", {"view": "office"}),
    "papers": ("paper", {}),
    "repair": ("repair", {}),
    "information": ("information", {}),
    "notices": ("notices", {}),
    "tally": ("tally", {"span": "all"}),
}


def board(kinds: Sequence[str]) -> bytes:
    """A board with some of the shipped notices."""
    return notices_board.board([notices.shipped(kind, SPOKEN) for kind in kinds], SPOKEN, HEAD)


@lru_cache(maxsize=32)
def print_of(name: str) -> str:
    """What a paper says, without the ends of lines."""
    day = contact_days_counts.plan_of(ContactDay(1, PLAN, "planned", {}), SPOKEN)
    made = {
        "plan": lambda: paper.day_plan(day, SPOKEN, HEAD),
        "poster": lambda: paper.day_poster(day, SPOKEN, HEAD),
        "board": lambda: board(notices_board.KINDS),
        "board all": lambda: board(("promise", "scope")),
    }
    body = made[name]() if name in made else PAPERS[name](SPOKEN)
    return "".join(run.text for page in pdf.read(body) for run in page.runs)


@pytest.mark.parametrize("item", PAPER, ids=lambda item: item.of)
def test_every_item_of_the_paper_is_in_print(item: Item) -> None:
    name, words = item.printed
    said = print_of(name)
    assert [word for word in words.split() if word not in said] == []


@pytest.mark.parametrize("screen", [*SCREENS, "receipt"])
def test_every_item_of_the_paper_is_on_its_screen(
    home: Database, visit: Callable[..., AppTest], texts: Callable[[AppTest], list[str]], screen: str
) -> None:
    told(home)
    if screen.startswith("day") and screen != "day first":
        planned(home)
        cards.make(home, 8, "token-of-cards", account_of(OFFICE))
    if screen == "receipt":
        app = sent(visit("repair", SPOKEN, data=None, who=OFFICE))
    else:
        page, asked = SCREENS[screen]
        app = visit(page, SPOKEN, data=None, who=OFFICE, **asked)
    if screen == "information":
        app = with_rows(app)
    assert [e.message for e in app.exception] == []
    said = "\n".join(texts(app))
    wanted = [item for item in PAPER if item.screen[0] == screen]
    assert wanted
    assert {i.of: m for i in wanted if (m := [word for word in i.screen[1].split() if word not in said])} == {}


def sent(app: AppTest) -> AppTest:
    """A repair, typed in at the desk and sent."""
    app.text_area(key="repair.text").input("廚房漏水")
    for name, value in (("room_no", "3-2-501"), ("name", "王小明"), ("contact", "13700001111")):
        app.text_input(key=f"repair.{name}").input(value)
    app.checkbox(key="repair.privacy").check()
    return app.button(key="repair.button").click().run()
