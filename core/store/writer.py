"""The one writer: acts wait in a queue, are done in order, and are acknowledged after their commit.

Acts that wait together are committed together. Each has a savepoint of its own: one that fails takes back its own
changes only. With PostgreSQL a lock makes the writers of several processes one.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from core.clock import Clock
from core.store.faults import CannotWrite
from core.store.tables import submissions
from core.texts import N_, Text

T = TypeVar("T")
Act = Callable[[sa.Connection], T]
"""What is done in the transaction; it may be run once more if the whole group had to be taken back."""
Answer = dict[str, Any]
TOGETHER = 64
WRITER_LOCK = 7021
_STOP: tuple[None, None] = (None, None)


class Writer:
    """Does acts one after the other on a connection of its own."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        """Start the thread that writes."""
        self._engine = engine.execution_options(writes=True)
        self._clock = clock
        self._queue: queue.SimpleQueue[tuple[Act[Any] | None, Future[Any] | None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def do(self, act: Act[T]) -> T:
        """Do an act and return what it returned, after its commit.

        Raises:
            CannotWrite: Nothing of it was kept; the text says why.
            Exception: What the act itself raised; nothing of it was kept.
        """
        future: Future[T] = Future()
        self._queue.put((act, future))
        return future.result()

    def submit(self, token: str, kind: str, act: Act[Answer]) -> Answer:
        """Do an act once for a token, however often it is asked for.

        Args:
            token: Unguessable, of one form or upload.
            kind: What sort of act, for the record.
            act: Returns the answer: JSON values, nothing personal.

        Returns:
            The answer of the act, or the one that the token got before.
        """

        def once(connection: sa.Connection) -> Answer:
            found = connection.execute(sa.select(submissions.c.answer).where(submissions.c.token == token)).scalar()
            if found is not None:
                known: Answer = json.loads(found)
                return known
            answer = act(connection)
            connection.execute(
                submissions.insert().values(
                    token=token, kind=kind, made_at=seconds(self._clock()), answer=json.dumps(answer)
                )
            )
            return answer

        return self.do(once)

    def close(self) -> None:
        """Finish what waits and end the thread."""
        self._queue.put(_STOP)
        self._thread.join()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            waiting = [self._queue.get()]
            while len(waiting) < TOGETHER:
                try:
                    waiting.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            stopping = _STOP in waiting
            self._together([(act, future) for act, future in waiting if act is not None and future is not None])

    def _together(self, waiting: list[tuple[Act[Any], Future[Any]]]) -> None:
        if not waiting:
            return
        outcomes: list[tuple[Future[Any], Any, Exception | None]] = []
        try:
            with self._engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
                outcomes += [(future, *_one(connection, act)) for act, future in waiting]
        except Exception as error:  # noqa: BLE001 (whatever it was, everybody who waits must hear of it)
            why = cannot_write(error)
            for _act, future in waiting:
                future.set_exception(why)
            return
        for future, result, failure in outcomes:
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)


def _one(connection: sa.Connection, act: Act[Any]) -> tuple[Any, Exception | None]:
    """The result of an act, or what it raised with its changes taken back; a lost connection goes further up."""
    savepoint = connection.begin_nested()
    try:
        result = act(connection)
        savepoint.commit()
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 (it is raised again where the act was asked for)
        savepoint.rollback()
        return None, error
    return result, None


def cannot_write(error: Exception) -> Exception:
    """What to tell of an error of the database: a `CannotWrite` for what the operator can mend, else the error."""
    if not isinstance(error, DBAPIError):
        return error
    said = str(error.orig).casefold()
    if "full" in said or "no space" in said:
        text = Text(N_("The disk is full: nothing was saved. Free some space, then try again; what you typed is kept."))
    elif "readonly" in said or "read-only" in said:
        text = Text(N_("The database may not be written to: nothing was saved. Mend its permissions, then try again."))
    elif "locked" in said or "busy" in said:
        text = Text(N_("The database is in use by another program: nothing was saved. Try again in a minute."))
    elif isinstance(error, OperationalError):
        text = Text(N_("The database cannot be reached: nothing was saved. Try again in a minute."))
    else:
        return error
    why = CannotWrite(text)
    why.__cause__ = error
    return why


def seconds(at: datetime) -> datetime:
    """An instant to the second, as the tables keep it."""
    return at.replace(microsecond=0)
