"""From the text cells of a file to a typed frame of its registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from core.registries.cells import Cells, Issue
from core.registries.columns import Registry
from core.registries.definitions import empty_frame, header_key
from core.registries.faults import Batch, Faults
from core.registries.raw import RawTable
from core.registries.schema import row_issues
from core.registries.typed_columns import blank_column, typed_column


def type_table(raw: RawTable, registry: Registry, mapping: Mapping[str, int]) -> tuple[pd.DataFrame, Faults]:
    """Type the rows of one sheet or file.

    Args:
        raw: The rows as text.
        registry: What they are.
        mapping: English column name -> position in `raw.columns`. A column left out is blank all the way and has no
            fault here: that the header lacks it is said once, when the header is read.

    Returns:
        A typed frame (`definitions.Tables`), one row a row of `raw`, and the faults of its cells and rows: one fault a
        cell. No row gives an empty typed frame.
    """
    found: dict[str, list[Issue]] = {}
    typed: dict[str, object] = {}
    blank = empty_frame(registry.name)
    for column in registry.columns:
        if column.name in mapping:
            typed[column.name], found[column.name] = typed_column(Cells.of(column, raw, mapping[column.name]))
        else:
            typed[column.name] = blank_column(column, blank[column.name], raw.rows)
    frame = pd.DataFrame(typed, index=pd.RangeIndex(raw.rows), copy=False)
    for name, issue in row_issues(frame, registry, found, given=frozenset(mapping)):
        found.setdefault(name, []).append(issue)
    faults = Faults(_batch(raw, registry, name, issue) for name, all_of in found.items() for issue in all_of)
    return frame, faults


def as_typed(
    registry: Registry, rows: pd.DataFrame | Sequence[Mapping[str, str]], file: str = ""
) -> tuple[pd.DataFrame, Faults]:
    """Type rows given as text, with English or Chinese headers; headers that are none of the registry's are left out.

    Args:
        registry: What they are.
        rows: A frame of text (missing or "" is blank), or one mapping a row. No row and no column gives an empty frame.
        file: Name of the file in the faults; by default that of the registry's CSV file. Rows count from 2.
    """
    text = pd.DataFrame(rows) if not isinstance(rows, pd.DataFrame) else rows
    headers = [str(h) for h in text.columns]
    columns = [
        pa.chunked_array([pa.array([None if pd.isna(v) else str(v) for v in text.iloc[:, i]], pa.large_string())])
        for i in range(len(headers))
    ]
    numbers = np.arange(2, 2 + len(text), dtype=np.int32)
    raw = RawTable(file or f"{registry.name}.csv", "", headers, columns, [None] * len(headers), numbers)
    keys = registry.header_keys
    mapping = {keys[header_key(h)].name: i for i, h in enumerate(headers) if header_key(h) in keys}
    return type_table(raw, registry, mapping)


def _batch(raw: RawTable, registry: Registry, name: str, issue: Issue) -> Batch:
    rows = raw.row_numbers[issue.positions[:1] if issue.together else issue.positions]
    return Batch(issue.code, raw.file, raw.sheet, name, registry.name, rows, issue.values, issue.each)
