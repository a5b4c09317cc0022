"""What a request is about: categories with keywords and due times, and the one that a text suggests.

The office changes them (`work_settings`); what stands here is what an estate begins with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.registries.columns import simplified
from core.texts import DEFAULT, LANGUAGES

OTHER = "other"
"""The category of whatever no keyword tells."""
OPINION = "service"
"""The category of an opinion that no keyword tells."""


@dataclass(frozen=True)
class Category:
    """One category.

    Attributes:
        code: As it is kept.
        names: Language -> name.
        keywords: What in a text tells of it, in either script, in any case.
        due_hours: Working hours within which a request of it is to be done.
        in_use: Whether it is offered and suggested.
        place: In lists, smaller first; of two keywords of equal length the smaller place decides.
    """

    code: str
    names: Mapping[str, str]
    keywords: tuple[str, ...]
    due_hours: int
    in_use: bool = True
    place: int = 0

    def name(self, language: str) -> str:
        """The name in a language; in Traditional Chinese, or the code, where it has none."""
        return self.names.get(language) or self.names.get(DEFAULT) or self.code


@dataclass(frozen=True)
class Suggestion:
    """A category with the keyword that decided; a blank keyword: none was found, it is the one for whatever is left."""

    code: str
    keyword: str


def _category(code: str, names: tuple[str, str, str], due_hours: int, keywords: str, place: int) -> Category:
    return Category(code, dict(zip(LANGUAGES, names, strict=True)), tuple(keywords.split()), due_hours, place=place)


_SHIPPED: tuple[tuple[str, tuple[str, str, str], int, str], ...] = (
    (
        "safety",
        ("安全消防", "安全消防", "Safety and fire"),
        4,
        "消防 火災 起火 著火 冒煙 燃氣 煤氣 瓦斯 漏氣 漏電 觸電 高空墜物 墜物 拋物 被盜 小偷 盜竊 陌生人 打架 監控 "
        "門禁 保安 巡邏 滅火器 消防栓 消防通道 安全出口 圍牆 fire smoke gas burglar theft security camera",
    ),
    (
        "lift",
        ("電梯", "电梯", "Lifts"),
        4,
        "電梯 升降機 轎廂 困梯 困人 電梯按鈕 電梯門 lift elevator",
    ),
    (
        "water_power",
        ("水電", "水电", "Water and electricity"),
        8,
        "水電 漏水 滲水 滴水 停水 沒水 水壓 水管 水龍頭 水表 水錶 下水道 堵塞 堵了 地漏 馬桶 返水 停電 沒電 斷電 跳閘 "
        "電線 電表 電錶 插座 開關 配電箱 空氣開關 水泵 排水 污水 water tap pipe drain toilet leak power socket fuse",
    ),
    (
        "heating",
        ("暖氣空調", "暖气空调", "Heating and air conditioning"),
        8,
        "暖氣 供暖 地暖 不熱 暖氣片 供熱 散熱器 空調 冷氣 熱水 heating radiator boiler",
    ),
    (
        "lighting",
        ("公共照明", "公共照明", "Public lighting"),
        15,
        "路燈 樓道燈 走廊燈 感應燈 聲控燈 燈不亮 燈壞 燈泡 照明 應急燈 street light lamp bulb lighting",
    ),
    (
        "doors_windows",
        ("門窗", "门窗", "Doors and windows"),
        15,
        "門窗 單元門 樓門 防盜門 大門 門鎖 鎖壞 鑰匙 門把手 閉門器 對講 可視對講 玻璃 窗戶 窗扇 紗窗 合頁 "
        "door window lock intercom glass",
    ),
    (
        "building",
        ("房屋公共部位", "房屋公共部位", "Building fabric"),
        30,
        "牆面 外牆 牆皮 屋頂 樓頂 天花板 地磚 瓷磚 台階 扶手 欄杆 裂縫 脫落 發霉 防水 樓梯 路面 地面塌陷 井蓋 "
        "wall roof ceiling crack stairs handrail tile",
    ),
    (
        "environment",
        ("環境衛生", "环境卫生", "Cleanliness"),
        15,
        "衛生 垃圾 垃圾桶 保潔 清潔 打掃 臭味 異味 蟑螂 老鼠 蚊蟲 積水 雜物 堆放 小廣告 狗屎 寵物糞便 清運 "
        "rubbish garbage trash clean smell rats cockroach litter",
    ),
    (
        "green",
        ("綠化", "绿化", "Gardens and trees"),
        30,
        "綠化 種樹 草坪 樹枝 樹木 花壇 修剪 澆水 倒伏 枯樹 灌木 病蟲害 tree lawn garden hedge",
    ),
    (
        "parking",
        ("停車", "停车", "Parking"),
        15,
        "停車 車位 車庫 道閘 擋車 堵車 亂停 佔用車位 充電樁 電動車 自行車 車輛 消防車道 parking garage barrier charger",
    ),
    (
        "noise",
        ("噪音", "噪音", "Noise"),
        8,
        "噪音 擾民 太吵 吵鬧 裝修聲 施工 廣場舞 狗叫 音響 半夜 振動 noise loud barking",
    ),
    (
        "fees",
        ("費用", "费用", "Fees"),
        22,
        "物業費 收費 繳費 費用 發票 收據 欠費 停車費 水費 電費 暖氣費 帳單 退款 多收 公攤 "
        "fee bill invoice receipt refund",
    ),
    (
        OPINION,
        ("服務意見", "服务意见", "Service and opinions"),
        22,
        "服務 態度 建議 意見 表揚 感謝 投訴 希望 管理 通知 活動 service suggestion complaint thanks",
    ),
    (OTHER, ("其他", "其他", "Other"), 22, ""),
)
CATEGORIES: tuple[Category, ...] = tuple(
    _category(code, names, due_hours, keywords, place)
    for place, (code, names, due_hours, keywords) in enumerate(_SHIPPED)
)


def suggest(text: str, categories: Sequence[Category] = CATEGORIES, *, fallback: str = OTHER) -> Suggestion:
    """The category whose keyword stands in a text; the longest keyword decides, then the one that stands first.

    Args:
        text: What somebody wrote, in any script and case.
        categories: Those of the office, in any order; those not in use are passed over.
        fallback: The code where no keyword is found.

    Returns:
        The code and the keyword as the office wrote it.
    """
    searched = folded(text)
    best: tuple[int, int, int] | None = None
    found = Suggestion(fallback, "")
    for category in (c for c in categories if c.in_use):
        for keyword in category.keywords:
            sought = folded(keyword)
            if sought not in searched or (at := _place(searched, sought)) < 0:
                continue
            rank = (-len(sought), at, category.place)
            if best is None or rank < best:
                best, found = rank, Suggestion(category.code, keyword)
    return found


def code_of(text: str, categories: Sequence[Category] = CATEGORIES) -> str:
    """The code of a category written as code or name in any language; the text itself where it is none."""
    wanted = folded(text)
    for category in categories:
        if wanted in {folded(category.code), *(folded(n) for n in category.names.values())}:
            return category.code
    return text.strip()


def label(code: str | None, language: str, categories: Sequence[Category] = CATEGORIES) -> str:
    """What a category is called; a text that is no code stays, none is blank."""
    known = next((c for c in categories if c.code == code), None)
    return known.name(language) if known else code or ""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text as keywords are compared: one width, one case, one script, single spaces."""
    return " ".join(simplified(unicodedata.normalize("NFKC", text).casefold()).split())


def _place(text: str, keyword: str) -> int:
    """Where a keyword stands, -1 for nowhere; one in Latin letters is a word of its own, or its plural."""
    if not keyword or not keyword.isascii():
        return text.find(keyword) if keyword else -1
    at = text.find(keyword)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(keyword) :]
        word = after[:1] if not after.startswith("s") else after[1:2]
        if not (before.isascii() and before.isalnum()) and not (word.isascii() and word.isalnum()):
            return at
        at = text.find(keyword, at + 1)
    return -1
