"""Corrections of the file of a home, one row at a time, with a reason and with history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from core.clock import local_day
from core.office import consents
from core.office.consents import ID_NUMBERS, MINORS, VEHICLES, Given, birth_of, is_minor
from core.office.information import BLOCKS, LISTS, ROOM, Block, kept, typed_rows
from core.office.information_check import fault_of, gender_fits
from core.registries.definitions import registry
from core.registries.instants import parse_instant
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Made
from core.store.reveal import reason_of
from core.store.row_values import TEXT, written
from core.store.rows import select_rows
from core.store.single import write_rows
from core.store.tables import OFFICE_SCOPE, registry_tables
from core.texts import N_, Text

CORRECT = "household.correct"
Values = Mapping[str, str]
"""Column -> text as typed; a column that is not given stays, a blank one is emptied."""


@dataclass(frozen=True, slots=True)
class ColumnName(Text):
    """What a reader calls a column of a registry; `msgid` is its English name."""

    registry: str = ""

    def say(self, language: str) -> str:
        """The label of the column in a language."""
        return registry(self.registry).column(self.msgid).label(language)


def block_of(name: str) -> Block:
    """The block of the form that goes into a registry.

    Raises:
        KeyError: No block does.
    """
    found = {block.registry: block for block in BLOCKS}
    return found[name]


def wrong(name: str, values: Values, today: date) -> dict[str, Text]:
    """What is wrong with values of a row: column -> what and what to do; none for good ones."""
    columns = {c.name: c for c in block_of(name).columns}
    found = {n: fault_of(columns[n], text, today) for n, text in values.items()}
    return {n: text for n, text in found.items() if text is not None}


def correct(
    database: Database, name: str, row_id: int, values: Values, token: str, *, account_id: int, reason: str
) -> int:
    """Change values of one row.

    Args:
        database: Where.
        name: Registry of the row.
        row_id: Its number; it must stand.
        values: What changes; the room does not.
        token: Of this correction; a second time does nothing.
        account_id: Who.
        reason: Why; goes into the audit log.

    Returns:
        The batch.

    Raises:
        Refused: No reason, nothing changes, a value is wrong or nobody agreed to it, or the row no longer stands.
    """
    why, today = reason_of(reason), local_day(database.clock())
    _refuse_wrong(name, values, today)

    def act(connection: sa.Connection) -> dict[str, int]:
        before = _row(connection, database, name, row_id)
        after = {**before, **_kept(name, values)}
        _refuse_row(connection, name, before, after, today)
        tables = {name: typed_rows(name, [after])}
        made = Made("correction", "office", account_id, reason=why, action=CORRECT)
        done = write_rows(database, connection, made, tables, ended={name: [row_id]}, only_new=True)
        return {"batch_id": done.batch_id}

    return int(database.submit(token, CORRECT, act)["batch_id"])


def add(
    database: Database, name: str, room_no: str, values: Values, token: str, *, account_id: int, reason: str
) -> int:
    """Write one more row into the file of a home; arguments and faults as of `correct`.

    Raises:
        Refused: Also where such a row stands already.
    """
    why, today = reason_of(reason), local_day(database.clock())
    required = {c.name: "" for c in block_of(name).columns if c.required}
    _refuse_wrong(name, {**required, **values}, today)

    def act(connection: sa.Connection) -> dict[str, int]:
        after = {ROOM: room_no, **_kept(name, values)}
        _refuse_row(connection, name, {ROOM: room_no}, after, today)
        made = Made("correction", "office", account_id, reason=why, action=CORRECT)
        done = write_rows(database, connection, made, {name: typed_rows(name, [after])}, only_new=True)
        return {"batch_id": done.batch_id}

    return int(database.submit(token, CORRECT, act)["batch_id"])


def take_out(database: Database, name: str, row_id: int, token: str, *, account_id: int, reason: str) -> int:
    """Take one row out of the file of a home; it stays in the history. Arguments as of `correct`.

    Raises:
        Refused: No reason, the row is the home itself, or it no longer stands.
    """
    why = reason_of(reason)
    if block_of(name) not in LISTS:
        raise Refused(Text(N_("The home itself stays as long as somebody is in its file.")))

    def act(connection: sa.Connection) -> dict[str, int]:
        _row(connection, database, name, row_id)
        made = Made("correction", "office", account_id, reason=why, action=CORRECT)
        return {"batch_id": write_rows(database, connection, made, {}, ended={name: [row_id]}).batch_id}

    return int(database.submit(token, CORRECT, act)["batch_id"])


def _kept(name: str, values: Values) -> dict[str, str]:
    columns = {c.name: c for c in block_of(name).columns if c.name != ROOM}
    return {n: kept(columns[n], text) for n, text in values.items()}


def _row(connection: sa.Connection, database: Database, name: str, row_id: int) -> dict[str, str]:
    """The values of a standing row as texts; those that are missing are left out."""
    table = registry_tables[name]
    mine = sa.and_(table.c.row_id == row_id, table.c.scope == OFFICE_SCOPE, table.c.ended_by.is_(None))
    frame = select_rows(connection, database.sealer, name, mine).frame
    if frame.empty:
        raise Refused(Text(N_("This row was changed or taken out meanwhile. Look at the file again.")))
    said = {c.name: written(c, frame[c.name]).cast(TEXT)[0].as_py() for c in registry(name).columns}
    return {n: str(value) for n, value in said.items() if value is not None}


def _refuse_wrong(name: str, values: Values, today: date) -> None:
    for column, text in wrong(name, values, today).items():
        raise Refused(Text(N_("{column}: {why}"), {"column": ColumnName(column, registry=name), "why": text}))


def _refuse_row(connection: sa.Connection, name: str, before: Values, after: Values, today: date) -> None:
    """What is wrong with a row as a whole."""
    if {n: v for n, v in before.items() if v} == {n: v for n, v in after.items() if v}:
        raise Refused(Text(N_("Nothing changes: these values stand already.")))
    if not gender_fits(after.get("id_number", ""), after.get("gender", "")):
        raise Refused(Text(N_("The ID number does not go with the gender: one of the two is wrong.")))
    lacking = _needed(name, before, after, today) - _agreed(consents.of_home(connection, after[ROOM]))
    if lacking:
        raise Refused(Text(N_("This home did not agree that this is kept, or has withdrawn it. Ask for it first.")))


def _needed(name: str, before: Values, after: Values, today: date) -> set[str]:
    """Kinds of consent that new values of a row need."""
    new = {n: v for n, v in after.items() if v and before.get(n) != v}
    kinds = {ID_NUMBERS} if "id_number" in new else set()
    if name == "vehicles" and "plate_no" in new:
        kinds.add(VEHICLES)
    born = parse_instant(new["birth_date"]).day if "birth_date" in new else birth_of(new.get("id_number", ""))
    return kinds | ({MINORS} if is_minor(born, today) else set())


def _agreed(said: list[Given]) -> set[str]:
    """Kinds that a home agreed to the last time it was asked, or was never asked for: its file came on paper."""
    last: dict[str, Given] = {}
    for one in said:
        last.setdefault(one.kind, one)
    return {kind for kind in consents.KINDS if kind not in last or (last[kind].given and not last[kind].withdrawn_at)}
