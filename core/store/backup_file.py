"""The file of a backup: compressed, then encrypted in chunks, so that it is written and read without being held whole.

Layout: the magic line, the length of the head (4 bytes), the head (JSON, readable: kind, when, how the key is made),
then chunks of 4 bytes length and AES-256-GCM text. The key of a file is made from the backup key and the file's own
salt. The nonce counts the chunks and marks the last one, the head's hash is bound in: a chunk that is changed, moved,
left out, doubled or taken from another file does not open, and a file that is cut has no last chunk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.store.faults import StoreError
from core.texts import N_, Text

MAGIC = b"RECEPTION-DESK BACKUP 1\n"
CHUNK = 1 << 20
HEAD_LIMIT = 1 << 16
KEY_BYTES = 32
PASSPHRASE = "DESK_BACKUP_PASSPHRASE"  # noqa: S105 (the name of a variable)
SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}
SCRYPT_MEMORY = 1 << 28
LAST = b"\1"
NOT_LAST = b"\0"


class BackupError(StoreError):
    """A backup cannot be made, read or restored; the text says why."""


@dataclass(frozen=True)
class BackupKey:
    """What backups are encrypted with: 32 random bytes from a file, or a passphrase.

    Attributes:
        secret: The bytes, or the passphrase as UTF-8.
        is_passphrase: It is stretched with scrypt before use.
    """

    secret: bytes
    is_passphrase: bool = False

    def of_file(self, head: Mapping[str, Any]) -> bytes:
        """The key of the file with this head."""
        salt = base64.b64decode(head["salt"])
        base = self.secret
        if self.is_passphrase:
            base = hashlib.scrypt(base, salt=salt, dklen=KEY_BYTES, maxmem=SCRYPT_MEMORY, **SCRYPT)
        return hmac.digest(base, b"file:" + salt, "sha256")


def new_key_file(file: Path) -> BackupKey:
    """Make a key file for its owner's eyes.

    Raises:
        FileExistsError: There is one.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(KEY_BYTES)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(base64.b64encode(key) + b"\n")
        out.flush()
        os.fsync(out.fileno())
    return BackupKey(key)


def key_from(file: Path, passphrase: str | None) -> BackupKey | None:
    """The backup key: of the passphrase where there is one, else of the file; None where there is neither.

    Raises:
        BackupError: The file is no backup key.
    """
    if passphrase:
        return BackupKey(passphrase.encode(), is_passphrase=True)
    try:
        key = base64.b64decode(file.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        return None
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise BackupError(Text(N_("{file} is not a backup key."), {"file": str(file)}))
    return BackupKey(key)


def head_of(file: Path) -> dict[str, Any]:
    """The readable head of a backup: kind, made_at, how its key is made.

    Raises:
        BackupError: It is no backup.
    """
    with file.open("rb") as source:
        return _head(source, file.name)[0]


class Writing:
    """Writes a backup beside its place and puts it there when it is whole."""

    def __init__(self, file: Path, key: BackupKey, head: Mapping[str, object]) -> None:
        """Begin a file. `head` is readable by anybody: nothing personal."""
        full = dict(head) | {
            "salt": base64.b64encode(secrets.token_bytes(16)).decode(),
            "key": "passphrase" if key.is_passphrase else "file",
        }
        secret = key.of_file(full)
        full["check"] = _check(secret)
        body = json.dumps(full, sort_keys=True).encode()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = file
        self._beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        self._out = os.fdopen(os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._out.write(MAGIC + len(body).to_bytes(4, "big") + body)
        self._cipher = AESGCM(secret)
        self._bound = hashlib.sha256(MAGIC + body).digest()
        self._packer = zlib.compressobj(level=3)
        self._waiting = bytearray()
        self._number = 0

    def write(self, body: bytes) -> None:
        """Add bytes."""
        self._waiting += self._packer.compress(body)
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), NOT_LAST)
            del self._waiting[:CHUNK]

    def finish(self) -> int:
        """Write the last chunk, put the file in its place on the disk for good; its size in bytes."""
        self._waiting += self._packer.flush()
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), NOT_LAST)
            del self._waiting[:CHUNK]
        self._chunk(bytes(self._waiting), LAST)
        self._out.flush()
        os.fsync(self._out.fileno())
        size = self._out.tell()
        self._out.close()
        self._beside.replace(self._file)
        return size

    def give_up(self) -> None:
        """Take away what was written, if it is not in its place."""
        self._out.close()
        self._beside.unlink(missing_ok=True)

    def _chunk(self, body: bytes, last: bytes) -> None:
        text = self._cipher.encrypt(_nonce(self._number, last), body, self._bound)
        self._out.write(len(text).to_bytes(4, "big") + text)
        self._number += 1


def plain(file: Path, key: BackupKey) -> Iterator[bytes]:
    """What a backup holds, piece by piece; each piece has been authenticated when it comes.

    Raises:
        BackupError: It is no backup, the key is another one, or the file was cut or changed.
    """
    with file.open("rb") as source:
        head, bound = _head(source, file.name)
        secret = key.of_file(head)
        if not hmac.compare_digest(_check(secret), str(head["check"])):
            raise BackupError(
                Text(N_("The backup key does not fit {file}: it was made with another one."), {"file": file.name})
            )
        cipher, unpacker = AESGCM(secret), zlib.decompressobj()
        for number, (text, last) in enumerate(_chunks(source, file.name)):
            try:
                body = cipher.decrypt(_nonce(number, last), text, bound)
            except InvalidTag as error:
                raise _damaged(file.name) from error
            piece = unpacker.decompress(body, CHUNK)
            while piece:
                yield piece
                piece = unpacker.decompress(unpacker.unconsumed_tail, CHUNK)
        if not unpacker.eof:
            raise _damaged(file.name)


def _chunks(source: BinaryIO, name: str) -> Iterator[tuple[bytes, bytes]]:
    size = source.read(4)
    while size:
        length = int.from_bytes(size, "big")
        if len(size) < 4 or length > CHUNK + 64:
            raise _damaged(name)
        text = source.read(length)
        size = source.read(4)
        yield text, NOT_LAST if size else LAST


def _head(source: BinaryIO, name: str) -> tuple[dict[str, Any], bytes]:
    no_backup = BackupError(Text(N_("{file} is not a backup of this app."), {"file": name}))
    if source.read(len(MAGIC)) != MAGIC:
        raise no_backup
    length = int.from_bytes(source.read(4), "big")
    body = source.read(length) if length <= HEAD_LIMIT else b""
    try:
        head = json.loads(body)
        base64.b64decode(head["salt"], validate=True)
        known = {"kind", "made_at", "check", "key"} <= set(head)
    except (ValueError, KeyError, TypeError) as error:
        raise no_backup from error
    if not known:
        raise no_backup
    return head, hashlib.sha256(MAGIC + body).digest()


def _nonce(number: int, last: bytes) -> bytes:
    return number.to_bytes(11, "big") + last


def _check(secret: bytes) -> str:
    return hmac.digest(secret, b"check", "sha256")[:16].hex()


def _damaged(name: str) -> BackupError:
    return BackupError(Text(N_("{file} was cut short or changed: nothing was restored."), {"file": name}))
