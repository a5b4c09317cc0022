"""Marked people: each value of theirs occurs nowhere else, so that finding it anywhere is a leak."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

GIVEN = "安邦昌達德東芳富剛光國海和恆宏華輝嘉建江傑金景靜軍凱康立良林龍茂明寧平琪清榮瑞"
STAFF = 4
STORE, ROOMS = "S1", "3-2"
SAMPLE = 5
"""People who are looked up and shown one by one."""
WAYS = (
    "photo",
    "draft",
    "refused form",
    "later form",
    "waiting form",
    "correction",
    "repair",
    "opinion",
    "preferred time",
    "note",
    "handler",
    "handling",
    "not reached",
    "call-back",
    "rating",
    "reopened",
    "closed",
    "hours",
    "question",
    "passed to",
    "answer",
)
"""Texts that can be written at the property desk, each by the way it comes in."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Marked:
    """One marked person. `words` are values that are kept sealed and yet shown to whoever opens the page."""

    number: int
    name: str
    phone: str
    id_number: str
    birth_date: str
    email: str
    employer: str
    note: str
    plate: str
    words: str

    @property
    def personal(self) -> tuple[str, ...]:
        """Values that are masked wherever they are shown, the birth date also as it is written elsewhere."""
        dates = (self.birth_date, self.birth_date.replace("-", ""), self.birth_date.replace("-", "/"))
        told = (self.name, self.phone, self.id_number, self.email, self.employer, self.note, self.plate)
        return (*told, *dates)

    def said(self, way: str) -> str:
        """What the person says by one of `WAYS`; its number comes first, so that no two begin alike.

        Raises:
            ValueError: There is no such way.
        """
        return f"{self.number:04}記{WAYS.index(way):02}暗號"

    @property
    def kept(self) -> tuple[str, ...]:
        """Everything of the person that is to be sealed wherever it is kept."""
        return (*self.personal, self.words, *(self.said(way) for way in WAYS))


def marked(count: int) -> list[Marked]:
    """So many marked people, the same ones each time.

    Raises:
        ValueError: More than there are distinct names.
    """
    if count > len(GIVEN) ** 2:
        raise ValueError("too many people for distinct names")
    return [_one(number) for number in range(count)]


def _one(number: int) -> Marked:
    born = date(1931, 1, 2) + timedelta(days=17 * number)
    head = f"110105{born:%Y%m%d}{number % 1000:03}"
    check = "10X98765432"[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]
    return Marked(
        number,
        "歐陽" + GIVEN[number // len(GIVEN)] + GIVEN[number % len(GIVEN)],
        f"139{(number * 7919 + 10203040) % 10**8:08}",
        head + check,
        born.isoformat(),
        f"canary{number:04}x@example.com",
        f"暗記單位{number:04}號",
        f"暗記備註{number:04}號",
        f"京K{10000 + number * 7 % 90000:05}",
        f"暗記報修{number:04}號",
    )


def store_files(people: Sequence[Marked]) -> list[tuple[str, bytes]]:
    """The store's registries as files: every person a client with a visit, a call and a follow-up."""
    staff = [f"E{n + 1}" for n in range(STAFF)]

    def who(p: Marked) -> str:
        return staff[p.number % STAFF]

    rows: Mapping[str, list[dict[str, str]]] = {
        "staff": [{"staff_id": s, "store_id": STORE, "name": f"業務{s}"} for s in staff],
        "attendance": [
            {"store_id": STORE, "staff_id": s, "signed_in_at": f"2024-03-04 08:{30 + n}"} for n, s in enumerate(staff)
        ],
        "clients": [
            {
                "client_id": f"C{p.number}",
                "store_id": STORE,
                "name": p.name,
                "phone": p.phone,
                "registered_at": "2024-03-04 08:00",
                "registered_by": who(p),
            }
            for p in people
        ],
        "visits": [
            {
                "visit_id": f"V{p.number}",
                "store_id": STORE,
                "client_id": f"C{p.number}",
                "arrived_at": f"2024-03-04 {9 + p.number % 8:02}:{p.number % 60:02}",
                "received_by": who(p),
            }
            for p in people
        ],
        "calls": [
            {"call_id": f"K{p.number}", "store_id": STORE, "called_at": "2024-03-04 11:00", "phone": p.phone}
            for p in people
        ],
        "followups": [
            {
                "followup_id": f"F{p.number}",
                "store_id": STORE,
                "client_id": f"C{p.number}",
                "staff_id": who(p),
                "followed_at": "2024-03-05 09:00",
                "note": p.note,
            }
            for p in people
        ],
    }
    return [(f"{name}.csv", _csv(lines)) for name, lines in rows.items()]


def office_files(people: Sequence[Marked]) -> list[tuple[str, bytes]]:
    """The property office's registries as files: every person a member, an occupant, a driver, with a repair."""

    def room(p: Marked) -> str:
        return f"{ROOMS}-{p.number + 101}"

    rows: Mapping[str, list[dict[str, str]]] = {
        "households": [{"room_no": room(p), "collected_on": "2024-03-04"} for p in people],
        "members": [
            {
                "room_no": room(p),
                "name": p.name,
                "birth_date": p.birth_date,
                "contact": f"{p.phone}/{p.email}",
                "employer": p.employer,
            }
            for p in people
        ],
        "occupants": [
            {"room_no": room(p), "name": p.name, "id_number": p.id_number, "note": p.note, "kind": "tenant"}
            for p in people
        ],
        "emergency_contacts": [{"room_no": room(p), "name": p.name, "contact": p.phone} for p in people],
        "vehicles": [{"room_no": room(p), "plate_no": p.plate, "main_driver": p.name} for p in people],
        "requests": [
            {
                "request_no": f"Q{p.number}",
                "submitted_at": "2024-03-04 09:00",
                "name": p.name,
                "contact": p.phone,
                "repair": p.words,
            }
            for p in people
        ],
    }
    return [(f"{name}.csv", _csv(lines)) for name, lines in rows.items()]


def _csv(lines: Sequence[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()
