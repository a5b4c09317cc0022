"""Restoring a backup: both parts are checked to their end first, then everything is written in one transaction.

The data may come from SQLite and go to PostgreSQL, and the other way. Nobody is signed in afterwards: backups hold no
sessions. Whoever was erased since is erased here too, for the secrets are of later than the data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.clock import Clock, utc_now
from core.store import audit, tables
from core.store.backup import DATA, SECRETS, SECRETS_FILE
from core.store.backup_file import BackupError, BackupKey
from core.store.backup_text import read_in
from core.store.client_records import Row
from core.store.connections import engine_of
from core.store.database import RING_FACT
from core.store.erasure import STAY
from core.store.faults import KeysError
from core.store.home import Home
from core.store.in_use import Use, has_other_users
from core.store.keys import KeyRing, read_ring, write_ring
from core.store.mentions import word_columns
from core.store.migrate import upgrade_to
from core.store.office_rows import number_of
from core.store.removal import AT_ONCE, forget, remove
from core.store.restore_read import Contents, check, described, take
from core.store.ring_file import INDEX_FACT
from core.store.seals import SECRET_BYTES, Sealer
from core.store.tables import OFFICE_SCOPE, facts, metadata
from core.store.writer import WRITER_LOCK
from core.texts import N_, Text

ROW_NUMBERS_FACT = "rows"
"""The fact with the last row number given out (`core.store.bulk`), 8 bytes."""


@dataclass(frozen=True)
class Restored:
    """What was restored.

    Attributes:
        data: What the backup of the data said of itself.
        secrets: What the backup of the secrets said of itself.
        rows: Rows of the data, all tables.
        erased: Rows of the data that were erased after the backup was made, or whose secret is gone.
    """

    data: Contents
    secrets: Contents
    rows: int
    erased: int


def verify(file: Path, secrets: Path | None, key: BackupKey) -> tuple[Contents, Contents]:
    """Check both parts of a backup without writing anything.

    Args:
        file: The backup of the data.
        secrets: That of the secrets; None for the one beside it.
        key: The backup key.

    Raises:
        BackupError: One of them is missing, cut, changed, of another key or of a newer version.
    """
    beside = secrets or file.parent / SECRETS_FILE
    for part in (file, beside):
        if not part.is_file():
            raise BackupError(Text(N_("{file} is missing."), {"file": str(part)}))
    return check(file, key, DATA), check(beside, key, SECRETS)


def restore(
    home: Home,
    file: Path,
    secrets: Path | None,
    key: BackupKey,
    *,
    replace: bool = False,
    clock: Clock = utc_now,
) -> Restored:
    """Restore a backup into an empty home, whole or not at all.

    Args:
        home: Where to; no other process may use it meanwhile.
        file: The backup of the data.
        secrets: That of the secrets; None for the one beside it.
        key: The backup key.
        replace: Delete what the home holds now.
        clock: Gives the instant of the audit row.

    Raises:
        BackupError: A part does not pass the check; the home is not empty, or in use; the keys were rotated since; the
            audit chain does not hold. Nothing was written.
    """
    of_data, of_secrets = verify(file, secrets, key)
    ring = of_secrets.ring
    if ring is None:
        raise BackupError(Text(N_("{file} is missing."), {"file": SECRETS_FILE}))
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    use = _alone(home)
    engine = engine_of(home)
    try:
        before = read_ring(home.keys_file)
        with engine.execution_options(writes=True).begin() as connection:
            if has_other_users(connection):
                raise _in_use(home)
            _lock(connection)
            _empty(connection, home, before, ring, replace)
            upgrade_to(connection, of_data.revision)
            rows = _load(connection, file, key)
            _load(connection, secrets or file.parent / SECRETS_FILE, key)
            upgrade_to(connection, "head")
            _count_on(connection)
            erased = _erase_again(connection) + _without_owner(connection)
            _keys_fit(connection, ring, of_data, of_secrets)
            erased += _without_former(connection, Sealer(ring))
            check_chain(connection, ring, of_data)
            detail = described(of_data)
            audit.append(connection, ring, clock(), audit.Entry("backup.restore", f"backup:{file.name}", detail=detail))
            put_ring(home.keys_file, before, ring)
        _aside(home.keys_file).unlink(missing_ok=True)
    finally:
        engine.dispose()
        use.end()
    return Restored(of_data, of_secrets, rows, erased)


def _alone(home: Home) -> Use:
    """The home for this restore alone.

    Raises:
        BackupError: Somebody works with it.
    """
    try:
        return Use(home.folder, alone=True)
    except BlockingIOError as error:
        raise _in_use(home) from error


def _in_use(home: Home) -> BackupError:
    return BackupError(
        Text(N_("The app works with {folder}, or another command does. Stop it first."), {"folder": str(home.folder)})
    )


def put_ring(file: Path, before: KeyRing | None, ring: KeyRing) -> None:
    """Write the ring; one that it replaces stays aside until the data that it belongs to is gone for certain."""
    if before is not None and before != ring:
        write_ring(_aside(file), before)
    write_ring(file, ring)


def check_chain(connection: sa.Connection, ring: KeyRing, contents: Contents) -> None:
    """See that every audit row is signed over the one before, and that the last is the one the backup tells of.

    Raises:
        BackupError: The chain does not hold.
    """
    before, seq = audit.FIRST, 0
    for row in connection.execute(sa.select(tables.audit).order_by(tables.audit.c.seq)).mappings():
        secret = ring.key("audit", row["key_number"]).secret
        if row["seq"] != seq + 1 or audit.signature(secret, before, dict(row)) != row["hash"]:
            raise BackupError(
                Text(N_("The audit log does not hold at row {row}: nothing was restored."), {"row": seq + 1})
            )
        before, seq = row["hash"], row["seq"]
    if (seq, before.hex() if seq else "") != (contents.audit_seq, contents.audit_hash):
        raise BackupError(Text(N_("The audit log does not hold at row {row}: nothing was restored."), {"row": seq + 1}))


def _aside(file: Path) -> Path:
    return file.with_name(file.name + ".before-restore")


def _lock(connection: sa.Connection) -> None:
    """Keep other writers out; let rows of a table name later ones of it until the end."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
    else:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def _empty(connection: sa.Connection, home: Home, before: KeyRing | None, ring: KeyRing, replace: bool) -> None:
    """Refuse a home that holds something, or empty it.

    Raises:
        BackupError: It holds something and is not to be replaced.
    """
    there = sa.inspect(connection).get_table_names()
    if not replace and (there or before not in (None, ring)):
        raise BackupError(
            Text(
                N_(
                    "{folder} is not empty. Restore into an empty one, or add --force: then what it holds now is "
                    "deleted."
                ),
                {"folder": str(home.folder)},
            )
        )
    metadata.drop_all(connection)
    if "alembic_version" in there:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_append_only()")


def _load(connection: sa.Connection, file: Path, key: BackupKey) -> int:
    rows = 0

    def each(name: str, columns: list[str], lines: Iterable[bytes]) -> None:
        nonlocal rows
        table = metadata.tables[name]
        if table is tables.erasures:  # they come with the secrets again, newer
            connection.execute(table.delete())
        read_in(connection, table, columns, lines)
        rows += connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()

    contents = take(file, key, each)
    if rows != sum(contents.counts.values()):
        raise BackupError(Text(N_("{file} does not hold the rows that it should."), {"file": file.name}))
    return rows


def sealed_tables() -> list[sa.Table]:
    """Tables with sealed rows, each with a number for a key."""
    return [t for t in metadata.sorted_tables if "sealed" in t.columns and t is not tables.seals]


def _count_on(connection: sa.Connection) -> None:
    """Let new rows have numbers that no row had after the data was backed up: erasures may name those."""
    known = connection.execute(sa.select(facts.c.value).where(facts.c.name == ROW_NUMBERS_FACT)).scalar()
    for of in (tables.seals, tables.erasures):
        used = connection.execute(
            sa.select(sa.func.max(of.c.row_id)).where(of.c.row_of != tables.batches.name)
        ).scalar()
        known = max(known or b"", int(used or 0).to_bytes(8))
    connection.execute(facts.delete().where(facts.c.name == ROW_NUMBERS_FACT))
    connection.execute(facts.insert().values(name=ROW_NUMBERS_FACT, value=known))


def _without_owner(connection: sa.Connection) -> int:
    """Drop secrets and indexes of rows that came after the data; count sealed rows whose secret is gone."""
    erased = 0
    for table in sealed_tables():
        number = number_of(table)
        for of in (tables.seals, tables.blind_index):
            connection.execute(of.delete().where(of.c.row_of == table.name, of.c.row_id.not_in(sa.select(number))))
        have = sa.select(tables.seals.c.row_id).where(tables.seals.c.row_of == table.name)
        gone = table.update().where(sa.func.length(table.c.sealed) > 0, number.not_in(have)).values(sealed=b"")
        erased += connection.execute(gone).rowcount
    return erased


def _without_former(connection: sa.Connection, sealer: Sealer) -> int:
    """Empty rows that were sealed anew since: their secret opens what they hold now, not this.

    That happens where a case is written again, and where a person was taken out of a form that waits or of a text.
    """
    count = 0
    for table in (t for t in sealed_tables() if t.name in word_columns() or t.name not in tables.registry_tables):
        number, secret = number_of(table), tables.seals.c.secret
        joined = table.join(tables.seals, sa.and_(tables.seals.c.row_of == table.name, tables.seals.c.row_id == number))
        asked = sa.select(number, table.c.sealed, secret).select_from(joined).where(sa.func.length(table.c.sealed) > 0)
        closed = [row[0] for row in connection.execute(asked) if not _opens(sealer, table.name, row)]
        for at in range(0, len(closed), AT_ONCE):
            some = closed[at : at + AT_ONCE]
            connection.execute(table.update().where(number.in_(some)).values(sealed=b""))
            for of in (tables.seals, tables.blind_index):
                connection.execute(of.delete().where(of.c.row_of == table.name, of.c.row_id.in_(some)))
        count += len(closed)
    return count


def _opens(sealer: Sealer, name: str, row: sa.Row[Any]) -> bool:
    try:
        sealer.open(name, *tuple(row))
    except KeysError:
        return False
    return True


def _erase_again(connection: sa.Connection) -> int:
    """Erase once more what the erasures name, rows and all; how many rows were still there."""
    there: list[Row] = []
    names = connection.execute(sa.select(tables.erasures.c.row_of).distinct()).scalars().all()
    for name in names:
        table = metadata.tables[name]
        named = sa.select(tables.erasures.c.row_id).where(tables.erasures.c.row_of == name)
        chosen = sa.select(number_of(table)).where(number_of(table).in_(named))
        there += [(name, OFFICE_SCOPE, row_id) for row_id in connection.execute(chosen).scalars()]
    return forget(connection, [r for r in there if r[0] in STAY]) + remove(
        connection, [r for r in there if r[0] not in STAY]
    )


def _keys_fit(connection: sa.Connection, ring: KeyRing, data: Contents, secrets: Contents) -> None:
    """See that the ring opens the data, and that its digests and indexes are of the same key.

    Raises:
        BackupError: The keys were rotated after the data was backed up.
    """
    rotated = BackupError(
        Text(
            N_(
                "The keys were rotated after this backup of the data was made, so its personal values can no longer be "
                "opened. Restore one that was made later."
            )
        )
    )
    if data.keys != secrets.keys:
        raise rotated
    known = connection.execute(sa.select(facts.c.value).where(facts.c.name == RING_FACT)).scalar_one()
    try:
        Sealer(ring).open("facts", 0, known[SECRET_BYTES:], known[:SECRET_BYTES])
    except KeysError as error:
        raise rotated from error
    connection.execute(facts.delete().where(facts.c.name == INDEX_FACT))
    connection.execute(facts.insert().values(name=INDEX_FACT, value=str(secrets.keys[1]).encode()))
