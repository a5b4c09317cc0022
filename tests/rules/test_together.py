"""Results of stores put together are those of all stores at once."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

import numpy as np
import pandas as pd
import pytest

from core.registries.definitions import empty_tables
from core.registries.joined import joined, shared_ids, told_apart
from core.rules.compute import compute
from core.rules.ids import Ids
from core.rules.reasons import TABLES, reasons
from core.rules.settings import Settings
from core.rules.together import FRAMES, in_order, together
from tests.rules.compare import of_store
from tests.rules.engine import frames, settings_of
from tests.rules.stores import random_settings, random_store, random_stores

SEEDS = range(8)


def by_store(seed, count=5):
    """Registries of random stores, each on frames of its own, and settings."""
    chance = Random(f"together {seed}")
    settings = random_settings(chance)
    tables = random_stores(chance, settings, count)
    return [frames(of_store(tables, f"S{n}")) for n in range(1, count + 1)], settings_of(settings)


def same_arrays(one, other):
    """Two sets of arrays, by name, hold the same; those of nested sets too."""
    assert type(one) is type(other)
    names = one._fields if isinstance(one, tuple) else [f.name for f in fields(one)]
    for name in names:
        left, right = getattr(one, name), getattr(other, name)
        if name in {"tables", "party"}:
            continue
        if isinstance(left, Ids):
            assert left.texts.equals(right.texts), name
        elif isinstance(left, np.ndarray):
            np.testing.assert_array_equal(left, right, name)
        elif isinstance(left, tuple) and hasattr(left, "_fields"):
            same_arrays(left, right)
        else:
            assert left == right, name


def same_parties(one, other):
    """Two columns of codes group the rows alike, none with none."""
    assert (one == -1).tolist() == (other == -1).tolist()
    assert pd.factorize(one)[0].tolist() == pd.factorize(other)[0].tolist()


def same_results(one, other):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)
    for name in TABLES:
        pd.testing.assert_series_equal(reasons(one, name, "en"), reasons(other, name, "en"))
    for name in ("coded", "people", "walked", "doors", "orders", "turned"):
        same_arrays(getattr(one, name), getattr(other, name))
    same_parties(one.doors.party, other.doors.party)
    assert one.settings == other.settings


@pytest.mark.parametrize("seed", SEEDS)
def test_stores_put_together_are_stores_computed_together(seed):
    stores, settings = by_store(seed)
    tables = joined(stores)
    parts = in_order([compute(store, settings) for store in stores])
    same_results(together(parts, tables), compute(tables, settings))


def test_parts_may_hold_several_stores_and_none():
    stores, settings = by_store(1, count=4)
    runs = [joined(stores[:2]), empty_tables(), joined(stores[2:])]
    parts = in_order([compute(run, settings) for run in runs])
    tables = joined([empty_tables(), runs[0], runs[2]])
    same_results(together(parts, tables), compute(tables, settings))


def test_a_part_alone_is_itself():
    stores, settings = by_store(2, count=1)
    part = compute(stores[0], settings)
    assert together([part], stores[0]) is part


def test_each_store_keeps_its_settings():
    stores, settings = by_store(3, count=2)
    other = replace(settings, lapse_months=settings.lapse_months + 1, fine_concealed=7)
    parts = [compute(stores[0], settings), compute(stores[1], other)]
    found = together(parts, joined(stores))
    for number, part in enumerate(parts):
        for name in ("receptions", "ownership", "findings"):
            mine = getattr(found, name)
            mine = mine[(mine["store_id"] == f"S{number + 1}").to_numpy()]
            drop = ["row", "claim", "evidence_row"]
            left, right = (
                f.drop(columns=drop, errors="ignore").astype(object).reset_index(drop=True)
                for f in (mine, getattr(part, name))
            )
            pd.testing.assert_frame_equal(left, right)


def test_parts_come_in_natural_order_of_their_stores():
    parts = [compute(frames(random_store(Random(n), {}, store_id=f"S{n}", prefix=f"p{n}"))) for n in (10, 9)]
    assert [part.coded.stores for part in in_order(parts)] == [("S9",), ("S10",)]
    with pytest.raises(ValueError, match="overlap"):
        in_order([parts[0], parts[0]])


def colliding():
    """Two stores that use the same ids for all but one of the clients of each."""
    return {store: frames(random_store(Random(store), {}, store_id=store)) for store in ("S1", "S2")}


def test_ids_of_one_store_stay_as_they_are():
    tables = colliding()["S1"]
    assert shared_ids([tables]) == {}
    told = told_apart(tables, "S1", {})
    assert all(told[name] is tables[name] for name in tables)


def test_shared_ids_get_their_store_wherever_they_stand():
    first = frames(
        {
            "staff": [
                {
                    "staff_id": "A",
                    "store_id": "S1",
                    "name": "甲",
                    "group_id": None,
                    "phone": None,
                    "hired_on": None,
                    "left_on": None,
                }
            ],
            "clients": [
                {
                    "client_id": c,
                    "store_id": "S1",
                    "name": "乙",
                    "phone": None,
                    "registered_at": "2024-01-01",
                    "registered_by": "A",
                    "source": None,
                }
                for c in ("C1", "C2")
            ],
        }
    )
    second = frames(
        {
            "clients": [
                {
                    "client_id": c,
                    "store_id": "S2",
                    "name": "丙",
                    "phone": None,
                    "registered_at": "2024-01-01",
                    "registered_by": None,
                    "source": None,
                }
                for c in ("C2", "C3")
            ],
        }
    )
    shared = shared_ids([first, second])
    assert shared == {"clients": frozenset({"C2"})}
    told = [told_apart(first, "S1", shared), told_apart(second, "S2", shared)]
    assert [list(t["clients"]["client_id"]) for t in told] == [["C1", "C2 @S1"], ["C2 @S2", "C3"]]
    assert list(first["clients"]["client_id"]) == ["C1", "C2"]
    assert told[0]["staff"] is first["staff"]


def test_stores_that_share_their_ids_are_decided_as_alone():
    stores = colliding()
    shared = shared_ids(stores.values())
    told = [told_apart(tables, store, shared) for store, tables in stores.items()]
    assert shared_ids(told) == {}
    tables = joined(told)
    results = compute(tables)
    for store, alone in stores.items():
        mine = results.receptions[(results.receptions["store_id"] == store).to_numpy()]
        plain = compute(alone).receptions
        for column in ("visit_id", "client_id", "received_by", "due", "charged_to"):
            said = mine[column].astype("str").str.removesuffix(f" @{store}")
            assert said.tolist() == plain[column].astype("str").tolist(), column
        assert mine["kind"].tolist() == plain["kind"].tolist()
    same_results(together(in_order([compute(t) for t in told]), tables), results)


def test_nothing_joined_has_the_registries():
    assert {name: len(frame) for name, frame in joined([empty_tables(), empty_tables()]).items()} == dict.fromkeys(
        empty_tables(), 0
    )
    assert Settings() == compute(joined([empty_tables(), empty_tables()])).settings
