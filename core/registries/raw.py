"""What stands between a file and typed frames: text cells by column, and where each row came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

TEXT, NUMBER, DATE, BOOL, ERROR = 0, 1, 2, 3, 4
"""Kinds of spreadsheet cell. A number is its shortest repr, a date ISO text, a bool `true` or `false`."""


@dataclass(frozen=True)
class RawTable:
    """The rows below a header row, as text.

    Attributes:
        file: Name of the file as the user knows it.
        sheet: Name of the sheet, "" for a CSV file.
        headers: Header cells as written, one a column.
        columns: Cells as text, one array a header, all of one length; null or "" is blank.
        kinds: Kind of each cell (`TEXT` ... `ERROR`) of each column; None where every cell is text (CSV).
        row_numbers: Row of each entry as a spreadsheet numbers it (the first line of a sheet is 1).
        header_row: Row of the header, numbered likewise.
        date1904: Serial dates of the file count from 1904.
    """

    file: str
    sheet: str
    headers: list[str]
    columns: list[pa.ChunkedArray]
    kinds: list[npt.NDArray[np.uint8] | None]
    row_numbers: npt.NDArray[np.int32]
    header_row: int = 1
    date1904: bool = False

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_numbers)


@dataclass(frozen=True)
class Origin:
    """Where the rows of a typed frame came from: one entry a row, in the order of the frame.

    Attributes:
        parts: (file, sheet) of each part the frame was put together from.
        part_of: For each row, the position of its part in `parts`.
        row_numbers: For each row, its number in that part's spreadsheet.
    """

    parts: tuple[tuple[str, str], ...] = ()
    part_of: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    row_numbers: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    @classmethod
    def of(cls, file: str, rows: int, sheet: str = "", first_row: int = 2) -> Origin:
        """The origin of rows that follow each other in one file."""
        return cls(((file, sheet),), np.zeros(rows, np.int32), np.arange(first_row, first_row + rows, dtype=np.int32))


Origins = dict[str, Origin]
"""Origin of each registry's rows by English registry name."""
