"""Whatever the dress, the same registries give the same frames."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest

from core.registries.read import PartChoice, Reading, read

from . import dress
from . import workbooks as made

CASE = "random-a"


@pytest.fixture(scope="module")
def plain() -> Reading:
    reading = read([dress.CASES / CASE])
    assert [f.line("en") for f in reading.faults] == []
    return reading


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5hkscs", "cp950"]
)
@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("zh-Hant", ";"), ("zh-Hans", "\t")])
def test_encodings_and_delimiters(plain: Reading, encoding: str, language: str, delimiter: str) -> None:
    if language == "zh-Hans" and encoding in ("big5hkscs", "cp950"):
        language = "zh-Hant"
    texts = dress.relabelled(dress.texts_of(CASE), language, seed=len(encoding))
    end = "\r\n" if delimiter == ";" else "\n"
    reading = read(dress.text_files(texts, encoding=encoding, delimiter=delimiter, end=end))
    assert {f.code for f in reading.faults} <= {"encoding_guessed"}
    assert {p.delimiter for p in reading.parts} == {delimiter}
    dress.assert_same(reading, plain)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize(("make", "suffix"), [(made.xlsx, ".xlsx"), (made.xls, ".xls"), (made.ods, ".ods")])
def test_one_workbook_of_any_kind(plain: Reading, language: str, make: object, suffix: str) -> None:
    texts = dress.relabelled(dress.texts_of(CASE), language, seed=5)
    reading = read([dress.workbook(texts, language, make, suffix)])
    assert [f.line("en") for f in reading.faults] == []
    dress.assert_same(reading, plain)


def test_children_parse_text_alike(plain: Reading) -> None:
    files = [f for f in dress.text_files(dress.texts_of(CASE)) if f[0] in ("staff.csv", "visits.csv")]
    reading = read(files, isolated=True)
    for name in ("staff", "visits"):
        pd.testing.assert_frame_equal(reading.tables[name], plain.tables[name], check_categorical=False)


def test_parts_are_put_together(plain: Reading) -> None:
    texts = dress.texts_of(CASE)
    files = [f for f in dress.text_files(texts) if f[0] != "visits.csv"]
    header, *rows = texts["visits"]
    half = len(rows) // 2
    files += [
        ("來訪 上旬.csv", dress.delimited([header, *rows[:half]], "gb18030")),
        ("下旬 來訪.xlsx", made.xlsx({"Sheet1": [header, *rows[half:]]})),
    ]
    reading = read(files)
    dress.assert_same(reading, plain)
    origin = reading.origins["visits"]
    assert origin.parts == (("來訪 上旬.csv", ""), ("下旬 來訪.xlsx", "Sheet1"))
    assert origin.part_of.tolist() == [0] * half + [1] * (len(rows) - half)
    assert origin.row_numbers.tolist() == [*range(2, half + 2), *range(2, len(rows) - half + 2)]


def test_a_short_file_that_could_be_two_encodings_asks() -> None:
    staff = "staff_id,store_id,name\nA,S1,胡明\n".encode("gb18030")
    guessed = read([("staff.csv", staff)])
    assert "encoding_guessed" in {f.code for f in guessed.faults}
    chosen = read([("staff.csv", staff)], {("staff.csv", ""): PartChoice(encoding="gb18030")})
    assert "encoding_guessed" not in {f.code for f in chosen.faults}
    assert chosen.tables["staff"]["name"].tolist() == ["胡明"]


def test_utf8_with_one_broken_byte_is_not_taken_for_another_encoding() -> None:
    good = "工號,門店,姓名\n" + "".join(f"A{i},S1,林怡君\n" for i in range(50))
    data = good.encode()
    at = data.find("林".encode(), 500)
    reading = read([("staff.csv", data[:at] + b"\xff" + data[at + 1 :])])
    (fault, *_rest) = list(reading.faults)
    assert (fault.code, fault.row) == ("text_undecodable", data[:at].count(b"\n") + 1)


def test_marks_of_byte_order_are_no_part_of_the_header() -> None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        reading = read([("staff.csv", mark + "staff_id,store_id,name\nA,S1,林\n".encode(encoding))])
        assert reading.parts[0].headers == ("staff_id", "store_id", "name")
        assert reading.tables["staff"]["name"].tolist() == ["林"]
