"""Reading the audit log: who did what, and who saw what."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.registries.definitions import registry
from core.store.faults import Refused
from core.store.shown import EMERGENCY, ORDER, SHOWING, shown_rows
from core.store.tables import accounts, audit, registry_tables
from core.texts import N_, Text

SEEN_ONE = "reveal"
SEEN_MANY = ("export.full", "person.copy")
"""Acts that show personal values: one of a row named, or many."""


@dataclass(frozen=True)
class Choice:
    """Which rows are wanted; None for any.

    Attributes:
        since: From this instant on, UTC.
        until: Before this instant, UTC.
        account_id: Who; 0 for nobody signed in.
        action: A code.
        subject: All of it (`account:5`), what stands before `#`, or a beginning that ends in `:`.
        scope: A store id, "" for the property office.
    """

    since: datetime | None = None
    until: datetime | None = None
    account_id: int | None = None
    action: str | None = None
    subject: str | None = None
    scope: str | None = None


@dataclass(frozen=True)
class Line:
    """A row of the log with the name of its account; `at` is UTC."""

    seq: int
    at: datetime
    account_id: int | None
    shown_name: str
    action: str
    subject: str
    scope: str | None
    reason: str
    detail: Mapping[str, object]


def page(connection: sa.Connection, choice: Choice, limit: int, before: int | None = None) -> list[Line]:
    """Rows of the log, newest first.

    Args:
        connection: To read with.
        choice: Which.
        limit: At most so many.
        before: Only rows with a smaller number: the last one of the page before.
    """
    wanted = sa.select(audit, accounts.c.shown_name).outerjoin(accounts, accounts.c.account_id == audit.c.account_id)
    wanted = wanted.where(*_conditions(choice))
    if before is not None:
        wanted = wanted.where(audit.c.seq < before)
    return [_line(row) for row in connection.execute(wanted.order_by(audit.c.seq.desc()).limit(limit))]


def count(connection: sa.Connection, choice: Choice) -> int:
    """How many rows a choice holds."""
    return int(
        connection.execute(sa.select(sa.func.count()).select_from(audit).where(*_conditions(choice))).scalar_one()
    )


def actions(connection: sa.Connection) -> list[str]:
    """Codes of the actions that the log holds, sorted."""
    return list(connection.execute(sa.select(audit.c.action).distinct().order_by(audit.c.action)).scalars())


def scopes(connection: sa.Connection) -> list[str]:
    """Store ids that the log speaks of, sorted; "" first where it speaks of the property office."""
    found = connection.execute(sa.select(audit.c.scope).where(audit.c.scope.is_not(None)).distinct()).scalars()
    return sorted(str(scope) for scope in found)


def who_saw(connection: sa.Connection, subject: str) -> list[Line]:
    """Who saw personal values of a row in full, newest first.

    Args:
        connection: To read with.
        subject: `registry:row number`, or `registry:key` where the registry has an id (`clients:C17`). Every version
            of the row counts, a look-up whom to call for a home and a work order that showed it, and every export
            with full values and every copy of a person that reached its store: rather one too many than one too few.

    Raises:
        Refused: There is no such registry or row.
    """
    versions = _versions(connection, subject)
    name = subject.partition(":")[0]
    names = [f"{name}:{row_id}" for row_id in versions]
    one = sa.and_(audit.c.action == SEEN_ONE, sa.or_(*(_is_of(n) for n in names)))
    several = audit.c.action.in_((EMERGENCY, ORDER))
    wanted = sa.select(audit, accounts.c.shown_name).outerjoin(accounts, accounts.c.account_id == audit.c.account_id)
    rows = connection.execute(
        wanted.where(sa.or_(one, several, audit.c.action.in_(SEEN_MANY))).order_by(audit.c.seq.desc())
    )
    stores, theirs = set(versions.values()), {*names, *_orders_of(connection, name, versions)}
    return [line for line in map(_line, rows) if _showed(line, theirs, stores)]


def _orders_of(connection: sa.Connection, name: str, row_ids: Collection[int]) -> set[str]:
    """How work orders name the requests among some rows."""
    if name != "requests":
        return set()
    table = registry_tables[name]
    numbers = sa.select(table.c.request_no).where(table.c.row_id.in_(list(row_ids)))
    return {f"request:{number}" for number in connection.execute(numbers).scalars()}


def _showed(line: Line, theirs: set[str], stores: set[str]) -> bool:
    """Whether an act showed one of some rows, or may have among many of some stores."""
    if line.action in SHOWING:
        return bool(shown_rows(line.action, line.subject, line.detail) & theirs)
    return _took(line, stores)


def _took(line: Line, reached: set[str]) -> bool:
    """Whether an export or a copy reached one of some stores; one that does not say which is taken to have done so."""
    stores, people = line.detail.get("stores"), line.detail.get("subjects")
    if isinstance(stores, list):
        return bool(reached & set(map(str, stores)))
    if isinstance(people, list):
        return bool(reached & {str(one).split("/")[1] for one in people if str(one).count("/") > 1})
    return True


def _versions(connection: sa.Connection, subject: str) -> dict[int, str]:
    """Row numbers of every version of a row, with their scopes."""
    name, _colon, said = subject.partition(":")
    row = said.partition("#")[0]
    nothing = Refused(
        Text(N_("There is no {subject}. Write registry:number, as in the audit log."), {"subject": subject})
    )
    if name not in registry_tables or not row:
        raise nothing
    table = registry_tables[name]
    key = registry(name).key
    is_meant = table.c.row_id == int(row) if row.isdecimal() and len(row) < 19 else sa.false()
    if key is not None and key.name in table.c:
        is_meant = sa.or_(is_meant, table.c[key.name] == row)
    same = sa.select(table.c.identity).where(is_meant)
    found = connection.execute(sa.select(table.c.row_id, table.c.scope).where(table.c.identity.in_(same))).all()
    if not found:
        raise nothing
    return {int(r.row_id): r.scope for r in found}


def _conditions(choice: Choice) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool] | None] = [
        None if choice.since is None else audit.c.at >= choice.since,
        None if choice.until is None else audit.c.at < choice.until,
        _is_by(choice.account_id),
        None if choice.action is None else audit.c.action == choice.action,
        None if choice.subject is None else _is_of(choice.subject),
        None if choice.scope is None else audit.c.scope == choice.scope,
    ]
    return [condition for condition in asked if condition is not None]


def _is_by(account_id: int | None) -> sa.ColumnElement[bool] | None:
    if account_id is None:
        return None
    return audit.c.account_id == account_id if account_id else audit.c.account_id.is_(None)


def _is_of(subject: str) -> sa.ColumnElement[bool]:
    text = "".join(c for c in subject if c.isprintable())
    if text.endswith(":"):
        return audit.c.subject.startswith(text, autoescape=True)
    return sa.or_(audit.c.subject == text, audit.c.subject.startswith(f"{text}#", autoescape=True))


def _line(row: sa.Row[Any]) -> Line:
    detail = json.loads(row.detail)
    return Line(
        row.seq,
        row.at,
        row.account_id,
        row.shown_name or "",
        row.action,
        row.subject,
        row.scope,
        row.reason,
        detail,
    )
