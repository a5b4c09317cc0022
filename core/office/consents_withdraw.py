"""Withdrawing a consent: what rests on it goes for good, in every version, and from what backups can open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from core.clock import local_day
from core.office import consents as consent
from core.office import filing
from core.office.consents import ID_NUMBERS, KINDS, MINORS, PRIVACY, VEHICLES, birth_of, is_minor, needed
from core.office.filing_plan import REGISTRIES
from core.office.information import ROOM
from core.store.backup import follow_erasure
from core.store.client_records import Row
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Made
from core.store.office_tables import consents
from core.store.removal import note_erased, note_gone, remove, scrub
from core.store.reveal import reason_of
from core.store.rows import Rows, select_rows
from core.store.single import write_rows
from core.store.tables import OFFICE_SCOPE, registry_tables
from core.store.writer import Answer, seconds
from core.texts import N_, Text

WITHDRAW = "consent.withdraw"


def withdraw(database: Database, room_no: str, kind: str, token: str, *, account_id: int, reason: str) -> int:
    """Withdraw a consent of a home, and take away what rests on it.

    ID numbers: the numbers go, the people stay. Children: their rows go. Vehicles: all of them go. The notice itself:
    the whole file goes. A waiting form that needs the consent is refused. The receipt and the consents stay.

    Args:
        database: Where.
        room_no: As the archive writes it.
        kind: Of `consents.KINDS`.
        token: Of this act; a second time does nothing.
        account_id: Who.
        reason: Goes into the audit log.

    Returns:
        How many rows went, former versions among them.

    Raises:
        Refused: No reason, or no such consent is given by this home.
    """
    if kind not in KINDS:
        raise ValueError(f"no such consent: {kind!r}")
    why = reason_of(reason)

    def act(connection: sa.Connection) -> Answer:
        _mark_withdrawn(database, connection, room_no, kind)
        made = Made("erasure", "office", account_id, reason=why, action=WITHDRAW)
        if kind == ID_NUMBERS:
            _without_id_numbers(database, connection, room_no, made)
        gone = list(_resting(database, connection, room_no, kind))
        note_erased(database, connection, gone)
        remove(connection, gone)
        note_gone(database, connection, made, gone)
        for filing_id in _waiting(database, connection, room_no, kind):
            filing.close(database, connection, filing_id, why, {"account_id": account_id, "batch_id": None})
        return {"rows": len(gone)}

    rows = int(database.submit(token, WITHDRAW, act)["rows"])
    follow_erasure(database)
    scrub(database)
    return rows


def _mark_withdrawn(database: Database, connection: sa.Connection, room_no: str, kind: str) -> None:
    mine = sa.and_(consents.c.room_no == room_no, consents.c.kind == kind)
    holds = sa.and_(mine, consents.c.given, consents.c.withdrawn_at.is_(None))
    done = connection.execute(consents.update().where(holds).values(withdrawn_at=seconds(database.clock())))
    if not done.rowcount:
        raise Refused(Text(N_("This home has not given this consent, or has withdrawn it already.")))


def _versions(database: Database, connection: sa.Connection, name: str, room_no: str, *, standing: bool) -> Rows:
    table = registry_tables[name]
    where = [table.c.scope == OFFICE_SCOPE, table.c[ROOM] == room_no]
    where += [table.c.ended_by.is_(None)] if standing else []
    return select_rows(connection, database.sealer, name, sa.and_(*where))


def _without_id_numbers(database: Database, connection: sa.Connection, room_no: str, made: Made) -> None:
    """Write the standing occupants anew without their numbers; what stood goes with the former versions.

    All of them at once: those of one name are told apart by their place among each other.
    """
    rows = _versions(database, connection, "occupants", room_no, standing=True)
    if rows.frame["id_number"].notna().any():
        frame = rows.frame.assign(id_number=rows.frame["id_number"].where(rows.frame["id_number"].isna()))
        write_rows(database, connection, made, {"occupants": frame}, ended={"occupants": rows.row_ids.tolist()})


def _resting(database: Database, connection: sa.Connection, room_no: str, kind: str) -> Iterator[Row]:
    """Rows that go: every version that holds what was agreed to."""
    names = {PRIVACY: REGISTRIES, VEHICLES: ("vehicles",), ID_NUMBERS: ("occupants",), MINORS: ("members", "occupants")}
    today = local_day(database.clock())
    for name in names[kind]:
        versions = _versions(database, connection, name, room_no, standing=False)
        for place, row_id in enumerate(versions.row_ids):
            if _rests(kind, versions.frame.iloc[place], today):
                yield name, OFFICE_SCOPE, int(row_id)


def _rests(kind: str, row: pd.Series[Any], today: date) -> bool:
    id_number = row.get("id_number")
    if kind == ID_NUMBERS:
        return isinstance(id_number, str)
    if kind == MINORS:
        born = row.get("birth_date")
        day = born.date() if isinstance(born, pd.Timestamp) else None
        return is_minor(day or (birth_of(id_number) if isinstance(id_number, str) else None), today)
    return True


def _waiting(database: Database, connection: sa.Connection, room_no: str, kind: str) -> list[int]:
    """Waiting forms of a home that need the consent."""
    today = local_day(database.clock())
    forms = {
        one.filing_id: filing.form_of(connection, database.sealer, one.filing_id)
        for one in filing.of_home(connection, room_no)
        if one.state == "waiting"
    }
    return [i for i, form in forms.items() if form and (kind == PRIVACY or kind in needed(form, today))]


def withdrawable(said: list[consent.Given]) -> list[str]:
    """Kinds of consent that a home has given and not withdrawn, in the order of `KINDS`."""
    holds = {one.kind for one in said if one.given and one.withdrawn_at is None}
    return [kind for kind in KINDS if kind in holds]
