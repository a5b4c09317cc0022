"""What is wrong with an information form, each fault at its field: from the same definitions as the spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.office.consents import ID_NUMBERS, MINORS, PRIVACY, VEHICLES, Consents, birth_of, needed
from core.office.information import (
    BLOCKS,
    LISTS,
    LONGEST,
    LONGEST_OTHER,
    Block,
    InformationForm,
    Row,
    flat,
    is_blank,
    kept,
    rows_of,
)
from core.registries.columns import Column
from core.registries.instants import parse_instant
from core.registries.raw import TEXT
from core.registries.values import read_cell
from core.texts import N_, Text

CONSENTS = "consents"
"""The block of the consents in a fault; its fields are the kinds."""
REQUIRED = N_("Fill this in.")
_BIRTH = N_("The birth date within the number does not exist. Check the digits.")
MESSAGES: dict[str, str] = {
    "not_choice": N_("Choose one from the list."),
    "not_contact": N_(
        "Write a landline, a mobile number, an e-mail address or a QQ number; several separated by / or 、."
    ),
    "id_number_length": N_("An ID number has 18 characters. Count them again."),
    "id_number_checksum": N_("The last character does not fit the others, so one of them is wrong. Check them."),
    "digits_lost": N_("The last character does not fit the others, so one of them is wrong. Check them."),
    "id_number_birth": _BIRTH,
    "plate_odd": N_("This does not look like a plate number such as 京A12345. Check it."),
    "cell_error": N_("This is no value. Write it again."),
    "digits_hidden": N_("This is no value. Write it again."),
    "year_range": N_("The year is not between 1900 and 2099. Check it."),
    "no_such_day": N_("The calendar has no such day. Check it."),
}
"""Code of a cell's fault -> message id; any other date is `_DATE`."""
_ACCEPTED = frozenset({"", "id_number_old", "number_mended", "number_fraction", "odd_choice"})
_DATE = N_("Write the date like 1970-05-01.")
_CONSENT = {
    ID_NUMBERS: N_("Agree below that ID numbers are kept, or leave this blank."),
    MINORS: N_("This is a child: a parent or guardian has to agree below, or leave the birth date or ID number blank."),
    VEHICLES: N_("Agree below that vehicles are kept, or leave them out."),
}


@dataclass(frozen=True)
class FieldFault:
    """One fault of a form.

    Attributes:
        block: Name of a block (`information.BLOCKS`), or `CONSENTS`.
        row: Row within the block as typed, from 0; blank rows count.
        field: Column, or kind of consent; "" for the block as a whole.
        text: What is wrong and what to do; never the value itself.
    """

    block: str
    row: int
    field: str
    text: Text


def check(form: InformationForm, today: date, consents: Consents | None = None) -> list[FieldFault]:
    """Everything that is wrong with a form.

    Args:
        form: As typed.
        today: No date may be after it.
        consents: What was agreed to; None leaves consents unchecked.

    Returns:
        Faults by block, row and field in the order of the form, consents last; a good form has none.
    """
    found = [fault for block in BLOCKS for fault in _of_block(form, block, today)]
    if consents is not None:
        found += _of_consents(form, today, consents)
    order = {block.name: place for place, block in enumerate(BLOCKS)}
    return sorted(found, key=lambda f: (order.get(f.block, len(order)), f.row))


def check_row(block: Block, row: Row, today: date) -> list[FieldFault]:
    """What is wrong with one row by itself, as row 0 of its block."""
    return list(_of_row(block, 0, row, today))


def _of_block(form: InformationForm, block: Block, today: date) -> Iterator[FieldFault]:
    rows = [(i, row) for i, row in enumerate(rows_of(form, block)) if block.name == "home" or not is_blank(row)]
    if len(rows) > block.most:
        text = Text(N_("At most {most} rows. Tell the office about the others."), {"most": block.most})
        yield FieldFault(block.name, rows[block.most][0], "", text)
        rows = rows[: block.most]
    for i, row in rows:
        yield from _of_row(block, i, row, today)
    if block in LISTS:
        yield from _twice(block, rows)
    if block.name == "members":
        yield from _reachable(form)


def _of_row(block: Block, place: int, row: Row, today: date) -> Iterator[FieldFault]:
    for column in block.columns:
        wrong = fault_of(column, getattr(row, column.name), today)
        if wrong is not None:
            yield FieldFault(block.name, place, column.name, wrong)
    id_number = kept(_column(block, "id_number"), getattr(row, "id_number", "")) if hasattr(row, "id_number") else ""
    if id_number and not gender_fits(id_number, kept(_column(block, "gender"), getattr(row, "gender", ""))):
        text = Text(N_("This number does not go with the gender: one of the two is wrong."))
        yield FieldFault(block.name, place, "id_number", text)


def _column(block: Block, name: str) -> Column:
    return next(c for c in block.columns if c.name == name)


def fault_of(column: Column, text: str, today: date) -> Text | None:
    """What is wrong with one value; None for a good one."""
    said = flat(text)
    if not said:
        is_due = column.required and column.name != "collected_on"
        return Text(REQUIRED) if is_due else None
    most = LONGEST.get(column.name, LONGEST_OTHER)
    if len(said) > most:
        return Text(N_("At most {most} characters."), {"most": most})
    if column.kind == "date":
        return _fault_of_day(said, today)
    code = read_cell(column, said, TEXT).code
    if code not in _ACCEPTED:
        return Text(MESSAGES[code])
    born = birth_of(said) if column.kind == "id_number" else None
    if column.kind == "id_number" and (born is None or born > today):
        return Text(_BIRTH)
    return None


def _fault_of_day(said: str, today: date) -> Text | None:
    read = parse_instant(said)
    if read.day is None:
        return Text(MESSAGES.get(read.code, _DATE))
    return Text(N_("This day is still to come. Check it.")) if read.day > today else None


def gender_fits(id_number: str, gender: str) -> bool:
    """Whether a gender code goes with a good ID number; true where either cannot be told."""
    at = {18: 16, 15: 14}.get(len(id_number))
    if at is None or gender not in ("male", "female") or not id_number[at].isdecimal():
        return True
    return (int(id_number[at]) % 2 == 1) == (gender == "male")


def _twice(block: Block, rows: list[tuple[int, Row]]) -> Iterator[FieldFault]:
    """Rows that stand twice: the registry tells them by this column."""
    by = block.columns[0]
    seen: set[str] = set()
    for i, row in rows:
        said = kept(by, getattr(row, by.name)).casefold()
        if said and said in seen:
            yield FieldFault(block.name, i, by.name, Text(N_("This stands here twice. Take one of the rows out.")))
        seen.add(said)


def _reachable(form: InformationForm) -> Iterator[FieldFault]:
    filled = [(i, m) for i, m in enumerate(form.members) if not is_blank(m)]
    if not filled:
        yield FieldFault("members", 0, "name", Text(N_("Write down at least one person of the home.")))
    elif not any(flat(m.contact) for _i, m in filled):
        text = Text(N_("At least one person of the home needs a contact, so that the office can ask back."))
        yield FieldFault("members", filled[0][0], "contact", text)


def _of_consents(form: InformationForm, today: date, consents: Consents) -> Iterator[FieldFault]:
    for kind, places in needed(form, today).items():
        if kind not in consents.given:
            for block, row, name in places:
                yield FieldFault(block, row, name, Text(_CONSENT[kind]))
    if PRIVACY not in consents.given:
        yield FieldFault(CONSENTS, 0, PRIVACY, Text(N_("Without this the form cannot be taken in.")))
