"""A person's name where a number is due is never shown in full, known or not."""

from pathlib import Path

from core.registries.read.reading import read

CASE = Path(__file__).resolve().parents[1] / "cases" / "r13-rotation"


def test_an_unknown_name_is_masked(tmp_path: Path) -> None:
    for file in CASE.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    sheet = tmp_path / "attendance.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("S1,A,", "S1,林小姐,", 1), encoding="utf-8")
    said = [fault.line("zh-Hant") for fault in read([tmp_path]).faults.errors]
    assert said == ["attendance.csv:2:staff_id: 「業務員」表裡沒有「林○○」。請在那裡補上，或在這裡改正。"]
