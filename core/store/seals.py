"""Sealing personal values: AES-256-GCM under a key of the row's own, and blind indexes to find a value without opening.

A sealed row holds all its personal values in one blob, bound to its table and number: moved to another row it does not
open. Its key is made from the ring's key and the row's secret, which stands in the table `seals`. That table is left
out of backups of the data and kept apart, so that a person erased from it is erased from every backup too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.registries.columns import Personal, simplified
from core.store.faults import KeysError
from core.store.keys import Key, KeyRing
from core.texts import N_, Text

SECRET_BYTES = 16
NONCE_BYTES = 12
INDEX_BYTES = 16
FORMAT = 1
Values = Mapping[str, str]

_QUOTED = json.encoder.encode_basestring
"""A text as JSON, not escaped beyond need; what `json.dumps(..., ensure_ascii=False)` does to one."""
_PARTS = re.compile(r"[/、;；,，\n]")
INDEXED: Mapping[Personal, str] = {
    "name": "name",
    "phone": "number",
    "contact": "number",
    "id_number": "id",
    "plate": "plate",
}
"""Kinds of personal value that can be looked up, and the family they are compared in: a phone finds a contact."""


@dataclass(frozen=True)
class Sealer:
    """Seals, opens, and makes blind indexes and digests with the keys of a ring."""

    ring: KeyRing
    newer: Callable[[], KeyRing] | None = field(default=None, compare=False)
    """Reads the ring anew when a key is met that it lacks: another process has begun a rotation."""

    def seal(self, table: str, row_id: int, values: Values) -> tuple[bytes, bytes]:
        """Seal the personal values of a row.

        Args:
            table: Name of its table.
            row_id: Its number there; the blob opens for this row alone.
            values: Column -> text; none gives an empty blob and secret.

        Returns:
            The blob for the row, and the secret for the table `seals`.
        """
        if not values:
            return b"", b""
        key = self.ring.newest("seal")
        fresh = os.urandom(SECRET_BYTES + NONCE_BYTES)
        secret, nonce = fresh[:SECRET_BYTES], fresh[SECRET_BYTES:]
        body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
        head = bytes((FORMAT, key.number))
        text = AESGCM(_row_key(key.secret, secret)).encrypt(nonce, body, head + _bound(table, row_id))
        return head + nonce + text, secret

    def open(self, table: str, row_id: int, blob: bytes, secret: bytes | None) -> dict[str, str]:
        """Open a blob.

        Returns:
            Column -> text; empty for an empty blob, and for one whose secret is gone (an erased person).

        Raises:
            KeysError: The blob is not of this row, was changed, or another ring sealed it.
        """
        if not blob or not secret:
            return {}
        key = self._key(blob[1])
        nonce, text = blob[2 : 2 + NONCE_BYTES], blob[2 + NONCE_BYTES :]
        try:
            body = AESGCM(_row_key(key.secret, secret)).decrypt(nonce, text, blob[:2] + _bound(table, row_id))
        except InvalidTag as error:
            raise KeysError(
                Text(
                    N_("A sealed value does not open: the key file is not the one of this database, or it was changed.")
                )
            ) from error
        opened: dict[str, str] = json.loads(body)
        return opened

    def seal_all(
        self, table: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str | None]]
    ) -> tuple[list[bytes], list[bytes]]:
        """Seal many rows, each as `seal` would.

        Args:
            table: Name of their table.
            numbers: The number of each row.
            columns: Column -> the text of each row; None is left out.

        Returns:
            The blobs and the secrets; both empty for a row without a value.
        """
        key = self.ring.newest("seal")
        head, names = bytes((FORMAT, key.number)), [f"{_QUOTED(name)}:" for name in columns]
        blobs, secrets = [b""] * len(numbers), [b""] * len(numbers)
        fresh = os.urandom((SECRET_BYTES + NONCE_BYTES) * len(numbers))
        for i, values in enumerate(zip(*columns.values(), strict=True)):
            said = ",".join([n + _QUOTED(v) for n, v in zip(names, values, strict=True) if v is not None])
            if not said:
                continue
            at = i * (SECRET_BYTES + NONCE_BYTES)
            secret, nonce = fresh[at : at + SECRET_BYTES], fresh[at + SECRET_BYTES : at + SECRET_BYTES + NONCE_BYTES]
            cipher = AESGCM(_row_key(key.secret, secret))
            text = cipher.encrypt(nonce, f"{{{said}}}".encode(), head + _bound(table, numbers[i]))
            blobs[i], secrets[i] = head + nonce + text, secret
        return blobs, secrets

    def _key(self, number: int) -> Key:
        try:
            return self.ring.key("seal", number)
        except KeysError:
            if self.newer is None:
                raise
            return self.newer().key("seal", number)

    def indexes(self, kind: Personal, value: str) -> list[bytes]:
        """Blind indexes of a value, one for each number in a contact; none for a kind that is not looked up."""
        family = INDEXED.get(kind)
        if family is None:
            return []
        key = self.ring.newest("index").secret
        return [_mac(key, f"{family}:{part}") for part in folded(kind, value)]

    def indexer(self, family: str) -> Callable[[str], bytes]:
        """What gives the blind index of a folded form (`folded`) of values of a family of `INDEXED`, many in turn."""
        key = self.ring.newest("index").secret
        begun = hashlib.blake2b(f"{family}:".encode(), key=key, digest_size=INDEX_BYTES)

        def index(part: str) -> bytes:
            made = begun.copy()
            made.update(part.encode())
            return made.digest()

        return index

    def indexes_all(self, kind: Personal, values: Iterable[str]) -> list[list[bytes]]:
        """Blind indexes of many values, each once."""
        family = INDEXED.get(kind)
        if family is None:
            return [[] for _ in values]
        key = self.ring.newest("index").secret
        return [[_mac(key, f"{family}:{part}") for part in dict.fromkeys(folded(kind, v))] for v in values]

    def digest(self, text: str) -> bytes:
        """A keyed digest: equal texts are told apart from others, nothing can be guessed from it."""
        return _mac(self.ring.newest("index").secret, "digest:" + text)

    def digests(self, texts: Iterable[str]) -> list[bytes]:
        """Keyed digests of many texts."""
        key = self.ring.newest("index").secret
        return [hashlib.blake2b(b"digest:" + t.encode(), key=key, digest_size=INDEX_BYTES).digest() for t in texts]


def folded(kind: Personal, value: str) -> list[str]:
    """The forms in which a value is compared: digits of numbers without +86, names without spaces and in one script."""
    if kind in ("phone", "contact") and value.isascii() and value.isdigit():
        return [_national(value)]
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return []
    if kind == "name":
        return [simplified("".join(text.casefold().split()))]
    if kind in ("phone", "contact"):
        return [f for f in (_number(part) for part in _PARTS.split(text)) if f]
    return [re.sub(r"[\s·.\-]", "", text).upper()]


def _number(part: str) -> str:
    bare = part.strip().casefold()
    if "@" in bare:
        return bare
    return _national(re.sub(r"\D", "", bare))


def _national(digits: str) -> str:
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            return digits[len(prefix) :]
    return digits


def _mac(key: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), key=key, digest_size=INDEX_BYTES).digest()


def _row_key(key: bytes, secret: bytes) -> bytes:
    return hmac.digest(key, secret, "sha256")


def _bound(table: str, row_id: int) -> bytes:
    return f"{table}:{row_id}".encode()
