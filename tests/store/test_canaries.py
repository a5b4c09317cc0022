"""Nothing of marked people is readable where data rests or is shown; and the search for it would find them."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.soak import canary
from core.soak.canary_people import WAYS, marked, office_files, store_files
from core.soak.canary_search import Search, in_files, in_tables
from core.store import office_tables as office
from core.store.database import Database, open_database
from core.store.home import home_of
from core.store.tables import submissions

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, FEW = 16, 4
SEALED_BESIDE = {
    "contact_days": FEW + 1,
    "contact_notes": FEW * 5 // 2,
    "drafts": FEW * 3,
    "filings": FEW * 9,
    "handlers": FEW,
    "photos": FEW * 2,
    "request_cases": FEW,
    "request_events": FEW * 6,
}
"""Tables beside the registries with what people said at the property desk -> values of a few of them that stand there
where nothing is sealed."""
NAME, PHONE = "歐陽安邦", "13912345678"
BROKEN = """
import json, sys, types
from pathlib import Path
source = Path("core/store/tables.py").read_text(encoding="utf-8")
whole = "return bool(column.personal) or column.kept_sealed"
assert whole in source
module = types.ModuleType("core.store.tables")
sys.modules["core.store.tables"] = module
exec(compile(source.replace(whole, "return False"), "tables.py", "exec"), module.__dict__)
from core.soak import canary, canary_child
canary_child.make_open_columns()
canary_child.seal_nothing()
found = canary.search(Path(sys.argv[1]), int(sys.argv[2]))
print(json.dumps({where: len(values) for where, values in found.at_rest.items()}))
"""


def test_marked_people_are_distinct_and_read_without_a_fault() -> None:
    people = marked(1000)
    values = [v for p in people for v in p.kept]
    assert len(set(values)) == len(values) == 11_000 + 1000 * len(WAYS)
    for files in (store_files(people[:50]), office_files(people[:50])):
        reading = canary.read(files)
        assert [f.message("en") for f in reading.faults] == []
        assert {len(reading.tables[name.removesuffix(".csv")]) for name, _ in files} <= {50, 4}


def test_nothing_of_them_is_readable(database_url: str, tmp_path: Path) -> None:
    found = canary.search(tmp_path, PEOPLE, database_url)
    assert (found.at_rest, found.shown) == ({}, {})
    looked = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert {"desk.log", "home/keys.json"} <= looked
    assert any(name.startswith("home/backups/") for name in looked)
    assert _kept(tmp_path, database_url) == {
        "photos": PEOPLE,
        "drafts": PEOPLE,
        "filings that wait": PEOPLE,
        "rated": PEOPLE,
        "handlers": PEOPLE,
        "contact_notes": PEOPLE,
    }
    assert len((tmp_path / "desk.log").read_text(encoding="utf-8").splitlines()) >= canary.SAMPLE * len(canary.LOGGERS)


def _kept(folder: Path, url: str) -> dict[str, int]:
    """How much the walk left of what only the property desk has: it went all its ways."""
    environ = {"DESK_HOME": str(folder / "home")} | ({"DATABASE_URL": url} if url else {})
    database = open_database(home_of(environ))
    rows = {
        "photos": sa.select(office.photos.c.photo_id),
        "drafts": sa.select(office.drafts.c.draft_id),
        "filings that wait": sa.select(office.filings.c.filing_id).where(office.filings.c.state == "waiting"),
        "rated": sa.select(office.request_events.c.event_id).where(office.request_events.c.kind == "rated"),
        "handlers": sa.select(office.handlers.c.handler_id),
        "contact_notes": sa.select(office.contact_notes.c.note_id),
    }
    with database.read() as connection:
        found = {name: len(connection.execute(asked).all()) for name, asked in rows.items()}
    database.close()
    return found


def test_with_nothing_sealed_it_would_be_found(tmp_path: Path) -> None:
    """The gate, seen to fail: the same walk where `is_sealed` says no."""
    said = subprocess.run(
        [sys.executable, "-c", BROKEN, str(tmp_path), str(FEW)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found = json.loads(said.stdout.splitlines()[-1])
    assert {name: found.get(name, 0) for name in SEALED_BESIDE} == SEALED_BESIDE
    assert {"clients", "calls", "members", "occupants", "vehicles", "requests"} <= set(found)
    assert {"home/desk.sqlite3", "home/desk.sqlite3-wal"} & set(found)
    assert found["members"] >= FEW * 5


def test_with_the_marks_forgotten_the_soak_misses_its_targets(tmp_path: Path) -> None:
    at_rest, shown = canary.lines(tmp_path, people=FEW, unguarded=True)
    assert (at_rest.reached, shown.reached) == (False, False)
    assert at_rest.figure >= FEW * 8
    assert shown.figure >= FEW * 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"])
@pytest.mark.parametrize("value", [NAME, PHONE])
def test_a_value_is_found_however_it_is_wrapped(value: str, encoding: str, tmp_path: Path) -> None:
    search = Search([NAME, PHONE])
    plain = value.encode(encoding)
    for before in (b"", b"a", b"ab", b"abc"):
        wrapped = before + plain + b"z"
        for body in (wrapped, wrapped.hex().encode(), wrapped.hex().upper().encode(), base64.b64encode(wrapped)):
            assert search.found(b"\x00" * 5 + body) == {value}
    assert search.found(b"\x00" * ((1 << 22) - 4) + plain) == {value}
    assert search.found(b"") == search.found(plain[:5]) == search.found(plain[:-1]) == set()


def test_files_and_tables_are_looked_at(database: Database, tmp_path: Path) -> None:
    search = Search([NAME, PHONE])
    folder = tmp_path / "looked"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "a.bin").write_bytes(NAME.encode("utf-16-le"))
    (folder / f"{PHONE}.csv").write_bytes(b"")
    (folder / "clean").write_bytes(b"nothing")
    assert in_files(search, folder) == {"below/a.bin": {NAME}, f"{PHONE}.csv": {PHONE}}
    answer = {"token": "t", "kind": "x", "made_at": database.clock(), "answer": json.dumps({"a": PHONE})}
    database.write(lambda c: c.execute(submissions.insert().values(answer)))
    assert in_tables(search, database) == {"submissions": {PHONE}}
    with database.read() as connection:
        assert connection.execute(sa.select(submissions.c.token)).scalars().all() == ["t"]


def test_no_word_of_the_house_is_a_value_of_a_marked_person() -> None:
    """A value that a message has by itself, an example date say, would be found as a leak."""
    search = Search(value for person in marked(canary.PEOPLE) for value in person.kept)
    catalogues = sorted((ROOT / "core" / "locale").rglob("*.po"))
    assert catalogues
    assert {str(file): said for file in catalogues if (said := search.found(file.read_bytes()))} == {}
