"""Uploads that are made ready before their turn: kept as the others are, while people go on saving."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.store import commit as committing
from core.store.audit import Entry
from core.store.batches import Committed, commit, history, preview, undo
from core.store.database import Database
from core.store.faults import CannotWrite, Refused
from core.store.keys import Purpose
from core.store.lookup import find
from core.store.rotation import rotate
from core.store.tables import audit, batches, blind_index, seals
from tests.databases import opened
from tests.store.frames import CLIENTS, SHOP, VISITS, changed, plain, tables
from tests.store.test_batches import keep, standing

NOBODY = None


@pytest.fixture(autouse=True)
def _every_upload_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "MANY", 0)


def numbers(database: Database) -> list[int]:
    """Every batch of which there is a record."""
    with database.read() as connection:
        return list(connection.execute(sa.select(batches.c.batch_id)).scalars())


def test_it_is_kept_as_any_other(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [("王.csv", b"x")])
    zero = {"changed": 0, "same": 0, "missing": 0, "removed": 0, "left_out": 0}
    assert commit(database, shown, "a", 7, left_out={"visits": 2}) == Committed(
        1,
        {"staff": {"new": 2, **zero}, "clients": {"new": 2, **zero}, "visits": {"new": 3, **zero, "left_out": 2}},
    )
    assert standing(database) == plain(tables(SHOP))
    with database.read() as connection:
        (one,) = history(connection, database.sealer, ["S1"])
        assert (one.kind, one.account_id, one.files, one.scopes) == ("upload", 7, ("王.csv",), ("S1",))
        assert [row.row_id for row in find(connection, database.sealer, "phone", str(CLIENTS[0]["phone"]), None)]
        said = connection.execute(sa.select(audit.c.action, audit.c.subject, audit.c.account_id, audit.c.scope)).all()
    assert said == [("batch.commit", "batch:1", 7, "S1")]
    assert preview(database, tables(SHOP), "store", None, [("b.csv", b"x")]).known_upload == one


def test_rows_change_go_and_come_back(database: Database) -> None:
    keep(database, tables(SHOP), "a")
    held = {"clients": changed(CLIENTS, 1, phone="13912349999"), "visits": [VISITS[0], VISITS[2]]}
    done = keep(database, tables(held), "b", remove_missing=True)
    zero = {"new": 0, "changed": 0, "missing": 0, "removed": 0, "left_out": 0}
    assert done.counts == {
        "clients": {**zero, "changed": 1, "same": 1},
        "visits": {**zero, "same": 2, "missing": 1, "removed": 1},
    }
    assert standing(database)["clients"] == plain(tables(held))["clients"]
    undo(database, done.batch_id, "u", NOBODY)
    assert standing(database) == plain(tables(SHOP))


def test_others_save_while_it_is_made_ready(database: Database) -> None:
    shares: list[float] = []

    def others(share: float) -> None:
        shares.append(share)
        if not database.home.is_sqlite or share < 0.5:
            database.write(lambda c: database.note(c, Entry("form", "a:1")))

    commit(database, preview(database, tables(SHOP), "store", None, []), "a", NOBODY, progress=others)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with database.read() as connection:
        acts = connection.execute(sa.select(audit.c.action).order_by(audit.c.seq)).scalars().all()
    assert acts == [*["form"] * (2 if database.home.is_sqlite else 3), "batch.commit"]


def test_what_moved_on_meanwhile_is_refused_and_leaves_nothing(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])

    def somebody(share: float) -> None:
        if share < 0.5:
            row = tables({"staff": [{**SHOP["staff"][0], "staff_id": "E9"}]})
            with ThreadPoolExecutor(1) as pool:
                pool.submit(keep_at_once, database, row).result()

    def keep_at_once(database: Database, row: dict[str, object]) -> None:
        seen = preview(database, row, "store", None, [])  # type: ignore[arg-type]
        upload = committing._Upload(database, seen, NOBODY, False, {}, lambda _share: None)
        database.submit("other", "upload", upload.at_once)

    with pytest.raises(Refused, match="Somebody saved meanwhile"):
        commit(database, shown, "a", NOBODY, progress=somebody)
    assert {name: len(rows) for name, rows in standing(database).items()} == {"staff": 1}
    assert len(numbers(database)) == 1


@pytest.mark.parametrize("purpose", ["seal", "index"])
def test_keys_that_were_changed_meanwhile_are_noticed(database: Database, purpose: Purpose) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])
    done = threading.Event()

    def rotated(_share: float) -> None:
        if not done.is_set():
            done.set()
            rotate(database, purpose)

    with pytest.raises(Refused, match="Somebody saved meanwhile"):
        commit(database, shown, "a", NOBODY, progress=rotated)
    assert standing(database) == {}
    assert numbers(database) == []


def test_a_failing_one_leaves_nothing(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])
    shown.compared["visits"].rows.marks.identity[2] = shown.compared["visits"].rows.marks.identity[0]
    with pytest.raises(sa.exc.IntegrityError):
        commit(database, shown, "a", NOBODY)
    assert standing(database) == {}
    assert numbers(database) == []
    with database.read() as connection:
        assert connection.execute(sa.select(audit)).all() == []
        assert connection.execute(sa.select(blind_index)).all() == []
        assert connection.execute(sa.select(seals)).all() == []


def test_one_token_keeps_once_however_often_it_is_sent(database: Database) -> None:
    shown = preview(database, tables(SHOP), "store", None, [])
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(commit, database, shown, "a", NOBODY) for _ in range(4)]
        answers = [each.result() for each in sent]
    assert answers == [answers[0]] * 4
    assert numbers(database) == [answers[0].batch_id]
    assert standing(database) == plain(tables(SHOP))


def test_of_two_uploads_of_the_same_rows_one_is_kept(database: Database) -> None:
    shown = [preview(database, tables(SHOP), "store", None, []) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(commit, database, each, str(i), NOBODY) for i, each in enumerate(shown)]
        failed = [why for each in sent if (why := each.exception()) is not None]
    assert [type(why) for why in failed] == [Refused]
    assert standing(database) == plain(tables(SHOP))
    assert len(numbers(database)) == 1


def test_a_connection_that_breaks_in_the_middle_leaves_nothing_and_it_can_be_sent_again(
    fresh_postgresql: Callable[[], str], tmp_path: Path
) -> None:
    database = opened(tmp_path / "home", fresh_postgresql())
    shown = preview(database, tables(SHOP), "store", None, [])
    cut = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE 'COPY%'"
    )
    broken: list[int] = []

    def breaks(share: float) -> None:
        if 0.5 < share < 1.0 and not broken:
            with database.engine.connect() as connection:
                broken.extend(connection.execute(cut).scalars())

    with pytest.raises(CannotWrite, match="cannot be reached: nothing was saved"):
        commit(database, shown, "a", NOBODY, progress=breaks)
    assert len(broken) == 1
    assert standing(database) == {}
    assert numbers(database) == []
    assert commit(database, shown, "a", NOBODY, progress=breaks).batch_id == 1
    assert standing(database) == plain(tables(SHOP))
    database.close()
