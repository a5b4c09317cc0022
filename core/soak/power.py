"""Loss of power: forms are sent to the real database on a disk that is cut off at many moments."""

from __future__ import annotations

import importlib
import random
import sqlite3
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.soak.form import SCOPE, form, prepare
from core.soak.lines import Line, Progress
from core.soak.power_disk import NAME, PowerDisk, mounted
from core.soak.power_driver import module
from core.store.connections import PRAGMAS, prepare_sqlite
from core.store.database import Database, open_database
from core.store.faults import StoreError
from core.store.home import home_of
from core.texts import N_, Text

THREADS = 4
MORE = ("PRAGMA wal_autocheckpoint=40",)  # many checkpoints in a short time


def power(
    folder: Path, progress: Progress, *, points: int = 200, forms: int = 400, synchronous: str = "FULL", seed: int = 1
) -> list[Line]:
    """Cut the power at random moments and look what is left.

    Args:
        folder: An empty one.
        progress: Told the share done.
        points: How many moments.
        forms: How many forms are sent meanwhile.
        synchronous: FULL as the app has it; NORMAL shows that the soak sees what is lost with it.
        seed: Of the moments, and of what is left of unsynced writes.

    Returns:
        Acknowledged forms lost over all moments, and files that no longer open or are damaged.

    Raises:
        StoreError: The package for it is not installed.
    """
    try:
        apsw: Any = importlib.import_module("apsw")
    except ImportError as error:
        raise StoreError(Text(N_("This soak needs the package apsw: pip install -r requirements-test.txt"))) from error
    disk, chance = PowerDisk(), random.Random(seed)  # noqa: S311 (a soak, to be repeated)
    acknowledged, begun = _send(apsw, disk, folder, forms, synchronous)
    lost = damaged = 0
    for number in range(points):
        at = chance.randint(begun, disk.now())
        with tempfile.TemporaryDirectory(dir=folder) as left:
            disk.cut(at, Path(left), chance)
            kept = _kept(Path(left))
        sure = {n for n, marked in acknowledged if marked <= at}
        damaged += kept is None
        lost += len(sure - (kept or set()))
        progress((number + 1) / points)
    return [
        Line(Text(N_("moments without power: {count}; acknowledged forms lost"), {"count": points}), lost, 0),
        Line(Text(N_("damaged databases")), damaged, 0),
    ]


def _send(apsw: Any, disk: PowerDisk, folder: Path, forms: int, synchronous: str) -> tuple[list[tuple[int, int]], int]:
    """Send forms; each with how much the disk had noted when it was acknowledged, and when sending began."""
    system = mounted(apsw, disk)
    home = home_of({"DESK_HOME": str(folder / "home")})
    engine = sa.create_engine(home.database_url, module=module(apsw, NAME), hide_parameters=True)
    pragmas = [p.replace("synchronous=FULL", f"synchronous={synchronous}") for p in PRAGMAS]
    prepare_sqlite(engine, [*pragmas, *MORE])
    database = open_database(home, engine=engine)
    prepare(database)
    begun = disk.now()
    with ThreadPoolExecutor(THREADS) as threads:
        acknowledged = list(threads.map(lambda n: _one(database, disk, n), range(forms)))
    database.close()
    del system
    return acknowledged, begun


def _one(database: Database, disk: PowerDisk, number: int) -> tuple[int, int]:
    database.submit(f"token {number}", "soak", form(database, number))
    return number, disk.now()


def _kept(folder: Path) -> set[int] | None:
    """Numbers of the forms that stand; None where the file is damaged."""
    try:
        with closing(sqlite3.connect(folder / "desk.sqlite3")) as connection:
            rows: Iterable[tuple[str]] = connection.execute("SELECT client_id FROM clients WHERE scope = ?", (SCOPE,))
            kept = {int(number) for (number,) in rows}
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return None
    return kept if whole else None
