"""The generator: the same for the same seed, valid by construction, any size."""

from pathlib import Path

import pandas as pd
import pytest

from core.demo.character import various
from core.demo.stores import batches, stores, typed, write_csv
from core.registries.definitions import STORE, Tables, dtype_of
from core.registries.read import read

SIZES = [
    pytest.param({"stores": 1, "staff_per_store": 2, "days": 1, "visits_per_day": 0.0}, id="hardly anything"),
    pytest.param(
        {"stores": 1, "staff_per_store": 2, "days": 3, "visits_per_day": 30.0}, id="two people, many visitors"
    ),
    pytest.param({"stores": 60, "staff_per_store": 4, "days": 2, "visits_per_day": 3.0}, id="more stores than a batch"),
    pytest.param({"stores": 2, "staff_per_store": 20, "days": 90, "visits_per_day": 12.0}, id="a quarter"),
    pytest.param({"stores": 1, "staff_per_store": 99, "days": 2, "visits_per_day": 200.0}, id="the most allowed"),
]


def assert_same(some: Tables, others: Tables) -> None:
    assert list(some) == list(others)
    for name, frame in some.items():
        pd.testing.assert_frame_equal(frame, others[name], check_categorical=False, obj=name)


def test_the_same_seed_gives_the_same_stores_and_another_gives_others() -> None:
    assert_same(stores(5, stores=2), stores(5, stores=2))
    assert not stores(5, stores=2)["visits"].equals(stores(6, stores=2)["visits"])


def test_a_store_does_not_depend_on_how_many_come_after_it() -> None:
    alone = stores(5, stores=1)["visits"].drop(columns="store_id")
    first = stores(5, stores=3)["visits"]
    first = first[first["store_id"] == "S001"].drop(columns="store_id").reset_index(drop=True)
    same = ["arrived_at", "greeted_at", "left_at", "asked_prior", "concealed", "handed_at"]
    pd.testing.assert_frame_equal(first[same], alone[same])


@pytest.mark.parametrize("sizes", SIZES)
def test_generated_files_have_no_fault_and_are_read_as_the_frames(sizes: dict[str, float], tmp_path: Path) -> None:
    write_csv(tmp_path, batches(3, **sizes))
    reading = read([tmp_path], desk="store")
    assert [fault.line("en") for fault in reading.faults if fault.code != "sheet_empty"] == []
    assert_same(reading.tables, stores(3, **sizes))


def test_frames_have_the_dtypes_of_the_registries() -> None:
    tables = stores(1, stores=1, days=5)
    for of in STORE:
        assert list(tables[of.name].columns) == [c.name for c in of.columns]
        for column in of.columns:
            dtype, due = tables[of.name][column.name].dtype, dtype_of(column)
            assert isinstance(dtype, pd.CategoricalDtype) if column.is_category else dtype == due, (
                of.name,
                column.name,
            )


def test_habits_show_in_the_log() -> None:
    tables = stores(2, stores=4, days=60)
    visits, attendance, calls = tables["visits"], tables["attendance"], tables["calls"]
    weekend = visits["arrived_at"].dt.day_of_week >= 5
    assert weekend.mean() > 0.3  # two days of seven are 0.29 of the time, and busier
    hours = visits["arrived_at"].dt.hour.value_counts()
    assert hours[13] < hours[10] / 2
    assert hours[13] < hours[15] / 2
    assert attendance["signed_out_at"].isna().any()
    assert (attendance["signed_in_at"].dt.hour == 9).any()
    assert attendance["noon_duty"].any()
    assert calls["client_id"].isna().any()
    phones = tables["clients"]["phone"]
    assert phones.str.startswith("0").any()
    assert phones.str.replace(r"\D", "", regex=True).str.removeprefix("86").dropna().duplicated().any()
    assert tables["absences"]["notified_next"].nunique() == 2


def test_ids_go_on_from_batch_to_batch() -> None:
    pieces = list(batches(1, stores=51, days=1, staff_per_store=2, visits_per_day=2.0))
    assert len(pieces) == 2
    ids = pd.concat([typed(piece)["visits"]["visit_id"] for piece in pieces], ignore_index=True)
    assert ids.tolist() == [f"V{n:0{len(ids[0]) - 1}d}" for n in range(1, len(ids) + 1)]


@pytest.mark.parametrize(
    "sizes", [{"stores": 0}, {"staff_per_store": 1}, {"staff_per_store": 100}, {"days": 0}, {"visits_per_day": 201.0}]
)
def test_sizes_out_of_bounds_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1 store and 1 day, 2 to 99 people, 0 to 200 visits a day"):
        next(batches(1, **sizes))


def test_a_character_is_the_same_for_the_same_seed_and_number() -> None:
    assert various(1, 2, 8, 31, 8.0) == various(1, 2, 8, 31, 8.0)
    assert various(1, 2, 8, 31, 8.0) != various(1, 3, 8, 31, 8.0)
