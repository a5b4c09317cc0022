"""The repair and opinion form: its fields, and what can be wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.office import photos
from core.office.consents import PRIVACY, Consents
from core.registries.definitions import registry
from core.registries.raw import TEXT
from core.registries.values import read_cell
from core.texts import N_, Text

SOURCES = ("form", "desk", "phone")
"""Where a request of this form comes from: the resident's own phone, typed in from paper, told by telephone."""
LENGTHS: Mapping[str, int] = {
    "name": 60,
    "contact": 200,
    "room_no": 40,
    "repair": 2000,
    "opinion": 2000,
    "preferred": 200,
}
"""Field -> how many characters it takes at most."""
_LONG = ("repair", "opinion")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Submission:
    """A request as somebody wrote it.

    Attributes:
        name, contact, room_no: Who, how to reach them, which home; the room may be blank for an opinion.
        repair, opinion: What to repair, what they think; at least one of the two.
        preferred: When they would like somebody to come.
        photos: Files as they were sent, at most three.
        source: One of `SOURCES`.
        consents: What was agreed to; None where nobody was asked (told by telephone).
    """

    name: str
    contact: str
    room_no: str = ""
    repair: str = ""
    opinion: str = ""
    preferred: str = ""
    photos: tuple[bytes, ...] = ()
    source: str = "form"
    consents: Consents | None = None


@dataclass(frozen=True)
class FieldFault:
    """One fault of a form.

    Attributes:
        field: Name of a field of `Submission`.
        text: What is wrong and what to do; never the value itself.
        place: Which photo, from 0; 0 for any other field.
    """

    field: str
    text: Text
    place: int = 0


@dataclass(frozen=True)
class Checked:
    """A form looked at: its texts and photos as they are kept, and every fault; without one it may be kept."""

    submission: Submission
    photos: tuple[photos.Photo, ...]
    faults: tuple[FieldFault, ...]


def check(submission: Submission) -> list[FieldFault]:
    """Everything that is wrong with a form, in the order of its fields; nothing for one that can be kept."""
    return list(checked(submission).faults)


def checked(submission: Submission) -> Checked:
    """Tidy a form and look at every field of it.

    Raises:
        ValueError: The source is none of `SOURCES`: the page is wrong, not the person.
    """
    if submission.source not in SOURCES:
        raise ValueError(f"a form has no source {submission.source!r}")
    texts: dict[str, Any] = {name: tidy(getattr(submission, name), lines=name in _LONG) for name in LENGTHS}
    plain = replace(submission, **texts)
    taken, of_photos = _photos(submission.photos)
    return Checked(plain, taken, (*_of_texts(plain), *of_photos, *_of_consents(plain)))


def tidy(text: str, *, lines: bool = False) -> str:
    """A typed text as it is kept: one blank between words, no control characters; lines stay where they may."""
    said = text.replace("\r\n", "\n").replace("\r", "\n")
    said = "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in said)
    said = _BLANKS.sub(" ", said)
    return _LINES.sub("\n" if lines else " ", said).strip()


def _of_texts(plain: Submission) -> list[FieldFault]:
    found = []
    for name, most in LENGTHS.items():
        if len(getattr(plain, name)) > most:
            found.append(FieldFault(name, Text(N_("At most {most} characters."), {"most": most})))
    if not plain.name:
        found.append(FieldFault("name", Text(N_("Give your name."))))
    if not plain.contact:
        found.append(FieldFault("contact", Text(N_("Say how you can be reached."))))
    elif read_cell(registry("requests").column("contact"), plain.contact, TEXT).code:
        found.append(
            FieldFault(
                "contact",
                Text(
                    N_("Give a mobile or landline number, an e-mail address or a QQ number; several with / in between.")
                ),
            )
        )
    if not plain.repair and not plain.opinion:
        found.append(FieldFault("repair", Text(N_("Write what is to be repaired, or an opinion or suggestion."))))
    if plain.repair and not plain.room_no:
        found.append(FieldFault("room_no", Text(N_("Give the room, so that the worker finds the way."))))
    order = list(LENGTHS)
    return sorted(found, key=lambda fault: order.index(fault.field))


def _photos(files: Sequence[bytes]) -> tuple[tuple[photos.Photo, ...], list[FieldFault]]:
    if len(files) > photos.MOST:
        return (), [FieldFault("photos", Text(N_("At most {most} photos."), {"most": photos.MOST}))]
    made = [photos.written_anew(file) for file in files]
    faults = [FieldFault("photos", one, place) for place, one in enumerate(made) if isinstance(one, Text)]
    return tuple(one for one in made if isinstance(one, photos.Photo)), faults


def _of_consents(plain: Submission) -> list[FieldFault]:
    if plain.source != "form" or (plain.consents is not None and PRIVACY in plain.consents.given):
        return []
    return [FieldFault("consents", Text(N_("Read the privacy notice and agree to it, or tell the office in person.")))]
