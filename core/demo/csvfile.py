"""CSV as the contract has it: UTF-8, LF, `YYYY-MM-DD HH:MM:SS`, true/false, blank for nothing, few quotes."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as arrow_csv


class CsvFile:
    """A CSV file that is written a piece at a time; a context manager.

    Args:
        path: Where; an existing file is replaced.
        columns: The header. Every piece has exactly these columns, in this order.
    """

    def __init__(self, path: Path, columns: list[str]) -> None:
        """Open the file and write the header."""
        self._columns = columns
        self._file: BinaryIO = path.open("wb")
        self._file.write((",".join(columns) + "\n").encode())

    def write(self, piece: pa.Table) -> None:
        """Append the rows of a table. Dictionary columns are written as their values."""
        if piece.column_names != self._columns:
            raise ValueError(f"columns {piece.column_names} where {self._columns} are due")
        plain = pa.table(
            {
                name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(piece.column_names, piece.columns, strict=True)
            }
        )
        self._file.write(_rows(plain))

    def __enter__(self) -> CsvFile:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._file.close()


def _rows(table: pa.Table) -> pa.Buffer:
    """The rows as bytes: bare, or with every text quoted where some cell has a comma, a quote or a line break."""
    for style in ("none", "needed"):
        sink = pa.BufferOutputStream()
        options = arrow_csv.WriteOptions(include_header=False, quoting_style=style, batch_size=16_384)
        try:
            arrow_csv.write_csv(table, sink, options)
        except pa.ArrowInvalid:
            if style == "needed":
                raise
            continue
        break
    return sink.getvalue()
