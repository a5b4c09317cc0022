"""Preview and commit: what is new, changed, the same, missing; whole, once, by who may, on what was looked at."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from core.registries.definitions import Tables
from core.store import rows
from core.store.batches import Change, Committed, Made, commit, history, preview, write_rows
from core.store.database import Database
from core.store.faults import Refused
from core.store.rotation import rotate
from core.store.tables import audit, batches
from tests.databases import opened
from tests.store.frames import CLIENTS, SHOP, VISITS, changed, listed, plain, tables

NOBODY = None


def keep(database: Database, held: Tables, token: str = "", **how: bool) -> Committed:
    return commit(database, preview(database, held, "store", None, []), token or repr(plain(held)), NOBODY, **how)


def standing(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return plain(rows.load_tables(connection, database.sealer, "store", None))


def counted(database: Database, held: Tables) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    changes = preview(database, held, "store", None, []).changes
    return {(c.registry, c.scope): (c.new, c.changed, c.same, c.missing) for c in changes}


def test_what_was_kept_is_what_was_handed_in(database: Database) -> None:
    kept = keep(database, tables(SHOP), "a")
    zero = {"changed": 0, "same": 0, "missing": 0, "removed": 0, "left_out": 0}
    assert kept == Committed(
        1, {"staff": {"new": 2, **zero}, "clients": {"new": 2, **zero}, "visits": {"new": 3, **zero}}
    )
    assert standing(database) == plain(tables(SHOP))


def test_one_upload_or_two_parts_keep_the_same(database: Database, tmp_path: Path) -> None:
    keep(database, tables(SHOP))
    other = opened(tmp_path / "other")
    keep(other, tables({"staff": SHOP["staff"], "clients": CLIENTS[:1], "visits": VISITS[:1]}))
    keep(other, tables({"clients": CLIENTS[1:], "visits": VISITS[1:]}))
    assert standing(database) == standing(other) == plain(tables(SHOP))
    other.close()


def test_a_preview_says_what_is_new_changed_the_same_and_missing(database: Database) -> None:
    keep(database, tables(SHOP))
    fourth = {**VISITS[2], "visit_id": "V4", "arrived_at": "2024-03-06 10:00"}
    held = tables({"visits": [*changed(VISITS[1:], 0, received_by="E1"), fourth]})
    assert preview(database, held, "store", None, []).changes == (Change("visits", "S1", 1, 1, 1, 0),)
    seen = preview(database, tables({"visits": [VISITS[0], VISITS[2]]}), "store", None, [])
    assert seen.changes == (Change("visits", "S1", 0, 0, 2, 1),)
    assert seen.missing_rows("visits")["visit_id"].tolist() == ["V2"]


def test_an_upload_speaks_of_its_own_registries_stores_and_days_alone(database: Database) -> None:
    keep(database, tables(SHOP))
    later = {**VISITS[2], "visit_id": "V9", "arrived_at": "2024-03-07 09:00"}
    assert counted(database, tables({"visits": [later]})) == {("visits", "S1"): (1, 0, 0, 0)}
    assert counted(database, tables({"visits": [VISITS[1], later]})) == {("visits", "S1"): (1, 0, 1, 1)}
    elsewhere = {**VISITS[0], "store_id": "S2"}
    assert counted(database, tables({"visits": [elsewhere]})) == {("visits", "S2"): (1, 0, 0, 0)}
    assert counted(database, tables({"staff": SHOP["staff"][:1]})) == {("staff", "S1"): (0, 0, 1, 1)}


def test_changed_cells_show_old_and_new_with_what_is_personal_masked(database: Database) -> None:
    keep(database, tables(SHOP))
    held = tables({"clients": changed(CLIENTS, 1, name="李太太", phone="13912349999", registered_by="E2")})
    cells = preview(database, held, "store", None, []).changed_cells("clients")
    assert listed(cells) == [
        ("S1", "C2", "name", "李○○", "李○○"),
        ("S1", "C2", "phone", "139****0002", "139****9999"),
        ("S1", "C2", "registered_by", None, "E2"),
    ]
    assert preview(database, held, "store", None, []).changed_cells("visits").empty


def test_missing_rows_go_only_when_asked_and_only_when_nothing_names_them(database: Database) -> None:
    keep(database, tables(SHOP))
    fewer = tables({"visits": [VISITS[0], VISITS[2]]})
    assert keep(database, fewer, "stay").counts["visits"]["removed"] == 0
    assert len(standing(database)["visits"]) == 3
    assert keep(database, fewer, "go", remove_missing=True).counts["visits"]["removed"] == 1
    assert standing(database)["visits"] == plain(fewer)["visits"]
    before = standing(database)
    first_gone = tables(
        {"clients": [CLIENTS[1], {**CLIENTS[1], "client_id": "C0", "registered_at": "2024-03-04 08:00"}]}
    )
    with pytest.raises(Refused, match="2 rows of visits, kept by batch 1, name rows of clients that would go"):
        keep(database, first_gone, "refused", remove_missing=True)
    assert standing(database) == before


def test_rows_are_compared_whatever_their_order(database: Database) -> None:
    twins = [
        {"store_id": "S1", "staff_id": "E1", "left_at": "2024-03-04 10:00", "returned_at": f"2024-03-04 {at}"}
        for at in ("10:20", "10:40")
    ]
    keep(database, tables({"staff": SHOP["staff"], "absences": twins}))
    assert counted(database, tables({"absences": twins[::-1]})) == {("absences", "S1"): (0, 0, 2, 0)}
    assert len(standing(database)["absences"]) == 2
    assert counted(database, tables({"absences": twins[1:]})) == {("absences", "S1"): (0, 0, 1, 1)}
    assert counted(database, tables({"absences": twins[:1]})) == {("absences", "S1"): (0, 0, 1, 1)}


def test_one_number_may_stand_in_two_stores(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    theirs = {name: [{**row, "store_id": "S2"} for row in given] for name, given in SHOP.items()}
    assert keep(database, tables(theirs), "b").counts["clients"]["new"] == 2
    with database.read() as connection:
        assert [len(rows.load(connection, database.sealer, "clients", [s])) for s in ("S1", "S2")] == [2, 2]


def test_an_assist_belongs_to_the_store_of_its_visit(database: Database) -> None:
    keep(database, tables(SHOP))
    helped = tables({"assists": [{"visit_id": "V2", "staff_id": "E1", "assisted_at": "2024-03-05 09:10"}]})
    assert preview(database, helped, "store", ["S1"], []).changes == (Change("assists", "S1", 1, 0, 0, 0),)
    with pytest.raises(Refused, match="1 rows of assists belong to no store"):
        preview(database, helped, "store", ["S2"], [])


def test_the_same_files_are_noticed_whatever_their_names_and_order(database: Database) -> None:
    files = [("a.csv", b"one"), ("b.csv", b"two")]
    shown = preview(database, tables(SHOP), "store", None, files)
    assert shown.known_upload is None
    commit(database, shown, "a", NOBODY)
    again = preview(database, tables(SHOP), "store", None, [("c.csv", b"two"), ("d.csv", b"one")])
    assert again.known_upload is not None
    assert (again.known_upload.batch_id, again.known_upload.files) == (1, ("a.csv", "b.csv"))
    assert preview(database, tables(SHOP), "store", None, files[:1]).known_upload is None


def test_another_store_is_refused(database: Database) -> None:
    held = tables({"clients": [CLIENTS[0], {**CLIENTS[1], "store_id": "S2"}]})
    shown = preview(database, held, "store", ["S1"], [])
    assert shown.foreign == ("S2",)
    with pytest.raises(Refused, match="S2"):
        commit(database, shown, "a", NOBODY)
    assert standing(database) == {}


def test_one_token_keeps_once(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])
    assert commit(database, shown, "a", NOBODY) == commit(database, shown, "a", NOBODY)
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(batches)).scalar() == 1


def test_of_two_previews_the_later_commit_is_refused(database: Database) -> None:
    first = preview(database, tables(SHOP), "store", None, [])
    second = preview(database, tables({"visits": VISITS[:1]}), "store", None, [])
    elsewhere = preview(database, tables({"clients": [{**CLIENTS[0], "store_id": "S2"}]}), "store", None, [])
    commit(database, first, "a", NOBODY)
    with pytest.raises(Refused, match="Somebody saved meanwhile"):
        commit(database, second, "b", NOBODY)
    commit(database, elsewhere, "c", NOBODY)
    assert len(standing(database)["visits"]) == 3


def test_a_text_that_one_of_the_databases_cannot_keep_is_refused(database: Database) -> None:
    held = tables(SHOP)
    held["visits"]["party_id"] = pd.Series(["a\0b", "c", "d"], dtype="str")
    with pytest.raises(Refused, match="NUL"):
        preview(database, held, "store", None, [])


def test_a_preview_made_with_another_key_is_refused(database: Database) -> None:
    keep(database, tables(SHOP))
    shown = preview(database, tables(SHOP), "store", None, [])
    rotate(database, "index")
    with pytest.raises(Refused, match="Somebody saved meanwhile"):
        commit(database, shown, "b", NOBODY)


def test_a_failing_commit_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])
    shown.compared["visits"].rows.marks.identity[2] = shown.compared["visits"].rows.marks.identity[0]
    with pytest.raises(sa.exc.IntegrityError):
        commit(database, shown, "a", NOBODY)
    assert standing(database) == {}
    with database.read() as connection:
        assert history(connection, database.sealer, None) == []
        assert connection.execute(sa.select(audit)).all() == []


def test_history_tells_who_kept_what_where_and_no_file_name_in_the_clear(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [("王先生.csv", b"x")])
    commit(database, shown, "a", 7, left_out={"visits": 2})
    keep(database, tables({"clients": [{**CLIENTS[0], "store_id": "S2"}]}), "b")
    with database.read() as connection:
        found = history(connection, database.sealer, ["S1"])
        assert [(b.batch_id, b.kind, b.account_id, b.files, b.scopes) for b in found] == [
            (1, "upload", 7, ("王先生.csv",), ("S1",))
        ]
        assert found[0].counts["visits"]["left_out"] == 2
        assert found[0].made_at == database.clock()
        assert [b.batch_id for b in history(connection, database.sealer, None)] == [2, 1]
        assert [b.batch_id for b in history(connection, database.sealer, None, 1)] == [2]
        assert history(connection, database.sealer, []) == []
        assert "王先生" not in repr(connection.execute(sa.select(batches)).all())
        said = connection.execute(sa.select(audit.c.action, audit.c.subject, audit.c.account_id, audit.c.scope)).all()
    assert said == [("batch.commit", "batch:1", 7, "S1"), ("batch.commit", "batch:2", None, "S2")]


def test_a_form_writes_one_row_once(database: Database) -> None:
    keep(database, tables(SHOP))
    row = tables({"visits": [{**VISITS[0], "visit_id": "V8"}]})
    form = Made("form", "store", 7, action="form.visit")

    def act(connection: sa.Connection) -> dict[str, object]:
        return {"batch": write_rows(database, connection, form, row, only_new=True).batch_id}

    assert database.submit("t", "visit", act) == database.submit("t", "visit", act) == {"batch": 2}
    assert len(standing(database)["visits"]) == 4
    with pytest.raises(Refused, match="visits: a row with this number"):
        database.submit("u", "visit", act)
    nobody = tables({"visits": [{**VISITS[0], "visit_id": "V10", "client_id": "C99"}]})
    with pytest.raises(Refused, match="would name rows of clients that are not there"):
        database.write(lambda c: write_rows(database, c, form, nobody))
    assert len(standing(database)["visits"]) == 4


def test_a_correction_ends_the_row_it_replaces(database: Database) -> None:
    keep(database, tables(SHOP))
    right = tables({"visits": [{**VISITS[0], "visit_id": "V11"}]})
    with database.read() as connection:
        number = rows.load_rows(connection, database.sealer, "visits", ["S1"]).row_ids.tolist()[0]
    made = Made("correction", "store", 7, reason="wrong number")
    done = database.write(lambda c: write_rows(database, c, made, right, ended={"visits": [number]}))
    assert done.counts == {"visits": {"new": 1, "changed": 0, "same": 0, "removed": 1}}
    assert [v[0] for v in standing(database)["visits"]] == ["V11", "V2", "V3"]
    with pytest.raises(Refused, match="Somebody saved meanwhile"):
        database.write(lambda c: write_rows(database, c, made, right, ended={"visits": [number]}))
