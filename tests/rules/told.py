"""Tests that show a log and what it comes to, in one text.

Above the `---` stands the log (see `tests/rules/log.py`), below it what is to come out. The findings below are all
there are; of receptions, claims and credits either all are listed, or the test is not about them.
"""

import textwrap
from collections import Counter

import pytest

from tests.plain.judge import judge
from tests.rules.engine import engine
from tests.rules.log import read_log, result_lines

READERS = {"engine": engine, "plain": judge}


def told(cases):
    """Parametrize a test `(reader, text)` with every case, for the engine and for the plain reading."""
    return pytest.mark.parametrize(
        ("reader", "text"),
        [pytest.param(reader, text, id=f"{title}-{reader}") for title, text in cases.items() for reader in READERS],
    )


def check(reader, text):
    log, _, expected = textwrap.dedent(text).partition("---\n")
    tables, settings = read_log(log)
    said = result_lines(READERS[reader](tables, settings))
    want = [line.strip() for line in expected.splitlines() if line.strip()]
    about = {"finding", *(line.split()[0] for line in want)}
    said = [line for line in said if line.split()[0] in about]
    missing, unexpected = Counter(want) - Counter(said), Counter(said) - Counter(want)
    differing = [f"missing    {line}" for line in missing.elements()]
    differing += [f"unexpected {line}" for line in unexpected.elements()]
    assert not differing, "\n".join([log, *differing])
