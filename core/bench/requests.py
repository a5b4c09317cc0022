"""Many requests against few: the work list, one request, the resident's look-up, near-same ones, tally, as ratios."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from core.bench.steps import Clock
from core.figures import tally, tally_groups, tally_repeats
from core.office import handling, requests, tally_rows, work, work_cases
from core.office.handling import Act
from core.office.near import near_same
from core.office.tally_held import HeldRows
from core.office.work import Wanted
from core.registries.definitions import empty_tables, registry
from core.registries.typed import as_typed
from core.store import batches
from core.store.database import Database, open_database
from core.store.home import home_of
from core.texts import N_, Text, say

NAME = "requests"
"""How `--rows` calls these rows; they are measured on request only."""
FEW, MANY = 100, 100_000
OPEN = 40
"""So many of either are open, as in an office that keeps up; the others are settled."""
TIMES = 20
"""A step takes milliseconds: it is timed so many times in a row."""
NOW = datetime(2026, 3, 2, 12)
MINIMUM_SAMPLE = 10
YEAR, MONTH = timedelta(days=364), timedelta(days=30)
"""Over how long the requests were handed in, and the period of a tally."""
REPAIRS = ("廚房水龍頭漏水", "電梯按鈕不亮", "樓道燈壞了", "單元門鎖關不上", "暖氣片不熱", "垃圾桶滿了", "草坪沒人修剪")


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a step took with many requests against few, and its milliseconds with many."""

    what: Text
    ratio: float
    milliseconds: float


STEPS = (
    ("list", N_("the first page of the work list, and the counts of the blanks")),
    ("narrowed", N_("a page of one category")),
    ("one", N_("one request with everything that belongs to it")),
    ("own", N_("a resident's look-up")),
    ("near", N_("near-same requests of a home and its building")),
    ("behind", N_("nothing new from uploads")),
    ("tally", N_("the tally of a period with as many requests in both")),
    ("month", N_("the tally of a month, which has more of them")),
    ("followed", N_("the tally of as many requests, after something happened to one")),
    ("changed", N_("whether a tally that was counted still holds")),
)


def ratios(few: int, many: int, rounds: int, progress: Callable[[float, str], None]) -> list[Ratio]:
    """Time each step with few and with many requests, interleaved; medians.

    Args:
        few: How many requests the small database has, at least 1.
        many: How many the large one has.
        rounds: How often.
        progress: Told the share done and what is at hand.
    """
    clocks = Clock(), Clock()
    with _filled(few) as small, _filled(many) as large:
        both = ((small, HeldRows(), YEAR), (large, HeldRows(), YEAR * few / many))
        for database, held, like in both:
            _round(Clock(), database, held, like)
        for number in range(rounds):
            progress(0.5 + 0.5 * number / rounds, NAME)
            for clock, (database, held, like) in zip(clocks, both, strict=True):
                _round(clock, database, held, like)
    against = [(clocks[0].median(name), clocks[1].median(name)) for name, _what in STEPS]
    return [
        Ratio(Text(what), most / least, most * 1000 / TIMES)
        for (least, most), (_name, what) in zip(against, STEPS, strict=True)
    ]


def _round(clock: Clock, database: Database, held: HeldRows, like: timedelta) -> None:
    """One round: each step so many times, one step after another; `like` is a period with as many requests in both."""
    sealer, narrowed = database.sealer, Wanted(category="lift")
    with database.read() as connection:
        steps: dict[str, Callable[[], object]] = {
            "list": lambda: _page(connection, database),
            "narrowed": lambda: work.work_list(connection, sealer, narrowed, NOW),
            "one": lambda: work.one_request(connection, sealer, "Q7", NOW),
            "own": lambda: requests.state_for(connection, sealer, "Q7", _contact(7)),
            "near": lambda: near_same(connection, sealer, "Q7", NOW),
            "behind": lambda: work_cases.catch_up(database),
            "tally": lambda: _tally(held, connection, like),
            "month": lambda: _tally(held, connection, MONTH),
            "changed": lambda: tally_rows.version(connection),
        }
        for name, step in steps.items():
            clock.time(name, partial(_repeated, step))
    clock.seconds.setdefault("followed", []).append(_followed(database, held, like))


def _repeated(step: Callable[[], object]) -> None:
    for _ in range(TIMES):
        step()


def _page(connection: sa.Connection, database: Database) -> None:
    work.work_list(connection, database.sealer, Wanted(), NOW)
    work.blank_counts(connection, NOW)


def _followed(database: Database, held: HeldRows, period: timedelta) -> float:
    """Seconds that the tally takes, each time after somebody wrote a note about a request, which is not counted."""
    seconds = 0.0
    for _ in range(TIMES):
        handling.note(database, Act("Q7", secrets.token_hex(16), 1), "已約好時間")
        begin = time.perf_counter()
        with database.read() as connection:
            _tally(held, connection, period)
        seconds += time.perf_counter() - begin
    return seconds


def _tally(held: HeldRows, connection: sa.Connection, period: timedelta) -> None:
    """What the page Tally reads and counts of the newest requests: figures, homes and one table."""
    until = NOW - timedelta(days=1) + timedelta(seconds=1)
    first = until - period
    rows = held.read(connection, first - timedelta(days=tally_repeats.DAYS), until)
    rows = tally.within(tally_repeats.marked(rows), first, until).reset_index(drop=True)
    tally.statistics(rows, (first, until), NOW, MINIMUM_SAMPLE)
    tally_groups.busiest(rows, NOW, MINIMUM_SAMPLE)
    tally_groups.compare(rows, "category", NOW, MINIMUM_SAMPLE)


@contextmanager
def _filled(count: int) -> Iterator[Database]:
    """A database with so many requests, the first `OPEN` of them open; homes grow with them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = open_database(home_of({"DESK_HOME": str(Path(folder))}))
        try:
            tables = empty_tables("office")
            tables["requests"], _faults = as_typed(registry("requests"), [_row(i, count) for i in range(count)])
            seen = batches.preview(database, tables, "office", None)
            batches.commit(database, seen, secrets.token_hex(16), None)
            while work_cases.catch_up(database):
                pass
            yield database
        finally:
            database.close()


def _row(number: int, count: int) -> dict[str, str]:
    begun = NOW - timedelta(days=1) - YEAR * number / count
    row = {
        "request_no": f"Q{number}",
        "submitted_at": f"{begun:%Y-%m-%d %H:%M:%S}",
        "room_no": f"{number % 30 + 1}-{number % 4 + 1}-{number % 33 + 1}01",
        "name": "王建國",
        "contact": _contact(number),
        "repair": REPAIRS[number % len(REPAIRS)],
    }
    if number < OPEN:
        return row
    done = f"{begun + timedelta(hours=9):%Y-%m-%d %H:%M:%S}"
    return row | {"assigned_to": f"師傅{number % 9}", "done_at": done, "called_back_at": done, "status": "closed"}


def _contact(number: int) -> str:
    return f"139{number:08}"


def markdown(found: Sequence[Ratio], few: int, many: int, language: str) -> str:
    """The rows as a table in Markdown, under a heading of its own."""
    heading = say(language, N_("{many} requests against {few}"), many=f"{many:,}", few=f"{few:,}")
    head = [say(language, N_("what")), say(language, N_("ratio")), say(language, N_("milliseconds"))]
    rows = [[one.what.say(language), f"{one.ratio:.2f} ×", f"{one.milliseconds:.1f}"] for one in found]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * 3, *rows]]
    return "\n".join([f"## {heading}", "", *lines])
