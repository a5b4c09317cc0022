"""The registries of the property office."""

from __future__ import annotations

from core.registries.columns import Choice, Column, Registry
from core.texts import N_

GENDERS = (Choice("male", "男", ("男性", "m", "先生")), Choice("female", "女", ("女性", "f", "女士")))
OCCUPANT_KINDS = (
    Choice("nanny", "保姆", ("家政", "阿姨")),
    Choice("visitor", "外來人員", ("訪客", "親友")),
    Choice("tenant", "租賃人員", ("租客", "租戶", "承租人")),
)
STATUSES = (
    Choice("new", "待處理", ("未處理", "新")),
    Choice("assigned", "已派工", ("已派單", "處理中")),
    Choice("done", "已完成", ("完成", "已處理")),
    Choice("closed", "已回訪", ("已關閉", "結案")),
)
REQUEST_SOURCES = (
    Choice("form", "網上", ("網上表單", "線上", "網路")),
    Choice("desk", "櫃台", ("接待日", "現場", "服務台")),
    Choice("phone", "電話", ("來電",)),
    Choice("upload", "表格", ("匯入", "上傳")),
)


_ROOM_ALIASES = ("房間號", "門牌號", "室號", "單元房號", "樓棟房號", "room")


def _room(required: bool = True, key: bool = False, references: str = "") -> Column:
    """The home a row belongs to."""
    return Column(
        "room_no",
        "房號",
        "id",
        required=required,
        key=key,
        references=references,
        aliases=_ROOM_ALIASES,
        note=N_("Building, unit and room as the estate writes them."),
        example="3-2-501",
    )


def _person(required: bool = True, example: str = "王建國") -> Column:
    return Column(
        "name",
        "姓名",
        "text",
        required=required,
        personal="name",
        aliases=("名字", "聯繫人", "聯絡人", "業主姓名", "住戶姓名"),
        example=example,
    )


_GENDER = Column("gender", "性別", "choice", choices=GENDERS, example="男")


def _contact(required: bool = False, *aliases: str) -> Column:
    return Column(
        "contact",
        "聯繫方式",
        "contact",
        required=required,
        personal="contact",
        aliases=("聯絡方式", "聯繫電話", "聯絡電話", "電話", "手機", "手機號", "聯繫人電話", *aliases),
        note=N_("Landline, mobile, e-mail or QQ; several are separated by / 、 or ;"),
        example="13700001111",
    )


OFFICE: tuple[Registry, ...] = (
    Registry(
        "households",
        "業主檔案",
        "office",
        required=False,
        aliases=("業主檔案表", "業主", "業主資料", "住戶檔案", "業主信息", "業主資訊"),
        note=N_("One row a home whose information form was collected."),
        columns=(
            _room(key=True),
            Column(
                "collected_on",
                "收集時間",
                "date",
                required=True,
                aliases=("收集日期", "填表日期", "填表時間", "登記日期", "登記時間"),
                example="2009-11-18",
            ),
            Column(
                "collected_by",
                "收集人",
                "text",
                kept_sealed=True,
                aliases=("填表人", "登記人", "經辦人"),
                example="李管家",
            ),
        ),
    ),
    Registry(
        "members",
        "家庭成員",
        "office",
        aliases=("家庭成員表", "成員", "家庭成員信息", "家庭成員資訊"),
        identity=("room_no", "name"),
        note=N_("The family of a home."),
        columns=(
            _room(references="households"),
            _person(),
            _GENDER,
            Column("education", "學歷", "text", aliases=("文化程度", "教育程度"), example="大學"),
            Column(
                "birth_date",
                "出生年月日",
                "date",
                personal="birth_date",
                aliases=("出生日期", "生日", "出生年月", "出生"),
                example="1970-05-01",
            ),
            _contact(),
            Column(
                "employer",
                "工作單位",
                "text",
                personal="employer",
                aliases=("單位", "工作單位及職務", "公司"),
                example="市第一中學",
            ),
        ),
    ),
    Registry(
        "occupants",
        "其他常住人員",
        "office",
        aliases=("其他常住人員表", "常住人員", "其他人員", "其他居住人員", "租戶"),
        identity=("room_no", "name"),
        note=N_("Others who live in a home: nannies, visitors, tenants."),
        columns=(
            _room(),
            _person(example="趙阿姨"),
            _GENDER,
            Column(
                "kind",
                "類別",
                "choice",
                choices=OCCUPANT_KINDS,
                aliases=("人員類別", "類型", "身份", "人員類型"),
                example="保姆",
            ),
            Column(
                "id_number",
                "身份證號",
                "id_number",
                personal="id_number",
                aliases=("身份證", "身份證號碼", "證件號", "證件號碼"),
                note=N_("18 characters; the last one is checked. Keep the cell as text."),
                example="11010519491231002X",
            ),
            _contact(),
            Column("note", "備註", "text", personal="note", aliases=("說明", "remark", "notes")),
        ),
    ),
    Registry(
        "emergency_contacts",
        "緊急聯繫人",
        "office",
        aliases=("緊急聯絡人", "緊急聯繫人表", "應急聯繫人", "緊急聯繫"),
        identity=("room_no", "name"),
        note=N_("Whom to call for a home when something happens."),
        columns=(
            _room(),
            _person(example="王美玲"),
            _GENDER,
            Column("relation", "與業主關係", "text", aliases=("關係", "與業主的關係", "與戶主關係"), example="女兒"),
            _contact(True, "緊急電話", "緊急聯繫電話"),
        ),
    ),
    Registry(
        "vehicles",
        "車輛",
        "office",
        aliases=("車輛表", "車輛登記", "車輛信息", "車輛資訊", "車輛檔案"),
        identity=("room_no", "plate_no"),
        note=N_("Cars of a home."),
        columns=(
            _room(),
            Column(
                "plate_no",
                "車牌號",
                "plate",
                required=True,
                personal="plate",
                aliases=("車牌", "車牌號碼", "車號"),
                example="京A12345",
            ),
            Column("parking_area", "停放區域", "text", aliases=("停車區域", "區域"), example="地下一層"),
            Column("parking_space", "車位號", "id", aliases=("車位", "車位編號", "停車位"), example="B1-023"),
            Column(
                "main_driver",
                "主要駕駛員",
                "text",
                personal="name",
                aliases=("駕駛員", "主要駕駛人", "司機"),
                example="王建國",
            ),
        ),
    ),
    Registry(
        "requests",
        "報修及意見",
        "office",
        aliases=("報修及意見表", "報修", "意見", "報修意見", "報修登記", "意見及建議", "報修與意見", "報修單"),
        orders=(("submitted_at", "done_at"), ("submitted_at", "called_back_at")),
        one_of=(("repair", "opinion"),),
        note=N_("Repairs and opinions, and what became of them."),
        columns=(
            Column(
                "request_no",
                "序號",
                "id",
                required=True,
                key=True,
                aliases=("編號", "單號", "報修編號", "登記號", "request_id", "no"),
                example="Q0001",
            ),
            Column(
                "submitted_at",
                "登記時間",
                "instant",
                required=True,
                aliases=("登記日期", "報修時間", "報修日期", "提交時間", "時間", "日期"),
                example="2009-11-18 09:30",
            ),
            _room(required=False),
            _person(),
            _contact(True),
            Column(
                "repair",
                "報修內容",
                "text",
                kept_sealed=True,
                aliases=("報修", "報修事項", "維修內容"),
                example="廚房水龍頭漏水",
            ),
            Column(
                "opinion", "意見及建議", "text", kept_sealed=True, aliases=("意見", "建議", "意見建議", "意見與建議")
            ),
            Column("category", "類別", "text", aliases=("報修類別", "分類", "類型"), example="水電"),
            Column("status", "狀態", "choice", choices=STATUSES, aliases=("處理狀態", "進度"), example="待處理"),
            Column(
                "assigned_to", "處理人", "text", kept_sealed=True, aliases=("派工給", "維修人員", "維修人", "負責人")
            ),
            Column("done_at", "完成時間", "instant", aliases=("完成日期", "處理時間", "處理完成時間")),
            Column("handling", "處理情況", "text", kept_sealed=True, aliases=("處理結果", "處理", "處理情況說明")),
            Column("called_back_at", "回訪時間", "instant", aliases=("回訪日期",)),
            Column("callback", "回訪結果", "text", kept_sealed=True, aliases=("回訪", "回訪情況", "回訪意見")),
            Column("satisfaction", "滿意度", "whole", minimum=1, maximum=5, aliases=("滿意程度", "評分", "滿意度評分")),
            Column("source", "來源", "choice", choices=REQUEST_SOURCES, aliases=("登記來源", "渠道"), example="櫃台"),
        ),
    ),
    Registry(
        "cards",
        "服務卡",
        "office",
        aliases=("服務卡表", "服務卡發放", "服務卡登記", "發卡登記"),
        note=N_("Service cards given out."),
        columns=(
            Column(
                "card_no",
                "卡號",
                "id",
                required=True,
                key=True,
                aliases=("服務卡號", "卡片編號", "編號"),
                example="K001",
            ),
            _room(required=False),
            Column(
                "issued_on",
                "發放日期",
                "date",
                required=True,
                aliases=("發放時間", "發卡日期", "發卡時間"),
                example="2009-11-18",
            ),
            Column(
                "issued_by",
                "發放人",
                "text",
                kept_sealed=True,
                aliases=("發卡人", "經辦人"),
                example="李管家",
            ),
        ),
    ),
)
