"""What a batch did, told long after."""

from __future__ import annotations

from core.registries.definitions import Tables
from core.store import batches
from core.store.batch_changes import BatchChanges, batch_changes
from core.store.database import Database
from core.store.rows import Scopes
from tests.registries import rows


def keep(database: Database, given: rows.Rows, token: str, *, remove_missing: bool = False) -> int:
    tables: Tables = rows.typed(given)[0]
    seen = batches.preview(database, tables, "store", None)
    return batches.commit(database, seen, token, None, remove_missing=remove_missing).batch_id


def told(database: Database, batch_id: int, name: str, scopes: Scopes = None) -> BatchChanges:
    with database.read() as connection:
        return batch_changes(connection, database.sealer, batch_id, name, scopes)


def test_new_changed_and_removed_rows_are_told_apart(database: Database) -> None:
    keep(database, rows.store(), "first")
    client = rows.STORE["clients"][0] | {"phone": "13912340000"}
    another = rows.STORE["clients"][2] | {"client_id": "C8", "phone": "13800000000"}
    second = keep(database, {"clients": [client, another]}, "second", remove_missing=False)
    found = told(database, second, "clients")
    assert (found.new, found.changed, found.removed) == (1, 1, 0)
    assert found.changed_cells.to_numpy().tolist() == [["S1", "C1", "phone", "139****5678", "139****0000"]]
    assert found.new_rows[["client_id", "name", "phone"]].to_numpy().tolist() == [["C8", "何○○", "138****0000"]]
    undone = batches.undo(database, second, "undo", None).batch_id
    back = told(database, undone, "clients")
    assert (back.new, back.changed, back.removed) == (0, 1, 1)
    assert back.changed_cells[["old", "new"]].to_numpy().tolist() == [["139****0000", "139****5678"]]
    assert back.removed_rows["client_id"].tolist() == ["C8"]


def test_only_of_the_stores_asked_for(database: Database) -> None:
    first = keep(database, rows.store(), "first")
    assert told(database, first, "clients", ["S2"]).new_rows["client_id"].tolist() == ["C9"]
    assert told(database, first, "clients", []).new == 0
    assert told(database, 77, "clients").new == 0
