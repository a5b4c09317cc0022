"""Finding people by blind index: one number written in many ways, within the stores asked for, nothing opened."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from core.registries.columns import Personal
from core.store import lookup
from core.store.database import Database
from core.store.lookup import Found
from core.store.seals import Sealer
from core.store.tables import registry_tables, seals
from tests.planted import plant

CLIENTS = [
    {
        "client_id": "C1",
        "store_id": "S1",
        "name": "陳小姐",
        "phone": "13912345678",
        "registered_at": "2024-03-04 09:10",
    },
    {
        "client_id": "C2",
        "store_id": "S2",
        "name": "王 建國",
        "phone": "139-1234-5678/02187654321",
        "registered_at": "2024-03-04",
    },
    {"client_id": "C3", "store_id": "S1", "name": "John Smith", "phone": "", "registered_at": "2024-03-05 09:10"},
]
CALLS = [{"call_id": "K1", "store_id": "S1", "called_at": "2024-03-04 11:00", "phone": "+86 139 1234 5678"}]
MEMBERS = [
    {
        "room_no": "3-2-501",
        "name": "王建国",
        "contact": "a@b.cn、13912345678",
        "birth_date": "1970-05-01",
        "employer": "市第一中學",
    }
]
OCCUPANTS = [{"room_no": "3-2-501", "name": "趙阿姨", "id_number": "11010519491231002X", "note": "週末不在"}]
VEHICLES = [{"room_no": "3-2-502", "plate_no": "京A12345", "main_driver": "王建國"}]


@pytest.fixture
def first(database: Database) -> dict[str, int]:
    households = [{"room_no": r, "collected_on": "2009-11-18"} for r in ("3-2-501", "3-2-502")]
    return plant(database, clients=CLIENTS, calls=CALLS) | plant(
        database, households=households, members=MEMBERS, occupants=OCCUPANTS, vehicles=VEHICLES
    )


def found(
    database: Database, kind: Personal, value: str, scopes: list[str] | None = None
) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        rows = lookup.find(connection, database.sealer, kind, value, scopes)
    return [(r.registry, r.scope, r.column) for r in rows]


WRITTEN = ["13912345678", "139 1234 5678", "+86-139-1234-5678", "１３９１２３４５６７８", " 008613912345678 "]


@pytest.mark.parametrize("value", WRITTEN)
@pytest.mark.parametrize("kind", ["phone", "contact"])
def test_a_number_is_found_however_it_is_written(
    database: Database, first: dict[str, int], kind: Personal, value: str
) -> None:
    assert found(database, kind, value) == [
        ("clients", "S1", "phone"),
        ("clients", "S2", "phone"),
        ("calls", "S1", "phone"),
        ("members", "", "contact"),
    ]


def test_each_kind_finds_its_own(database: Database, first: dict[str, int]) -> None:
    assert found(database, "name", "王建國") == [
        ("clients", "S2", "name"),
        ("members", "", "name"),
        ("vehicles", "", "main_driver"),
    ]
    assert found(database, "name", "JOHN  smith") == [("clients", "S1", "name")]
    assert found(database, "contact", "A@B.CN") == [("members", "", "contact")]
    assert found(database, "id_number", "11010519491231002x") == [("occupants", "", "id_number")]
    assert found(database, "plate", "京a·12345") == [("vehicles", "", "plate_no")]
    assert found(database, "phone", "021-87654321") == [("clients", "S2", "phone")]
    assert found(database, "name", "13912345678") == []
    assert found(database, "birth_date", "1970-05-01") == []
    assert found(database, "phone", " ") == []


def test_only_the_stores_asked_for(database: Database, first: dict[str, int]) -> None:
    assert found(database, "phone", "13912345678", ["S2"]) == [("clients", "S2", "phone")]
    assert found(database, "phone", "13912345678", [""]) == [("members", "", "contact")]
    assert found(database, "phone", "13912345678", []) == []


def test_ended_rows_are_not_found(database: Database, first: dict[str, int]) -> None:
    table = registry_tables["clients"]
    database.write(lambda c: c.execute(table.update().where(table.c.client_id == "C1").values(ended_by=1)))
    assert ("clients", "S1", "phone") not in found(database, "phone", "13912345678")


def test_nothing_is_opened_to_find(database: Database, first: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(Sealer, "open", opened)
    assert len(found(database, "phone", "13912345678")) == 4


def test_an_upload_is_matched_by_phone(database: Database, first: dict[str, int]) -> None:
    phones = ["13912345678", None, "13900000000", "02187654321", "13912345678"]
    with database.read() as connection:
        matched = lookup.matching(connection, database.sealer, "phone", phones, ["S1", "S2"])
    one = [
        Found("clients", first["clients"], "S1", "phone"),
        Found("clients", first["clients"] + 1, "S2", "phone"),
        Found("calls", first["calls"], "S1", "phone"),
    ]
    assert matched == {0: one, 3: one[1:2], 4: one}


def test_a_room(database: Database, first: dict[str, int]) -> None:
    with database.read() as connection:
        rows = lookup.of_room(connection, " 3-2-501 ", [""])
        assert [(r.registry, r.column) for r in rows] == [
            ("households", "room_no"),
            ("members", "room_no"),
            ("occupants", "room_no"),
        ]
        assert lookup.of_room(connection, "3-2-501", ["S1"]) == []
        assert lookup.of_room(connection, "", None) == []


def test_what_is_found_is_shown_masked(database: Database, first: dict[str, int]) -> None:
    with database.read() as connection:
        rows = lookup.find(connection, database.sealer, "phone", "13912345678", None)
        shown = lookup.masked(connection, database.sealer, rows)
        room = lookup.masked(connection, database.sealer, lookup.of_room(connection, "3-2-501", None))
    assert list(shown) == ["clients", "calls", "members"]
    columns = ["row_id", "store_id", "client_id", "name", "phone"]
    assert shown["clients"][columns].to_dict("records") == [
        {"row_id": first["clients"], "store_id": "S1", "client_id": "C1", "name": "陳○○", "phone": "139****5678"},
        {
            "row_id": first["clients"] + 1,
            "store_id": "S2",
            "client_id": "C2",
            "name": "王 建○",
            "phone": "139******5678/021****4321",
        },
    ]
    member = shown["members"].iloc[0]
    assert (member["name"], member["birth_date"], member["employer"]) == ("王○○", "1970-**-**", "市○○○")
    assert room["occupants"].iloc[0]["note"] == "*** (4)"
    assert room["occupants"].iloc[0]["id_number"] == "110*************2X"


def test_an_erased_person_shows_nothing(database: Database, first: dict[str, int]) -> None:
    database.write(lambda c: c.execute(seals.delete().where(seals.c.row_of == "clients")))
    with database.read() as connection:
        rows = lookup.find(connection, database.sealer, "phone", "02187654321", None)
        shown = lookup.masked(connection, database.sealer, rows)["clients"]
    assert shown["name"].isna().all() and shown["phone"].isna().all()


def test_another_key_finds_nothing(database: Database, first: dict[str, int]) -> None:
    other = replace(database.sealer, ring=database.sealer.ring.with_new("index"))
    with database.read() as connection:
        assert lookup.find(connection, other, "phone", "13912345678", None) == []
        assert connection.execute(sa.text("SELECT count(*) FROM blind_index")).scalar_one() > 0
        pd.testing.assert_frame_equal(
            pd.DataFrame(lookup.find(connection, database.sealer, "name", "趙阿姨", None)),
            pd.DataFrame([Found("occupants", first["occupants"], "", "name")]),
        )
