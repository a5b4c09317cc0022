"""Names as a Chinese city has them: surnames and given-name characters with how often they are met."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Per thousand people, rounded; the common surnames cover some four of five people.
_SURNAMES = (
    "王72 李71 張68 劉54 陳51 楊31 黃24 趙23 吳22 周21 徐17 孫16 馬14 朱13 胡13 郭12 何12 林11 高10 羅10 鄭9 "
    "梁9 謝8 宋8 唐7 許7 鄧7 韓7 馮6 曹6 彭6 曾6 肖6 田6 董6 潘5 袁5 蔡5 蔣5 余5 于5 杜5 葉4 程4 魏4 蘇4 呂4 "
    "丁4 任4 盧4 姚4 沈4 鍾4 姜4 崔4 譚4 陸4 范3 汪3 廖3 石3 金3 韋3 賈3 夏3 付3 方3 鄒3 熊3 白3 孟3 秦3 邱3 "
    "侯3 江3 尹2 薛2 閻2 段2 雷2 龍2 黎2 史2 陶2 賀2 毛2 郝2 顧2 龔2 邵2 萬2 覃2 武2 錢2 戴2 嚴2 莫2 孔2 向2 "
    "歐陽1 司徒1 上官1"
)
_GIVEN_ONE = (
    "偉30 芳28 娜24 敏26 靜27 麗26 強24 磊22 軍21 洋20 勇20 豔17 傑20 娟18 濤19 明19 超18 秀9 霞14 平16 剛12 "
    "桂8 輝12 玲17 鵬14 飛13 斌13 宇14 浩15 俊14 帆9 琳12 雪11 慧13 丹11 萍10 紅11 玉8 梅9 蘭8 英9 華13 波10 "
    "峰11 亮9 建8 旭7 晨8 欣9 怡9 倩10 穎8 潔9 瑩8 冰6 雯8 莉8 蓉6 凱9 龍8 翔7 健8 彬7 航7 睿6 然6"
)
_FIRST_OF_TWO = (
    "建20 志18 曉19 文17 海14 國15 永12 春12 玉13 秀12 小15 美10 雅9 家9 子14 思12 佳12 欣9 雨11 宇9 俊11 明10 "
    "德8 金8 立7 世6 天6 一7 夢8 詩6 可6 心6 若5 嘉7 浩8 梓8 紫4 淑9 桂9 鳳6 少5 正6 光6 新6 成6 振5 素5 維5 "
    "慶5 學5"
)
_SECOND_OF_TWO = (
    "華20 平14 明16 英13 芳12 蘭10 強11 軍12 林11 傑10 梅9 珍9 霞9 玲11 涵12 軒9 怡9 萱7 宇8 豪7 龍7 文8 輝8 "
    "生6 榮7 祥6 德5 峰8 波7 濤7 偉9 超6 鵬6 琴7 萍7 燕8 紅7 娟7 雲8 琪7 瑤6 婷9 慧7 琳7 彤5 然6 晨6 陽7 博5 "
    "睿5 澤5 辰5 瑞5 安5"
)


def _weighted(listed: str) -> tuple[list[str], npt.NDArray[np.float64]]:
    texts = [entry.rstrip("0123456789") for entry in listed.split()]
    weights = np.array([float(entry[len(text) :]) for entry, text in zip(listed.split(), texts, strict=True)])
    return texts, weights.cumsum() / weights.sum()


SURNAMES, SURNAME_ODDS = _weighted(_SURNAMES)
GIVEN_ONE, GIVEN_ONE_ODDS = _weighted(_GIVEN_ONE)
FIRST_OF_TWO, FIRST_OF_TWO_ODDS = _weighted(_FIRST_OF_TWO)
SECOND_OF_TWO, SECOND_OF_TWO_ODDS = _weighted(_SECOND_OF_TWO)

MOBILE_PREFIXES = np.array(
    [
        "133",
        "134",
        "135",
        "136",
        "137",
        "138",
        "139",
        "150",
        "151",
        "152",
        "153",
        "155",
        "156",
        "157",
        "158",
        "159",
        "177",
        "178",
        "180",
        "181",
        "182",
        "183",
        "185",
        "186",
        "187",
        "188",
        "189",
        "191",
        "198",
        "199",
    ]
).astype(np.int64)
"""First three digits of mobile numbers in use on the mainland."""

AREA_CODE = "023"
"""Dialling code of the city that the demo plays in; its leading zero is what spreadsheets like to lose."""


def drawn(odds: npt.NDArray[np.float64], chance: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Positions in a weighted list for chances in [0, 1); an empty array gives an empty one."""
    return np.minimum(np.searchsorted(odds, chance, side="right"), len(odds) - 1)
