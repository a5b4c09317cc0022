"""`person` and `retention`: found, copied, erased, let go, from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from core.cli.run import main
from core.registries.read.reading import read
from core.store.batches import commit, preview
from tests import databases

PHONE = "13600000001"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder whose database knows one member of one room."""
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))
    database = databases.opened(tmp_path / "home")
    files = [
        ("households.csv", b"room_no,collected_on\n1-101,2026-01-05\n"),
        ("members.csv", f"room_no,name,contact\n1-101,張三,{PHONE}\n".encode()),
    ]
    commit(database, preview(database, read(files).tables, "office", None, []), "t", None)
    database.close()
    return tmp_path


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*words: str, typed: str = PHONE) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        status = main([*words, "--lang", "en"])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_somebody_is_found_without_being_named(home: Path, said) -> None:
    assert said("person", "find") == (0, "1\tmembers 1-101\t1 rows\n", "Type the value and press Enter:\n")
    assert said("person", "find", typed="13900000009")[0] == 1


def test_a_copy_says_everything_and_is_for_its_owner(home: Path, said) -> None:
    out = home / "copy.json"
    assert said("person", "copy", "--reason", "asked for it", "--out", str(out))[0] == 0
    copy = json.loads(out.read_text(encoding="utf-8"))
    assert [(row["room_no"], row["name"], row["contact"], row["stands"]) for row in copy["members"]] == [
        ("1-101", "張三", PHONE, True)
    ]
    assert copy["seen"] == []
    assert out.stat().st_mode & 0o077 == 0


def test_nothing_is_copied_or_erased_without_a_reason(home: Path, said) -> None:
    assert said("person", "erase")[0] == 2
    assert said("person", "copy", "--reason", "why")[0] == 2
    assert said("person", "find")[0] == 0


def test_an_erased_person_is_found_no_more(home: Path, said) -> None:
    status, out, err = said("person", "erase", "--reason", "moved out")
    assert (status, out, err.splitlines()[-1]) == (0, "", "Erased: 1 rows.")
    assert said("person", "find")[0] == 1


def test_retention_shows_before_it_lets_go(home: Path, said) -> None:
    status, out, err = said("retention")
    assert status == 0
    assert err == "Nothing was changed; add --run to let it go.\n"
    assert out.splitlines()[0].split("\t") == [
        "clients",
        "1096 days",
        "0",
        "-",
        "Clients with their visits, calls and follow-ups, after the last of them",
    ]
