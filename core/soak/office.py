"""Many residents hand in repairs at once, each twice: number, row, case, event and consent of each, once."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import sqlalchemy as sa

from core.office import bounds, requests
from core.office.bounds import Sender
from core.office.consents import PRIVACY, Consents
from core.office.requests import Receipt, Submission
from core.soak.forms import MOST_MILLISECONDS
from core.soak.lines import Line, Progress
from core.store.causes import NOT_WRITTEN
from core.store.database import Database
from core.store.faults import CannotWrite
from core.store.office_tables import consents, request_cases, request_events
from core.store.tables import registry_tables
from core.texts import N_, Text

_AGREED = Consents(1, frozenset({PRIVACY}))


@dataclass
class _Sent:
    """What came of sending, over all threads."""

    milliseconds: list[float] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)


def crowd(
    database: Database, progress: Progress, *, submitters: int = 100, forms: int = 20, unguarded: bool = False
) -> list[Line]:
    """Let many residents hand in requests at the same time, each form twice with its token.

    Args:
        database: An empty one.
        progress: Told the share done.
        submitters: How many residents.
        forms: How many forms each.
        unguarded: Send the second time with a token of its own, as if there were none.

    Returns:
        Rows kept, forms lost and kept twice, rows without case, event or consent, refusals because of a lock, and the
        99th percentile of the waiting.
    """
    sent, at_once, done = _Sent(), threading.Barrier(submitters), itertools.count(1)

    def resident(number: int) -> None:
        at_once.wait()
        for n in range(number * forms, (number + 1) * forms):
            token = secrets.token_hex(16)
            _send(database, sent, token, n)
            _send(database, sent, secrets.token_hex(16) if unguarded else token, n)
            progress(next(done) / (submitters * forms))

    with ThreadPoolExecutor(submitters) as threads:
        for one in [threads.submit(resident, number) for number in range(submitters)]:
            one.result()
    with database.read() as connection:
        rows = registry_tables["requests"]
        kept = list(connection.execute(sa.select(rows.c.request_no).where(rows.c.ended_by.is_(None))).scalars())
        bare = without_rows(connection, kept)
    acknowledged = {number for _token, number in sent.answers}
    tokens = len({token for token, _number in sent.answers})
    slowest = sorted(sent.milliseconds)[int(len(sent.milliseconds) * 0.99)]
    return [
        Line(Text(N_("requests of residents, each sent twice")), len(kept), submitters * forms),
        Line(Text(N_("requests lost")), len(acknowledged - set(kept)), 0),
        Line(Text(N_("requests kept twice")), len(kept) - submitters * forms, 0),
        Line(Text(N_("answers with another number the second time")), len(set(sent.answers)) - tokens, 0),
        Line(Text(N_("requests without case, history or consent")), bare, 0),
        Line(Text(N_("refused because the database was locked")), len(sent.locked), 0),
        Line(Text(N_("waited, 99th percentile")), slowest, MOST_MILLISECONDS, "ms", at_most=True),
    ]


_BESIDE: tuple[sa.Column[str], ...] = (
    request_cases.c.request_no,
    request_events.c.request_no,
    consents.c.given_with,
)


def without_rows(connection: sa.Connection, kept: Sequence[str]) -> int:
    """Rows that are missing or too many of what belongs to requests: case, history, consent; 0 where each has its own.

    Args:
        connection: To read with.
        kept: Numbers of the requests.
    """
    return sum(_without(connection, kept, column) for column in _BESIDE)


def _without(connection: sa.Connection, kept: Sequence[str], column: sa.Column[str]) -> int:
    """Requests that have not exactly one row in a table beside the registry."""
    there = list(connection.execute(sa.select(column)).scalars())
    return len(set(kept) - set(there)) + len(there) - len(set(there))


def _send(database: Database, sent: _Sent, token: str, number: int) -> None:
    """Send a form as the residents' page does, its bound counted in the same act."""
    contact = f"129{number:08}"
    room = f"{number % 10 + 1}-1-{number % 900 + 101}"
    form = Submission(f"住戶{number}", contact, room, "廚房水龍頭漏水", consents=_AGREED)
    begin = time.perf_counter()
    try:
        found = requests.submit(database, form, token, bound=bounds.bound(database, "repair", Sender((contact,))))
    except CannotWrite as error:
        if error.text.msgid != NOT_WRITTEN["busy"]:
            raise
        sent.locked.append(token)
    else:
        if isinstance(found, Receipt):
            sent.answers.append((token, found.request_no))
    sent.milliseconds.append((time.perf_counter() - begin) * 1000)
