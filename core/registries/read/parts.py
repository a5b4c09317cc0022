"""One sheet or text file: what it was recognised as, its rows as a raw table, and what is wrong with its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from core.registries.columns import Desk
from core.registries.definitions import registry
from core.registries.faults import Fault
from core.registries.raw import TEXT, RawTable
from core.registries.read.choosing import Chosen, choose
from core.registries.read.days import day_column, join_days
from core.registries.read.grid import Grid, Kinds, take
from core.registries.read.headers import HeaderMapping, match, missing
from core.registries.read.layout import HeaderRow, drop_what_is_no_data, find_header
from core.registries.read.names import named_registry
from core.texts import Text

TEMPLATE_VERSION = 1
TEMPLATE_MARK = re.compile(r"template-version\s*[:：]\s*(\d+)")

_MOST_GARBLED = 1_000
# What a decoder puts for bytes it cannot read, and what UTF-8 of Chinese looks like once it was read as Latin-1.
_GARBLED = {
    "text_replaced": "\ufffd|锟斤拷",
    "text_mangled": "[äåæçèé][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}",
}


@dataclass(frozen=True, slots=True)
class PartChoice:
    """What a person said of one file or sheet.

    Attributes:
        registry: English registry name; None leaves it to recognition.
        encoding, delimiter: Of a text file; None leaves it to detection.
        headers: Header as written -> English column name, or "" to keep the column out.
        leave_out: Do not read it at all.
    """

    registry: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One file or sheet, and what it was recognised as.

    Attributes:
        file, sheet: Where it stands; `sheet` is "" for text.
        registry: English registry name, "" where it was not read.
        by: What told: `choice`, `name` or `headers`; "" where it was not read.
        candidates: Registries to choose among, where it could not be told.
        encoding, encoding_sure, delimiter: Of text; "" of a workbook.
        header_row: Row of the header, 0 where none was found.
        headers: Headers as written.
        columns: Position of a header -> English column name.
        assumed: Of those, the ones taken for their likeness.
        unmatched: Position of a header that was left out -> suggested column, or "".
        rows: Rows of data.
        skipped: Rows recognised as no data: `example`, `header`, `total`, `note` -> row numbers.
        hidden: The sheet is hidden.
    """

    file: str
    sheet: str = ""
    registry: str = ""
    by: str = ""
    candidates: tuple[str, ...] = ()
    encoding: str = ""
    encoding_sure: bool = True
    delimiter: str = ""
    header_row: int = 0
    headers: tuple[str, ...] = ()
    columns: Mapping[int, str] = field(default_factory=dict)
    assumed: Mapping[int, str] = field(default_factory=dict)
    unmatched: Mapping[int, str] = field(default_factory=dict)
    rows: int = 0
    skipped: Mapping[str, list[int]] = field(default_factory=dict)
    hidden: bool = False


@dataclass(slots=True)
class Recognised:
    """A part, its rows (None where it is not read) and the faults of its shape."""

    part: Part
    raw: RawTable | None = None
    faults: list[Fault] = field(default_factory=list)


def recognise(
    grid: Grid, part: Part, choice: PartChoice, desk: Desk | None, *, alone: bool, header: HeaderRow | None = None
) -> Recognised:
    """Tell what a sheet is and where its table stands.

    Args:
        grid: Its rows; those of text begin below the header.
        part: What is known of it already.
        choice: What the person said of it.
        desk: Only registries of this desk, where it is known.
        alone: It is the only sheet of its file that has rows, so the file's name speaks of it.
        header: The header of text, found before; None looks for it in the grid.
    """
    found = Recognised(replace(part, hidden=grid.hidden))
    below = 0
    header_row = part.header_row
    if header is None:
        header = find_header(grid.head())
        if header is not None:
            below, header_row = header.index + 1, int(grid.row_numbers[header.index])
    if header is None:
        if not grid.hidden:
            found.faults.append(
                Fault("sheet_skipped" if part.sheet and not alone else "header_missing", part.file, part.sheet)
            )
        return found
    headers = [*header.headers, *[""] * (len(grid.columns) - len(header.headers))]
    chosen = _chosen(headers, part, choice, desk, alone=alone)
    found.part = replace(found.part, header_row=header_row, headers=tuple(headers), candidates=chosen.candidates)
    if not chosen.registry:
        _add_unknown(found, chosen, header, alone=alone)
        return found
    found.part = replace(found.part, registry=chosen.registry, by=chosen.by)
    mapping = match(headers, chosen.registry, choice.headers)
    _read_rows(found, grid, below, mapping)
    return found


def _chosen(headers: list[str], part: Part, choice: PartChoice, desk: Desk | None, *, alone: bool) -> Chosen:
    if choice.registry:
        return Chosen(choice.registry, "choice")
    named, outright = named_registry(part.sheet) if part.sheet else named_registry(part.file)
    if not named and part.sheet and alone:
        named, outright = named_registry(part.file)
    return choose(headers, named, outright, desk)


def _add_unknown(found: Recognised, chosen: Chosen, header: HeaderRow, *, alone: bool) -> None:
    part = found.part
    if header.known < 2 and part.sheet and not alone:
        if not part.hidden:
            found.faults.append(Fault("sheet_skipped", part.file, part.sheet))
        return
    values: dict[str, object] = {}
    if chosen.by == "registry_ambiguous":
        values["candidates"] = _Labels(chosen.candidates)
    elif chosen.by == "registry_mismatch":
        values = {"named_registry": chosen.candidates[0], "found_registry": chosen.found}
    found.faults.append(Fault(chosen.by, part.file, part.sheet, part.header_row, values=values))


class _Labels(Text):
    """Names of registries in the reader's language, with commas of that language between."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Keep English names of registries."""
        super().__init__("", {"names": names})

    def say(self, language: str) -> str:
        """Say the names."""
        names = self.values["names"]
        labels = [registry(str(n)).label(language) for n in names] if isinstance(names, tuple) else []
        return (", " if language == "en" else "、").join(labels)


def _read_rows(found: Recognised, grid: Grid, below: int, mapping: HeaderMapping) -> None:
    part = found.part
    headers = list(part.headers)
    columns = [c.slice(below) for c in grid.columns]
    kinds: Kinds = [None if k is None else k[below:] for k in grid.kinds]
    numbers = grid.row_numbers[below:]
    day = day_column(headers, mapping)
    names = mapping.columns if day is None else {**mapping.columns, day: headers[day]}
    _fill_merged(found, grid, columns, kinds, numbers=numbers, names=names)
    keep, skipped = drop_what_is_no_data(columns, kinds, numbers, headers=headers, mapping=mapping, name=part.registry)
    if not keep.all():
        columns, kinds = take(columns, kinds, keep)
        numbers = numbers[keep]
    if day is not None and (joined := join_days(columns, kinds, mapping, part.registry, day)):
        values = {"header": headers[day], "joined_columns": joined}
        found.faults.append(_fault(found, "day_joined", part.header_row, headers[day], **values))
        del mapping.unmatched[day]
    _add_header_faults(found, mapping, columns)
    _add_garbled(found, mapping, columns, numbers)
    for position in mapping.ten_thousands:
        columns[position], kinds[position] = _times_ten_thousand(columns[position], kinds[position])
    found.part = replace(
        part,
        columns=dict(sorted(mapping.columns.items())),
        assumed=dict(mapping.assumed),
        unmatched=dict(sorted(mapping.unmatched.items())),
        rows=len(numbers),
        skipped=skipped.rows,
    )
    if not len(numbers) and not skipped.rows.get("example"):
        found.faults.append(_fault(found, "sheet_empty", row=part.header_row))
    if part.hidden:
        found.faults.append(_fault(found, "sheet_hidden"))
    found.raw = RawTable(
        part.file, part.sheet, headers, columns, kinds, numbers, header_row=part.header_row, date1904=grid.date1904
    )


def _fault(found: Recognised, code: str, row: int = 0, column: str = "", **values: object) -> Fault:
    part = found.part
    return Fault(code, part.file, part.sheet, row, column, part.registry, values)


def _add_header_faults(found: Recognised, mapping: HeaderMapping, columns: list[pa.ChunkedArray]) -> None:
    part, wanted = found.part, registry(found.part.registry)
    headers, row = part.headers, part.header_row
    add = found.faults.append
    wanting = {c.name for c in missing(wanted, mapping)}
    suggestions = {column: headers[p] for p, column in mapping.unmatched.items() if column in wanting}
    for column in wanted.columns:
        if column.name in suggestions:
            add(_fault(found, "column_missing_suggested", row, column.name, suggestion=suggestions[column.name]))
        elif column.name in wanting:
            add(_fault(found, "column_missing", row, column.name))
    for position, name in sorted(mapping.assumed.items()):
        add(_fault(found, "header_assumed", row, name, header=headers[position]))
    _add_left_out(found, mapping, suggestions)
    for name, positions in mapping.repeated.items():
        same = all(columns[p].equals(columns[positions[0]]) for p in positions[1:])
        written = "、".join(headers[p] for p in positions)
        add(_fault(found, "header_repeated_same" if same else "header_repeated", row, name, headers=written))
    for position in sorted(mapping.ten_thousands):
        add(_fault(found, "header_ten_thousand", row, mapping.columns[position], header=headers[position]))
    for position, header in enumerate(headers):
        if not header.strip() and pc.any(pc.not_equal(pc.utf8_trim_whitespace(columns[position]), "")).as_py():
            add(_fault(found, "header_blank", row, _letter(position), letter=_letter(position)))


def _add_left_out(found: Recognised, mapping: HeaderMapping, suggestions: Mapping[str, str]) -> None:
    part = found.part
    headers, row, add = part.headers, part.header_row, found.faults.append
    read_from = {column: headers[p] for p, column in mapping.columns.items()}
    for position, name in sorted(mapping.unmatched.items()):
        header = headers[position]
        if name in suggestions and suggestions[name] == header:
            continue
        if not name:
            spare = next((c for c in match([header], part.registry).columns.values() if c in read_from), "")
            values = {"suggested_column": spare, "other": read_from.get(spare, "")} if spare else {}
            add(_fault(found, "header_spare" if spare else "header_unknown", row, header, header=header, **values))
        elif name in read_from:
            add(_fault(found, "header_unknown", row, header, header=header))
        else:
            add(_fault(found, "header_suggested", row, header, header=header, suggested_column=name))


def _add_garbled(
    found: Recognised, mapping: HeaderMapping, columns: list[pa.ChunkedArray], numbers: npt.NDArray[np.int32]
) -> None:
    """Tell of text that was damaged before it came here: no encoding brings it back."""
    for position, name in sorted(mapping.columns.items()):
        if _is_ascii(columns[position]):
            continue
        for code, pattern in _GARBLED.items():
            rows = numbers[pc.match_substring_regex(columns[position], pattern).to_numpy()]
            found.faults += [_fault(found, code, int(row), name) for row in rows[:_MOST_GARBLED]]


def _is_ascii(column: pa.ChunkedArray) -> bool:
    for chunk in column.chunks:
        data = chunk.buffers()[2] if len(chunk) else None
        if data is not None and data.size and np.frombuffer(data, np.uint8).max() > 0x7F:
            return False
    return True


def _letter(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _times_ten_thousand(
    column: pa.ChunkedArray, kinds: npt.NDArray[np.uint8] | None
) -> tuple[pa.ChunkedArray, npt.NDArray[np.uint8] | None]:
    """Amounts of a column whose header says 萬, each with its unit; a cell that has one already keeps it."""
    bare = pc.match_substring_regex(column, "^[\\s¥￥]*-?[0-9][0-9,]*(\\.[0-9]*)?\\s*$")
    units = pc.binary_join_element_wise(pc.utf8_trim_whitespace(column), "萬", "")
    if kinds is not None:
        kinds = np.where(bare.to_numpy(), np.uint8(TEXT), kinds)
    return pc.if_else(bare, units, column), kinds


def _fill_merged(
    found: Recognised,
    grid: Grid,
    columns: list[pa.ChunkedArray],
    kinds: Kinds,
    *,
    numbers: npt.NDArray[np.int32],
    names: Mapping[int, str],
) -> None:
    """Give every row of a merged range the value that the spreadsheet shows for it."""
    by_column: dict[int, list[tuple[int, int, int, int]]] = {}
    for first, left, last, right in grid.merged:
        if first > found.part.header_row and last > first and left in names:
            by_column.setdefault(left, []).append((first, left, last, right))
    for position, ranges in sorted(by_column.items()):
        cells = columns[position].to_pylist()
        of = None if kinds[position] is None else np.array(kinds[position])
        for first, left, last, right in ranges:
            start, end = np.searchsorted(numbers, [first, last + 1])
            if start >= end or numbers[start] != first or not cells[start]:
                continue
            for i in range(start + 1, end):
                cells[i] = cells[i] or cells[start]
                if of is not None:
                    of[i] = of[start]
            where = f"{_letter(left)}{first}:{_letter(right)}{last}"
            found.faults.append(_fault(found, "merged_cells", first, names[position], range=where))
        columns[position], kinds[position] = pa.chunked_array([pa.array(cells, pa.string())]), of
