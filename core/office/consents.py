"""Consents that go with a form: which are asked for, which a form needs, and writing them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from core.office.information import InformationForm, flat
from core.registries.instants import parse_instant
from core.store.bulk import numbered
from core.store.office_tables import consents
from core.texts import N_

PRIVACY, ID_NUMBERS, MINORS, VEHICLES = "privacy", "id_numbers", "minors", "vehicles"
KINDS: dict[str, str] = {
    PRIVACY: N_("I have read the privacy notice and agree that the office keeps what I write here for its services."),
    ID_NUMBERS: N_("I agree that ID numbers of those who live here are kept, to know who may enter the home."),
    MINORS: N_("I am the parent or guardian and agree that data of children under {age} are kept."),
    VEHICLES: N_("I agree that the vehicles of the home are kept, to look after the parking spaces."),
}
"""Kind -> message id of what is agreed to; `{age}` is `AGE`."""
AGE = 14
"""Below this age a guardian has to agree. Source: Personal Information Protection Law, article 31."""
_ID_DATE = slice(6, 14)
_OLD_ID_DATE = slice(6, 12)


@dataclass(frozen=True)
class Consents:
    """What somebody agreed to.

    Attributes:
        notice_version: Version of the privacy notice that stood beside the form.
        given: Kinds of `KINDS`; one that was asked for and is not here was not given.
    """

    notice_version: int
    given: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Given:
    """A consent as it was written down; `withdrawn_at` is blank while it holds."""

    consent_id: int
    given_with: str
    kind: str
    notice_version: int
    given: bool
    made_at: datetime
    withdrawn_at: datetime | None


Place = tuple[str, int, str]
"""Block, row and field of a form."""


def needed(form: InformationForm, today: date) -> dict[str, list[Place]]:
    """Which consents a form needs besides that to the notice, each with the fields that need it.

    Args:
        form: As typed.
        today: Children are those under `AGE` on this day.
    """
    found: dict[str, list[Place]] = {}
    for i, member in enumerate(form.members):
        if is_minor(parse_instant(flat(member.birth_date)).day if flat(member.birth_date) else None, today):
            found.setdefault(MINORS, []).append(("members", i, "birth_date"))
    for i, occupant in enumerate(form.occupants):
        if flat(occupant.id_number):
            found.setdefault(ID_NUMBERS, []).append(("occupants", i, "id_number"))
        if is_minor(birth_of(occupant.id_number), today):
            found.setdefault(MINORS, []).append(("occupants", i, "id_number"))
    for i, vehicle in enumerate(form.vehicles):
        if flat(vehicle.plate_no):
            found.setdefault(VEHICLES, []).append(("vehicles", i, "plate_no"))
    return found


def is_minor(born: date | None, today: date) -> bool:
    """Whether somebody born on a day is under `AGE`; not where the day is not known."""
    if born is None:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < AGE


def birth_of(id_number: str) -> date | None:
    """The birth date within an ID number of 18 or 15 characters; None where there is none."""
    said = "".join(flat(id_number).split()).replace("-", "")
    digits = said[_ID_DATE] if len(said) == 18 else "19" + said[_OLD_ID_DATE]
    if len(said) not in (15, 18) or not (digits.isascii() and digits.isdecimal()):
        return None
    return parse_instant(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}").day


def write_down(connection: sa.Connection, given_with: str, room_no: str, said: Consents, at: datetime) -> None:
    """Keep which consents were given with a form and which were not; inside an act.

    Args:
        connection: The writer's.
        given_with: Number of the receipt or request.
        room_no: Of which home.
        said: What was agreed to.
        at: The instant, UTC to the second.
    """
    first = numbered(connection, len(KINDS))
    rows = [
        {
            "consent_id": first + place,
            "given_with": given_with,
            "room_no": room_no,
            "kind": kind,
            "notice_version": said.notice_version,
            "given": kind in said.given,
            "made_at": at,
        }
        for place, kind in enumerate(KINDS)
    ]
    connection.execute(consents.insert(), rows)


def of_home(connection: sa.Connection, room_no: str) -> list[Given]:
    """Consents of a home, given or not, newest first."""
    asked = sa.select(consents).where(consents.c.room_no == room_no).order_by(consents.c.consent_id.desc())
    return [
        Given(r.consent_id, r.given_with, r.kind, r.notice_version, r.given, r.made_at, r.withdrawn_at)
        for r in connection.execute(asked)
    ]
