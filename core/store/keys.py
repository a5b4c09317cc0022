"""The key ring: a file of keys outside the database, readable by its owner alone, with every key that is still in use.

Purposes: `seal` encrypts personal values, `index` makes blind indexes and digests, `audit` signs the audit chain. The
newest key of a purpose is written with; older ones stay to read what they wrote until a rotation is through.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from core.store.faults import KeysError
from core.texts import N_, Text

Purpose = Literal["seal", "index", "audit"]
PURPOSES: tuple[Purpose, ...] = ("seal", "index", "audit")
KEY_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key. `number` counts up within its purpose, from 1."""

    purpose: Purpose
    number: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class KeyRing:
    """Every key, oldest first."""

    keys: tuple[Key, ...]

    def newest(self, purpose: Purpose) -> Key:
        """The key that is written with."""
        return max((k for k in self.keys if k.purpose == purpose), key=lambda k: k.number)

    def key(self, purpose: Purpose, number: int) -> Key:
        """A key by number.

        Raises:
            KeysError: It is not on the ring.
        """
        for key in self.keys:
            if key.purpose == purpose and key.number == number:
                return key
        raise KeysError(Text(N_("The key ring lacks a key that the data was sealed with. Restore the key file.")))

    def with_new(self, purpose: Purpose) -> KeyRing:
        """The ring with one more key of a purpose, which is written with from now on."""
        number = max((k.number for k in self.keys if k.purpose == purpose), default=0) + 1
        return KeyRing((*self.keys, Key(purpose, number, secrets.token_bytes(KEY_BYTES))))

    def without_old(self, purpose: Purpose) -> KeyRing:
        """The ring with only the newest key of a purpose."""
        newest = self.newest(purpose)
        return KeyRing(tuple(k for k in self.keys if k.purpose != purpose or k == newest))


def new_ring() -> KeyRing:
    """A ring with one fresh key of each purpose."""
    return KeyRing(tuple(Key(p, 1, secrets.token_bytes(KEY_BYTES)) for p in PURPOSES))


def dumped(ring: KeyRing) -> bytes:
    """The file of a ring."""
    keys = [{"purpose": k.purpose, "number": k.number, "key": base64.b64encode(k.secret).decode()} for k in ring.keys]
    return json.dumps({"version": 1, "keys": keys}, indent=1).encode()


def loaded(body: bytes) -> KeyRing:
    """The ring of a file.

    Raises:
        KeysError: The file is no key ring.
    """
    try:
        said = json.loads(body)
        keys = tuple(Key(k["purpose"], int(k["number"]), base64.b64decode(k["key"])) for k in said["keys"])
    except (ValueError, KeyError, TypeError) as error:
        raise KeysError(Text(N_("The key file is damaged. Put back the copy you keep of it."))) from error
    if {k.purpose for k in keys} != set(PURPOSES) or any(len(k.secret) != KEY_BYTES for k in keys):
        raise KeysError(Text(N_("The key file is damaged. Put back the copy you keep of it.")))
    return KeyRing(keys)


def read_ring(file: Path) -> KeyRing | None:
    """The ring in a file; None where there is no file.

    Raises:
        KeysError: The file is no key ring.
    """
    try:
        return loaded(file.read_bytes())
    except FileNotFoundError:
        return None


def write_ring(file: Path, ring: KeyRing) -> None:
    """Write a ring whole or not at all, for its owner's eyes, and on the disk when this returns."""
    beside = _written_beside(file, ring)
    beside.replace(file)
    _sync_folder(file.parent)


def write_first_ring(file: Path, ring: KeyRing) -> KeyRing:
    """Write a ring where there is none yet.

    Returns:
        The ring that stands in the file: another process may have been first.
    """
    beside = _written_beside(file, ring)
    try:
        os.link(beside, file)
    except FileExistsError:
        return loaded(file.read_bytes())
    finally:
        beside.unlink()
    _sync_folder(file.parent)
    return ring


def _written_beside(file: Path, ring: KeyRing) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(dumped(ring))
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        beside.unlink()
        raise
    return beside


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a loss of power, where the system has a way to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
