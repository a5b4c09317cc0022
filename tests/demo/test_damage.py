"""Chosen damage: each kind is planted where it says, and the check notices each that matters."""

from pathlib import Path

import pytest

from core.demo.damage import KINDS, damage
from core.demo.stores import month_tables, write_csv
from core.registries.read import Reading, read

SILENT = {
    "odd_header",
    "semicolons",
    "utf16",
    "gb18030",
    "title_line",
    "total_line",
    "serial_date",
    "float_phone",
    "month_and_day",
}
"""Kinds that are read for what they are: nothing is lost, so nothing need be said."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path, iter([month_tables()]))
    return tmp_path


def told(reading: Reading) -> set[tuple[str, int]]:
    return {(fault.file, fault.row) for fault in reading.faults}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_planted_once_and_the_same_for_the_same_seed(kind: str, folder: Path, tmp_path_factory) -> None:
    clean = {p.name: p.read_bytes() for p in folder.iterdir()}
    planted = damage(folder, 1, [kind])
    spoiled = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert [name for name in clean if clean[name] != spoiled[name]] == [planted[0].file]
    assert (planted[0].kind, planted[0].file) == (kind, f"{KINDS[kind].file}.csv")
    again = tmp_path_factory.mktemp("again")
    write_csv(again, iter([month_tables()]))
    assert damage(again, 1, [kind]) == planted
    assert {p.name: p.read_bytes() for p in again.iterdir()} == spoiled


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SILENT])
def test_damage_that_loses_something_is_told_at_its_place(kind: str, folder: Path) -> None:
    planted = damage(folder, 1, [kind])[0]
    reading = read([folder], desk="store")
    rows = {row for file, row in told(reading) if file == planted.file}
    assert planted.row in rows or rows & {0, 1}


@pytest.mark.parametrize("kind", sorted(SILENT))
def test_damage_that_loses_nothing_changes_no_table(kind: str, folder: Path) -> None:
    before = read([folder], desk="store").tables
    damage(folder, 1, [kind])
    reading = read([folder], desk="store")
    assert reading.ok
    assert all(reading.tables[name].astype(str).equals(frame.astype(str)) for name, frame in before.items())


def test_several_kinds_go_into_one_file(folder: Path) -> None:
    planted = damage(folder, 4, ["lost_zero", "exponent_phone", "big5"])
    assert [p.kind for p in planted] == ["lost_zero", "exponent_phone", "big5"]
    text = (folder / "clients.csv").read_bytes().decode("big5hkscs").splitlines()
    for one in planted[:2]:
        assert text[one.row - 1].split(",")[3] == one.after


def test_an_unknown_kind_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="unknown damage rust"):
        damage(folder, 1, ["rust"])


def test_nothing_to_damage_is_said(folder: Path) -> None:
    (folder / "deals.csv").write_text((folder / "deals.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    with pytest.raises(LookupError, match="nothing to damage with wrong_money"):
        damage(folder, 1, ["wrong_money"])
