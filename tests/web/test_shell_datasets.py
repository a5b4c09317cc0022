"""What stands in memory: bounded, shared where it may be, gone when it should be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import pytest

from core.rules.settings import Settings
from core.web import choose
from core.web.choose import Period
from core.web.datasets import DEMO_KEY, MEMO_ENTRIES, DataSet, Shelf


@dataclass
class Box:
    key: str
    nbytes: int


def test_the_least_recently_used_goes_first():
    shelf = Shelf(limit=100)
    for key in "abc":
        shelf.put(Box(key, 30))
    shelf.get("a")
    shelf.put(Box("d", 30))
    assert [key for key in "abcd" if shelf.get(key)] == ["a", "c", "d"]


def test_the_demo_and_the_newest_always_stay():
    shelf = Shelf(limit=10)
    shelf.put(Box(DEMO_KEY, 50))
    shelf.put(Box("a", 50))
    shelf.put(Box("b", 50))
    shelf.drop(DEMO_KEY)
    assert [key for key in (DEMO_KEY, "a", "b") if shelf.get(key)] == [DEMO_KEY, "b"]


def test_a_dropped_key_is_gone_and_an_unknown_one_no_fault():
    shelf = Shelf()
    shelf.put(Box("a", 1))
    shelf.drop("a")
    shelf.drop("a")
    assert shelf.get("a") is None


def of_rows(key: str, rows: int) -> DataSet:
    """A data set with so many rows of eight bytes."""
    return DataSet(key, "upload", "", {"visits": pd.DataFrame({"row": range(rows)})})


def test_what_two_data_sets_share_counts_once():
    shelf = Shelf(limit=2_500)
    first = of_rows("a", 100)
    again = first.with_settings(replace(Settings(), lapse_months=2))
    for held in (first, again, of_rows("b", 200)):
        shelf.put(held)
    assert [shelf.get(key) is not None for key in ("a", again.key, "b")] == [True, True, True]
    shelf.put(of_rows("c", 100))
    assert [shelf.get(key) is not None for key in ("a", again.key, "b", "c")] == [False, False, True, True]


def test_what_grew_is_weighed_anew_and_what_left_does_not_come_back():
    shelf = Shelf(limit=1_000)
    first, second = of_rows("a", 50), of_rows("b", 50)
    shelf.put(first)
    shelf.put(second)
    second.tables["calls"] = pd.DataFrame({"row": range(60)})
    shelf.weigh(second)
    assert [shelf.get(key) is not None for key in "ab"] == [False, True]
    shelf.weigh(first)
    assert shelf.get("a") is None


@pytest.fixture
def dataset() -> DataSet:
    staff = pd.DataFrame({"staff_id": ["1", "2"], "store_id": pd.Categorical(["S2", "S1"]), "name": ["甲", "乙"]})
    return DataSet("k", "upload", "x.csv", {"staff": staff})


def test_a_figure_is_computed_once(dataset: DataSet):
    calls = []
    assert [dataset.once("n", lambda: calls.append(1) or len(calls)) for _ in range(3)] == [1, 1, 1]


def test_old_figures_are_forgotten(dataset: DataSet):
    for n in range(MEMO_ENTRIES + 5):
        dataset.once(n, lambda n=n: n)
    assert dataset.once(0, lambda: "again") == "again"
    assert dataset.once(MEMO_ENTRIES + 4, lambda: "again") == MEMO_ENTRIES + 4


def test_other_settings_share_the_registries_and_nothing_else(dataset: DataSet):
    dataset.once("results", lambda: "old")
    changed = dataset.with_settings(replace(Settings(), lapse_months=2))
    assert changed.tables is dataset.tables
    assert changed.key != dataset.key
    assert changed.once("results", lambda: "new") == "new"
    assert dataset.stores == ["S1", "S2"]


def test_a_period_knows_its_bounds_and_the_one_before():
    march = Period(pd.Timestamp("2024-03-01").date(), pd.Timestamp("2024-03-31").date())
    assert (march.start, march.end, march.days) == (pd.Timestamp("2024-03-01"), pd.Timestamp("2024-04-01"), 31)
    assert march.before() == Period(pd.Timestamp("2024-01-30").date(), pd.Timestamp("2024-02-29").date())


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("2024-03-01..2024-03-02", ("2024-03-01", "2024-03-02")),
        ("2024-03-01", ("2024-03-01", "2024-03-01")),
        ("2024-03-02..2024-03-01", None),
        ("yesterday", None),
        ("..", None),
    ],
)
def test_a_period_in_the_address(code: str, period: tuple[str, str] | None):
    found = choose._of_code(code)
    assert (found and (found.first.isoformat(), found.last.isoformat())) == period
