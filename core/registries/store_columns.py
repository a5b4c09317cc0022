"""Columns that several registries of the store share."""

from __future__ import annotations

from core.registries.columns import Choice, Column
from core.texts import N_

SOURCES = (
    Choice("walk_in", "上門", ("walkin", "walk-in", "自來", "自行到店", "到店", "上門客")),
    Choice("phone", "來電", ("電話", "call", "電話客")),
    Choice("outside", "外銷", ("外展", "外出", "外場")),
    Choice("referral", "介紹", ("轉介", "轉介紹", "朋友介紹")),
    Choice("online", "網絡", ("網路", "網上", "線上", "互聯網", "internet", "web")),
    Choice("assigned", "分配", ("公司分配", "分派")),
)

STORE_ID = Column(
    "store_id",
    "門店",
    "id",
    required=True,
    aliases=(
        "店",
        "店號",
        "店鋪",
        "門店編號",
        "門店號",
        "門店代碼",
        "分店",
        "店別",
        "門市",
        "所屬門店",
        "store",
        "shop",
    ),
    note=N_("Which store the row belongs to."),
    example="S1",
)


def staff_column(
    name: str, hant: str, *aliases: str, required: bool = False, note: str = "", example: str = "S1E1"
) -> Column:
    """A column that names a salesperson by staff number."""
    return Column(name, hant, "id", required=required, references="staff", aliases=aliases, note=note, example=example)


def client_column(required: bool = True, note: str = "") -> Column:
    """A column that names a client by client number."""
    return Column(
        "client_id",
        "客戶編號",
        "id",
        required=required,
        references="clients",
        aliases=("客戶", "客戶號", "客戶id", "客編", "客戶編碼", "客戶代號", "client", "customer_id"),
        note=note,
        example="C0001",
    )


def visit_column(required: bool) -> Column:
    """A column that names a visit by its number."""
    return Column(
        "visit_id",
        "來訪編號",
        "id",
        required=required,
        references="visits",
        aliases=("來訪號", "接待編號", "來訪id", "到訪編號", "visit"),
        example="V0001",
    )


WHO = ("業務員", "業務員工號", "員工編號", "員工號", "人員編號", "staff", "employee_id")
