"""Columns that name rows of another registry: is the row there, is it in the same store, and which one may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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

_MANY_UNKNOWN = 20_000
"""From so many unknown values on, what each may mean is not looked for: something else is wrong."""

_NAME_LIKE = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names rows of another registry: for each row the position of the named row, -1 for none."""

    registry: str
    name: str
    codes: Codes
    found: Positions


def references(given: Sequence[Registry], tables: Tables, origins: Origins) -> Iterator[tuple[str, str, Issue]]:
    """What does not fit in the columns that name rows of other registries.

    Args:
        given: Registries that were handed in.
        tables: Typed frames; a registry that is missing has no rows.
        origins: By them a required registry that was not handed in is known; what names its rows is not looked up.

    Yields:
        Registry, column and the fault: a value that the other registry lacks, or has in another store.
    """
    stores = _Stores(given, tables)
    resolved: dict[tuple[str, str], Positions] = {}
    targets = list(dict.fromkeys(c.references for r in given for c in r.columns if c.references))
    for target in sorted(targets, key=lambda t: t != "visits"):  # an assist's store is that of its visit
        if registry(target).required and target not in origins:
            continue  # said once, as a missing registry
        for column in _resolve(given, tables, target):
            resolved[column.registry, column.name] = column.found
            own = stores.of(column.registry, resolved)
            yield from _unfit(column, target, tables, own, stores)


def _resolve(given: Sequence[Registry], tables: Tables, target: str) -> list[_Column]:
    """All columns that name rows of one registry, looked up in one go."""
    columns = [(r.name, c.name) for r in given for c in r.columns if c.references == target]
    categories = [arrow(tables[r][c].cat.categories.array).cast(pa.large_string()) for r, c in columns]
    key = registry(target).key
    frame = tables.get(target)
    keys = arrow(frame[key.name]) if key is not None and frame is not None else pa.array([], pa.large_string())
    found = pc.index_in(pa.concat_arrays(categories), value_set=keys.cast(pa.large_string()))
    positions = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = np.cumsum([len(c) for c in categories])
    out = []
    for (r, c), at, end in zip(columns, [0, *ends[:-1]], ends, strict=True):
        codes = tables[r][c].cat.codes.to_numpy().astype(np.int64)
        named = np.append(positions[at:end], -1)  # a missing cell has code -1 and names nothing
        out.append(_Column(r, c, codes, named[codes]))
    return out


def _unfit(
    column: _Column, target: str, tables: Tables, own: Codes | None, stores: _Stores
) -> Iterator[tuple[str, str, Issue]]:
    values = tables[column.registry][column.name].cat.categories
    unknown = np.flatnonzero((column.codes >= 0) & (column.found < 0))
    required = registry(column.registry).column(column.name).required
    for issue in _unknown(values, column.codes[unknown], unknown, target, tables, required=required):
        yield column.registry, column.name, issue
    theirs = stores.of(target, {})
    if own is None or theirs is None:
        return
    named = np.append(theirs, -1)[column.found]
    other = np.flatnonzero((named != own) & (named >= 0) & (own >= 0))
    if len(other):
        each = {
            "value": spread(values, column.codes[other]),
            "their_store": Spread(stores.names, named[other]),
            "store": Spread(stores.names, own[other]),
        }
        yield column.registry, column.name, Issue("other_store", other, each, {"target_registry": target})


def _unknown(
    values: pd.Index, codes: Codes, rows: Positions, target: str, tables: Tables, *, required: bool
) -> Iterator[Issue]:
    """Values that the named registry lacks, with the key that may be meant: that of the name, or one written alike."""
    if not len(rows):
        return
    used, which = np.unique(codes, return_inverse=True)
    texts = pa.array(values[used], pa.large_string())
    frame = tables.get(target, empty_frame(target))
    key = registry(target).key
    keys = arrow(frame[key.name if key else registry(target).columns[0].name]).cast(pa.large_string())
    meant: dict[str, dict[int, str]] = {"unknown_name": {}, "unknown_near": {}}
    if len(used) <= _MANY_UNKNOWN:
        meant["unknown_name"] = _only(texts, arrow(frame["name"]), keys) if "name" in frame else {}
        meant["unknown_near"] = _only(_alike(texts), _alike(keys), keys)
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
        yield Issue(code, rows[at], each, {"target_registry": target})


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
        numbers: dict[str, int] = {}
        self._codes: dict[str, Codes] = {}
        for r in given:
            if any(c.name == "store_id" for c in r.columns):
                column = tables[r.name]["store_id"].cat
                own = [numbers.setdefault(s, len(numbers)) for s in column.categories]
                self._codes[r.name] = np.array([*own, -1], dtype=np.int64)[column.codes.to_numpy()]
        self.names = list(numbers)

    def of(self, name: str, resolved: Mapping[tuple[str, str], Positions]) -> Codes | None:
        """Store of each row of a registry; of one without stores, those of the visits it names, or None."""
        if name in self._codes:
            return self._codes[name]
        visits = resolved.get((name, "visit_id"))
        if visits is None or "visits" not in self._codes:
            return None
        return np.append(self._codes["visits"], -1)[visits]
