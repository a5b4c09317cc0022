"""Addresses of the files that Streamlit serves from memory: exports, charts, photos.

Streamlit names such a file by a hash of what is in it, so that whoever guesses the contents knows the address, and of a
large one it hashes parts alone. Here the hash has a key of the process, and all of the file is in it: an address is
told only to the page that shows the file, and is gone with it. It serves who is signed in and has it; nobody guesses
one.
"""

from __future__ import annotations

import hashlib
import secrets

from streamlit.runtime import memory_media_file_storage as storage

KEY = secrets.token_bytes(32)
BYTES = 24


def file_id(data: bytes, mimetype: str, filename: str | None = None) -> str:
    """The name of a file: the same for the same file of one process, and not to be guessed from outside it."""
    named = hashlib.blake2b(key=KEY, digest_size=BYTES)
    for part in (mimetype.encode(), (filename or "").encode(), data):
        named.update(len(part).to_bytes(8))
        named.update(part)
    return named.hexdigest()


def install() -> None:
    """Have Streamlit name its files so; once is enough."""
    storage._calculate_file_id = file_id  # there is no setting for it
