"""What is kept, loaded: at every run one small question asks what the stores are at, and only what moved on is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from core.registries.definitions import Tables, empty_tables
from core.rules.ordering import natural_key
from core.store import rows
from core.store.database import Database
from core.store.settings import RULEBOOK, SettingsVersion, histories, store_versions
from core.web.kept_stores import KeptStore
from core.web.shelf import Shelf

_LOADING = threading.Lock()


def open_stores(
    database: Database, shelf: Shelf, scopes: Sequence[str] | None, allowed: Callable[[list[str]], list[str]]
) -> list[KeptStore]:
    """The kept stores as they stand now, those without any row left out.

    Args:
        database: Where they are kept.
        shelf: Holds what was opened before, for all sessions.
        scopes: Store ids that are asked for; None for all.
        allowed: Of store ids, those that may be seen.

    Returns:
        In natural order of their ids. A store that nobody changed since is the same object as before.
    """
    with database.read() as connection:
        now = store_versions(connection, scopes)
        seen = {store_id: now[store_id] for store_id in allowed(list(now))}
        held = _held(database, shelf, seen)
        if len(held) < len(seen):
            with _LOADING:  # whoever waited here finds what was loaded meanwhile
                held = _held(database, shelf, seen)
                missing = {store_id: versions for store_id, versions in seen.items() if store_id not in held}
                found = _loaded(database, connection, shelf, missing)
                shelf.put(*found)  # weighed together: one by one, each would ask for the sizes of all the others
                held |= {store.store_id: store for store in found}
    return sorted((s for s in held.values() if not s.is_empty), key=lambda s: natural_key(s.store_id))


def _held(database: Database, shelf: Shelf, seen: Mapping[str, Mapping[str, int]]) -> dict[str, KeptStore]:
    """Of the stores seen, those that stand on the shelf as they are now."""
    found = {store_id: shelf.get(_key(database, store_id)) for store_id in seen}
    return {i: s for i, s in found.items() if isinstance(s, KeptStore) and s.versions == seen[i]}


def _loaded(
    database: Database, connection: sa.Connection, shelf: Shelf, now: Mapping[str, Mapping[str, int]]
) -> list[KeptStore]:
    """Stores with what moved on loaded again and the rest as it was; a registry of all of them in one question."""
    before = {store_id: shelf.get(_key(database, store_id)) for store_id in now}
    tables = {store_id: dict(_nothing()) for store_id in now}
    for name in _nothing():
        moved = []
        for store_id, versions in now.items():
            held = before[store_id]
            if isinstance(held, KeptStore) and held.versions.get(name) == versions.get(name):
                tables[store_id][name] = held.tables[name]
            elif name in versions:
                moved.append(store_id)
        if moved:
            found = rows.load_rows(connection, database.sealer, name, moved)
            for store_id, frame in by_store(found.frame, found.scopes).items():
                tables[store_id][name] = frame
    histories_of = histories(connection, [store_id for store_id, versions in now.items() if RULEBOOK in versions])
    return [_store(database, before[i], i, now[i], tables[i], histories_of.get(i, ())) for i in now]


def _store(  # noqa: PLR0917 (all that a store is made of)
    database: Database,
    before: object,
    store_id: str,
    versions: Mapping[str, int],
    tables: Tables,
    history: Sequence[SettingsVersion],
) -> KeptStore:
    """A store as it is now; where its rows stand as they did, with all that was computed from them."""
    if isinstance(before, KeptStore) and all(tables[name] is before.tables[name] for name in tables):
        return replace(before, versions=dict(versions), history=history)
    return KeptStore(_key(database, store_id), store_id, dict(versions), tables, history)


def by_store(frame: pd.DataFrame, store_ids: npt.NDArray[np.object_]) -> dict[str, pd.DataFrame]:
    """A registry's rows by store, in the order given, each on the categories that it uses.

    Args:
        frame: The rows of some stores.
        store_ids: Store of each row.

    Returns:
        Store id -> its rows; `frame` itself where they are all of one store. A store without rows is left out.
    """
    codes, names = pd.factorize(store_ids)
    if len(names) == 1:
        return {str(names[0]): frame}
    order = np.argsort(codes, kind="stable")
    cuts = np.searchsorted(codes[order], np.arange(len(names) + 1))
    made = {}
    for code, name in enumerate(names):
        part = frame.take(order[cuts[code] : cuts[code + 1]]).reset_index(drop=True)
        used = {c: part[c].cat.remove_unused_categories() for c, t in part.dtypes.items() if t == "category"}
        made[str(name)] = part.assign(**{str(c): values for c, values in used.items()})
    return made


@lru_cache(maxsize=1)
def _nothing() -> Tables:
    """Registries without rows."""
    return empty_tables("store")


def _key(database: Database, store_id: str) -> Hashable:
    return "store", database.home, store_id
