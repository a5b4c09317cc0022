"""Passwords: argon2id, and what a password must be."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.access.common import is_common
from core.store.faults import Refused
from core.texts import N_, Text

SHORTEST = 10
LONGEST = 128
AT_ONCE = 4
"""Computations at a time: each takes 64 MiB, and a crowd at the door must not take the machine's memory."""

_HASHER = PasswordHasher()
_ROOM = threading.BoundedSemaphore(AT_ONCE)


def folded(password: str) -> str:
    """A password as it is compared: full-width letters of an input method are the same letters."""
    return unicodedata.normalize("NFKC", password)


def demand(password: str, login: str, shown_name: str = "") -> None:
    """Refuse a password that is too short, too long or easily guessed; any characters will do.

    Args:
        password: As typed.
        login: Of the account it is for.
        shown_name: Of the account it is for.

    Raises:
        Refused: It may not be used; the text says why, without the password.
    """
    said = folded(password)
    if len(said) < SHORTEST:
        raise Refused(Text(N_("Use at least {shortest} characters; several words make a good one."), _LENGTHS))
    if len(said) > LONGEST:
        raise Refused(Text(N_("Use at most {longest} characters."), _LENGTHS))
    if is_common(said, login, shown_name):
        raise Refused(Text(N_("This password is one that is guessed first. Take another: several words, say.")))


_LENGTHS = {"shortest": SHORTEST, "longest": LONGEST}


def hash_of(password: str) -> str:
    """The argon2id hash of a password, with the parameters and the salt in it."""
    with _ROOM:
        return _HASHER.hash(_bytes(folded(password)))


def fits(known: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed.

    Args:
        known: The hash; None takes as long as a hash does and fits nothing.
        password: As typed.
    """
    text = folded(password)
    if len(text) > LONGEST:
        known, text = None, text[:LONGEST]
    with _ROOM:
        try:
            _HASHER.verify(known or _nobodys(), _bytes(text))
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


def is_dated(known: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(known)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash for accounts that are not there."""
    return _HASHER.hash("nobody's password")
