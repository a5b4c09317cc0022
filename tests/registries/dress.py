"""The same registries in other dress: headers, order of columns, encodings, delimiters, kinds of workbook."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from core.registries.definitions import registry
from core.registries.read import Reading

from . import workbooks as made

CASES = Path(__file__).parents[1] / "cases"
Texts = dict[str, list[list[str]]]
"""Rows of each registry, header first, as text."""


def texts_of(case: str) -> Texts:
    """The registries of a case as they stand in its files."""
    found: Texts = {}
    for path in sorted((CASES / case).glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found[path.stem] = list(csv.reader(file))
    return found


def relabelled(texts: Texts, language: str, seed: int = 0) -> Texts:
    """Headers in another language, columns in another order."""
    source = random.Random(seed)
    result = {}
    for name, rows in texts.items():
        order = list(range(len(rows[0])))
        source.shuffle(order)
        columns = [registry(name).column(h) for h in rows[0]]
        header = [columns[i].label(language) for i in order]
        result[name] = [header, *([row[i] for i in order] for row in rows[1:])]
    return result


def delimited(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",", end: str = "\n") -> bytes:
    """One registry as a text file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def text_files(texts: Texts, **how: str) -> list[tuple[str, bytes]]:
    """Every registry as a text file of its English name."""
    return [(f"{name}.csv", delimited(rows, **how)) for name, rows in texts.items()]


def workbook(
    texts: Texts, language: str, make: Callable[[Mapping[str, made.Rows]], bytes], suffix: str
) -> tuple[str, bytes]:
    """All registries in one workbook."""
    return f"all{suffix}", make({registry(name).label(language): rows for name, rows in texts.items()})


def assert_same(got: Reading, wanted: Reading) -> None:
    """Two readings gave the same frames, categories in any order."""
    assert list(got.tables) == list(wanted.tables)
    for name, frame in wanted.tables.items():
        pd.testing.assert_frame_equal(got.tables[name], frame, check_categorical=False, obj=name)
