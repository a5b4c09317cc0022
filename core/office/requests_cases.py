"""A request as it stands: its registry row and its case, read together and written together.

The row in the registry `requests` is what a spreadsheet holds of a request; every change of it is a version of its own,
as with an upload. The case says what the work list goes by, and is brought in step with the row in the same act.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.clock import local
from core.office import categories, numbers
from core.office.requests_handlers import handler_number
from core.office.work_settings import WorkSettings, work_settings
from core.office.worktime import due_at
from core.registries.definitions import registry
from core.store.batches import Made
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import request_cases
from core.store.seals import Sealer
from core.store.single import One, write_one
from core.store.tables import OFFICE_SCOPE, open_columns, registry_tables, seals
from core.store.together import Together
from core.store.writer import seconds
from core.texts import N_, Text

REQUESTS = registry("requests")
ROWS = registry_tables["requests"]
NO_HANDLER, IN_WORK, CALL_BACK, HELD, SETTLED, GONE = range(6)
"""Parts of the work list, `turn` of a case: to be given out, being done, done and not called back, taken in during a
flood, settled, no longer in the registry."""
_OPEN = [c.name for c in open_columns(REQUESTS)]
_CASE, _SECRET = request_cases.insert(), seals.insert()
_BETWEEN = re.compile(r"[\s\-‐-―/,.;:#棟栋幢座樓楼號号]+")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """A request as it stands.

    Attributes:
        row_id: Number of the standing row.
        row: Its values by column; instants are office time, missing is None.
        case: The columns of `request_cases` but `sealed`.
        kept: What the case keeps sealed: preferred, rating_reason.
    """

    row_id: int
    row: Values
    case: Values
    kept: Mapping[str, str]

    @property
    def request_no(self) -> str:
        """Its number."""
        return str(self.row["request_no"])

    @property
    def status(self) -> str:
        """new, assigned, done or closed."""
        return str(self.case["status"])


def standing_row(connection: sa.Connection, sealer: Sealer, request_no: str) -> tuple[int, dict[str, Any]] | None:
    """Number and values of the standing row of a request; None where there is none."""
    joined = ROWS.outerjoin(seals, sa.and_(seals.c.row_of == "requests", seals.c.row_id == ROWS.c.row_id))
    asked = sa.select(ROWS, seals.c.secret).select_from(joined)
    here = asked.where(ROWS.c.request_no == request_no, ROWS.c.scope == OFFICE_SCOPE, ROWS.c.ended_by.is_(None))
    found = connection.execute(here).first()
    return None if found is None else (found.row_id, opened_row(sealer, found))


def known_number(connection: sa.Connection, typed: str) -> str:
    """The number of a standing request as it is kept, however somebody typed it; as typed where there is none."""
    either = (typed.strip(), numbers.written(typed))
    here = sa.and_(ROWS.c.request_no.in_(either), ROWS.c.scope == OFFICE_SCOPE, ROWS.c.ended_by.is_(None))
    found = set(connection.execute(sa.select(ROWS.c.request_no).where(here)).scalars())
    return either[0] if either[0] in found else either[1]


def opened_row(sealer: Sealer, found: sa.Row[Any]) -> dict[str, Any]:
    """The values of a row of the table `requests` selected with its secret, by column; missing is None."""
    hidden = sealer.open("requests", found.row_id, found.sealed, found.secret)
    return {c.name: getattr(found, c.name) if c.name in _OPEN else hidden.get(c.name) for c in REQUESTS.columns}


def standing(database: Database, connection: sa.Connection, request_no: str) -> Standing:
    """A request to be changed, its case in step with its row; inside an act.

    Raises:
        Refused: There is no such request.
    """
    found = standing_row(connection, database.sealer, request_no)
    if found is None:
        raise Refused(Text(N_("There is no request {number} any more."), {"number": request_no}))
    row_id, row = found
    case = case_of(connection, database.sealer, request_no)
    if case is None:
        case = open_case(database, connection, row_id, row)
    elif case[0]["row_id"] != row_id:
        case = follow_row(database, connection, Standing(row_id, row, *case))
    return Standing(row_id, row, *case)


def case_of(
    connection: sa.Connection, sealer: Sealer, request_no: str
) -> tuple[dict[str, Any], Mapping[str, str]] | None:
    """The columns of a case but `sealed`, and what that keeps; None where the row has no case yet."""
    on = sa.and_(seals.c.row_of == "request_cases", seals.c.row_id == request_cases.c.case_id)
    asked = sa.select(request_cases, seals.c.secret).select_from(request_cases.outerjoin(seals, on))
    found = connection.execute(asked.where(request_cases.c.request_no == request_no)).first()
    if found is None:
        return None
    kept = sealer.open("request_cases", found.case_id, found.sealed, found.secret)
    return {c.name: getattr(found, c.name) for c in request_cases.c if c.name != "sealed"}, kept


def open_case(
    database: Database,
    connection: sa.Connection,
    row_id: int,
    row: Values,
    settings: WorkSettings | None = None,
    *,
    preferred: str = "",
    held: bool = False,
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Make the case of a row that has none; inside an act.

    Args:
        database: Where.
        connection: The writer's.
        row_id: Number of the standing row.
        row: Its values.
        settings: Categories and working time; None to read them.
        preferred: When the person would like somebody to come.
        held: Taken in during a flood.
    """
    together = Together(connection)
    case = new_case(row_id, row, _handler(database, connection, row), settings or work_settings(connection), held=held)
    found = add_case(database, together, numbered(connection, 1), case, preferred=preferred)
    together.run()
    return found


def add_case(
    database: Database, together: Together, case_id: int, case: Values, *, preferred: str = ""
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Gather a case of `new_case` with its number; the case, and what it keeps sealed."""
    kept = {"preferred": preferred} if preferred else {}
    blob, secret = database.sealer.seal("request_cases", case_id, kept)
    numbered_case = {**case, "case_id": case_id, "made_at": seconds(database.clock())}
    together.add(_CASE, {**numbered_case, "sealed": blob})
    if secret:
        together.add(_SECRET, {"row_of": "request_cases", "row_id": case_id, "secret": secret})
    return numbered_case, kept


def new_case(
    row_id: int, row: Values, handler_id: int | None, settings: WorkSettings, *, held: bool = False
) -> dict[str, Any]:
    """The columns of a case that was not there yet, but its number, when it was made, and `sealed`."""
    case: dict[str, Any] = {c.name: None for c in request_cases.c if c.name != "sealed"}
    case |= {"held": held, "reopened": 0, **_of_row(row_id, row, handler_id), **_category_of(row, settings)}
    case["due_from"] = row["submitted_at"]
    case["due_at"] = due_at(settings.work, case["due_from"], settings.due_hours(case["category"]))
    return case | {"turn": turn(case)}


def _category_of(row: Values, settings: WorkSettings) -> dict[str, Any]:
    """What an upload says of its category was said by a person; else the text suggests one."""
    if row["category"]:
        return {"category": categories.code_of(row["category"], settings.categories), "category_confirmed": True}
    return {"category": settings.suggestion(row["repair"], row["opinion"]).code, "category_confirmed": False}


def follow_row(
    database: Database, connection: sa.Connection, was: Standing
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Bring a case in step with a row that an upload, a correction or an undo changed; inside an act."""
    settings = work_settings(connection)
    values = _of_row(was.row_id, was.row, _handler(database, connection, was.row))
    if was.row["category"]:
        values |= _category_of(was.row, settings)
    values["due_from"] = was.case["due_from"] if was.case["reopened"] else was.row["submitted_at"]
    return save_case(database, connection, was, values, settings)


def _handler(database: Database, connection: sa.Connection, row: Values) -> int | None:
    return handler_number(database, connection, row["assigned_to"]) if row["assigned_to"] else None


def _of_row(row_id: int, row: Values, handler_id: int | None) -> dict[str, Any]:
    """The columns of a case that say the same as the registry row."""
    room = row["room_no"]
    return {
        "request_no": row["request_no"],
        "row_id": row_id,
        "status": status_of(row),
        "source": row["source"] or "upload",
        "submitted_at": row["submitted_at"],
        "done_at": row["done_at"],
        "called_back_at": row["called_back_at"],
        "room_no": room,
        "building": building_of(room) if room else None,
        "handler_id": handler_id,
    }


def status_of(row: Values) -> str:
    """The status of a row; one that a spreadsheet left blank, or at the beginning, is told from what else it says."""
    if row["status"] and not (row["status"] == "new" and row["assigned_to"]):
        return str(row["status"])
    if row["called_back_at"]:
        return "closed"
    if row["done_at"]:
        return "done"
    return "assigned" if row["assigned_to"] else "new"


def turn(case: Values) -> int:
    """The part of the work list that a case stands in."""
    if case["status"] == "closed" or case["merged_into"]:
        return SETTLED
    if case["status"] == "done":
        return SETTLED if case["called_back_at"] or case["confirmed_at"] else CALL_BACK
    if case["held"]:
        return HELD
    return IN_WORK if case["handler_id"] else NO_HANDLER


def save_case(  # noqa: PLR0917 (a case and what of it changes)
    database: Database,
    connection: sa.Connection,
    was: Standing,
    values: Values,
    settings: WorkSettings | None = None,
    kept: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Write some columns of a case; its due time and its part of the list follow; inside an act.

    Args:
        database: Where.
        connection: The writer's.
        was: The request before.
        values: Columns that change.
        settings: Categories and working time; None to read them where the due time may move.
        kept: What the case keeps sealed from now on; None leaves it.
    """
    case = {**was.case, **values}
    if (case["category"], case["due_from"]) != (was.case["category"], was.case["due_from"]):
        settings = settings or work_settings(connection)
        case["due_at"] = due_at(settings.work, case["due_from"], settings.due_hours(case["category"]))
    case["turn"] = turn(case)
    written: dict[str, Any] = {n: v for n, v in case.items() if v != was.case[n]}
    number = case["case_id"]
    if kept is not None and kept != was.kept:
        blob, secret = database.sealer.seal("request_cases", number, kept)
        written["sealed"] = blob
        own = sa.and_(seals.c.row_of == "request_cases", seals.c.row_id == number)
        connection.execute(seals.delete().where(own))
        if secret:
            connection.execute(seals.insert().values(row_of="request_cases", row_id=number, secret=secret))
    if written:
        connection.execute(request_cases.update().where(request_cases.c.case_id == number).values(**written))
    return case, was.kept if kept is None else kept


def save_row(
    database: Database, connection: sa.Connection, made: Made, was: Standing, values: Values
) -> tuple[Standing, int | None]:
    """Write some columns of a registry row as a new version, and bring its case in step; inside an act.

    Args:
        database: Where.
        connection: The writer's.
        made: What the batch and the audit log say of it.
        was: The request before.
        values: Columns that change.

    Returns:
        The request after, and the batch; None where nothing of the row changed.
    """
    row = {**was.row, **values}
    if row == was.row:
        return was, None
    row_id, batch_id = write_row(database, connection, made, row)
    after = replace(was, row_id=row_id, row=row)
    case, kept = save_case(database, connection, after, _of_row(row_id, row, _handler(database, connection, row)))
    return replace(after, case=case, kept=kept), batch_id


def write_row(database: Database, connection: sa.Connection, made: Made, row: Values) -> tuple[int, int]:
    """Write a registry row as a batch of its own; inside an act. The number of the row, and of the batch."""
    together = Together(connection)
    found = write_one(database, together, made, One("requests", row))
    together.run()
    return found


def office_now(database: Database) -> datetime:
    """The instant as the office's clock shows it, to the second."""
    return local(seconds(database.clock()))


def building_of(room_no: str) -> str | None:
    """The building of a room as the estate writes it: "3-2-501" and "3棟2單元501" give "3"; None where none is told."""
    text = unicodedata.normalize("NFKC", room_no).strip().upper()
    parts = [part for part in _BETWEEN.split(text) if part]
    return parts[0] if len(parts) > 1 else None
