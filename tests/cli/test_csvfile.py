"""CSV files as results and demo data are written."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from core.demo.csvfile import CsvFile


def written(path: Path, *pieces: dict[str, pa.Array]) -> str:
    with CsvFile(path, list(pieces[0])) as file:
        for piece in pieces:
            file.write(pa.table(piece))
    return path.read_bytes().decode()


def test_every_kind_of_value_is_written_as_the_contract_has_it(tmp_path: Path) -> None:
    piece = {
        "id": pa.array(["V1", "", None]),
        "kind": pa.array(["turn", None, "turn"]).dictionary_encode(),
        "at": pa.array([dt.datetime(2024, 3, 1, 9, 5), None, dt.datetime(2024, 12, 31, 23, 59, 59)], pa.timestamp("s")),
        "day": pa.array([dt.date(2024, 3, 1), None, dt.date(1999, 12, 31)]),
        "money": pa.array([Decimal("1.50"), None, Decimal("1234567.00")], pa.decimal128(20, 2)),
        "known": pa.array([True, None, False]),
        "number": pa.array([1, None, -3]),
    }
    assert written(tmp_path / "a.csv", piece) == (
        "id,kind,at,day,money,known,number\n"
        "V1,turn,2024-03-01 09:05:00,2024-03-01,1.50,true,1\n"
        ",,,,,,\n"
        ",turn,2024-12-31 23:59:59,1999-12-31,1234567.00,false,-3\n"
    )


def test_texts_are_quoted_only_in_a_piece_that_needs_it(tmp_path: Path) -> None:
    plain, odd = {"a": pa.array(["x"]), "n": pa.array([1])}, {"a": pa.array(['y, "z"\n']), "n": pa.array([2])}
    assert written(tmp_path / "a.csv", plain, odd, plain) == 'a,n\nx,1\n"y, ""z""\n",2\nx,1\n'


def test_a_piece_with_other_columns_is_refused(tmp_path: Path) -> None:
    with CsvFile(tmp_path / "a.csv", ["a"]) as file, pytest.raises(ValueError, match=r"columns \['b'\] where \['a'\]"):
        file.write(pa.table({"b": [1]}))
