"""The archive: searching, the file of a home, completeness, corrections, history, emergencies; on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.access.roles import Grant, Person
from core.office import archive, archive_correct, archive_history, completeness, filing
from core.office.archive import By
from core.office.completeness import Completeness
from core.office.consents import Consents
from core.office.information import Emergency, Home, InformationForm, Member
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import office_settings
from core.store.rows import load_rows
from core.store.tables import audit
from tests.databases import Now
from tests.office.forms import ALL, FORM, PERSONAL
from tests.planted import plant

STAFF = Person(7, "李管家", frozenset({Grant("office", "")}))
CLERK = Person(8, "王店員", frozenset({Grant("clerk", "S1")}))
PLAIN = InformationForm(Home("3-2-502"), (Member("甲", contact="13700005555"),))
REQUEST = {
    "request_no": "R2603-0001",
    "submitted_at": "2026-03-01 09:00",
    "room_no": "3-2-501",
    "name": "慕容建國",
    "contact": "13700001111",
    "repair": "水龍頭漏水",
}


@pytest.fixture
def kept(database: Database) -> Iterator[Database]:
    """Two homes by form, one known by a request alone."""
    filing.file(database, FORM, ALL, "t1")
    filing.file(database, PLAIN, Consents(3, frozenset({"privacy"})), "t2")
    plant(database, requests=[REQUEST, REQUEST | {"request_no": "R2603-0002", "room_no": "9-9-901"}])
    yield database


def row_of(database: Database, name: str, place: int = 0) -> int:
    with database.read() as connection:
        return int(load_rows(connection, database.sealer, name, None).row_ids[place])


def log(database: Database, *actions: str) -> list[tuple[str, str, str, str]]:
    asked = sa.select(audit.c.action, audit.c.reason, audit.c.detail, audit.c.subject).order_by(audit.c.seq)
    with database.read() as connection:
        return [tuple(r) for r in connection.execute(asked.where(audit.c.action.in_(actions)))]


@pytest.mark.parametrize(
    ("by", "value", "rooms"),
    [
        ("room", " 3-2-501", ["3-2-501"]),
        ("room", "3-2", ["3-2-501", "3-2-502"]),
        ("room", "3%", []),
        ("name", "慕容 建国", ["3-2-501"]),
        ("name", "慕容", []),
        ("phone", "+86 13700001111", ["3-2-501"]),
        ("phone", "02362651234", ["3-2-501"]),
        ("plate", "京A·12345", ["3-2-501"]),
        ("phone", "13700009999", []),
    ],
)
def test_a_home_is_found(kept: Database, by: By, value: str, rooms: list[str]):
    assert archive.search(kept, STAFF, by, value) == rooms
    [(_action, reason, detail, subject)] = log(kept, "archive.find")
    assert (reason, json.loads(detail)) == ("", {"by": by, "found": len(rooms)})
    assert subject.startswith("index:")
    assert value not in subject


def test_nobody_else_searches_and_nothing_is_no_search(kept: Database):
    assert archive.search(kept, CLERK, "phone", "13700001111") == []
    assert archive.search(kept, STAFF, "phone", "  ") == []
    assert log(kept, "archive.find") == []


def test_the_file_of_a_home(kept: Database):
    with kept.read() as connection:
        file = archive.household(connection, kept.sealer, "3-2-501 ")
    assert file is not None
    assert {name: len(rows) for name, rows in file.rows.items()} == {
        "households": 1,
        "members": 2,
        "occupants": 1,
        "emergency_contacts": 1,
        "vehicles": 1,
    }
    assert file.rows["members"]["contact"].tolist()[0] == "137******1111"
    assert file.rows["occupants"]["id_number"].tolist() == ["110*************2X"]
    assert file.requests[["request_no", "repair"]].to_numpy().tolist() == [["R2603-0001", "水龍頭漏水"]]
    assert [(c.kind, c.given) for c in file.consents][-1] == ("privacy", True)
    assert [(f.receipt_no, f.state) for f in file.filings] == [("F2603-0001", "applied")]
    assert file.missing == ()
    said = "".join(rows.to_csv() for rows in file.rows.values())
    assert [p for p in PERSONAL if p in said] == []


def test_a_home_nobody_knows_has_no_file(kept: Database):
    with kept.read() as connection:
        assert archive.household(connection, kept.sealer, "1-1-101") is None
        assert completeness.missing_of(connection, "1-1-101") == ("home", "members", "reachable", "emergency_contacts")


def test_how_complete_the_files_are(kept: Database, now: Now):
    with kept.read() as connection:
        found = completeness.homes(connection)
        whole = completeness.completeness(connection, found)
    assert found[["room_no", "members", "reachable", "missing", "complete"]].to_numpy().tolist() == [
        ["3-2-501", 2, 1, (), True],
        ["3-2-502", 1, 1, ("emergency_contacts",), False],
        ["9-9-901", 0, 0, ("home", "members", "reachable", "emergency_contacts"), False],
    ]
    assert whole == Completeness(1, 3, {"home": 1, "members": 1, "reachable": 1, "emergency_contacts": 2})
    row = {"name": "homes", "value": "800", "made_at": now(), "account_id": 7}
    kept.write(lambda connection: connection.execute(office_settings.insert().values(row)) and None)
    with kept.read() as connection:
        assert completeness.completeness(connection) == Completeness(
            1, 800, {"home": 798, "members": 798, "reachable": 798, "emergency_contacts": 799}
        )


def test_no_home_at_all(database: Database):
    with database.read() as connection:
        assert completeness.completeness(connection) == Completeness(
            0, 0, {"home": 0, "members": 0, "reachable": 0, "emergency_contacts": 0}
        )


def test_an_emergency_shows_whom_to_call_and_is_noted(kept: Database):
    found = archive.emergency(kept, STAFF, "3-2-501", "An emergency")
    assert found.contacts.to_numpy().tolist() == [["王美玲", "女兒", "(023) 6265-1234"]]
    assert found.members.to_numpy().tolist() == [["慕容建國", "137 0000 1111"]]
    [(_action, reason, detail, subject)] = log(kept, "archive.emergency")
    contacts, member = row_of(kept, "emergency_contacts"), row_of(kept, "members")
    assert (reason, json.loads(detail)) == ("An emergency", {"emergency_contacts": [contacts], "members": [member]})
    assert "3-2-501" not in subject


def test_an_emergency_in_a_home_without_anybody_is_noted_too(kept: Database):
    found = archive.emergency(kept, STAFF, "9-9-901", "An emergency")
    assert (len(found.contacts), len(found.members)) == (0, 0)
    assert len(log(kept, "archive.emergency")) == 1


def test_only_the_office_has_emergencies(kept: Database):
    with pytest.raises(Refused):
        archive.emergency(kept, CLERK, "3-2-501", "An emergency")
    assert log(kept, "archive.emergency") == []


def correct(database: Database, values: dict[str, str], name: str = "members", by: str = "c1", place: int = 0) -> int:
    row_id = row_of(database, name, place)
    return archive_correct.correct(database, name, row_id, values, by, account_id=7, reason="Told by phone")


def test_a_correction_changes_what_is_given_and_keeps_the_rest(kept: Database):
    correct(kept, {"contact": " 13700007777", "education": ""})
    with kept.read() as connection:
        frame = load_rows(connection, kept.sealer, "members", None).frame
        steps = archive_history.history(connection, kept.sealer, "3-2-501")
    row = frame[frame["name"] == "慕容建國"].iloc[0]
    assert (row["contact"], str(row["birth_date"].date()), row["employer"]) == (
        "13700007777",
        "1970-05-01",
        "市第一中學",
    )
    assert row["education"] != row["education"]
    assert [(s.kind, s.what, s.row, s.column, s.old, s.new) for s in steps[:2]] == [
        ("correction", "changed", "3-2-501 慕○○○", "education", "大學", ""),
        ("correction", "changed", "3-2-501 慕○○○", "contact", "137******1111", "137****7777"),
    ]
    assert [(s.kind, s.what, s.registry) for s in steps[2:]] == [
        ("form", "new", name)
        for name in ("households", "members", "members", "occupants", "emergency_contacts", "vehicles")
    ]
    assert log(kept, "household.correct")[0][1] == "Told by phone"


def test_a_new_name_is_the_same_row_in_the_history(kept: Database):
    correct(kept, {"name": "慕容建华"})
    with kept.read() as connection:
        first = archive_history.history(connection, kept.sealer, "3-2-501")[0]
        assert len(load_rows(connection, kept.sealer, "members", None).row_ids) == 3
    assert (first.what, first.column, first.old, first.new) == ("changed", "name", "慕○○○", "慕○○○")


def test_a_correction_once_for_a_token(kept: Database):
    row_id = row_of(kept, "members")
    batches = [
        archive_correct.correct(
            kept, "members", row_id, {"education": "高中"}, "c1", account_id=7, reason="Told by phone"
        )
        for _again in range(2)
    ]
    assert batches[0] == batches[1]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("members", {"contact": "hello"}, "contact: Write a landline"),
        ("members", {"name": " "}, "name: Fill this in."),
        ("members", {"education": "大學"}, "Nothing changes"),
        ("members", {"name": "慕容小明"}, "is there already"),
        ("occupants", {"gender": "男"}, "The ID number does not go with the gender"),
    ],
)
def test_a_correction_that_is_wrong_is_refused(kept: Database, name: str, values: dict[str, str], said: str):
    with pytest.raises(Refused, match=said):
        correct(kept, values, name)


def test_a_row_that_was_changed_meanwhile_is_refused(kept: Database):
    row_id = row_of(kept, "members")
    correct(kept, {"education": "高中"})
    with pytest.raises(Refused, match="meanwhile"):
        archive_correct.correct(kept, "members", row_id, {"education": "小學"}, "c2", account_id=7, reason="Told")


def test_a_row_more_and_a_row_less(kept: Database):
    how = {"account_id": 7, "reason": "Told by phone"}
    archive_correct.add(kept, "emergency_contacts", "3-2-502", {"name": "乙", "contact": "13700000002"}, "a1", **how)
    with kept.read() as connection:
        assert completeness.missing_of(connection, "3-2-502") == ()
        found = load_rows(connection, kept.sealer, "emergency_contacts", None)
        assert found.frame["name"].tolist() == ["王美玲", "乙"]
    archive_correct.take_out(kept, "emergency_contacts", int(found.row_ids[1]), "a2", **how)
    with kept.read() as connection:
        assert completeness.missing_of(connection, "3-2-502") == ("emergency_contacts",)
        steps = archive_history.history(connection, kept.sealer, "3-2-502")
    assert [(s.what, s.registry) for s in steps[:2]] == [("gone", "emergency_contacts"), ("new", "emergency_contacts")]
    with pytest.raises(Refused):
        archive_correct.add(kept, "emergency_contacts", "3-2-502", {"name": "乙"}, "a3", **how)
    with pytest.raises(Refused):
        archive_correct.take_out(kept, "households", row_of(kept, "households"), "a4", **how)


def test_what_a_home_did_not_agree_to_is_not_added(kept: Database):
    how = {"account_id": 7, "reason": "Told by phone"}
    with pytest.raises(Refused, match="did not agree"):
        archive_correct.add(kept, "vehicles", "3-2-502", {"plate_no": "京A12345"}, "a1", **how)
    with pytest.raises(Refused, match="did not agree"):
        archive_correct.add(kept, "members", "3-2-502", {"name": "丙", "birth_date": "2020-01-01"}, "a2", **how)
    archive_correct.add(kept, "vehicles", "3-2-501", {"plate_no": "京A99999"}, "a3", **how)


def test_a_file_that_came_on_paper_may_be_corrected(database: Database):
    plant(database, households=[{"room_no": "1-1-101", "collected_on": "2009-11-18"}])
    how = {"account_id": 7, "reason": "From the paper"}
    assert archive_correct.add(database, "vehicles", "1-1-101", {"plate_no": "京A12345"}, "a1", **how) == 2


def test_history_tells_who(kept: Database):
    second = filing.file(kept, replace(PLAIN, emergency_contacts=(Emergency("乙", contact="13700000002"),)), ALL, "t3")
    filing.decide(kept, second.filing_id, "d", accept=True, account_id=7, reason="Called back")
    with kept.read() as connection:
        steps = archive_history.history(connection, kept.sealer, "3-2-502")
    assert [(s.kind, s.registry, s.what, s.who) for s in steps] == [
        ("form", "emergency_contacts", "new", ""),
        ("form", "households", "new", ""),
        ("form", "members", "new", ""),
    ]
