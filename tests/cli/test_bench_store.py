"""The rows about the database: each step is measured, and what goes in comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.bench import kept
from core.bench.stores import csv_folder
from core.cli.run import main
from core.registries.read import read
from core.store.in_use import Use
from tests import databases


def test_the_rows_of_the_store_have_a_table_of_their_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["--visits", "1", "--rounds", "1", "--lang", "en", "--keep", str(tmp_path), "--rows", "store"]
    assert main(["bench", *words]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[:4] == [
        "## What the database and the sealing cost",
        "",
        "| what | against C | seconds |",
        "| --- | --- | --- |",
    ]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[4:]] == [what for _name, what in kept.STEPS]
    assert all(re.search(r"\| [\d.]+ C \| [\d.]+ \|$", line) for line in lines[4:])


def test_without_sealing_the_same_rows_come_out_in_the_clear(tmp_path: Path) -> None:
    tables = read([csv_folder(tmp_path, 1)], desk="store").tables
    phone = str(tables["clients"]["phone"].dropna().iloc[0])
    found = {}
    for kind in (kept.Database, kept._Bare):
        opened = databases.opened(tmp_path / kind.__name__)
        ring = opened.sealer.ring
        opened.close()
        database = kind(opened.home, opened.engine, ring, opened.clock, Use(tmp_path))
        kept._keep(database, tables)
        loaded = kept._load(database)
        database.close()
        assert {name: len(frame) for name, frame in loaded.items()} == {n: len(frame) for n, frame in tables.items()}
        assert phone in set(loaded["clients"]["phone"])
        found[kind.__name__] = phone.encode() in database.home.sqlite_file.read_bytes()
    assert found == {"Database": False, "_Bare": True}
