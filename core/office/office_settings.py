"""What the office says of itself and of its estate: names, telephone, hours, address for QR codes, its homes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from core.office.information import LONGEST, room
from core.store.audit import Entry
from core.store.database import Database
from core.store.faults import Refused
from core.store.office_tables import office_settings
from core.store.tables import OFFICE_SCOPE
from core.store.writer import Answer, seconds
from core.texts import N_, Text

NAME = "office"
"""Name of the row in the table `office_settings`; the list of homes has one of its own."""
ROOMS = "rooms"
TEXT_MOST, ROOMS_MOST = 80, 20_000
SAMPLE_LEAST, SAMPLE_MOST = 1, 1000
_APART = re.compile(r"[\n\r\t,;，；、]+")


@dataclass(frozen=True)
class OfficeSettings:
    """What the office says of itself.

    Attributes:
        estate: Name of the estate; blank: not said yet.
        office: Name of the office.
        telephone: As people read it.
        hours: When it is open, as people read it.
        base_url: Where residents reach the app, for QR codes, without a slash at the end; blank: no codes are printed.
        minimum_sample: So many ratings or requests at least, or nobody is ranked.
    """

    estate: str = ""
    office: str = ""
    telephone: str = ""
    hours: str = ""
    base_url: str = ""
    minimum_sample: int = 10


def office(connection: sa.Connection) -> OfficeSettings:
    """The settings as they stand; what nobody set is as above."""
    said = _value(connection, NAME)
    known = {f.name for f in fields(OfficeSettings)}
    return replace(OfficeSettings(), **{k: v for k, v in (said or {}).items() if k in known})


def rooms(connection: sa.Connection) -> tuple[str, ...]:
    """The homes of the estate, in the order of the list; none where the office gave no list."""
    return tuple(_value(connection, ROOMS) or ())


def change(database: Database, settings: OfficeSettings, token: str, account_id: int) -> None:
    """Set what the office says of itself, once for a token.

    Raises:
        Refused: A text is too long, the address is none, or the sample is out of bounds.
    """
    said = tidy(settings)
    _refuse(said)

    def act(connection: sa.Connection) -> Answer:
        before = office(connection)
        changed = sorted(f.name for f in fields(said) if getattr(said, f.name) != getattr(before, f.name))
        if changed:
            _put(database, connection, NAME, asdict(said), account_id)
            _note(database, connection, account_id, {"changed": changed})
        return {}

    database.submit(token, "office.settings", act)


def change_rooms(database: Database, listed: Iterable[str], token: str, account_id: int) -> int:
    """Set the list of the estate's homes, once for a token.

    Args:
        database: Where.
        listed: Room numbers in any spelling; blanks and repetitions are left out. None takes the list away.
        token: Of this change.
        account_id: Who.

    Returns:
        How many homes the list has.

    Raises:
        Refused: A room number is too long, or there are too many.
    """
    homes = tuple(dict.fromkeys(r for r in (room(one) for one in listed) if r))
    if len(homes) > ROOMS_MOST:
        raise Refused(Text(N_("The list has at most {most} homes."), {"most": ROOMS_MOST}))
    if long := [r for r in homes if len(r) > LONGEST["room_no"]]:
        raise Refused(Text(N_("{room} is too long for a room number."), {"room": long[0]}))

    def act(connection: sa.Connection) -> Answer:
        if homes != rooms(connection):
            _put(database, connection, ROOMS, list(homes), account_id)
            _note(database, connection, account_id, {"homes": len(homes)})
        return {"homes": len(homes)}

    return int(database.submit(token, "office.settings", act)["homes"])


def read_rooms(text: str) -> list[str]:
    """Room numbers out of a pasted text, one a line or with commas between; in its order, once each."""
    return list(dict.fromkeys(r for r in (room(one) for one in _APART.split(text)) if r))


def rooms_of(building: str, units: int, floors: int, homes_a_floor: int) -> list[str]:
    """The rooms of a building written as building-unit-room: 3, 2 units, 6 floors, 2 a floor -> 3-1-101 to 3-2-602."""
    return [
        room(f"{building}-{unit}-{floor}{home:02d}")
        for unit in range(1, units + 1)
        for floor in range(1, floors + 1)
        for home in range(1, homes_a_floor + 1)
    ]


def building_of(room_no: str) -> str:
    """The building of a room: what stands before the first dash; the whole where there is none."""
    return room_no.partition("-")[0]


def tidy(settings: OfficeSettings) -> OfficeSettings:
    """The settings as they are kept: one line each, the address without a slash at its end."""
    texts: dict[str, Any] = {
        f.name: " ".join(unicodedata.normalize("NFC", getattr(settings, f.name)).split())
        for f in fields(settings)
        if f.name != "minimum_sample"
    }
    return replace(settings, **{**texts, "base_url": texts["base_url"].rstrip("/")})


def _refuse(settings: OfficeSettings) -> None:
    if any(len(str(value)) > TEXT_MOST for value in asdict(settings).values()):
        raise Refused(Text(N_("Each of these has at most {most} characters."), {"most": TEXT_MOST}))
    if settings.base_url and not _is_address(settings.base_url):
        raise Refused(Text(N_("The address begins with https:// or http:// and names a server, nothing after it.")))
    if not SAMPLE_LEAST <= settings.minimum_sample <= SAMPLE_MOST:
        raise Refused(
            Text(N_("The minimum sample is from {least} to {most}."), {"least": SAMPLE_LEAST, "most": SAMPLE_MOST})
        )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        there = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    nothing_else = not (parts.query or parts.fragment or parts.username or parts.path) and not re.search(r"\s", text)
    return there and nothing_else and parts.scheme in ("http", "https")


def _value(connection: sa.Connection, name: str) -> Any:
    asked = sa.select(office_settings.c.value).where(office_settings.c.name == name)
    found = connection.execute(asked).scalar()
    return None if found is None else json.loads(found)


def _put(database: Database, connection: sa.Connection, name: str, value: object, account_id: int) -> None:
    row = {"value": json.dumps(value, ensure_ascii=False), "made_at": seconds(database.clock())}
    here = office_settings.c.name == name
    said: dict[str, object] = {**row, "account_id": account_id}
    if not connection.execute(office_settings.update().where(here).values(**said)).rowcount:
        connection.execute(office_settings.insert().values(name=name, **said))


def _note(database: Database, connection: sa.Connection, account_id: int, detail: dict[str, object]) -> None:
    entry = Entry("office.settings", "office:settings", account_id, OFFICE_SCOPE, detail=detail)
    database.note(connection, entry)
