"""Registries of the store that tell of the day at the door and on the phone."""

from __future__ import annotations

from core.registries.columns import Column, Registry
from core.registries.store_columns import SOURCES, STORE_ID, WHO, client_column, staff_column, visit_column
from core.texts import N_

VISITS = Registry(
    "visits",
    "來訪接待",
    "store",
    required=True,
    aliases=(
        "來訪接待表",
        "來訪",
        "來訪登記",
        "來訪登記表",
        "接待",
        "接待表",
        "接待登記",
        "來客登記",
        "到訪",
        "到訪登記",
    ),
    orders=(
        ("arrived_at", "greeted_at"),
        ("arrived_at", "left_at"),
        ("arrived_at", "handed_at"),
        ("handed_at", "left_at"),
    ),
    note=N_("Every visit, in the order in which people came through the door."),
    columns=(
        Column(
            "visit_id",
            "來訪編號",
            "id",
            required=True,
            key=True,
            aliases=("來訪號", "接待編號", "來訪id", "到訪編號", "編號", "visit"),
            note=N_("Visits of the same minute are taken in the order of this number."),
            example="V0001",
        ),
        STORE_ID,
        client_column(),
        Column(
            "arrived_at",
            "到訪時間",
            "instant",
            required=True,
            aliases=("來訪時間", "到店時間", "到達時間", "進門時間", "到訪"),
            example="2024-03-04 09:05",
        ),
        Column(
            "greeted_at",
            "迎接時間",
            "instant",
            aliases=("迎接", "招呼時間", "接待時間"),
            example="2024-03-04 09:05:30",
        ),
        Column(
            "left_at",
            "離開時間",
            "instant",
            aliases=("離店時間", "離開", "送客時間", "結束時間"),
            note=N_("Blank: not known; the visit is taken to last as long as the settings say."),
            example="2024-03-04 09:40",
        ),
        staff_column(
            "received_by",
            "接待人",
            "接待業務員",
            "接待員",
            "接待",
            "接待人工號",
            note=N_("Blank: nobody received the visitor."),
        ),
        staff_column("asked_for", "點名業務員", "點名", "指名", "指定業務員", "客戶點名", example=""),
        Column(
            "source",
            "來源",
            "choice",
            choices=SOURCES,
            aliases=("客戶來源", "客源", "渠道", "來訪渠道"),
            example="上門",
        ),
        Column(
            "party_id",
            "同行批次",
            "id",
            aliases=("同行", "批次", "同批", "同行編號", "party"),
            note=N_("The same value for people who came together: one reception."),
        ),
        Column(
            "asked_prior",
            "已詢問前接待",
            "bool?",
            aliases=("詢問前接待", "已問前接待", "是否詢問", "已詢問", "是否問過前接待"),
            note=N_("Whether the receiver asked who had served the client before. Blank: not known."),
            example="是",
        ),
        Column(
            "concealed",
            "刻意隱瞞",
            "bool",
            aliases=("隱瞞", "是否隱瞞"),
            note=N_("Yes: the receiver knew whose client it was and hid it."),
            example="否",
        ),
        staff_column("handed_to", "轉交給", "轉交", "轉交業務員", "轉給", "移交給", example=""),
        Column("handed_at", "轉交時間", "instant", aliases=("移交時間", "轉交時刻")),
    ),
)

ASSISTS = Registry(
    "assists",
    "協助",
    "store",
    aliases=("協助表", "協助登記", "協助記錄", "幫忙"),
    note=N_("Who helped a colleague with a visit."),
    columns=(
        visit_column(required=True),
        staff_column("staff_id", "工號", "協助人", "協助業務員", *WHO, required=True, example="S1E2"),
        Column("assisted_at", "協助時間", "instant", aliases=("協助日期",), example="2024-03-04 09:20"),
        Column(
            "requested",
            "應請求",
            "bool?",
            aliases=("是否應請求", "應邀", "是否應邀", "被請求"),
            note=N_("Whether the receiver asked for the help. Blank: not known."),
            example="是",
        ),
    ),
)

CALLS = Registry(
    "calls",
    "來電",
    "store",
    aliases=("來電表", "來電登記", "來電登記表", "來電記錄", "電話", "電話登記", "電話記錄", "接聽記錄"),
    note=N_("Calls that came to the shop."),
    columns=(
        Column(
            "call_id",
            "來電編號",
            "id",
            required=True,
            key=True,
            aliases=("來電號", "電話編號", "來電id", "編號", "call"),
            example="K0001",
        ),
        STORE_ID,
        Column(
            "called_at",
            "來電時間",
            "instant",
            required=True,
            aliases=("來電日期", "撥入時間"),
            example="2024-03-04 11:00",
        ),
        client_column(
            required=False,
            note=N_("Blank: the call belongs to the client with this phone number, if there is one."),
        ),
        Column(
            "phone",
            "來電號碼",
            "phone",
            personal="phone",
            aliases=("電話", "電話號碼", "來電電話", "主叫號碼", "號碼", "tel"),
            example="13912345678",
        ),
        staff_column(
            "answered_by", "接聽人", "接聽業務員", "接聽", "接電話人", "接線人", note=N_("Blank: nobody answered.")
        ),
        Column(
            "ring_seconds",
            "響鈴秒數",
            "whole",
            minimum=0,
            aliases=("響鈴", "響鈴時間", "響鈴時長", "響鈴秒"),
            example="8",
        ),
        Column(
            "greeting_used",
            "使用標準用語",
            "bool?",
            aliases=("標準用語", "規範用語", "使用規範用語"),
            note=N_("Blank: not known."),
            example="是",
        ),
        Column(
            "name_given",
            "已告知姓名電話",
            "bool",
            aliases=("告知姓名電話", "已報姓名", "已告知姓名", "報姓名電話"),
            note=N_("Yes: the caller was told whom to ask for."),
            example="是",
        ),
    ),
)
