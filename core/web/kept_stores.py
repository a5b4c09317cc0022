"""What is kept, open in memory: registries and results of each store once for all sessions, put together for each view.

A store of which something moved on is another object, decided anew; the others stay, with what was computed from them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from core.registries.joined import Shared, joined, shared_here, shared_ids, told_apart
from core.rules.settings import Settings
from core.store.settings import SettingsVersion, in_force, newest
from core.web.dataset import DataSet, Tables
from core.web.shelf import Shelf, sizes

if TYPE_CHECKING:
    from core.rules.results import Results

VARIANTS = 6
"""Data sets of one store, each under other settings or ids told apart, that are held at once."""

FEW = 12
"""Stores that are not decided yet, up to which each is decided by itself, for whoever opens it alone later, and put
together with the others; more are decided at once, which takes a tenth of the time where there are hundreds."""

_TOGETHER = threading.Lock()


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
        if sum(not part.is_decided for part in self.single) <= FEW:
            parts = [part.results for part in self.single]
        else:
            parts = [self._decided_at_once(list(run)) for _of, run in groupby(self.single, lambda part: part.settings)]
        return replace(together(parts, self.tables), settings=self.settings)

    def _decided_at_once(self, run: list[DataSet]) -> Results:
        """Results of stores that follow each other and have the same settings."""
        from core.rules.compute import compute  # noqa: PLC0415

        tables = self.tables if len(run) == len(self.single) else joined([part.tables for part in run])
        return compute(tables, run[0].settings)

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
                self._variants[name] = _under(self.opened, versions, self.shared, self)
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
    def settings_differ(self) -> bool:
        """Whether the stores have settings of their own; `settings` are the usual ones then."""
        return len({part.settings for part in self.single}) > 1

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


def kept_set(shelf: Shelf, stores: Sequence[KeptStore]) -> KeptSet | None:
    """Stores open together, put together once for all who see the same; None for no store."""
    if not stores:
        return None
    key = ("set", tuple(store.key for store in stores))
    held = _as_it_is(shelf.get(key), stores)
    if held is None:
        with _TOGETHER:  # whoever waited here finds what was put together meanwhile
            held = _as_it_is(shelf.get(key), stores)
            if held is None:
                old = shelf.get(key)
                before = old if isinstance(old, KeptSet) else None
                versions = tuple(store.version(None) for store in stores)
                held = _under(stores, versions, _shared(stores, before), before)
                shelf.put(held)
    return held


def _as_it_is(held: object, stores: Sequence[KeptStore]) -> KeptSet | None:
    """What was put together of these very stores; None for anything else."""
    if isinstance(held, KeptSet) and all(a is b for a, b in zip(held.opened, stores, strict=True)):
        return held
    return None


def _shared(stores: Sequence[KeptStore], before: KeptSet | None) -> Shared:
    """Ids that several stores use; asked anew of registries that moved on."""
    if len(stores) == 1:
        return {}
    tables = [store.tables for store in stores]
    same = _same(tables, [store.tables for store in before.opened]) if before is not None else set()
    known = {name: ids for name, ids in before.shared.items() if name in same} if before is not None else {}
    return known | shared_ids(tables, set(tables[0]) - same)


def _same(now: Sequence[Tables], before: Sequence[Tables]) -> set[str]:
    """Registries of which every store has the very frame that it had."""
    return {name for name in now[0] if all(a[name] is b[name] for a, b in zip(now, before, strict=True))}


def _under(
    stores: Sequence[KeptStore], versions: tuple[SettingsVersion, ...], shared: Shared, before: KeptSet | None
) -> KeptSet:
    """Stores open together, each under a version of its settings; what is under one another `before` is taken over."""
    pairs = zip(stores, versions, strict=True)
    single = tuple(store.under(version.settings, shared_here(store.tables, shared)) for store, version in pairs)
    settings = {part.settings for part in single}
    tables = [part.tables for part in single]
    same = _same(tables, [part.tables for part in before.single]) if before is not None else set()
    known = {name: before.tables[name] for name in same} if before is not None else {}
    return KeptSet(
        key=("set", tuple(store.key for store in stores)),
        origin="kept",
        title="",
        tables=joined(tables, known),
        settings=settings.pop() if len(settings) == 1 else Settings(),
        opened=tuple(stores),
        versions=versions,
        single=single,
        shared=shared,
    )
