"""`python -m core compute`: what it writes, what it says, and what it leaves alone."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli.run import main
from core.demo.damage import damage
from core.demo.shipped import CSV_FOLDER, WORKBOOK
from core.rules.results import output_columns

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("receptions", "ownership", "attributions", "findings", "questions")
FILES = {f"{table}.csv": output_columns(table) for table in TABLES}
GOOD = {
    "staff.csv": "staff_id,store_id,name\nA,S1,林\nB,S1,陳\n",
    "attendance.csv": (
        "store_id,staff_id,signed_in_at,signed_out_at\n"
        "S1,A,2024-03-01 08:30:00,2024-03-01 18:00:00\nS1,B,2024-03-01 08:40:00,2024-03-01 18:00:00\n"
    ),
    "clients.csv": (
        "client_id,store_id,name,registered_at\nC1,S1,王,2024-03-01 09:00:00\nC2,S1,李,2024-03-01 10:00:00\n"
    ),
    "visits.csv": (
        "visit_id,store_id,client_id,arrived_at,left_at,received_by,asked_prior,concealed\n"
        "V1,S1,C1,2024-03-01 09:00:00,2024-03-01 09:10:00,A,true,\n"
        "V2,S1,C1,2024-03-01 10:00:00,2024-03-01 10:10:00,B,true,true\n"
    ),
    "deals.csv": "deal_id,store_id,client_id,closed_by,closed_at,amount,commission\n"
    "D1,S1,C1,B,2024-03-01 11:00:00,1234500,0.5\n",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in GOOD.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def call(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as a person types it."""
    return subprocess.run(
        [sys.executable, "-m", "core", *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_the_result_files_hold_exactly_this(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("compute", str(data), "--out", str(out), "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {p.name for p in out.iterdir()} == {*FILES, "staff_figures.csv"}
    written = {p.name: p.read_bytes() for p in out.iterdir()}
    assert all(b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") for content in written.values())
    bare = {name: [{k: v for k, v in row.items() if k != "reason"} for row in rows(out / name)] for name in FILES}
    assert bare["receptions.csv"][1] == {
        "store_id": "S1",
        "arrived_at": "2024-03-01 10:00:00",
        "visit_id": "V2",
        "client_id": "C1",
        "received_by": "B",
        "wanted": "A",
        "due": "A",
        "kind": "intercepted",
        "charged_to": "B",
        "counts": "true",
        "rules": bare["receptions.csv"][1]["rules"],
    }
    assert bare["findings.csv"] == [
        {
            "store_id": "S1",
            "subject_id": "V2",
            "kind": "concealed_client",
            "staff_id": "B",
            "at": "2024-03-01 10:00:00",
            "rule": "11",
            "fine": "100",
            "status": "open",
        }
    ]
    assert [(r["amount"], r["commission"], r["cancelled"]) for r in bare["attributions.csv"]] == [
        ("1234500.00", "0.50", "false")
    ]
    assert bare["ownership.csv"][0]["until"] == ""
    figures = {r["staff_id"]: r for r in rows(out / "staff_figures.csv")}
    assert (figures["A"]["amount_credited"], figures["B"]["fines_owed"]) == ("1234500.00", "0.00")
    assert all(row["reason"] for name in FILES for row in rows(out / name))


@pytest.mark.parametrize("table", TABLES)
def test_headers_are_bare_and_in_the_order_of_the_contract(table: str, tmp_path: Path) -> None:
    assert main(["compute", str(CSV_FOLDER), "--out", str(tmp_path)]) == 0
    first = (tmp_path / f"{table}.csv").read_text("utf-8").splitlines()[0]
    assert first == ",".join(FILES[f"{table}.csv"])


def test_the_workbook_gives_the_results_of_the_csv_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["compute", str(CSV_FOLDER), "--out", str(tmp_path / "a")]) == 0
    assert capfd.readouterr() == ("", "")
    assert main(["compute", str(WORKBOOK), "--out", str(tmp_path / "b")]) == 0
    assert "天氣" in capfd.readouterr().err
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(("language", "word"), [("zh-Hant", "接待"), ("zh-Hans", "接待"), ("en", "received")])
def test_reasons_are_in_the_language_asked_for(language: str, word: str, data: Path, tmp_path: Path) -> None:
    assert main(["compute", str(data), "--out", str(tmp_path / "out"), "--lang", language]) == 0
    reasons = [r["reason"] for r in rows(tmp_path / "out" / "receptions.csv")]
    assert any(word in reason for reason in reasons)
    assert all("V" in reason for reason in reasons)


def test_errors_in_the_data_write_nothing_and_are_a_line_each(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    assert main(["demo", "--month", "--out", str(data)]) == 0
    planted = damage(data, 1, ["wrong_date", "unknown_staff", "exponent_phone"])
    capfd.readouterr()
    assert main(["compute", str(data), "--out", str(out), "--lang", "en"]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    places = [re.match(r"(\w+\.csv):(\d+):(\w+): .", line) for line in said.err.splitlines()]
    assert all(places)
    assert {(m[1], int(m[2]), m[3]) for m in places if m} >= {(p.file, p.row, p.column) for p in planted}
    assert not out.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


def test_errors_leave_older_results_as_they_were(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["compute", str(data), "--out", str(out)]) == 0
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    (data / "visits.csv").write_text(GOOD["visits.csv"].replace(",A,", ",Z,"), "utf-8")
    assert main(["compute", str(data), "--out", str(out)]) == 1
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_new_results_take_the_place_of_old_ones_and_leave_other_files(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "receptions.csv").write_text("old", "utf-8")
    (out / "note.txt").write_text("mine", "utf-8")
    assert main(["compute", str(data), "--out", str(out)]) == 0
    assert (out / "receptions.csv").read_text("utf-8").startswith("store_id,")
    assert (out / "note.txt").read_text("utf-8") == "mine"
    assert {p.name for p in out.iterdir()} == {*FILES, "staff_figures.csv", "note.txt"}


def test_a_folder_deep_down_is_made(data: Path, tmp_path: Path) -> None:
    assert main(["compute", str(data), "--out", str(tmp_path / "a" / "b")]) == 0
    assert (tmp_path / "a" / "b" / "receptions.csv").exists()


def test_the_rulebook_of_the_data_is_used_unless_another_is_named(data: Path, tmp_path: Path) -> None:
    (data / "rulebook.toml").write_text("fine_concealed = 250.5\n", "utf-8")
    other = tmp_path / "other.toml"
    other.write_text("fine_concealed = 30\n", "utf-8")

    def fine(*more: str) -> str:
        assert main(["compute", str(data), "--out", str(tmp_path / "out"), *more]) == 0
        return rows(tmp_path / "out" / "findings.csv")[0]["fine"]

    assert fine() == "250.5"
    assert fine("--rulebook", str(other)) == "30"


def test_faults_of_the_rulebook_are_told_with_their_line(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (data / "rulebook.toml").write_text('lapse_months = 1\nlapse_moon = 2\nduty_pool = "all"\n', "utf-8")
    assert main(["compute", str(data), "--out", str(tmp_path / "out"), "--lang", "en"]) == 1
    lines = capfd.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["rulebook.toml:2:lapse_moon", "rulebook.toml:3:duty_pool"]
    assert not (tmp_path / "out").exists()


def test_many_equal_warnings_are_counted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name, text in GOOD.items():
        (data / name).write_text(text, "utf-8")
    deals = "".join(f"D{n},S1,C1,B,2024-03-01,{n},\n" for n in range(9))
    (data / "deals.csv").write_text(GOOD["deals.csv"].splitlines()[0] + "\n" + deals, "utf-8")
    assert main(["compute", str(data), "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    lines = capfd.readouterr().err.splitlines()
    assert [line.split(": warning: ")[0] for line in lines] == [
        *(f"deals.csv:{row}:closed_at" for row in (2, 3, 4)),
        "deals.csv:1:closed_at",
    ]
    assert lines[-1].endswith("6 more of these")
