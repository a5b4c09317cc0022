"""Faults of the data, as values: what is wrong, where, and what to do about it, said in the reader's language.

Thousands of equal faults are the usual shape of a bad file, so they are kept in batches (one code in one column of one
part: row numbers and the values for the message, side by side) and become `Fault` values only when somebody looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, overload

import numpy as np
import numpy.typing as npt

from core.registries.definitions import registry as registry_of
from core.registries.file_messages import FILE_MESSAGES, FILE_WARNINGS
from core.registries.messages import CELL_MESSAGES, CELL_WARNINGS, TABLE_MESSAGES, TABLE_WARNINGS
from core.texts import Text, say

Severity = Literal["error", "warning"]

MESSAGES: dict[str, str] = {**CELL_MESSAGES, **TABLE_MESSAGES, **FILE_MESSAGES}
"""Code -> message id. Places: the values of the fault; labels for `{column}`, `{registry}` and `{..._column}`."""
WARNINGS = frozenset(CELL_WARNINGS | TABLE_WARNINGS | FILE_WARNINGS)
"""Codes that do not stop a computation; all others are errors."""


def severity_of(code: str) -> Severity:
    """How bad a fault of this code is."""
    return "warning" if code in WARNINGS else "error"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        code: What is wrong; a key of `MESSAGES`.
        file, sheet: Where; `sheet` is "" for a CSV file.
        row: Row as the spreadsheet numbers it; 0 when the fault is of the whole file.
        column: English column name (or the header as written, where it is none of ours); "" for a whole row.
        registry: English registry name, "" where it is not known.
        values: Values of the message, personal ones already masked.
    """

    code: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    registry: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error` or `warning`."""
        return severity_of(self.code)

    @property
    def place(self) -> str:
        """`file[sheet]:row:column`, without the parts that are not known."""
        where = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        return ":".join([where, *([str(self.row)] if self.row else []), *([self.column] if self.column else [])])

    def message(self, language: str) -> str:
        """What is wrong and what to do, in one or two sentences."""
        values = {k: self._said(k, v, language) for k, v in self.values.items()}
        if self.column:
            values.setdefault("column", self._label(self.column, language))
            values.setdefault("choices", self._choices(language))
        if self.registry:
            values.setdefault("registry", registry_of(self.registry).label(language))
        return say(language, MESSAGES[self.code], **values)

    def label(self, language: str) -> str:
        """What a reader of the language calls its column; a header that is none of ours as written, "" for a row."""
        return self._label(self.column, language) if self.column else ""

    def line(self, language: str) -> str:
        """The fault as the command line prints it."""
        return f"{self.place}: {self.message(language)}"

    def _said(self, name: str, value: object, language: str) -> object:
        if isinstance(value, Text):
            return value.say(language)
        if name.endswith("_column"):
            return self._label(str(value), language)
        if name.endswith("_columns") and isinstance(value, (tuple, list)):
            return (", " if language == "en" else "、").join(self._label(str(v), language) for v in value)
        if name.endswith("_registry"):
            return registry_of(str(value)).label(language)
        return value

    def _choices(self, language: str) -> str:
        """Labels of the column's choices; "" where it has none."""
        try:
            choices = registry_of(self.registry).column(self.column).choices
        except KeyError:
            return ""
        return (", " if language == "en" else "、").join(c.label(language) for c in choices)

    def _label(self, column: str, language: str) -> str:
        try:
            return registry_of(self.registry).column(column).label(language)
        except KeyError:
            return column


def _position(registry: str, column: str) -> int:
    """Where a column stands in its registry; -1 for a row as a whole, behind all for a header that is none of ours."""
    names = [c.name for c in registry_of(registry).columns] if registry else []
    return names.index(column) if column in names else (len(names) if column else -1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Faults of one code in one column of one part.

    Attributes:
        rows: Row numbers as the spreadsheet counts.
        values: Values that hold for all of them.
        each: Values by name, one entry a row.
    """

    code: str
    file: str
    sheet: str
    column: str
    registry: str
    rows: npt.NDArray[np.int32]
    values: Mapping[str, object] = field(default_factory=dict)
    each: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def taken(self, places: npt.NDArray[np.int64]) -> Batch:
        """Some of the faults."""
        each = {k: [v[int(i)] for i in places] for k, v in self.each.items()}
        return replace(self, rows=self.rows[places], each=each)

    def at(self, i: int) -> Fault:
        """The i-th fault."""
        values = {**self.values, **{k: v[i] for k, v in self.each.items()}}
        return Fault(self.code, self.file, self.sheet, int(self.rows[i]), self.column, self.registry, values)


class Faults(Sequence[Fault]):
    """Faults in the order they were found, cheap to keep by the million."""

    def __init__(self, items: Iterable[Fault | Batch] = ()) -> None:
        """Gather faults and batches of faults."""
        self._items: list[Fault | Batch] = []
        self._count = 0
        self.extend(items)

    def add(self, item: Fault | Batch) -> None:
        """Add a fault, or a batch of them."""
        size = len(item.rows) if isinstance(item, Batch) else 1
        if size:
            self._items.append(item)
            self._count += size

    def extend(self, items: Iterable[Fault | Batch]) -> None:
        """Add faults, batches, or all of another gathering."""
        for item in items.parts if isinstance(items, Faults) else items:
            self.add(item)

    @property
    def parts(self) -> tuple[Fault | Batch, ...]:
        """What was added, batches whole."""
        return tuple(self._items)

    @property
    def errors(self) -> Faults:
        """Those that stop a computation."""
        return Faults(i for i in self._items if severity_of(i.code) == "error")

    @property
    def warnings(self) -> Faults:
        """Those that do not."""
        return Faults(i for i in self._items if severity_of(i.code) == "warning")

    def counts(self) -> Counter[tuple[str, str, str, str]]:
        """How many faults of each (file, sheet, column, code)."""
        counted: Counter[tuple[str, str, str, str]] = Counter()
        for item in self._items:
            size = len(item.rows) if isinstance(item, Batch) else 1
            counted[item.file, item.sheet, item.column, item.code] += size
        return counted

    def in_order(self) -> Iterator[Fault]:
        """The faults as somebody reads: by file and sheet (as they came), row and column."""
        sizes = [len(i.rows) if isinstance(i, Batch) else 1 for i in self._items]
        if not sizes:
            return
        item = np.repeat(np.arange(len(sizes)), sizes)
        within = np.arange(self._count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = np.concatenate([i.rows if isinstance(i, Batch) else [i.row] for i in self._items])
        ranks: dict[tuple[str, str], int] = {}
        part = [ranks.setdefault((i.file, i.sheet), len(ranks)) for i in self._items]
        column = [_position(i.registry, i.column) for i in self._items]
        for n in np.lexsort([within, np.repeat(column, sizes), rows, np.repeat(part, sizes)]):
            found = self._items[item[n]]
            yield found.at(int(within[n])) if isinstance(found, Batch) else found

    def __len__(self) -> int:
        """Number of faults."""
        return self._count

    def __iter__(self) -> Iterator[Fault]:
        """The faults one by one."""
        for item in self._items:
            if isinstance(item, Batch):
                yield from map(item.at, range(len(item.rows)))
            else:
                yield item

    @overload
    def __getitem__(self, index: int) -> Fault: ...
    @overload
    def __getitem__(self, index: slice) -> list[Fault]: ...
    def __getitem__(self, index: int | slice) -> Fault | list[Fault]:
        """A fault by position, or a list of those in a slice."""
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self._count)))
        position = index + self._count if index < 0 else index
        if not 0 <= position < self._count:
            raise IndexError(index)
        return next(islice(self, position, None))
