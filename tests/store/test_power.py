"""Loss of power: with `synchronous=FULL` nothing acknowledged is lost; the same test sees what NORMAL loses."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.soak.power import power
from core.soak.power_disk import Note, PowerDisk

POINTS, FORMS = 40, 60


def figures(folder: Path, synchronous: str, points: int = POINTS, forms: int = FORMS) -> list[float]:
    """Acknowledged forms lost over all moments, and damaged files."""
    lines = power(folder, lambda share: None, points=points, forms=forms, synchronous=synchronous)
    return [line.figure for line in lines]


def test_a_loss_of_power_takes_nothing_acknowledged(tmp_path: Path) -> None:
    assert figures(tmp_path, "FULL") == [0, 0]


def test_the_same_test_fails_with_synchronous_normal(tmp_path: Path) -> None:
    lost, damaged = figures(tmp_path, "NORMAL")
    assert (lost > 0, damaged) == (True, 0)


@pytest.mark.soak
def test_two_hundred_losses_of_power(tmp_path: Path) -> None:
    assert figures(tmp_path, "FULL", points=200, forms=400) == [0, 0]


def test_after_a_cut_what_was_synced_is_there_and_the_rest_may_be(tmp_path: Path) -> None:
    disk = PowerDisk()
    for note in (
        Note("a", "write", 0, b"x" * 1024),
        Note("a", "sync"),
        Note("a", "write", 512, b"y" * 1024),
        Note("b", "write", 0, b"z"),
        Note("c", "write", 0, b"c"),
        Note("c", "sync"),
        Note("c", "delete"),
    ):
        disk.note(note)
    seen = set()
    for seed in range(40):
        folder = tmp_path / str(seed)
        folder.mkdir()
        disk.cut(7, folder, random.Random(seed))
        seen.add(tuple((p.name, p.read_bytes()) for p in sorted(folder.iterdir())))
    whole, torn, none = b"x" * 512 + b"y" * 1024, b"x" * 512 + b"y" * 512, b"x" * 1024
    assert {dict(files)["a"] for files in seen} == {whole, torn, none}
    assert {dict(files).get("b") for files in seen} == {None, b"", b"z"}
    assert {"c" in dict(files) for files in seen} == {False}
    disk.cut(6, tmp_path, random.Random(1))
    assert (tmp_path / "c").read_bytes() == b"c"
