"""A small store and a small office as rows of text, right in every cell, for tests to spoil one thing of."""

# ruff: noqa: E501 -- one row of a registry is one row here

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from core.registries.check import check
from core.registries.definitions import Tables, registry
from core.registries.faults import Faults
from core.registries.raw import Origin
from core.registries.typed import as_typed

Rows = dict[str, list[dict[str, str]]]

STORE: Rows = {
    "staff": [
        {"staff_id": "A", "store_id": "S1", "name": "林怡君", "group_id": "G1", "phone": "13800138001",
         "hired_on": "2023-03-01", "left_on": ""},
        {"staff_id": "B", "store_id": "S1", "name": "陳小明", "group_id": "", "phone": "", "hired_on": "", "left_on": ""},
        {"staff_id": "Z", "store_id": "S2", "name": "王大同", "group_id": "", "phone": "", "hired_on": "", "left_on": ""},
    ],
    "attendance": [
        {"store_id": "S1", "staff_id": "A", "signed_in_at": "2024-03-04 08:30", "signed_out_at": "2024-03-04 12:00",
         "noon_duty": "否"},
        {"store_id": "S1", "staff_id": "A", "signed_in_at": "2024-03-04 13:00", "signed_out_at": "", "noon_duty": ""},
        {"store_id": "S1", "staff_id": "B", "signed_in_at": "2024-03-04 08:40", "signed_out_at": "2024-03-04 18:00",
         "noon_duty": "是"},
    ],
    "absences": [
        {"store_id": "S1", "staff_id": "B", "left_at": "2024-03-04 10:00", "returned_at": "2024-03-04 10:20",
         "notified_next": "yes"},
    ],
    "clients": [
        {"client_id": "C1", "store_id": "S1", "name": "黃小姐", "phone": "13912345678",
         "registered_at": "2024-03-04 09:10", "registered_by": "A", "source": "上門"},
        {"client_id": "C2", "store_id": "S1", "name": "周先生", "phone": "", "registered_at": "2024-03-05",
         "registered_by": "", "source": ""},
        {"client_id": "C9", "store_id": "S2", "name": "何先生", "phone": "", "registered_at": "2024-03-05",
         "registered_by": "", "source": "phone"},
    ],
    "assignments": [
        {"assignment_id": "N1", "store_id": "S1", "client_id": "C2", "staff_id": "B", "assigned_at": "2024-03-05 09:00"},
    ],
    "visits": [
        {"visit_id": "V1", "store_id": "S1", "client_id": "C1", "arrived_at": "2024-03-04 09:00",
         "greeted_at": "2024-03-04 09:00:30", "left_at": "2024-03-04 09:40", "received_by": "A", "asked_for": "",
         "source": "walk_in", "party_id": "", "asked_prior": "是", "concealed": "", "handed_to": "B",
         "handed_at": "2024-03-04 09:20"},
        {"visit_id": "V2", "store_id": "S1", "client_id": "C2", "arrived_at": "2024-03-04 09:30", "greeted_at": "",
         "left_at": "", "received_by": "", "asked_for": "B", "source": "", "party_id": "P1", "asked_prior": "",
         "concealed": "no", "handed_to": "", "handed_at": ""},
    ],
    "assists": [
        {"visit_id": "V1", "staff_id": "B", "assisted_at": "2024-03-04 09:10", "requested": "y"},
    ],
    "calls": [
        {"call_id": "K1", "store_id": "S1", "called_at": "2024-03-04 11:00", "client_id": "C1", "phone": "13912345678",
         "answered_by": "A", "ring_seconds": "8", "greeting_used": "", "name_given": "1"},
    ],
    "followups": [
        {"followup_id": "F1", "store_id": "S1", "client_id": "C1", "staff_id": "A", "followed_at": "2024-03-06 15:00",
         "channel": "電話", "note": "約週末"},
    ],
    "deals": [
        {"deal_id": "D1", "store_id": "S1", "client_id": "C1", "closed_by": "A", "reserved_at": "2024-03-09 16:00",
         "closed_at": "2024-03-15 11:00", "cancelled_at": "", "amount": "2,030,000", "commission": "3.7萬"},
    ],
    "rulings": [
        {"ruling_id": "R1", "store_id": "S1", "ruled_at": "2024-03-20 10:00", "visit_id": "V1", "client_id": "C1",
         "deal_id": "", "finding_kind": "搶客", "outcome": "成立", "new_owner": "B"},
    ],
}  # fmt: skip
OFFICE: Rows = {
    "households": [{"room_no": "3-2-501", "collected_on": "2009-11-18", "collected_by": "李管家"}],
    "members": [
        {"room_no": "3-2-501", "name": "王建國", "gender": "男", "education": "大學", "birth_date": "1970-05-01",
         "contact": "13700001111、QQ 123456", "employer": ""},
    ],
    "occupants": [
        {"room_no": "3-2-502", "name": "趙阿姨", "gender": "female", "kind": "保姆", "id_number": "11010519491231002X",
         "contact": "010-12345678", "note": ""},
    ],
    "emergency_contacts": [
        {"room_no": "3-2-501", "name": "王美玲", "gender": "女", "relation": "女兒", "contact": "mei@example.com"},
    ],
    "vehicles": [
        {"room_no": "3-2-501", "plate_no": "京A12345", "parking_area": "地下一層", "parking_space": "B1-023",
         "main_driver": "王建國"},
    ],
    "requests": [
        {"request_no": "Q1", "submitted_at": "2009-11-18 09:30", "room_no": "3-2-501", "name": "王建國",
         "contact": "13700001111", "repair": "漏水", "opinion": "", "category": "", "status": "待處理",
         "assigned_to": "", "done_at": "", "handling": "", "called_back_at": "", "callback": "", "satisfaction": "5",
         "source": "接待日"},
    ],
    "cards": [{"card_no": "K001", "room_no": "3-2-501", "issued_on": "2009-11-18", "issued_by": "李管家"}],
}  # fmt: skip


def store() -> Rows:
    """The store, for the test to change."""
    return deepcopy(STORE)


def office() -> Rows:
    """The office, for the test to change."""
    return deepcopy(OFFICE)


def typed(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[Tables, Faults]:
    """Typed frames of the rows, each from `<registry>.csv`, and all faults, those across registries included."""
    tables: Tables = {}
    faults = Faults()
    for name, given in rows.items():
        tables[name], found = as_typed(registry(name), given)
        faults.extend(found)
    faults.extend(check(tables, {name: Origin.of(f"{name}.csv", len(frame)) for name, frame in tables.items()}))
    return tables, faults


def lines(rows: Mapping[str, Sequence[Mapping[str, str]]], language: str = "en") -> list[str]:
    """What the command line would say of the rows, in reading order; warnings begin with `warning `."""
    said = typed(rows)[1].in_order()
    return [("warning " if f.severity == "warning" else "") + f.line(language) for f in said]
