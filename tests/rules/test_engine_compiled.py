"""Kernels: one compilation each, renewed when something they rest on changes; months on calendars."""

import numpy as np
import pytest

from core.rules import clients, coded, compiled, ids, ordering, standing, turn_moves, turns, walk
from core.rules.compute import compute
from core.rules.replay import replay
from tests.plain.basics import plus_months
from tests.plain.folders import CASES, read_case
from tests.rules.engine import frames, settings_of

LIMIT = 3


def add_limit(number):
    return number + LIMIT


def test_what_is_kept_of_a_kernel_follows_a_constant(monkeypatch):
    before = compiled.compiled(add_limit)
    monkeypatch.setitem(globals(), "LIMIT", 4)
    after = compiled.compiled(add_limit)
    stamps = [made._cache._cache_file._source_stamp for made in (before, after)]
    assert stamps[0][0] == stamps[1][0]
    assert [dict(stamp[1])["LIMIT"] for stamp in stamps] == ["3", "4"]


def test_what_is_kept_of_a_kernel_follows_its_parts():
    parts = dict(turns.rotate._cache._cache_file._source_stamp[1])
    assert {"stand", "take_turn", "OUT_OF_TURN"} <= set(parts)
    assert parts["stand"] == repr(standing.stand._cache._cache_file._source_stamp)


def test_every_kernel_is_compiled_once():
    for name in ("random-a", "random-b-other-readings", "r13-absence", "natural-order"):
        tables, settings = read_case(CASES / name)
        results = compute(frames(tables), settings_of(settings))
        first = results.receptions["arrived_at"].iloc[0].date()
        replay(results, str(results.receptions["store_id"].iloc[0]), first)
    compute({})
    kernels = {
        f"{module.__name__}.{name}": value
        for module in (clients, coded, ids, ordering, standing, turn_moves, turns, walk)
        for name, value in vars(module).items()
        if hasattr(value, "py_func") and value.py_func.__module__ == module.__name__
    }
    # a kernel that comes from the disk brings its parts along, which then have no signature of their own
    signatures = {name: len(kernel.signatures) for name, kernel in kernels.items()}
    assert {name: count for name, count in signatures.items() if count > 1} == {}
    assert signatures["core.rules.turns.rotate"] == signatures["core.rules.walk.walk"] == 1


@pytest.mark.parametrize("months", [0, 1, 2, 11, 12, 13, 1200])
def test_calendar_months(months):
    days = np.arange(np.datetime64("1896-01-01"), np.datetime64("2105-01-01"), 7)
    days = np.concatenate([days, np.arange(np.datetime64("2023-12-01"), np.datetime64("2025-04-01"))])
    for day in days:
        there = walk._plus_months(int(day.astype("int64")), months)
        assert np.datetime64(there, "D").astype(object) == plus_months(day.astype(object), months)


def test_a_lane_is_read_only_and_copies_only_if_needed():
    plain = np.arange(4)
    made = compiled.lane(plain)
    assert (made.flags.writeable, made.flags.aligned, made.flags.c_contiguous) == (False, True, True)
    assert np.shares_memory(plain, made)
    assert compiled.lane(plain[::2]).tolist() == [0, 2]
    assert compiled.lane(plain, np.int32).dtype == np.int32
