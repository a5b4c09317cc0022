"""What can be typed, and what comes of it: exit status, where things are said, in which language."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli.parser import language_of
from core.cli.run import main
from core.demo.damage import KINDS
from core.demo.shipped import CSV_FOLDER, WORKBOOK
from core.demo.stores import month
from core.registries.read import read
from core.texts import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("compute", "check", "template", "explain", "demo", "bench")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_the_language_asked_for(command: str, language: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*([command] if command else []), "--help", "--lang", language]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    assert bool(CHINESE.search(said.out)) == (language != "en")
    for heading in ("usage:", "options:", "positional arguments"):
        assert (heading in said.out) == (language == "en" and heading != "positional arguments")


def test_help_imports_nothing_heavy() -> None:
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "core", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    modules = {line.rsplit("|", 1)[-1].strip() for line in seen.splitlines()}
    assert not modules & {"pandas", "numpy", "numba", "pyarrow", "streamlit", "pandera"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "missing: COMMAND"),
        (["fly"], "COMMAND: 'fly' is not one of"),
        (["compute"], "missing: DATA, --out"),
        (["compute", "x", "--out"], "--out: a value is missing"),
        (["check", "x", "--loud"], "not known here: --loud"),
        (["check", "x", "y"], "not known here: y"),
        (["check", "x", "--lang", "fr"], "--lang: 'fr' is not one of"),
        (["demo", "--out", "x", "--days", "many"], "--days: 'many' is not a number"),
        (["template", "--desk", "bar", "--out", "x"], "--desk: 'bar' is not one of"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_ends_with_2(
    words: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = words if "fr" in words else [*words, "--lang", "en"]
    assert main(asked) == 2
    told = capfd.readouterr()
    assert told.out == ""
    if "fr" not in words:
        assert told.err.startswith("usage: python -m core")
        assert said in told.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere"], "error: nowhere: there is no such file or folder"),
        (["compute", str(CSV_FOLDER), "--out", str(WORKBOOK)], f"error: {WORKBOOK}: the results need a folder"),
        (["compute", str(CSV_FOLDER), "--out", str(CSV_FOLDER)], f"error: {CSV_FOLDER}: the results need a folder of"),
        (["compute", str(CSV_FOLDER), "--out", "x", "--rulebook", "none.toml"], "error: none.toml: this file cannot"),
        (["explain", "V-none", str(CSV_FOLDER)], "error: There is no visit, deal, call or client V-none."),
        (["demo"], "error: missing: --out"),
        (["demo", "--out", "x", "--damage", "rust"], "error: no such damage: rust; --kinds lists what there is"),
        (["demo", "--out", "x", "--stores", "0"], "error: sizes: at least 1 store"),
        (["bench", "--rows", "luck"], "error: no such rows: luck; there are whole,"),
        (["bench", "--visits", "0"], "error: at least 1 visit and 1 round"),
    ],
)
def test_a_call_that_cannot_be_done_says_why_and_ends_with_2(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--lang", "en"]) == 2
    told = capfd.readouterr()
    assert (told.out, told.err.splitlines()[-1][: len(said)]) == ("", said)


@pytest.mark.parametrize(
    ("language", "word"), [("zh-Hant", "沒有這個檔案"), ("zh-Hans", "没有这个文件"), ("en", "no such file")]
)
def test_complaints_are_in_the_language_asked_for(language: str, word: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere", "--lang", language]) == 2
    assert word in capfd.readouterr().err


def test_the_language_is_known_before_the_call_is() -> None:
    assert language_of(["compute", "--lang", "en"]) == "en"
    assert language_of(["--lang=zh-Hans", "fly"]) == "zh-Hans"
    assert language_of(["check", "--lang", "fr"]) == "zh-Hant"
    assert language_of(["check", "--lang"]) == "zh-Hant"
    assert language_of([]) == "zh-Hant"


def test_check_prints_every_fault_and_ends_with_1_only_for_errors(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(CSV_FOLDER), "--lang", "en"]) == 0
    rows = sum(map(len, month().values()))
    assert capfd.readouterr() == ("", f"{rows} rows read; errors: 0, warnings: 0\n")
    assert main(["demo", "--month", "--out", str(tmp_path), "--damage", "wrong_date", "short_row"]) == 0
    planted = capfd.readouterr().out.splitlines()
    assert main(["check", str(tmp_path), "--lang", "en"]) == 1
    told = capfd.readouterr()
    places = {line.split(": ")[0].rsplit(":", 1)[0] for line in planted}
    assert places <= {line.split(": ")[0].rsplit(":", 1)[0] for line in told.out.splitlines()}
    assert re.fullmatch(r"\d+ rows read; errors: \d+, warnings: \d+\n", told.err)


@pytest.mark.parametrize("desk", ["store", "office"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_a_workbook_that_is_read_without_a_fault(desk: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "template.xlsx"
    assert main(["template", "--desk", desk, "--lang", language, "--out", str(path)]) == 0
    reading = read([path], desk=desk)
    assert {part.registry for part in reading.parts} - {""} == set(reading.tables)
    assert all(frame.empty for frame in reading.tables.values())


@pytest.mark.parametrize(("language", "heading"), [("zh-Hant", "規則"), ("zh-Hans", "规则"), ("en", "Rules")])
def test_explain_tells_the_reason_the_rules_and_the_rows(
    language: str, heading: str, capfd: pytest.CaptureFixture[str]
) -> None:
    visit, deal = month()["visits"]["visit_id"][0], month()["deals"]["deal_id"][0]
    for subject in (visit, deal):
        assert main(["explain", subject, str(CSV_FOLDER), "--lang", language]) == 0
        told = capfd.readouterr()
        assert told.err == ""
        assert subject in told.out.splitlines()[0]
        assert heading in told.out.splitlines()


def test_explain_of_data_with_errors_prints_them_and_ends_with_1(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--month", "--out", str(tmp_path), "--damage", "wrong_date"]) == 0
    capfd.readouterr()
    assert main(["explain", "D0001", str(tmp_path), "--lang", "en"]) == 1
    told = capfd.readouterr()
    assert (told.out, told.err[:11]) == ("", "visits.csv:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_lists_the_kinds_of_damage(language: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--kinds", "--lang", language]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == list(KINDS)
    assert all(bool(CHINESE.search(line)) == (language != "en") for line in lines)


def test_demo_writes_stores_of_the_size_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["--stores", "2", "--staff", "4", "--days", "3", "--visits-per-day", "5", "--seed", "9"]
    assert main(["demo", "--out", str(tmp_path), *words]) == 0
    assert capfd.readouterr() == ("", "")
    tables = read([tmp_path], desk="store").tables
    assert tables["staff"]["store_id"].value_counts().to_dict() == {"S001": 4, "S002": 4}
    assert tables["visits"]["arrived_at"].dt.date.nunique() <= 3


def test_demo_month_is_what_ships(tmp_path: Path) -> None:
    assert main(["demo", "--month", "--out", str(tmp_path)]) == 0
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        p.name: p.read_bytes() for p in CSV_FOLDER.iterdir()
    }


def test_an_interrupted_call_says_so(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    class Impatient:
        def exists(self) -> bool:
            raise KeyboardInterrupt

    monkeypatch.setattr("core.cli.parser.Path", lambda _: Impatient())
    assert main(["check", "x", "--lang", "en"]) == 130
    assert capfd.readouterr().err == "error: interrupted; nothing was written\n"


def test_an_output_folder_that_cannot_be_made_is_a_wrong_call(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["compute", str(CSV_FOLDER), "--out", str(tmp_path / "file" / "out"), "--lang", "en"]) == 2
    assert "file" in capfd.readouterr().err
