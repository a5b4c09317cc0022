"""Migrations: whole or not at all, once, by one process; the tables are those of the code; the audit log only grows."""

from __future__ import annotations

import multiprocessing
import signal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from core.store import migrate
from core.store.audit import Entry
from core.store.connections import engine_of
from core.store.database import Database, open_database
from core.store.faults import Misplaced
from core.store.home import Home, home_of
from core.store.tables import audit, facts, metadata

FORK = multiprocessing.get_context("fork")
SECOND = """
from alembic import op
import sqlalchemy as sa
revision = "{name}"
down_revision = "{before}"
def upgrade():
    op.create_table("made_later", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("facts") as facts:
        facts.add_column(sa.Column("more", sa.Text()))
    {then}
"""


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return home_of({"DESK_HOME": str(tmp_path / "home")} | ({"DATABASE_URL": database_url} if database_url else {}))


def scripts(folder: Path, then: str = "") -> Path:
    """The migrations there are and one more, which ends with some code."""
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_bytes((migrate.FOLDER / "env.py").read_bytes())
    for path in (migrate.FOLDER / "versions").glob("*.py"):
        (folder / "versions" / path.name).write_bytes(path.read_bytes())
    text = SECOND.format(name="9999", before=migrate.revisions()[-1], then=then)
    (folder / "versions" / "9999_second.py").write_text(text, "utf-8")
    return folder


def shape(home: Home) -> tuple[str | None, bool, bool, list[str]]:
    """The version, whether the later table and column are there, and the facts."""
    engine = engine_of(home)
    with engine.connect() as connection:
        look = sa.inspect(connection)
        tables = look.get_table_names()
        columns = [c["name"] for c in look.get_columns("facts")] if "facts" in tables else []
        names = list(connection.execute(sa.select(facts.c.name)).scalars()) if columns else []
    found = (migrate.version(engine), "made_later" in tables, "more" in columns, names)
    engine.dispose()
    return found


def test_the_tables_are_those_of_the_code(database: Database) -> None:
    options = {"compare_type": True, "compare_server_default": True, "render_as_batch": True}
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_indexes_of_sqlite_are_those_of_the_code_word_for_word(tmp_path: Path) -> None:
    """The comparison above does not see the condition of an index."""
    found = []
    for make in (migrate.upgrade, metadata.create_all):
        engine = sa.create_engine(f"sqlite:///{tmp_path / make.__name__}")
        make(engine)
        with engine.connect() as connection:
            asked = sa.text(
                "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' ORDER BY 1, 2"
            )
            found.append([tuple(row) for row in connection.execute(asked)])
        engine.dispose()
    assert found[0] == found[1]


def test_a_column_that_no_migration_makes_is_seen(database: Database) -> None:
    changed = sa.MetaData()
    for table in metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["facts"].append_column(sa.Column("more", sa.Text()))
    with database.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), changed)
    assert [(what[0], what[2], what[3].name) for what in found] == [("add_column", "facts", "more")]


def test_running_again_is_nothing(database: Database) -> None:
    commits: list[int] = []
    sa.event.listen(database.engine, "commit", lambda c: commits.append(1))
    assert [migrate.upgrade(database.engine) for _ in range(2)] == [migrate.revisions()[-1]] * 2
    assert commits == []


def test_one_more_migration_is_run_and_keeps_what_is_there(home: Home, tmp_path: Path) -> None:
    open_database(home).close()
    engine = engine_of(home)
    assert migrate.upgrade(engine, scripts(tmp_path / "more")) == "9999"
    engine.dispose()
    assert shape(home) == ("9999", True, True, ["ring"])


def test_a_migration_that_fails_leaves_what_was(home: Home, tmp_path: Path) -> None:
    open_database(home).close()
    engine = engine_of(home)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(engine, scripts(tmp_path / "more", "1 / 0"))
    engine.dispose()
    assert shape(home) == (migrate.revisions()[-1], False, False, ["ring"])


def _upgrade(home: Home, folder: Path) -> None:
    migrate.upgrade(engine_of(home), folder)


@pytest.mark.parametrize("begun", [False, True], ids=["first", "second"])
def test_a_migration_killed_in_the_middle_leaves_what_was(home: Home, tmp_path: Path, begun: bool) -> None:
    if begun:
        open_database(home).close()
    before = shape(home)
    killer = scripts(tmp_path / "more", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    killed = FORK.Process(target=_upgrade, args=(home, killer))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert shape(home) == before
    assert before == ((migrate.revisions()[-1], False, False, ["ring"]) if begun else (None, False, False, []))
    open_database(home).close()
    assert shape(home) == (migrate.revisions()[-1], False, False, ["ring"])


def test_many_processes_migrate_once(home: Home, tmp_path: Path) -> None:
    open_database(home).close()
    more = scripts(tmp_path / "more")
    racing = [FORK.Process(target=_upgrade, args=(home, more)) for _ in range(4)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert [one.exitcode for one in racing] == [0] * 4
    assert shape(home) == ("9999", True, True, ["ring"])


def test_data_of_a_newer_version_is_refused_and_left_alone(home: Home, tmp_path: Path) -> None:
    open_database(home).close()
    engine = engine_of(home)
    migrate.upgrade(engine, scripts(tmp_path / "more"))
    engine.dispose()
    with pytest.raises(Misplaced) as failed:
        open_database(home)
    assert str(failed.value) == (
        "The database was last used by a newer version of this program (its tables are 9999, this program knows "
        f"{migrate.revisions()[-1]}). Start the newer version, or restore a backup made before it."
    )
    assert shape(home) == ("9999", True, True, ["ring"])


CHANGES = [
    audit.update().values(reason="another"),
    audit.delete(),
    sa.text("UPDATE audit SET reason = 'another' WHERE seq = 1"),
]
ON_SQLITE = [
    sa.text("REPLACE INTO audit SELECT * FROM audit"),
    sa.text("UPDATE OR REPLACE audit SET seq = 2 WHERE seq = 1"),
]
ON_POSTGRESQL = [sa.text("TRUNCATE audit")]


def test_the_database_refuses_to_change_the_audit_log(database: Database) -> None:
    for subject in ("a:1", "a:2"):
        database.write(lambda c, s=subject: database.note(c, Entry("test", s, reason="as given")))
    more = ON_SQLITE if database.home.is_sqlite else ON_POSTGRESQL
    for change in [*CHANGES, *more]:
        with pytest.raises(sa.exc.DBAPIError, match="rows are only appended here"):
            database.write(lambda c, change=change: c.execute(change))
    with database.read() as connection:
        rows = connection.execute(sa.select(audit.c.seq, audit.c.subject, audit.c.reason).order_by(audit.c.seq)).all()
    assert [tuple(row) for row in rows] == [(1, "a:1", "as given"), (2, "a:2", "as given")]
