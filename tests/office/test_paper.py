"""What is printed: nothing on anything else, nothing off the page, nothing lost, nothing about anybody in the file."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import segno
from PIL import Image

from core.office import consents, paper
from core.office.information import BLOCKS, Block, Home, InformationForm
from core.office.paper import Card, Letterhead, TallyRow, card_address
from core.office.paper.words import choice, label
from core.registries.definitions import OFFICE, registry
from core.texts import LANGUAGES, say
from tests.office import pdf
from tests.office.papers import CARDS, HEAD, PAPERS, PRINTED, REQUEST, WORST

ROOT = Path(__file__).resolve().parents[2]
EDGE = 8.0
"""Printers leave about so many mm blank."""


@lru_cache(maxsize=64)
def printed(name: str, language: str) -> tuple[pdf.Page, ...]:
    return tuple(pdf.read(PAPERS[name](language)))


def text(name: str, language: str = "zh-Hant") -> str:
    """A paper's words without the ends of lines."""
    return "".join(run.text for page in printed(name, language) for run in page.runs)


def amiss(pages: tuple[pdf.Page, ...] | list[pdf.Page]) -> list[str]:
    """Texts that leave their page, and pairs that stand on each other."""
    found = []
    for page in pages:
        found += [
            f"off the page: {r.text}"
            for r in page.runs
            if r.left < EDGE or r.top < EDGE or r.right > page.wide - EDGE or r.bottom > page.high - EDGE
        ]
        found += [f"on each other: {a.text} / {b.text}" for a, b in combinations(page.runs, 2) if a.meets(b)]
    return found


def test_what_is_amiss_is_found() -> None:
    runs = [pdf.Run("a", 10, 10, 20, 13, 9), pdf.Run("b", 19, 12, 30, 15, 9), pdf.Run("c", 190, 20, 205, 23, 9)]
    assert amiss([pdf.Page(210, 297, runs)]) == ["off the page: c", "on each other: a / b"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_everything_has_its_place(name: str, language: str) -> None:
    pages = printed(name, language)
    assert amiss(pages) == []
    assert all(page.runs for page in pages)


@pytest.mark.parametrize("name", WORST)
def test_the_longest_texts_have_their_place(name: str) -> None:
    assert amiss(pdf.read(WORST[name]("zh-Hant"))) == []


def test_nothing_of_a_long_text_is_lost() -> None:
    long = "".join(chr(0x4E00 + i % 499) for i in range(3000))
    pages = pdf.read(paper.tally([TallyRow("1", repair=long, opinion="短")], None, "zh-Hant", HEAD))
    assert len(pages) == 4
    left = next(r.left for r in pages[0].runs if r.text.startswith("一丁"))
    assert "".join(r.text for page in pages for r in page.runs if abs(r.left - left) < 0.01) == long


COLUMNS = {
    "households": ("information",),
    "members": ("information",),
    "occupants": ("information",),
    "emergency_contacts": ("information",),
    "vehicles": ("information",),
    "requests": ("repair", "opinion blank"),
    "cards": ("card list",),
}
"""Registry -> the papers that its columns stand on."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_registries_has_its_place(language: str) -> None:
    wanted = {(r.name, c.name): label(r.name, c.name, language) for r in OFFICE for c in r.columns}
    words = {name: "".join(text(p, language) for p in papers).replace(" ", "") for name, papers in COLUMNS.items()}
    assert {key: said for key, said in wanted.items() if said.replace(" ", "") not in words[key[0]]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("block", BLOCKS[1:], ids=lambda b: b.name)
def test_every_block_of_the_form_has_its_own_columns(block: Block, language: str) -> None:
    """Blocks share labels: those of each stand beside each other."""
    heading = [label(block.registry, c.name, language) for c in block.columns]
    said = [run.text for run in printed("information blank", language)[0].runs]
    assert any(said[i : i + len(heading)] == heading for i in range(len(said)))


SEED = {
    "information blank": "房號 收集時間 收集人 姓名 性別 學歷 出生年月日 聯繫方式 工作單位 其他常住人員 保姆 外來人員 "
    "租賃人員 身份證號 備註 緊急聯繫方式 與業主關係 車牌號 停放區域 車位號 主要駕駛員 嚴格保密 固定電話（家庭、辦公） "
    "手機 電子郵箱 謝謝您的合作",
    "repair blank": "物業報修登記表 姓名 聯繫方式 房號 報修內容",
    "opinion blank": "物業服務意見建議登記表 姓名 聯繫方式 意見及建議",
    "tally blank": "物業報修登記及意見統計表 序號 姓名 聯繫方式 報修內容 意見及建議 處理回訪",
    "cards": "物業安全優質服務卡",
    "poster": "聯繫接待日 發放 「業主、住戶信息收集表」 「物業服務意見建議登記表」 「物業報修登記表」 "
    "接受、解釋、轉告 2026年11月18日 中門",
    "plan": "日期 地點 活動內容 準備清單 值班人員",
}
"""Paper -> what the estate's own paper has on it."""


@pytest.mark.parametrize("name", SEED)
def test_every_field_of_the_estates_paper_has_its_place(name: str) -> None:
    said = text(name)
    assert [word for word in SEED[name].split() if word not in said] == []


def test_the_blank_tally_has_eight_rows() -> None:
    [page] = printed("tally blank", "zh-Hant")
    assert [r.text for r in page.runs if r.text.isdecimal()] == list("12345678")


def test_a_filled_form_says_what_was_written() -> None:
    said = printed("information", "zh-Hant")[0].text.split("\n")
    for word in ("F2603-0001", "3-2-501", "李管家", "王建國", "男", "11010519491231002X", "保姆", "女兒", "京A12345"):
        assert any(word in line for line in said), word
    assert choice("occupants", "kind", "nanny", "en") == "Nanny"
    assert "Nanny" in text("information", "en")


def test_a_block_that_was_left_out_says_so() -> None:
    pages = pdf.read(paper.information_form(InformationForm(Home("1-1")), "zh-Hant", HEAD))
    assert [r.text for page in pages for r in page.runs].count("—") == sum(
        len(registry(name).columns) - 1 for name in ("members", "occupants", "emergency_contacts", "vehicles")
    )


def test_consents_stand_one_by_one() -> None:
    said = text("information blank", "en")
    assert [m for m in consents.KINDS.values() if say("en", m, age=consents.AGE) not in said] == []


def test_the_heading_of_the_tally_stands_on_every_page() -> None:
    pages = printed("tally", "zh-Hant")
    *tables, figures = pages
    heading = ["序號", "姓名", "聯繫方式", "報修內容", "意見及建議", "處理回訪"]
    assert [[r.text for r in page.runs if r.text in heading] for page in tables] == [heading] * len(tables)
    assert len(tables) > 1
    assert [f"第 {n} 頁，共 {len(pages)} 頁" in page.text for n, page in enumerate(pages, 1)] == [True] * len(pages)
    numbers = [r.text for page in tables for r in page.runs if r.text.startswith("R2603-")]
    assert numbers == [f"R2603-{i:04d}" for i in range(1, 61)]
    assert "期間：2026年3月" in tables[0].text
    assert "105／128" in figures.text


def test_a_rate_says_what_it_is_made_of() -> None:
    said = text("month", "en")
    assert "82%" in said
    assert "105 of 128" in said


def code_of(page: pdf.Page, number: int) -> frozenset[tuple[int, int]]:
    """Dark modules of the nth code on a page, as places from the corner of the code."""
    places: set[tuple[int, int]] = set()
    for x, y, wide, high in _codes(page)[number]:
        row, first = round(y / high), round(x / high)
        places |= {(row, first + i) for i in range(round(wide / high))}
    return frozenset(places)


def _codes(page: pdf.Page) -> list[list[tuple[float, float, float, float]]]:
    """Rectangles of each code, moved to its corner; a code's upper left mark begins it."""
    codes: list[list[tuple[float, float, float, float]]] = []
    for box in page.filled:
        last = codes[-1][-1] if codes else None
        if last is None or box[1] < last[1] - 0.01:
            codes.append([])
        codes[-1].append(box)
    return [[(x - code[0][0], y - code[0][1], w, h) for x, y, w, h in code] for code in codes]


def dark(address: str) -> frozenset[tuple[int, int]]:
    matrix = segno.make(address, error="m", micro=False, boost_error=False, mask=2).matrix
    return frozenset((i, j) for i, line in enumerate(matrix) for j, module in enumerate(line) if module)


def test_a_work_orders_code_opens_the_request_and_tells_nothing_else() -> None:
    [page] = printed("work order", "zh-Hant")
    assert code_of(page, 0) == dark("https://desk.example.org/requests?no=R2603-0001")
    said = page.text
    for word in ("王建國", "3-2-501", "13700001111", "廚房水龍頭漏水", "今天下午", "李師傅", "2026年3月3日 12:00"):
        assert word in said


def a_photo(wide: int, high: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (wide, high), (120, 160, 200)).save(file, "JPEG")
    return file.getvalue()


def test_photos_stand_side_by_side_on_a_work_order() -> None:
    """Three of any shape, as they are kept, between what is to be mended and what was done."""
    taken = [a_photo(1600, 1200), a_photo(900, 1600), a_photo(40, 30), a_photo(30, 40)]
    file = paper.work_order(replace(REQUEST, photos=taken), "en", HEAD)
    found = pdf.objects(file).values()
    kept = [pdf.stream(b) for b in found if b"/Subtype /Image" in b]
    assert kept == taken[:3]
    contents = b"".join(pdf.stream(b) for b in found if b"stream\n" in b and b"/Subtype" not in b)
    boxes = [
        [float(n) * pdf.MM for n in m] for m in re.findall(rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm /I\d+ Do", contents)
    ]
    assert [round(w / h, 2) for w, h, _, _ in boxes] == [1.33, 0.56, 1.33]
    assert [a[2] + a[0] <= b[2] for a, b in pairwise(boxes)] == [True, True]
    [page] = pdf.read(file)
    below = next(r.top for r in page.runs if r.text == "To be filled in by the worker")
    above = next(r.bottom for r in page.runs if r.text == REQUEST.repair)
    assert [above <= page.high - y - h and page.high - y <= below for _, h, _, y in boxes] == [True] * 3


def test_a_receipts_code_opens_my_request() -> None:
    [page] = printed("receipt", "en")
    assert code_of(page, 0) == dark("https://desk.example.org/my_request?no=R2603-0001")


def test_without_an_address_there_is_no_code() -> None:
    for made in (paper.receipt(REQUEST, "en", Letterhead(PRINTED)), paper.cards(CARDS, "en", Letterhead(PRINTED))):
        assert [page.filled for page in pdf.read(made) if page.filled] == []


def test_cards_stand_eight_on_a_page_each_with_its_code() -> None:
    pages = printed("cards", "en")
    numbers = [[r for r in page.runs if r.text.startswith("No. ")] for page in pages]
    assert [[r.text for r in page] for page in numbers] == [
        [f"No. {c.card_no}" for c in CARDS[start : start + 8]] for start in (0, 8, 16)
    ]
    places = [(round(r.left), round(r.top)) for r in numbers[0]]
    assert len({x for x, _ in places}) == 2
    assert len({y for _, y in places}) == 4
    assert code_of(pages[0], 0) == dark("https://desk.example.org/repair?card=7Q4M9XK001")
    assert card_address("https://a.example/", "X Y") == "https://a.example/repair?card=X%20Y"


def test_no_cards_are_one_page_without_a_card() -> None:
    assert [r.text for page in pdf.read(paper.cards([], "en", HEAD)) for r in page.runs if "No." in r.text] == []


def test_the_file_says_nothing_about_anybody() -> None:
    said = pdf.information(PAPERS["work order"]("zh-Hant"))
    assert sorted(said) == ["CreationDate", "Title"]
    assert said["CreationDate"] == "D:20260302090000Z"
    raw = PAPERS["work order"]("en")
    unpacked = b"".join(pdf.stream(b) for b in pdf.objects(raw).values() if b"stream\n" in b and b"FontFile" not in b)
    for word in (b"13700001111", "王建國".encode("utf-16-be"), "王建國".encode(), b"3-2-501"):
        assert word not in raw
        assert word not in unpacked


def test_the_same_gives_the_same_file() -> None:
    """Also in another process, whose sets are in another order."""
    line = (
        "import hashlib; from tests.office.papers import PAPERS; "
        "print([hashlib.sha256(PAPERS[n]('zh-Hant')).hexdigest() for n in ('information', 'cards', 'tally')])"
    )
    said = [_output([sys.executable, "-c", line], seed) for seed in ("1", "2")]
    assert said[0] == said[1] != ""
    other = Letterhead(datetime(2026, 3, 2, 9, 1))
    assert paper.cards([Card("K1", "A")], "en", other) != paper.cards([Card("K1", "A")], "en", Letterhead(PRINTED))


def _output(words: list[str], seed: str) -> str:
    """What a program says whose sets are in the order of a seed."""
    environ = {"PYTHONHASHSEED": seed}
    return subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout


def test_what_the_type_lacks_is_marked_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    row = TallyRow("1", name="𠮷野\tA", repair="王\U0001f600\u202e建\x07國{nb}\u3000張")
    with caplog.at_level(logging.INFO):
        said = "".join(r.text for p in pdf.read(paper.tally([row], None, "zh-Hant", HEAD)) for r in p.runs)
    assert "王〓建國{nb}\u3000張" in said
    assert "𠮷野 A" in said
    assert caplog.records == []
