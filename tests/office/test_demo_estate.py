"""The demo estate on the property desk: only where nothing is kept, marked, and gone without a trace of its people."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.demo import estate_kept
from core.office import handling
from core.store import office_tables, tables
from core.store.database import Database
from core.store.faults import Refused
from core.store.rows import load_rows
from tests.office.asking import account, act, ask

HOMES = 30


def rows(database: Database, table: sa.Table) -> int:
    with database.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def state(database: Database) -> tuple[bool, int | None]:
    with database.read() as connection:
        return estate_kept.is_free(connection), estate_kept.standing(connection)


def test_a_demo_is_one_batch_and_every_request_has_its_case(database: Database) -> None:
    assert state(database) == (True, None)
    batch_id = estate_kept.bring(database, "a", None, count=HOMES)
    assert state(database) == (False, batch_id)
    assert estate_kept.bring(database, "a", None, count=HOMES) == batch_id
    assert rows(database, office_tables.request_cases) == rows(database, tables.registry_tables["requests"]) > 20
    with pytest.raises(Refused):
        estate_kept.bring(database, "b", None, count=HOMES)


def test_it_goes_whole_though_the_office_worked_on_it_and_what_is_real_stays(database: Database) -> None:
    account(database, 1, "李管家")
    estate_kept.bring(database, "a", 1, count=HOMES)
    with database.read() as connection:
        frame = load_rows(connection, database.sealer, "requests", None).frame
    number = str(frame.loc[frame["status"] != "closed", "request_no"].iloc[0])
    handling.note(database, act(number), "再看看")
    real = ask(database)
    done = estate_kept.take_away(database, "t", 1)
    assert done.counts["requests"]["removed"] == len(frame)
    assert state(database) == (False, None)
    with database.read() as connection:
        left = load_rows(connection, database.sealer, "requests", None).frame
    assert list(left["request_no"]) == [real]
    for name in ("households", "members", "occupants", "vehicles", "cards"):
        assert rows(database, tables.registry_tables[name]) == 0
    assert rows(database, office_tables.request_cases) == 1
    assert rows(database, office_tables.request_events) == 1
    assert rows(database, office_tables.handlers) == 0
    assert estate_kept.take_away(database, "t", 1) == done
    with pytest.raises(Refused):
        estate_kept.take_away(database, "again", 1)


def test_it_is_not_offered_beside_a_single_real_request(database: Database) -> None:
    ask(database)
    assert state(database) == (False, None)
    with pytest.raises(Refused):
        estate_kept.bring(database, "a", None, count=HOMES)
