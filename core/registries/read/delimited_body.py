"""What delimited text comes to: columns, row numbers, and the faults of records that do not fit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from core.registries.read.sniff import Refusal

MOST_FAULTS = 1_000


@dataclass(slots=True)
class Body:
    """The records below the header, as text columns.

    Attributes:
        columns: One array a column, all of one length; "" is blank.
        row_numbers: Row of each record as a spreadsheet numbers it.
        faults: Records that are not as wide as the header, or whose quotes do not close.
    """

    columns: list[pa.ChunkedArray]
    row_numbers: npt.NDArray[np.int32]
    faults: list[Refusal] = field(default_factory=list)


def swallowed(cells: list[str], width: int, delimiter: str, number: int) -> Refusal | None:
    """A cell that holds whole lines of the table: a quote before it was opened and closed rows later."""
    if width < 3:
        return None
    for cell in cells:
        if "\n" in cell and any(line.count(delimiter) >= width - 1 for line in cell.split("\n")[1:-1] or ()):
            return Refusal("quote_swallowed", {"lines": cell.count("\n")}, row=number)
        if "\n" in cell and sum(line.count(delimiter) for line in cell.split("\n")) >= width - 1:
            return Refusal("quote_swallowed", {"lines": cell.count("\n")}, row=number)
    return None


def bounded(faults: list[Refusal]) -> list[Refusal]:
    """The first faults, and one that counts the others."""
    if len(faults) <= MOST_FAULTS:
        return faults
    more = Refusal("rows_more", {"count": len(faults) - MOST_FAULTS}, row=faults[MOST_FAULTS].row)
    return [*faults[:MOST_FAULTS], more]
