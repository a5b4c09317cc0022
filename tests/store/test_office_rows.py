"""Retention, erasure, copy, backup and rotation reach every table of the property desk."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from core.office import cards, contact_days, contact_days_notes, drafts, filing, handling, photos
from core.office.contact_days import Plan
from core.office.requests_handlers import handler_names
from core.store import backup, office_tables, restore, retention, tables
from core.store.backup_file import BackupKey
from core.store.database import Database
from core.store.erasure import HOUSE_STAY, Subject, erase, subjects
from core.store.home import home_of
from core.store.office_copy import HOUSE_NAMES
from core.store.office_rows import OF_REQUEST, number_of, opened
from core.store.person_copy import as_json, copy
from core.store.restore import sealed_tables
from core.store.rotation import rotate
from core.store.rows import load
from core.store.tables import metadata
from tests import databases
from tests.databases import Now
from tests.office.asking import account, act, ask, token
from tests.office.forms import ALL, FORM
from tests.store.test_erasure import everything

NOTHING_PERSONAL = {"notices", "categories", "calendar_days", "office_settings"}
"""Tables of what the office set: nothing of anybody in them."""
OWN = {t.name: t for t in metadata.sorted_tables if t.name in office_tables.__dict__}
PHONE = "13700001111"
SECOND = replace(
    FORM,
    members=(*FORM.members, replace(FORM.members[0], name="慕容新來", contact="13655556666", birth_date="1980-02-03")),
)


def photo() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((40, 30), 90).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture
def desk(database: Database) -> Database:
    """A home with its file and a later form that waits, requests, a contact day, cards, drafts."""
    account(database, 1, "李管家")
    filing.file(database, FORM, ALL, token())
    assert filing.file(database, SECOND, ALL, token()).state == "waiting"
    number = ask(database, name="慕容建國", contact=PHONE, room_no="3-2-501", photos=(photo(),))
    handling.note(database, act(number), "打電話給慕容先生")
    handling.assign(database, act(number), "王師傅")
    other = ask(database, name="別人", contact="13100000009", room_no="4-1-101", photos=(photo(),))
    assert (number, other) == ("R2603-0001", "R2603-0002")
    drafts.save(database, "d" * 24, "repair", {"contact": "137-0000-1111", "repair": "慕容家漏水"})
    drafts.save(database, "e" * 24, "repair", {"contact": "13100000009"})
    day = contact_days.keep(database, Plan(date(2026, 3, 14), "東門", people=("李管家",)), token(), 1)
    contact_days_notes.ask(database, day, "幾號供暖？", "工程部", "", token(), 1)
    made = cards.make(database, 2, token(), 1, day)
    cards.give_out(database, made[0].card_no, "3-2-501", token(), 1, day_id=day)
    return database


def found(database: Database, value: str = PHONE) -> list[Subject]:
    with database.read() as connection:
        return subjects(connection, database.sealer.indexes("phone", value), database.sealer)


def rows_of(database: Database, name: str) -> list[dict[str, object]]:
    with database.read() as connection:
        table = metadata.tables[name]
        asked = sa.select(table).order_by(*table.primary_key.columns)
        return [dict(row._mapping) for row in connection.execute(asked)]


def count(database: Database) -> dict[str, int]:
    return {name: len(rows_of(database, name)) for name in OWN} | {"seals": len(rows_of(database, "seals"))}


def test_every_table_of_the_property_desk_has_its_rule() -> None:
    swept = {sweep.table.name for sweeps in retention.SWEEPS.values() for sweep in sweeps}
    whole = {table.name for table, _named in OF_REQUEST} | {"filings", "card_codes", "contact_days", "contact_notes"}
    assert set(OWN) == swept & set(OWN) | whole | NOTHING_PERSONAL | {"handlers"}
    assert set(HOUSE_NAMES) >= HOUSE_STAY
    sealed = {t.name for t in sealed_tables()} & set(OWN)
    assert sealed == {t.name for t in OWN.values() if "sealed" in t.c}


def test_a_resident_is_found_in_files_requests_forms_that_wait_and_drafts(desk: Database) -> None:
    told = {(s.registry, s.label): sorted(name for name, _scope, _row in s.rows) for s in found(desk)}
    assert told == {
        ("drafts", ""): ["drafts"],
        ("filings", "3-2-501"): ["filings"],
        ("members", "3-2-501"): ["members"],
        ("requests", "R2603-0001"): [
            "consents", "photos", "request_cases", "request_events", "request_events", "request_events",
            "requests", "requests",
        ],
    }  # fmt: skip


def of_rows(database: Database, subject_rows: set[tuple[str, str, int]]) -> list[bytes]:
    """Blobs and secrets of some rows, as bytes."""
    kept: list[bytes] = []
    with database.read() as connection:
        for name, _scope, row_id in subject_rows:
            table = metadata.tables[name]
            if "sealed" in table.c:
                kept += connection.execute(sa.select(table.c.sealed).where(number_of(table) == row_id)).scalars()
            own = sa.and_(tables.seals.c.row_of == name, tables.seals.c.row_id == row_id)
            kept += connection.execute(sa.select(tables.seals.c.secret).where(own)).scalars()
    return [bytes(piece) for piece in kept if piece]


def test_no_byte_of_a_resident_is_left_and_nobody_else_is_touched(desk: Database) -> None:
    chosen = found(desk)
    pieces = of_rows(desk, {row for subject in chosen for row in subject.rows})
    pieces += desk.sealer.indexes("phone", PHONE)
    before = everything(desk)
    assert [piece in before for piece in pieces] == [True] * len(pieces)
    assert len(pieces) >= 14
    erase(desk, chosen, "t", None, "moved out")
    after = everything(desk)
    assert [piece in after for piece in pieces] == [False] * len(pieces)
    assert found(desk) == []
    (case, others) = rows_of(desk, "request_cases")
    assert (case["request_no"], case["room_no"], case["building"], case["sealed"]) == ("R2603-0001", None, "3", b"")
    assert (others["room_no"], len(rows_of(desk, "photos")), len(rows_of(desk, "drafts"))) == ("4-1-101", 1, 1)
    with desk.read() as connection:
        form = filing.form_of(connection, desk.sealer, int(str(rows_of(desk, "filings")[1]["filing_id"])))
        assert form is not None
        assert [m.name for m in form.members] == ["慕容小明", "慕容新來"]
        assert (form.occupants, form.vehicles) == (SECOND_KEPT.occupants, SECOND_KEPT.vehicles)
        requests = load(connection, desk.sealer, "requests", None).set_index("request_no")
        (other,) = photos.kept_of(connection, "R2603-0002")
        assert photos.open_photo(connection, desk.sealer, other.photo_id) is not None
    assert requests["name"].dropna().to_dict() == {"R2603-0002": "別人"}


SECOND_KEPT = filing.tidy(SECOND, date(2026, 3, 2))


def test_a_backup_made_before_brings_nothing_of_an_erased_resident_back(
    desk: Database, tmp_path: Path, fresh_postgresql: Callable[[], str]
) -> None:
    key = BackupKey(b"k" * 32)
    made = backup.make(desk, key, tmp_path / "kept")
    chosen = found(desk)
    pieces = of_rows(desk, {row for subject in chosen for row in subject.rows})
    erase(desk, chosen, "t", None, "moved out")
    backup.renew_secrets(desk, key, tmp_path / "kept")
    url = "" if desk.home.is_sqlite else fresh_postgresql()
    environ = {"DESK_HOME": str(tmp_path / "new")} | ({"DATABASE_URL": url} if url else {})
    restore.restore(home_of(environ), made.file, None, key, clock=desk.clock)
    back = databases.opened(tmp_path / "new", url, Now(desk.clock()))
    try:
        assert found(back) == []
        said = everything(back)
        assert [piece in said for piece in pieces] == [False] * len(pieces)
        assert rows_of(back, "request_cases")[0]["room_no"] is None
        assert len(rows_of(back, "photos")) == 1
        with back.read() as connection:
            for table in (metadata.tables[name] for name in OWN if "sealed" in OWN[name].c):
                list(opened(connection, back.sealer, table, sa.true()))  # every one opens, or this raises
            (other,) = photos.kept_of(connection, "R2603-0002")
            assert photos.open_photo(connection, back.sealer, other.photo_id) is not None
    finally:
        back.close()


def test_a_copy_has_what_is_kept_beside_the_registries_and_nothing_of_others(desk: Database) -> None:
    with desk.read() as connection:
        frames = copy(connection, desk.sealer, found(desk))
    assert sorted(frames) == sorted(
        ["requests", "members", "request_cases", "request_events", "photos", "filings", "consents", "drafts", "seen"]
    )
    assert next(iter(frames["request_events"]["text"].dropna())) == "打電話給慕容先生"
    assert frames["request_cases"]["preferred"].tolist() == ["週六上午"]
    said = as_json(frames).decode()
    assert "慕容建國" in said
    assert [name for name in ("慕容小明", "慕容新來", "趙阿姨", "別人") if name in said] == []
    assert len(frames["photos"]["jpeg"][0]) > 1000
    assert [list(json.loads(text)) for text in frames["filings"]["form"]] == [["members"]]


@pytest.mark.parametrize(
    ("code", "days", "gone"),
    [
        ("requests", 31, {"request_cases": 2, "request_events": 4, "photos": 2, "consents": 2}),
        ("cards", 31, {"card_codes": 1}),
        ("contact_days", 31, {"contact_days": 1, "contact_notes": 1}),
        ("filings", 31, {"filings": 2}),
        ("drafts", 1, {"drafts": 2}),
    ],
)
def test_each_kind_goes_the_day_after_its_period(
    desk: Database, now: Now, code: str, days: int, gone: dict[str, int]
) -> None:
    for kind in retention.KINDS:
        retention.change(desk, kind.code, days if kind.code == code else None, f"limit-{kind.code}", None)
    before = count(desk)
    now.pass_by(days=days + (12 if code == "contact_days" else 0))
    assert retention.run(desk, None)[0].counts() == {}
    assert count(desk) == before
    now.pass_by(days=1)
    with desk.read() as connection:
        (due,) = [one for one in retention.due(connection, now()) if one.counts()]
    counted = {name: rows for (name, _scope), rows in due.counts().items() if name in OWN}
    assert (due.kind.code, counted) == (code, gone)
    retention.run(desk, None)
    after = count(desk)
    assert {name: before[name] - after[name] for name in OWN if before[name] != after[name]} == gone
    assert unowned(desk) == []


def names_kept(database: Database) -> dict[int, str]:
    with database.read() as connection:
        return handler_names(connection, database.sealer)


def test_the_name_of_a_handler_goes_the_day_after_its_period_once_all_is_done(desk: Database, now: Now) -> None:
    for kind in retention.KINDS:
        retention.change(desk, kind.code, 31 if kind.code == "handlers" else None, f"limit-{kind.code}", None)
    (number,) = names_kept(desk)
    now.pass_by(days=100)
    retention.run(desk, None)
    assert names_kept(desk) == {number: "王師傅"}  # the request is still in work
    handling.done(desk, act("R2603-0001"), "換了墊片")
    now.pass_by(days=31)
    retention.run(desk, None)
    assert names_kept(desk) == {number: "王師傅"}
    now.pass_by(days=1)
    with desk.read() as connection:
        (due,) = [one for one in retention.due(connection, now()) if one.counts()]
    assert (due.kind.code, due.counts()) == ("handlers", {("handlers", ""): 1})
    retention.run(desk, None)
    assert names_kept(desk) == {number: ""}
    assert retention.run(desk, None)[0].counts() == {}
    assert unowned(desk) == []
    handling.reopen(desk, act("R2603-0001"), "又漏了")
    handling.assign(desk, act("R2603-0001"), "王師傅")
    assert sorted(names_kept(desk).values()) == ["", "王師傅"]


def test_a_handler_of_whom_a_note_was_made_lately_keeps_the_name(desk: Database, now: Now) -> None:
    for kind in retention.KINDS:
        retention.change(desk, kind.code, 31 if kind.code == "handlers" else None, f"limit-{kind.code}", None)
    handling.done(desk, act("R2603-0001"), "換了墊片")
    now.pass_by(days=20)
    handling.note(desk, act("R2603-0001"), "還要再看")
    now.pass_by(days=31)
    retention.run(desk, None)
    assert list(names_kept(desk).values()) == ["王師傅"]
    now.pass_by(days=1)
    retention.run(desk, None)
    assert list(names_kept(desk).values()) == [""]


def unowned(database: Database) -> list[tuple[str, int]]:
    """Secrets of rows that are not there."""
    with database.read() as connection:
        there = {
            (t.name, row_id)
            for t in sealed_tables()
            for row_id in connection.execute(sa.select(number_of(t))).scalars()
        }
        kept = connection.execute(sa.select(tables.seals.c.row_of, tables.seals.c.row_id))
        return [(name, row_id) for name, row_id in kept if (name, row_id) not in there]


def test_former_versions_that_go_leave_the_request_with_what_happened(desk: Database, now: Now) -> None:
    for kind in retention.KINDS:
        retention.change(desk, kind.code, 31 if kind.code == "versions" else None, f"limit-{kind.code}", None)
    now.pass_by(days=32)
    before = count(desk)
    retention.run(desk, None)
    assert {n: c for n, c in count(desk).items() if n != "seals"} == {n: c for n, c in before.items() if n != "seals"}
    assert len(rows_of(desk, "requests")) == 2


def test_a_request_about_which_something_was_done_lately_stays_whole(desk: Database, now: Now) -> None:
    for kind in retention.KINDS:
        retention.change(desk, kind.code, 31 if kind.code == "requests" else None, f"limit-{kind.code}", None)
    now.pass_by(days=20)
    handling.note(desk, act("R2603-0001"), "又問了一次")
    now.pass_by(days=20)
    retention.run(desk, None)
    assert [row["request_no"] for row in rows_of(desk, "request_cases")] == ["R2603-0001"]
    assert len(rows_of(desk, "photos")) == 1


@pytest.mark.parametrize(("withdrawn", "goes"), [(False, 0), (True, 4)])
def test_consents_go_once_nothing_rests_on_them(desk: Database, now: Now, withdrawn: bool, goes: int) -> None:
    consents = office_tables.consents
    if withdrawn:
        desk.write(
            lambda c: (
                c.execute(consents.update().where(consents.c.given_with == "F2603-0001").values(withdrawn_at=now()))
                and None
            )
        )
    for kind in retention.KINDS:
        retention.change(desk, kind.code, 31 if kind.code == "consents" else None, f"limit-{kind.code}", None)
    before = len(rows_of(desk, "consents"))
    now.pass_by(days=32)
    retention.run(desk, None)
    assert before - len(rows_of(desk, "consents")) == goes


def test_counts_of_floods_go_with_the_marks(desk: Database, now: Now) -> None:
    bounds = office_tables.bounds
    desk.write(
        lambda c: (
            c.execute(bounds.insert().values(counted=b"x" * 16, window_at=now() - timedelta(days=40), count=1)) and None
        )
    )
    retention.run(desk, None)
    assert rows_of(desk, "bounds") == []


def test_a_new_key_opens_everything_of_the_property_desk(desk: Database) -> None:
    def said() -> dict[str, list[dict[str, str]]]:
        with desk.read() as connection:
            return {
                name: [texts for _row, texts in opened(connection, desk.sealer, table, sa.true())]
                for name, table in OWN.items()
                if "sealed" in table.c
            }

    before = said()
    assert {name for name, rows in before.items() if any(rows)} == {name for name in OWN if "sealed" in OWN[name].c}
    rotate(desk, "seal")
    assert said() == before
    rotate(desk, "index")
    assert [s.registry for s in found(desk)] == ["drafts", "filings", "members", "requests"]
