"""The good rows of files with errors: what may be saved while the rest is mended.

A row with an error stays out, and so does every row that names a row left out: what is saved is whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.registries.check import check
from core.registries.faults import Batch, Fault, Faults
from core.registries.raw import Origin, Origins
from core.registries.read.parts import Part
from core.registries.read.reading import Reading
from core.registries.references import Kept, nothing_kept

Rows = npt.NDArray[np.bool_]
Place = tuple[str, str]

_UNKNOWN = frozenset({"unknown_reference", "unknown_name", "unknown_near"})
_WHOLE_PART = frozenset({"unread"})
"""Faults in one row that stand for many."""


@dataclass(frozen=True)
class GoodRows:
    """What may be saved of a reading, and what stays out.

    Attributes:
        reading: Tables and origins of the good rows; its faults are the remarks on them.
        left_out: Registry -> how many of its rows stay out.
        faults: Why: the errors of the reading, and those of rows that name a row left out.
        rows: (file, sheet) -> numbers of the rows that stay out, as the spreadsheet counts.
        missing: Registries without which nothing can be saved.
    """

    reading: Reading
    left_out: Mapping[str, int] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    rows: Mapping[Place, frozenset[int]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many rows are good."""
        return sum(len(origin.row_numbers) for origin in self.reading.origins.values())

    @property
    def possible(self) -> bool:
        """Whether there is something to save and nothing that it needs is missing."""
        return not self.missing and self.count > 0


def good_rows(reading: Reading, kept: Kept = nothing_kept) -> GoodRows:
    """Sort out the rows without an error.

    Args:
        reading: As it was read, with its errors; never written to.
        kept: Rows known from before, which the good ones may name.

    Returns:
        The good rows, checked among themselves and with those known. Of rows with one number the first is good.
    """
    header_rows = {(p.file, p.sheet): p.header_row for p in reading.parts}
    errors = reading.faults.errors
    tables, origins = dict(reading.tables), dict(reading.origins)
    found = errors
    while len(found):
        out = {name: _wrong(origin, found, header_rows) for name, origin in origins.items()}
        if not any(rows.any() for rows in out.values()):
            break
        for name, wrong in out.items():
            tables[name], origins[name] = _without(tables[name], origins[name], wrong)
        found = Faults(_as_left_out(item) for item in check(tables, origins, kept).errors.parts)
        errors = Faults([*errors.parts, *(i for i in found.parts if _has_rows(i))])
    missing = [str(i.values["missing_registry"]) for i in check(tables, origins, kept).parts if _is_missing(i)]
    good = Reading(tables, _remarks(reading, origins), reading.parts, origins, reading.rulebook)
    return GoodRows(
        good, _counts(reading.origins, origins), errors, _rows_out(reading, origins, errors), tuple(missing)
    )


def _is_missing(item: Fault | Batch) -> bool:
    return item.code == "registry_missing"


def _has_rows(item: Fault | Batch) -> bool:
    return isinstance(item, Batch) or item.row > 0


def _as_left_out(item: Fault | Batch) -> Fault | Batch:
    """A value that is unknown only now names a row that was taken out."""
    return replace(item, code="refers_to_left_out") if item.code in _UNKNOWN else item


def _rows_of(item: Fault | Batch) -> npt.NDArray[np.int32]:
    return item.rows if isinstance(item, Batch) else np.array([item.row], np.int32)


def _wrong(origin: Origin, errors: Faults, header_rows: Mapping[Place, int]) -> Rows:
    """Which rows of a registry have an error; all of a part whose columns or file are at fault."""
    wrong = np.zeros(len(origin.row_numbers), dtype=np.bool_)
    for place, part in enumerate(origin.parts):
        here = origin.part_of == place
        numbers = [_rows_of(i) for i in errors.parts if (i.file, i.sheet) == part]
        whole = any(i.code in _WHOLE_PART for i in errors.parts if (i.file, i.sheet) == part)
        whole = whole or any((n <= header_rows.get(part, 0)).any() for n in numbers)
        wrong |= (
            here if whole else here & np.isin(origin.row_numbers, np.concatenate([*numbers, np.zeros(0, np.int32)]))
        )
    return wrong


def _without(frame: pd.DataFrame, origin: Origin, wrong: Rows) -> tuple[pd.DataFrame, Origin]:
    if not wrong.any():
        return frame, origin
    stay = ~wrong
    rows = frame[stay].reset_index(drop=True)
    for name in rows.columns:
        if isinstance(rows[name].dtype, pd.CategoricalDtype):
            rows[name] = rows[name].cat.remove_unused_categories()
    return rows, Origin(origin.parts, origin.part_of[stay], origin.row_numbers[stay])


def _numbers_by_part(origins: Origins) -> dict[Place, npt.NDArray[np.int32]]:
    found: dict[Place, list[npt.NDArray[np.int32]]] = {}
    for origin in origins.values():
        for place, part in enumerate(origin.parts):
            found.setdefault(part, []).append(origin.row_numbers[origin.part_of == place])
    return {part: np.concatenate(numbers) for part, numbers in found.items()}


def _remarks(reading: Reading, origins: Origins) -> Faults:
    """The warnings of the reading that are of rows that stay, or of no row."""
    there = _numbers_by_part(origins)
    return Faults(_of_rows(reading.faults.warnings, there))


def _of_rows(faults: Faults, there: Mapping[Place, npt.NDArray[np.int32]]) -> Iterator[Fault | Batch]:
    for item in faults.parts:
        numbers = there.get((item.file, item.sheet))
        if numbers is None or not isinstance(item, Batch):
            yield item
        else:
            yield item.taken(np.flatnonzero(np.isin(item.rows, numbers)))


def _counts(before: Origins, after: Origins) -> dict[str, int]:
    counted = {name: len(origin.row_numbers) - len(after[name].row_numbers) for name, origin in before.items()}
    return {name: count for name, count in counted.items() if count}


def _rows_out(reading: Reading, origins: Origins, errors: Faults) -> dict[Place, frozenset[int]]:
    """Row numbers by part: rows taken out, and rows that could not be read at all."""
    before, after = _numbers_by_part(reading.origins), _numbers_by_part(origins)
    out = {part: set(numbers.tolist()) - set(after[part].tolist()) for part, numbers in before.items()}
    starts = {(p.file, p.sheet): _first_row(p) for p in reading.parts if p.registry}
    for item in errors.parts:
        place = (item.file, item.sheet)
        if place in starts:
            out.setdefault(place, set()).update(int(r) for r in _rows_of(item) if r >= starts[place])
    return {part: frozenset(rows) for part, rows in out.items() if rows}


def _first_row(part: Part) -> int:
    return part.header_row + 1
