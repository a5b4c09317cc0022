"""Handing in information forms: receipt, registries, waiting, deciding, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.office import consents, filing
from core.office.consents import Consents
from core.office.filing import Filing
from core.office.filing_plan import REGISTRIES
from core.office.information import Emergency, Home, InformationForm, Member, Vehicle
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import drafts as draft_rows
from core.store.office_tables import filings
from core.store.rows import load
from core.store.tables import audit, batches, seals
from tests.databases import Now
from tests.office.forms import ALL, FORM, PERSONAL

LATER = InformationForm(
    Home("3-2-501", "2026-03-02"),
    (Member("慕容建國", "male", "", "1970-05-01", "13700002222", ""), Member("慕容大明", contact="13700003333")),
    vehicles=(Vehicle("京B54321"),),
)


def rows(database: Database, name: str) -> list[dict[str, str]]:
    """Standing rows, without what is missing."""
    with database.read() as connection:
        frame = load(connection, database.sealer, name, None)
    return [{k: str(v) for k, v in row.items() if v == v and v is not None} for row in frame.to_dict("records")]


def kept(database: Database, table: sa.Table) -> list[dict[str, object]]:
    with database.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def accept(database: Database, filed: Filing, by: str = "d", **how: object) -> str:
    return filing.decide(database, filed.filing_id, by, accept=True, account_id=7, reason="Called back", **how)


def test_the_first_form_of_a_home_makes_its_file(database: Database):
    assert filing.file(database, FORM, ALL, "t1", source="desk", account_id=7) == Filing(1, "F2603-0001", "applied")
    assert rows(database, "households") == [
        {"room_no": "3-2-501", "collected_on": "2026-03-01 00:00:00", "collected_by": "李管家"}
    ]
    assert [m["name"] for m in rows(database, "members")] == ["慕容建國", "慕容小明"]
    assert rows(database, "occupants") == [
        {
            "room_no": "3-2-501",
            "name": "趙阿姨",
            "gender": "female",
            "kind": "nanny",
            "id_number": "11010519491231002X",
            "contact": "QQ 123456789",
            "note": "週末不在",
        }
    ]
    assert [(e["name"], e["contact"]) for e in rows(database, "emergency_contacts")] == [("王美玲", "(023) 6265-1234")]
    assert [v["plate_no"] for v in rows(database, "vehicles")] == ["京A12345"]
    [kept_filing] = kept(database, filings)
    assert (kept_filing["state"], kept_filing["source"], kept_filing["sealed"]) == ("applied", "desk", b"")
    [batch] = kept(database, batches)
    assert (batch["kind"], batch["desk"], batch["account_id"]) == ("form", "office", 7)


def test_the_same_token_gives_the_same_receipt_and_keeps_nothing_twice(database: Database):
    first = filing.file(database, FORM, ALL, "t1")
    assert filing.file(database, FORM, ALL, "t1") == first
    assert len(kept(database, filings)) == 1
    assert len(kept(database, consents.consents)) == 4


def test_consents_are_written_down_with_the_notice(database: Database):
    plain = InformationForm(Home("1-1-101"), (Member("甲", contact="13700001111"),))
    filing.file(database, plain, Consents(5, frozenset({"privacy"})), "t1")
    with database.read() as connection:
        found = consents.of_home(connection, "1-1-101")
    assert [(c.kind, c.given, c.notice_version, c.given_with) for c in found] == [
        ("vehicles", False, 5, "F2603-0001"),
        ("minors", False, 5, "F2603-0001"),
        ("id_numbers", False, 5, "F2603-0001"),
        ("privacy", True, 5, "F2603-0001"),
    ]


def test_a_form_with_faults_keeps_nothing(database: Database):
    with pytest.raises(Refused):
        filing.file(database, FORM, Consents(3, ALL.given - {"vehicles"}), "t1")
    assert (kept(database, filings), rows(database, "households")) == ([], [])


def test_a_later_form_waits_and_changes_nothing(database: Database):
    filing.file(database, FORM, ALL, "t1")
    before = {name: rows(database, name) for name in REGISTRIES}
    second = filing.file(database, LATER, ALL, "t2")
    assert second.state == "waiting"
    assert {name: rows(database, name) for name in REGISTRIES} == before
    with database.read() as connection:
        assert [(w.receipt_no, w.room_no, w.state) for w in filing.waiting(connection)] == [
            ("F2603-0002", "3-2-501", "waiting")
        ]


def test_a_room_in_other_letters_is_the_same_home(database: Database):
    filing.file(database, replace(FORM, home=Home("a-501")), ALL, "t1")
    assert filing.file(database, replace(FORM, home=Home("Ａ－５０１")), ALL, "t2").state == "waiting"


def test_a_first_form_taken_in_during_a_flood_waits(database: Database):
    held = filing.file(database, FORM, ALL, "t1", bound=lambda _: "held")
    assert (held.state, rows(database, "households")) == ("waiting", [])
    assert accept(database, held) == "applied"
    assert len(rows(database, "members")) == 2


def test_what_would_change_is_told_masked(database: Database):
    filing.file(database, FORM, ALL, "t1")
    second = filing.file(database, LATER, ALL, "t2")
    with database.read() as connection:
        plan = filing.compare(connection, database.sealer, second.filing_id)
    assert plan is not None
    assert list(plan.changes) == ["households", "members", "vehicles"]
    members = plan.changes["members"]
    assert (members.new, members.changed, members.removed) == (1, 1, 1)
    assert members.changed_cells[["row", "column", "old", "new"]].to_numpy().tolist()[1] == [
        "3-2-501 慕○○○",
        "contact",
        "137******1111",
        "137****2222",
    ]
    assert members.new_rows["name"].tolist() == ["慕○○○"]
    assert members.removed_rows["name"].tolist() == ["慕○○○"]
    said = "".join(f.to_csv() for c in plan.changes.values() for f in (c.changed_cells, c.new_rows, c.removed_rows))
    assert [p for p in PERSONAL if p in said] == []


def test_accepting_takes_the_form_over_with_history(database: Database):
    filing.file(database, FORM, ALL, "t1")
    second = filing.file(database, LATER, ALL, "t2")
    assert accept(database, second) == "applied"
    assert [(m["name"], m.get("contact"), m.get("employer")) for m in rows(database, "members")] == [
        ("慕容建國", "13700002222", None),
        ("慕容大明", "13700003333", None),
    ]
    assert [v["plate_no"] for v in rows(database, "vehicles")] == ["京B54321"]
    assert [o["name"] for o in rows(database, "occupants")] == ["趙阿姨"]  # the later form left the block out
    assert len(kept(database, batches)) == 2
    assert accept(database, second) == "applied"  # the same token again
    assert len(kept(database, batches)) == 2


def test_the_form_itself_goes_once_it_is_decided(database: Database):
    filing.file(database, FORM, ALL, "t1")
    for number, good in enumerate((True, False)):
        filed = filing.file(database, LATER, ALL, f"t{number}x")
        with database.read() as connection:
            assert filing.form_of(connection, database.sealer, filed.filing_id) == replace(LATER)
        filing.decide(database, filed.filing_id, f"d{number}", accept=good, account_id=7, reason="Called 13700001111")
        with database.read() as connection:
            assert filing.form_of(connection, database.sealer, filed.filing_id) is None
    refused = kept(database, filings)[-1]
    secret = next(s["secret"] for s in kept(database, seals) if s["row_of"] == "filings")
    assert database.sealer.open("filings", refused["filing_id"], refused["sealed"], secret) == {
        "reason": "Called [...]"
    }
    assert [s["row_id"] for s in kept(database, seals) if s["row_of"] == "filings"] == [refused["filing_id"]]


def test_refusing_leaves_the_file_alone(database: Database):
    filing.file(database, FORM, ALL, "t1")
    before = {name: rows(database, name) for name in REGISTRIES}
    second = filing.file(database, LATER, ALL, "t2")
    state = filing.decide(database, second.filing_id, "d", accept=False, account_id=7, reason="Nobody knows of it")
    assert state == "refused"
    assert {name: rows(database, name) for name in REGISTRIES} == before
    with pytest.raises(Refused):
        accept(database, second, "another")


def test_a_decision_needs_a_reason(database: Database):
    filing.file(database, FORM, ALL, "t1")
    second = filing.file(database, LATER, ALL, "t2")
    with pytest.raises(Refused):
        filing.decide(database, second.filing_id, "d", accept=True, account_id=7, reason=" ")


def test_a_file_that_moved_meanwhile_is_looked_at_again(database: Database):
    filing.file(database, FORM, ALL, "t1")
    second, third = (filing.file(database, LATER, ALL, t) for t in ("t2", "t3"))
    with database.read() as connection:
        plan = filing.compare(connection, database.sealer, third.filing_id)
    assert plan is not None
    accept(database, second)
    with pytest.raises(Refused):
        accept(database, third, "d3", seen=plan.seen)


def test_people_and_cars_named_twice_by_an_upload_do_no_harm(database: Database):
    """A form whose person another home has too is another row."""
    filing.file(database, FORM, ALL, "t1")
    other = replace(FORM, home=Home("3-2-502"))
    assert filing.file(database, other, ALL, "t2").state == "applied"
    assert [m["room_no"] for m in rows(database, "members")] == ["3-2-501", "3-2-501", "3-2-502", "3-2-502"]


def test_the_audit_log_tells_it_without_a_person(database: Database, now: Now):
    filing.file(database, FORM, ALL, "t1")
    now.pass_by(minutes=1)
    second = filing.file(database, LATER, ALL, "t2")
    filing.decide(database, second.filing_id, "d", accept=False, account_id=7, reason="Not known here")
    log = kept(database, audit)
    assert [(r["action"], r["account_id"], r["scope"], r["reason"]) for r in log] == [
        ("household.file", None, "", ""),
        ("household.file", None, "", ""),
        ("household.confirm", 7, "", "Not known here"),
    ]
    assert json.loads(str(log[1]["detail"])) == {"source": "form", "state": "waiting"}
    assert [p for p in ("3-2-501", *PERSONAL) if p in str(log)] == []


def test_nothing_of_a_waiting_form_stands_in_the_clear(database: Database):
    filing.file(database, FORM, ALL, "t1", bound=lambda _: "held")
    assert [p for p in PERSONAL if p.encode() in bytes(kept(database, filings)[0]["sealed"])] == []
    assert kept(database, draft_rows) == []


def test_emergency_contacts_may_be_several(database: Database):
    two = replace(
        FORM, emergency_contacts=(Emergency("甲", contact="13700000001"), Emergency("乙", contact="13700000002"))
    )
    filing.file(database, two, ALL, "t1")
    assert [e["name"] for e in rows(database, "emergency_contacts")] == ["甲", "乙"]
