"""Looking for many values in bytes at once, as they stand and as they are commonly wrapped."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from core.store.database import Database
from core.store.tables import metadata

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs")
WINDOW = 6
"""Bytes of which the first look is taken; no pattern is shorter."""
_PIECE = 1 << 22


def patterns(values: Iterable[str]) -> dict[bytes, str]:
    """Bytes -> the value they give away: in every encoding, in hex, and in base64 at each of its three shifts."""
    found: dict[bytes, str] = {}
    for value in values:
        for encoding in ENCODINGS:
            plain = value.encode(encoding, "ignore")
            for said in (plain, plain.hex().encode(), plain.hex().upper().encode(), *_base64(plain)):
                if len(said) >= WINDOW:
                    found[said] = value
    return found


def _base64(plain: bytes) -> list[bytes]:
    """What of a base64 text does not depend on what stands around, for each shift and both alphabets."""
    said = []
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        whole = encoded[(0, 2, 3)[shift] : len(encoded.rstrip(b"=")) - (1 if (shift + len(plain)) % 3 else 0)]
        said += [whole, whole.translate(bytes.maketrans(b"+/", b"-_"))]
    return said


class Search:
    """Finds which of some values stand in bytes."""

    def __init__(self, values: Iterable[str]) -> None:
        """Make the patterns."""
        self._patterns = patterns(values)
        self._starts = np.unique(np.array([_number(p) for p in self._patterns], dtype=np.uint64))
        self._by_start: dict[int, list[bytes]] = {}
        for pattern in self._patterns:
            self._by_start.setdefault(_number(pattern), []).append(pattern)

    def found(self, body: bytes) -> set[str]:
        """The values that can be read in some bytes."""
        longest = max((len(p) for p in self._patterns), default=0)
        said: set[str] = set()
        for at in range(0, len(body), _PIECE):
            said |= self._in_piece(body[at : at + _PIECE + longest])
        return said

    def _in_piece(self, piece: bytes) -> set[str]:
        if len(piece) < WINDOW:
            return set()
        raw = np.frombuffer(piece, np.uint8)
        windows: npt.NDArray[np.uint64] = np.zeros(len(raw) - WINDOW + 1, np.uint64)
        for k in range(WINDOW):
            windows = windows << np.uint64(8) | raw[k : len(raw) - WINDOW + 1 + k].astype(np.uint64)
        slots = np.minimum(np.searchsorted(self._starts, windows), len(self._starts) - 1)
        places = np.flatnonzero(self._starts[slots] == windows)
        return {
            self._patterns[pattern]
            for place in places.tolist()
            for pattern in self._by_start[int(windows[place])]
            if piece.startswith(pattern, place)
        }


def _number(pattern: bytes) -> int:
    return int.from_bytes(pattern[:WINDOW])


def in_files(search: Search, folder: Path) -> dict[str, set[str]]:
    """Files below a folder -> the values found in their contents or names; those without any are left out."""
    found = {}
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(file.relative_to(folder))
        said = search.found(file.read_bytes()) | search.found(name.encode())
        if said:
            found[name] = said
    return found


def in_tables(search: Search, database: Database) -> dict[str, set[str]]:
    """Tables -> the values found in any of their cells; those without any are left out."""
    found = {}
    with database.read() as connection:
        for table in metadata.sorted_tables:
            cells = (_raw(cell) for row in connection.execute(sa.select(table)) for cell in row if cell is not None)
            said = search.found(b"\n".join(cells))
            if said:
                found[table.name] = said
    return found


def _raw(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
