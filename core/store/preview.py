"""What an upload would change, row by row, before anything is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from core.registries.columns import Desk, Registry
from core.registries.definitions import Tables, desk_registries
from core.store import shown_changes
from core.store.bulk import NewRows
from core.store.database import Database
from core.store.history import Batch, same_files
from core.store.identity import days, marks, matched, scopes_of, spans
from core.store.row_values import TEXT, read_from, typed
from core.store.rows import select_rows, versions, within
from core.store.seals import Sealer
from core.store.tables import registry_tables

NEW, CHANGED, SAME = 1, 2, 0
MARK = pa.binary(16)
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Change:
    """How many rows of a registry and a scope are new, changed, the same, or missing since last time."""

    registry: str
    scope: str
    new: int
    changed: int
    same: int
    missing: int


@dataclass(frozen=True, eq=False)
class Compared:
    """Rows of one registry beside the standing ones.

    Attributes:
        rows: The rows of the upload.
        state: NEW, CHANGED or SAME for each.
        old: The standing row of each; -1 for a new one.
        missing: Standing rows that the upload could have spoken about and does not.
        missing_scopes: The scope of each of those.
    """

    rows: NewRows
    state: npt.NDArray[np.int8]
    old: Places
    missing: Places
    missing_scopes: pa.Array


@dataclass(frozen=True, eq=False)
class Preview:
    """What an upload would change.

    Attributes:
        desk: store or office.
        tables: What was handed in.
        changes: Counts by registry and scope; registries that were not handed in are left out.
        known_upload: The newest upload of the very same files that stands; None where there is none.
        foreign: Scopes in the upload that are not allowed; it is not kept as long as there are any.
        compared: Rows beside the standing ones, by registry.
        seen: (scope, registry) -> the version it was compared with.
        files: Names of the files.
        source_digest: Keyed digest of their contents.
        key_number: Of the key that the digests were made with.
    """

    desk: Desk
    tables: Tables
    changes: tuple[Change, ...]
    known_upload: Batch | None
    foreign: tuple[str, ...]
    compared: Mapping[str, Compared]
    seen: Mapping[tuple[str, str], int]
    files: tuple[str, ...]
    source_digest: bytes | None
    key_number: int
    _database: Database = field(repr=False)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Stores that the upload concerns, sorted; "" is the property office."""
        return tuple(sorted({c.scope for c in self.changes}))

    def changed_cells(self, registry: str, limit: int = 200) -> pd.DataFrame:
        """Old and new value of cells that change: scope, row, column, old, new; texts, personal ones masked.

        Args:
            registry: English name.
            limit: Rows of the registry that are looked at, at most.
        """
        found = self.compared.get(registry)
        places = np.flatnonzero(found.state == CHANGED)[:limit] if found else np.zeros(0, np.int64)
        if found is None or not len(places):
            return shown_changes.no_cells()
        old = self._standing(registry, found.old[places])
        return shown_changes.cells(registry, old, found.rows.taken(places))

    def new_rows(self, registry: str, limit: int = 200) -> pd.DataFrame:
        """The first rows that are new, as texts under their English names, personal ones masked."""
        found = self.compared.get(registry)
        places = np.flatnonzero(found.state == NEW)[:limit] if found else np.zeros(0, np.int64)
        return shown_changes.masked(registry, found.rows.frame.take(places) if found else None)

    def missing_rows(self, registry: str, limit: int = 200) -> pd.DataFrame:
        """The first rows that are missing since last time, as `new_rows` shows rows."""
        found = self.compared.get(registry)
        if found is None or not len(found.missing):
            return shown_changes.masked(registry, None)
        return shown_changes.masked(registry, self._standing(registry, found.missing[:limit]))

    def _standing(self, registry: str, row_ids: Places) -> pd.DataFrame:
        """Versions by number, in the order of the numbers given; one that is gone is blank."""
        table = registry_tables[registry]
        with self._database.read() as connection:
            found = select_rows(connection, self._database.sealer, registry, table.c.row_id.in_(row_ids.tolist()))
        order = pd.Index(found.row_ids).get_indexer(pd.Index(row_ids))
        return found.frame.take(order[order >= 0]).reset_index(drop=True)


def preview(
    database: Database,
    tables: Tables,
    desk: Desk,
    allowed: Sequence[str] | None,
    files: Sequence[tuple[str, bytes]] = (),
) -> Preview:
    """Compare checked registries with what stands; nothing is kept.

    Args:
        database: Where.
        tables: Typed and checked frames; registries of the other desk are left aside, empty ones say nothing.
        desk: store or office.
        allowed: Scopes that the uploader may write to, "" for the property office; None for all.
        files: Name and bytes, to notice the same files again whatever their names and order.

    Raises:
        Refused: A row belongs to no store.
    """
    sealer = database.sealer
    source_digest = digest_of(sealer, files)
    with database.read() as connection:
        compared: dict[str, Compared] = {}
        seen = versions(connection, None)  # before the rows: what moves in between is noticed at the commit
        for of in desk_registries(desk):
            if of.name in tables and len(tables[of.name]):
                compared[of.name] = _compared(connection, sealer, of, tables, allowed)
        known = same_files(connection, sealer, source_digest) if source_digest else None
    changes = tuple(c for name, each in compared.items() for c in _changes(name, each))
    concerned = {c.scope for c in changes}
    watched = _watched(desk, compared)
    return Preview(
        desk,
        tables,
        changes,
        known,
        tuple(sorted(concerned - set(allowed))) if allowed is not None else (),
        compared,
        {at: v for at, v in seen.items() if at[0] in concerned and at[1] in watched},
        tuple(name for name, _body in files),
        source_digest,
        sealer.ring.newest("index").number,
        database,
    )


def _watched(desk: Desk, compared: Mapping[str, object]) -> set[str]:
    """Registries that must not move until the commit: those handed in and those they name."""
    given = [r for r in desk_registries(desk) if r.name in compared]
    return {r.name for r in given} | {c.references for r in given for c in r.columns if c.references}


def moved(connection: sa.Connection, sealer: Sealer, seen: Preview) -> bool:
    """Whether somebody saved since the preview what it was compared with, or the keys of the digests were changed."""
    if sealer.ring.newest("index").number != seen.key_number:
        return True
    watched, concerned = _watched(seen.desk, seen.compared), set(seen.scopes)
    now = {at: v for at, v in versions(connection, seen.scopes).items() if at[0] in concerned and at[1] in watched}
    return now != dict(seen.seen)


def digest_of(sealer: Sealer, files: Sequence[tuple[str, bytes]]) -> bytes | None:
    """A keyed digest of what files hold, whatever they are called and in whatever order; None for no file."""
    contents = sorted(hashlib.sha256(body).hexdigest() for _name, body in files)
    return sealer.digest("files:" + ",".join(contents)) if contents else None


def _compared(
    connection: sa.Connection, sealer: Sealer, of: Registry, tables: Tables, allowed: Sequence[str] | None
) -> Compared:
    frame = tables[of.name]
    scopes = scopes_of(connection, of, tables, allowed)
    own = marks(sealer, of, frame, scopes)
    rows = NewRows(of.name, frame, scopes, own)
    table = registry_tables[of.name]
    spanned = [of.column(n) for n in spans(of)]
    asked = (
        sa.select(
            table.c.row_id,
            table.c.scope,
            table.c.identity,
            table.c.digest,
            *(read_from(table, c, connection.dialect.name) for c in spanned),
        )
        .where(table.c.ended_by.is_(None), within(table, pc.unique(scopes).to_pylist()))
        .order_by(table.c.row_id)
    )
    found = connection.execute(asked).all()
    columns = list(zip(*found, strict=True)) if found else [()] * (4 + len(spanned))
    standing_ids = np.array(columns[0], dtype=np.int64)
    if of.key is None:
        own = matched(own, columns[2], columns[3])
        rows = NewRows(of.name, frame, scopes, own)
    identity, digest = pa.array(columns[2], MARK), pa.array(columns[3], MARK)
    place = pc.fill_null(pc.index_in(pa.array(own.identity, MARK), value_set=identity), -1)
    at = place.to_numpy(zero_copy_only=False).astype(np.int64)
    alike = pc.equal(pa.array(own.digest, MARK), digest.take(pa.array(at, mask=at < 0)))
    same = pc.fill_null(alike, False).to_numpy(zero_copy_only=False)
    state = np.where(at < 0, NEW, np.where(same, SAME, CHANGED)).astype(np.int8)
    lost = np.ones(len(standing_ids), dtype=bool)
    lost[at[at >= 0]] = False
    standing_scopes = pa.array(columns[1], TEXT)
    if spanned and lost.any():
        kept = pd.DataFrame({c.name: typed(c, columns[4 + i]) for i, c in enumerate(spanned)})
        lost &= _within_days(of, frame, scopes, kept, standing_scopes)
    gone = np.flatnonzero(lost)
    old = np.append(standing_ids, -1)[at]
    return Compared(rows, state, old, standing_ids[gone], standing_scopes.take(pa.array(gone)))


def _within_days(
    of: Registry, frame: pd.DataFrame, scopes: pa.Array, kept: pd.DataFrame, kept_scopes: pa.Array
) -> npt.NDArray[np.bool_]:
    """Which standing rows lie within the first to last day of the upload's own rows of their scope."""
    encoded = scopes.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    day = days(of, frame)
    given = ~np.isnat(day)
    first = np.full(len(encoded.dictionary), np.iinfo(np.int64).max)
    last = np.full(len(encoded.dictionary), np.iinfo(np.int64).min)
    np.minimum.at(first, codes[given], day[given].astype(np.int64))
    np.maximum.at(last, codes[given], day[given].astype(np.int64))
    theirs = days(of, kept)
    which = pc.index_in(kept_scopes, value_set=encoded.dictionary).to_numpy(zero_copy_only=False).astype(np.int64)
    on = theirs.astype(np.int64)
    return np.asarray(~np.isnat(theirs) & (on >= first[which]) & (on <= last[which]))


def _changes(name: str, compared: Compared) -> list[Change]:
    encoded = compared.rows.scopes.dictionary_encode()
    codes, stores = encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()
    counts = {s: np.bincount(codes[compared.state == s], minlength=len(stores)) for s in (NEW, CHANGED, SAME)}
    lost = pc.index_in(compared.missing_scopes, value_set=encoded.dictionary).to_numpy(zero_copy_only=False)
    missing = np.bincount(lost.astype(np.int64), minlength=len(stores))
    found = [
        Change(name, s, int(counts[NEW][i]), int(counts[CHANGED][i]), int(counts[SAME][i]), int(missing[i]))
        for i, s in enumerate(stores)
    ]
    return sorted(found, key=lambda c: c.scope)
