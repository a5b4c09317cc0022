"""Handing in an information form: a receipt, and the rows; a later form of a home waits for the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from core.clock import local_day
from core.office import consents as consent
from core.office import drafts, filing_plan, numbers
from core.office.consents import Consents
from core.office.filing_plan import Plan
from core.office.information import InformationForm, from_json, tables_of, tidy, to_json
from core.office.information_check import check
from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Made
from core.store.office_tables import filings
from core.store.reveal import reason_of
from core.store.seals import Sealer
from core.store.single import write_rows
from core.store.tables import OFFICE_SCOPE, seals
from core.store.writer import Answer, seconds
from core.texts import N_, Text

Source = Literal["form", "desk"]
Bound = Callable[[sa.Connection], Literal["ok", "held"]]
"""Counts a form within its act, and says whether it is taken in as usual or held; raises `Refused` for too many."""
FILE, CONFIRM = "household.file", "household.confirm"


@dataclass(frozen=True)
class Filing:
    """What became of a form: its receipt, and whether it was taken over (applied) or waits for the office (waiting)."""

    filing_id: int
    receipt_no: str
    state: str


@dataclass(frozen=True)
class Filed:
    """A form in the list of a home or of those that wait; nothing personal."""

    filing_id: int
    receipt_no: str
    room_no: str
    made_at: datetime
    source: str
    state: str
    decided_at: datetime | None
    account_id: int | None


def file(
    database: Database,
    form: InformationForm,
    consents: Consents,
    token: str,
    *,
    source: Source = "form",
    account_id: int | None = None,
    bound: Bound | None = None,
    draft: str = "",
) -> Filing:
    """Take in a form, once for a token.

    The first form of a home makes its file; a later one, and one taken in during a flood, waits for the office.

    Args:
        database: Where.
        form: As typed.
        consents: What was agreed to.
        token: Unguessable, of this form; the same one again gives the same receipt and keeps nothing twice.
        source: form, or desk where somebody of the office typed a paper in.
        account_id: Who typed it in at the desk; None for a resident.
        bound: Counts the form within the act; one that it holds waits even though it is the first of its home.
        draft: Token of the draft, which goes; blank for none.

    Raises:
        Refused: The form has faults (`information_check.check`, to be asked before), or `bound` said that there are
            too many; nothing is kept and nothing counted.
    """
    today = local_day(database.clock())
    if check(form, today, consents):
        raise Refused(Text(N_("The form has faults. Nothing was kept; look at the marked fields.")))
    clean = tidy(form, today)

    def act(connection: sa.Connection) -> Answer:
        held = bound is not None and bound(connection) == "held"
        at = seconds(database.clock())
        room_no = filing_plan.known_room(connection, clean.home.room_no)
        mine = filing_plan.in_room(clean, room_no)
        filing_id, receipt_no = numbered(connection, 1), numbers.receipt_no(connection, today)
        waits = held or filing_plan.stands(connection, room_no)
        row: dict[str, object] = {
            "filing_id": filing_id,
            "receipt_no": receipt_no,
            "room_no": room_no,
            "made_at": at,
            "source": source,
            "account_id": account_id,
            "state": "waiting" if waits else "applied",
        }
        row |= _wait(database, connection, mine, row) if waits else _apply_first(database, connection, mine, account_id)
        connection.execute(filings.insert().values(row))
        consent.write_down(connection, receipt_no, room_no, consents, at)
        drafts.drop(connection, draft)
        return {"filing_id": filing_id, "receipt_no": receipt_no, "state": str(row["state"])}

    return Filing(**database.submit(token, FILE, act))


def _apply_first(
    database: Database, connection: sa.Connection, form: InformationForm, account_id: int | None
) -> dict[str, object]:
    made = Made("form", "office", account_id, action=FILE)
    done = write_rows(database, connection, made, tables_of(form), only_new=True)
    return {"sealed": b"", "batch_id": done.batch_id}


def _wait(
    database: Database, connection: sa.Connection, form: InformationForm, row: dict[str, object]
) -> dict[str, object]:
    filing_id = int(str(row["filing_id"]))
    blob, secret = database.sealer.seal("filings", filing_id, {"form": to_json(form)})
    connection.execute(seals.insert().values(row_of="filings", row_id=filing_id, secret=secret))
    account_id = row["account_id"]
    assert account_id is None or isinstance(account_id, int)  # noqa: S101 (as it was given)
    detail = {"source": row["source"], "state": "waiting"}
    database.note(connection, Entry(FILE, f"filings:{filing_id}", account_id, OFFICE_SCOPE, "", detail))
    return {"sealed": blob, "batch_id": None}


def waiting(connection: sa.Connection) -> list[Filed]:
    """Forms that wait for the office, oldest first."""
    return _filed(connection, filings.c.state == "waiting", filings.c.filing_id)


def of_home(connection: sa.Connection, room_no: str) -> list[Filed]:
    """Forms of a home, newest first."""
    return _filed(connection, filings.c.room_no == room_no, filings.c.filing_id.desc())


def _filed(connection: sa.Connection, where: sa.ColumnElement[bool], order: sa.ColumnElement[int]) -> list[Filed]:
    names = list(Filed.__dataclass_fields__)
    asked = sa.select(*(filings.c[name] for name in names)).where(where).order_by(order)
    return [Filed(**row._mapping) for row in connection.execute(asked)]


def form_of(connection: sa.Connection, sealer: Sealer, filing_id: int) -> InformationForm | None:
    """The form of a filing that waits; None for none, and for one that was decided."""
    source = filings.join(seals, sa.and_(seals.c.row_of == "filings", seals.c.row_id == filings.c.filing_id))
    asked = sa.select(filings.c.sealed, seals.c.secret).select_from(source)
    row = connection.execute(asked.where(filings.c.filing_id == filing_id, filings.c.state == "waiting")).first()
    if row is None:
        return None
    said = sealer.open("filings", filing_id, row.sealed, row.secret).get("form")
    return from_json(said) if said else None


def compare(connection: sa.Connection, sealer: Sealer, filing_id: int) -> Plan | None:
    """What a waiting form would change in the file of its home, masked; None where it no longer waits."""
    form = form_of(connection, sealer, filing_id)
    return None if form is None else filing_plan.plan(connection, sealer, form)


def decide(
    database: Database,
    filing_id: int,
    token: str,
    *,
    accept: bool,
    account_id: int,
    reason: str,
    seen: int | None = None,
) -> str:
    """Take over a waiting form, once the office knows who handed it in, or refuse it; either way the form itself goes.

    Args:
        database: Where.
        filing_id: Which.
        token: Of this decision; a second time does nothing.
        accept: Whether it is taken over.
        account_id: Who decided.
        reason: How it was confirmed, or why it is refused; goes into the audit log.
        seen: `Plan.seen` as it was shown; None takes over whatever stands now.

    Returns:
        The state: applied or refused.

    Raises:
        Refused: No reason, the form no longer waits, or the file of the home changed since it was shown.
    """
    why = reason_of(reason)

    def act(connection: sa.Connection) -> Answer:
        found = compare(connection, database.sealer, filing_id)
        if found is None:
            raise Refused(Text(N_("This form no longer waits: somebody decided on it, or it was erased.")))
        if accept and seen is not None and seen != found.seen:
            raise Refused(Text(N_("The file of this home changed meanwhile. Look at what changes again.")))
        batch_id = _apply(database, connection, found, account_id, why) if accept else None
        close(database, connection, filing_id, why, {"account_id": account_id, "batch_id": batch_id})
        return {"state": "applied" if accept else "refused"}

    return str(database.submit(token, CONFIRM, act)["state"])


def _apply(database: Database, connection: sa.Connection, found: Plan, account_id: int, why: str) -> int:
    made = Made("form", "office", account_id, reason=why, action=CONFIRM)
    return write_rows(database, connection, made, found.tables, ended=found.ended).batch_id


def close(database: Database, connection: sa.Connection, filing_id: int, why: str, said: dict[str, int | None]) -> None:
    """Note who decided and how, and let go of the form: the registries have its rows, or nobody."""
    connection.execute(seals.delete().where(seals.c.row_of == "filings", seals.c.row_id == filing_id))
    state, sealed = "applied", b""
    if said["batch_id"] is None:
        state = "refused"
        entry = Entry(CONFIRM, f"filings:{filing_id}", said["account_id"], OFFICE_SCOPE, why, {"state": state})
        database.note(connection, entry)
        sealed, secret = database.sealer.seal("filings", filing_id, {"reason": why})
        connection.execute(seals.insert().values(row_of="filings", row_id=filing_id, secret=secret))
    changed = {"state": state, "decided_at": seconds(database.clock()), "sealed": sealed, **said}
    connection.execute(filings.update().where(filings.c.filing_id == filing_id).values(changed))
