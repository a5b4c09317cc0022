"""People who are named in the words of others: found, copied, taken out, and nobody else with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.access.roles import Grant, Person
from core.office import archive, contact_days, contact_days_notes, drafts, filing, handling, requests, work_file
from core.office.contact_days import Plan
from core.office.events import events_of
from core.office.information import Home, InformationForm
from core.office.requests_handlers import handler_names
from core.registries.columns import Personal
from core.store import audit_log, backup, restore
from core.store.backup_file import BackupKey
from core.store.database import Database
from core.store.erasure import Subject, erase, subjects
from core.store.home import home_of
from core.store.mentions import marks, mentions, spans, word_columns
from core.store.person_copy import NAMED, SEEN, copied, kind_of
from core.store.rows import load
from core.store.tables import OFFICE_SCOPE
from tests import databases
from tests.databases import Now
from tests.office.asking import account, act, ask, token
from tests.office.forms import ALL, FORM
from tests.store.test_erasure import everything, keep
from tests.store.test_office_rows import of_rows

NAME, PHONE = "歐陽建國", "13922223333"
CALLED = "別人說的：欧阳 建国 電話 139-2222-3333，再打"
ASKED = f"{NAME}家的車（+86 13922223333）"


@pytest.fixture
def desk(database: Database) -> Database:
    """Somebody who never wrote anything, and is named in every text that the property desk and a shop keep."""
    account(database, 1, "李管家")
    filing.file(database, FORM, ALL, token())
    number = ask(database, name="別人", contact="13100000009", room_no="4-1-101", preferred=f"找{NAME}拿鑰匙")
    handling.note(database, act(number), CALLED)
    handling.assign(database, act(number), NAME)
    handling.done(database, act(number), "師傅修好了")
    handling.call_back(database, act(number), "reached", f"謝謝{NAME}先生")
    requests.rate(database, number, "13100000009", 5, f"{NAME}人很好", token())
    day = contact_days.keep(database, Plan(date(2026, 3, 14), "東門", people=("李管家", NAME)), token(), 1)
    contact_days_notes.ask(database, day, ASKED, NAME, "", token(), 1)
    contact_days_notes.ask(database, day, "幾號供暖？", "工程部", "", token(), 1)
    filing.file(database, InformationForm(Home("3-2-501", "", NAME), FORM.members), ALL, token())
    drafts.save(database, "d" * 24, "repair", {"repair": f"{NAME}家漏水"})
    rest = {
        "staff": f"staff_id,store_id,name\nE1,S1,{NAME}\n",
        "attendance": "store_id,staff_id,signed_in_at\nS1,E1,2026-01-05 08:00\n",
        "clients": "client_id,store_id,name,phone,registered_at\nC1,S1,王甲,13800000001,2026-01-05 10:00\n",
        "visits": "visit_id,store_id,client_id,arrived_at,received_by\nV1,S1,C1,2026-01-05 10:00,E1\n",
        "followups": (
            "followup_id,store_id,client_id,staff_id,followed_at,note\n"
            f"F1,S1,C1,E1,2026-01-06 10:00,{NAME}介紹的\nF2,S1,C1,E1,2026-01-06 11:00,預算三百萬\n"
        ),
    }
    keep(database, "store", **rest)
    return database


def found(database: Database, kind: Personal, value: str) -> list[Subject]:
    sealer = database.sealer
    with database.read() as connection:
        return subjects(connection, sealer.indexes(kind, value), sealer, marks(sealer, kind, value))


def where(found_there: list[Subject]) -> list[tuple[str, str, int]]:
    return [(s.registry, s.label, len(s.rows)) for s in found_there]


EVERYWHERE = [
    ("contact_days", "2026-03-14", 1),
    ("contact_notes", "2026-03-02 09:00", 1),
    ("drafts", "", 1),
    ("filings", "3-2-501", 1),
    ("followups", "C1", 1),
    ("handlers", "2026-03-02 09:00", 1),
    ("request_cases", "R2603-0001", 1),
    ("request_events", "R2603-0001", 4),
    ("requests", "R2603-0001", 4),
    ("staff", "E1", 1),
]
ROWS = sum(rows for _name, _label, rows in EVERYWHERE)


def test_a_name_is_found_in_every_text_in_either_script(desk: Database) -> None:
    named = found(desk, "name", NAME)
    assert where(named) == EVERYWHERE
    assert all(s.is_mention for s in named)
    assert where(found(desk, "name", "欧阳建国")) == EVERYWHERE
    assert where(found(desk, "phone", "+86 139 2222 3333")) == [
        ("contact_notes", "2026-03-02 09:00", 1),
        ("request_events", "R2603-0001", 1),
    ]
    assert found(desk, "name", "歐陽建華") == []
    assert found(desk, "name", "歐") == []


def test_without_marks_no_text_is_opened(desk: Database) -> None:
    with desk.read() as connection:
        assert list(mentions(connection, desk.sealer, ())) == []
        assert subjects(connection, desk.sealer.indexes("name", NAME), desk.sealer) == []


def test_nothing_of_somebody_named_is_left_and_the_rest_stays(desk: Database) -> None:
    named = found(desk, "name", NAME) + found(desk, "phone", PHONE)
    pieces = of_rows(desk, {row for subject in named for row in subject.rows})
    before = everything(desk)
    assert len(pieces) == 2 * ROWS
    assert all(piece in before for piece in pieces)
    assert erase(desk, named, "t", None, "asked for it") == {"rows": ROWS, "stayed": ROWS, "scrubbed": True}
    after = everything(desk)
    assert [piece in after for piece in pieces] == [False] * len(pieces)
    assert found(desk, "name", NAME) + found(desk, "phone", PHONE) == []
    sealer = desk.sealer
    with desk.read() as connection:
        texts = [e.text for e in events_of(connection, sealer, "R2603-0001") if e.text]
        (day,) = contact_days.days(connection, sealer)
        asked = contact_days_notes.of_day(connection, sealer, day.day_id)
        assert list(handler_names(connection, sealer).values()) == [""]
        request = load(connection, sealer, "requests", None).iloc[0]
        notes = load(connection, sealer, "followups", ["S1"])
        staff = load(connection, sealer, "staff", ["S1"])
    assert texts == [
        "別人說的：[...] 電話 [...]，再打",
        "[...]",
        "師傅修好了",
        "謝謝[...]先生",
        "[...]人很好",
    ]
    assert day.plan.people == ("李管家", "[...]")
    assert [(q.question, q.passed_to) for q in asked] == [
        ("[...]家的車（+86 [...]）", "[...]"),
        ("幾號供暖？", "工程部"),
    ]
    assert (request["name"], request["assigned_to"], request["callback"]) == ("別人", "[...]", "謝謝[...]先生")
    assert sorted(notes["note"]) == ["[...]介紹的", "預算三百萬"]
    assert staff["name"].tolist() == ["[...]"]


def test_a_backup_made_before_brings_no_word_of_them_back(
    desk: Database, tmp_path: Path, fresh_postgresql: Callable[[], str]
) -> None:
    key = BackupKey(b"k" * 32)
    made = backup.make(desk, key, tmp_path / "kept")
    erase(desk, found(desk, "name", NAME), "t", None, "asked for it")
    backup.renew_secrets(desk, key, tmp_path / "kept")
    url = "" if desk.home.is_sqlite else fresh_postgresql()
    environ = {"DESK_HOME": str(tmp_path / "new")} | ({"DATABASE_URL": url} if url else {})
    restore.restore(home_of(environ), made.file, None, key, clock=desk.clock)
    back = databases.opened(tmp_path / "new", url, Now(desk.clock()))
    try:
        assert found(back, "name", NAME) == []
        with back.read() as connection:
            notes = load(connection, back.sealer, "followups", ["S1"])
        assert notes["note"].dropna().tolist() == ["預算三百萬"]
    finally:
        back.close()


def test_a_copy_tells_which_words_of_others_name_them(desk: Database) -> None:
    frames = copied(desk, found(desk, "phone", PHONE), None, "they asked")
    assert sorted(frames) == [NAMED, SEEN]
    said = frames[NAMED]
    assert said["column"].tolist() == ["question", "text"]
    assert said["text"].tolist() == [ASKED, CALLED]
    assert [kind_of(s, "en") for s in found(desk, "phone", PHONE)] == [
        "Questions passed on at contact days, in words of others",
        "What happened to requests, in words of others",
    ]


def test_who_looked_reads_emergencies_and_work_orders_too(desk: Database) -> None:
    person = Person(1, "李管家", frozenset({Grant("office", OFFICE_SCOPE)}))
    archive.emergency(desk, person, "3-2-501", "水管爆了")
    archive.emergency(desk, person, "4-1-101", "another home")
    work_file.opened(desk, "R2603-0001", 1, "to print")
    seen = copied(desk, found(desk, "phone", "13700001111"), None, "they asked")[SEEN]
    (member,) = {row for s in found(desk, "phone", "13700001111") for row in s.rows if row[0] == "members"}
    assert seen[["who", "what", "reason"]].to_numpy().tolist() == [["李管家", f"members:{member[2]}", "水管爆了"]]
    theirs = copied(desk, found(desk, "phone", "13100000009"), None, "they asked")[SEEN]
    assert theirs[["what", "reason"]].to_numpy().tolist() == [["request:R2603-0001", "to print"]]
    with desk.read() as connection:
        of_member = audit_log.who_saw(connection, f"members:{member[2]}")
        of_request = audit_log.who_saw(connection, "requests:R2603-0001")
    assert [line.action for line in of_member if line.action != "person.copy"] == ["archive.emergency"]
    assert [line.action for line in of_request if line.action != "person.copy"] == ["request.order"]


@pytest.mark.parametrize(
    ("kind", "value", "text", "expected"),
    [
        ("name", "王建國", "找王 建国吧", ["王 建国"]),
        ("name", "Li Wei", "ask li wei, LIWEI or Li", ["li wei", "LIWEI"]),
        ("phone", "13700001111", "(137) 0000-1111 和 8613700001111", ["137) 0000-1111", "13700001111"]),
        (
            "contact",
            "a@b.cn / 13700001111",
            "寫到 A@B.CN 或１３７００００１１１１",
            ["A@B.CN", "１３７００００１１１１"],
        ),
        ("id_number", "11010519491231002X", "證號 110105-19491231-002x。", ["110105-19491231-002x"]),
        ("plate", "京A12345", "京a·12345 和京A12346", ["京a·12345"]),
        ("phone", "13700001111", "13700001112", []),
        ("note", "anything", "anything", []),
    ],
)
def test_spans(database: Database, kind: Personal, value: str, text: str, expected: list[str]) -> None:
    sealer = database.sealer
    assert [text[begin:end] for begin, end in spans(sealer, text, marks(sealer, kind, value))] == expected


def test_every_column_of_free_words_is_looked_into() -> None:
    assert word_columns() == {
        "staff": ("name",),
        "followups": ("note",),
        "households": ("collected_by",),
        "members": ("employer",),
        "occupants": ("note",),
        "cards": ("issued_by",),
        "requests": ("repair", "opinion", "assigned_to", "handling", "callback"),
    }
