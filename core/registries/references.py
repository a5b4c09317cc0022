"""Columns that name rows of another registry: is the row there, is it in the same store, and which one may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.cells import BLANK_WORD, Issue, Positions, Spread, arrow, means_none, spread
from core.registries.definitions import Registry, Tables, empty_frame, registry
from core.registries.mask import mask
from core.registries.raw import Origins

Codes = npt.NDArray[np.int64]
Kept = Callable[[str], pd.DataFrame | None]
"""By the name of a registry, its rows that are known from before: key, `store_id`, and what says who was there when.

None where there are none. Asked only for what is needed.
"""

_MANY_UNKNOWN = 20_000
"""From so many unknown values on, what each may mean is not looked for: something else is wrong."""

_NAME_LIKE = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names rows of another registry: for each row the position of the named row, -1 for none.

    Rows known from before are counted after those handed in.
    """

    registry: str
    name: str
    codes: Codes
    found: Positions


def nothing_kept(_name: str) -> pd.DataFrame | None:
    """No row is known from before."""
    return None


def references(
    given: Sequence[Registry], tables: Tables, origins: Origins, kept: Kept = nothing_kept
) -> Iterator[tuple[str, str, Issue]]:
    """What does not fit in the columns that name rows of other registries.

    Args:
        given: Registries that were handed in.
        tables: Typed frames; a registry that is missing has no rows.
        origins: By them a required registry that was not handed in is known; what names its rows is not looked up.
        kept: Rows known from before, which may be named like those handed in; of one key, the row handed in counts.

    Yields:
        Registry, column and the fault: a value that the other registry lacks, or has in another store.
    """
    stores = _Stores(given, tables)
    resolved: dict[tuple[str, str], Positions] = {}
    targets = list(dict.fromkeys(c.references for r in given for c in r.columns if c.references))
    for name in sorted(targets, key=lambda t: t != "visits"):  # an assist's store is that of its visit
        target = _Target.of(name, tables)
        columns = _resolve(given, tables, target)
        if any((c.found[c.codes >= 0] < 0).any() for c in columns):
            known = kept(name)
            if known is not None and len(known):
                target = target.with_rows(known)
                columns = _resolve(given, tables, target)
                stores.add(name, known)
        for column in columns:
            resolved[column.registry, column.name] = column.found
            if registry(name).required and name not in origins and target.known is None:
                continue  # said once, as a missing registry
            own = stores.of(column.registry, resolved)
            yield from _unfit(column, target, tables, own, stores)


def _key_of(name: str) -> str:
    """The column by which rows of a registry are named."""
    key = registry(name).key
    return key.name if key else registry(name).columns[0].name


@dataclass(frozen=True, slots=True)
class _Target:
    """A registry that is named: keys of its rows, names beside them if it has any, and rows from before."""

    registry: str
    keys: pa.Array
    names: pa.Array | None
    known: pd.DataFrame | None = None

    @classmethod
    def of(cls, name: str, tables: Tables) -> _Target:
        frame = tables.get(name, empty_frame(name))
        keys = arrow(frame[_key_of(name)]).cast(pa.large_string())
        return cls(name, keys, arrow(frame["name"]) if "name" in frame else None)

    def with_rows(self, known: pd.DataFrame) -> _Target:
        """The same with rows from before; their names are not looked at."""
        more = arrow(known[_key_of(self.registry)]).cast(pa.large_string())
        return replace(self, keys=pa.concat_arrays([self.keys, more]), known=known)

    def is_known(self, stores: Sequence[str], keys: Sequence[str]) -> npt.NDArray[np.bool_]:
        """For pairs of a store and a key, whether there is such a row from before."""
        if self.known is None or "store_id" not in self.known or not len(keys):
            return np.zeros(len(keys), dtype=np.bool_)
        key = self.known[_key_of(self.registry)]
        there = set(zip(self.known["store_id"].astype("str"), key.astype("str"), strict=True))
        return np.array([pair in there for pair in zip(stores, keys, strict=True)], dtype=np.bool_)


def _resolve(given: Sequence[Registry], tables: Tables, target: _Target) -> list[_Column]:
    """All columns that name rows of one registry, looked up in one go."""
    columns = [(r.name, c.name) for r in given for c in r.columns if c.references == target.registry]
    categories = [arrow(tables[r][c].cat.categories.array).cast(pa.large_string()) for r, c in columns]
    found = pc.index_in(pa.concat_arrays(categories), value_set=target.keys)
    positions = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = np.cumsum([len(c) for c in categories])
    out = []
    for (r, c), at, end in zip(columns, [0, *ends[:-1]], ends, strict=True):
        codes = tables[r][c].cat.codes.to_numpy().astype(np.int64)
        named = np.append(positions[at:end], -1)  # a missing cell has code -1 and names nothing
        out.append(_Column(r, c, codes, named[codes]))
    return out


def _unfit(
    column: _Column, target: _Target, tables: Tables, own: Codes | None, stores: _Stores
) -> Iterator[tuple[str, str, Issue]]:
    values = tables[column.registry][column.name].cat.categories
    unknown = np.flatnonzero((column.codes >= 0) & (column.found < 0))
    required = registry(column.registry).column(column.name).required
    for issue in _unknown(values, column.codes[unknown], unknown, target, required=required):
        yield column.registry, column.name, issue
    theirs = stores.of_named(target.registry)
    if own is None or theirs is None:
        return
    named = np.append(theirs, -1)[column.found]
    other = np.flatnonzero((named != own) & (named >= 0) & (own >= 0))
    mine = target.is_known([stores.names[i] for i in own[other]], [str(v) for v in values[column.codes[other]]])
    other = other[~mine]  # two stores may have one number each
    if len(other):
        each = {
            "value": spread(values, column.codes[other]),
            "their_store": Spread(stores.names, named[other]),
            "store": Spread(stores.names, own[other]),
        }
        yield column.registry, column.name, Issue("other_store", other, each, {"target_registry": target.registry})


def _unknown(values: pd.Index, codes: Codes, rows: Positions, target: _Target, *, required: bool) -> Iterator[Issue]:
    """Values that the named registry lacks, with the key that may be meant: that of the name, or one written alike."""
    if not len(rows):
        return
    used, which = np.unique(codes, return_inverse=True)
    texts = pa.array(values[used], pa.large_string())
    meant: dict[str, dict[int, str]] = {"unknown_name": {}, "unknown_near": {}}
    if len(used) <= _MANY_UNKNOWN:
        meant["unknown_name"] = _only(texts, target.names, target.keys) if target.names is not None else {}
        meant["unknown_near"] = _only(_alike(texts), _alike(target.keys), target.keys)
    shown = texts.to_pylist()
    code_of = np.array(["unknown_reference"] * len(used), dtype=object)
    near = [""] * len(used)
    for code in ("unknown_near", "unknown_name"):  # a name says more than likeness, so it comes last
        for i, meant_key in meant[code].items():
            code_of[i], near[i] = code, meant_key
    for i, text in enumerate(shown):
        if code_of[i] == "unknown_reference" and not required and means_none(text):
            code_of[i] = BLANK_WORD
    for i, code in enumerate(code_of):
        if code == "unknown_name" or (code == "unknown_reference" and _NAME_LIKE.fullmatch(shown[i])):
            shown[i] = mask("name", shown[i])  # a name is masked whether it is known or not
    for code in dict.fromkeys(code_of):
        at = np.flatnonzero((code_of == code)[which])
        each: dict[str, Sequence[object]] = {"value": Spread(shown, which[at])}
        if code in meant:
            each["near"] = Spread(near, which[at])
        yield Issue(code, rows[at], each, {"target_registry": target.registry})


def _only(sought: pa.Array, names: pa.Array, keys: pa.Array) -> dict[int, str]:
    """Position of a sought text -> the key of the one row that has it as its name."""
    hits = np.flatnonzero(pc.fill_null(pc.is_in(names, value_set=sought), False).to_numpy(zero_copy_only=False))
    owners: dict[str, set[str]] = {}
    for i in hits:
        owners.setdefault(names[i].as_py(), set()).add(keys[i].as_py() or "")
    known = {i: owners.get(text or "", set()) for i, text in enumerate(sought.to_pylist())}
    return {i: next(iter(found)) for i, found in known.items() if len(found) == 1 and found != {""}}


def _alike(texts: pa.Array) -> pa.Array:
    """Ids without what people write differently: letter case, width, spaces, hyphens, zeros in front of a number."""
    folded = pc.utf8_upper(pc.utf8_normalize(texts, "NFKC"))
    bare = pc.replace_substring_regex(folded, r"[\s_-]", "")
    return pc.replace_substring_regex(bare, r"(^|\D)0+(\d)", r"\1\2")


class _Stores:
    """Stores of all registries by one numbering."""

    def __init__(self, given: Sequence[Registry], tables: Tables) -> None:
        self._numbers: dict[str, int] = {}
        self._codes: dict[str, Codes] = {}
        self._more: dict[str, Codes] = {}
        for r in given:
            if any(c.name == "store_id" for c in r.columns):
                self._codes[r.name] = self._numbered(tables[r.name]["store_id"])

    def _numbered(self, column: pd.Series) -> Codes:
        texts = column.astype("category").cat
        own = [self._numbers.setdefault(str(s), len(self._numbers)) for s in texts.categories]
        return np.array([*own, -1], dtype=np.int64)[texts.codes.to_numpy()]

    @property
    def names(self) -> list[str]:
        """Store ids by number."""
        return list(self._numbers)

    def add(self, name: str, known: pd.DataFrame) -> None:
        """Take in rows of a registry that are known from before."""
        if "store_id" in known:
            self._more[name] = self._numbered(known["store_id"])

    def of_named(self, name: str) -> Codes | None:
        """Store of each row of a registry, those from before behind; None of one without stores."""
        pieces = [codes[name] for codes in (self._codes, self._more) if name in codes]
        return np.concatenate(pieces) if pieces else None

    def of(self, name: str, resolved: Mapping[tuple[str, str], Positions]) -> Codes | None:
        """Store of each row handed in; of a registry without stores, those of the visits it names, or None."""
        if name in self._codes:
            return self._codes[name]
        visits = resolved.get((name, "visit_id"))
        stores = self.of_named("visits")
        return None if visits is None or stores is None else np.append(stores, -1)[visits]
