"""What tells a row from the others of its store, and what tells whether it is still the same: keyed digests of both.

The identity is made over registry, store and the identity columns; the digest over every value. Nothing can be read
from either without the keys. Rows of one file with equal identities are numbered in the order of their digests, so the
order of the file does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from core.registries.columns import Registry
from core.registries.definitions import Tables
from core.store.faults import Refused
from core.store.row_values import TEXT, cell_compared, cells, compared, texts
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, registry_tables
from core.store.wording import RegistryName
from core.texts import N_, Text

BETWEEN, _ESCAPE = "\x1f", "\x1b"
_NUL = N_("A cell holds a character that cannot be kept (NUL). Remove it, then upload again.")


@dataclass(frozen=True, eq=False)
class Marks:
    """Identity and digest of each row of a frame, 16 bytes each."""

    identity: list[bytes]
    digest: list[bytes]


def marks(sealer: Sealer, of: Registry, frame: pd.DataFrame, scopes: pa.Array) -> Marks:
    """Make the identities and digests of rows.

    Args:
        sealer: Has the key of the digests.
        of: Their registry.
        frame: Typed rows.
        scopes: The scope of each, as large strings.
    """
    if len(frame) == 1:
        return marks_of_one(sealer, of, cells(of, frame), scopes[0].as_py())
    head = [pa.array([of.name], TEXT).take(pa.array(np.zeros(len(frame), np.int64))), scopes]
    values = {c.name: _safe(compared(c, frame[c.name])) for c in of.columns if c.name != "store_id"}
    labelled = [pc.binary_join_element_wise(pa.scalar(n, TEXT), v, pa.scalar("=", TEXT)) for n, v in values.items()]
    digest = sealer.digests(_joined([*head, *labelled], "skip").to_pylist())
    told = _joined([*head, *(values[n] for n in of.identity if n != "store_id")], "replace")
    identity = sealer.digests(told.to_pylist())
    for place, number in _repeated(told, digest):
        identity[place] = sealer.digest(f"{told[place].as_py()}{BETWEEN}#{number}")
    return Marks(identity, digest)


def marks_of_one(sealer: Sealer, of: Registry, held: Mapping[str, Any], scope: str) -> Marks:
    """`marks` of a single row, given as plain values by column, without whole columns."""
    values = {
        c.name: _safe_cell(cell_compared(c, held.get(c.name)))
        for c in of.columns
        if c.name in held and c.name != "store_id"
    }
    labelled = [f"{name}={value}" for name, value in values.items() if value is not None]
    told = [_ESCAPE + "0" if (v := values[n]) is None else v for n in of.identity if n != "store_id"]
    digest = sealer.digests([BETWEEN.join([of.name, scope, *labelled])])
    return Marks(sealer.digests([BETWEEN.join([of.name, scope, *told])]), digest)


def _safe_cell(value: str | None) -> str | None:
    """One text as `_safe` gives it."""
    if value is None:
        return None
    if "\0" in value:
        raise Refused(Text(_NUL))
    return value.replace(_ESCAPE, f"{_ESCAPE}1").replace(BETWEEN, f"{_ESCAPE}2")


def matched(own: Marks, identity: Sequence[bytes], digest: Sequence[bytes]) -> Marks:
    """The marks of rows, with the numbers of equal identities as the standing rows have them.

    A row that stands unchanged under another number takes that one, and gives its own to the row that had it.

    Args:
        own: Marks of the rows.
        identity, digest: Those of the standing rows.
    """
    standing = dict(zip(digest, identity, strict=True))
    known = set(zip(identity, digest, strict=True))
    fixed = set(zip(own.identity, own.digest, strict=True)) & known
    elsewhere = [i for i, d in enumerate(own.digest) if d in standing and (own.identity[i], d) not in known]
    if not elsewhere:
        return own
    swapped = list(own.identity)
    place = {mark: i for i, mark in enumerate(swapped)}
    for i in elsewhere:
        theirs = standing[own.digest[i]]
        if (theirs, own.digest[i]) in fixed:
            continue  # two rows are equal, and one of them stands
        fixed.add((theirs, own.digest[i]))
        other = place.get(theirs)
        if other is not None:
            swapped[other] = swapped[i]
            place[swapped[i]] = other
        swapped[i] = theirs
        place[theirs] = i
    return Marks(swapped, own.digest)


def _joined(parts: Sequence[pa.Array], missing: str) -> pa.Array:
    """Texts side by side; a missing one is left out, or stands apart from every text."""
    return pc.binary_join_element_wise(
        *parts, pa.scalar(BETWEEN, TEXT), null_handling=missing, null_replacement=_ESCAPE + "0"
    )


def _safe(values: pa.Array) -> pa.Array:
    """Texts in which what stands between them cannot occur.

    Raises:
        Refused: A text holds a NUL, which PostgreSQL does not keep.
    """
    if pc.any(pc.match_substring(values, "\0")).as_py():
        raise Refused(Text(_NUL))
    for i, sign in enumerate((_ESCAPE, BETWEEN), 1):
        if pc.any(pc.match_substring(values, sign)).as_py():
            values = pc.replace_substring(values, sign, f"{_ESCAPE}{i}")
    return values


def _repeated(told: pa.Array, digest: Sequence[bytes]) -> list[tuple[int, int]]:
    """Rows whose identity another row has too, with a number; the first of them, by digest, has none."""
    encoded = told.dictionary_encode()
    if len(encoded.dictionary) == len(told):
        return []
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    several = np.flatnonzero(np.bincount(codes)[codes] > 1)
    ranked = sorted(several.tolist(), key=lambda i: (codes[i], digest[i], i))
    out: list[tuple[int, int]] = []
    number = 0
    for before, place in zip([None, *ranked[:-1]], ranked, strict=True):
        number = number + 1 if before is not None and codes[before] == codes[place] else 0
        if number:
            out.append((place, number))
    return out


def scopes_of(connection: sa.Connection, of: Registry, tables: Tables, allowed: Sequence[str] | None) -> pa.Array:
    """The scope of each row of a registry: its store, "" for the office desk, the store of the visit it names.

    Args:
        connection: Visits that are not in `tables` are looked for among the standing ones.
        of: The registry.
        tables: What is to be kept; a registry may be missing.
        allowed: Stores whose standing visits count; None for all.

    Returns:
        Large strings, none missing.

    Raises:
        Refused: A row has no store, or its visit is not known, or is one of several stores.
    """
    frame = tables[of.name]
    if of.desk == "office":
        return _all_of(OFFICE_SCOPE, len(frame))
    scopes = texts(frame["store_id"]) if "store_id" in frame else _of_visits(connection, frame, tables, allowed)
    if scopes.null_count:
        text = Text(
            N_("{count} rows of {registry} belong to no store that is known. Mend the file, then look again."),
            {"count": scopes.null_count, "registry": RegistryName(of.name)},
        )
        raise Refused(text)
    return scopes


def _all_of(scope: str, rows: int) -> pa.Array:
    return pa.array([scope], TEXT).take(pa.array(np.zeros(rows, np.int64)))


def _of_visits(
    connection: sa.Connection, frame: pd.DataFrame, tables: Tables, allowed: Sequence[str] | None
) -> pa.Array:
    """Stores of the visits that rows name: as the tables say, else as the one standing visit of that number does."""
    named = texts(frame["visit_id"])
    visits = tables.get("visits")
    stores = pa.nulls(len(named), TEXT)
    if visits is not None and len(visits):
        stores = texts(visits["store_id"]).take(pc.index_in(named, value_set=texts(visits["visit_id"])))
    unknown = pc.unique(named.filter(pc.and_(pc.is_null(stores), pc.is_valid(named)))).to_pylist()
    if not unknown:
        return stores
    kept = standing_keys(connection, "visits", "visit_id", unknown, allowed)
    only = {key: found[0] for key, found in kept.items() if len(found) == 1}
    known = pa.array(list(only), TEXT)
    theirs = pa.array(list(only.values()), TEXT).take(pc.index_in(named, value_set=known))
    return pc.coalesce(stores, theirs)


_AT_ONCE = 500


def standing_keys(
    connection: sa.Connection, name: str, column: str, values: Sequence[str], scopes: Sequence[str] | None
) -> dict[str, list[str]]:
    """Of some values of an open column, those that standing rows have, with their scopes."""
    table = registry_tables[name]
    found: dict[str, list[str]] = {}
    for at in range(0, len(values), _AT_ONCE):
        asked = sa.select(table.c[column], table.c.scope).where(
            table.c[column].in_(values[at : at + _AT_ONCE]), table.c.ended_by.is_(None)
        )
        for value, scope in connection.execute(asked):
            if scopes is None or scope in scopes:
                found.setdefault(value, []).append(scope)
    return found


def spans(of: Registry) -> tuple[str, ...]:
    """Columns whose instant says on which day a row belongs, the first that is given; none for a plain list."""
    instants = [c.name for c in of.columns if c.kind == "instant"]
    required = [n for n in instants if of.column(n).required]
    if required:
        return (required[0],)
    either = [n for group in of.one_of for n in group if n in instants]
    return tuple(either) or tuple(instants[:1])


def days(of: Registry, frame: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    """The day of each row by `spans`; NaT where none is given."""
    day = np.full(len(frame), np.datetime64("NaT", "D"))
    for name in spans(of):
        given = frame[name].to_numpy().astype("datetime64[D]")
        day = np.where(np.isnat(day), given, day)
    return day
