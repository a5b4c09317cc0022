"""The archive: homes found, the file of one home, its history, and whom to call there in an emergency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import sqlalchemy as sa

from core.access.roles import Person, may
from core.office import completeness, consents, filing
from core.office.consents import Given
from core.office.filing import Filed
from core.office.filing_plan import REGISTRIES, known_room
from core.office.information import ROOM, flat, room
from core.registries.columns import Personal
from core.store import lookup
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.rows import Rows, select_rows
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, registry_tables
from core.texts import N_, Text

FIND, EMERGENCY = "archive.find", "archive.emergency"
By = Literal["room", "name", "phone", "plate"]
WAYS: Mapping[By, str] = {
    "room": N_("Room, or how it begins"),
    "name": N_("Name"),
    "phone": N_("Telephone, e-mail or QQ"),
    "plate": N_("Plate number"),
}
"""What the archive is searched by, with message ids."""
MOST = 200
REQUEST_COLUMNS = ("request_no", "submitted_at", "repair", "opinion", "category", "status", "satisfaction")


@dataclass(frozen=True, eq=False)
class HouseholdFile:
    """All that is kept of a home, personal values masked.

    Attributes:
        room_no: As the archive writes it.
        rows: Registry -> frame: row_id, store_id (blank), then its columns; a registry without rows is left out.
        requests: `REQUEST_COLUMNS` of its requests, newest first.
        consents: Newest first.
        filings: Information forms, newest first.
        missing: Parts that the file lacks (`completeness.PARTS`).
    """

    room_no: str
    rows: Mapping[str, pd.DataFrame]
    requests: pd.DataFrame
    consents: Sequence[Given]
    filings: Sequence[Filed]
    missing: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Reached:
    """Whom to call for a home, in full: name, relation, contact; and name, contact of its members who have one."""

    room_no: str
    contacts: pd.DataFrame
    members: pd.DataFrame


def search(database: Database, person: Person, by: By, value: str) -> list[str]:
    """Rooms of the homes that hold a value; the search is noted in the audit log without it.

    Args:
        database: Where; nothing is opened.
        person: Who asks; who may not look for people finds none.
        by: What the value is.
        value: As it was typed; the log gets its blind index, of a room a keyed digest.

    Returns:
        At most `MOST` rooms, sorted. A blank value finds none and is not noted.

    Raises:
        CannotWrite: The log could not be written; nothing is told.
    """
    if not may(person, "person.find", OFFICE_SCOPE) or not flat(value):
        return []
    marks = [database.sealer.digest(f"room:{room(value)}")] if by == "room" else database.sealer.indexes(by, value)
    if not marks:
        return []
    with database.read() as connection:
        found = _rooms_like(connection, value) if by == "room" else _holders(connection, database.sealer, by, value)
    detail = {"by": by, "found": len(found)}
    entry = Entry(FIND, "index:" + ",".join(m.hex() for m in marks), person.account_id, OFFICE_SCOPE, "", detail)

    def act(connection: sa.Connection) -> None:
        database.note(connection, entry)

    database.write(act)
    return found


def _rooms_like(connection: sa.Connection, value: str) -> list[str]:
    """Rooms that begin with a text, in any letter case."""
    found: set[str] = set()
    for name in REGISTRIES:
        table = registry_tables[name]
        begins = sa.func.upper(table.c[ROOM]).startswith(room(value), autoescape=True)
        asked = sa.select(table.c[ROOM]).distinct().where(table.c.ended_by.is_(None), begins)
        found |= set(connection.execute(asked.order_by(table.c[ROOM]).limit(MOST)).scalars())
    return sorted(found)[:MOST]


def _holders(connection: sa.Connection, sealer: Sealer, kind: Personal, value: str) -> list[str]:
    rows = lookup.find(connection, sealer, kind, value, [OFFICE_SCOPE])
    found: set[str] = set()
    for name in REGISTRIES:
        table, ids = registry_tables[name], {f.row_id for f in rows if f.registry == name}
        if ids:
            some = sorted(ids)[: lookup.AT_ONCE]
            found |= set(connection.execute(sa.select(table.c[ROOM]).where(table.c.row_id.in_(some))).scalars())
    return sorted(found)[:MOST]


def household(connection: sa.Connection, sealer: Sealer, room_no: str) -> HouseholdFile | None:
    """The file of a home; None where nothing at all is kept of it.

    Args:
        connection: To read with.
        sealer: Opens values, to be masked.
        room_no: In any letter case.
    """
    written = known_room(connection, room(room_no))
    found = [f for f in lookup.of_room(connection, written, [OFFICE_SCOPE]) if f.registry in REGISTRIES]
    rows = lookup.masked(connection, sealer, found)
    requests, filings = _requests(connection, sealer, written), filing.of_home(connection, written)
    if not rows and requests.empty and not filings:
        return None
    return HouseholdFile(
        written,
        rows,
        requests,
        consents.of_home(connection, written),
        filings,
        completeness.missing_of(connection, written),
    )


def _requests(connection: sa.Connection, sealer: Sealer, room_no: str) -> pd.DataFrame:
    rows = _standing(connection, sealer, "requests", room_no)
    newest = rows.frame.sort_values("submitted_at", ascending=False, kind="stable").head(MOST)
    return newest[list(REQUEST_COLUMNS)].reset_index(drop=True)


def _standing(connection: sa.Connection, sealer: Sealer, name: str, room_no: str) -> Rows:
    table = registry_tables[name]
    mine = sa.and_(table.c.scope == OFFICE_SCOPE, table.c.ended_by.is_(None), table.c[ROOM] == room_no)
    return select_rows(connection, sealer, name, mine)


def emergency(database: Database, person: Person, room_no: str, reason: str) -> Reached:
    """Whom to call for a home, in full, with one row in the audit log; both or neither.

    Args:
        database: Where.
        person: Who asks.
        room_no: Of which home, in any letter case.
        reason: Goes into the audit log; the page fills it in.

    Returns:
        Emergency contacts and members with a contact; a home without any gives frames without rows, noted as well.

    Raises:
        Refused: The person may not.
        CannotWrite: The log could not be written, so nothing is shown.
    """
    if not may(person, EMERGENCY, OFFICE_SCOPE):
        raise Refused(Text(N_("Only the property office may look up whom to call.")))

    def act(connection: sa.Connection) -> Reached:
        written = known_room(connection, room(room_no))
        contacts = _standing(connection, database.sealer, "emergency_contacts", written)
        members = _standing(connection, database.sealer, "members", written)
        reachable = members.frame["contact"].notna()
        detail = {
            "emergency_contacts": contacts.row_ids.tolist(),
            "members": members.row_ids[reachable.to_numpy(dtype=bool)].tolist(),
        }
        subject = "room:" + database.sealer.digest(f"room:{written}").hex()
        database.note(connection, Entry(EMERGENCY, subject, person.account_id, OFFICE_SCOPE, reason, detail))
        return Reached(
            written,
            contacts.frame[["name", "relation", "contact"]],
            members.frame.loc[reachable, ["name", "contact"]].reset_index(drop=True),
        )

    return database.write(act)
