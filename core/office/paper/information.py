"""The information form of a home on paper, blank and filled: the same blocks and columns as the form on screen.

Source: the estate's 業主、住戶信息收集表.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from core.office import consents
from core.office.information import BLOCKS, LISTS, Block, InformationForm, is_blank, rows_of
from core.office.paper.given import Letterhead
from core.office.paper.grid import Column, boxes, table
from core.office.paper.marks import signatures, tick
from core.office.paper.sheet import SMALL, Sheet
from core.office.paper.words import choice, choices, label
from core.registries.definitions import registry
from core.texts import N_

TITLE = N_("Information form for owners and residents")
GREETING = N_(
    "Dear owners and residents, so that we can look after you and your family in time, with care and in safety, and "
    "reach you at once in an emergency, we keep an archive of the homes of this estate. Please tell us what this form "
    "asks for. Whatever you write here is kept strictly secret and used for the services of this office only."
)
SECTIONS: Mapping[str, str] = {
    "members": N_("1. Main members of the family"),
    "occupants": N_("2. Others who live here ({kinds})"),
    "emergency_contacts": N_("3. Emergency contact"),
    "vehicles": N_("4. Vehicles"),
}
REMARKS: Mapping[str, str] = {
    "members": N_("Contacts: landline (home, office), mobile, e-mail, QQ and so on."),
    "occupants": N_("Leave this block out if there is nobody else."),
    "emergency_contacts": N_(
        "If something urgent happens in or to your home and we cannot reach you, we call the people named here."
    ),
    "vehicles": N_("If the household owns a car, please fill this in; otherwise leave it out."),
}
THANKS = N_("Thank you for your help. We wish you and your family good health and happiness!")
ROOM_FOR: Mapping[str, int] = {"members": 6, "occupants": 4, "emergency_contacts": 2, "vehicles": 2}
"""Rows of a blank form; more go on the back."""
SHARES: Mapping[str, float] = {
    "name": 1.1,
    "gender": 0.6,
    "education": 0.8,
    "birth_date": 1.15,
    "contact": 1.8,
    "employer": 1.7,
    "kind": 1.0,
    "id_number": 1.8,
    "note": 1.2,
    "relation": 1.2,
}
"""Column -> share of the width; of the others it is 1.3."""
_LEAST = 7.2


def information_form(
    form: InformationForm | None,
    language: str,
    head: Letterhead,
    *,
    receipt_no: str = "",
    given: frozenset[str] | None = None,
    notice_version: int | None = None,
) -> bytes:
    """The form as PDF.

    Args:
        form: What was filled in, codes for choices; None for a blank one.
        language: Of the labels.
        head: Whose form it is.
        receipt_no: Number of the receipt of one that was handed in.
        given: Kinds of `consents.KINDS` that were given; None leaves the boxes for a pen.
        notice_version: Version of the privacy notice that goes with the form; None where it is not known.
    """
    sheet = Sheet(say_title(language), language, head)
    sheet.title(say_title(language), sheet.say(N_("Receipt {number}"), number=receipt_no) if receipt_no else "")
    sheet.paragraph(sheet.say(GREETING), SMALL, after=2)
    home = asdict(form.home) if form else {}
    boxes(
        sheet,
        [(label("households", c.name, language), str(home.get(c.name, ""))) for c in BLOCKS[0].columns],
    )
    for block in LISTS:
        _block(sheet, block, form)
    _consents(sheet, given, notice_version)
    sheet.y += 1
    sheet.paragraph(sheet.say(THANKS), align="centre", after=0)
    signatures(sheet, [sheet.say(N_("Signature")), sheet.say(N_("Date"))])
    return sheet.finish()


def say_title(language: str) -> str:
    """What the form is called."""
    return Sheet.said(language, TITLE)


def _block(sheet: Sheet, block: Block, form: InformationForm | None) -> None:
    values = _values(sheet, block, form)
    kinds = "、".join(choices("occupants", "kind", sheet.language))
    if sheet.language == "en":
        kinds = kinds.replace("、", ", ").lower()
    sheet.section(sheet.say(SECTIONS[block.name], kinds=kinds))
    sheet.paragraph(sheet.say(REMARKS[block.name]), SMALL, grey=90, after=0.8)
    columns = [
        Column(label(block.registry, c.name, sheet.language), SHARES.get(c.name, 1.3), "left") for c in block.columns
    ]
    table(sheet, columns, values, least=_LEAST)


def _values(sheet: Sheet, block: Block, form: InformationForm | None) -> Sequence[Sequence[str]]:
    """Rows of a block as they are read; blank ones to write into on a blank form."""
    if form is None:
        return [[""] * len(block.columns)] * ROOM_FOR[block.name]
    rows = [asdict(r) for r in rows_of(form, block) if not is_blank(r)]
    return [[_said(block, name, value, sheet.language) for name, value in r.items()] for r in rows] or [
        ["—"] * len(block.columns)
    ]


def _said(block: Block, column: str, value: str, language: str) -> str:
    of = registry(block.registry).column(column)
    return choice(block.registry, column, value, language) if of.choices else value


def _consents(sheet: Sheet, given: frozenset[str] | None, notice_version: int | None) -> None:
    sheet.section(sheet.say(N_("Consent")), keep=8)
    if notice_version is not None:
        said = sheet.say(N_("Privacy notice, version {version}"), version=notice_version)
        sheet.paragraph(said, SMALL, grey=90, after=0.8)
    for kind, msgid in consents.KINDS.items():
        text = sheet.say(msgid, age=consents.AGE)
        tick(sheet, text, ticked=given is not None and kind in given, size=SMALL)
