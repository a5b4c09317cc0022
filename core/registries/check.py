"""What must hold between rows and between registries: keys, references, stores, intervals, what must be there.

Cells and single rows are checked when they are typed (`typed`, `schema`); here whole columns are compared by their
codes, so a million rows take tenths of a second. Everything wrong is found in one go.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from core.registries.cells import Issue, RowNames, Spread, arrow, picked
from core.registries.definitions import ALL, Registry, Tables, registry
from core.registries.faults import Batch, Fault, Faults
from core.registries.overlaps import overlaps
from core.registries.raw import Origin, Origins
from core.registries.references import Kept, nothing_kept, references


def check(tables: Tables, origins: Origins, kept: Kept = nothing_kept) -> Faults:
    """Check typed registries against each other.

    Args:
        tables: Typed frames; a registry left out is taken as empty.
        origins: Where the rows came from. A registry without an origin was not handed in; those that must be are
            asked for as soon as any registry of their desk was.
        kept: Rows known from before: they may be named, and nobody may be signed in twice beside them.

    Returns:
        Every fault, one a cell: keys that repeat, values that the registry they name lacks or has in another store,
        intervals that overlap, registries that are missing. Nothing wrong gives no fault.
    """
    faults = Faults(_missing(origins, kept))
    given = [r for r in ALL if r.name in origins and r.name in tables]
    for r in given:
        for name, issue in [
            *_repeated_keys(r, tables[r.name], origins[r.name]),
            *overlaps(r, tables[r.name], origins[r.name], kept),
        ]:
            faults.extend(_batches(r, name, issue, origins[r.name]))
    for name, column, issue in references(given, tables, origins, kept):
        faults.extend(_batches(registry(name), column, issue, origins[name]))
    return faults


def _missing(origins: Origins, kept: Kept) -> Iterator[Fault]:
    desks = {registry(name).desk for name in origins}
    for r in ALL:
        if r.required and r.desk in desks and r.name not in origins and not _has_rows(kept(r.name)):
            yield Fault("registry_missing", r.name, values={"missing_registry": r.name})


def _has_rows(known: pd.DataFrame | None) -> bool:
    return known is not None and len(known) > 0


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
