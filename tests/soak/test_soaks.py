"""Each soak reaches its target in short, and misses it with its guard taken away; the long ones are marked so."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.cli.run import main
from core.demo.stores import stores
from core.soak import forms, office
from core.soak.disk import disk
from core.soak.form import form, numbers_kept, prepare
from core.soak.kill import Said, half_batches, kill, lost_of
from core.soak.lines import Line, markdown
from core.store import batches, commit
from core.store.database import Database
from core.store.tables import registry_tables, seals
from core.texts import LANGUAGES, Text
from tests import databases


def no_progress(_share: float) -> None:
    """Nobody looks."""


def counted(lines: list[Line]) -> list[float]:
    """The figures that are counts."""
    return [line.figure for line in lines if not line.unit]


def test_a_crowd_loses_no_form_and_sends_none_twice(database: Database) -> None:
    found = forms.crowd(database, no_progress, submitters=20, forms=3)
    assert counted(found) == [60, 0, 0, 0]


def test_without_the_token_every_form_is_there_twice(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    found = forms.crowd(database, no_progress, submitters=20, forms=3, unguarded=True)
    assert counted(found) == [120, 0, 60, 0]
    database.close()


@pytest.mark.soak
def test_a_hundred_people_send_twenty_forms_each_twice(database: Database) -> None:
    assert counted(forms.crowd(database, no_progress)) == [2000, 0, 0, 0]


def test_one_token_from_fifty_threads(database: Database) -> None:
    assert counted(forms.one_token(database, no_progress)) == [1, 50]


def test_without_the_token_fifty_threads_make_fifty_rows(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    assert counted(forms.one_token(database, no_progress, unguarded=True)) == [50, 1]
    database.close()


def test_what_is_killed_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    assert counted(kill(tmp_path, no_progress, points=6)) == [0, 0, 0]


def test_what_acknowledges_before_the_commit_is_seen_to_lose(tmp_path: Path) -> None:
    lost, half, broken = counted(kill(tmp_path, no_progress, points=8, unguarded=True))
    assert (lost > 0, half, broken) == (True, 0, 0)


@pytest.mark.soak
def test_a_large_upload_that_is_killed_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "MANY", 0)  # the process that is split off takes it over
    assert counted(kill(tmp_path, no_progress, points=40)) == [0, 0, 0]


@pytest.mark.soak
def test_killed_at_two_hundred_moments(tmp_path: Path) -> None:
    assert counted(kill(tmp_path, no_progress)) == [0, 0, 0]


def test_losses_and_half_batches_are_seen(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    prepare(database)
    database.submit("form", "soak", form(database, 7))
    seen = batches.preview(database, stores(7, stores=1), "store", None)
    first = batches.commit(database, seen, secrets.token_hex(16), None).batch_id
    batches.undo(database, first, secrets.token_hex(16), None)
    again = batches.commit(
        database, batches.preview(database, stores(7, stores=1), "store", None), secrets.token_hex(16), None
    ).batch_id
    assert half_batches(database) == 0
    assert lost_of(database, Said({7}, {first, again}, {first})) == 0
    assert lost_of(database, Said({7, 8}, {first, 99}, {first, again})) == 3
    clients, visits = registry_tables["clients"], registry_tables["visits"]
    of_again = sa.select(sa.func.max(visits.c.row_id)).where(visits.c.batch_id == again).scalar_subquery()
    database.write(lambda c: c.execute(visits.delete().where(visits.c.row_id == of_again)))
    assert half_batches(database) == 1
    of_first = sa.select(sa.func.max(clients.c.row_id)).where(clients.c.batch_id == first).scalar_subquery()
    bare = seals.delete().where(seals.c.row_of == "clients", seals.c.row_id == of_first)
    database.write(lambda c: c.execute(bare))
    assert half_batches(database) == 2
    assert numbers_kept(database) == [7]
    database.close()


def test_a_full_disk_loses_nothing_and_tells_it_plainly(tmp_path: Path) -> None:
    assert [line.reached for line in disk(tmp_path, no_progress, forms=300, real=False)] == [True] * 6


def test_who_takes_a_refusal_for_an_acknowledgement_loses_forms(tmp_path: Path) -> None:
    found = disk(tmp_path, no_progress, forms=300, real=False, unguarded=True)
    assert [line.reached for line in found] == [False, True, True, True, True, True]


@pytest.mark.soak
def test_a_real_full_disk(tmp_path: Path) -> None:
    assert [line.reached for line in disk(tmp_path, no_progress)] == [True] * 6


def test_the_command_prints_the_table_and_fails_where_a_target_is_missed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["soak", "token", "--lang", "en"]) == 0
    assert capfd.readouterr().out == (
        "| what | target | figure | reached |\n"
        "| --- | --- | --- | --- |\n"
        "| rows of one form from 50 threads | 1 | 1 | yes |\n"
        "| equal answers | 50 | 50 | yes |\n"
    )
    assert main(["soak", "token", "--unguarded", "--lang", "en"]) == 1
    said = capfd.readouterr()
    assert said.err == "targets missed: 2\n"
    assert "| rows of one form from 50 threads | 1 | 50 | no |" in said.out


def test_the_command_runs_on_a_server(fresh_postgresql: Callable[[], str], capfd: pytest.CaptureFixture[str]) -> None:
    words = ["--database", fresh_postgresql(), "--submitters", "5", "--forms", "2", "--lang", "en"]
    assert main(["soak", "forms", *words]) in (0, 1)  # how long it took is not for a test
    assert "| rows of forms, each sent twice | 10 | 10 | yes |" in capfd.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_what_is_reached(language: str) -> None:
    yes, no = {"en": ("yes", "no")}.get(language, ("是", "否"))
    lines = [
        Line(Text("rows"), 2000, 2000),
        Line(Text("rows"), 1999, 2000),
        Line(Text("waited"), 250, 250, "ms", at_most=True),
        Line(Text("waited"), 250.1, 250, "ms", at_most=True),
    ]
    assert markdown(lines, language).splitlines()[2:] == [
        f"| rows | 2,000 | 2,000 | {yes} |",
        f"| rows | 2,000 | 1,999 | {no} |",
        f"| waited | <= 250 ms | 250 ms | {yes} |",
        f"| waited | <= 250 ms | 250 ms | {no} |",
    ]


def test_a_crowd_of_residents_loses_no_request_and_sends_none_twice(database: Database) -> None:
    found = office.crowd(database, no_progress, submitters=10, forms=3)
    assert counted(found) == [30, 0, 0, 0, 0, 0]


def test_without_the_token_every_request_is_there_twice(tmp_path: Path) -> None:
    database = databases.opened(tmp_path)
    found = office.crowd(database, no_progress, submitters=10, forms=3, unguarded=True)
    database.close()
    assert counted(found) == [60, 0, 30, 0, 0, 0]
