"""A column of days beside columns of times of day: the day is put before each time, as a clerk reads the two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.columns import header_key
from core.registries.definitions import registry
from core.registries.raw import TEXT
from core.registries.read.grid import Kinds
from core.registries.read.headers import HeaderMapping

_DAY_HEADERS = ("日期", "date", "day")
_HALF = "(?:上午|下午|早上|中午|晚上|[AaPp][Mm])?"
_TIME_ALONE = rf"^\s*{_HALF}\s*\d{{1,2}}\s*[:：时時點点].*$"
_DAY_ALONE = r"^\s*(?:民[國国]\s*)?\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}\s*[日号號]?\s*(?: 00:00(?::00)?)?$"
_MIDNIGHT = r"\s+00:00(?::00)?$"


def day_column(headers: Sequence[str], mapping: HeaderMapping) -> int | None:
    """Position of the one column left out whose header says it holds days; None where there is none, or several."""
    folded = {p: header_key(headers[p]) for p in mapping.unmatched}
    days = [p for p, key in folded.items() if key.endswith(_DAY_HEADERS)]
    plain = [p for p in days if folded[p] in _DAY_HEADERS]
    found = plain or days
    return found[0] if len(found) == 1 else None


def join_days(
    columns: list[pa.ChunkedArray], kinds: Kinds, mapping: HeaderMapping, name: str, day: int
) -> tuple[str, ...]:
    """Put the day of its row before every cell of an instant that is a time of day alone.

    Args:
        columns, kinds: Of the rows of data; those that are joined are replaced.
        mapping: Headers to columns.
        name: English name of the registry.
        day: Position of the column of days.

    Returns:
        English names of the columns in which a cell was joined. A cell whose row has no date there stays as it is.
    """
    has_day = pc.fill_null(pc.match_substring_regex(columns[day], _DAY_ALONE), False)
    days = pc.utf8_trim_whitespace(pc.replace_substring_regex(columns[day], _MIDNIGHT, ""))
    wanted, joined = registry(name), list[str]()
    for position, column in sorted(mapping.columns.items()):
        if wanted.column(column).kind != "instant":
            continue
        both = pc.and_(has_day, pc.fill_null(pc.match_substring_regex(columns[position], _TIME_ALONE), False))
        if not pc.any(both).as_py():
            continue
        times = pc.utf8_trim_whitespace(columns[position])
        columns[position] = pc.if_else(both, pc.binary_join_element_wise(days, times, " "), columns[position])
        of = kinds[position]
        if of is not None:
            kinds[position] = np.where(both.to_numpy(), np.uint8(TEXT), of)
        joined.append(column)
    return tuple(joined)
