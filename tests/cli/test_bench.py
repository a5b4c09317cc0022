"""The bench: it measures what it says, and its table says whether a target is reached."""

import re
from pathlib import Path

import pytest

from core.bench.child import peak_bytes
from core.bench.steps import plain_pass
from core.bench.stores import csv_folder, stores_for
from core.bench.table import TARGETS, Figure, markdown
from core.cli.run import main
from core.texts import LANGUAGES


def test_a_small_bench_prints_a_row_for_each_target_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = ["whole", "validation", "rotation", "claims", "files", "one_row"]
    assert (
        main(["bench", "--visits", "1", "--rounds", "1", "--lang", "en", "--keep", str(tmp_path), "--rows", *rows]) == 0
    )
    lines = capfd.readouterr().out.splitlines()
    told = [line for line in lines if line.startswith("| ") and not line.startswith("| what")]
    assert [line.split(" | ")[0].removeprefix("| ") for line in told] == [
        t.what.say("en") for t in TARGETS if t.name in rows
    ]
    assert all(re.search(r"\| <= [\d.]+ (C|ms) \| [\d.]+ (C|ms) \| [\d.]+ \| (yes|no) \|$", line) for line in told)
    assert any("pandas" in line and "Python" in line for line in lines)
    assert any(line.startswith("- C = ") for line in lines)


def test_memory_is_that_of_a_process_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ballast = bytearray(600_000_000)
    words = ["--visits", "1", "--rounds", "1", "--lang", "en", "--keep", str(tmp_path), "--rows", "memory"]
    assert main(["bench", *words]) == 0
    told = re.findall(r"\| ([\d.]+) × \|  \|", capfd.readouterr().out)
    size = sum(p.stat().st_size for p in csv_folder(tmp_path, 1).glob("*.csv"))
    within = [50_000_000 < float(times) * size < len(ballast) for times in told]
    assert within == ([] if peak_bytes() is None else [True])


def test_the_plain_pass_sees_every_row_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('x,y\n1,"2\n3"\n', "utf-8")
    (tmp_path / "b.csv").write_text("x\n", "utf-8")
    assert plain_pass(tmp_path) == 3


def test_stores_are_generated_once_and_kept(tmp_path: Path) -> None:
    made = csv_folder(tmp_path, 1)
    (made / "visits.csv").write_text("kept", "utf-8")
    assert (csv_folder(tmp_path, 1) / "visits.csv").read_text("utf-8") == "kept"
    assert [stores_for(n) for n in (1, 2000, 1_000_000, 10_000_000)] == [1, 1, 500, 5000]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_tells_what_is_reached(language: str) -> None:
    yes, no = {"en": ("yes", "no")}.get(language, ("是", "否"))
    table = markdown([Figure("whole", 2.5, 3.0), Figure("rotation", 0.101), Figure("one_row", 50.4)], ["so"], language)
    lines = table.splitlines()
    assert [line.rsplit(" | ", 1)[1] for line in lines[2:5]] == [f"{yes} |", f"{no} |", f"{no} |"]
    assert "| <= 2.50 C | 2.50 C | 3.000 |" in lines[2]
    assert "| <= 0.10 C | 0.10 C |  |" in lines[3]
    assert lines[-1] == "- so"
