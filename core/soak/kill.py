"""kill -9 at many moments: a process that migrates, sends forms, imports and undoes is killed; what it left is read."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import select
import signal
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from core.demo.stores import stores
from core.registries.definitions import Tables
from core.soak.form import BATCH, numbers_kept
from core.soak.kill_child import FORMS, work
from core.soak.lines import Line, Progress
from core.store import audit_chain
from core.store.database import Database, open_database
from core.store.faults import StoreError
from core.store.home import Home, home_of
from core.store.tables import audit, batches, registry_tables, seals
from core.texts import N_, Text

LIVES = 4
"""How often a process is killed on one database before a new one is begun."""
STORY = 2 * FORMS + 3
"""How much a process says of one round of its work; moments are chosen over about so much."""


@dataclass
class Said:
    """What a process acknowledged before it died."""

    forms: set[int] = field(default_factory=set)
    imports: set[int] = field(default_factory=set)
    undone: set[int] = field(default_factory=set)

    def take(self, text: str) -> None:
        """Take what was written to the pipe, a line an acknowledgement."""
        into = {"form": self.forms, "import": self.imports, "undo": self.undone}
        for line in text.splitlines():
            what, number = line.split()
            into.get(what, set()).add(int(number))


def kill(folder: Path, progress: Progress, *, points: int = 200, seed: int = 1, unguarded: bool = False) -> list[Line]:
    """Kill a working process at random moments and look what is left.

    Args:
        folder: An empty one.
        progress: Told the share done.
        points: How many moments.
        seed: Of the moments.
        unguarded: Let the process acknowledge forms before they are committed.

    Returns:
        Acknowledged rows lost, batches that are there in part, and broken audit chains, over all moments.

    Raises:
        StoreError: This system cannot split processes.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        raise StoreError(Text(N_("This soak needs a system that can fork: Linux or macOS.")))
    tables, chance = stores(7, stores=1), random.Random(seed)  # noqa: S311 (a soak, to be repeated)
    seconds = _one_life(_home(folder, -1), tables, None, 0, unguarded=unguarded)[1]
    lost, half, broken, said = 0, 0, 0, Said()
    for number in range(points):
        home = _home(folder, number // LIVES)
        said = Said() if number % LIVES == 0 else said
        text, _ = _one_life(home, tables, chance.uniform(0, seconds), number * 1_000_000, unguarded=unguarded)
        said.take(text)
        database = open_database(home)
        lost += lost_of(database, said)
        half += half_batches(database)
        broken += broken_chain(database)
        database.close()
        progress((number + 1) / points)
    return [
        Line(Text(N_("killed at {count} moments; acknowledged acts lost"), {"count": points}), lost, 0),
        Line(Text(N_("batches kept in part")), half, 0),
        Line(Text(N_("audit logs whose chain is broken")), broken, 0),
    ]


def _home(folder: Path, number: int) -> Home:
    return home_of({"DESK_HOME": str(folder / f"home{number}")})


def _one_life(home: Home, tables: Tables, until: float | None, first: int, *, unguarded: bool) -> tuple[str, float]:
    """Let a process work and kill it after some seconds, or when it has told its story once; what it said, how long."""
    reading, writing = os.pipe()
    context = multiprocessing.get_context("fork")
    child = context.Process(
        target=work, args=(home, tables, writing, first), kwargs={"unguarded": unguarded}, daemon=True
    )
    begin = time.perf_counter()
    child.start()
    os.close(writing)
    heard = b""
    while until is None or time.perf_counter() - begin < until:
        left = None if until is None else max(0.0, until - (time.perf_counter() - begin))
        if not select.select([reading], [], [], left)[0]:
            break
        piece = os.read(reading, 1 << 16)
        heard += piece
        if not piece or (until is None and heard.count(b"\n") >= (STORY * 40 if unguarded else STORY)):
            break
    lived = time.perf_counter() - begin
    child.kill()
    child.join()
    with os.fdopen(reading, "rb") as rest:
        heard += rest.read()
    if child.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"the process ended by itself, with {child.exitcode}")
    return heard.decode(), lived


def lost_of(database: Database, said: Said) -> int:
    """How many acknowledged acts are not in the database."""
    with database.read() as connection:
        made: dict[int, int | None] = {
            row.batch_id: row.undone_by
            for row in connection.execute(sa.select(batches.c.batch_id, batches.c.undone_by))
        }
    forms = said.forms - set(numbers_kept(database))
    imports = said.imports - made.keys()
    undone = {number for number in said.undone if made.get(number) is None}
    return len(forms) + len(imports) + len(undone)


def half_batches(database: Database) -> int:
    """How many batches have fewer or more rows, secrets or audit rows than they say."""
    with database.read() as connection:
        rows = connection.execute(sa.select(batches.c.batch_id, batches.c.counts).where(batches.c.batch_id != BATCH))
        told = {row.batch_id: json.loads(row.counts) for row in rows}
        made, ended, bare = _found(connection)
        noted = set(connection.execute(sa.select(audit.c.subject)).scalars())
    wrong = set(bare) | {number for number in told if f"batch:{number}" not in noted}
    for number, counts in told.items():
        makes = sum(c.get("new", 0) + c.get("changed", 0) for c in counts.values())
        ends = sum(c.get("changed", 0) + c.get("removed", 0) for c in counts.values())
        if (made[number], ended[number]) != (makes, ends):
            wrong.add(number)
    return len(wrong | (made.keys() | ended.keys()) - told.keys() - {BATCH})


def _found(connection: sa.Connection) -> tuple[Counter[int], Counter[int], Iterable[int]]:
    """Rows made and rows ended by each batch, and batches with a sealed row whose secret is missing."""
    made: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    bare: set[int] = set()
    for name, table in registry_tables.items():
        made.update(connection.execute(sa.select(table.c.batch_id)).scalars())
        ended.update(connection.execute(sa.select(table.c.ended_by).where(table.c.ended_by.is_not(None))).scalars())
        of_row = sa.and_(seals.c.row_of == name, seals.c.row_id == table.c.row_id)
        asked = sa.select(table.c.batch_id).where(table.c.sealed != b"", ~sa.exists().where(of_row))
        bare |= set(connection.execute(asked).scalars())
    return made, ended, bare


def broken_chain(database: Database) -> bool:
    """Whether the audit log's chain is broken."""
    with database.read() as connection:
        return audit_chain.verify(connection, database.sealer.ring).why is not None
