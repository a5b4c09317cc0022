"""Valid files with a seeded mutation each: never a traceback, never a death, always a message in every language."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from core.registries.read import read
from core.registries.read.guards import inspect
from core.registries.read.sniff import Refusal

from . import dress
from . import workbooks as made

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
ROOT = Path(__file__).parents[2]
INTERESTING = [
    b"\x00",
    b"\xff",
    b'"',
    b",",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"'",
    b"=",
    b"\xa1\x40",
    b"\xef\xbb\xbf",
    b"9" * 20,
]


def mutated(data: bytes, source: random.Random) -> bytes:
    """One to four small changes: flips, cuts, repeats, insertions."""
    out = bytearray(data)
    for _ in range(source.randint(1, 4)):
        at, length = source.randrange(len(out) + 1), source.choice([1, 1, 2, 8, 64, 500])
        match source.randrange(5):
            case 0:
                out[at : at + length] = source.randbytes(min(length, 16))
            case 1:
                del out[at : at + length]
            case 2:
                out[at:at] = out[at : at + length] * source.randint(1, 3)
            case 3:
                out[at:at] = source.choice(INTERESTING)
            case _:
                del out[at + source.randrange(len(out) - at + 1) :]
        if not out:
            break
    return bytes(out)


def text_files() -> list[tuple[str, bytes]]:
    texts = dress.texts_of("r06-grab") | dress.texts_of("r17-duty")
    hant = dress.relabelled(texts, "zh-Hant")
    return [
        *dress.text_files(texts),
        *dress.text_files(hant, encoding="gb18030", delimiter=";"),
        *dress.text_files(hant, encoding="big5hkscs", delimiter="\t", end="\r\n"),
        *dress.text_files(hant, encoding="utf-16"),
    ]


def workbooks() -> list[tuple[str, bytes]]:
    texts = {k: v for k, v in dress.texts_of("r06-grab").items() if k in ("staff", "visits")}
    return [
        dress.workbook(texts, "zh-Hant", made.xlsx, ".xlsx"),
        dress.workbook(texts, "zh-Hant", made.xls, ".xls"),
        dress.workbook(texts, "zh-Hant", made.ods, ".ods"),
    ]


def hold(count: int, seed: int) -> None:
    """Read `count` mutated text files in this process."""
    source, files = random.Random(seed), text_files()
    for _ in range(count):
        name, data = source.choice(files)
        reading = read([(name, mutated(data, source))])
        assert all(f.message(language) for f in reading.faults[:5] for language in LANGUAGES)


PARSE = """
import base64, json, sys
from core.registries.read.child import confine, frames
from core.registries.read.limits import DEFAULT_LIMITS
confine(DEFAULT_LIMITS)
for line in sys.stdin:
    kind, data = json.loads(line)
    try:
        count = sum(1 for _ in frames({"kind": kind}, base64.b85decode(data), DEFAULT_LIMITS))
    except BaseException as error:
        count = type(error).__name__
    print(json.dumps(count), flush=True)
"""


def parse_in_one_child(count: int, seed: int) -> None:
    """Mutate workbooks, pass those that the guards let through to one child process; it must outlive them all."""

    source, files = random.Random(seed), workbooks()
    passed = []
    for _ in range(count):
        name, data = source.choice(files)
        changed = mutated(data, source)
        kind = inspect(name, changed)
        if not isinstance(kind, Refusal):
            passed.append((kind, changed))
    lines = "".join(json.dumps([kind, base64.b85encode(data).decode()]) + "\n" for kind, data in passed)
    done = subprocess.run(
        [sys.executable, "-c", PARSE], input=lines.encode(), capture_output=True, cwd=ROOT, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(done.stdout.splitlines()) == len(passed)


def test_mutated_text_files() -> None:
    hold(120, seed=1)


def test_mutated_workbooks() -> None:
    parse_in_one_child(200, seed=2)


def test_mutated_workbooks_all_the_way() -> None:
    source, files = random.Random(3), workbooks()
    for _ in range(4):
        name, data = source.choice(files)
        reading = read([(name, mutated(data, source))])
        assert all(f.message(language) for f in reading.faults for language in LANGUAGES)


@pytest.mark.soak
def test_two_thousand_mutations() -> None:
    hold(1_000, seed=4)
    parse_in_one_child(1_000, seed=5)
