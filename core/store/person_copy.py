"""A full copy of what is kept of a person, every version of every row, and who looked at it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from core.store.audit import Entry
from core.store.database import Database
from core.store.erasure import Subject
from core.store.mentions import words_of
from core.store.office_copy import HOUSE_NAMES, NAMED, house_rows, name_of
from core.store.rows import select_rows
from core.store.seals import Sealer
from core.store.shown import SHOWING, shown_rows
from core.store.tables import OFFICE_SCOPE, accounts, audit, batches, registry_tables
from core.texts import N_, say

SEEN = "seen"
"""Name of the table of who looked at the person's values."""


def copy(connection: sa.Connection, sealer: Sealer, chosen: Sequence[Subject]) -> dict[str, pd.DataFrame]:
    """Everything kept of people, in full.

    Args:
        connection: To read with.
        sealer: Opens the personal values.
        chosen: As found by `erasure.subjects`.

    Returns:
        Registry -> frame in the order of the definitions: `row_id`, `kept_at` (UTC, when this version was kept),
        `stands` (False for a former version), then the columns of the registry; house table -> frame as
        `office_copy.house_rows` gives it; `NAMED`: `what` (table:row), `column`, `text` of words of others that name
        them; and `SEEN`: `at` (UTC), `who`, `what` (table:row#column, or several rows), `reason`. A registry without
        rows is left out; `SEEN` is always there.
    """
    rows = sorted({row for subject in chosen for row in subject.rows if not subject.is_mention})
    frames = {}
    for name in registry_tables:
        ids = [row_id for of, _scope, row_id in rows if of == name]
        if ids:
            frames[name] = _versions(connection, sealer, name, ids)
    indexes = [index for subject in chosen for index in subject.indexes]
    for name in HOUSE_NAMES:
        ids = [row_id for of, _scope, row_id in rows if of == name]
        if ids:
            frames[name] = house_rows(connection, sealer, name, ids, indexes)
    named = _named(connection, sealer, chosen)
    frames |= {NAMED: named} if len(named) else {}
    numbers = {s.label for s in chosen if s.registry == "requests" and not s.is_mention}
    return {**frames, SEEN: _seen(connection, {f"{name}:{row_id}" for name, _scope, row_id in rows}, numbers)}


def _named(connection: sa.Connection, sealer: Sealer, chosen: Sequence[Subject]) -> pd.DataFrame:
    """Texts in rows of others that name people."""
    said = [
        (f"{row[0]}:{row[2]}", column, text)
        for subject in chosen
        if subject.is_mention
        for row in subject.rows
        for column, text in words_of(connection, sealer, row, subject.marks).items()
    ]
    return pd.DataFrame(said, columns=["what", "column", "text"])


def _versions(connection: sa.Connection, sealer: Sealer, name: str, ids: Sequence[int]) -> pd.DataFrame:
    table = registry_tables[name]
    found = select_rows(connection, sealer, name, table.c.row_id.in_(ids))
    asked = sa.select(table.c.row_id, batches.c.made_at, table.c.ended_by).join(
        batches, batches.c.batch_id == table.c.batch_id
    )
    kept = {row.row_id: row for row in connection.execute(asked.where(table.c.row_id.in_(ids)))}
    said = found.frame.copy()
    said.insert(0, "row_id", found.row_ids)
    said.insert(1, "kept_at", [kept[i].made_at for i in found.row_ids.tolist()])
    said.insert(2, "stands", [kept[i].ended_by is None for i in found.row_ids.tolist()])
    return said


def _seen(connection: sa.Connection, rows: set[str], numbers: set[str]) -> pd.DataFrame:
    """Audit rows on values of some rows (table:number) and requests; a search that listed them is not among them."""
    asked = (
        sa.select(audit.c.at, accounts.c.shown_name, audit.c.action, audit.c.subject, audit.c.reason, audit.c.detail)
        .outerjoin(accounts, accounts.c.account_id == audit.c.account_id)
        .where(audit.c.action.in_(SHOWING))
        .order_by(audit.c.seq)
    )
    shown = [(row, shown_rows(row.action, row.subject, json.loads(row.detail))) for row in connection.execute(asked)]
    theirs = rows | {f"request:{number}" for number in numbers}
    said = [
        (
            row.at,
            row.shown_name or "",
            row.subject if row.action == "reveal" else ", ".join(sorted(of & theirs)),
            row.reason,
        )
        for row, of in shown
        if of & theirs
    ]
    return pd.DataFrame(said, columns=["at", "who", "what", "reason"])


def copied(
    database: Database, chosen: Sequence[Subject], account_id: int | None, reason: str
) -> dict[str, pd.DataFrame]:
    """`copy`, noted in the audit log first: no copy leaves without its trace."""
    detail = {"subjects": [f"{s.registry}/{s.scope}/{s.label}" for s in chosen]}
    scopes = {s.scope for s in chosen}
    scope = scopes.pop() if len(scopes) == 1 else None
    entry = Entry("person.copy", "person", account_id, scope, reason, detail)
    database.write(lambda c: database.note(c, entry))
    with database.read() as connection:
        return copy(connection, database.sealer, chosen)


def as_json(frames: dict[str, pd.DataFrame]) -> bytes:
    """The copy as JSON: registry -> list of rows, instants in ISO form, what is missing as null."""
    said = {
        name: json.loads(f.to_json(orient="records", date_format="iso", force_ascii=False))
        for name, f in frames.items()
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def place_of(subject: Subject, language: str) -> str:
    """Where a subject was found, as a reader of the language calls it: registry and number."""
    where = "" if subject.scope == OFFICE_SCOPE else f"{subject.scope} "
    return f"{where}{kind_of(subject, language)} {subject.label}".strip()


def kind_of(subject: Subject, language: str) -> str:
    """What a subject is a row of, as a reader of the language calls it; of words of others that they are such."""
    name = name_of(subject.registry, language)
    return say(language, N_("{where}, in words of others"), where=name) if subject.is_mention else name
