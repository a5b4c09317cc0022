"""The one writer: acts wait in a queue, are done in order, and are acknowledged after their commit.

Acts that wait together are committed together. Each has a savepoint of its own: one that fails takes back its own
changes only. What breaks the whole transaction (a full disk, a lost connection) takes nobody's neighbours with it
either: they are done once more, each alone. With PostgreSQL a lock makes the writers of several processes one; with
SQLite the file's own does.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from core.clock import Clock
from core.store.causes import cannot_write, cause, unsure
from core.store.faults import CannotWrite
from core.store.tables import submissions
from core.texts import N_, Text

T = TypeVar("T")
Act = Callable[[sa.Connection], T]
"""What is done in the transaction. It may be run once more when the transaction had to be taken back, so it changes
nothing but through its connection."""
Answer = dict[str, Any]
TOGETHER = 32
"""Acts that are committed together at most: who comes next waits for no more."""
WRITER_LOCK = 7021
_ANSWERS = sa.select(submissions.c.token, submissions.c.kind, submissions.c.answer)
_ANSWERED = submissions.insert()


@dataclass(frozen=True, slots=True)
class Token:
    """What an act is known by that is done once, of which kind it is, and when it was asked for."""

    name: str
    kind: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An act and who waits for it; with a token, doing it again does no harm even when it was committed already."""

    act: Act[Any]
    future: Future[Any]
    token: Token | None


@dataclass(slots=True)
class _Attempt:
    """One transaction for some acts; `stage` is how far it came."""

    waiting: list[_Waiting]
    stage: Literal["begin", "acts", "commit"] = "begin"
    outcomes: list[tuple[Any, Exception | None]] = field(default_factory=list)

    def run(self, engine: sa.Engine) -> None:
        """Do all of them and commit."""
        with engine.connect() as connection:
            try:
                with connection.begin() as transaction:
                    self._do(connection)
                    self.stage = "commit"
                    transaction.commit()
            except BaseException:
                # A commit that failed may have left its transaction open; the connection goes, and that with it.
                connection.invalidate()
                raise

    def _do(self, connection: sa.Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
        self.stage = "acts"
        answers = Answers(connection, [w.token for w in self.waiting if w.token is not None])
        self.outcomes = [
            _one(connection, w.act) if w.token is None else answers.once(w.token, w.act) for w in self.waiting
        ]
        answers.keep()


class Answers:
    """What tokens were answered: read at once for a whole transaction, and kept at once at its end."""

    def __init__(self, connection: sa.Connection, tokens: list[Token]) -> None:
        """Read what was answered before."""
        self._connection = connection
        self._known: dict[str, tuple[str, str]] = {}
        self._new: list[dict[str, Any]] = []
        if tokens:
            asked = _ANSWERS.where(submissions.c.token.in_([t.name for t in tokens]))
            self._known = {row.token: (row.kind, row.answer) for row in connection.execute(asked)}

    def knows(self, token: Token) -> bool:
        """Whether a token was answered."""
        return token.name in self._known

    def once(self, token: Token, act: Act[Answer]) -> tuple[Any, Exception | None]:
        """The answer that a token got before, or that of the act."""
        known = self._known.get(token.name)
        if known is None:
            said, failure = _one(self._connection, lambda connection: json.dumps(act(connection)))
            if failure is not None:
                return None, failure
            known = self._known[token.name] = (token.kind, said)
            self._new.append({"token": token.name, "kind": token.kind, "made_at": token.made_at, "answer": said})
        if known[0] != token.kind:
            return None, ValueError(f"a token of {known[0]} was given for {token.kind}")
        return json.loads(known[1]), None

    def keep(self) -> None:
        """Keep what was answered, in the transaction of the acts."""
        if self._new:
            self._connection.execute(_ANSWERED, self._new)


class Writer:
    """Does acts one after the other on a connection of its own."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        """Start the thread that writes."""
        self._engine = engine.execution_options(writes=True)
        self._clock = clock
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, act: Act[T]) -> T:
        """Do an act and return what it returned, after its commit.

        Raises:
            CannotWrite: Nothing of it was kept, or the connection broke at the commit; the text says which.
            RuntimeError: It was asked for inside another act, which would wait for itself.
            Exception: What the act itself raised; nothing of it was kept.
        """
        return self._wait(act, None)

    def submit(self, token: str, kind: str, act: Act[Answer]) -> Answer:
        """Do an act once for a token, however often it is asked for.

        Args:
            token: Unguessable, of one form or upload.
            kind: What sort of act, for the record.
            act: Returns the answer: JSON values, nothing personal.

        Returns:
            The answer of the act, or the one that the token got before; the same either way.

        Raises:
            ValueError: The token is one of another kind.
            CannotWrite: As in `do`.
        """
        return self._wait(act, Token(token, kind, seconds(self._clock())))

    def close(self) -> None:
        """Finish what waits and end the thread; a second time does nothing."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def later(self, act: Act[T]) -> Future[T]:
        """Do an act when its turn comes, without waiting for it; the future has what `do` returns or raises."""
        return self._asked(act, None)

    def _wait(self, act: Act[T], token: Token | None) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("an act asked for another act: use the connection it was given")
        return self._asked(act, token).result()

    def _asked(self, act: Act[T], token: Token | None) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # from here on nobody can cancel it under the writer's hands
        with self._door:
            if self._closed:
                raise CannotWrite(Text(N_("The database is closed: nothing was saved. Start the program again.")))
            self._queue.put(_Waiting(act, future, token))
        return future

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            waiting = [first]
            stopping = False
            while len(waiting) < TOGETHER and not stopping:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                stopping = following is None
                waiting += [following] if following is not None else []
            self._serve(waiting)
            if stopping:
                return

    def _serve(self, waiting: list[_Waiting], *, again: bool = True) -> None:
        attempt = _Attempt(waiting)
        try:
            attempt.run(self._engine)
        except BaseException as error:  # noqa: BLE001 (a panic of an extension is none of the usual kind; all must hear)
            self._broken(attempt, error, again=again)
            return
        for one, (result, failure) in zip(waiting, attempt.outcomes, strict=True):
            if failure is None:
                one.future.set_result(result)
            else:
                one.future.set_exception(failure)

    def _broken(self, attempt: _Attempt, error: BaseException, *, again: bool) -> None:
        """Try once more where that can help and cannot write twice; tell the others."""
        lost = cause(error) == "lost"
        torn = lost and attempt.stage == "commit"  # committed or not: only the server knows
        again = again and attempt.stage != "begin" and (lost or len(attempt.waiting) > 1)
        to_repeat = [w for w in attempt.waiting if again and (w.token is not None or not torn)]
        for one in attempt.waiting:
            if one not in to_repeat:
                one.future.set_exception(unsure(error) if torn else cannot_write(error))
        if lost and to_repeat:
            self._serve(to_repeat, again=False)
            return
        for one in to_repeat:
            self._serve([one], again=False)


def _one(connection: sa.Connection, act: Act[Any]) -> tuple[Any, Exception | None]:
    """The result of an act, or what it raised with its changes taken back.

    Raises:
        OperationalError: The transaction may be gone as a whole (SQLite takes it back on a full disk).
    """
    connection.exec_driver_sql("SAVEPOINT act")  # begin_nested costs five times as much, of what a small act takes
    try:
        result = act(connection)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 (it is raised again where the act was asked for)
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT act")
        connection.exec_driver_sql("RELEASE SAVEPOINT act")
        return None, error
    connection.exec_driver_sql("RELEASE SAVEPOINT act")
    return result, None


def seconds(at: datetime) -> datetime:
    """An instant to the second, as the tables keep it."""
    return at.replace(microsecond=0)
