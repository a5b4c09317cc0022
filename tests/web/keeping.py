"""Stores kept for tests of pages: a store of lines of log, demo stores, one row more."""

from __future__ import annotations

import textwrap

import pandas as pd

from core.access.roles import Grant, Person
from core.demo.stores import stores as demo_stores
from core.registries.definitions import Tables
from core.store.history import Made
from core.store.single import write_rows
from core.web import datasets, kept
from core.web.dataset import DataSet
from tests.rules.engine import frames
from tests.rules.log import read_log


def keep(tables: Tables) -> None:
    """Keep rows, as a batch of their own."""
    made = Made("upload", "store", None)
    database = kept.database()
    database.write(lambda connection: write_rows(database, connection, made, tables) and None)


def keep_log(log: str, store_id: str = "S1") -> None:
    """Keep the registries that some lines of log make, of one store."""
    rows, _settings = read_log(textwrap.dedent(log))
    for table in rows.values():
        for row in table:
            if "store_id" in row:
                row["store_id"] = store_id
    keep(frames(rows))


def chain(stores: int, days: int) -> Tables:
    """Registries of some demo stores."""
    return demo_stores(7, stores=stores, staff_per_store=4, days=days, visits_per_day=4.0)


def one_visit_more(of: Tables, store_id: str) -> None:
    """Keep one more visit of a store: its last one again, a minute later."""
    visits = of["visits"][(of["visits"]["store_id"] == store_id).to_numpy()]
    last = visits.iloc[[-1]].reset_index(drop=True)
    keep({"visits": last.assign(visit_id="V99999", arrived_at=last["arrived_at"] + pd.Timedelta(minutes=1))})


def person(*grants: Grant) -> Person:
    """Somebody with these roles."""
    return Person(1, "王小明", frozenset(grants))


def opened(*grants: Grant, page: str = "rotation") -> DataSet | None:
    """What is kept, as somebody sees it on a page."""
    return datasets.kept_for(person(*grants), page)
