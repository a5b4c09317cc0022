"""Chosen damage to clean CSV files: what clerks, spreadsheets and transfers do to a registry."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.registries.definitions import registry
from core.texts import N_, Text

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Planted:
    """One piece of damage.

    Attributes:
        kind: Which, a key of `KINDS`.
        file: Name of the file.
        row: Row as a spreadsheet numbers it; 1 for damage to the header or the whole file.
        column: English column name, "" for a whole row or file.
        before, after: The cell, where it is one cell.
    """

    kind: str
    file: str
    row: int
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class _File:
    """A registry's file while it is damaged."""

    name: str
    rows: Rows
    encoding: str = "utf-8"
    delimiter: str = ","

    def column(self, name: str) -> int:
        return self.rows[0].index(name)

    def filled(self, name: str, fits: Callable[[str], bool] = bool) -> list[int]:
        at = self.column(name)
        return [i for i, row in enumerate(self.rows) if i and fits(row[at])]


Spoil = Callable[[_File, random.Random, str], Planted]


def damage(folder: Path, seed: int, kinds: Sequence[str]) -> list[Planted]:
    """Damage clean CSV files where they lie.

    Args:
        folder: Files as `write_csv` makes them.
        seed: The same seed damages the same places.
        kinds: Keys of `KINDS`, applied in this order; one may come more than once.

    Returns:
        What was planted, one entry a kind. Rows are numbered as the files stand at the end only where no later kind
        adds a row above.

    Raises:
        ValueError: A kind is unknown.
        LookupError: A file has nothing that could be damaged so.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise ValueError(f"unknown damage {', '.join(unknown)}; known: {', '.join(KINDS)}")
    files: dict[str, _File] = {}
    planted = []
    for number, kind in enumerate(kinds):
        what = KINDS[kind]
        if what.file not in files:
            files[what.file] = _File(f"{what.file}.csv", _read(folder / f"{what.file}.csv"))
        planted.append(what.spoil(files[what.file], random.Random(f"{seed} {number} {kind}"), kind))  # noqa: S311 - not for secrets
    for name, file in files.items():
        _write(folder / f"{name}.csv", file)
    return planted


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def _write(path: Path, file: _File) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=file.delimiter, lineterminator="\n").writerows(file.rows)
    path.write_bytes(text.getvalue().encode(file.encoding))


def _cell(column: str, change: Callable[[str], str], fits: Callable[[str], bool] = bool) -> Spoil:
    """Damage one filled cell of a column."""

    def spoil(file: _File, chance: random.Random, kind: str) -> Planted:
        row, at = chance.choice(_some(file.filled(column, fits), kind)), file.column(column)
        before = file.rows[row][at]
        file.rows[row][at] = change(before)
        return Planted(kind, file.name, row + 1, column, before, file.rows[row][at])

    return spoil


def _row(change: Callable[[list[str], random.Random], list[str]]) -> Spoil:
    """Damage one row as a whole."""

    def spoil(file: _File, chance: random.Random, kind: str) -> Planted:
        row = chance.choice(_some(list(range(1, len(file.rows))), kind))
        file.rows[row] = change(file.rows[row], chance)
        return Planted(kind, file.name, row + 1)

    return spoil


def _some(places: list[int], kind: str) -> list[int]:
    if not places:
        raise LookupError(f"nothing to damage with {kind}")
    return places


def _header(column: str, change: Callable[[str], str]) -> Spoil:
    def spoil(file: _File, _chance: random.Random, kind: str) -> Planted:
        at = file.column(column)
        file.rows[0][at] = change(column)
        return Planted(kind, file.name, 1, column, column, file.rows[0][at])

    return spoil


def _recoded(encoding: str = "utf-8", delimiter: str = ",") -> Spoil:
    def spoil(file: _File, _chance: random.Random, kind: str) -> Planted:
        file.encoding, file.delimiter = encoding, delimiter
        return Planted(kind, file.name, 1)

    return spoil


def _without(column: str) -> Spoil:
    def spoil(file: _File, _chance: random.Random, kind: str) -> Planted:
        at = file.column(column)
        for row in file.rows:
            del row[at]
        return Planted(kind, file.name, 1, column, column)

    return spoil


def _twice(file: _File, chance: random.Random, kind: str) -> Planted:
    """A row entered twice: the copy stands last."""
    row = chance.choice(_some(list(range(1, len(file.rows))), kind))
    file.rows.append(list(file.rows[row]))
    return Planted(kind, file.name, len(file.rows), registry(file.name.removesuffix(".csv")).columns[0].name)


def _overlap(file: _File, chance: random.Random, kind: str) -> Planted:
    """A person who signs in again before signing out: the second row stands last."""
    row = file.rows[chance.choice(_some(file.filled("signed_out_at"), kind))]
    again = list(row)
    again[file.column("signed_in_at")] = f"{row[file.column('signed_in_at')][:11]}11:00:00"
    again[file.column("signed_out_at")] = f"{row[file.column('signed_in_at')][:11]}11:30:00"
    file.rows.append(again)
    return Planted(kind, file.name, len(file.rows), "signed_in_at")


def _title(file: _File, _chance: random.Random, kind: str) -> Planted:
    file.rows.insert(0, ["2024年3月登記表"])
    return Planted(kind, file.name, 1)


def _total(file: _File, _chance: random.Random, kind: str) -> Planted:
    file.rows.append(["合計", *[""] * (len(file.rows[0]) - 2), str(len(file.rows) - 1)])
    return Planted(kind, file.name, len(file.rows))


def _serial(text: str) -> str:
    """An instant as Excel counts it, in days since 1900."""
    return f"{(datetime.fromisoformat(text) - datetime(1899, 12, 30)).total_seconds() / 86400:.6f}"


def _is_mobile(text: str) -> bool:
    return len(text) == 11 and text.startswith("1")


def _has_zero(text: str) -> bool:
    return text.startswith("0") and text.isdecimal()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage: the registry whose file it befalls, how, and what it is."""

    file: str
    spoil: Spoil
    meaning: Text


def _kind(file: str, spoil: Spoil, meaning: str) -> Kind:
    return Kind(file, spoil, Text(meaning))


KINDS: dict[str, Kind] = {
    "lost_zero": _kind("clients", _cell("phone", lambda v: v[1:], _has_zero), N_("a landline loses its leading zero")),
    "float_phone": _kind(
        "clients", _cell("phone", lambda v: f"{v}.0", _is_mobile), N_("a phone becomes a decimal number")
    ),
    "exponent_phone": _kind(
        "clients", _cell("phone", lambda v: f"{int(v):.4E}", _is_mobile), N_("a phone loses digits to 1.3800E+10")
    ),
    "shifted_row": _kind(
        "visits", _row(lambda r, _: ["", *r[:-1]]), N_("the cells of a row move one column to the right")
    ),
    "short_row": _kind("visits", _row(lambda r, _: r[:6]), N_("a row ends early")),
    "long_row": _kind("visits", _row(lambda r, _: [*r, "?"]), N_("a row has a cell too many")),
    "wrong_date": _kind(
        "visits", _cell("arrived_at", lambda v: f"2024-02-30{v[10:]}"), N_("a date that no calendar has")
    ),
    "month_and_day": _kind(
        "visits",
        _cell("arrived_at", lambda v: f"{v[5:7]}/{v[8:10]}/{v[:4]}{v[10:]}"),
        N_("a date written month first"),
    ),
    "serial_date": _kind("visits", _cell("arrived_at", _serial), N_("an instant as the number Excel keeps")),
    "end_before_start": _kind(
        "visits", _cell("left_at", lambda v: f"{v[:11]}00:00:00"), N_("a visit ends before it begins")
    ),
    "unknown_staff": _kind("visits", _cell("received_by", lambda _: "Z99"), N_("a salesperson nobody knows")),
    "unknown_client": _kind("visits", _cell("client_id", lambda _: "C99999999"), N_("a client nobody registered")),
    "blank_required": _kind("visits", _cell("client_id", lambda _: ""), N_("a required cell is blank")),
    "unknown_choice": _kind("visits", _cell("source", lambda _: "?"), N_("a source that is none of the choices")),
    "unknown_answer": _kind("visits", _cell("asked_prior", lambda _: "maybe"), N_("neither yes nor no")),
    "wrong_money": _kind("deals", _cell("amount", lambda v: f"{v}.125"), N_("money with three decimals")),
    "negative_money": _kind("deals", _cell("amount", lambda v: f"-{v}"), N_("a negative amount")),
    "duplicate_row": _kind("clients", _twice, N_("a client is entered twice under one number")),
    "overlap": _kind("attendance", _overlap, N_("somebody signs in again without having signed out")),
    "duplicate_header": _kind("visits", _header("greeted_at", lambda _: "left_at"), N_("two columns have one header")),
    "odd_header": _kind("visits", _header("client_id", lambda _: " 客户 編號"), N_("a header written another way")),
    "missing_column": _kind("visits", _without("arrived_at"), N_("a required column is missing")),
    "title_line": _kind("visits", _title, N_("a title line stands above the header")),
    "total_line": _kind("visits", _total, N_("a line with the total stands below")),
    "big5": _kind("clients", _recoded("big5hkscs"), N_("the file is in Big5")),
    "gb18030": _kind("clients", _recoded("gb18030"), N_("the file is in GB18030")),
    "utf16": _kind("clients", _recoded("utf-16"), N_("the file is in UTF-16")),
    "semicolons": _kind("clients", _recoded(delimiter=";"), N_("semicolons stand between the cells")),
}
"""Every kind of damage. Some are errors, some only warnings, some change nothing: `check` tells which."""
