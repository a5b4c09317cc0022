"""Withdrawing a consent: what rests on it is gone in every version, the rest stays; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.office import archive_correct, consents, filing
from core.office.consents_withdraw import withdraw, withdrawable
from core.office.filing_plan import REGISTRIES
from core.office.information import Home
from core.registries.definitions import registry
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import filings
from core.store.rows import load_rows, select_rows
from core.store.tables import blind_index, erasures, registry_tables, seals
from tests.office.forms import ALL, FORM

HOW = {"account_id": 7, "reason": "Asked at the desk"}


def versions(database: Database, name: str, room_no: str = "3-2-501") -> list[dict[str, object]]:
    """Every version of the rows of a home."""
    table = registry_tables[name]
    with database.read() as connection:
        frame = select_rows(connection, database.sealer, name, table.c.room_no == room_no).frame
    return frame.to_dict("records")


@pytest.fixture(autouse=True)
def homes(database: Database) -> None:
    """Two homes alike, the first with a former version of each row."""
    filing.file(database, FORM, ALL, "t1")
    filing.file(database, replace(FORM, home=Home("3-2-502")), ALL, "t2")
    for name, values in (("occupants", {"note": "搬走"}), ("vehicles", {"parking_area": "地面"})):
        with database.read() as connection:
            row_id = int(load_rows(connection, database.sealer, name, None).row_ids[0])
        archive_correct.correct(database, name, row_id, values, name, **HOW)


def test_id_numbers_go_and_the_people_stay(database: Database):
    assert withdraw(database, "3-2-501", "id_numbers", "w", **HOW) == 2
    [left] = versions(database, "occupants")
    assert (left["name"], left["note"], left["id_number"] == left["id_number"]) == ("趙阿姨", "搬走", False)
    assert versions(database, "occupants", "3-2-502")[0]["id_number"] == "11010519491231002X"
    assert len(versions(database, "members")) == 2


def test_vehicles_go_with_their_former_versions(database: Database):
    assert withdraw(database, "3-2-501", "vehicles", "w", **HOW) == 2
    assert versions(database, "vehicles") == []
    assert len(versions(database, "vehicles", "3-2-502")) == 1


def test_children_go(database: Database):
    assert withdraw(database, "3-2-501", "minors", "w", **HOW) == 1
    assert [m["name"] for m in versions(database, "members")] == ["慕容建國"]


def test_without_the_notice_the_whole_file_goes(database: Database):
    withdraw(database, "3-2-501", "privacy", "w", **HOW)
    assert {name: versions(database, name) for name in REGISTRIES} == {name: [] for name in REGISTRIES}
    assert [len(versions(database, name, "3-2-502")) for name in REGISTRIES] == [1, 2, 1, 1, 1]
    with database.read() as connection:
        left = {
            (name, row_id)
            for name in REGISTRIES
            for row_id in connection.execute(sa.select(registry_tables[name].c.row_id)).scalars()
        }
        for of in (seals, blind_index):
            rows = connection.execute(sa.select(of.c.row_of, of.c.row_id).where(of.c.row_of.in_(REGISTRIES)))
            assert {tuple(row) for row in rows} <= left
        assert connection.execute(sa.select(sa.func.count()).select_from(erasures)).scalar() == 8


def test_it_is_withdrawn_once_and_only_where_it_was_given(database: Database):
    assert withdraw(database, "3-2-501", "vehicles", "w", **HOW) == 2
    assert withdraw(database, "3-2-501", "vehicles", "w", **HOW) == 2  # the same token
    with pytest.raises(Refused):
        withdraw(database, "3-2-501", "vehicles", "another", **HOW)
    with pytest.raises(Refused):
        withdraw(database, "9-9-901", "vehicles", "third", **HOW)
    with database.read() as connection:
        assert withdrawable(consents.of_home(connection, "3-2-501")) == ["privacy", "id_numbers", "minors"]


def test_what_was_withdrawn_is_not_written_again_by_a_correction(database: Database):
    withdraw(database, "3-2-501", "vehicles", "w", **HOW)
    with pytest.raises(Refused, match="did not agree"):
        archive_correct.add(database, "vehicles", "3-2-501", {"plate_no": "京A12345"}, "a", **HOW)


def test_a_waiting_form_that_needs_it_is_refused(database: Database):
    needs = filing.file(database, FORM, ALL, "t3")
    plain = filing.file(database, replace(FORM, vehicles=()), ALL, "t4")
    withdraw(database, "3-2-501", "vehicles", "w", **HOW)
    with database.read() as connection:
        states = dict(connection.execute(sa.select(filings.c.receipt_no, filings.c.state)).tuples().all())
    assert (states[needs.receipt_no], states[plain.receipt_no]) == ("refused", "waiting")


def test_an_unknown_kind_is_a_mistake_of_the_program(database: Database):
    with pytest.raises(ValueError, match="no such consent"):
        withdraw(database, "3-2-501", "photos", "w", **HOW)
    assert registry("vehicles").column("plate_no").personal == "plate"
