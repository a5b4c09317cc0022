"""The generator's public calls: stores of any size as typed frames, or as CSV files in batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core.demo.arrow import Numbers, batch
from core.demo.character import FIRST_DAY, MONTH, Character, various
from core.demo.csvfile import CsvFile
from core.demo.simulate import simulated
from core.registries.definitions import STORE, Registry, Tables, dtype_of, registry

MONTH_SEED = 57
STORES_A_BATCH = 50


def batches(
    seed: int,
    *,
    stores: int = 3,
    staff_per_store: int = 8,
    days: int = 31,
    visits_per_day: float = 8.0,
    first_day: dt.date = FIRST_DAY,
) -> Iterator[dict[str, pa.Table]]:
    """Generate stores, a batch at a time, so that memory does not grow with their number.

    Args:
        seed: The same seed gives the same stores, and the first n of more stores are the same n.
        stores: How many.
        staff_per_store: People of each, 2 to 99.
        days: Days of visits, at least 1; the client book goes back ten weeks before them.
        visits_per_day: Mean of a store and day, 0 to 200.
        first_day: The first day.

    Yields:
        Registry name -> table with its rows of the next stores. Ids go on from batch to batch.

    Raises:
        ValueError: A size is out of bounds.
    """
    if stores < 1 or not 2 <= staff_per_store <= 99 or days < 1 or not 0 <= visits_per_day <= 200:
        raise ValueError("at least 1 store and 1 day, 2 to 99 people, 0 to 200 visits a day")
    numbers = Numbers(len(str(int(stores * days * visits_per_day * 2) + 1)))
    for begin in range(0, stores, STORES_A_BATCH):
        which = range(begin + 1, min(begin + STORES_A_BATCH, stores) + 1)
        characters = [various(seed, n, staff_per_store, days, visits_per_day) for n in which]
        worlds = [simulated(c, first_day, days, seed, n) for c, n in zip(characters, which, strict=True)]
        yield batch(worlds, characters, [f"S{n:03d}E" for n in which], numbers, first_day)


def stores(
    seed: int,
    *,
    stores: int = 3,
    staff_per_store: int = 8,
    days: int = 31,
    visits_per_day: float = 8.0,
    first_day: dt.date = FIRST_DAY,
) -> Tables:
    """Generate stores as typed frames; arguments as in `batches`."""
    pieces = batches(
        seed,
        stores=stores,
        staff_per_store=staff_per_store,
        days=days,
        visits_per_day=visits_per_day,
        first_day=first_day,
    )
    made = list(pieces)
    return typed({name: pa.concat_tables([b[name] for b in made], unify_dictionaries=True) for name in made[0]})


def month_tables(characters: Sequence[Character] = MONTH, seed: int = MONTH_SEED) -> dict[str, pa.Table]:
    """The demo month of three stores as Arrow tables."""
    worlds = [simulated(c, FIRST_DAY, 31, seed, n) for n, c in enumerate(characters, 1)]
    return batch(worlds, characters, ["A", "B", "C"], Numbers(4), FIRST_DAY)


def month() -> Tables:
    """The demo month of three stores as typed frames: the same rows that ship in `data/`."""
    return typed(month_tables())


def typed(tables: dict[str, pa.Table]) -> Tables:
    """Turn Arrow tables into the typed frames of `core.registries`: categories hold only what occurs."""
    return {r.name: _typed(tables[r.name], r) for r in STORE}


def _typed(table: pa.Table, of: Registry) -> pd.DataFrame:
    made = {}
    for column in of.columns:
        values = table[column.name]
        if column.kind == "bool?":
            made[column.name] = values.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
            continue
        if column.is_category and not pa.types.is_dictionary(values.type):
            values = values.dictionary_encode()
        series = values.to_pandas()
        if column.is_category:
            series = series.cat.remove_unused_categories()
        elif column.kind == "date":
            series = pd.to_datetime(series).astype("datetime64[s]")
        elif series.dtype != dtype_of(column):
            series = series.astype(dtype_of(column))
        made[column.name] = series
    return pd.DataFrame(made)


def write_csv(folder: Path, pieces: Iterator[dict[str, pa.Table]], progress: Callable[[], None] | None = None) -> None:
    """Write batches as one CSV file a registry, English headers.

    Args:
        folder: Where; made if it is not there. Files of the same names are replaced.
        pieces: The batches; each is let go before the next is asked for.
        progress: Called after each batch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {
            r.name: stack.enter_context(CsvFile(folder / f"{r.name}.csv", [c.name for c in registry(r.name).columns]))
            for r in STORE
        }
        for piece in pieces:
            for name, table in piece.items():
                files[name].write(table)
            if progress:
                progress()
