"""Service cards: printed with a number and a random code, given out to a home, and what their code opens.

The code on a card says nothing by itself: the room stands in the database, from the moment the card is given out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from core.clock import local_day
from core.office import filing_plan, numbers
from core.office.information import LONGEST, room, typed_rows
from core.store.audit import Entry
from core.store.bulk import numbered
from core.store.database import Database
from core.store.faults import Refused
from core.store.history import Made
from core.store.office_tables import card_codes
from core.store.single import write_rows
from core.store.tables import OFFICE_SCOPE, accounts, registry_tables
from core.store.writer import Answer, seconds
from core.texts import N_, Text

PRINT, GIVE, TAKE_BACK = "cards.print", "cards.give", "cards.take_back"
MOST = 400
"""So many are printed at once: fifty pages."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes: none that is taken for another when somebody types it."""
_CODE_LENGTH = 12
"""58 bits: not to be guessed, though `room_of` tells no more than a room."""
_CODE = re.compile(f"[{_LETTERS}]{{{_CODE_LENGTH}}}")


@dataclass(frozen=True)
class ServiceCard:
    """A card; `issued_at` (UTC) and `room_no` are blank until it is given out."""

    card_id: int
    card_no: str
    code: str
    room_no: str | None
    day_id: int | None
    printed_at: datetime
    issued_at: datetime | None
    account_id: int | None


@dataclass(frozen=True)
class Given:
    """A card as it was given out: `number_here` counts the cards that its home has by now, this one too."""

    card_no: str
    room_no: str
    number_here: int


def make(database: Database, count: int, token: str, account_id: int, day_id: int | None = None) -> list[ServiceCard]:
    """Number new cards to be printed, once for a token.

    Args:
        database: Where.
        count: From 1 to `MOST`.
        token: Of this printing; a second time gives the same cards.
        account_id: Who prints them.
        day_id: The contact day they are for.

    Raises:
        Refused: The count is out of bounds.
    """
    if not 1 <= count <= MOST:
        raise Refused(Text(N_("Print from 1 to {most} cards at once."), {"most": MOST}))

    def act(connection: sa.Connection) -> Answer:
        at, day = seconds(database.clock()), local_day(database.clock())
        first = numbered(connection, count)
        for card_id in range(first, first + count):
            row: dict[str, object] = {"card_id": card_id, "card_no": numbers.card_no(connection, day)}
            row |= {"code": new_code(), "day_id": day_id, "printed_at": at}
            connection.execute(card_codes.insert().values(row))
        subject = f"day:{day_id}" if day_id else "cards"
        database.note(connection, Entry(PRINT, subject, account_id, OFFICE_SCOPE, detail={"count": count}))
        return {"first": first, "count": count}

    made = database.submit(token, PRINT, act)
    last = made["first"] + made["count"]
    with database.read() as connection:
        return _cards(connection, card_codes.c.card_id >= made["first"], card_codes.c.card_id < last)


def new_code() -> str:
    """A code that nobody guesses."""
    return "".join(secrets.choice(_LETTERS) for _i in range(_CODE_LENGTH))


def give_out(
    database: Database, said: str, room_no: str, token: str, account_id: int, *, day_id: int | None = None
) -> Given:
    """Give a card out to a home, once for a token.

    Args:
        database: Where.
        said: What was typed or scanned: the card's number, its code, or the address that its QR code holds.
        room_no: The home, in any spelling.
        token: Of this act.
        account_id: Who gives it out.
        day_id: The contact day; None for one given out at the counter on another day.

    Raises:
        Refused: There is no such card, it was given out before, or the room is blank or too long.
    """
    wanted = room(room_no)
    if not wanted:
        raise Refused(Text(N_("Which room gets the card?")))
    if len(wanted) > LONGEST["room_no"]:
        raise Refused(Text(N_("{room} is too long for a room number."), {"room": wanted}))

    def act(connection: sa.Connection) -> Answer:
        card = find(connection, said)
        if card is None:
            raise Refused(Text(N_("There is no card with this number. Look at the number above its code.")))
        if card.issued_at is not None:
            values = {"card": card.card_no, "room": card.room_no or ""}
            raise Refused(
                Text(N_("Card {card} has gone to {room} already. Take another, or take it back first."), values)
            )
        home = filing_plan.known_room(connection, wanted)
        issued: dict[str, object] = {"room_no": home, "issued_at": seconds(database.clock()), "account_id": account_id}
        if day_id is not None:
            issued["day_id"] = day_id
        connection.execute(card_codes.update().where(card_codes.c.card_id == card.card_id).values(issued))
        _write(database, connection, card.card_no, home, account_id)
        return {"card_id": card.card_id}

    card_id = database.submit(token, GIVE, act)["card_id"]
    with database.read() as connection:
        card = _cards(connection, card_codes.c.card_id == card_id)[0]
        return Given(card.card_no, card.room_no or "", len(of_room(connection, card.room_no or "")))


def take_back(database: Database, card_no: str, token: str, account_id: int) -> None:
    """Take back a card that was given out by mistake or lost, once for a token: its code opens nothing any more.

    The card can be given out again.

    Raises:
        Refused: It is not given out.
    """

    def act(connection: sa.Connection) -> Answer:
        card = find(connection, card_no)
        if card is None or card.issued_at is None:
            raise Refused(Text(N_("This card is not given out.")))
        free: dict[str, object] = {"room_no": None, "issued_at": None, "account_id": None}
        connection.execute(card_codes.update().where(card_codes.c.card_id == card.card_id).values(free))
        table = registry_tables["cards"]
        row = sa.select(table.c.row_id).where(table.c.card_no == card.card_no, table.c.ended_by.is_(None))
        ended = {"cards": list(connection.execute(row).scalars())}
        made = Made("correction", "office", account_id, action=TAKE_BACK)
        write_rows(database, connection, made, {}, ended=ended)
        return {}

    database.submit(token, TAKE_BACK, act)


def find(connection: sa.Connection, said: str) -> ServiceCard | None:
    """The card of a number, code, or the address in its QR code, however it was typed; None for none.

    A number is found without its month and zeros too, where one card alone ends so: "17" for K2603-0017.
    """
    text = (_code_in(said) or said).strip()
    for column in (card_codes.c.card_no, card_codes.c.code):
        if found := _cards(connection, column == numbers.written(text)):
            return found[0]
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        return None
    short = _cards(connection, card_codes.c.card_no.like(f"%-{int(text):04d}"), card_codes.c.issued_at.is_(None))
    return short[0] if len(short) == 1 else None


def room_of(connection: sa.Connection, code: str) -> str | None:
    """The room that a card's code stands for; None for a code of no card, and of one that is not given out.

    The registry says which room: a giving that was undone there opens nothing any more.
    """
    if not _CODE.fullmatch(code.strip().upper()):
        return None
    table = registry_tables["cards"]
    source = table.join(card_codes, card_codes.c.card_no == table.c.card_no)
    mine = sa.and_(card_codes.c.code == code.strip().upper(), card_codes.c.issued_at.is_not(None))
    asked = sa.select(table.c.room_no).select_from(source).where(mine, table.c.ended_by.is_(None))
    found = connection.execute(asked).scalar()
    return None if found is None else str(found)


def address(base_url: str, code: str) -> str:
    """What the QR code of a card holds: where the forms open, and the code."""
    return f"{base_url}/repair?card={code}"


def of_day(connection: sa.Connection, day_id: int) -> list[ServiceCard]:
    """Cards printed for a contact day or given out on it, by number."""
    return _cards(connection, card_codes.c.day_id == day_id)


def of_room(connection: sa.Connection, room_no: str) -> list[ServiceCard]:
    """Cards that a home has, by number."""
    return _cards(connection, card_codes.c.room_no == room_no)


def left(connection: sa.Connection) -> list[ServiceCard]:
    """Cards that are printed and not given out, by number."""
    return _cards(connection, card_codes.c.issued_at.is_(None))


def by_whom(connection: sa.Connection, found: Sequence[ServiceCard]) -> dict[int, str]:
    """Account -> shown name, of those who gave cards out."""
    ids = {c.account_id for c in found if c.account_id is not None}
    asked = sa.select(accounts.c.account_id, accounts.c.shown_name).where(accounts.c.account_id.in_(ids))
    return {row.account_id: row.shown_name for row in connection.execute(asked)}


def _write(database: Database, connection: sa.Connection, card_no: str, room_no: str, account_id: int) -> None:
    """The row of the registry: which card, which room, when, by whom."""
    name = connection.execute(sa.select(accounts.c.shown_name).where(accounts.c.account_id == account_id)).scalar()
    day = local_day(database.clock()).isoformat()
    row = {"card_no": card_no, "room_no": room_no, "issued_on": day, "issued_by": str(name or "")}
    made = Made("form", "office", account_id, action=GIVE)
    write_rows(database, connection, made, {"cards": typed_rows("cards", [row])}, only_new=True)


def _code_in(said: str) -> str | None:
    """The code in a scanned address; None where there is none."""
    if "card=" not in said:
        return None
    try:
        return next(iter(parse_qs(urlsplit(said.strip()).query).get("card", [])), None)
    except ValueError:
        return None


def _cards(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[ServiceCard]:
    asked = sa.select(card_codes).where(*where).order_by(card_codes.c.card_no)
    return [ServiceCard(**row._mapping) for row in connection.execute(asked)]
