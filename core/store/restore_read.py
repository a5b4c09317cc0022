"""Reading a backup back: its first line, then table after table, each row a line; checked whole before it is used."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.store.audit import FIRST
from core.store.audit_chain import Head
from core.store.backup import DATA, END_OF_TABLE, SECRETS
from core.store.backup_file import BackupError, BackupKey, head_of, plain
from core.store.keys import KeyRing, loaded
from core.store.migrate import revisions
from core.texts import N_, Text

Take = Callable[[str, list[str], Iterable[bytes]], None]
"""Takes a table's name, its columns, and its rows as lines, all of which are to be consumed."""


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself.

    Attributes:
        kind: "data" or "secrets".
        made_at: ISO, UTC.
        revision: Of the tables.
        audit_seq: Number of the last audit row; 0 for none.
        audit_hash: Its hash, hexadecimal.
        keys: Numbers of the keys it rests on: that seals, and that of digests and indexes.
        counts: Table -> rows.
        ring: The key ring, in a backup of the secrets.
    """

    kind: str
    made_at: str
    revision: str
    audit_seq: int
    audit_hash: str
    keys: tuple[int, int]
    counts: dict[str, int]
    ring: KeyRing | None


def check(file: Path, key: BackupKey, kind: str) -> Contents:
    """Read a backup to its end: every piece is authentic, every table has its rows.

    Raises:
        BackupError: It is no backup of that kind, the key does not fit, it was cut or changed, or it is of a newer
            version of the app.
    """
    if head_of(file)["kind"] != kind:
        wrong = {
            DATA: N_("{file} is no backup of the data. Name a file data-….deskbackup."),
            SECRETS: N_("{file} is no backup of the secrets. Name the file secrets.deskbackup."),
        }
        raise BackupError(Text(wrong[kind], {"file": file.name}))
    counts: dict[str, int] = {}

    def count(table: str, _columns: list[str], rows: Iterable[bytes]) -> None:
        counts[table] = sum(1 for _row in rows)

    contents = take(file, key, count)
    if counts != contents.counts:
        raise BackupError(Text(N_("{file} does not hold the rows that it should."), {"file": file.name}))
    if contents.revision not in revisions():
        raise BackupError(
            Text(N_("{file} was made by a newer version of the app: update the app first."), {"file": file.name})
        )
    return contents


def take(file: Path, key: BackupKey, each: Take) -> Contents:
    """Hand each table of a backup on, in the order of the file.

    Raises:
        BackupError: The key does not fit, or the file was cut or changed; tables before that were handed on.
    """
    lines = _lines(plain(file, key))
    first = json.loads(next(lines))
    for line in lines:
        section = json.loads(line)
        each(section["table"], section["columns"], _until_end(lines))
    return Contents(
        first["kind"],
        first["made_at"],
        first["revision"],
        first["audit"][0],
        first["audit"][1],
        (first["keys"][0], first["keys"][1]),
        first["counts"],
        loaded(base64.b64decode(first["ring"])) if "ring" in first else None,
    )


def _until_end(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == END_OF_TABLE:
            return
        yield line


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole


def audit_head(file: Path, key: BackupKey) -> Head:
    """The head of the audit log that a backup of the data carries, to verify a log against; the file is checked whole.

    Raises:
        BackupError: As of `check`.
    """
    found = check(file, key, DATA)
    return Head(found.audit_seq, bytes.fromhex(found.audit_hash) or FIRST)


def described(contents: Contents) -> dict[str, Any]:
    """What an audit row says of a backup that was restored."""
    return {"made_at": contents.made_at, "audit_seq": contents.audit_seq, "rows": sum(contents.counts.values())}
