"""What was kept, batch by batch: the record of a batch, the versions it moves, and the list of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from core.registries.columns import Desk
from core.store.audit import Entry
from core.store.database import Database
from core.store.rows import Scopes, within
from core.store.seals import Sealer
from core.store.tables import accounts, batch_scopes, batches, data_versions, seals
from core.store.writer import seconds

Counts = Mapping[str, Mapping[str, int]]
"""Registry -> new, changed, same, missing, removed, left_out."""


@dataclass(frozen=True)
class Batch:
    """One batch.

    Attributes:
        batch_id: Its number.
        kind: upload, form, correction, undo, erasure, retention.
        desk: store or office.
        made_at: UTC.
        account_id: Who; None for nobody signed in.
        shown_name: As others see that account; blank for nobody.
        files: Names of the files of an upload.
        scopes: Stores it touched, "" for the property office.
        counts: Registry -> how many rows were new, changed, same, missing, removed, left_out.
        undoes: The batch that it undoes.
        undone_by: The batch that undid it, and stands.
    """

    batch_id: int
    kind: str
    desk: Desk
    made_at: datetime
    account_id: int | None
    shown_name: str
    files: tuple[str, ...]
    scopes: tuple[str, ...]
    counts: Counts
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True)
class Made:
    """What is known of a batch when it is begun.

    Attributes:
        kind: upload, form, correction, undo, erasure, retention.
        desk: store or office.
        account_id: Who; None for nobody signed in.
        files: Names of the files of an upload.
        source_digest: Keyed digest of their contents.
        undoes: The batch that it undoes.
        reason: As the person gave it; goes into the audit log.
        action: Code for the audit log.
    """

    kind: str
    desk: Desk
    account_id: int | None
    files: tuple[str, ...] = ()
    source_digest: bytes | None = None
    undoes: int | None = None
    reason: str = ""
    action: str = "batch.commit"


BLANK = "{}"
"""Counts of a batch that is not finished; only its own act sees it, or nobody where its number was taken before."""


def _files(made: Made) -> dict[str, str]:
    return {"files": json.dumps(made.files, ensure_ascii=False)} if made.files else {}


def begin(database: Database, connection: sa.Connection, made: Made) -> int:
    """Write the record of a batch, its counts still blank, and return its number; inside an act."""
    last = connection.execute(sa.select(sa.func.max(batches.c.batch_id))).scalar()
    batch_id = (last or 0) + 1
    blob, secret = database.sealer.seal("batches", batch_id, _files(made))
    connection.execute(
        batches.insert().values(
            batch_id=batch_id,
            kind=made.kind,
            desk=made.desk,
            made_at=seconds(database.clock()),
            account_id=made.account_id,
            source_digest=made.source_digest,
            sealed=blob,
            counts=BLANK,
            undoes=made.undoes,
        )
    )
    if secret:
        connection.execute(seals.insert().values(row_of="batches", row_id=batch_id, secret=secret))
    return batch_id


def fill_in(database: Database, connection: sa.Connection, batch_id: int, made: Made) -> None:
    """Give the blank record of a batch what is known of it by now; inside the act that finishes it."""
    blob, secret = database.sealer.seal("batches", batch_id, _files(made))
    values = {"sealed": blob, "source_digest": made.source_digest, "made_at": seconds(database.clock())}
    connection.execute(batches.update().where(batches.c.batch_id == batch_id).values(**values))
    if secret:
        connection.execute(seals.insert().values(row_of="batches", row_id=batch_id, secret=secret))


def take_back(connection: sa.Connection, batch_id: int) -> None:
    """Take the blank record of a batch away again; one that was filled in stays. Inside an act."""
    connection.execute(batches.delete().where(batches.c.batch_id == batch_id, batches.c.counts == BLANK))


@dataclass
class Done:
    """What a batch did.

    Attributes:
        counts: Rows by registry.
        touched: (scope, registry) in which rows were made or ended.
        scopes: Stores that the batch concerns; those touched are among them anyway.
    """

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    touched: set[tuple[str, str]] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)

    @property
    def concerned(self) -> list[str]:
        """Every store that the batch concerns, in order."""
        return sorted(self.scopes | {scope for scope, _name in self.touched})


def finish(database: Database, connection: sa.Connection, batch_id: int, made: Made, done: Done) -> None:
    """Note what a batch did: its counts, its stores, the versions of what it touched, the audit log; inside an act."""
    moved, concerned = sorted(done.touched), done.concerned
    connection.execute(
        batches.update().where(batches.c.batch_id == batch_id).values(counts=json.dumps(done.counts, sort_keys=True))
    )
    if concerned:
        connection.execute(batch_scopes.insert(), [{"batch_id": batch_id, "scope": s} for s in concerned])
    for scope, name in moved:
        here = sa.and_(data_versions.c.scope == scope, data_versions.c.registry == name)
        if not connection.execute(data_versions.update().where(here).values(version=batch_id)).rowcount:
            connection.execute(data_versions.insert().values(scope=scope, registry=name, version=batch_id))
    database.note(connection, noted(batch_id, made, done))


def noted(batch_id: int, made: Made, done: Done) -> Entry:
    """What the audit log says of a batch."""
    counts, concerned = done.counts, done.concerned
    detail: dict[str, object] = {"kind": made.kind, "counts": {k: dict(v) for k, v in counts.items()}}
    if made.undoes is not None:
        detail["undoes"] = made.undoes
    only = concerned[0] if len(concerned) == 1 else None
    if len(concerned) > 1:
        detail["scopes"] = concerned
    return Entry(made.action, f"batch:{batch_id}", made.account_id, only, made.reason, detail)


def history(connection: sa.Connection, sealer: Sealer, scopes: Scopes, limit: int = 50) -> list[Batch]:
    """Batches that concern some stores, newest first.

    Args:
        connection: To read with.
        sealer: Opens the file names.
        scopes: Stores that the person may see, "" for the property office; None for all.
        limit: How many at most.
    """
    where: sa.ColumnElement[bool] = sa.true()
    if scopes is not None:
        where = batches.c.batch_id.in_(sa.select(batch_scopes.c.batch_id).where(within(batch_scopes, scopes)))
    return _batches(connection, sealer, where, limit)


def batch(connection: sa.Connection, sealer: Sealer, batch_id: int) -> Batch | None:
    """One batch by number; None where there is none."""
    found = _batches(connection, sealer, batches.c.batch_id == batch_id, 1)
    return found[0] if found else None


def same_files(connection: sa.Connection, sealer: Sealer, source_digest: bytes) -> Batch | None:
    """The newest upload of the very same files that was not undone; None where there is none."""
    where = sa.and_(batches.c.source_digest == source_digest, batches.c.kind == "upload", batches.c.undone_by.is_(None))
    found = _batches(connection, sealer, where, 1)
    return found[0] if found else None


def _batches(connection: sa.Connection, sealer: Sealer, where: sa.ColumnElement[bool], limit: int) -> list[Batch]:
    joined = batches.outerjoin(accounts, accounts.c.account_id == batches.c.account_id).outerjoin(
        seals, sa.and_(seals.c.row_of == "batches", seals.c.row_id == batches.c.batch_id)
    )
    asked = sa.select(batches, accounts.c.shown_name, seals.c.secret).select_from(joined)
    asked = asked.where(where, batches.c.counts != BLANK)
    found = connection.execute(asked.order_by(batches.c.batch_id.desc()).limit(limit)).all()
    stores = _scopes(connection, [row.batch_id for row in found])
    return [
        Batch(
            row.batch_id,
            row.kind,
            row.desk,
            row.made_at,
            row.account_id,
            row.shown_name or "",
            tuple(json.loads(sealer.open("batches", row.batch_id, row.sealed, row.secret).get("files", "[]"))),
            stores.get(row.batch_id, ()),
            json.loads(row.counts),
            row.undoes,
            row.undone_by,
        )
        for row in found
    ]


def _scopes(connection: sa.Connection, batch_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    asked = sa.select(batch_scopes).where(batch_scopes.c.batch_id.in_(batch_ids)).order_by(batch_scopes.c.scope)
    found: dict[int, tuple[str, ...]] = {}
    for batch_id, scope in connection.execute(asked):
        found[batch_id] = (*found.get(batch_id, ()), scope)
    return found
