"""Many people send forms at once, each twice; and one form comes from many threads at once."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from core.soak.form import form, lost_and_twice, numbers_kept, prepare
from core.soak.lines import Line, Progress
from core.store.causes import NOT_WRITTEN
from core.store.database import Database
from core.store.faults import CannotWrite
from core.store.writer import Answer
from core.texts import N_, Text

MOST_MILLISECONDS = 250


@dataclass
class _Sent:
    """What came of sending, over all threads."""

    milliseconds: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)


def crowd(
    database: Database, progress: Progress, *, submitters: int = 100, forms: int = 20, unguarded: bool = False
) -> list[Line]:
    """Let many people send forms at the same time, each form twice with its token.

    Args:
        database: An empty one.
        progress: Told the share done.
        submitters: How many people.
        forms: How many forms each.
        unguarded: Send the second time with a token of its own, as if there were none.

    Returns:
        Rows kept, forms lost and kept twice, refusals because of a lock, and the 99th percentile of the waiting.
    """
    prepare(database)
    sent, at_once, done = _Sent(), threading.Barrier(submitters), itertools.count(1)

    def person(number: int) -> None:
        at_once.wait()
        for n in range(number * forms, (number + 1) * forms):
            token = secrets.token_hex(16)
            _send(database, sent, token, n)
            _send(database, sent, secrets.token_hex(16) if unguarded else token, n)
            progress(next(done) / (submitters * forms))

    with ThreadPoolExecutor(submitters) as threads:
        for one in [threads.submit(person, number) for number in range(submitters)]:
            one.result()
    kept = numbers_kept(database)
    lost, twice = lost_and_twice(kept, range(submitters * forms))
    slowest = sorted(sent.milliseconds)[int(len(sent.milliseconds) * 0.99)]
    return [
        Line(Text(N_("rows of forms, each sent twice")), len(kept), submitters * forms),
        Line(Text(N_("forms lost")), lost, 0),
        Line(Text(N_("forms kept twice")), twice, 0),
        Line(Text(N_("refused because the database was locked")), len(sent.locked), 0),
        Line(Text(N_("waited, 99th percentile")), slowest, MOST_MILLISECONDS, "ms", at_most=True),
    ]


def _send(database: Database, sent: _Sent, token: str, number: int) -> None:
    begin = time.perf_counter()
    try:
        sent.answers.append(database.submit(token, "soak", form(database, number)))
    except CannotWrite as error:
        if error.text.msgid != NOT_WRITTEN["busy"]:
            raise
        sent.locked.append(token)
    sent.milliseconds.append((time.perf_counter() - begin) * 1000)


def one_token(database: Database, progress: Progress, *, threads: int = 50, unguarded: bool = False) -> list[Line]:
    """Let many threads send one form with one token at the same moment.

    Args:
        database: An empty one.
        progress: Told the share done.
        threads: How many.
        unguarded: Give each a token of its own.

    Returns:
        Rows kept, and answers equal to the first one.
    """
    prepare(database)
    at_once = threading.Barrier(threads)
    token: Callable[[int], str] = (lambda n: f"token {n}") if unguarded else (lambda _n: "token")

    def ask(number: int) -> Answer:
        at_once.wait()
        return database.submit(token(number), "soak", form(database, 1))

    with ThreadPoolExecutor(threads) as pool:
        answers = [one.result() for one in [pool.submit(ask, n) for n in range(threads)]]
    progress(1.0)
    return [
        Line(Text(N_("rows of one form from {threads} threads"), {"threads": threads}), len(numbers_kept(database)), 1),
        Line(Text(N_("equal answers")), sum(one == answers[0] for one in answers), threads),
    ]
