"""The engine, called with lists of dicts and answering with lists of dicts, as the plain reading does."""

import pandas as pd

from core.registries.definitions import STORE
from core.rules.compute import compute
from core.rules.settings import read_settings

REGISTRIES = {registry.name: registry for registry in STORE}


def typed_column(column, values):
    """One column as the reader types it."""
    if column.is_category:
        return pd.Series(pd.Categorical(values, categories=sorted({v for v in values if v is not None})))
    if column.kind in ("instant", "date"):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype="datetime64[s]")
    if column.kind == "bool":
        return pd.Series([bool(v) for v in values], dtype=bool)
    dtype = {"bool?": "boolean", "money": "float64", "whole": "Int64"}.get(column.kind, "str")
    return pd.Series(values, dtype=dtype)


def frames(tables):
    """Typed frames of every registry; one that is not given is empty."""
    made = {}
    for name, registry in REGISTRIES.items():
        rows = tables.get(name, [])
        made[name] = pd.DataFrame({c.name: typed_column(c, [r[c.name] for r in rows]) for c in registry.columns})
    return made


def toml(settings):
    """The settings as a `rulebook.toml`."""
    lines = []
    for name, value in (settings or {}).items():
        text = str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
        lines.append(f"{name} = {text}\n")
    return "".join(lines)


def settings_of(settings):
    return read_settings(toml(settings))


def rows(frame):
    """A frame as a list of dicts, None for anything missing, plain Python values."""
    columns = {}
    for name in frame.columns:
        column = frame[name]
        missing = column.isna().to_numpy()
        values = column.astype(object).to_list()
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            values = [None if m else v.to_pydatetime() for v, m in zip(values, missing, strict=True)]
        columns[name] = [None if m else v for v, m in zip(values, missing, strict=True)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


RESULTS = ["receptions", "ownership", "attributions", "findings", "questions", "ledger"]


def engine(tables, settings=None):
    """What the engine says of registries given as lists of dicts."""
    results = compute(frames(tables), settings_of(settings))
    said = {name: rows(getattr(results, name)) for name in RESULTS}
    for finding in said["findings"]:
        # A fine is written as the setting is written: whole yuan have no decimals.
        finding["fine"] = int(finding["fine"]) if finding["fine"] == int(finding["fine"]) else finding["fine"]
    return said
