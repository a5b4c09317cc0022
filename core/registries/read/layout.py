"""Where the table is in a sheet: title lines above, one or two header rows, totals and notes below or between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.columns import header_key
from core.registries.definitions import registry
from core.registries.instants import parse_instant
from core.registries.raw import TEXT
from core.registries.read.grid import Kinds
from core.registries.read.headers import HeaderMapping, known_count

EXAMPLE_MARKS = ("例", "範例", "示例", "example")
"""The template's example row begins with one of these and a colon."""

_HEADER_WITHIN = 40
_TOTAL = re.compile(
    r"^(本?[页月日周年店组]?(合计|小计|总计|共计|累计)|(grand|sub)?totals?|sum)([\d元笔条人次个台].*)?$"
)
_TOTAL_WORDS = pa.array(
    sorted(
        {
            w
            for t in (
                "合計",
                "小計",
                "總計",
                "共計",
                "累計",
                "合计",
                "小计",
                "总计",
                "共计",
                "累计",
                "合 計",
                "合 计",
                "本頁小計",
                "本页小计",
                "Total",
                "TOTAL",
                "total",
                "Subtotal",
            )
            for w in (t, t + "：", t + ":")
        }
    )
)
_NOTE = re.compile(
    r"^(備註|备注|說明|说明|註|注|制表|製表|審核|审核|覆核|複核|复核|核准|批准|填表|填報|填报|店長|店长|經理|经理|主管|負責人|负责人|"
    r"簽名|签名|簽章|签章|列印|打印|第\s*\d+\s*頁|第\s*\d+\s*页|note)",
    re.I,
)
_EXAMPLE = re.compile(rf"^({'|'.join(EXAMPLE_MARKS)})\s*[:：]", re.I)
_ID_KINDS = ("id", "text", "phone", "choice")
_LAST_ROWS = 20
_MOST_LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """Where the header is.

    Attributes:
        index: Position of its last row among the rows given.
        headers: One text a column.
        known: How many columns of one registry it names; 0 for a row that is only taken for want of a better one.
        depth: 1, or 2 where a row of groups stands above.
    """

    index: int
    headers: list[str]
    known: int
    depth: int = 1


def find_header(rows: Sequence[Sequence[str]]) -> HeaderRow | None:
    """Find the header among the first rows of a sheet.

    Args:
        rows: Cells as text, blank rows left out or empty.

    Returns:
        The row that names most columns of one registry, the first of equals; two rows read together where that names
        more. Without a known header the first row of two filled cells and more; None where there is no such row.
    """
    best: HeaderRow | None = None
    for i, row in enumerate(rows[:_HEADER_WITHIN]):
        known = known_count(row)
        if known >= 2 and (best is None or known > best.known):
            best = HeaderRow(i, _trimmed(row), known)
    for i in range(min(len(rows), _HEADER_WITHIN) - 1):
        joined = _joined(rows[i], rows[i + 1])
        known = known_count(joined)
        if known >= 2 and (best is None or known > best.known):
            best = HeaderRow(i + 1, joined, known, depth=2)
    if best is not None:
        return best
    for i, row in enumerate(rows[:_HEADER_WITHIN]):
        if sum(1 for cell in row if cell.strip()) >= 2:
            return HeaderRow(i, _trimmed(row), 0)
    return None


def _trimmed(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _joined(groups: Sequence[str], headers: Sequence[str]) -> list[str]:
    """Headers below groups: the two together where that is a known header, else the header if it is known."""
    width = max(len(groups), len(headers))
    upper = [*groups, *[""] * (width - len(groups))]
    lower = [*headers, *[""] * (width - len(headers))]
    joined, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above.strip() or (group if below.strip() else "")
        if not below.strip():
            joined.append(above.strip())
        elif not group or (known_count([below]) and not known_count([group + below.strip()])):
            joined.append(below.strip())
        else:
            joined.append(group + below.strip())
    return joined


@dataclass(slots=True)
class Skipped:
    """Rows recognised as no data, by why: `example`, `header`, `total`, `note` -> row numbers."""

    rows: dict[str, list[int]] = field(default_factory=dict)

    def add(self, why: str, row: int) -> None:
        """Remember a row."""
        self.rows.setdefault(why, []).append(row)


def drop_what_is_no_data(
    columns: list[pa.ChunkedArray],
    kinds: Kinds,
    row_numbers: npt.NDArray[np.int32],
    *,
    headers: Sequence[str],
    mapping: HeaderMapping,
    name: str,
) -> tuple[npt.NDArray[np.bool_], Skipped]:
    """Find example rows, repeated headers, totals and notes among the rows below a header.

    Returns:
        A mask of the rows that are data, and the others by what they are.
    """
    keep, skipped = np.ones(len(row_numbers), bool), Skipped()
    if not len(row_numbers) or not mapping.columns:
        return keep, skipped
    judge = _Judge(headers, mapping, name)
    for i in _worth_a_look(columns, mapping, name, headers):
        cells = [(c[int(i)].as_py() or "").strip() for c in columns]
        typed = [k is not None and k[i] != TEXT for k in kinds]
        why = judge.why_no_data(cells, typed, near_end=len(row_numbers) - i <= _LAST_ROWS)
        if why:
            keep[i] = False
            skipped.add(why, int(row_numbers[i]))
    return keep, skipped


def _worth_a_look(
    columns: list[pa.ChunkedArray], mapping: HeaderMapping, name: str, headers: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Positions of rows that could be no data: the first and last, those that lack a required cell or have a mark."""
    rows = len(columns[0])
    look = np.zeros(rows, bool)
    look[:3] = look[-_LAST_ROWS:] = True
    wanted = registry(name)
    first_filled = min(mapping.columns)
    for position, column in mapping.columns.items():
        definition = wanted.column(column)
        if definition.required:
            look |= pc.equal(columns[position], "").to_numpy()
        if position == first_filled or definition.key:
            marks = pa.concat_arrays([_TOTAL_WORDS, pa.array([headers[position]])])
            look |= pc.is_in(columns[position], value_set=marks).to_numpy()
    return np.flatnonzero(look)[:_MOST_LOOKED_AT]


class _Judge:
    """Says of one row what it is, if it is no data."""

    def __init__(self, headers: Sequence[str], mapping: HeaderMapping, name: str) -> None:
        wanted = registry(name)
        self._headers = [header_key(h) for h in headers]
        self._mapping = mapping.columns
        self._columns = {p: wanted.column(c) for p, c in mapping.columns.items()}
        self._required = [p for p, c in self._columns.items() if c.required]

    def why_no_data(self, cells: Sequence[str], typed: Sequence[bool], *, near_end: bool) -> str:
        """`example`, `header`, `total`, `note`, or "" for a row of data."""
        filled = [p for p, cell in enumerate(cells) if cell]
        if not filled:
            return ""
        if _EXAMPLE.match(cells[filled[0]]):
            return "example"
        if len(filled) >= 2 and all(
            p < len(self._headers) and header_key(cells[p]) == self._headers[p] for p in filled
        ):
            return "header"
        required = [p for p in self._required if cells[p]]
        if self._is_total(cells, filled, required):
            return "total"
        return "note" if self._is_note(cells, filled, typed, near_end=near_end) else ""

    def _is_note(self, cells: Sequence[str], filled: Sequence[int], typed: Sequence[bool], *, near_end: bool) -> bool:
        if len(filled) == 1 and len(self._required) > 1 and self._is_day(filled[0], cells[filled[0]]):
            return True
        required = [p for p in self._required if cells[p]]
        only_words = not any(typed[p] for p in filled)
        return (
            near_end and only_words and len(filled) <= 3 and len(required) <= 1 and bool(_NOTE.match(cells[filled[0]]))
        )

    def _is_day(self, position: int, cell: str) -> bool:
        """A date that stands alone in a row, as a heading of the rows of a day."""
        column = self._columns.get(position)
        if column is not None and column.kind not in _ID_KINDS:
            return False
        return not cell.isdigit() and parse_instant(cell).code in ("", "no_year")

    def _is_total(self, cells: Sequence[str], filled: Sequence[int], required: Sequence[int]) -> bool:
        words = [p for p in filled[:4] if _TOTAL.match(header_key(cells[p]))]
        if not words:
            return False
        return len([p for p in required if p not in words]) <= len(self._required) // 2
