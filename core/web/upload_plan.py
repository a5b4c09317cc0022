"""What saving an upload would do: compared with what is kept, desk by desk, once for an upload and its choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from core.access.roles import Person
from core.registries.columns import Desk
from core.registries.definitions import Tables, registry
from core.store import batches
from core.store.batches import Committed, Preview
from core.store.preview import moved
from core.web import kept, uploads
from core.web.uploads import Pending

DAYS = {"visits": "arrived_at", "attendance": "signed_in_at", "calls": "called_at", "deals": "reserved_at"}
"""Registries by whose days an upload begins, the most telling first."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What saving would do to one desk.

    Attributes:
        preview: Compared rows.
        good: Whether rows with errors, and those that name them, stay out.
    """

    preview: Preview
    good: bool

    @property
    def desk(self) -> Desk:
        """store or office."""
        return self.preview.desk

    @property
    def sorts(self) -> tuple[str, ...]:
        """Sorts of change that saving can make; of good rows none is missing, as those left out would seem to be."""
        return ("changed", "new") if self.good else ("changed", "new", "missing")

    def count(self, sort: str) -> int:
        """How many rows are `new`, `changed`, `same` or `missing`."""
        return sum(int(getattr(change, sort)) for change in self.preview.changes)

    def counted(self, sort: str) -> dict[str, int]:
        """The same by registry, without those that have none."""
        found: dict[str, int] = {}
        for change in self.preview.changes:
            found[change.registry] = found.get(change.registry, 0) + int(getattr(change, sort))
        return {name: rows for name, rows in found.items() if rows}

    @property
    def registries(self) -> list[str]:
        """Registries in it."""
        return list(dict.fromkeys(change.registry for change in self.preview.changes))


def plans(pending: Pending, person: Person, *, good: bool) -> list[Plan]:
    """What saving would do, a plan a desk.

    Args:
        pending: The upload.
        person: Who would save it.
        good: Whether only its good rows are meant.

    Raises:
        StoreError: A row belongs to no store, or the database cannot be read.
    """
    return [_plan(pending, person, desk, good=good) for desk in pending.desks]


def _plan(pending: Pending, person: Person, desk: Desk, *, good: bool) -> Plan:
    may = uploads.allowed(person, desk)
    tables = pending.good().reading.tables if good else pending.reading.tables
    name = ("plan", desk, good, None if may is None else tuple(may))
    return pending.once(name, lambda: Plan(batches.preview(kept.database(), tables, desk, may, pending.files), good))


def has_moved(planned: list[Plan]) -> bool:
    """Whether somebody saved since what the plans were compared with."""
    with kept.database().read() as connection:
        return any(moved(connection, kept.database().sealer, plan.preview) for plan in planned)


def save(
    pending: Pending,
    planned: list[Plan],
    person: Person,
    *,
    remove_missing: bool,
    progress: Callable[[float], None] | None = None,
) -> list[Committed]:
    """Save an upload, a batch a desk; asked again it gives the same batches.

    Args:
        pending: The upload.
        planned: As `plans` gave them.
        person: Who saves it.
        remove_missing: Whether rows that are missing since last time go.
        progress: Told the share done of a large one, from any thread.

    Raises:
        Refused: The data moved on, a store is not the person's, or kept rows name what would be taken out.
        CannotWrite: Nothing was kept.
    """
    done: list[Committed] = []
    for plan in planned:
        left_out = (
            {n: c for n, c in pending.good().left_out.items() if registry(n).desk == plan.desk} if plan.good else {}
        )
        remove = remove_missing and not plan.good
        token = f"{pending.token}.{plan.desk}.{'good' if plan.good else 'all'}.{'less' if remove else 'more'}"
        done.append(
            batches.commit(
                kept.database(),
                plan.preview,
                token,
                person.account_id,
                remove_missing=remove,
                left_out=left_out,
                progress=partial(_told, progress, len(done), len(planned)),
            )
        )
    return done


def _told(progress: Callable[[float], None] | None, before: int, plans: int, share: float) -> None:
    """Tell the share done of all plans."""
    if progress is not None:
        progress((before + share) / plans)


def first_day(tables: Tables) -> date | None:
    """The first day that an upload of the store desk tells of; None where it tells of none."""
    for name, column in DAYS.items():
        first = tables[name][column].min() if name in tables else pd.NaT
        if not pd.isna(first):
            return pd.Timestamp(first).date()
    return None
