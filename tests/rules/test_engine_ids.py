import random

import numpy as np
import pyarrow as pa
import pytest

from core.rules.ids import Ids
from core.rules.ordering import grouped, natural_key, natural_ranks, ordered

WRITTEN_IN_ORDER = [
    *("", "1", "1a", "7", "007", "9", "10", "V", "V1", "V01", "V9", "V9b", "V10", "V10b", "Va", "Va1", "Vab", "v"),
    *("客", "客2", "客10", "😀"),
]


def random_ids(chance, count):
    ids = {"".join(chance.choice("01290AbV客-") for _ in range(chance.randint(0, 6))) for _ in range(count)}
    return chance.sample(sorted(ids), len(ids))


def by_natural(ids):
    return [ids[row] for row in ordered(np.zeros(len(ids)), np.zeros(len(ids), np.int64), Ids.of(ids))]


def test_natural_order():
    written = ["V9", "V10", "V1", "a", "10", "9", "V01"]
    assert sorted(written, key=natural_key) == ["9", "10", "V01", "V1", "V9", "V10", "a"]


def test_ties_go_by_natural_order():
    expected = sorted(WRITTEN_IN_ORDER, key=natural_key)
    assert by_natural(WRITTEN_IN_ORDER[::-1]) == expected
    assert expected[:6] == ["", "1", "1a", "007", "7", "9"]


@pytest.mark.parametrize("seed", range(20))
def test_the_compiled_order_is_that_of_the_key(seed):
    ids = random_ids(random.Random(seed), 300)
    assert by_natural(ids) == sorted(ids, key=natural_key)
    ranks = natural_ranks(Ids.of(ids))
    assert [ids[row] for row in np.argsort(ranks)] == sorted(ids, key=natural_key)


@pytest.mark.parametrize("seed", range(10))
def test_rows_by_store_time_and_id(seed):
    chance = random.Random(seed)
    ids = random_ids(chance, 400)
    stores = np.array([chance.randint(-1, 3) for _ in ids])
    times = np.array([chance.choice([-5, 0, 10**10, 10**10 + 1]) for _ in ids])
    order = ordered(stores, times, Ids.of(ids))
    key = [(stores[row], times[row], natural_key(ids[row])) for row in range(len(ids))]
    assert list(order) == sorted(range(len(ids)), key=key.__getitem__)


@pytest.mark.parametrize("seed", range(10))
def test_groups_in_order_of_time_and_id(seed):
    chance = random.Random(seed)
    ids = random_ids(chance, 500)
    groups = np.array([chance.choice([-1, 0, 0, 0, 2, 4]) for _ in ids], np.int32)
    times = np.array([chance.randint(0, 40) for _ in ids], np.int64)
    made = grouped(groups, times, Ids.of(ids), 5)
    for group in range(5):
        rows = made.rows[made.starts[group] : made.starts[group + 1]]
        wanted = [row for row in range(len(ids)) if groups[row] == group]
        assert list(rows) == sorted(wanted, key=lambda row: (times[row], natural_key(ids[row])))


@pytest.mark.parametrize("share", [1.0, 0.5, 0.05])
def test_ids_are_found_by_row(share):
    chance = random.Random(share)
    ids = random_ids(chance, 3000)
    wanted = [*chance.sample(ids, int(share * len(ids))), "nobody", "V0000000"]
    chance.shuffle(wanted)
    found = Ids.of(ids).find(pa.array(wanted, pa.large_string()))
    places = {text: row for row, text in enumerate(ids)}
    assert found.tolist() == [places.get(text, -1) for text in wanted]


def test_a_part_of_an_arrow_column_keeps_its_place():
    part = pa.array(["a", "b", "c", "d"], pa.large_string()).slice(1, 2)
    assert Ids(part).find(pa.array(["c", "a", "b"], pa.large_string())).tolist() == [1, -1, 0]
    assert Ids(part).take([1, -1]).tolist() == ["c", pytest.approx(float("nan"), nan_ok=True)]


def test_no_ids():
    assert Ids.of([]).find(pa.array(["a"], pa.large_string())).tolist() == [-1]
    assert ordered(np.empty(0), np.empty(0, np.int64), Ids.of([])).tolist() == []
