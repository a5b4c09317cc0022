"""Retention: exact to the day, records whole, nothing dangling, dry run and run agree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.registries.columns import Desk
from core.registries.read.reading import read
from core.store import retention, tables
from core.store.batches import commit, preview
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import registry_tables
from tests.databases import Now

STAFF = "staff_id,store_id,name,phone,left_on\nE1,S1,林一,13900000001,2020-01-31\nE2,S1,陳二,13900000002,\n"


def keep(database: Database, desk: Desk, token: str, **files: str) -> None:
    reading = read([(f"{name}.csv", body.encode()) for name, body in files.items()], desk=desk)
    assert [f.message("en") for f in reading.faults.errors] == []
    commit(database, preview(database, reading.tables, desk, None, []), token, None)


def store_day(database: Database, day: date) -> None:
    """Two clients, last active on `day`: one with a visit, an assist and a call by number; one with a deal."""
    at = f"{day} 10:00"
    keep(
        database,
        "store",
        "store",
        staff=STAFF,
        attendance=f"store_id,staff_id,signed_in_at\nS1,E1,{day} 08:00\n",
        clients=(
            "client_id,store_id,name,phone,registered_at\n"
            f"C1,S1,王甲,13800000001,{day - timedelta(days=30)} 10:00\nC2,S1,王乙,13800000002,{at}\n"
        ),
        visits=f"visit_id,store_id,client_id,arrived_at,received_by\nV1,S1,C1,{at},E1\nV2,S1,C2,{at},E1\n",
        assists="store_id,visit_id,staff_id\nS1,V1,E2\n",
        calls=f"call_id,store_id,client_id,called_at,phone\nL1,S1,,{at},138-0000-0001\nL2,S1,,{at},13700000009\n",
        deals=f"deal_id,store_id,client_id,closed_by,closed_at,amount\nD1,S1,C2,E1,{at},100\n",
    )


def due_counts(database: Database) -> dict[str, dict[tuple[str, str], int]]:
    with database.read() as connection:
        return {d.kind.code: d.counts() for d in retention.due(connection, database.clock()) if d.counts()}


def kept(database: Database) -> dict[str, int]:
    with database.read() as connection:
        counts = {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in (registry_tables | {"seals": tables.seals, "blind_index": tables.blind_index}).items()
        }
    return {name: count for name, count in counts.items() if count}


def limits(database: Database, periods: Mapping[str, int | None]) -> None:
    for code, days in periods.items():
        retention.change(database, code, days, f"limit-{code}", None)


@pytest.mark.parametrize(("age", "goes"), [(100, False), (101, True)])
def test_a_client_goes_whole_the_day_after_its_period(database: Database, now: Now, age: int, goes: bool) -> None:
    store_day(database, (now() - timedelta(days=age)).date())
    limits(database, {"clients": 100, "staff": None, "presence": None, "calls": 100})
    client = {("clients", "S1"): 1, ("visits", "S1"): 1, ("assists", "S1"): 1, ("calls", "S1"): 1}
    assert due_counts(database) == ({"clients": client, "calls": {("calls", "S1"): 1}} if goes else {})
    before = kept(database)
    retention.run(database, None)
    after = dict(before)
    if goes:
        after |= {"clients": 1, "visits": 1, "seals": before["seals"] - 3, "blind_index": before["blind_index"] - 4}
        del after["assists"], after["calls"]
    assert kept(database) == after
    assert due_counts(database) == {}


def test_a_deal_keeps_its_client(database: Database, now: Now) -> None:
    store_day(database, (now() - timedelta(days=200)).date())
    limits(database, {"clients": 100, "deals": 199, "calls": None, "staff": None})
    retention.run(database, None)
    with database.read() as connection:
        assert connection.execute(sa.select(registry_tables["clients"].c.client_id)).scalars().all() == []
        assert connection.execute(sa.select(registry_tables["deals"].c.deal_id)).scalars().all() == []


def test_a_salesperson_loses_the_name_and_keeps_the_row(database: Database, now: Now) -> None:
    store_day(database, now().date())
    limits(database, {"staff": 1096})
    assert due_counts(database) == {"staff": {("staff", "S1"): 1}}
    retention.run(database, None)
    assert due_counts(database) == {}
    staff = registry_tables["staff"]
    with database.read() as connection:
        rows = connection.execute(sa.select(staff.c.staff_id, sa.func.length(staff.c.sealed) > 0)).all()
    assert sorted(tuple(row) for row in rows) == [("E1", False), ("E2", True)]


def test_a_home_goes_with_everybody_in_it(database: Database, now: Now) -> None:
    old = now().date() - timedelta(days=401)
    keep(
        database,
        "office",
        "office",
        households=f"room_no,collected_on\n1-101,{old}\n1-102,{now().date()}\n",
        members="room_no,name,birth_date\n1-101,王甲,1970-01-01\n1-102,王乙,1971-01-01\n",
        vehicles="room_no,plate_no\n1-101,京A12345\n",
    )
    assert due_counts(database) == {}  # kept for good where nobody said otherwise
    limits(database, {"households": 400})
    assert due_counts(database) == {
        "households": {("households", ""): 1, ("members", ""): 1, ("vehicles", ""): 1},
    }
    retention.run(database, None)
    assert kept(database) == {"households": 1, "members": 1, "seals": 1, "blind_index": 1}


def test_former_versions_and_names_of_files_go(database: Database, now: Now) -> None:
    reading = read([("households.csv", b"room_no,collected_on\n1-101,2026-01-01\n")], desk="office")
    commit(database, preview(database, reading.tables, "office", None, [("甲.csv", b"1")]), "a", None)
    keep(database, "office", "b", households="room_no,collected_on\n1-101,2026-02-01\n")
    limits(database, {"versions": 31, "files": 31, "tokens": None})
    now.pass_by(days=31)
    assert due_counts(database) == {}
    now.pass_by(days=1)
    assert due_counts(database) == {"versions": {("households", ""): 1}, "files": {("batches", ""): 1}}
    retention.run(database, None)
    assert due_counts(database) == {}
    assert kept(database) == {"households": 1}


def test_a_run_leaves_its_trace(database: Database, now: Now) -> None:
    store_day(database, (now() - timedelta(days=101)).date())
    limits(database, {"clients": 100, "calls": None, "staff": None})
    retention.run(database, None)
    with database.read() as connection:
        said = connection.execute(
            sa.select(tables.audit.c.action, tables.audit.c.reason).where(tables.audit.c.action == "retention.run")
        ).all()
    assert [tuple(row) for row in said] == [("retention.run", "clients")]


def test_too_short_a_period_is_refused(database: Database) -> None:
    with pytest.raises(Refused):
        retention.change(database, "clients", 92, "t", None)
    with database.read() as connection:
        assert retention.periods(connection)["clients"] == 1096


def test_periods_count_days_of_the_wall_clock(database: Database, now: Now) -> None:
    now.at = datetime(2026, 3, 2, 23, 59, 59)
    store_day(database, date(2025, 11, 22))  # 100 days before
    limits(database, {"clients": 100, "calls": None, "staff": None})
    assert due_counts(database) == {}
    now.pass_by(seconds=1)
    assert list(due_counts(database)) == ["clients"]
