"""What the database and the sealing cost: the same stores kept and loaded again, against reading their files alone."""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.bench.steps import Clock, plain_pass
from core.clock import utc_now
from core.registries.columns import Personal
from core.registries.definitions import Tables
from core.registries.read import read
from core.store import batches
from core.store.audit import Entry
from core.store.database import Database, open_database
from core.store.home import home_of
from core.store.in_use import Use
from core.store.rows import load_tables
from core.store.seals import Sealer, Values
from core.texts import N_, Text, say

NAME = "store"
"""How `--rows` calls these rows; they are measured on request only."""


class Unsealed(Sealer):
    """Keeps personal values as they are, without blind indexes: what is left is the cost of the database alone."""

    def seal(self, table: str, row_id: int, values: Values) -> tuple[bytes, bytes]:  # noqa: ARG002
        """The values as they are."""
        return json.dumps(values, ensure_ascii=False).encode(), b""

    def open(self, table: str, row_id: int, blob: bytes, secret: bytes | None) -> dict[str, str]:  # noqa: ARG002
        """The values as they were."""
        opened: dict[str, str] = json.loads(blob) if blob else {}
        return opened

    def indexes(self, kind: Personal, value: str) -> list[bytes]:  # noqa: ARG002
        """None."""
        return []

    def seal_all(
        self,
        table: str,  # noqa: ARG002
        numbers: Sequence[int],
        columns: Mapping[str, Sequence[str | None]],
    ) -> tuple[list[bytes], list[bytes]]:
        """The values as they are."""
        rows = zip(*columns.values(), strict=True)
        said = [{n: v for n, v in zip(columns, row, strict=True) if v is not None} for row in rows]
        return [json.dumps(each, ensure_ascii=False).encode() for each in said], [b""] * len(numbers)

    def indexes_all(self, kind: Personal, values: Iterable[str]) -> list[list[bytes]]:  # noqa: ARG002
        """None."""
        return [[] for _value in values]


class _Bare(Database):
    """A database that seals nothing."""

    @property
    def sealer(self) -> Sealer:
        """Seals nothing."""
        return Unsealed(super().sealer.ring)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took."""

    what: Text
    seconds: float
    against_c: float


STEPS = (
    ("read", N_("files read and checked, kept nowhere")),
    ("kept", N_("compared and kept in SQLite, sealed")),
    ("waited", N_("of that, the longest that somebody waited who saved meanwhile")),
    ("kept bare", N_("compared and kept in SQLite, nothing sealed")),
    ("loaded", N_("loaded from SQLite, opened")),
    ("loaded bare", N_("loaded from SQLite, nothing sealed")),
)


def costs(small: Path, made: Path, rounds: int, progress: Callable[[float, str], None]) -> list[Cost]:
    """Time each step, interleaved; medians.

    Args:
        small: A small folder of registries, gone over once before anything counts.
        made: The folder that is measured with.
        rounds: How often.
        progress: Told the share done and what is at hand.
    """
    clock = Clock()
    _round(Clock(), small)
    for number in range(rounds):
        progress(number / rounds, NAME)
        _round(clock, made)
    plain = clock.median("C")
    return [Cost(Text(what), clock.median(name), clock.median(name) / plain) for name, what in STEPS]


def _round(clock: Clock, made: Path) -> None:
    """One round: each step once, one after another."""
    clock.time("C", lambda: plain_pass(made))
    tables = clock.time("read", lambda: read([made], desk="store").tables)
    for suffix, kind in (("", Database), (" bare", _Bare)):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            _there_and_back(clock, Path(folder), kind, tables, suffix)


def _there_and_back(clock: Clock, folder: Path, kind: type[Database], tables: Tables, suffix: str) -> None:
    opened = open_database(home_of({"DESK_HOME": str(folder)}))
    ring = opened.sealer.ring
    opened.close()
    database = kind(opened.home, opened.engine, ring, utc_now, Use(folder))
    if suffix:
        clock.time(f"kept{suffix}", lambda: _keep(database, tables))
    else:
        with _somebody(database) as waits:
            clock.time("kept", lambda: _keep(database, tables))
        clock.seconds.setdefault("waited", []).append(max(waits))
    loaded = clock.time(f"loaded{suffix}", lambda: _load(database))
    database.close()
    if {name: len(frame) for name, frame in loaded.items()} != {name: len(frame) for name, frame in tables.items()}:
        raise ValueError("the store gave back other rows than it was given")


@contextmanager
def _somebody(database: Database) -> Iterator[list[float]]:
    """Somebody who saves a little, over and over; the seconds that each act took, at least one."""
    waits: list[float] = []
    over = threading.Event()

    def save() -> None:
        while not waits or not over.wait(0.05):
            begin = time.perf_counter()
            database.write(lambda connection: database.note(connection, Entry("soak.form", "bench:1")))
            waits.append(time.perf_counter() - begin)

    with ThreadPoolExecutor(1, "somebody") as pool:
        saving = pool.submit(save)
        try:
            yield waits
        finally:
            over.set()
            saving.result()


def _keep(database: Database, tables: Tables) -> None:
    seen = batches.preview(database, tables, "store", None)
    batches.commit(database, seen, secrets.token_hex(16), None)


def _load(database: Database) -> Tables:
    with database.read() as connection:
        return load_tables(connection, database.sealer, "store", None)


def markdown(found: Sequence[Cost], language: str) -> str:
    """The rows as a table in Markdown, under a heading of its own."""
    heading = say(language, N_("What the database and the sealing cost"))
    head = [say(language, N_("what")), say(language, N_("against C")), say(language, N_("seconds"))]
    rows = [[cost.what.say(language), f"{cost.against_c:.2f} C", f"{cost.seconds:.3f}"] for cost in found]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * 3, *rows]]
    return "\n".join([f"## {heading}", "", *lines])
