"""The Pandera schema by itself: it holds typed frames that did not come from a file as well."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from core.registries.definitions import ALL, Registry, empty_frame, registry
from core.registries.schema import row_issues, schema
from tests.registries import rows


def issues(frame: pd.DataFrame, name: str) -> list[tuple[str, str, list[int]]]:
    given = frozenset(frame.columns)
    return [(c, i.code, i.positions.tolist()) for c, i in row_issues(frame, registry(name), {}, given)]


@pytest.mark.parametrize("r", ALL, ids=lambda r: r.name)
def test_right_frames_pass(r: Registry) -> None:
    tables = {**rows.typed(rows.STORE)[0], **rows.typed(rows.OFFICE)[0]}
    for frame in (tables[r.name], empty_frame(r.name)):
        assert schema(r).validate(frame, lazy=True) is not None
        assert issues(frame, r.name) == []


def test_it_finds_what_the_definition_says() -> None:
    tables, _ = rows.typed(rows.STORE)
    deals = pd.concat([tables["deals"]] * 4, ignore_index=True)
    deals.loc[1, "amount"] = -1.0
    deals.loc[2, "amount"] = np.nan
    deals.loc[3, "cancelled_at"] = pd.Timestamp("2020-01-01")
    deals.loc[1, ["reserved_at", "closed_at"]] = pd.NaT
    assert sorted(issues(deals, "deals")) == [
        ("", "one_of", [1]),
        ("amount", "required", [2]),
        ("amount", "too_small", [1]),
        ("cancelled_at", "before_start", [3]),
    ]


def test_choices() -> None:
    clients = rows.typed(rows.STORE)[0]["clients"].copy()
    clients["source"] = pd.Categorical(["walk_in", "fell_from_sky", None])
    assert issues(clients, "clients") == [("source", "not_choice", [1])]


def test_a_frame_that_is_not_typed_is_a_bug() -> None:
    staff = rows.typed(rows.STORE)[0]["staff"]
    with pytest.raises(SchemaErrors):
        issues(staff.assign(left_on="2024-01-01"), "staff")
    with pytest.raises(SchemaErrors):
        issues(staff.assign(store_id=staff["store_id"].astype("str")), "staff")
    with pytest.raises(SchemaErrors):
        issues(staff.drop(columns="phone"), "staff")
