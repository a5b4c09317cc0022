"""Marked people go all the ways that data goes here, and then nothing of them may be readable anywhere at rest.

The ways: upload, preview, commit, a second upload with changes, lookup, reveal, masked exports, undo; the forms of
residents, their drafts and photos, everything the office writes about them, contact days, papers (`canary_desk`);
errors in the log, backup. Looked at afterwards: every file of the house while the database is open and after it is
closed, every table, what was shown, and the temporary folder.
"""

from __future__ import annotations

import io
import json
import logging
import secrets
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from core import logs
from core.registries.columns import Desk
from core.registries.read.reading import read
from core.soak import canary_desk
from core.soak.canary_people import SAMPLE, Marked, marked, office_files, store_files
from core.soak.canary_search import Search, in_files, in_tables
from core.soak.lines import Line, Progress
from core.store import backup, batches, lookup
from core.store.audit import Entry
from core.store.database import Database, open_database
from core.store.home import home_of
from core.store.reveal import Cell, reveal
from core.store.rows import load
from core.store.shown_changes import masked
from core.texts import N_, Text
from core.web import exports

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 1000
_UPLOADED = 0.2
"""Share of the walk that is uploading."""
LOGGERS = ("reception_desk", "streamlit.runtime", "uvicorn.error", "sqlalchemy.engine", "alembic")


@dataclass
class Found:
    """Where values of marked people can be read.

    Attributes:
        at_rest: File or table -> values.
        shown: What was shown to somebody -> values.
    """

    at_rest: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, set[str]] = field(default_factory=dict)


Show = Callable[[str, bytes], None]


def walk(database: Database, people: Sequence[Marked], show: Show, progress: Progress = lambda _: None) -> None:
    """Lead marked people through everything.

    Args:
        database: An empty one.
        people: Whom.
        show: Told what a person at the screen or an exported file gets, by a name of it.
        progress: Told the share done.
    """
    desks: tuple[tuple[Desk, Callable[[Sequence[Marked]], list[tuple[str, bytes]]]], ...] = (
        ("store", store_files),
        ("office", office_files),
    )
    for number, (desk, files) in enumerate(desks):
        first = _upload(database, desk, files(people), show)
        moved = [replace(p, phone=p.phone[::-1].replace("931", "139", 1)) for p in people[: len(people) // 2]]
        second = _upload(database, desk, files([*moved, *people[len(moved) :]]), show)
        _look(database, desk, people, show)
        batches.undo(database, second, secrets.token_urlsafe(16), None)
        if desk == "office":
            batches.undo(database, first, secrets.token_urlsafe(16), None)
        progress(_UPLOADED * (number + 1) / len(desks))
    canary_desk.walk(database, people, show, lambda share: progress(_UPLOADED + (1 - _UPLOADED) * share))
    _complain(people)
    key, _made = backup.key_to_make_with(backup.key_file_of(database.home), None)
    backup.make(database, key, backup.folder_of(database.home))


def _upload(database: Database, desk: Desk, files: list[tuple[str, bytes]], show: Show) -> int:
    reading = read(files, isolated=True)
    show(f"{desk} faults", "\n".join(f.message("en") for f in reading.faults).encode())
    seen = batches.preview(database, reading.tables, desk, None, files)
    for name in sorted({c.registry for c in seen.changes}):
        for shown in (seen.changed_cells(name), seen.new_rows(name), seen.missing_rows(name)):
            show(f"preview of {name}", exports.csv(shown))
    return batches.commit(database, seen, secrets.token_urlsafe(16), None).batch_id


def _look(database: Database, desk: Desk, people: Sequence[Marked], show: Show) -> None:
    """Export everything masked, find some people and show one value of each."""
    with database.read() as connection:
        for name in ("clients", "calls", "followups") if desk == "store" else ("members", "occupants", "vehicles"):
            rows = masked(name, load(connection, database.sealer, name, None))
            show(f"export of {name}", exports.csv(rows))
            show(f"workbook of {name}", _unpacked(exports.excel([exports.Sheet(name, rows)])))
    for person in people[:SAMPLE]:
        with database.read() as connection:
            found = lookup.find(connection, database.sealer, "phone", person.phone, None)
            for name, rows in lookup.masked(connection, database.sealer, found).items():
                show(f"{name} found", exports.csv(rows))
        index = database.sealer.indexes("phone", person.phone)[0].hex()
        database.write(lambda c, index=index: database.note(c, Entry("person.find", f"index:{index}")))  # type: ignore[misc]
        for cell in {Cell(f.registry, f.row_id, f.column) for f in found}:
            reveal(database, cell, 1, f"calling {person.phone} back", lambda _scope: True)


def _unpacked(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def _complain(people: Sequence[Marked]) -> None:
    """Have every logger say everything of some people."""
    for person in people[:SAMPLE]:
        for name in LOGGERS:
            for value in person.personal:
                logging.getLogger(name).error("row %s of %s", value, [person.name])
            try:
                raise ValueError(f"{person.name} {person.phone}")
            except ValueError:
                logging.getLogger(name).exception("reading %s failed", person.id_number)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Have temporary files made in a folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    folder.mkdir(exist_ok=True)
    try:
        yield
    finally:
        tempfile.tempdir = before


def search(folder: Path, count: int, url: str = "", progress: Progress = lambda _: None) -> Found:
    """Lead marked people through a new house in a folder, then look for them.

    Args:
        folder: Empty; the house, its log and its temporary files go into it.
        count: How many people.
        url: Address of an empty database on a server; SQLite in the folder where blank.
        progress: Told the share done.

    Returns:
        Where their values can be read: nowhere, if all is well.
    """
    people = marked(count)
    found = Found()
    shown_search = Search(v for p in people for v in p.personal)
    at_rest_search = Search(v for p in people for v in p.kept)

    def show(what: str, body: bytes) -> None:
        said = shown_search.found(body)
        if said:
            found.shown.setdefault(what, set()).update(said)

    environ = {"DESK_HOME": str(folder / "home")} | ({"DATABASE_URL": url} if url else {})
    with _temporary(folder / "temporary"):
        database = open_database(home_of(environ))
        end_log = logs.install({logs.FILE: str(folder / "desk.log")})
        try:
            walk(database, people, show, progress)
        finally:
            end_log()
        for where, said in (in_files(at_rest_search, folder) | in_tables(at_rest_search, database)).items():
            found.at_rest.setdefault(where, set()).update(said)
        database.close()
    for where, said in in_files(at_rest_search, folder).items():
        found.at_rest.setdefault(where, set()).update(said)
    return found


def search_unguarded(folder: Path, count: int, url: str = "") -> Found:
    """`search` with every mark of the definitions forgotten: nothing is sealed, masked or indexed."""
    call = [sys.executable, "-m", "core.soak.canary_child", str(folder), str(count), *([url] if url else [])]
    child = subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603 (our own module)
    said = json.loads(child.stdout)
    return Found(*({where: set(values) for where, values in said[part].items()} for part in ("at_rest", "shown")))


def lines(
    folder: Path, progress: Progress = lambda _: None, *, people: int = PEOPLE, url: str = "", unguarded: bool = False
) -> list[Line]:
    """The figures of `search`, a line each; `unguarded` those of `search_unguarded`, which miss their targets."""
    found = search_unguarded(folder, people, url) if unguarded else search(folder, people, url, progress)
    at_rest = len({v for said in found.at_rest.values() for v in said})
    shown = len({v for said in found.shown.values() for v in said})
    count = {"people": people}
    return [
        Line(Text(N_("values of {people} marked people readable at rest"), count), at_rest, 0),
        Line(Text(N_("values of {people} marked people readable on screen or in masked exports"), count), shown, 0),
    ]
