"""Rows that stand may be named by an upload that does not bring them along."""

from __future__ import annotations

import pytest

from core.registries.columns import Column, Registry
from core.registries.definitions import ALL
from core.registries.read.reading import read
from core.store.batches import commit, preview
from core.store.database import Database
from core.store.known_rows import known_rows
from tests.store.frames import SHOP, VISITS, tables

THIS_WEEK = b"visit_id,store_id,client_id,arrived_at,received_by\nV9,S1,C1,2024-03-11 09:00,E1\n"
SIGNED_IN = b"store_id,staff_id,signed_in_at,signed_out_at\nS1,E1,2024-03-11 08:30,2024-03-11 18:00\n"
TWICE = b"store_id,staff_id,signed_in_at,signed_out_at\nS1,E1,2024-03-11 17:00,2024-03-11 19:00\n"


def codes(database: Database, *files: tuple[str, bytes], allowed: list[str] | None = None) -> list[str]:
    return [f.code for f in read(files, desk="store", kept=known_rows(database, allowed)).faults.errors]


def test_this_weeks_visits_alone_are_enough(database: Database) -> None:
    visits, attendance = ("visits.csv", THIS_WEEK), ("attendance.csv", SIGNED_IN)
    assert "registry_missing" in codes(database, visits, attendance)
    commit(database, preview(database, tables(SHOP), "store", None, []), "a", None)
    assert codes(database, visits, attendance) == []
    assert codes(database, visits, attendance, allowed=["S1"]) == []
    assert "registry_missing" in codes(database, visits, attendance, allowed=["S2"])
    unknown = ("visits.csv", THIS_WEEK.replace(b"C1", b"C7"))
    assert codes(database, unknown, attendance) == ["unknown_reference"]
    elsewhere = ("visits.csv", THIS_WEEK.replace(b"S1", b"S2"))
    assert set(codes(database, elsewhere, attendance)) == {"other_store"}


def test_nobody_is_signed_in_twice_beside_what_stands(database: Database) -> None:
    commit(database, preview(database, tables(SHOP), "store", None, []), "a", None)
    first = read([("attendance.csv", SIGNED_IN)], desk="store", kept=known_rows(database, None))
    commit(database, preview(database, {"attendance": first.tables["attendance"]}, "store", None, []), "b", None)
    visits = ("visits.csv", THIS_WEEK)
    assert codes(database, visits, ("attendance.csv", TWICE)) == ["overlap"]
    assert codes(database, visits, ("attendance.csv", SIGNED_IN)) == []


def test_a_store_that_kept_nothing_knows_nothing(database: Database) -> None:
    assert [known_rows(database, None)(r.name) for r in ALL] == [None] * len(ALL)
    commit(database, preview(database, tables({"visits": VISITS}), "store", None, []), "a", None)
    known = known_rows(database, None)("visits")
    assert known is not None
    assert (known["visit_id"].tolist(), known["store_id"].tolist()) == (["V1", "V2", "V3"], ["S1"] * 3)


def test_every_registry_has_an_identity() -> None:
    assert all(r.identity for r in ALL)
    assert {r.name: r.identity for r in ALL if r.key is None} == {
        "attendance": ("staff_id", "signed_in_at"),
        "absences": ("staff_id", "left_at"),
        "assists": ("visit_id", "staff_id"),
        "members": ("room_no", "name"),
        "occupants": ("room_no", "name"),
        "emergency_contacts": ("room_no", "name"),
        "vehicles": ("room_no", "plate_no"),
    }
    with pytest.raises(ValueError, match="no identity"):
        Registry("things", "物", "store", (Column("colour", "色", "text"),))
    with pytest.raises(ValueError, match="no identity"):
        Registry("things", "物", "store", (Column("colour", "色", "text"),), identity=("size",))
