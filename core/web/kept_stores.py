"""What is kept, opened for pages: registries and results of each store once for all sessions, until something changes.

At every run one small question asks what the stores are at; only registries that moved on are loaded again, and only
stores of which something moved on are decided again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.registries.definitions import empty_tables
from core.registries.joined import Shared, joined, shared_here, shared_ids, told_apart
from core.rules.ordering import natural_key
from core.rules.settings import Settings
from core.store import rows
from core.store.database import Database
from core.store.settings import RULEBOOK, SettingsVersion, in_force, newest, settings_history, store_versions
from core.web.dataset import DataSet, Tables
from core.web.shelf import Shelf, sizes

if TYPE_CHECKING:
    from core.rules.results import Results

VARIANTS = 6
"""Data sets of one store, each under other settings or ids told apart, that are held at once."""
_LOADING = threading.Lock()


@dataclass(eq=False)
class KeptStore:
    """One store as it stands at a version of its data.

    Attributes:
        key: What it is called on the shelf.
        store_id: The store.
        versions: Registry -> the last batch that touched it, as of loading; `RULEBOOK` -> its settings.
        tables: Its registries, never written to.
        history: Versions of its settings.
    """

    key: Hashable
    store_id: str
    versions: Mapping[str, int]
    tables: Tables
    history: Sequence[SettingsVersion]
    _told: dict[Hashable, Tables] = field(default_factory=dict, repr=False)
    _sets: OrderedDict[Hashable, DataSet] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def version(self, day: date | None) -> SettingsVersion:
        """The settings in force on a day; the newest where None."""
        return newest(self.history) if day is None else in_force(self.history, day)

    def under(self, settings: Settings, shared: Shared) -> DataSet:
        """This store under some settings, ids that other open stores use too told apart; made once."""
        ids = tuple(sorted((registry, tuple(sorted(found))) for registry, found in shared.items()))
        with self._lock:
            if ids not in self._told:
                self._told = {ids: told_apart(self.tables, self.store_id, shared)}
            if (ids, settings) not in self._sets:
                self._sets[ids, settings] = DataSet((self.key, ids), "kept", "", self._told[ids], settings)
                while len(self._sets) > VARIANTS:
                    self._sets.popitem(last=False)
            self._sets.move_to_end((ids, settings))
            return self._sets[ids, settings]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of it."""
        return not any(len(frame) for frame in self.tables.values())

    @property
    def blocks(self) -> Mapping[int, int]:
        """Bytes of its frames, and of those computed from them."""
        with self._lock:
            made = list(self._sets.values())
        found = sizes(self.tables.values())
        for dataset in made:
            found |= dataset.blocks
        return found

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        return sum(self.blocks.values())


@dataclass(eq=False)
class KeptSet(DataSet):
    """Kept stores open together: the registries under one another, the results put together.

    Attributes:
        opened: The stores, in natural order.
        versions: The settings of each.
        single: What decides for each.
        shared: Ids that several of them use.
    """

    opened: tuple[KeptStore, ...] = ()
    versions: tuple[SettingsVersion, ...] = ()
    single: tuple[DataSet, ...] = ()
    shared: Shared = field(default_factory=dict)
    _variants: OrderedDict[Hashable, KeptSet] = field(default_factory=OrderedDict, repr=False)

    def _compute(self) -> Results:
        from core.rules.together import together  # noqa: PLC0415 (the first results pay for the engine, not the start)

        if len(self.single) == 1:
            return self.single[0].results
        return replace(together([part.results for part in self.single], self.tables), settings=self.settings)

    def of(self, store_id: str | None) -> DataSet:
        """What decides for a store alone, under its own settings; this where None or where it is not open."""
        found = [part for store, part in zip(self.opened, self.single, strict=True) if store.store_id == store_id]
        return found[0] if found else self

    def under(self, day: date | None) -> KeptSet:
        """The same stores, each under its settings of a day; this one where they are the same."""
        versions = tuple(store.version(day) for store in self.opened)
        if versions == self.versions:
            return self
        name = tuple(version.settings_id for version in versions)
        with self._lock:
            if name not in self._variants:
                self._variants[name] = _under(self.opened, versions, self.shared, self.tables)
                while len(self._variants) > VARIANTS:
                    self._variants.popitem(last=False)
            self._variants.move_to_end(name)
            return self._variants[name]

    def history(self, store_id: str) -> Sequence[SettingsVersion]:
        """Versions of a store's settings, the newest written first.

        Raises:
            KeyError: The store is not open.
        """
        return {store.store_id: store.history for store in self.opened}[store_id]

    def older(self, day: date, store_id: str | None) -> list[tuple[SettingsVersion, SettingsVersion]]:
        """The version in force on a day and the newest, of each store (of one) where they differ."""
        found = [
            (store.version(day), store.version(None)) for store in self.opened if store_id in {None, store.store_id}
        ]
        return [(then, now) for then, now in found if then != now]

    @property
    def stores(self) -> list[str]:
        """The stores that are open, in order."""
        return [store.store_id for store in self.opened]

    @property
    def blocks(self) -> Mapping[int, int]:
        """Bytes of its frames, with those of its stores, which stay as long as it does."""
        found = dict(super().blocks)
        for store in self.opened:
            found |= store.blocks
        for variant in list(self._variants.values()):
            found |= variant.blocks
        return found


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
        found = [_store(database, connection, shelf, store_id, now[store_id]) for store_id in allowed(list(now))]
    return sorted((s for s in found if not s.is_empty), key=lambda s: natural_key(s.store_id))


def _store(
    database: Database, connection: sa.Connection, shelf: Shelf, store_id: str, now: Mapping[str, int]
) -> KeptStore:
    """A store, brought up to date once whoever asks."""
    key = _key(database, store_id)
    held = shelf.get(key)
    if not isinstance(held, KeptStore) or held.versions != now:
        with _LOADING:
            held = shelf.get(key)
            if not isinstance(held, KeptStore) or held.versions != now:
                held = _loaded(database, connection, held if isinstance(held, KeptStore) else None, store_id, now)
                shelf.put(held)
    return held


def _key(database: Database, store_id: str) -> Hashable:
    return "store", database.home, store_id


def _loaded(
    database: Database, connection: sa.Connection, before: KeptStore | None, store_id: str, now: Mapping[str, int]
) -> KeptStore:
    """A store with what moved on loaded again and the rest as it was."""
    tables = empty_tables("store")
    for name in tables:
        if before is not None and before.versions.get(name) == now.get(name):
            tables[name] = before.tables[name]
        elif name in now:
            tables[name] = rows.load(connection, database.sealer, name, [store_id])
    history = settings_history(connection, store_id) if RULEBOOK in now else ()
    return KeptStore(_key(database, store_id), store_id, dict(now), tables, history)


def kept_set(shelf: Shelf, stores: Sequence[KeptStore]) -> KeptSet | None:
    """Stores open together, put together once for all who see the same; None for no store."""
    if not stores:
        return None
    key = ("set", tuple(store.key for store in stores))
    held = shelf.get(key)
    if isinstance(held, KeptSet) and all(a is b for a, b in zip(held.opened, stores, strict=True)):
        return held
    shared = shared_ids([store.tables for store in stores]) if len(stores) > 1 else {}
    made = _under(stores, tuple(store.version(None) for store in stores), shared, None)
    shelf.put(made)
    return made


def _under(
    stores: Sequence[KeptStore], versions: tuple[SettingsVersion, ...], shared: Shared, tables: Tables | None
) -> KeptSet:
    """Stores open together, each under a version of its settings; `tables` where they are put together already."""
    pairs = zip(stores, versions, strict=True)
    single = tuple(store.under(version.settings, shared_here(store.tables, shared)) for store, version in pairs)
    settings = {part.settings for part in single}
    return KeptSet(
        key=("set", tuple(store.key for store in stores)),
        origin="kept",
        title="",
        tables=joined([part.tables for part in single]) if tables is None else tables,
        settings=settings.pop() if len(settings) == 1 else Settings(),
        opened=tuple(stores),
        versions=versions,
        single=single,
        shared=shared,
    )
