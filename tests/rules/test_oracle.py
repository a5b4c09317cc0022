"""The engine held against the plain reading of the rulebook on random stores."""

import random

import pytest

from tests.plain.folders import CASES, case_names, read_case
from tests.plain.folders import differences as case_differences
from tests.plain.judge import judge
from tests.rules.compare import as_lines, differences, of_store, smaller, stores_of
from tests.rules.engine import engine
from tests.rules.stores import random_settings, random_store, random_stores

# Stores that share one call of the engine: most of a call's time is not in the rows.
AT_ONCE = 25


def smallest_difference(tables, settings, said):
    """The first store that differs, alone and as small as it gets, with what is said of it."""
    tables = of_store(tables, sorted(stores_of(said))[0])

    def differs(fewer):
        return bool(differences(judge(fewer, settings), engine(fewer, settings)))

    if not differs(tables):
        return ["differs only together with the other stores"]
    tables = smaller(tables, differs)
    return [*as_lines(tables, settings), *differences(judge(tables, settings), engine(tables, settings))]


def hold(seed, count=AT_ONCE):
    """Plain reading (-) against engine (+) on `count` stores of one seed."""
    chance = random.Random(seed)
    settings = random_settings(chance)
    tables = random_stores(chance, settings, count)
    said = differences(judge(tables, settings), engine(tables, settings))
    assert not said, "\n".join([f"seed {seed}", *smallest_difference(tables, settings, said)])


@pytest.mark.parametrize("seed", range(60))
def test_engine_agrees_with_plain_reading(seed):
    hold(seed)


@pytest.mark.parametrize("seed", range(20))
def test_engine_agrees_on_a_store_alone(seed):
    """With the ids as they are, and only the registries that have rows."""
    chance = random.Random(f"alone {seed}")
    settings = random_settings(chance)
    tables = random_store(chance, settings)
    assert differences(judge(tables, settings), engine(tables, settings)) == []


def test_engine_agrees_on_the_demo_stores():
    """A month of three stores, as it ships."""
    tables, settings = read_case(CASES.parents[1] / "data" / "demo" / "csv")
    assert len(tables["visits"]) > 1000
    assert differences(judge(tables, settings), engine(tables, settings)) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 2000))
def test_engine_agrees_with_plain_reading_on_many_more(seed):
    hold(seed)


@pytest.mark.parametrize("name", case_names())
def test_engine_agrees_with_case(name):
    tables, settings = read_case(CASES / name)
    results = engine(tables, settings)
    assert case_differences(CASES / name, results) == []
    assert differences(judge(tables, settings), results) == []
