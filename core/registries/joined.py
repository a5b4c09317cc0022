"""Registries of several stores on one table each, ids that two stores share told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd
import pyarrow as pa
from pandas.api.types import union_categoricals

from core.registries.definitions import STORE, Tables

BETWEEN = " @"
"""Stands between an id and its store. A space sorts before every character of an id, so that ids told apart keep the
order that they had in their store."""

Shared = Mapping[str, frozenset[str]]
"""Registry -> ids of it that stand in more than one store."""


def shared_ids(stores: Iterable[Tables], names: Collection[str] | None = None) -> dict[str, frozenset[str]]:
    """Find ids that several stores use.

    Args:
        stores: The registries of each store.
        names: Registries that are looked at; all of them where None.

    Returns:
        Registry -> those of its ids that stand in two stores or more; a registry without any is left out.
    """
    found: dict[str, frozenset[str]] = {}
    tables = list(stores)
    for name, key in _keys().items():
        if names is not None and name not in names:
            continue
        columns = [t[name][key].astype("str") for t in tables if len(t[name])]
        ids = pd.concat(columns, ignore_index=True) if columns else pd.Series([], dtype="str")
        twice = ids[ids.duplicated()]
        if len(twice):
            found[name] = frozenset(twice)
    return found


def shared_here(tables: Tables, shared: Shared) -> dict[str, frozenset[str]]:
    """Of the ids that several stores use, those that one store uses: the others do not concern it."""
    keys = _keys()
    own = {name: frozenset(tables[name][keys[name]].astype("str")) & ids for name, ids in shared.items()}
    return {name: ids for name, ids in own.items() if ids}


def told_apart(tables: Tables, store_id: str, shared: Shared) -> Tables:
    """Write the store behind ids that another store uses too, as `V1 @S2`, wherever they stand.

    Args:
        tables: The registries of one store; never written to.
        store_id: The store.
        shared: Which ids, of `shared_ids`; none leaves everything as it is.

    Returns:
        The same rows. Frames without such an id are those given.
    """
    keys = _keys()
    made = dict(tables)
    for registry in STORE:
        frame = tables[registry.name]
        changed = {}
        for column in registry.columns:
            of = registry.name if keys.get(registry.name) == column.name else column.references
            if of in shared and column.name != "store_id":
                renamed = _renamed(frame[column.name], store_id, shared[of])
                if renamed is not None:
                    changed[column.name] = renamed
        if changed:
            made[registry.name] = frame.assign(**changed)
    return made


def joined(stores: Sequence[Tables], known: Mapping[str, pd.DataFrame] | None = None) -> Tables:
    """Put the rows of several stores under one another.

    Args:
        stores: The registries of each, in the order wanted; ids told apart.
        known: Registries that were put under one another before.

    Returns:
        Typed frames on a RangeIndex; those given where there is one store. No store gives frames without rows.
    """
    if len(stores) == 1:
        return dict(stores[0])
    made = dict(known or {})
    return {r.name: made[r.name] if r.name in made else _stacked([tables[r.name] for tables in stores]) for r in STORE}


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)] or list(frames[:1])
    if len(filled) == 1:
        return filled[0]
    columns = {}
    for name in filled[0].columns:
        pieces = [frame[name] for frame in filled]
        if isinstance(pieces[0].dtype, pd.CategoricalDtype):
            columns[name] = pd.Series(union_categoricals([_of_text(piece) for piece in pieces]))
        else:
            columns[name] = pd.concat(pieces, ignore_index=True)
            if columns[name].dtype == "str":
                columns[name] = _in_one_piece(columns[name])
    return pd.DataFrame(columns, copy=False)


def _in_one_piece(values: pd.Series) -> pd.Series:
    """A text column whose Arrow buffers are one, as the rules read it."""
    texts = pa.array(values, pa.large_string(), from_pandas=True)
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return pd.Series(pd.array(whole, dtype="str"))


def _of_text(values: pd.Series) -> pd.Series:
    """A category column on words that are text, also where it has none."""
    words = values.cat.categories
    return values if words.dtype == "str" else values.astype(pd.CategoricalDtype(words.astype("str")))


def _keys() -> dict[str, str]:
    """The key column of each registry of the store that has one."""
    return {r.name: c.name for r in STORE for c in r.columns if c.key}


def _renamed(values: pd.Series, store_id: str, shared: frozenset[str]) -> pd.Series | None:
    """The column with the store behind shared ids; None where it has none of them."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        known = [str(word) for word in values.cat.categories]
        if shared.isdisjoint(known):
            return None
        return values.cat.rename_categories([_told(word, store_id, shared) for word in known])
    here = values.isin(shared)
    return values.where(~here, values + BETWEEN + store_id) if here.any() else None


def _told(word: str, store_id: str, shared: frozenset[str]) -> str:
    return f"{word}{BETWEEN}{store_id}" if word in shared else word
