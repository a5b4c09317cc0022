"""Verifying the chain of the audit log.

The chain tells of a row changed, taken out or put elsewhere. Of rows cut off at the end it can tell nothing by itself:
write the head down elsewhere from time to time (`audit head`) and verify against it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from core.store.audit import FIRST, signature
from core.store.faults import KeysError, Refused
from core.store.keys import KeyRing
from core.store.tables import audit
from core.texts import N_, Text

CHUNK = 2_000
Why = Literal["changed", "missing", "key", "cut", "other"]


@dataclass(frozen=True)
class Head:
    """The last row of the log: what is written down elsewhere."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        """As it is written down."""
        return f"{self.seq}:{self.hash.hex()}"


@dataclass(frozen=True)
class Verdict:
    """What verifying found.

    Attributes:
        rows: How many rows fit, from the first on.
        head: The last row that fits; None for an empty log.
        wrong_at: Number of the first row that does not fit; None where all do.
        why: changed: the row or the one before it is not as it was written; missing: it is not there; key: the ring
            lacks its key; cut: the log ends before the head that was given; other: the row of that head is another.
    """

    rows: int
    head: Head | None
    wrong_at: int | None = None
    why: Why | None = None

    @property
    def text(self) -> Text:
        """The verdict in words."""
        if self.why is None:
            return Text(
                N_("The audit log is whole: {rows} rows. Its head: {head}"), {"rows": self.rows, "head": self._at}
            )
        return Text(_WRONG[self.why], {"seq": self.wrong_at, "rows": self.rows})

    @property
    def _at(self) -> str:
        return str(self.head) if self.head else "0:"


_WRONG: Mapping[Why, str] = {
    "changed": N_("Row {seq} is not as it was written, or the row before it is not. {rows} rows before it fit."),
    "missing": N_("Row {seq} is missing. {rows} rows before it fit."),
    "key": N_("The key that signed row {seq} is not on the key ring. {rows} rows before it fit."),
    "cut": N_("Row {seq}, the head that was written down, is missing: the end was cut off. {rows} rows are left."),
    "other": N_("Row {seq}, the head that was written down, is another row now: the log was replaced."),
}


def head_of(text: str) -> Head:
    """A head as it was written down.

    Raises:
        Refused: It is none.
    """
    seq, _colon, digits = text.strip().partition(":")
    try:
        found = Head(int(seq), bytes.fromhex(digits))
    except ValueError:
        found = Head(0, b"")
    if found.seq < 1 or len(found.hash) != len(FIRST):
        raise Refused(Text(N_("A head is a number, a colon and 64 digits, as the command audit head prints it.")))
    return found


def head(connection: sa.Connection) -> Head | None:
    """The last row; None for an empty log."""
    row = connection.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else None


def verify(connection: sa.Connection, ring: KeyRing, known: Head | None = None) -> Verdict:
    """Walk the chain from its first row.

    Args:
        connection: To read with.
        ring: Holds the keys that signed it.
        known: A head written down earlier; the log must still hold that very row.

    Returns:
        The first thing that is wrong, or that nothing is.
    """
    before = Head(0, FIRST)
    for row in _rows(connection):
        if row["seq"] != before.seq + 1:
            return _wrong(before, before.seq + 1, "missing")
        why = _fault(ring, before.hash, row)
        if why is not None:
            return _wrong(before, row["seq"], why)
        before = Head(row["seq"], row["hash"])
        if known is not None and known.seq == before.seq and known.hash != before.hash:
            return _wrong(before, before.seq, "other")
    if known is not None and known.seq > before.seq:
        return _wrong(before, known.seq, "cut")
    return Verdict(before.seq, before if before.seq else None)


def _rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Every row, in order, a chunk at a time."""
    last = None
    while True:
        chunk = sa.select(audit).order_by(audit.c.seq).limit(CHUNK)
        rows = connection.execute(chunk if last is None else chunk.where(audit.c.seq > last)).mappings().all()
        yield from (dict(row) for row in rows)
        if len(rows) < CHUNK:
            return
        last = rows[-1]["seq"]


def _fault(ring: KeyRing, before: bytes, row: dict[str, Any]) -> Why | None:
    try:
        key = ring.key("audit", row["key_number"])
    except KeysError:
        return "key"
    return None if hmac.compare_digest(signature(key.secret, before, row), row["hash"]) else "changed"


def _wrong(before: Head, seq: int, why: Why) -> Verdict:
    return Verdict(before.seq, before if before.seq else None, seq, why)
