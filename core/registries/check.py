"""What must hold between rows and between registries: keys, references, stores, intervals, what must be there.

Cells and single rows are checked when they are typed (`typed`, `schema`); here whole columns are compared by their
codes, so a million rows take tenths of a second. Everything wrong is found in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from core.registries.cells import Issue, Positions, RowNames, Shown, Spread, arrow, picked, spread
from core.registries.definitions import ALL, Registry, Tables, registry
from core.registries.faults import Batch, Fault, Faults
from core.registries.raw import Origin, Origins
from core.registries.references import references

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
    for name, column, issue in references(given, tables, origins):
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


def _repeated_keys(r: Registry, frame: pd.DataFrame, origin: Origin) -> Iterator[tuple[str, Issue]]:
    if r.key is None or len(frame) < 2:
        return
    keys = arrow(frame[r.key.name])
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
                "value": spread(people.cat.categories, codes[at]),
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
