"""Backups, made while the app is in use, in two parts.

The data: every table but the secrets of sealed rows, blind indexes, sessions and links; one file a backup, kept for as
long as wanted. The secrets: those secrets and indexes, the erasures and the key ring; one living file that is replaced,
never kept twice. A person erased is gone from the secrets with the next backup, and then no backup of the data opens
what it holds of them.

Both are read in one transaction, so they fit: every act acknowledged before it began is in, none is in half.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.logs import LOGGER, Code
from core.store import tables
from core.store.audit import Entry
from core.store.backup_file import PASSPHRASE, BackupError, BackupKey, Writing, head_of, key_from, new_key_file
from core.store.backup_text import snapshot, written
from core.store.database import Database
from core.store.faults import KeysError, StoreError
from core.store.home import Home
from core.store.keys import KeyRing, dumped, read_ring
from core.store.ring_file import index_in_force
from core.store.tables import metadata
from core.texts import N_, Text

DATA = "data"
SECRETS = "secrets"
SECRET_TABLES: tuple[sa.Table, ...] = (tables.seals, tables.blind_index, tables.erasures)
LEFT_OUT: tuple[sa.Table, ...] = (tables.seals, tables.blind_index, tables.sessions, tables.links)
ENDING = ".deskbackup"
SECRETS_FILE = "secrets" + ENDING
FOLDER = "backups"
KEY_FILE = "backup.key"
FACT = "backup"
END_OF_TABLE = b"\\."


@dataclass(frozen=True)
class Backup:
    """A backup of the data.

    Attributes:
        file: Its path.
        made_at: When it was begun, UTC.
        size: Bytes.
        of_passphrase: Made with a passphrase instead of a key file.
    """

    file: Path
    made_at: datetime
    size: int
    of_passphrase: bool


def folder_of(home: Home) -> Path:
    """Where backups are put if nothing else is said."""
    return home.folder / FOLDER


def key_file_of(home: Home) -> Path:
    """The backup key's file if nothing else is said."""
    return home.folder / KEY_FILE


def key_to_make_with(file: Path, passphrase: str | None) -> tuple[BackupKey, bool]:
    """The backup key, made at first use; whether it was made just now.

    Raises:
        BackupError: The file is no backup key.
    """
    known = key_from(file, passphrase)
    return (known, False) if known else (new_key_file(file), True)


def key_to_read_with(file: Path, passphrase: str | None) -> BackupKey:
    """The backup key.

    Raises:
        BackupError: There is none, or the file is no backup key.
    """
    known = key_from(file, passphrase)
    if known is None:
        raise BackupError(
            Text(N_("The backup key {file} is missing; without it no backup opens."), {"file": str(file)})
        )
    return known


def make(database: Database, key: BackupKey, folder: Path, account_id: int | None = None) -> Backup:
    """Make a backup of the data and replace the one of the secrets.

    Args:
        database: In use or not.
        key: Encrypts both files.
        folder: For both files; made if need be.
        account_id: Who asked for it; None for a command.

    Returns:
        The backup of the data. It is noted in the audit log and as the fact `backup`.

    Raises:
        BackupError: A rotation of the keys is not through.
        KeysError: The key ring is missing.
    """
    at = database.clock()
    file = _free(folder, at)
    connection, ring = _fitting(database)
    with connection:
        _not_rotating(ring)
        first = _first(connection, at, ring)
        data = [t for t in metadata.sorted_tables if t not in LEFT_OUT]
        size = _write(connection, file, key, first | {"kind": DATA}, data)
        secrets = {"kind": SECRETS, "ring": base64.b64encode(dumped(ring)).decode()}
        _write(connection, folder / SECRETS_FILE, key, first | secrets, SECRET_TABLES)
    made = Backup(file, at.replace(microsecond=0), size, key.is_passphrase)
    _note(database, made, account_id)
    return made


def renew_secrets(database: Database, key: BackupKey, folder: Path) -> Path:
    """Replace the backup of the secrets alone.

    Returns:
        Its path.

    Raises:
        KeysError: The key ring is missing.
    """
    connection, ring = _fitting(database)
    with connection:
        first = _first(connection, database.clock(), ring)
        secrets = {"kind": SECRETS, "ring": base64.b64encode(dumped(ring)).decode()}
        _write(connection, folder / SECRETS_FILE, key, first | secrets, SECRET_TABLES)
    return folder / SECRETS_FILE


def follow_erasure(database: Database, environ: Mapping[str, str] = os.environ) -> bool:
    """Replace the backup of the secrets in the usual folder, if there is one; to be called after an erasure.

    Returns:
        False: It could not be replaced and still has the erased; the log says so, the next backup replaces it.
    """
    folder = folder_of(database.home)
    if not (folder / SECRETS_FILE).exists():
        return True
    try:
        renew_secrets(database, key_to_read_with(key_file_of(database.home), environ.get(PASSPHRASE)), folder)
    except (StoreError, OSError, DBAPIError) as error:
        LOGGER.warning("the backup of the secrets was not renewed: %s", Code(type(error).__name__))
        return False
    return True


def kept(folder: Path) -> list[Backup]:
    """Backups of the data in a folder, newest first; none where there is no folder."""
    found = []
    for file in folder.glob(f"data-*{ENDING}"):
        head = head_of(file)
        if head["kind"] == DATA:
            at = datetime.fromisoformat(head["made_at"])
            found.append(Backup(file, at, file.stat().st_size, head["key"] == "passphrase"))
    return sorted(found, key=lambda b: (b.made_at, len(b.file.name), b.file.name), reverse=True)


def body(file: Path) -> bytes:
    """The bytes of a backup as they lie on the disk, encrypted, to be taken away."""
    return file.read_bytes()


def prune(folder: Path, keep: int) -> list[Backup]:
    """Delete all but the newest backups of the data; the one of the secrets stays.

    Args:
        folder: Where they are.
        keep: How many stay, 1 or more.

    Returns:
        What was deleted, newest first.
    """
    gone = kept(folder)[max(keep, 1) :]
    for backup in gone:
        backup.file.unlink()
    return gone


def last(connection: sa.Connection) -> dict[str, Any] | None:
    """What is known of the last backup: made_at (ISO, UTC), size (bytes); None before the first."""
    value = connection.execute(sa.select(tables.facts.c.value).where(tables.facts.c.name == FACT)).scalar()
    known: dict[str, Any] | None = json.loads(value) if value else None
    return known


def _fitting(database: Database) -> tuple[sa.Connection, KeyRing]:
    """A snapshot, and the ring whose keys sealed what it shows: the file may change while the snapshot is taken."""
    while True:
        before = read_ring(database.home.keys_file)
        if before is None:
            raise KeysError(Text(N_("The key file {file} is missing."), {"file": str(database.home.keys_file)}))
        connection = snapshot(database.engine)
        connection.execute(sa.select(tables.facts.c.name)).all()
        if read_ring(database.home.keys_file) == before:
            return connection, before
        connection.close()


def _not_rotating(ring: KeyRing) -> None:
    """Refuse while rows are sealed with two keys: the next backup of the secrets would not fit this one of the data."""
    for purpose in ("seal", "index"):
        if sum(k.purpose == purpose for k in ring.keys) > 1:
            text = N_(
                "The keys are being rotated. Let it finish, or finish it: python -m core keys rotate; then try again."
            )
            raise BackupError(Text(text))


def _first(connection: sa.Connection, at: datetime, ring: KeyRing) -> dict[str, Any]:
    """What both parts say of themselves."""
    head = connection.execute(sa.select(tables.audit.c.seq, tables.audit.c.hash).order_by(tables.audit.c.seq.desc()))
    last_row = head.first()
    return {
        "made_at": at.replace(microsecond=0).isoformat(),
        "revision": connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one(),
        "keys": [ring.newest("seal").number, index_in_force(connection, ring)],
        "audit": [last_row.seq, last_row.hash.hex()] if last_row else [0, ""],
    }


def _write(
    connection: sa.Connection, file: Path, key: BackupKey, first: dict[str, Any], those: Sequence[sa.Table]
) -> int:
    """Write tables to a file; its size in bytes."""
    counts = {t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in those}
    writing = Writing(file, key, {"kind": first["kind"], "made_at": first["made_at"]})
    try:
        writing.write(_line(first | {"counts": counts}))
        for table in those:
            writing.write(_line({"table": table.name, "columns": [c.name for c in table.columns]}))
            for piece in written(connection, table):
                writing.write(piece)
            writing.write(END_OF_TABLE + b"\n")
        return writing.finish()
    finally:
        writing.give_up()


def _line(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode() + b"\n"


def _free(folder: Path, at: datetime) -> Path:
    name, number = f"data-{at:%Y%m%d-%H%M%S}", 1
    while (file := folder / f"{name}{f'-{number}' if number > 1 else ''}{ENDING}").exists():
        number += 1
    return file


def _note(database: Database, made: Backup, account_id: int | None) -> None:
    value = json.dumps({"made_at": made.made_at.isoformat(), "size": made.size}).encode()

    def act(connection: sa.Connection) -> None:
        connection.execute(tables.facts.delete().where(tables.facts.c.name == FACT))
        connection.execute(tables.facts.insert().values(name=FACT, value=value))
        detail = {"made_at": made.made_at.isoformat(), "size": made.size}
        database.note(connection, Entry("backup.make", f"backup:{made.file.name}", account_id, detail=detail))

    database.write(act)
