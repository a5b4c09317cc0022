"""What must hold between rows and between registries: keys, references, stores, intervals, what must be there.

Cells and single rows are checked when they are typed (`typed`, `schema`); here whole columns are compared by their
codes, so a million rows take tenths of a second. Everything wrong is found in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.cells import Issue, Positions, RowNames, Shown, Spread, picked
from core.registries.definitions import ALL, Registry, Tables, registry
from core.registries.faults import Batch, Fault, Faults
from core.registries.raw import Origin, Origins

Codes = npt.NDArray[np.int64]


def check(tables: Tables, origins: Origins) -> Faults:
    """Check typed registries against each other.

    Args:
        tables: Typed frames; a registry left out is taken as empty.
        origins: Where the rows came from. A registry without an origin was not handed in; those that must be are
            asked for as soon as any registry of their desk was.

    Returns:
        Every fault, one a cell: keys that repeat, values that the registry they name lacks or has in another store,
        intervals that overlap, registries that are missing. Nothing wrong gives no fault.
    """
    faults = Faults(_missing(origins))
    given = [r for r in ALL if r.name in origins and r.name in tables]
    for r in given:
        for name, issue in [*_repeated_keys(r, tables[r.name], origins[r.name]), *_overlaps(r, tables, origins)]:
            faults.extend(_batches(r, name, issue, origins[r.name]))
    for name, column, issue in _references(given, tables, origins):
        faults.extend(_batches(registry(name), column, issue, origins[name]))
    return faults


def _missing(origins: Origins) -> Iterator[Fault]:
    desks = {registry(name).desk for name in origins}
    for r in ALL:
        if r.required and r.desk in desks and r.name not in origins:
            yield Fault("registry_missing", r.name, values={"missing_registry": r.name})


def _batches(r: Registry, column: str, issue: Issue, origin: Origin) -> Iterator[Batch]:
    """One batch for each part that the rows came from."""
    part_of = origin.part_of[issue.positions]
    for part in np.unique(part_of):
        here = np.flatnonzero(part_of == part)
        rows = origin.row_numbers[issue.positions[here]]
        each = {k: v if len(here) == len(part_of) else picked(v, here) for k, v in issue.each.items()}
        file, sheet = origin.parts[part]
        yield Batch(issue.code, file, sheet, column, r.name, rows, issue.values, each)


# keys


def _arrow(values: pd.Series | pd.api.extensions.ExtensionArray) -> pa.Array:
    array = pa.array(values, from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _repeated_keys(r: Registry, frame: pd.DataFrame, origin: Origin) -> Iterator[tuple[str, Issue]]:
    if r.key is None or len(frame) < 2:
        return
    keys = _arrow(frame[r.key.name])
    if keys.null_count == 0 and pc.all(pc.less(keys[:-1], keys[1:])).as_py():
        return  # in strict order, as most files are: nothing repeats
    encoded = keys.dictionary_encode()
    if len(encoded.dictionary) == len(keys) - keys.null_count:
        return
    places = np.flatnonzero(keys.is_valid().to_numpy(zero_copy_only=False))
    codes = encoded.indices.drop_null().to_numpy(zero_copy_only=False)
    first = np.zeros(len(encoded.dictionary), dtype=np.int64)
    first[codes[::-1]] = places[::-1]
    again = np.flatnonzero(first[codes] != places)
    value = Spread(encoded.dictionary.to_pylist(), codes[again])
    rows = places[again]
    yield (
        r.key.name,
        Issue("duplicate_key", rows, {"value": value, "first": RowNames(origin, first[codes[again]], rows)}),
    )


# intervals


def _overlaps(r: Registry, tables: Tables, origins: Origins) -> Iterator[tuple[str, Issue]]:
    if r.apart is None:
        return
    who, start, end = r.apart
    frame, origin = tables[r.name], origins[r.name]
    people = frame[who]
    begins = frame[start].to_numpy().astype("datetime64[s]")
    given = frame[end].to_numpy().astype("datetime64[s]")
    day_ends = (begins.astype("datetime64[D]") + 1).astype("datetime64[s]")
    ends = np.where(np.isnat(given), day_ends, given)
    codes = people.cat.codes.to_numpy().astype(np.int64)
    rows = np.flatnonzero((codes >= 0) & (ends > begins))  # false where the start is missing
    rows = rows[np.argsort(codes[rows] * (1 << 36) + begins[rows].astype(np.int64), kind="stable")]
    later, earlier = _running_into(codes[rows], begins[rows].astype(np.int64), ends[rows].astype(np.int64))
    later, earlier = rows[later], rows[earlier]
    is_open = np.isnat(given[earlier])
    for code, chosen in (("overlap", ~is_open), ("overlap_open", is_open)):
        if chosen.any():
            at, other = later[chosen], earlier[chosen]
            each: dict[str, Sequence[object]] = {
                "value": _spread(people.cat.categories, codes[at]),
                "start": Shown(begins[other]),
                "other": RowNames(origin, other, at),
            }
            yield start, Issue(code, at, each | ({"end": Shown(given[other])} if code == "overlap" else {}))


def _running_into(who: Codes, begins: Codes, ends: Codes) -> tuple[Positions, Positions]:
    """Intervals that begin before an earlier one of the same person has ended, and that earlier one.

    Args:
        who, begins, ends: Sorted by person, then by begin; seconds.
    """
    if len(who) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    reach = ends + who * (1 << 36)  # persons far apart, so that one running maximum serves all
    furthest = np.maximum.accumulate(reach)
    holder = np.maximum.accumulate(np.where(reach == furthest, np.arange(len(who)), 0))
    later = 1 + np.flatnonzero((who[1:] == who[:-1]) & (furthest[:-1] > begins[1:] + who[1:] * (1 << 36)))
    return later, holder[later - 1]


# references


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that names rows of another registry: for each row the position of the named row, -1 for none."""

    registry: str
    name: str
    codes: Codes
    found: Positions


def _references(given: Sequence[Registry], tables: Tables, origins: Origins) -> Iterator[tuple[str, str, Issue]]:
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
    categories = [_arrow(tables[r][c].cat.categories.array).cast(pa.large_string()) for r, c in columns]
    key = registry(target).key
    frame = tables.get(target)
    keys = _arrow(frame[key.name]) if key is not None and frame is not None else pa.array([], pa.large_string())
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
    if len(unknown):
        each = {"value": _spread(values, column.codes[unknown])}
        yield column.registry, column.name, Issue("unknown_reference", unknown, each, {"target_registry": target})
    theirs = stores.of(target, {})
    if own is None or theirs is None:
        return
    named = np.append(theirs, -1)[column.found]
    other = np.flatnonzero((named != own) & (named >= 0) & (own >= 0))
    if len(other):
        each = {
            "value": _spread(values, column.codes[other]),
            "their_store": Spread(stores.names, named[other]),
            "store": Spread(stores.names, own[other]),
        }
        yield column.registry, column.name, Issue("other_store", other, each, {"target_registry": target})


def _spread(values: pd.Index, codes: Codes) -> Spread:
    used, which = np.unique(codes, return_inverse=True)
    return Spread([str(v) for v in values[used]], which)


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
