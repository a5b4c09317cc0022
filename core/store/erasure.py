"""Erasing a person: finding everything kept of somebody, in every version, and taking it away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from core.registries.columns import Desk
from core.store.backup import follow_erasure
from core.store.client_records import Row, calls_by_number
from core.store.database import Database
from core.store.history import Made
from core.store.mentions import Mark, mentions, take_out
from core.store.office_rows import HOUSE_STAY, desk_of, drafts_with, of_requests, waiting_with, without
from core.store.removal import forget, note_erased, note_gone, remove, scrub
from core.store.seals import Sealer
from core.store.tables import OFFICE_SCOPE, blind_index, registry_tables
from core.store.writer import Answer

STAY = frozenset({"staff", "clients", "calls", "followups", "requests"}) | HOUSE_STAY
"""Tables whose rows stay without the person: turns, claims and tallies rest on them."""
_SHOWN = {"clients": "client_id", "staff": "staff_id", "calls": "call_id", "requests": "request_no"}


@dataclass(frozen=True)
class Subject:
    """One person as one registry knows them.

    Attributes:
        registry: Where they were found: a registry, or a table of the house.
        scope: Store id, "" for the property office.
        label: What tells them there: client, staff, call or request number, or the room; nothing personal.
        rows: Every row that holds something of them, all versions, of this and of other tables.
        indexes: Blind indexes of the value they were found by; others in the same filing stay.
        marks: What finds the value in texts.
        is_mention: The rows are not theirs: words in them name them, and only these go.
    """

    registry: str
    scope: str
    label: str
    rows: tuple[Row, ...]
    indexes: tuple[bytes, ...] = ()
    marks: tuple[Mark, ...] = ()
    is_mention: bool = False


def subjects(
    connection: sa.Connection, indexes: Sequence[bytes], sealer: Sealer | None = None, marks: Sequence[Mark] = ()
) -> list[Subject]:
    """Everybody who has, or once had, a value.

    Args:
        connection: To read with.
        indexes: Blind indexes of the value (`Sealer.indexes`).
        sealer: Opens information forms that wait and drafts, to look in them too; None leaves them out.
        marks: What finds the value in texts (`mentions.marks`), which are opened one by one; none leaves them out.

    Returns:
        By registry, scope and label, then texts of others that name them; nobody gives the empty list. Two people may
        share a name: each is a subject of their own.
    """
    found: dict[tuple[str, str, str], set[Row]] = {}
    asked = sa.select(blind_index.c.row_of, blind_index.c.row_id).distinct().where(blind_index.c.ix.in_(indexes))
    for name, row_id in connection.execute(asked):
        if name in registry_tables:
            scope, label, rows = _same(connection, name, row_id)
            found.setdefault((name, scope, label), set()).update(rows)
    numbers = [label for name, _scope, label in found if name == "requests"]
    beside = of_requests(connection, numbers) if numbers else {}
    for (name, scope, label), rows in found.items():
        if name == "clients":
            rows.update(_of_client(connection, scope, label))
        if name == "requests":
            rows.update(beside.get(label, ()))
    for name, label, row_id in _in_forms(connection, sealer, indexes):
        found.setdefault((name, OFFICE_SCOPE, label), set()).add((name, OFFICE_SCOPE, row_id))
    owned = {row for (name, _scope, _label), rows in found.items() if name == "clients" for row in rows}
    own = [
        Subject(name, scope, label, tuple(sorted(rows)), tuple(indexes), tuple(marks))
        for (name, scope, label), rows in sorted(found.items())
        if name == "clients" or not rows <= owned
    ]
    theirs = {row for subject in own for row in subject.rows}
    return own if sealer is None else own + _named(connection, sealer, marks, theirs)


def _named(connection: sa.Connection, sealer: Sealer, marks: Sequence[Mark], theirs: set[Row]) -> list[Subject]:
    """Texts in rows that are not the person's own and name them, by table, scope and label."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for one in mentions(connection, sealer, marks):
        if one.row not in theirs:
            found.setdefault((one.row[0], one.row[1], one.label), []).append(one.row)
    return [
        Subject(name, scope, label, tuple(rows), marks=tuple(marks), is_mention=True)
        for (name, scope, label), rows in sorted(found.items())
    ]


def _in_forms(
    connection: sa.Connection, sealer: Sealer | None, indexes: Sequence[bytes]
) -> Iterator[tuple[str, str, int]]:
    """Table, label and number of forms that wait and of drafts with the value."""
    if sealer is None:
        return
    for filing_id, room_no in waiting_with(connection, sealer, indexes).items():
        yield "filings", room_no, filing_id
    for draft_id in drafts_with(connection, sealer, indexes):
        yield "drafts", "", draft_id


def _same(connection: sa.Connection, name: str, row_id: int) -> tuple[str, str, set[Row]]:
    """Scope, label and all versions of a row."""
    table = registry_tables[name]
    shown = _SHOWN.get(name, "room_no")
    row = connection.execute(sa.select(table).where(table.c.row_id == row_id)).one()
    versions = sa.select(table.c.scope, table.c.row_id).where(table.c.identity == row.identity)
    rows = {(name, v.scope, v.row_id) for v in connection.execute(versions)}
    label = getattr(row, shown)
    return row.scope, str(label or ""), rows


def _of_client(connection: sa.Connection, scope: str, client_id: str) -> set[Row]:
    """Rows with something personal of a client beside the client's own: calls and follow-ups."""
    rows: set[Row] = set()
    for name in ("calls", "followups"):
        table = registry_tables[name]
        own = sa.select(table.c.row_id).where(table.c.scope == scope, table.c.client_id == client_id)
        rows |= {(name, scope, row_id) for row_id in connection.execute(own).scalars()}
    rows |= {
        ("calls", s, call)
        for (s, call), client in calls_by_number(connection).items()
        if (s, client) == (scope, client_id)
    }
    return rows


def erase(database: Database, chosen: Sequence[Subject], token: str, account_id: int | None, reason: str) -> Answer:
    """Erase people for good, whole or not at all, and have the database let go of their bytes.

    Args:
        database: What is kept.
        chosen: As found by `subjects`.
        token: Of the form that asks for it; a second time does nothing.
        account_id: Who asks; None for a command.
        reason: As the person gave it; goes into the audit log.

    Returns:
        `rows` (how many were touched), `stayed` (of these, rows that stay without the person), `scrubbed` (False: the
        write-ahead log is still held by a reader; `removal.scrub` again).
    """
    theirs = [subject for subject in chosen if not subject.is_mention]
    rows = sorted({row for subject in theirs for row in subject.rows if row[0] != "filings"})
    forms = {row: subject.indexes for subject in theirs for row in subject.rows if row[0] == "filings"}
    named = {row for subject in chosen for row in subject.rows if subject.is_mention} - set(rows)
    marks = tuple({mark for subject in chosen for mark in subject.marks})

    def act(connection: sa.Connection) -> Answer:
        for form, indexes in forms.items():
            without(connection, database.sealer, form[2], indexes)
        lighter = [row for row in sorted(named | set(forms)) if take_out(connection, database.sealer, row, marks)]
        made = Made("erasure", "store", account_id, reason=reason, action="person.erase")
        return _erased(database, connection, made, rows, sorted({*lighter, *forms}))

    answer = database.submit(token, "person.erase", act)
    follow_erasure(database)
    return {**answer, "scrubbed": scrub(database)}


def _erased(
    database: Database, connection: sa.Connection, made: Made, rows: Sequence[Row], lighter: Sequence[Row]
) -> Answer:
    """Erase rows, and note them with those that only lost some of their people."""
    note_erased(database, connection, rows)
    stayed = forget(connection, [row for row in rows if row[0] in STAY])
    gone = remove(connection, [row for row in rows if row[0] not in STAY])
    touched = [*rows, *lighter]
    desks: tuple[Desk, ...] = ("store", "office")
    for desk in desks:
        note_gone(database, connection, replace(made, desk=desk), [row for row in touched if desk_of(row[0]) == desk])
    return {"rows": stayed + gone + len(lighter), "stayed": stayed + len(lighter)}
