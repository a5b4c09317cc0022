"""Registries of the store that tell of its people: who works there, who is in, who is out."""

from __future__ import annotations

from core.registries.columns import Column, Registry
from core.registries.store_columns import STORE_ID, WHO, staff_column
from core.texts import N_

STAFF = Registry(
    "staff",
    "業務員",
    "store",
    required=True,
    aliases=("業務員表", "員工", "員工表", "人員", "人員名單", "業務員名單", "花名冊", "employees"),
    orders=(("hired_on", "left_on"),),
    note=N_("Who works in the stores. One row a person; nobody works in two stores."),
    columns=(
        Column(
            "staff_id",
            "工號",
            "id",
            required=True,
            key=True,
            aliases=("員工編號", "業務員編號", "業務員工號", "員工號", "人員編號", "員工工號", "staff", "employee_id"),
            note=N_("The number by which every other registry names this person."),
            example="S1E1",
        ),
        STORE_ID,
        Column(
            "name",
            "姓名",
            "text",
            required=True,
            kept_sealed=True,
            aliases=("業務員", "業務員姓名", "員工姓名", "名字", "業務員名稱", "staff_name"),
            example="林怡君",
        ),
        Column(
            "group_id",
            "外銷組",
            "id",
            aliases=("組別", "外銷組別", "小組", "組", "group", "team"),
            note=N_("The group that goes out selling together; credit may go to it."),
            example="G1",
        ),
        Column(
            "phone",
            "電話",
            "phone",
            personal="phone",
            aliases=("手機", "手機號", "手機號碼", "電話號碼", "聯繫電話", "聯絡電話", "手機電話", "mobile", "tel"),
            example="13800138001",
        ),
        Column(
            "hired_on",
            "入職日期",
            "date",
            aliases=("入職", "入職日", "入職時間", "到職日", "到職日期"),
            example="2023-03-01",
        ),
        Column(
            "left_on",
            "離職日期",
            "date",
            aliases=("離職", "離職時間", "離職日"),
            note=N_("Last day of work; nobody holds a client after it."),
        ),
    ),
)

ATTENDANCE = Registry(
    "attendance",
    "簽到",
    "store",
    required=True,
    aliases=("簽到表", "考勤", "考勤表", "簽到簽退", "簽到簿", "出勤", "sign_in"),
    orders=(("signed_in_at", "signed_out_at"),),
    apart=("staff_id", "signed_in_at", "signed_out_at"),
    note=N_("The sign-in sheet. The order of signing in is the order of turns."),
    columns=(
        STORE_ID,
        staff_column("staff_id", "工號", *WHO, required=True),
        Column(
            "signed_in_at",
            "簽到時間",
            "instant",
            required=True,
            aliases=(
                "簽到",
                "上班時間",
                "上班",
                "到崗時間",
                "到崗",
                "上班打卡",
                "上班簽到",
                "簽到時刻",
                "sign_in",
                "signed_in",
            ),
            example="2024-03-04 08:30",
        ),
        Column(
            "signed_out_at",
            "簽退時間",
            "instant",
            aliases=(
                "簽退",
                "下班時間",
                "下班",
                "離崗時間",
                "下班打卡",
                "下班簽退",
                "簽退時刻",
                "簽出時間",
                "簽離時間",
                "sign_out",
                "signed_out",
            ),
            note=N_("Blank: until the end of the day."),
            example="2024-03-04 18:00",
        ),
        Column(
            "noon_duty",
            "午間值班",
            "bool",
            aliases=("午休值班", "中午值班", "午班", "值午班", "noon"),
            note=N_("Yes: stays on duty through the midday break."),
            example="否",
        ),
    ),
)

ABSENCES = Registry(
    "absences",
    "離崗",
    "store",
    aliases=("離崗表", "離崗登記", "離崗記錄", "外出", "外出登記", "暫離"),
    orders=(("left_at", "returned_at"),),
    note=N_("Who left the shop during the day, and whether the next one was told."),
    columns=(
        STORE_ID,
        staff_column("staff_id", "工號", *WHO, required=True),
        Column(
            "left_at",
            "離開時間",
            "instant",
            required=True,
            aliases=("離崗時間", "外出時間", "離開"),
            example="2024-03-04 10:00",
        ),
        Column(
            "returned_at",
            "返回時間",
            "instant",
            aliases=("返崗時間", "回崗時間", "回來時間", "返回", "返崗", "回來"),
            note=N_("Blank: did not come back that day."),
            example="2024-03-04 10:20",
        ),
        Column(
            "notified_next",
            "已告知下一位",
            "bool",
            aliases=("告知下一位", "已通知下一位", "已告知", "通知下一位"),
            note=N_("Yes: told the next one; a short leave then keeps the place."),
            example="是",
        ),
    ),
)
