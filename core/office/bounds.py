"""How often somebody without an account may send something: a bound per contact, per address, and in all.

Counted in windows of ten minutes over an hour, inside the act that keeps the form. A flood keeps nobody out who holds a
service card or whose contact stands in the archive; of the others, what comes above the bound of all is taken in as
held, for the office to look at. Only one contact or address above its own bound is asked to come back later.

What is counted is kept as a keyed digest, for an hour: neither a contact nor an address can be read from it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

import sqlalchemy as sa

from core.office import cards, numbers
from core.office.requests_own import PARTS_MOST, OwnRequest, state_for
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import bounds
from core.store.seals import Sealer
from core.store.tables import blind_index
from core.store.together import Together, ask, put
from core.store.writer import seconds
from core.texts import N_, Text

Kind = Literal["repair", "information"]
Verdict = Literal["ok", "held", "too_many"]
PERIOD = timedelta(hours=1)
WINDOW_MINUTES = 10
CONTACT_MOST = 6
"""Forms of one kind within the period that give the same contact."""
ADDRESS_MOST = 30
"""Forms of one kind from one address; a family and its guests share one, and so may a whole gate house."""
CARD_MOST = 20
ALL_MOST = 600
"""Forms of one kind from everybody; a contact day brings some hundred an hour."""
KNOWN_TIMES = 5
"""So many times as often as others somebody known may give one contact."""
MISSES_OF_ADDRESS = 20
"""Look-ups within the period that found nothing, from one address."""
MISSES_OF_CONTACT = 20
MISSES_OF_NUMBER = 60
ARCHIVE = ("members", "occupants", "emergency_contacts")
"""Registries whose contacts are known: the office has them from a form it took over, a spreadsheet, or its own hand."""
LATER = N_("That was more than can be taken in at once. Nothing is lost: please send it again in an hour.")
LOOK_LATER = N_("That was asked too often. Please try again in an hour, or call the office.")

# Built once: every form is counted, and building a statement costs more than running it.
_OVER = bounds.delete().where(bounds.c.window_at <= sa.bindparam("until"))
_COUNTED = put(bounds, counted="count")


@dataclass(frozen=True)
class Sender:
    """Who sends a form, as far as anything is known.

    Attributes:
        contacts: As typed; each may hold several numbers.
        address: The network address it comes from; blank where it is not known.
        card: Code of the service card that opened the form; blank for none.
        suspect: Something about the sending is not as people do it.
    """

    contacts: Sequence[str] = ()
    address: str = ""
    card: str = ""
    suspect: bool = False


class TooMany(Refused):
    """One contact or address sent more than its bound; the text says when to come back."""


def network(host: str | None) -> str:
    """The network of an address: of IPv6 the part that one household or office has; blank for none and this machine."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)


def allowed(database: Database, connection: sa.Connection, kind: Kind, sender: Sender) -> Verdict:
    """Whether a form may be taken in, counted if it may; inside an act."""
    at, sealer = seconds(database.clock()), database.sealer
    marks = _indexes(sealer, sender.contacts)
    of_contacts = [_mark(sealer, kind, "contact", ix.hex()) for ix in marks]
    of_address = [_mark(sealer, kind, "address", sender.address)] if sender.address else []
    of_card = [_mark(sealer, kind, "card", sender.card)] if sender.card else []
    of_all = _mark(sealer, kind, "all", "")
    counted = [*of_contacts, *of_address, *of_card, of_all]
    found = _counts(connection, counted, at)
    by_card = bool(of_card) and found[of_card[0]] < CARD_MOST and cards.room_of(connection, sender.card) is not None
    known = by_card or _stands(connection, marks)
    most = max((found[mark] for mark in of_contacts), default=0)
    over = most >= CONTACT_MOST or any(found[mark] >= ADDRESS_MOST for mark in of_address)
    if most >= CONTACT_MOST * KNOWN_TIMES or (over and not known):
        return "too_many"
    _count(connection, counted, at)
    return "held" if sender.suspect or over or (found[of_all] >= ALL_MOST and not known) else "ok"


def bound(database: Database, kind: Kind, sender: Sender) -> Callable[[sa.Connection], Literal["ok", "held"]]:
    """What counts a form within the act that keeps it; it raises `TooMany`, and then nothing of the act is kept."""

    def counted(connection: sa.Connection) -> Literal["ok", "held"]:
        verdict = allowed(database, connection, kind, sender)
        if verdict == "too_many":
            raise TooMany(Text(LATER))
        return verdict

    return counted


def look_up(database: Database, request_no: str, contact: str, address: str = "") -> OwnRequest | None:
    """What somebody may see of a request, as `requests_own.state_for`; look-ups that find nothing are counted.

    They are counted alike whether the number or the contact is wrong, so the bound tells nothing of a number either.

    Raises:
        TooMany: From this address, of this contact or for this number too much was looked for.
    """
    sealer = database.sealer
    of_address = [_mark(sealer, "look_up", "address", address)] if address else []
    of_contacts = [_mark(sealer, "look_up", "contact", ix.hex()) for ix in _indexes(sealer, [contact])]
    of_number = _mark(sealer, "look_up", "number", numbers.written(request_no))
    most = dict.fromkeys(of_address, MISSES_OF_ADDRESS) | dict.fromkeys(of_contacts, MISSES_OF_CONTACT)
    most[of_number] = MISSES_OF_NUMBER

    def act(connection: sa.Connection) -> OwnRequest | None:
        at = seconds(database.clock())
        found = _counts(connection, list(most), at)
        if any(found[mark] >= bound for mark, bound in most.items()):
            raise TooMany(Text(LOOK_LATER))
        shown = state_for(connection, sealer, request_no, contact)
        if shown is None:
            _count(connection, list(most), at)
        return shown

    return database.write(act)


def _indexes(sealer: Sealer, contacts: Iterable[str]) -> list[bytes]:
    """Blind indexes of the numbers in some contacts, each once; a few of each contact, more would be for counting."""
    found = [ix for contact in contacts for ix in sealer.indexes("contact", contact)[:PARTS_MOST]]
    return list(dict.fromkeys(found))


def _mark(sealer: Sealer, kind: str, of: str, value: str) -> bytes:
    return sealer.digest(f"bound:{kind}:{of}:{value}")


def _stands(connection: sa.Connection, marks: Sequence[bytes]) -> bool:
    """Whether a contact stands in the archive."""
    return bool(marks) and bool(ask(connection, _in_archive(len(marks)), _named(marks)))


def _counts(connection: sa.Connection, marks: Sequence[bytes], at: datetime) -> Mapping[bytes, int]:
    found = ask(connection, _totals(len(marks)), {**_named(marks), "since": at - PERIOD})
    return dict.fromkeys(marks, 0) | {bytes(mark): int(total) for mark, total in found}


def _named(marks: Sequence[bytes]) -> dict[str, object]:
    return {f"mark{place}": mark for place, mark in enumerate(marks)}


def _among(column: sa.Column[bytes], count: int) -> sa.ColumnElement[bool]:
    """Whether a column has one of so many marks, given as `_named`."""
    return column.in_([sa.bindparam(f"mark{place}") for place in range(count)])


@lru_cache(maxsize=32)
def _in_archive(count: int) -> sa.Select[tuple[int]]:
    """One row of the archive with one of so many marks."""
    here = [_among(blind_index.c.ix, count), sa.or_(*(blind_index.c.row_of == of for of in ARCHIVE))]
    return sa.select(blind_index.c.row_id).where(*here, blind_index.c.column == "contact").limit(1)


@lru_cache(maxsize=32)
def _totals(count: int) -> sa.Select[tuple[bytes, int]]:
    """How often each of so many marks was counted since an instant."""
    within = [_among(bounds.c.counted, count), bounds.c.window_at > sa.bindparam("since")]
    return sa.select(bounds.c.counted, sa.func.sum(bounds.c.count)).where(*within).group_by(bounds.c.counted)


def _count(connection: sa.Connection, marks: Sequence[bytes], at: datetime) -> None:
    """Count one more of each; windows that are over go."""
    window_at = at.replace(minute=at.minute - at.minute % WINDOW_MINUTES, second=0)
    together = Together(connection)
    together.add(_OVER, {"until": at - PERIOD})
    rows = [{"counted": mark, "window_at": window_at, "count": 1} for mark in dict.fromkeys(marks)]
    together.add(_COUNTED[connection.dialect.name], *rows)
    together.run()
