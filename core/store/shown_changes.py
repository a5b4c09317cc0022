"""Changes as tables for the screen: texts, personal values masked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow.compute as pc

from core.registries.columns import Column, Registry
from core.registries.definitions import empty_frame, registry
from core.registries.mask import mask_series
from core.store.bulk import NewRows
from core.store.row_values import TEXT, texts, written

CELLS = ("scope", "row", "column", "old", "new")


def no_cells() -> pd.DataFrame:
    """The table of changed cells without rows."""
    return pd.DataFrame({name: pd.Series([], dtype="str") for name in CELLS})


def cells(name: str, old: pd.DataFrame, new: NewRows) -> pd.DataFrame:
    """Cells that differ, row by row.

    Args:
        name: English name of the registry.
        old: The standing rows, one for each new one.
        new: What would come in their place.

    Returns:
        scope, row (how the row is called, personal parts masked), column (English name), old, new (texts, missing is
        missing); personal values are masked. By row, then in the order of the columns.
    """
    of = registry(name)
    scopes, called = texts(pd.Series(new.scopes.to_pylist(), dtype="str")).to_pylist(), labels(of, new.frame)
    before, after = masked(name, old), masked(name, new.frame)
    found: list[tuple[int, int, str]] = []
    for at, column in enumerate(of.columns):
        differs = ~_alike(column, old[column.name], new.frame[column.name])
        found += [(int(i), at, column.name) for i in differs.to_numpy().nonzero()[0]]
    rows = [(scopes[i], called[i], c, before[c].iat[i], after[c].iat[i]) for i, _at, c in sorted(found)]
    if not rows:
        return no_cells()
    return pd.DataFrame(rows, columns=list(CELLS)).astype("str")


def _alike(column: Column, old: pd.Series[Any], new: pd.Series[Any]) -> pd.Series[Any]:
    before, after = written(column, old), written(column, new)
    both = pc.fill_null(pc.equal(before, after), False)
    neither = pc.and_(pc.is_null(before), pc.is_null(after))
    return pd.Series(pc.or_(both, neither).to_numpy(zero_copy_only=False))


def labels(of: Registry, frame: pd.DataFrame) -> list[str]:
    """How rows are called: their identity columns side by side, personal ones masked."""
    shown = masked(of.name, frame)
    parts = [shown[n].fillna("").tolist() for n in of.identity]
    return [" ".join(p for p in row if p) for row in zip(*parts, strict=True)]


def masked(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """Rows as texts under their English names, personal ones masked; None gives the table without rows."""
    of = registry(name)
    rows = empty_frame(name) if frame is None else frame
    made = {}
    for column in of.columns:
        said = pd.Series(pd.array(written(column, rows[column.name]).cast(TEXT), dtype="str"))
        made[column.name] = mask_series(column.personal, said)
    return pd.DataFrame(made)
