"""Damage that a plain reading would not notice: every kind of it is told, with its row, and nothing is made up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.registries.read import PartChoice, Reading, Source, read
from core.registries.read.delimited import parse

from . import dress
from . import workbooks as made

HEADER = b"staff_id,store_id,name,phone\n"
GOOD = HEADER + b"001,S1,Lin,13800138001\n002,S1,Chen,13800138002\n"


def staff(data: bytes, **choice: str) -> Reading:
    choices = {("staff.csv", ""): PartChoice(**choice)} if choice else None
    return read([("staff.csv", data)], choices)


def told(reading: Reading) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column) for f in reading.faults if f.code != "registry_missing"]


DAMAGE: dict[str, tuple[bytes, list[tuple[str, int, str]]]] = {
    "short row": (GOOD + b"003,S1,Wang\n", [("row_too_short", 4, "")]),
    "long row": (GOOD + b"003,S1,Wang,13800138003,x\n", [("row_too_long", 4, "")]),
    "shifted row": (GOOD + b",003,S1,Wang,13800138003\n", [("row_too_long", 4, ""), ("required", 4, "staff_id")]),
    "lost delimiter": (GOOD + b"003S1,Wang,13800138003\n", [("row_too_short", 4, "")]),
    "quote never closed": (GOOD + b'003,S1,"Wang,13800138003\n004,S1,Wu,13800138004\n', [("quote_open", 4, "")]),
    "quote closed rows later": (
        GOOD + b'003,S1,"Wang,13800138003\n004,S1,Wu,13800138004\n005,S1,Ma",13800138005\n',
        [("quote_swallowed", 4, "")],
    ),
    "text behind a quote": (GOOD + b'003,S1,"Wang"x,13800138003\n', [("quote_broken", 4, "")]),
    "all in one column": (GOOD.replace(b",", b"|"), [("one_column", 1, "")]),
    "another delimiter in one row": (GOOD + b"003;S1;Wang;13800138003\n", [("row_too_short", 4, "")]),
    "a header twice": (
        b"staff_id,store_id,name,name\n001,S1,Lin,Chen\n",
        [("header_repeated", 1, "name")],
    ),
    "a header twice, equal": (
        b"staff_id,store_id,name,name\n001,S1,Lin,Lin\n",
        [("header_repeated_same", 1, "name")],
    ),
    "a column without header": (
        b"staff_id,store_id,name,\n001,S1,Lin,x\n",
        [("header_blank", 1, "D")],
    ),
    "no header": (b"001,S1,Lin,13800138001\n002,S1,Chen,13800138002\n", []),
    "digits as a float": (
        GOOD + b"003,S1,Wang,1.38E+10\n",
        [("digits_hidden", 4, "phone")],
    ),
    "a float that lost nothing": (
        GOOD + b"003,S1,Wang,13800138003.0\n",
        [("number_mended", 4, "phone")],
    ),
    "leading zeros": (
        b"staff_id,store_id,name\n001,S1,A\n002,S1,B\n003,S1,C\n4,S1,D\n005,S1,E\n",
        [("zeros_lost", 5, "staff_id")],
    ),
    "zero bytes": (GOOD + b"003,S1,W\x00ang,13800138003\n", [("text_binary", 0, "")]),
    "replacement characters": (GOOD.replace(b"Lin", "林\ufffd\ufffd".encode()), [("text_replaced", 2, "name")]),
    "text read twice wrongly": (
        GOOD.replace(b"Lin", "林怡君".encode().decode("latin-1").encode()),
        [("text_mangled", 2, "name")],
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_told(kind: str) -> None:
    data, expected = DAMAGE[kind]
    if kind == "no header":
        assert not staff(data).ok
        assert {c for c, _, _ in told(staff(data))} >= {"column_missing"}
    else:
        assert told(staff(data)) == expected


def test_every_bad_row_of_a_file_is_told_at_once() -> None:
    rows = b"".join(b"%03d,S1,N\n" % i if i % 10 == 0 else b"%03d,S1,N,1380013%04d\n" % (i, i) for i in range(1, 101))
    assert told(staff(HEADER + rows)) == [("row_too_short", i + 1, "") for i in range(10, 101, 10)]


def test_na_null_and_true_are_what_they_say() -> None:
    reading = staff(HEADER + b"NA,null,None,\n")
    row = reading.tables["staff"].iloc[0]
    assert (row["staff_id"], row["store_id"], row["name"]) == ("NA", "null", "None")


def test_blank_lines_are_skipped_and_counted() -> None:
    for end in (b"\n", b"\r\n"):
        data = (HEADER + b"001,S1,Lin,\n\n\n,,,\n002,S1,Chen,\n\n003,S1,Wang,").replace(b"\n", end)
        reading = staff(data)
        assert told(reading) == []
        assert reading.origins["staff"].row_numbers.tolist() == [2, 6, 8]


def test_line_breaks_inside_cells_are_one_row() -> None:
    data = HEADER + b'001,S1,"Lin\nLin",\n002,S1,"say ""hi"", Chen",\n003,S1,Wang,\n'
    reading = staff(data)
    assert told(reading) == []
    assert reading.tables["staff"]["name"].tolist() == ["Lin\nLin", 'say "hi", Chen', "Wang"]
    assert reading.origins["staff"].row_numbers.tolist() == [2, 3, 4]


def test_a_quote_inside_a_cell_is_a_character() -> None:
    reading = staff(HEADER + b'001,S1,5" Lin,\n002,S1,Chen,\n')
    assert reading.tables["staff"]["name"].tolist() == ['5" Lin', "Chen"]


def test_the_mark_of_neutralised_formulas_comes_off_once() -> None:
    texts = ["'=1+1", "'+a", "'-a", "'@a", "'\ta", "''=x", "'a", "=b"]
    data = HEADER + "".join(f'{i},S1,"{t}",\n' for i, t in enumerate(texts)).encode()
    names = staff(data).tables["staff"]["name"].tolist()
    assert names == ["=1+1", "+a", "-a", "@a", "a", "'=x", "'a", "=b"]


def test_the_fast_and_the_slow_way_agree() -> None:
    source = random.Random(7)
    cells = ["a", "", '"q"', '"x ""y"" z"', "b c", "'", "é漢", '"l1\nl2"', " s "]
    for _ in range(300):
        width = source.randint(2, 5)
        lines = []
        for _ in range(source.randint(0, 12)):
            wide = width if source.random() < 0.97 else source.randint(1, 6)
            lines.append(",".join(source.choice(cells) for _ in range(wide)) if source.random() < 0.9 else "")
        end = source.choice(["\n", "\r\n"])
        data = (end.join(lines) + source.choice(["", end])).encode()
        fast = parse(data, 0, 1, width, ",")
        # A lone carriage return is a line end for nobody in the fast way: it makes the slow one read the same records.
        slow = parse(data + b"\r", 0, 1, width, ",")
        assert [c.to_pylist() for c in fast.columns] == [c.to_pylist() for c in slow.columns], data
        assert fast.row_numbers.tolist() == slow.row_numbers.tolist(), data
        assert fast.faults == slow.faults, data


def test_a_cell_longer_than_a_spreadsheet_holds() -> None:
    reading = staff(HEADER + b"001,S1," + b"x" * 32_768 + b",\n")
    assert ("cell_too_long", 2, "") in told(reading)


def test_digits_that_a_spreadsheet_lost() -> None:
    sheet = [["房號", "姓名", "類別", "身份證號"], ["1-101", "林", "租客", 110105199001011234]]
    reading = read([("a.xlsx", made.xlsx({"其他常住人員": sheet}))])
    assert told(reading) == [("digits_lost", 2, "id_number")]


def test_a_folder_is_read_with_its_rulebook_and_without_its_notes(tmp_path: Path) -> None:
    for name, data in dress.text_files(dress.texts_of("r06-grab")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "rulebook.toml").write_text('[rotation]\norder = "hired"\n', encoding="utf-8")
    (tmp_path / "about.txt").write_text("a case", encoding="utf-8")
    (tmp_path / "~$visits.xlsx").write_bytes(b"lock")
    (tmp_path / ".hidden.csv").write_bytes(b"x")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    reading = read([tmp_path])
    assert reading.rulebook == '[rotation]\norder = "hired"\n'
    assert [(f.code, f.file) for f in reading.faults] == [("file_left_out", "photo.jpg")]
    assert reading.ok


@pytest.mark.parametrize("sources", [[], [Path("/nowhere/at/all")], [("a.md", b"# x")], [("a.csv", b"x,y\n1,2\n")]])
def test_nothing_to_read_is_an_error(sources: list[Source]) -> None:
    reading = read(sources)
    assert not reading.ok
    assert all(f.message(language) for f in reading.faults for language in ("zh-Hant", "zh-Hans", "en"))


def test_what_follows_from_a_refused_file_is_not_said_again() -> None:
    files = dress.text_files(dress.texts_of("random-a"))
    files = [(n, d if n != "staff.csv" else b"%PDF-1.4") for n, d in files]
    assert [(f.code, f.file) for f in read(files).faults] == [("file_other_format", "staff.csv")]


def test_ids_and_phones_of_a_hundred_thousand_people_come_back_unchanged() -> None:
    source = random.Random(11)
    ids = [f"{i:08d}" if i % 3 else f"{source.choice('ABCX')}-{i:06d}" for i in range(100_000)]
    phones = [
        source.choice(["0", "1", "+86 1", "00886-", "(020) "]) + f"{source.getrandbits(33):010d}"
        for _ in range(100_000)
    ]
    lines = [f"{i},S1,N{n},{p},2024-03-04 09:00" for n, (i, p) in enumerate(zip(ids, phones, strict=True))]
    data = ("client_id,store_id,name,phone,registered_at\n" + "\n".join(lines) + "\n").encode()
    clients = read([("clients.csv", data)]).tables["clients"]
    assert clients["client_id"].tolist() == ids
    assert clients["phone"].tolist() == phones
