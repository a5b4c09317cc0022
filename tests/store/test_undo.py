"""Undo: exactly the rows before, refused where later work rests on it, itself to be undone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.registries.definitions import Tables
from core.store import retention, rows
from core.store.batches import Committed, commit, history, preview, undo
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import audit
from tests.databases import Now
from tests.store.frames import CLIENTS, SHOP, VISITS, changed, plain, tables


def keep(database: Database, held: Tables, token: str, **how: bool) -> Committed:
    return commit(database, preview(database, held, "store", None, []), token, None, **how)


def standing(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return plain(rows.load_tables(connection, database.sealer, "store", None))


def undoing(database: Database) -> list[tuple[int, int | None, int | None]]:
    with database.read() as connection:
        return [(b.batch_id, b.undoes, b.undone_by) for b in history(connection, database.sealer, None)]


def test_commit_then_undo_gives_the_rows_before(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    before = standing(database)
    third = {**VISITS[2], "visit_id": "V4"}
    held = {
        "clients": changed(CLIENTS, 0, phone="13900000000"),
        "visits": [*changed(VISITS[1:], 0, received_by="E1"), third],
    }
    keep(database, tables(held), "b", remove_missing=True)
    after = standing(database)
    assert after != before
    done = undo(database, 2, "u", 7, "wrong file")
    assert done == Committed(
        3, {"clients": {"new": 0, "changed": 1, "removed": 0}, "visits": {"new": 0, "changed": 1, "removed": 1}}
    )
    assert standing(database) == before
    assert undo(database, 2, "u", 7) == done
    with pytest.raises(Refused, match="undone already, by batch 3"):
        undo(database, 2, "v", 7)
    undo(database, 3, "w", 7)
    assert standing(database) == after
    assert undoing(database) == [(4, 3, None), (3, 2, 4), (2, None, None), (1, None, None)]
    undo(database, 2, "x", 7)
    assert standing(database) == before
    with database.read() as connection:
        said = connection.execute(sa.select(audit.c.action, audit.c.subject, audit.c.account_id, audit.c.reason)).all()
    assert said[2] == ("batch.undo", "batch:3", 7, "wrong file")


def test_removed_rows_come_back(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    before = standing(database)
    keep(database, tables({"visits": [VISITS[0], VISITS[2]]}), "b", remove_missing=True)
    assert len(standing(database)["visits"]) == 2
    assert undo(database, 2, "u", None).counts == {"visits": {"new": 1, "changed": 0, "removed": 0}}
    assert standing(database) == before


def test_the_first_upload_is_undone_whole(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    undo(database, 1, "u", None)
    assert standing(database) == {}
    with database.read() as connection:
        assert rows.known_scopes(connection) == []
        assert rows.versions(connection, None) == {("S1", "staff"): 2, ("S1", "clients"): 2, ("S1", "visits"): 2}
    shown = preview(database, tables(SHOP), "store", None, [])
    assert [(c.registry, c.new) for c in shown.changes] == [("staff", 2), ("clients", 2), ("visits", 3)]


def test_an_undo_is_refused_where_a_later_batch_changed_a_row(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    keep(database, tables({"visits": changed(VISITS, 0, received_by="E2")}), "b")
    now = standing(database)
    with pytest.raises(Refused, match="Batch 2 changed or ended 1 rows of visits since"):
        undo(database, 1, "u", None)
    assert standing(database) == now
    undo(database, 2, "v", None)
    undo(database, 1, "w", None)
    assert standing(database) == {}


def test_an_undo_is_refused_where_a_later_batch_ended_a_row(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    keep(database, tables({"visits": [VISITS[0], VISITS[2]]}), "b", remove_missing=True)
    with pytest.raises(Refused, match="Batch 2 changed or ended 1 rows of visits since"):
        undo(database, 1, "u", None)


def test_an_undo_is_refused_where_later_rows_name_its_rows(database: Database) -> None:
    keep(database, tables({"staff": SHOP["staff"], "clients": CLIENTS}), "a")
    keep(database, tables({"visits": VISITS}), "b")
    with pytest.raises(Refused, match=r"rows of visits, kept by batch 2, name rows of (clients|staff) that would go"):
        undo(database, 1, "u", None)
    undo(database, 2, "v", None)
    undo(database, 1, "w", None)
    assert standing(database) == {}


def test_a_row_does_not_come_back_without_the_row_it_names(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    keep(database, tables({"visits": [VISITS[0], VISITS[2]]}), "b", remove_missing=True)
    left = [CLIENTS[0], {**CLIENTS[0], "client_id": "C5", "registered_at": "2024-03-05 12:00"}]
    keep(database, tables({"clients": left}), "c", remove_missing=True)
    with pytest.raises(Refused, match="1 rows of visits would name rows of clients that are not there"):
        undo(database, 2, "u", None)


def test_work_made_again_after_the_undo_of_a_change_counts_as_later_work(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    keep(database, tables({"visits": changed(VISITS, 0, received_by="E2")}), "b")
    keep(database, tables({"visits": VISITS}), "c")
    with pytest.raises(Refused, match="Batch 3 changed or ended 1 rows"):
        undo(database, 1, "u", None)


def test_what_is_not_there_is_not_undone(database: Database) -> None:
    with pytest.raises(Refused, match="There is no batch 5"):
        undo(database, 5, "u", None)


def test_an_undo_is_refused_once_former_versions_are_gone(database: Database, now: Now) -> None:
    """Without the guard the client would go, and no former version would come back."""
    keep(database, tables(SHOP), "a")
    keep(database, tables({"clients": changed(CLIENTS, 0, phone="13900000000")}), "b")
    before = standing(database)
    now.pass_by(days=400)
    retention.change(database, "clients", None, "clients", None)
    retention.change(database, "presence", None, "presence", None)
    retention.change(database, "calls", None, "calls", None)
    retention.run(database, None)
    with pytest.raises(Refused, match="former versions of clients have gone for good"):
        undo(database, 2, "u", None)
    assert standing(database) == before
