"""The definitions hold together, and are what the contract says."""

from __future__ import annotations

import pandas as pd
import pytest

from core.registries.definitions import (
    ALL,
    OFFICE,
    STORE,
    Column,
    Registry,
    dtype_of,
    empty_tables,
    header_key,
    registry,
)
from core.registries.typed import as_typed

COLUMNS = [pytest.param(r, c, id=f"{r.name}.{c.name}") for r in ALL for c in r.columns]
CONTRACT = {
    "staff": "staff_id* store_id* name* group_id phone hired_on left_on",
    "attendance": "store_id* staff_id* signed_in_at* signed_out_at noon_duty",
    "absences": "store_id* staff_id* left_at* returned_at notified_next",
    "clients": "client_id* store_id* name* phone registered_at* registered_by source",
    "assignments": "assignment_id* store_id* client_id* staff_id* assigned_at*",
    "visits": "visit_id* store_id* client_id* arrived_at* greeted_at left_at received_by asked_for source party_id "
    "asked_prior concealed handed_to handed_at",
    "assists": "visit_id* staff_id* assisted_at requested",
    "calls": "call_id* store_id* called_at* client_id phone answered_by ring_seconds greeting_used name_given",
    "followups": "followup_id* store_id* client_id* staff_id* followed_at* channel note",
    "deals": "deal_id* store_id* client_id* closed_by* reserved_at closed_at cancelled_at amount* commission",
    "rulings": "ruling_id* store_id* ruled_at* visit_id client_id deal_id finding_kind outcome new_owner",
    "households": "room_no* collected_on* collected_by",
    "members": "room_no* name* gender education birth_date contact employer",
    "occupants": "room_no* name* gender kind id_number contact note",
    "emergency_contacts": "room_no* name* gender relation contact*",
    "vehicles": "room_no* plate_no* parking_area parking_space main_driver",
    "requests": "request_no* submitted_at* room_no name* contact* repair opinion category status assigned_to done_at "
    "handling called_back_at callback satisfaction source",
    "cards": "card_no* room_no issued_on* issued_by",
}


def test_columns_are_those_of_the_contract() -> None:
    assert {r.name: " ".join(c.name + "*" * c.required for c in r.columns) for r in ALL} == CONTRACT


def test_required_registries() -> None:
    assert [r.name for r in ALL if r.required] == ["staff", "attendance", "clients", "visits"]


def test_references_name_keys() -> None:
    named = {(r.name, c.name): c.references for r in ALL for c in r.columns if c.references}
    assert all(registry(target).key is not None for target in named.values())
    assert named == {
        **{(t, "staff_id"): "staff" for t in ("attendance", "absences", "assignments", "assists", "followups")},
        **{(t, "client_id"): "clients" for t in ("assignments", "visits", "calls", "followups", "deals", "rulings")},
        **{("visits", c): "staff" for c in ("received_by", "asked_for", "handed_to")},
        ("clients", "registered_by"): "staff",
        ("assists", "visit_id"): "visits",
        ("calls", "answered_by"): "staff",
        ("deals", "closed_by"): "staff",
        ("rulings", "visit_id"): "visits",
        ("rulings", "deal_id"): "deals",
        ("rulings", "new_owner"): "staff",
        ("members", "room_no"): "households",
    }


def test_end_of_day_is_where_the_contract_says() -> None:
    ends = {c.name for r in STORE for c in r.columns if c.end_of_day}
    assert ends == {"reserved_at", "closed_at", "cancelled_at", "followed_at"}
    assert not any(c.end_of_day for r in OFFICE for c in r.columns)


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.name)
def test_a_header_means_one_column(r: Registry) -> None:
    headers = [(header_key(h), c.name) for c in r.columns for h in (*c.headers, c.hans)]
    assert len({key for key, _ in headers}) == len(set(headers))


def test_a_name_means_one_registry() -> None:
    keys = [k for r in ALL for k in r.name_keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("客戶姓名 ", "name"),
        ("客户姓名", "name"),
        ("客戶名稱", "name"),
        (" CLIENT_ID", "client_id"),
        ("Client ID", "client_id"),
        ("客戶編號*", "client_id"),
        ("登記時間：", "registered_at"),
        ("【來源】", "source"),
        ("ｐｈｏｎｅ", "phone"),
    ],
)
def test_headers_are_folded(written: str, name: str) -> None:
    assert registry("clients").header_keys[header_key(written)].name == name


@pytest.mark.parametrize(("r", "column"), COLUMNS)
def test_labels_in_three_languages(r: Registry, column: Column) -> None:
    assert column.label("en") == column.name
    assert column.label("zh-Hant") == column.hant
    assert header_key(column.hant) == header_key(column.label("zh-Hans"))


@pytest.mark.parametrize(("r", "column"), COLUMNS)
def test_personal_columns_are_marked(r: Registry, column: Column) -> None:
    telling = {"phone": "phone", "id_number": "id_number", "contact": "contact", "plate": "plate"}
    if column.kind in telling:
        assert column.personal == telling[column.kind]
    if column.name in ("name", "main_driver"):
        assert column.personal == ("" if r.name == "staff" else "name")
    if column.name in ("birth_date", "employer", "note"):
        assert column.personal == column.name


def test_what_is_kept_sealed_and_yet_shown() -> None:
    assert [f"{r.name}.{c.name}" for r in ALL for c in r.columns if c.kept_sealed] == [
        "staff.name",
        "households.collected_by",
        "requests.repair",
        "requests.opinion",
        "requests.assigned_to",
        "requests.handling",
        "requests.callback",
        "cards.issued_by",
    ]


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.name)
def test_rules_name_columns_of_the_registry(r: Registry) -> None:
    named = {n for pair in r.orders for n in pair} | {n for group in r.one_of for n in group}
    named |= {n for name, others in r.needs for n in (name, *others)} | set(r.apart or ())
    assert named <= {c.name for c in r.columns}


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.name)
def test_the_example_row_is_right(r: Registry) -> None:
    frame, faults = as_typed(r, [{c.name: c.example for c in r.columns}])
    assert [f.line("en") for f in faults] == []
    assert len(frame) == 1


def test_empty_tables() -> None:
    tables = {**empty_tables("store"), **empty_tables("office")}
    assert list(tables) == [r.name for r in ALL]
    for r in ALL:
        assert list(tables[r.name].columns) == [c.name for c in r.columns]
        assert len(tables[r.name]) == 0
        assert isinstance(tables[r.name].index, pd.RangeIndex)


def test_dtypes() -> None:
    assert {c.name: str(dtype_of(c)) for c in registry("visits").columns} == {
        "visit_id": "str",
        "store_id": "category",
        "client_id": "category",
        "arrived_at": "datetime64[s]",
        "greeted_at": "datetime64[s]",
        "left_at": "datetime64[s]",
        "received_by": "category",
        "asked_for": "category",
        "source": "category",
        "party_id": "str",
        "asked_prior": "boolean",
        "concealed": "bool",
        "handed_to": "category",
        "handed_at": "datetime64[s]",
    }
    assert str(dtype_of(registry("deals").column("amount"))) == "float64"
    assert str(dtype_of(registry("calls").column("ring_seconds"))) == "Int64"
    assert str(dtype_of(registry("staff").column("left_on"))) == "datetime64[s]"
