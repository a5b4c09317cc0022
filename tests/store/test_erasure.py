"""Erasing a person: every version, every registry, no byte left, nobody else touched."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from core.registries.read.reading import read
from core.store import tables
from core.store.batches import commit, preview
from core.store.database import Database
from core.store.erasure import Subject, erase, subjects
from core.store.rows import load
from core.store.tables import metadata, registry_tables

CLIENTS = "client_id,store_id,name,phone,registered_at\n"
FIRST = CLIENTS + "C1,S1,王甲,13800000001,2026-01-05 10:00\nC2,S1,王乙,13800000002,2026-01-05 11:00\n"
THEN = CLIENTS + "C1,S1,王甲,13800000011,2026-01-05 10:00\nC2,S1,王乙,13800000002,2026-01-05 11:00\n"


def keep(database: Database, token: str, **files: str) -> None:
    reading = read([(f"{name}.csv", body.encode()) for name, body in files.items()])
    assert [f.message("en") for f in reading.faults.errors] == []
    desk = "store" if "visits" in reading.tables else "office"
    commit(database, preview(database, reading.tables, desk, None, []), token, None)


@pytest.fixture
def filled(database: Database) -> Database:
    """A client who changed numbers, with a follow-up, a call and a visit; another one; a home with two members."""
    rest = {
        "staff": "staff_id,store_id,name\nE1,S1,林一\n",
        "attendance": "store_id,staff_id,signed_in_at\nS1,E1,2026-01-05 08:00\n",
        "visits": "visit_id,store_id,client_id,arrived_at,received_by\nV1,S1,C1,2026-01-05 10:00,E1\n",
        "followups": (
            "followup_id,store_id,client_id,staff_id,followed_at,note\nF1,S1,C1,E1,2026-01-06 10:00,想看三房\n"
            "F2,S1,C2,E1,2026-01-06 11:00,預算三百萬\n"
        ),
        "calls": "call_id,store_id,called_at,phone\nL1,S1,2026-01-04 10:00,138 0000 0001\n",
    }
    keep(database, "first", clients=FIRST, **rest)
    keep(database, "then", clients=THEN, **rest)
    keep(
        database,
        "home",
        households="room_no,collected_on\n1-101,2026-01-05\n",
        members="room_no,name,contact\n1-101,張三,13600000001\n1-101,張四,13600000002\n",
        requests=(
            "request_no,submitted_at,room_no,name,contact,repair\nQ1,2026-01-05 09:00,1-101,張三,13600000001,漏水\n"
        ),
    )
    return database


def found(database: Database, kind: str, value: str) -> list[Subject]:
    with database.read() as connection:
        return subjects(connection, database.sealer.indexes(kind, value))


def everything(database: Database) -> bytes:
    """Every value of every table, and the raw files where the database is files."""
    with database.read() as connection:
        said = [repr(tuple(row)).encode() for t in metadata.sorted_tables for row in connection.execute(sa.select(t))]
        blobs = [v for t in metadata.sorted_tables for row in connection.execute(sa.select(t)) for v in row]
    raw = [f.read_bytes() for f in Path(database.home.folder).iterdir() if f.is_file() and f.suffix != ".json"]
    return b"".join(said + [bytes(v) for v in blobs if isinstance(v, bytes | memoryview)] + raw)


def test_a_former_number_finds_the_client_with_all_that_is_theirs(filled: Database) -> None:
    (subject,) = found(filled, "phone", "+86 138-0000-0001")
    assert (subject.registry, subject.scope, subject.label) == ("clients", "S1", "C1")
    assert sorted(name for name, _scope, _row in subject.rows) == ["calls", "clients", "clients", "followups"]
    assert found(filled, "phone", "13900000000") == []


def test_nothing_of_the_person_is_left_and_nobody_else_is_touched(filled: Database) -> None:
    (subject,) = found(filled, "phone", "13800000001")
    with filled.read() as connection:
        blobs = [
            bytes(blob)
            for name, _scope, row_id in subject.rows
            for blob in connection.execute(
                sa.select(registry_tables[name].c.sealed).where(registry_tables[name].c.row_id == row_id)
            ).scalars()
        ]
        secrets = [
            bytes(s)
            for name, _scope, row_id in subject.rows
            for s in connection.execute(
                sa.select(tables.seals.c.secret).where(tables.seals.c.row_of == name, tables.seals.c.row_id == row_id)
            ).scalars()
        ]
    marks = [ix for v in ("13800000001", "13800000011") for ix in filled.sealer.indexes("phone", v)]
    marks += filled.sealer.indexes("name", "王甲")
    before = everything(filled)
    assert [piece in before for piece in (*blobs, *secrets, *marks)] == [True] * (len(blobs) + len(secrets) + 3)
    assert erase(filled, [subject], "t", None, "asked for it") == {"rows": 4, "stayed": 4, "scrubbed": True}
    after = everything(filled)
    assert [piece in after for piece in (*blobs, *secrets, *marks)] == [False] * (len(blobs) + len(secrets) + 3)
    with filled.read() as connection:
        clients = load(connection, filled.sealer, "clients", ["S1"])
        notes = load(connection, filled.sealer, "followups", ["S1"])
        visits = load(connection, filled.sealer, "visits", ["S1"])
    assert clients.set_index("client_id")["phone"].dropna().to_dict() == {"C2": "13800000002"}
    assert notes.set_index("followup_id")["note"].dropna().to_dict() == {"F2": "預算三百萬"}
    assert list(visits["client_id"]) == ["C1"]


def test_a_member_goes_and_the_request_stays_without_them(filled: Database) -> None:
    chosen = found(filled, "phone", "13600000001")
    assert [(s.registry, s.label) for s in chosen] == [("members", "1-101"), ("requests", "Q1")]
    assert erase(filled, chosen, "t", None, "moved out") == {"rows": 2, "stayed": 1, "scrubbed": True}
    with filled.read() as connection:
        assert list(load(connection, filled.sealer, "members", None)["name"]) == ["張四"]
        requests = load(connection, filled.sealer, "requests", None)
    assert requests[["request_no", "room_no", "name", "contact", "repair"]].to_numpy().tolist()[0][0] == "Q1"
    assert requests[["room_no", "name", "contact", "repair"]].isna().to_numpy().all()


def test_an_erasure_is_done_once_and_leaves_its_trace(filled: Database) -> None:
    chosen = found(filled, "phone", "13800000001")
    first = erase(filled, chosen, "t", None, "asked for it")
    assert erase(filled, chosen, "t", None, "asked for it") == first
    with filled.read() as connection:
        erased = connection.execute(sa.select(sa.func.count()).select_from(tables.erasures)).scalar_one()
        trace = connection.execute(
            sa.select(tables.audit.c.reason, tables.audit.c.detail).where(tables.audit.c.action == "person.erase")
        ).all()
    assert erased == 4
    assert [row.reason for row in trace] == ["asked for it"]
    assert "王" not in trace[0].detail
    assert found(filled, "phone", "13800000001") == []
