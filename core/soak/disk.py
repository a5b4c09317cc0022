"""A full disk and a read-only one: what is told, that nothing acknowledged is lost, and that writing goes on with room.

Where this process may mount one, the disk is a real small one in memory; elsewhere the database is limited in pages.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.soak.form import form, lost_and_twice, numbers_kept, prepare
from core.soak.lines import Line, Progress
from core.store.causes import NOT_WRITTEN
from core.store.database import Database, open_database
from core.store.faults import CannotWrite
from core.store.home import home_of
from core.texts import N_, Text

THREADS = 8
MEGABYTES = 4
BALLAST = 1 << 20
FORMS = 4000
"""More than there is room for."""


@dataclass
class _Small:
    """A database on a small disk, and how more room is made."""

    folder: Path
    database: Database
    make_room: Callable[[], object]


def disk(
    folder: Path, progress: Progress, *, forms: int = FORMS, real: bool = True, unguarded: bool = False
) -> list[Line]:
    """Fill the disk under a database, make room, then take the right to write away.

    Args:
        folder: An empty one.
        progress: Told the share done.
        forms: How many are sent, more than there is room for.
        real: Use a real small disk where one can be mounted; otherwise a limit in pages.
        unguarded: Take a refusal for an acknowledgement.

    Returns:
        Acknowledged forms lost, what was refused and how it was told, and whether writing went on with room.
    """
    with _mounted(folder, forms) if real else _limited(folder, forms) as small:
        prepare(small.database)
        told, acknowledged = _fill(small.database, forms, progress)
        acknowledged = list(range(forms)) if unguarded else acknowledged
        kept = numbers_kept(small.database)
        small.make_room()
        later, _ = _send(small.database, forms)
        small.database.close()
        again = open_database(small.database.home)
        lost, twice = lost_and_twice(numbers_kept(again), acknowledged)
        again.close()
        read_only = _read_only(small.database, forms + 1)
    progress(1.0)
    plain = {NOT_WRITTEN["full"], NOT_WRITTEN["disk"]}
    return [
        Line(Text(N_("disk full; acknowledged forms lost")), lost + lost_and_twice(kept, acknowledged)[0], 0),
        Line(Text(N_("forms kept twice")), twice, 0),
        Line(Text(N_("refusals that were not told in plain words")), len([t for t in told if t not in plain]), 0),
        Line(Text(N_("some were refused while it was full")), int(bool(told)), 1),
        Line(Text(N_("the next form is kept once there is room")), int(later is None), 1),
        Line(Text(N_("read-only: told in plain words")), int(read_only == NOT_WRITTEN["readonly"]), 1),
    ]


def _fill(database: Database, forms: int, progress: Progress) -> tuple[list[str], list[int]]:
    """Send more forms than there is room for; what was told of those refused, and the numbers acknowledged."""
    with ThreadPoolExecutor(THREADS) as threads:
        sent = list(threads.map(lambda number: _send(database, number), range(forms)))
    progress(0.8)
    return [text for text, _ in sent if text is not None], [number for text, number in sent if text is None]


def _send(database: Database, number: int) -> tuple[str | None, int]:
    try:
        database.submit(f"form {number}", "soak", form(database, number))
    except CannotWrite as error:
        return error.text.msgid, number
    return None, number


def _read_only(database: Database, number: int) -> str | None:
    """What a form is told where the file may be read only."""
    file = database.home.sqlite_file
    environ = {"DESK_HOME": str(database.home.folder), "DATABASE_URL": f"sqlite:///file:{file}?mode=ro&uri=true"}
    opened = open_database(home_of(environ))
    text, _ = _send(opened, number)
    opened.close()
    return text


@contextmanager
def _mounted(folder: Path, forms: int) -> Iterator[_Small]:
    """A real small disk; a limited database where this process may not mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, check=False, capture_output=True).returncode == 0  # noqa: S603 (our own folder)
    except FileNotFoundError:
        done = False
    if not done:
        with _limited(folder, forms) as small:
            yield small
        return
    try:
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(BALLAST))
        yield _Small(folder, open_database(home_of({"DESK_HOME": str(folder / "home")})), ballast.unlink)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607 (mounted above)


@contextmanager
def _limited(folder: Path, forms: int) -> Iterator[_Small]:
    """A database that may take some more pages and no others."""
    database = open_database(home_of({"DESK_HOME": str(folder / "home")}))
    with database.engine.connect() as connection:
        most = [int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0) + forms // 40]

    def limit(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most[0]}")

    sa.event.listen(database.engine, "begin", limit)
    yield _Small(folder, database, lambda: most.append(most.pop() * 100))
