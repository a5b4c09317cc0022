"""Many residents fill the repair form of the real server and send it, each form twice; the server may be killed.

Everything goes the way it goes for people: a page is opened, filled in, and Send is pressed in two windows that hold
the same form (a double click, a reload after a lost connection). Only the browser is missing.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.soak.forms import MOST_MILLISECONDS
from core.soak.kill import broken_chain, half_batches
from core.soak.lines import Line, Progress
from core.soak.office import without_rows
from core.soak.residents_client import TIMES, Gone, Locked, Page, Resident, Served, Unexpected
from core.store.database import Database, open_database
from core.store.home import Home, home_of
from core.store.rows import load_rows
from core.store.tables import OFFICE_SCOPE
from core.texts import N_, Text

T = TypeVar("T")
READS = 4.0
"""Seconds that somebody at a human pace has the form open before Send is pressed; less is a machine, for the house."""


@dataclass(frozen=True)
class Crowd:
    """Who sends, and how.

    Attributes:
        submitters: How many people.
        forms: How many forms each.
        minutes: Over how long they come, at moments drawn from `seed`; 0: everybody at once, one form after another.
        seed: Of the moments.
        unguarded: The second time a form of its own is sent, as if it had no token.
        killed: The server is killed when half of the forms were answered, and started again.
    """

    submitters: int = 100
    forms: int = 20
    minutes: float = 0.0
    seed: int = 1
    unguarded: bool = False
    killed: bool = False

    @property
    def total(self) -> int:
        """How many forms."""
        return self.submitters * self.forms

    def moments(self) -> list[list[float]]:
        """For each person, the seconds from the beginning at which a form is opened, in order."""
        chance = random.Random(self.seed)  # noqa: S311 (a soak, to be repeated)
        drawn = [[chance.uniform(0, self.minutes * 60) for _ in range(self.forms)] for _ in range(self.submitters)]
        return [sorted(moments) for moments in drawn]


@dataclass
class _Heard:
    """What came of sending, over all people."""

    clicks: list[float] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    locked: list[int] = field(default_factory=list)


def residents(folder: Path, url: str, progress: Progress, crowd: Crowd) -> list[Line]:
    """Let residents send forms through the real server.

    Args:
        folder: An empty one.
        url: Of an empty PostgreSQL database; blank for SQLite.
        progress: Told the share done.
        crowd: Who sends, and how.

    Returns:
        Rows kept, requests lost and kept twice, second answers with another number, requests without case, history or
        consent, batches in part, broken audit chains, refusals because of a lock; and, of a server that is not killed,
        how long the writer and the whole page took.
    """
    environ = {"DESK_HOME": str(folder / "home")} | ({"DATABASE_URL": url} if url else {})
    server, heard = Served(environ), _Heard()
    server.start()
    try:
        _all_send(server, heard, progress, crowd)
    finally:
        server.stop()
    home = home_of(environ)
    database = open_database(home)
    try:
        lines = _counted(database, heard, crowd)
    finally:
        database.close()
    return lines if crowd.killed else [*lines, *_timed(home, heard, crowd)]


def _all_send(server: Served, heard: _Heard, progress: Progress, crowd: Crowd) -> None:
    at_once, done, begin = threading.Barrier(crowd.submitters), itertools.count(1), time.monotonic()
    half, moments = threading.Event(), crowd.moments()

    def person(number: int) -> None:
        at_once.wait()
        for place, moment in enumerate(moments[number]):
            if crowd.minutes:
                time.sleep(max(0.0, begin + moment - time.monotonic()))
            _sent_twice(server, heard, number * crowd.forms + place, crowd)
            answered = next(done)
            progress(answered / crowd.total)
            if answered * 2 >= crowd.total:
                half.set()

    with ThreadPoolExecutor(crowd.submitters + 1) as threads:
        people = [threads.submit(person, number) for number in range(crowd.submitters)]
        if crowd.killed:
            threads.submit(_kill_at, half, server).result()
        for one in people:
            one.result()


def _kill_at(half: threading.Event, server: Served) -> None:
    half.wait()
    server.kill()
    server.start()


def _sent_twice(server: Served, heard: _Heard, form: int, crowd: Crowd) -> None:
    """Fill a form in, open it in a second window, and press Send in both; each waits for a server that went."""
    windows = Resident(server.address), Resident(server.address)
    try:
        pages = [_again(server, partial(_ready, windows[0], form, ""))]
        draft = pages[0].draft
        pages.append(_again(server, partial(_ready, windows[1], form, "" if crowd.unguarded else draft)))
        if crowd.minutes:
            time.sleep(READS)
        for window, page in zip(windows, pages, strict=True):
            heard.answers.append((form, _number(server, heard, window, page)))
    finally:
        for window in windows:
            window.close()


def _ready(window: Resident, form: int, draft: str) -> Page:
    """The form with everything typed in, or its receipt."""
    page = window.open(draft)
    return page if draft or page.number else window.fill(page, _values(form))


def _number(server: Served, heard: _Heard, window: Resident, page: Page) -> str:
    """Press Send until there is a receipt; its number."""
    draft = page.draft
    while not page.number:
        try:
            page, waited = window.press(page)
        except (Gone, Locked) as why:
            if isinstance(why, Locked):
                heard.locked.append(1)
            page = _again(server, partial(window.open, draft))
            continue
        if not page.number:
            raise Unexpected("a form that is filled in was not taken in")
        heard.clicks.append(waited)
    return page.number


def _again(server: Served, act: Callable[[], T]) -> T:
    """Do something with the server, once more whenever it went meanwhile."""
    while True:
        try:
            return act()
        except Gone:
            server.wait()


def _values(form: int) -> dict[str, object]:
    room = f"{form % 10 + 1}-1-{form % 900 + 101}"
    return {
        "text": "廚房水龍頭漏水",
        "room_no": room,
        "name": f"住戶{form}",
        "contact": f"129{form:08}",
        "privacy": True,
    }


def _counted(database: Database, heard: _Heard, crowd: Crowd) -> list[Line]:
    """The lines that are counts."""
    with database.read() as connection:
        frame = load_rows(connection, database.sealer, "requests", [OFFICE_SCOPE]).frame
        kept = dict(zip(frame["request_no"].astype(str), frame["contact"].astype(str), strict=True))
        bare = without_rows(connection, list(kept))
    of_form = {number: str(_values(form)["contact"]) for form, number in heard.answers}
    lost = sum(kept.get(number) != contact for number, contact in of_form.items())
    several = Counter(form for form, _number in set(heard.answers))
    return [
        Line(Text(N_("requests through the residents' page, each sent twice")), len(kept), crowd.total),
        Line(Text(N_("requests lost")), lost, 0),
        Line(Text(N_("requests kept twice")), len(kept) - len(set(kept.values())), 0),
        Line(Text(N_("answers with another number the second time")), sum(n - 1 for n in several.values()), 0),
        Line(Text(N_("requests without case, history or consent")), bare, 0),
        Line(Text(N_("batches kept in part")), half_batches(database), 0),
        Line(Text(N_("audit logs whose chain is broken")), int(broken_chain(database)), 0),
        Line(Text(N_("refused because the database was locked")), len(heard.locked), 0),
    ]


def _timed(home: Home, heard: _Heard, crowd: Crowd) -> list[Line]:
    """The lines that are waiting: for the writer, within the server, and for the page, as the person sees it."""
    writer = [float(line) for line in (home.folder / TIMES).read_text(encoding="ascii").split()]
    if crowd.minutes:
        half = N_("from the click to the receipt, at a human pace, median")
        most = N_("from the click to the receipt, at a human pace, 99th percentile")
    else:
        half = N_("from the click to the receipt, all at once, median")
        most = N_("from the click to the receipt, all at once, 99th percentile")
    return [
        _waited(N_("waited for the writer within the server, 99th percentile"), writer, 0.99),
        _waited(half, heard.clicks, 0.5),
        _waited(most, heard.clicks, 0.99),
    ]


def _waited(what: str, milliseconds: Sequence[float], share: float) -> Line:
    figure = sorted(milliseconds)[int(len(milliseconds) * share)]
    return Line(Text(what), figure, MOST_MILLISECONDS, "ms", at_most=True)
