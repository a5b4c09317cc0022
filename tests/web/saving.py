"""A house of one's own for tests that save, and small stores as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.registries import rows

Files = list[tuple[str, bytes, str]]


def of_store(store: str) -> rows.Rows:
    """The rows of one store of the small registries; those without a store are of the first."""
    return {
        name: [row for row in given if row.get("store_id", "S1") == store]
        for name, given in rows.store().items()
        if any(row.get("store_id", "S1") == store for row in given)
    }


def files(given: Mapping[str, Sequence[Mapping[str, str]]], mark: str = "") -> Files:
    """One CSV file a registry, as a browser hands them over."""
    return [
        (f"{name}{mark}.csv", pd.DataFrame(each).to_csv(index=False).encode(), "text/csv")
        for name, each in given.items()
    ]


def drop(app: AppTest, given: Files) -> AppTest:
    """Hand in files."""
    return app.file_uploader(key="upload.files").set_value(given).run()


def press(app: AppTest, key: str) -> AppTest:
    """Press a button."""
    return app.button(key=key).click().run()


def shown(app: AppTest, column: str) -> list[list[object]]:
    """Cells of the first table that has a column."""
    return next(f.value for f in app.dataframe if column in f.value.columns).to_numpy().tolist()
