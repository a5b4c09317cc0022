"""What residents of the demo estate write, and what the office notes: many ways to say what goes wrong in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVEN = (1.0,) * 12
WINTER = (2.2, 1.6, 0.8, 0.05, 0, 0, 0, 0, 0, 0.3, 2.6, 2.4)
RAIN = (0.3, 0.4, 0.7, 1.0, 1.6, 2.4, 2.2, 1.8, 1.2, 0.6, 0.3, 0.2)
SUMMER = (0.2, 0.2, 0.4, 0.8, 1.4, 2.0, 2.4, 2.2, 1.4, 0.7, 0.3, 0.2)
NEW_YEAR = (2.4, 1.4, 1.0, 0.8, 0.7, 0.9, 0.9, 0.7, 0.8, 0.8, 0.9, 1.6)


@dataclass(frozen=True)
class Topic:
    """Something that goes wrong.

    Attributes:
        code: Category, a code of `core.office.categories`.
        weight: How often, against the others.
        months: Weight of each month, January first.
        handler: Whose trade it is, a key of `HANDLERS`.
        texts: Ways to say it; `{place}`, `{thing}` and `{when}` are drawn.
        places: Where.
        things: What.
        done: What was done about it.
        opinion: Whether it is an opinion rather than a repair.
        spreads: How many others of the building write of the same, at most; 0 for what is one home's own.
        needs: "lift" or "top": only homes that have a lift, or are under the roof.
    """

    code: str
    weight: float
    months: tuple[float, ...]
    handler: str
    texts: tuple[str, ...]
    done: tuple[str, ...]
    places: tuple[str, ...] = ("",)
    things: tuple[str, ...] = ("",)
    opinion: bool = False
    spreads: int = 0
    needs: str = ""


HANDLERS: Mapping[str, tuple[str, ...]] = {
    "plumber": ("王師傅", "老謝"),
    "electrician": ("趙師傅", "小孫"),
    "carpenter": ("何師傅",),
    "lift": ("電梯維保小劉",),
    "cleaner": ("保潔班",),
    "gardener": ("綠化班",),
    "guard": ("保安隊", "周隊長"),
    "office": ("李管家", "客服小吳"),
}
WHENS = ("昨晚開始", "今天早上", "這兩天", "上週末起", "連續幾天", "剛才", "半個月了", "昨天下雨後", "")
CLOSINGS = (
    "",
    "",
    "",
    "麻煩盡快處理。",
    "請派人來看看。",
    "家裡有老人，請早點來。",
    "白天家裡有人。",
    "謝謝！",
    "辛苦了。",
    "下班後方便。",
)
WET = ("廚房", "衛生間", "主臥衛生間", "陽台", "洗衣房")
PUBLIC = ("單元門口", "一樓大廳", "樓道", "地下車庫", "電梯口", "小區東門", "兒童樂園旁", "樓後小路")

TOPICS: tuple[Topic, ...] = (
    Topic(
        "water_power",
        15,
        EVEN,
        "plumber",
        (
            "{when}{place}{thing}漏水，已經滴到樓下。",
            "{place}的{thing}一直滴水，關不緊。",
            "{place}{thing}漏水，{when}越來越大。",
            "{when}發現{place}{thing}下面積水，像是漏水。",
        ),
        ("更換密封圈，試水正常。", "更換水龍頭一只，不再滴水。", "重新打膠並更換軟管。", "收緊接頭，觀察無滲漏。"),
        WET,
        ("水龍頭", "水管接頭", "角閥", "軟管", "熱水管"),
    ),
    Topic(
        "water_power",
        10,
        EVEN,
        "plumber",
        (
            "{place}下水道堵塞，水排不下去。",
            "{when}{place}地漏返水，味道很大。",
            "{place}{thing}堵了，用皮搋子也不通。",
        ),
        ("疏通下水管，排水順暢。", "用疏通機清出雜物。", "清理地漏並加防臭芯。"),
        WET,
        ("馬桶", "洗菜池", "洗手盆", "地漏"),
    ),
    Topic(
        "water_power",
        9,
        SUMMER,
        "electrician",
        (
            "{when}家裡跳閘，推上去又跳。",
            "{place}插座沒電，其他地方正常。",
            "{when}開空調就跳閘，懷疑線路問題。",
            "{place}{thing}打火花，不敢用。",
        ),
        ("更換空氣開關，負載測試正常。", "插座重新接線。", "分開大功率線路，不再跳閘。"),
        ("客廳", "廚房", "主臥", "次臥", "書房"),
        ("插座", "開關", "燈座"),
    ),
    Topic(
        "heating",
        14,
        WINTER,
        "plumber",
        (
            "{place}暖氣不熱，{when}室溫只有十五六度。",
            "{when}暖氣片上半截熱下半截涼。",
            "{place}暖氣片接口滲水。",
            "供暖後{place}一直不熱，鄰居家都熱。",
        ),
        (
            "放氣後暖氣正常。",
            "清洗過濾網，回水溫度正常。",
            "更換放氣閥，室溫回升到二十度。",
            "調節單元分水器，已恢復。",
        ),
        ("客廳", "主臥", "次臥", "兒童房", "全屋"),
        spreads=3,
    ),
    Topic(
        "building",
        7,
        RAIN,
        "carpenter",
        ("{when}{place}天花板滲水，牆皮脫落。", "下雨時{place}外牆滲水，牆面發霉。", "屋頂漏雨，{place}接了盆。"),
        ("屋面補做防水，雨後複查無滲漏。", "外牆裂縫灌膠處理。", "已報維修資金，先做臨時防水。"),
        ("客廳", "主臥", "北臥室", "書房", "陽台"),
        needs="top",
    ),
    Topic(
        "building",
        4,
        EVEN,
        "carpenter",
        (
            "{place}地磚鬆動，老人差點絆倒。",
            "{place}扶手鬆了，請加固。",
            "{place}台階缺了一塊。",
            "{place}牆皮脫落，掉了一地灰。",
        ),
        ("更換地磚三塊。", "扶手重新固定。", "修補台階並做標識。"),
        PUBLIC,
        spreads=1,
    ),
    Topic(
        "lift",
        8,
        EVEN,
        "lift",
        (
            "電梯{when}又停運了，老人上下樓不便。",
            "電梯運行有異響，到{place}會抖一下。",
            "電梯門{when}關不上，反覆開關。",
            "電梯按鈕失靈，{place}按不亮。",
        ),
        ("更換門機皮帶，運行正常。", "維保單位到場複位並調整門鎖。", "更換按鈕面板。", "停梯檢修四小時，恢復運行。"),
        ("五樓", "八樓", "十樓", "一樓", "負一樓"),
        spreads=5,
        needs="lift",
    ),
    Topic(
        "lighting",
        8,
        (1.6, 1.3, 1.0, 0.8, 0.7, 0.6, 0.6, 0.7, 0.9, 1.2, 1.5, 1.7),
        "electrician",
        (
            "{place}的燈不亮，晚上看不見路。",
            "{place}感應燈{when}失靈，一直不亮。",
            "{place}路燈壞了一盞。",
            "{place}燈泡一閃一閃的。",
        ),
        ("更換LED燈管。", "更換感應開關。", "更換燈泡兩只。"),
        PUBLIC,
        spreads=2,
    ),
    Topic(
        "doors_windows",
        8,
        EVEN,
        "carpenter",
        (
            "單元門{when}關不上，陌生人隨便進。",
            "{place}門鎖鑰匙插不進。",
            "可視對講{when}沒有聲音。",
            "{place}窗戶把手斷了，關不嚴。",
            "{place}玻璃裂了一條縫。",
        ),
        ("調整閉門器。", "更換鎖芯。", "對講主機重啟並更換線路。", "更換窗戶執手。"),
        ("入戶門", "客廳", "陽台", "儲藏室", "主臥"),
        spreads=1,
    ),
    Topic(
        "environment",
        7,
        SUMMER,
        "cleaner",
        (
            "{place}垃圾桶滿了沒人清，{when}有臭味。",
            "{place}有狗屎，沒人打掃。",
            "{place}雜物堆放，蟑螂很多。",
            "{place}積水，蚊蟲太多。",
        ),
        ("已加派清運，每日兩次。", "清掃並消殺。", "通知住戶清走雜物，現場已恢復。"),
        PUBLIC,
        spreads=2,
    ),
    Topic(
        "green",
        4,
        SUMMER,
        "gardener",
        ("{place}樹枝伸到窗口，蟲子爬進來。", "{place}草坪枯了一片，沒人澆水。", "{when}大風把{place}樹木吹倒伏了。"),
        ("修剪完成。", "補種草皮並澆水。", "扶正並加支架。"),
        ("樓前", "樓後", "小區東門", "兒童樂園旁"),
    ),
    Topic(
        "parking",
        7,
        EVEN,
        "guard",
        (
            "我家車位{when}被別人佔用。",
            "道閘{when}不識別車牌，排隊很久。",
            "{place}電動車亂停，堵住通道。",
            "有車停在消防車道上，請處理。",
        ),
        ("聯繫車主移車。", "重新錄入車牌。", "現場勸離並張貼提示。"),
        ("單元門口", "地下車庫", "樓道", "小區西門"),
    ),
    Topic(
        "noise",
        5,
        SUMMER,
        "guard",
        (
            "樓上{when}半夜太吵，影響孩子睡覺。",
            "{place}廣場舞音響太大。",
            "中午裝修聲不停，能否管一管。",
            "{place}狗叫了一夜。",
        ),
        ("上門溝通，對方已注意。", "約定八點半前結束。", "通知施工方遵守時段。"),
        ("樓下", "隔壁", "樓後空地", "對面陽台"),
    ),
    Topic(
        "safety",
        4,
        EVEN,
        "guard",
        (
            "{when}聞到{place}有煤氣味。",
            "{place}消防通道堆了雜物。",
            "{place}監控好像壞了。",
            "樓上高空拋物，差點砸到人。",
            "{place}滅火器不見了。",
        ),
        ("燃氣公司到場檢測，無洩漏。", "通道已清理。", "監控已恢復。", "張貼告示並調看監控。", "補配滅火器。"),
        PUBLIC,
        spreads=1,
    ),
    Topic(
        "fees",
        6,
        NEW_YEAR,
        "office",
        (
            "物業費{when}已繳，還收到催繳單。",
            "想開去年的物業費發票。",
            "停車費多收了一個月，請核對。",
            "公攤水費怎麼比上月高一倍？",
        ),
        ("核對帳目並更正。", "發票已開，通知領取。", "退還多收款項。", "已當面解釋並提供明細。"),
    ),
    Topic(
        "service",
        8,
        EVEN,
        "office",
        (
            "建議{place}加裝長椅，老人好歇腳。",
            "希望門崗{when}加強登記，外來人員太多。",
            "表揚{thing}，態度好、手藝也好。",
            "建議增加快遞櫃。",
            "希望停水停電能提前通知到戶。",
            "能不能在{place}裝個充電樁？",
            "建議週末也辦一次接待日。",
        ),
        ("納入本季計劃。", "已轉達本人，謝謝鼓勵。", "已與街道溝通，待回覆。", "安排下月試行。"),
        PUBLIC,
        ("王師傅", "保潔阿姨", "門崗保安", "客服小吳"),
        opinion=True,
    ),
    Topic(
        "other",
        3,
        EVEN,
        "office",
        (
            "快遞放在{place}不見了，請幫忙找。",
            "{when}撿到一串鑰匙，放在門崗。",
            "想借用活動室辦生日會。",
            "家裡搬家具，需要用貨梯半天。",
        ),
        ("已找到並交還。", "登記失物招領。", "已安排時間。"),
        PUBLIC,
    ),
)
REACHED = ("業主表示滿意。", "已修好，業主滿意。", "業主說基本解決。", "業主表示可以，希望下次快一點。", "感謝物業。")
UNHAPPY = ("業主說又壞了，需再看。", "業主嫌等太久。", "只修好一半，業主不滿意。")
PREFERRED_BOTH = ("順便提一下，希望樓道多打掃。", "另外建議公告貼在電梯裡。", "順便說一句，門崗服務不錯。")
