"""Reading the audit log: choosing rows, paging, and who saw what."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.store import audit_log
from core.store.audit import Entry
from core.store.audit_log import Choice, Line
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import accounts, registry_tables
from tests import databases
from tests.planted import plant

START = datetime(2026, 3, 2, 9, 0)
ENTRIES = (
    Entry("sign_in", "account:5", 5, detail={"way": "password"}),
    Entry("reveal", "clients:1#phone", 5, "S1", "call back"),
    Entry("reveal", "clients:10#phone", 6, "S1", "call back"),
    Entry("sign_in.refused", "account:55"),
    Entry("reveal", "members:1#name", 5, "", "letter"),
)


@pytest.fixture
def log(database: Database, now: databases.Now) -> Database:
    """ENTRIES a minute apart, the first at START."""
    person = {"login": "amy", "shown_name": "Amy", "failed_count": 0, "made_at": now()}
    database.write(lambda c: c.execute(accounts.insert().values(account_id=5, **person)))
    for entry in ENTRIES:
        database.write(lambda c, one=entry: database.note(c, one))
        now.pass_by(minutes=1)
    return database


def numbers(database: Database, choice: Choice) -> list[int]:
    """Numbers of the rows of a choice, and as many counted."""
    with database.read() as connection:
        found = [line.seq for line in audit_log.page(connection, choice, 100)]
        assert audit_log.count(connection, choice) == len(found)
    return found


def test_a_row_as_it_was_written(log: Database) -> None:
    with log.read() as connection:
        lines = audit_log.page(connection, Choice(), 2, before=3)
    assert lines == [
        Line(2, START.replace(minute=1), 5, "Amy", "reveal", "clients:1#phone", "S1", "call back", {}),
        Line(1, START, 5, "Amy", "sign_in", "account:5", None, "", {"way": "password"}),
    ]


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("called 138 1234 0001 back", "called [...] back"),
        ("身分證 11010519491231002X", "身分證 [...]"),
        ("mail to amy@example.com", "mail to [...]"),
        ("born 1990-02-03, room 3", "born [...], room 3"),
        ("wrong file", "wrong file"),
    ],
)
def test_whatever_act_a_reason_is_typed_for_its_numbers_are_not_noted(
    database: Database, typed: str, noted: str
) -> None:
    for action in ("batch.undo", "person.erase", "account.disabled"):
        database.write(lambda c, action=action: database.note(c, Entry(action, "a:1", reason=typed)))
    with database.read() as connection:
        assert [line.reason for line in audit_log.page(connection, Choice(), 3)] == [noted] * 3


def test_pages_follow_each_other(log: Database) -> None:
    with log.read() as connection:
        first = audit_log.page(connection, Choice(action="reveal"), 2)
        second = audit_log.page(connection, Choice(action="reveal"), 2, before=first[-1].seq)
        third = audit_log.page(connection, Choice(action="reveal"), 2, before=second[-1].seq)
    assert [[line.seq for line in page] for page in (first, second, third)] == [[5, 3], [2], []]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), [5, 4, 3, 2, 1]),
        (Choice(since=START.replace(minute=3)), [5, 4]),
        (Choice(until=START.replace(minute=3)), [3, 2, 1]),
        (Choice(account_id=5), [5, 2, 1]),
        (Choice(account_id=0), [4]),
        (Choice(action="sign_in"), [1]),
        (Choice(subject="account:5"), [1]),
        (Choice(subject="clients:1"), [2]),
        (Choice(subject="clients:1#phone"), [2]),
        (Choice(subject="clients:"), [3, 2]),
        (Choice(subject="%:"), []),
        (Choice(subject="clients_1"), []),
        (Choice(subject="a\x00"), []),
        (Choice(scope="S1"), [3, 2]),
        (Choice(scope=""), [5]),
        (Choice(account_id=5, scope="S1", action="reveal"), [2]),
    ],
)
def test_choosing(log: Database, choice: Choice, found: list[int]) -> None:
    assert numbers(log, choice) == found


def test_the_actions_there_are(log: Database) -> None:
    with log.read() as connection:
        assert audit_log.actions(connection) == ["reveal", "sign_in", "sign_in.refused"]


def test_who_saw_a_client(database: Database) -> None:
    rows = [
        {"client_id": name, "store_id": store, "name": "陳小姐", "registered_at": "2024-03-04 09:10"}
        for name, store in (("C1", "S1"), ("C2", "S1"), ("C3", "S2"))
    ]
    first = plant(database, clients=rows)["clients"]
    entries = (
        Entry("reveal", f"clients:{first}#phone", 5, "S1", "one"),
        Entry("reveal", f"clients:{first + 1}#phone", 5, "S1", "another client"),
        Entry("export.full", "table:clients.list", 6, "S1", "took it", {"stores": ["S1"]}),
        Entry("export.full", "table:clients.list", 6, None, "elsewhere", {"stores": ["S2", "S3"]}),
        Entry("person.copy", "person", 7, "S1", "asked", {"subjects": ["clients/S1/C1"]}),
        Entry("person.copy", "person", 7, "S2", "elsewhere", {"subjects": ["clients/S2/C3"]}),
        Entry("batch.commit", "batch:1", 7, "S1"),
    )
    for entry in entries:
        database.write(lambda c, one=entry: database.note(c, one))
    with database.read() as connection:
        for subject in ("clients:C1", f"clients:{first}", f"clients:{first}#phone"):
            assert [line.reason for line in audit_log.who_saw(connection, subject)] == ["asked", "took it", "one"]


def test_every_version_of_a_row_counts(database: Database) -> None:
    row = {"client_id": "C1", "store_id": "S1", "name": "陳小姐", "registered_at": "2024-03-04 09:10"}
    first = plant(database, clients=[row])["clients"]
    table = registry_tables["clients"]
    database.write(lambda c: c.execute(table.update().values(ended_by=1)))
    second = plant(database, clients=[row | {"name": "陳太太"}])["clients"]
    for row_id in (first, second):
        entry = Entry("reveal", f"clients:{row_id}#name", 5, "S1", f"row {row_id}")
        database.write(lambda c, one=entry: database.note(c, one))
    with database.read() as connection:
        for subject in ("clients:C1", f"clients:{first}", f"clients:{second}"):
            seen = [line.reason for line in audit_log.who_saw(connection, subject)]
            assert seen == [f"row {second}", f"row {first}"]


@pytest.mark.parametrize("subject", ["", "clients", "clients:", "clients:C9", "clients:99", "accounts:1", "x:1"])
def test_nobody_can_have_seen_what_is_not_there(database: Database, subject: str) -> None:
    with database.read() as connection, pytest.raises(Refused) as refused:
        audit_log.who_saw(connection, subject)
    said = f"There is no {subject}. Write registry:number, as in the audit log."
    assert refused.value.text.say("en") == said
