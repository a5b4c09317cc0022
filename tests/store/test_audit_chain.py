"""The chain of the audit log: what is done to it behind the triggers' back is found."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.store import audit_chain, keys
from core.store.audit import Entry
from core.store.audit_chain import Head, Verdict
from core.store.database import Database
from core.store.faults import Refused

WIDE = "甲" * 50


def written(database: Database, rows: int = 6) -> Head:
    """Some rows, and the head after them."""

    def act(connection: sa.Connection) -> None:
        for number in range(1, rows + 1):
            scope = (None, "", "S1")[number % 3]
            database.note(connection, Entry("test", f"a:{number}", number, scope, WIDE, {"n": number}))

    database.write(act)
    return head(database)


def head(database: Database) -> Head:
    with database.read() as connection:
        found = audit_chain.head(connection)
    assert found is not None
    return found


def verified(database: Database, known: Head | None = None) -> Verdict:
    with database.read() as connection:
        return audit_chain.verify(connection, database.sealer.ring, known)


def behind(database: Database, *statements: str) -> None:
    """What somebody does who has the database in hand and takes its guards away."""
    with database.engine.execution_options(writes=True).begin() as connection:
        if database.home.is_sqlite:
            for name in ("changed", "deleted", "replaced"):
                connection.exec_driver_sql(f"DROP TRIGGER audit_not_{name}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


def found(database: Database, known: Head | None = None) -> tuple[int, int | None, str | None]:
    verdict = verified(database, known)
    return verdict.rows, verdict.wrong_at, verdict.why


def test_an_empty_log_is_whole(database: Database) -> None:
    assert verified(database) == Verdict(0, None)
    assert verified(database).text.say("en") == "The audit log is whole: 0 rows. Its head: 0:"


def test_a_log_left_alone_is_whole(database: Database) -> None:
    last = written(database)
    assert verified(database, last) == Verdict(6, last)
    assert verified(database).text.say("en") == f"The audit log is whole: 6 rows. Its head: 6:{last.hash.hex()}"


def test_it_is_walked_in_chunks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    last = written(database, 7)
    for chunk in (1, 2, 3, 7, 8):
        monkeypatch.setattr(audit_chain, "CHUNK", chunk)
        assert verified(database, last) == Verdict(7, last)


def test_it_goes_on_under_a_new_key_and_needs_the_old_one(database: Database) -> None:
    written(database, 2)
    database.use_ring(database.sealer.ring.with_new("audit"))
    last = written(database, 2)
    assert verified(database) == Verdict(4, last)
    with database.read() as connection:
        verdict = audit_chain.verify(connection, database.sealer.ring.without_old("audit"))
        strange = audit_chain.verify(connection, keys.new_ring())
    assert (verdict.rows, verdict.wrong_at, verdict.why) == (0, 1, "key")
    assert (strange.rows, strange.wrong_at, strange.why) == (0, 1, "changed")


@pytest.mark.parametrize("statement", ["UPDATE audit SET reason = ''", "DELETE FROM audit WHERE seq = 3"])
def test_the_database_itself_refuses(database: Database, statement: str) -> None:
    last = written(database)
    with pytest.raises(DBAPIError), database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)
    assert verified(database) == Verdict(6, last)


@pytest.mark.parametrize(
    "change",
    [
        "account_id = 99",
        "account_id = NULL",
        "action = 'else'",
        "subject = 'a:9'",
        "scope = 'S2'",
        "scope = NULL",
        "reason = ''",
        "detail = '{}'",
        "at = '2020-01-01 00:00:00'",
    ],
)
def test_a_changed_row_is_found(database: Database, change: str) -> None:
    written(database)
    behind(database, f"UPDATE audit SET {change} WHERE seq = 4")  # noqa: S608 (of this test)
    assert found(database) == (3, 4, "changed")


def test_another_hash_is_found_at_its_row(database: Database) -> None:
    written(database)
    behind(database, "UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 2) WHERE seq = 4")
    assert found(database) == (3, 4, "changed")


def test_a_deleted_row_is_found(database: Database) -> None:
    written(database)
    behind(database, "DELETE FROM audit WHERE seq = 1")
    assert found(database) == (0, 1, "missing")
    behind_again(database, "DELETE FROM audit")
    assert found(database) == (0, None, None)  # why a head is written down


def behind_again(database: Database, statement: str) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_deleted_row_is_found_though_the_rest_is_numbered_anew(database: Database) -> None:
    written(database)
    behind(
        database,
        "DELETE FROM audit WHERE seq = 3",
        *(f"UPDATE audit SET seq = {n - 1} WHERE seq = {n}" for n in (4, 5, 6)),  # noqa: S608 (of this test)
    )
    assert found(database) == (2, 3, "changed")


def test_two_swapped_rows_are_found(database: Database) -> None:
    written(database)
    moves = ((3, 100), (4, 3), (100, 4))
    behind(database, *(f"UPDATE audit SET seq = {new} WHERE seq = {old}" for old, new in moves))  # noqa: S608
    assert found(database) == (2, 3, "changed")


def test_a_cut_tail_is_found_against_the_head(database: Database) -> None:
    last = written(database)
    behind(database, "DELETE FROM audit WHERE seq > 4")
    assert found(database) == (4, None, None)
    assert found(database, last) == (4, 6, "cut")


def test_a_log_that_was_replaced_is_found_against_the_head(database: Database) -> None:
    last = written(database)
    behind(database, "DELETE FROM audit WHERE seq > 2")
    written(database, 6)
    assert found(database) == (8, None, None)
    assert found(database, last) == (6, 6, "other")


def test_a_head_is_written_down_and_read_again(database: Database) -> None:
    last = written(database)
    assert audit_chain.head_of(f" {last}\n") == last


@pytest.mark.parametrize("text", ["", "6", "6:", "x:" + "0" * 64, "6:" + "0" * 62, "0:" + "0" * 64, "6:" + "g" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        audit_chain.head_of(text)


def test_every_verdict_has_words() -> None:
    whys: tuple[audit_chain.Why, ...] = ("changed", "missing", "key", "cut", "other")
    said = {why: Verdict(3, None, 4, why).text.say("en") for why in whys}
    assert said == {
        "changed": "Row 4 is not as it was written, or the row before it is not. 3 rows before it fit.",
        "missing": "Row 4 is missing. 3 rows before it fit.",
        "key": "The key that signed row 4 is not on the key ring. 3 rows before it fit.",
        "cut": "Row 4, the head that was written down, is missing: the end was cut off. 3 rows are left.",
        "other": "Row 4, the head that was written down, is another row now: the log was replaced.",
    }
