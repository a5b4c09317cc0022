"""A data set: checked registries with their settings, and what was computed from them."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pandas as pd

from core.registries.raw import Origins
from core.rules.settings import Settings
from core.web.shelf import sizes

if TYPE_CHECKING:
    from core.rules.results import Results

T = TypeVar("T")
Tables = dict[str, pd.DataFrame]
Origin = Literal["demo", "upload", "kept"]
MEMO_ENTRIES = 400
RESULTS = "results"
RESULT_FRAMES = ("receptions", "ownership", "attributions", "findings", "questions", "ledger")


@dataclass(eq=False)
class DataSet:
    """Checked registries with the settings they came with; results are added as they are asked for.

    Attributes:
        key: Unguessable for uploads, `DEMO_KEY` for the demo, what it is made of for kept data.
        origin: Where it came from.
        title: File names of an upload; blank otherwise.
        tables: Typed registry frames, never written to.
        settings: From the rulebook that came along, else the defaults.
        faults: Warnings that did not stop the upload.
        parts: What was recognised as what (`Reading.parts`).
        origins: File, sheet and row number of each registry row (`Reading.origins`).
    """

    key: Hashable
    origin: Origin
    title: str
    tables: Tables
    settings: Settings = field(default_factory=Settings)
    faults: tuple[Any, ...] = ()
    parts: tuple[Any, ...] = ()
    origins: Origins = field(default_factory=dict)
    _memo: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned the first time for this name; the oldest of many names are forgotten."""
        with self._lock:
            if name in self._memo:
                self._memo.move_to_end(name)
                return self._memo[name]  # type: ignore[no-any-return]
            made = make()
            self._memo[name] = made
            while len(self._memo) > MEMO_ENTRIES:
                self._memo.popitem(last=False)
            return made

    @property
    def results(self) -> Results:
        """All results, computed once for these registries and settings."""
        return self.once(RESULTS, self._compute)

    @property
    def is_decided(self) -> bool:
        """Whether the results are there already."""
        return RESULTS in self._memo

    def _compute(self) -> Results:
        from core.rules.compute import compute  # noqa: PLC0415 (the first results pay for the engine, not the start)

        return compute(self.tables, self.settings)

    def with_settings(self, settings: Settings) -> DataSet:
        """The same registries under other settings and a key of its own: results are computed anew."""
        key = secrets.token_urlsafe(32)
        return replace(self, key=key, settings=settings, _memo=OrderedDict(), _lock=threading.RLock())

    def of(self, store_id: str | None) -> DataSet:  # noqa: ARG002 (kept data answers by store)
        """What decides for a store (for all where None)."""
        return self

    def under(self, day: date | None) -> DataSet:  # noqa: ARG002 (kept data has settings with a history)
        """The same registries under the settings that were in force on a day; the newest where None."""
        return self

    @property
    def settings_differ(self) -> bool:
        """Whether `settings` are not those of every store."""
        return False

    @property
    def stores(self) -> list[str]:
        """Store ids that occur in the staff registry, in order."""
        return self.once("stores", lambda: sorted(self.tables["staff"]["store_id"].dropna().astype(str).unique()))

    @property
    def blocks(self) -> Mapping[int, int]:
        """Bytes of the frames in memory, those of the results too once they are there."""
        results = self._memo.get(RESULTS)
        frames = [getattr(results, name) for name in RESULT_FRAMES] if results is not None else []
        return sizes([*self.tables.values(), *frames])

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        return sum(self.blocks.values())
