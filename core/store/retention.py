"""How long each kind of record is kept, what is due to go, and letting it go.

An age is counted in whole days of this machine's wall clock: what is exactly as old as the period stays, a day
older goes. The audit log is never shortened. A client goes whole, with every visit, call and follow-up, or not at all,
so that no row is left that refers to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from core.clock import local_day
from core.registries.columns import Desk
from core.store import office_tables as office
from core.store import retention_rows as rows
from core.store.audit import Entry
from core.store.backup import follow_erasure
from core.store.client_records import Record, Row
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Made
from core.store.office_rows import desk_of, number_of
from core.store.removal import forget, note_gone, remove, scrub
from core.store.retention_rows import Found, Limits
from core.store.tables import batches, links, retention_periods, seals, sessions, submissions
from core.store.writer import Answer, seconds
from core.texts import N_, Text

AT_ONCE = 5_000
MOST_DAYS = 36_525


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    Attributes:
        code: As in `retention_periods`.
        label: Message id of what it is.
        days: How long it is kept where nobody said otherwise; None for good.
        least: Fewest days that may be set.
    """

    code: str
    label: str
    days: int | None
    least: int = 1


KINDS = (
    Kind("clients", N_("Clients with their visits, calls and follow-ups, after the last of them"), 1096, 93),
    Kind("deals", N_("Deals, which keep their client's record, after the last date in them"), 3653, 93),
    Kind("calls", N_("Calls of people who became no client"), 365, 31),
    Kind("staff", N_("Name and telephone of a salesperson, after leaving"), 1096, 93),
    Kind("presence", N_("Sign-in sheets and absences"), 1827, 93),
    Kind("requests", N_("Repairs and opinions, after the last thing done about them"), 1096, 31),
    Kind(
        "handlers", N_("Names of those who mend things, after the last thing done about what they were given"), 1096, 31
    ),
    Kind("households", N_("Files of homes, after they were collected"), None, 365),
    Kind("cards", N_("Service cards given out"), 1096, 31),
    Kind("contact_days", N_("Contact days with the questions passed on, after the day"), 1096, 31),
    Kind("filings", N_("Information forms as handed in, after the office decided on them"), 365, 31),
    Kind("consents", N_("Consents, once nothing that they were given with is kept"), 1096, 31),
    Kind("drafts", N_("Forms begun and not sent"), 14, 1),
    Kind("versions", N_("Former versions of rows that were changed or taken out"), 365, 31),
    Kind("files", N_("Names of uploaded files"), 730, 1),
    Kind("sessions", N_("Ended sessions and used links"), 90, 1),
    Kind("tokens", N_("Marks by which a form sent twice, or too many forms, are noticed"), 31, 2),
)
_FORGOTTEN = ("staff", "handlers")
"""Kinds whose rows stay without the person: others name them by number."""
_KINDS = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class Due:
    """What is due of a kind.

    Attributes:
        kind: Which.
        limits: The first days that stay.
        records: Rows of registries that go, kept together as they belong.
        swept: Table of the house -> its rows that go, or whose names go.
        oldest: Day of the oldest; None where nothing is due.
    """

    kind: Kind
    limits: Limits
    records: tuple[Record, ...]
    swept: Mapping[str, int]
    oldest: date | None

    def counts(self) -> dict[tuple[str, str], int]:
        """(table, scope) -> rows."""
        counted: dict[tuple[str, str], int] = {(table, ""): rows for table, rows in self.swept.items() if rows}
        for table, scope, _row in (row for record in self.records for row in record):
            counted[table, scope] = counted.get((table, scope), 0) + 1
        return counted


def periods(connection: sa.Connection) -> dict[str, int | None]:
    """Kind -> days it is kept, None for good; the default where nobody said otherwise."""
    said = {row.kind: row.days for row in connection.execute(sa.select(retention_periods))}
    return {kind.code: said.get(kind.code, kind.days) for kind in KINDS}


def kind_of(code: str) -> Kind:
    """A kind by its code.

    Raises:
        KeyError: There is none.
    """
    return _KINDS[code]


def due(connection: sa.Connection, at: datetime) -> list[Due]:
    """What is due to go, kind by kind in the order of `KINDS`; kinds kept for good and `deals` itself give nothing.

    Args:
        connection: To read with.
        at: The instant, UTC.
    """
    days, today = periods(connection), local_day(at)
    found = []
    for kind in KINDS:
        kept = days[kind.code]
        if kept is None or kind.code == "deals":
            continue
        limits = Limits(today - timedelta(days=kept), _limit(today, days["deals"]))
        if kind.code in SWEEPS:
            found.append(_swept(connection, kind, limits))
        else:
            records, oldest = _SELECTORS[kind.code](connection, limits)
            found.append(Due(kind, limits, records, {}, oldest))
    return found


@dataclass(frozen=True)
class Sweep:
    """Rows of the house that go by their age: which table, which instant, what else must hold."""

    table: sa.Table
    at: sa.ColumnElement[datetime]
    also: sa.ColumnElement[bool]

    def due(self, limits: Limits) -> sa.ColumnElement[bool]:
        """The condition that a row is due."""
        return sa.and_(self.at < limits.start_utc, self.also)


SWEEPS: Mapping[str, tuple[Sweep, ...]] = {
    "files": (Sweep(batches, batches.c.made_at, sa.func.length(batches.c.sealed) > 0),),
    "sessions": (Sweep(sessions, sessions.c.expires_at, sa.true()), Sweep(links, links.c.expires_at, sa.true())),
    "tokens": (
        Sweep(submissions, submissions.c.made_at, sa.true()),
        Sweep(office.bounds, office.bounds.c.window_at, sa.true()),
    ),
    "filings": (
        Sweep(office.filings, sa.func.coalesce(office.filings.c.decided_at, office.filings.c.made_at), sa.true()),
    ),
    "consents": (
        Sweep(
            office.consents,
            sa.func.coalesce(office.consents.c.withdrawn_at, office.consents.c.made_at),
            rows.nothing_rests_on(office.consents),
        ),
    ),
    "drafts": (Sweep(office.drafts, office.drafts.c.changed_at, sa.true()),),
}
"""Kinds that are no rows of registries."""


def _swept(connection: sa.Connection, kind: Kind, limits: Limits) -> Due:
    counts: dict[str, int] = {}
    days: list[date] = []
    for sweep in SWEEPS[kind.code]:
        asked = sa.select(sa.func.count(), sa.func.min(sweep.at)).where(sweep.due(limits))
        count, oldest = connection.execute(asked).one()
        counts[sweep.table.name] = int(count)
        days += [local_day(oldest)] if count else []
    return Due(kind, limits, (), counts, min(days, default=None))


_SELECTORS: Mapping[str, Callable[[sa.Connection, Limits], Found]] = {
    "clients": rows.clients,
    "calls": rows.calls,
    "staff": rows.staff,
    "presence": rows.several(
        rows.older("attendance", "signed_in_at", "signed_out_at"), rows.older("absences", "left_at", "returned_at")
    ),
    "requests": rows.requests,
    "handlers": rows.handlers,
    "households": rows.households,
    "cards": rows.cards,
    "contact_days": rows.contact_days,
    "versions": rows.versions,
}


def _limit(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def run(database: Database, account_id: int | None) -> list[Due]:
    """Let go of what is due, some thousand rows at a time; what a kill leaves over goes the next time.

    Args:
        database: What is kept.
        account_id: Who asks; None for a command.

    Returns:
        What was due and has gone, as `due` gave it before.
    """
    with database.read() as connection:
        found = due(connection, database.clock())
    for one in found:
        for rows_of_some in _pieces(one.records):
            database.write(partial(_let_go, database, kind=one.kind, some=rows_of_some, account_id=account_id))
        if one.swept:
            database.write(partial(_sweep, database, one=one, account_id=account_id))
    if any(one.counts() for one in found):
        scrub(database)
        follow_erasure(database)
    return found


def _pieces(records: Sequence[Record]) -> Iterator[list[Row]]:
    """Records joined until there are enough rows; a record is never cut."""
    waiting: list[Row] = []
    for record in records:
        waiting += record
        if len(waiting) >= AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _let_go(
    database: Database, connection: sa.Connection, *, kind: Kind, some: Sequence[Row], account_id: int | None
) -> None:
    (forget if kind.code in _FORGOTTEN else remove)(connection, some)
    desks: tuple[Desk, ...] = ("store", "office")
    for desk in desks:
        made = Made("retention", desk, account_id, reason=kind.code, action="retention.run")
        note_gone(database, connection, made, [row for row in some if desk_of(row[0]) == desk])


def _sweep(database: Database, connection: sa.Connection, *, one: Due, account_id: int | None) -> None:
    counts: dict[str, int] = {}
    for sweep in SWEEPS[one.kind.code]:
        condition = sweep.due(one.limits)
        if sweep.table is batches:
            ids = connection.execute(sa.select(batches.c.batch_id).where(condition)).scalars().all()
            connection.execute(seals.delete().where(seals.c.row_of == "batches", seals.c.row_id.in_(ids)))
            counts[sweep.table.name] = connection.execute(batches.update().where(condition).values(sealed=b"")).rowcount
        else:
            if "sealed" in sweep.table.c:
                going = sa.select(number_of(sweep.table)).where(condition)
                mine = sa.and_(seals.c.row_of == sweep.table.name, seals.c.row_id.in_(going))
                connection.execute(seals.delete().where(mine))
            counts[sweep.table.name] = connection.execute(sweep.table.delete().where(condition)).rowcount
    if any(counts.values()):
        detail = {"counts": counts}
        database.note(connection, Entry("retention.run", f"kind:{one.kind.code}", account_id, detail=detail))


def change(database: Database, code: str, days: int | None, token: str, account_id: int | None) -> Answer:
    """Keep a kind of record for so many days from now on, None for good; once for a token.

    Raises:
        Refused: Fewer days than the kind allows, or too many to count with.
        KeyError: There is no such kind.
    """
    kind = kind_of(code)
    if days is not None and not kind.least <= days <= MOST_DAYS:
        raise Refused(
            Text(
                N_("Keep this for {least} days at least and {most} at most, or for good."),
                {"least": kind.least, "most": MOST_DAYS},
            )
        )

    def act(connection: sa.Connection) -> Answer:
        before = periods(connection)[code]
        connection.execute(retention_periods.delete().where(retention_periods.c.kind == code))
        connection.execute(
            retention_periods.insert().values(
                kind=code, days=days, made_at=seconds(database.clock()), account_id=account_id
            )
        )
        detail = {"before": before, "after": days}
        database.note(connection, Entry("retention.change", f"kind:{code}", account_id, detail=detail))
        return {"kind": code, "days": days}

    return database.submit(token, "retention.change", act)
