"""One value at a time, with a reason, one row in the audit log, for those who may."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.access.reveals import may_reveal, reveal
from core.access.roles import Grant, Person, Role
from core.store.database import Database
from core.store.faults import Refused
from core.store.reveal import Cell, row_of_key
from core.store.tables import audit, registry_tables, seals
from tests.planted import plant

CLIENTS = [
    {
        "client_id": "C1",
        "store_id": "S1",
        "name": "陳小姐",
        "phone": "13912345678",
        "registered_at": "2024-03-04 09:10",
    },
    {"client_id": "C2", "store_id": "S2", "name": "王建國", "phone": "", "registered_at": "2024-03-04 09:10"},
]


def person(role: Role, scope: str, staff_id: str = "") -> Person:
    return Person(7, "somebody", frozenset({Grant(role, scope)}), staff_id)


ADMIN = person("admin", "")
WHO = [
    # role, its scope, staff_id -> may for (S1, claim with S1E1), (S1, nobody's), (S2, claim with S1E1), (office)
    (person("salesperson", "S1", "S1E1"), (True, False, False, False)),
    (person("salesperson", "S1", "S1E2"), (False, False, False, False)),
    (person("salesperson", "S1"), (False, False, False, False)),
    (person("salesperson", "*", "S1E1"), (True, False, True, False)),
    (person("clerk", "S1"), (True, True, False, False)),
    (person("manager", "*"), (True, True, True, False)),
    (person("office", ""), (False, False, False, True)),
    (ADMIN, (True, True, True, True)),
]


@pytest.fixture
def first(database: Database) -> int:
    return plant(database, clients=CLIENTS)["clients"]


def noted(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        said = sa.select(audit.c.action, audit.c.subject, audit.c.account_id, audit.c.scope, audit.c.reason)
        return [tuple(row) for row in connection.execute(said.where(audit.c.action == "reveal").order_by(audit.c.seq))]


@pytest.mark.parametrize(("who", "expected"), WHO)
def test_who_may(who: Person, expected: tuple[bool, ...]) -> None:
    asked = (("S1", "S1E1"), ("S1", ""), ("S2", "S1E1"), ("", ""))
    assert tuple(may_reveal(who, scope, owner) for scope, owner in asked) == expected


def test_one_value_one_row_of_the_log(database: Database, first: int) -> None:
    cell = Cell("clients", first, "phone")
    assert reveal(database, person("clerk", "S1"), cell, " 回覆  客戶 13912345678 ") == "13912345678"
    assert (
        reveal(database, person("salesperson", "S1", "S1E1"), Cell("clients", first, "name"), "call", "S1E1")
        == "陳小姐"
    )
    assert noted(database) == [
        ("reveal", f"clients:{first}#phone", 7, "S1", "回覆 客戶 [...]"),
        ("reveal", f"clients:{first}#name", 7, "S1", "call"),
    ]


def refused(database: Database, who: Person, cell: Cell, reason: str = "call back", owner: str = "") -> str:
    with pytest.raises(Refused) as failure:
        reveal(database, who, cell, reason, owner)
    assert noted(database) == []
    return failure.value.text.say("en")


@pytest.mark.parametrize("reason", ["", "  ", "ok", " a\t"])
def test_without_a_reason_nothing(database: Database, first: int, reason: str) -> None:
    said = refused(database, ADMIN, Cell("clients", first, "phone"), reason)
    assert said == "Give a reason of at least 3 characters: it stands in the audit log."


def test_what_is_not_there_or_not_theirs_looks_the_same(database: Database, first: int) -> None:
    clerk, sales = person("clerk", "S2"), person("salesperson", "S1", "S1E2")
    said = {
        refused(database, clerk, Cell("clients", first, "phone")),
        refused(database, sales, Cell("clients", first, "phone"), owner="S1E1"),
        refused(database, ADMIN, Cell("clients", first + 9, "phone")),
        refused(database, ADMIN, Cell("clients", first + 1, "phone")),
        refused(database, ADMIN, Cell("clients", first, "client_id")),
    }
    assert said == {"There is no such value to show you."}


def test_ended_and_erased_rows_show_nothing(database: Database, first: int) -> None:
    table = registry_tables["clients"]
    database.write(lambda c: c.execute(seals.delete().where(seals.c.row_id == first)))
    refused(database, ADMIN, Cell("clients", first, "phone"))
    database.write(lambda c: c.execute(table.update().where(table.c.client_id == "C2").values(ended_by=1)))
    refused(database, ADMIN, Cell("clients", first + 1, "name"))


def test_a_row_by_its_key(database: Database, first: int) -> None:
    with database.read() as connection:
        assert row_of_key(connection, "clients", "C2", "S2") == first + 1
        assert row_of_key(connection, "clients", "C2", "S1") is None
        assert row_of_key(connection, "attendance", "C2", "S1") is None
