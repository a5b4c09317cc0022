"""The one writer: who waits together, who suffers for whom, and what one token gives."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from core.store.audit import Entry
from core.store.database import Database, open_database
from core.store.faults import CannotWrite
from core.store.tables import audit, facts, submissions
from core.store.writer import Act
from tests import databases

FORK = multiprocessing.get_context("fork")
ROWS = sa.Table("rows_of_a_test", sa.MetaData(), sa.Column("name", sa.Text(), primary_key=True))


def put(name: str) -> Act[str]:
    """An act that keeps one fact."""

    def act(connection: sa.Connection) -> str:
        connection.execute(facts.insert().values(name=name, value=b""))
        return name

    return act


def kept(database: Database) -> list[str]:
    with database.read() as connection:
        names = connection.execute(sa.select(facts.c.name).order_by(facts.c.name)).scalars().all()
    return [name for name in names if name != "ring"]


def together(database: Database, asks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Ask for several things while the writer is held up, so that it takes them together; results or exceptions."""
    let_go, held = threading.Event(), threading.Event()
    begun: list[Future[Any]] = []

    def hold(_connection: sa.Connection) -> None:
        held.set()
        let_go.wait()

    with ThreadPoolExecutor(len(asks) + 1) as threads:
        first = threads.submit(database.write, hold)
        held.wait()
        for number, ask in enumerate(asks, 1):
            begun.append(threads.submit(ask))
            while database.writer._queue.qsize() < number:
                pass
        let_go.set()
        first.result()
        return [one.exception() or one.result() for one in begun]


def commits(database: Database) -> list[int]:
    """Grows by one at every commit."""
    seen: list[int] = []
    sa.event.listen(database.engine, "commit", lambda c: seen.append(1))
    return seen


def test_what_waits_together_is_committed_together(database: Database) -> None:
    seen = commits(database)
    names = [f"{n:03}" for n in range(100)]
    assert together(database, [lambda n=n: database.write(put(n)) for n in names]) == names
    assert kept(database) == names
    assert len(seen) == 5  # the one that held the others up, 32, 32, 32, 4


def fail(_connection: sa.Connection) -> None:
    put("half")(_connection)
    raise LookupError("mine alone")


def no_such_table(connection: sa.Connection) -> None:
    put("half")(connection)
    connection.execute(sa.text("SELECT * FROM nowhere"))


def twice(connection: sa.Connection) -> None:
    put("half")(connection)
    put("half")(connection)


class Panic(BaseException):
    """What an extension written in Rust raises."""


def panic(connection: sa.Connection) -> None:
    put("half")(connection)
    raise Panic


@pytest.mark.parametrize("bad", [fail, no_such_table, twice, panic])
def test_an_act_that_fails_takes_nothing_of_its_neighbours(database: Database, bad: Act[None]) -> None:
    got = together(
        database,
        [lambda: database.write(put("a")), lambda: database.write(bad), lambda: database.write(put("b"))],
    )
    assert [got[0], got[2]] == ["a", "b"]
    assert isinstance(got[1], LookupError | sa.exc.DBAPIError | Panic)
    assert not isinstance(got[1], CannotWrite)
    assert kept(database) == ["a", "b"]
    assert database.write(put("later")) == "later"


def test_what_is_refused_at_the_commit_takes_nothing_of_its_neighbours(database: Database) -> None:
    database.write(
        lambda c: c.exec_driver_sql(
            "CREATE TABLE tied (id INTEGER PRIMARY KEY, of INTEGER REFERENCES tied (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    )

    def tie(connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO tied VALUES (1, 99)")

    got = together(
        database,
        [lambda: database.write(put("a")), lambda: database.write(tie), lambda: database.write(put("b"))],
    )
    assert [got[0], got[2]] == ["a", "b"]
    assert isinstance(got[1], sa.exc.IntegrityError)
    assert kept(database) == ["a", "b"]


def test_nobody_is_acknowledged_before_the_commit(database: Database) -> None:
    acknowledged: list[str] = []
    at_commit: list[int] = []
    sa.event.listen(database.engine, "commit", lambda c: at_commit.append(len(acknowledged)))

    def ask(name: str) -> None:
        acknowledged.append(database.write(put(name)))

    together(database, [lambda n=n: ask(n) for n in "abcd"])
    assert (at_commit, sorted(acknowledged)) == ([0, 0], ["a", "b", "c", "d"])


def full(_connection: sa.Connection) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise sa.exc.OperationalError("COMMIT", None, error)


def test_an_error_of_the_commit_reaches_everybody_who_waits(database: Database) -> None:
    sa.event.listen(database.engine, "commit", full)
    with ThreadPoolExecutor(3) as threads:
        got = [one.exception() for one in [threads.submit(database.write, put(name)) for name in "abc"]]
    sa.event.remove(database.engine, "commit", full)
    text = "The disk is full: nothing was saved. Free some space, then try again; what you typed is kept."
    assert [(type(one), str(one)) for one in got] == [(CannotWrite, text)] * 3
    assert kept(database) == []
    assert database.write(put("later")) == "later"


def test_one_token_from_fifty_threads_is_one_row_and_fifty_equal_answers(database: Database) -> None:
    at_once = threading.Barrier(50)

    def ask() -> dict[str, Any]:
        at_once.wait()
        return database.submit("token", "form", lambda c: {"seq": database.note(c, Entry("test", "a:1")), "of": (1, 2)})

    with ThreadPoolExecutor(50) as threads:
        answers = [one.result() for one in [threads.submit(ask) for _ in range(50)]]
    assert answers == [{"seq": 1, "of": [1, 2]}] * 50
    with database.read() as connection:
        assert connection.execute(sa.select(audit.c.seq)).scalars().all() == [1]
        assert connection.execute(sa.select(submissions.c.token)).scalars().all() == ["token"]


def test_a_token_whose_act_failed_is_free_again(database: Database) -> None:
    with pytest.raises(LookupError):
        database.submit("token", "form", fail)  # type: ignore[arg-type]
    assert database.submit("token", "form", lambda c: {"name": put("a")(c)}) == {"name": "a"}
    assert kept(database) == ["a"]


def test_a_token_of_another_kind_is_refused(database: Database) -> None:
    database.submit("token", "form", lambda c: {"name": put("a")(c)})
    with pytest.raises(ValueError, match="a token of form was given for upload"):
        database.submit("token", "upload", lambda c: {"name": put("b")(c)})
    assert kept(database) == ["a"]


def test_an_act_within_an_act_is_refused_instead_of_waiting_for_itself(database: Database) -> None:
    with pytest.raises(RuntimeError, match="use the connection it was given"):
        database.write(lambda c: database.write(put("a")))
    assert database.write(put("b")) == "b"


def test_what_waits_at_the_close_is_done(database: Database) -> None:
    let_go, held = threading.Event(), threading.Event()

    def hold(_connection: sa.Connection) -> None:
        held.set()
        let_go.wait()

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(database.write, hold)]
        held.wait()
        asked += [threads.submit(database.write, put("a")), threads.submit(database.write, put("b"))]
        while database.writer._queue.qsize() < 2:
            pass
        closing = threads.submit(database.close)
        while database.writer._queue.qsize() < 3:
            pass
        let_go.set()
        assert [one.result() for one in asked] == [None, "a", "b"]
        closing.result()
    assert kept(open_database(database.home)) == ["a", "b"]


def _write(home: Any, number: int, gate: Any) -> None:
    database = open_database(home)
    gate.wait()
    for n in range(20):
        database.submit(f"shared {n}", "form", lambda c: {"seq": database.note(c, Entry("shared", "a:1"))})
        database.submit(f"{number} {n}", "form", lambda c: {"seq": database.note(c, Entry("own", "a:1"))})
    database.close()


def test_several_processes_write_one_database(database: Database) -> None:
    gate = FORK.Barrier(4)
    writing = [FORK.Process(target=_write, args=(database.home, n, gate)) for n in range(4)]
    for one in writing:
        one.start()
    for one in writing:
        one.join(60)
    assert [one.exitcode for one in writing] == [0] * 4
    with database.read() as connection:
        actions = connection.execute(sa.select(audit.c.action).order_by(audit.c.seq)).scalars().all()
    assert (actions.count("shared"), actions.count("own"), len(actions)) == (20, 80, 100)


@pytest.fixture
def little_room(tmp_path: Path) -> Iterator[tuple[Database, list[int]]]:
    """A database whose file may have so many pages, and no more; the list holds how many."""
    database = databases.opened(tmp_path)
    with database.engine.connect() as connection:
        most = [connection.exec_driver_sql("PRAGMA page_count").scalar() + 20]

    def limit(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most[0]}")

    sa.event.listen(database.engine, "begin", limit)
    yield database, most
    database.close()


def test_on_a_full_disk_nothing_acknowledged_is_lost_and_writing_goes_on_with_room(
    little_room: tuple[Database, list[int]],
) -> None:
    database, most = little_room
    done: list[str] = []

    def large(name: str) -> Act[str]:
        def act(connection: sa.Connection) -> str:
            connection.execute(facts.insert().values(name=name, value=b"x" * 9000))
            return name

        return act

    names = [f"{n:02}" for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(database.write, large(name)) for name in names]
    failed = [one.exception() for one in asked if one.exception()]
    done = sorted(one.result() for one in asked if not one.exception())
    assert 0 < len(done) < 40
    assert {(type(one), str(one)) for one in failed} == {
        (
            CannotWrite,
            "The disk is full: nothing was saved. Free some space, then try again; what you typed is kept.",
        )
    }
    assert kept(database) == done
    most[0] += 1000
    assert database.write(large("later")) == "later"
    assert kept(database) == sorted([*done, "later"])


@pytest.fixture
def on_server(fresh_postgresql: Callable[[], str], tmp_path: Path) -> Iterator[Database]:
    database = databases.opened(tmp_path, fresh_postgresql())
    yield database
    database.close()


def end_connection(connection: sa.Connection) -> None:
    """The server ends the connection at hand."""
    number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with connection.engine.connect() as other:
        other.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")


def test_a_connection_that_broke_between_two_acts_is_made_anew(on_server: Database) -> None:
    on_server.write(put("a"))
    with psycopg.connect(on_server.home.database_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert on_server.write(put("b")) == "b"
    assert kept(on_server) == ["a", "b"]


def test_acts_whose_connection_broke_are_done_once_more(on_server: Database) -> None:
    times: list[int] = []

    def breaks_once(connection: sa.Connection) -> str:
        times.append(1)
        if len(times) == 1:
            end_connection(connection)
        return put("broken")(connection)

    got = together(on_server, [lambda: on_server.write(put("a")), lambda: on_server.write(breaks_once)])
    assert (got, kept(on_server)) == (["a", "broken"], ["a", "broken"])


def test_a_connection_that_breaks_again_is_said(on_server: Database) -> None:
    with pytest.raises(CannotWrite) as failed:
        on_server.write(lambda c: (end_connection(c), put("a")(c)))
    assert str(failed.value) == "The database cannot be reached: nothing was saved. Try again in a minute."
    assert on_server.write(put("b")) == "b"
    assert kept(on_server) == ["b"]


@pytest.mark.parametrize("committed", [True, False])
def test_a_connection_that_broke_in_the_commit_writes_nothing_twice(on_server: Database, committed: bool) -> None:
    """Whether the server had committed is not known: what has a token is asked again, the rest is told so."""
    times: list[int] = []

    def lose(connection: sa.Connection) -> None:
        times.append(1)
        if len(times) > 2 or len(times) == 1:  # the first is what holds the others up
            return
        connection.exec_driver_sql("COMMIT" if committed else "ROLLBACK")
        gone = psycopg.OperationalError("the connection is closed")
        raise sa.exc.OperationalError("COMMIT", None, gone, connection_invalidated=True)

    sa.event.listen(on_server.engine, "commit", lose)
    got = together(
        on_server,
        [
            lambda: on_server.submit("token", "form", lambda c: {"name": put("with")(c)}),
            lambda: on_server.write(put("without")),
        ],
    )
    assert got[0] == {"name": "with"}
    assert (type(got[1]), str(got[1])) == (
        CannotWrite,
        "The database broke off while saving. Look whether it was saved before you try again.",
    )
    assert kept(on_server) == (["with", "without"] if committed else ["with"])


def test_a_server_that_was_started_again_is_written_to_again(tmp_path: Path) -> None:
    with databases.postgresql() as server:
        database = databases.opened(tmp_path, server())
        database.write(put("a"))
        server.stop()
        with pytest.raises(CannotWrite) as failed:
            database.write(put("b"))
        assert str(failed.value) == "The database cannot be reached: nothing was saved. Try again in a minute."
        server.start()
        assert database.write(put("c")) == "c"
        assert kept(database) == ["a", "c"]
        database.close()
