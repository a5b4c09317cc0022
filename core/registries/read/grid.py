"""A sheet or a text file before anything is known of it: rows of cells, the first ones at hand as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Kinds = list[npt.NDArray[np.uint8] | None]
_HEAD_ROWS = 60


@dataclass(slots=True)
class Grid:
    """All rows of one sheet that are not blank.

    Attributes:
        sheet: Its name, "" for a text file.
        hidden: The person does not see it in their workbook.
        columns: One array of text a column; "" is blank.
        kinds: Kind of each cell, None for a column of text only.
        row_numbers: Row of each entry as the spreadsheet numbers it.
        date1904: Dates count from 1904.
        merged: Merged ranges as (first row, first column, last row, last column), rows numbered from 1, columns from 0.
    """

    sheet: str
    columns: list[pa.ChunkedArray]
    kinds: Kinds
    row_numbers: npt.NDArray[np.int32]
    hidden: bool = False
    date1904: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Number of rows that are not blank."""
        return len(self.row_numbers)

    def head(self, most: int = _HEAD_ROWS) -> list[list[str]]:
        """The first rows as text."""
        cells = [c.slice(0, most).to_pylist() for c in self.columns]
        return [list(row) for row in zip(*cells, strict=True)]


def take(
    columns: Sequence[pa.ChunkedArray], kinds: Kinds, keep: npt.NDArray[np.bool_]
) -> tuple[list[pa.ChunkedArray], Kinds]:
    """The rows of a mask."""
    mask = pa.array(keep)
    return [c.filter(mask) for c in columns], [None if k is None else k[keep] for k in kinds]
