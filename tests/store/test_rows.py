"""Frames into the database and back: no character changes, whatever the registry and the kind of column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.registries.columns import Column, Registry
from core.registries.definitions import ALL, STORE, Tables, dtype_of, registry
from core.registries.read.reading import read
from core.store import rows
from core.store.batches import commit, preview
from core.store.database import Database
from core.store.identity import marks
from core.store.keys import new_ring
from core.store.row_values import cell_written, cells, written
from core.store.seals import Sealer
from core.store.tables import registry_tables
from tests.store.frames import SHOP, tables

ODD_TEXTS = [
    "NA",
    "",
    " ",
    "007",
    "110105194912310021",
    "1e5",
    "=1+1",
    '"',
    "'",
    "甲\n乙",
    "a\tb",
    "𠮷野家",
    "\x1f",
    "\x1b0",
    "0.10",
    "null",
]
TEXTS = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12),
)
SECONDS = st.integers(-2_000_000_000, 4_000_000_000)


def _values(column: Column) -> st.SearchStrategy[object]:
    plain: dict[str, st.SearchStrategy[object]] = {
        "instant": SECONDS.map(lambda s: np.datetime64(s, "s")),
        "date": SECONDS.map(lambda s: np.datetime64(s // 86_400, "D").astype("datetime64[s]")),
        "bool": st.booleans(),
        "bool?": st.booleans(),
        "money": st.integers(-(10**14), 10**14).map(lambda fen: fen / 100),
        "whole": st.integers(-(2**62), 2**62),
    }
    return plain.get(column.kind, TEXTS)


def _frame(of: Registry, draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(1, 6))
    made = {}
    for column in of.columns:
        may_miss = column.kind != "bool" and column.name not in ("store_id", *of.identity)
        values = st.one_of(st.none(), _values(column)) if may_miss else _values(column)
        drawn = draw(st.lists(values, min_size=count, max_size=count))
        if column.name == "store_id":
            drawn = ["S1" if i % 2 else "S2" for i in range(count)]
        if column.key:
            drawn = [f"{value}{i}" for i, value in enumerate(drawn)]
        made[column.name] = _series(column, drawn)
    return pd.DataFrame(made)


def _series(column: Column, values: list[object]) -> pd.Series:
    if column.kind in ("instant", "date"):
        return pd.Series(np.array([np.datetime64("NaT", "s") if v is None else v for v in values], "datetime64[s]"))
    if column.is_category:
        return pd.Series(pd.Categorical(pd.array(values, dtype="str")))
    return pd.Series(
        pd.array([np.nan if v is None and column.kind == "money" else v for v in values], dtype_of(column))
    )


def _some_columns(name: str, **given: list[object]) -> pd.DataFrame:
    """A typed frame with some of its columns given, the others blank."""
    count = len(next(iter(given.values())))
    made = {}
    for column in registry(name).columns:
        blank: list[object] = [False if column.kind == "bool" else None] * count
        made[column.name] = _series(column, given.get(column.name, blank))
    return pd.DataFrame(made)


@pytest.mark.parametrize("of", ALL, ids=lambda r: r.name)
def test_every_kind_of_value_comes_back_as_it_went(of: Registry, database: Database) -> None:
    table = registry_tables[of.name]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def there_and_back(data: st.DataObject) -> None:
        frame = data.draw(st.composite(lambda draw: _frame(of, draw))())
        held: Tables = {of.name: frame}
        if of.name == "assists":
            visits = frame["visit_id"].astype("str").unique()
            held["visits"] = _some_columns("visits", visit_id=list(visits), store_id=["S1"] * len(visits))
        with database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(table.delete())
            connection.execute(registry_tables["visits"].delete())
        shown = preview(database, held, of.desk, None, [])
        token = f"{of.name}{len(seen)}"
        seen.append(token)
        commit(database, shown, token, None)
        with database.read() as connection:
            back = rows.load(connection, database.sealer, of.name, None)
        pd.testing.assert_frame_equal(back, frame, check_categorical=False)
        assert [c for c in preview(database, held, of.desk, None, []).changes if c.new or c.changed or c.missing] == []

    seen: list[str] = []
    there_and_back()


@pytest.mark.parametrize("of", ALL, ids=lambda r: r.name)
def test_a_row_alone_is_written_and_told_apart_as_among_others(of: Registry) -> None:
    """A form takes a shorter way than an upload; both must agree on what the row is."""
    sealer = Sealer(new_ring())

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def both_ways(data: st.DataObject) -> None:
        frame = data.draw(st.composite(lambda draw: _frame(of, draw))()).iloc[:1].reset_index(drop=True)
        twice = pd.concat([frame, frame], ignore_index=True)
        alone = marks(sealer, of, frame, pa.array(["S1"], pa.large_string()))
        among = marks(sealer, of, twice, pa.array(["S1", "S1"], pa.large_string()))
        assert (alone.identity[0], alone.digest[0]) == (among.identity[0], among.digest[0])
        held = cells(of, frame)
        said = {c.name: repr(cell_written(c, held[c.name])) for c in of.columns}
        assert said == {c.name: repr(written(c, twice[c.name]).to_pylist()[0]) for c in of.columns}

    both_ways()


def test_an_empty_store_gives_the_empty_tables(database: Database) -> None:
    with database.read() as connection:
        found = rows.load_tables(connection, database.sealer, "store", None)
        assert rows.known_scopes(connection) == []
        assert rows.versions(connection, None) == {}
    assert {n: (list(f.columns), len(f)) for n, f in found.items()} == {
        r.name: ([c.name for c in r.columns], 0) for r in STORE
    }


def test_rows_are_those_of_the_stores_asked_for(database: Database) -> None:
    held = tables(SHOP)
    other = held["visits"].assign(store_id=pd.Series(["S2"] * 3, dtype="str").astype("category"))
    commit(database, preview(database, held, "store", None, []), "a", None)
    commit(database, preview(database, {"visits": other}, "store", None, []), "b", None)
    with database.read() as connection:
        assert rows.known_scopes(connection) == ["S1", "S2"]
        assert rows.load(connection, database.sealer, "visits", ["S1"])["store_id"].tolist() == ["S1"] * 3
        assert len(rows.load(connection, database.sealer, "visits", [])) == 0
        assert rows.load(connection, database.sealer, "visits", None)["visit_id"].tolist() == ["V1", "V2", "V3"] * 2
        assert rows.versions(connection, ["S2"]) == {("S2", "visits"): 2}


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_numbers_of_people_go_from_file_to_store_to_file_unchanged(database: Database, count: int) -> None:
    lines = ["client_id,store_id,name,phone,registered_at"]
    lines += [f"{i:018d},S1,客{i},0{i:010d},2024-03-04 09:10" for i in range(count)]
    file = ("clients.csv", "\n".join(lines).encode())
    held = read([file], desk="store").tables["clients"]
    assert len(held) == count
    commit(database, preview(database, {"clients": held}, "store", None, [file]), "a", None)
    with database.read() as connection:
        back = rows.load(connection, database.sealer, "clients", None)
    again = [lines[0]]
    again += [
        f"{a},{b},{c},{d},2024-03-04 09:10" for a, b, c, d in back[lines[0].split(",")[:4]].itertuples(index=False)
    ]
    assert "\n".join(again).encode() == file[1]


def test_nothing_personal_stands_in_the_tables(database: Database) -> None:
    commit(database, preview(database, tables(SHOP), "store", None, []), "a", None)
    with database.read() as connection:
        for name in ("staff", "clients"):
            for row in connection.execute(sa.select(sa.text("*")).select_from(registry_tables[name])):
                assert not any(p in repr(row) for p in ("13912340001", "13800138001", "王先生"))
