"""Repairs and opinions on paper: the blank forms, filled ones, the receipt, and the work order.

Source: the estate's 物業報修登記表 and 物業服務意見建議登記表.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal
from urllib.parse import quote

from core.office import consents
from core.office.paper.given import Letterhead, Request
from core.office.paper.grid import area, boxes
from core.office.paper.marks import qr, signatures, tick
from core.office.paper.sheet import BODY, SMALL, Sheet
from core.office.paper.words import choice, instant, label
from core.texts import N_

REPAIR_TITLE = N_("Repair form")
OPINION_TITLE = N_("Opinion and suggestion form")
RECEIPT_TITLE = N_("Receipt")
ORDER_TITLE = N_("Work order")
KEEP = N_(
    "Keep this number. With it and the contact you gave you can see what became of your request, say whether it is "
    "mended, and rate it."
)
CODE, PHOTO = 34.0, 56.0
MOST_PHOTOS = 3
_OF = "requests"
_GREY = 90


def repair_form(
    request: Request | None, language: str, head: Letterhead, *, notice_version: int | None = None
) -> bytes:
    """The form for a repair as PDF, blank (None) or filled."""
    return _form("repair", request, language, head, notice_version)


def opinion_form(
    request: Request | None, language: str, head: Letterhead, *, notice_version: int | None = None
) -> bytes:
    """The form for an opinion or a suggestion as PDF, blank (None) or filled."""
    return _form("opinion", request, language, head, notice_version)


def receipt(request: Request, language: str, head: Letterhead, *, address: str = "") -> bytes:
    """What somebody takes home: the number, what was written, and a code that opens My request.

    Args:
        request: What was handed in.
        language: Of the labels.
        head: Whose receipt it is.
        address: What the code opens; by default My request with the number, under the office's address.
    """
    sheet = Sheet(Sheet.said(language, RECEIPT_TITLE), language, head)
    sheet.title(sheet.name)
    address = address or _address(head, "my_request", request.request_no)
    top, room = sheet.y, sheet.wide - (CODE + 4 if address else 0)
    y = sheet.put_within(sheet.say(N_("Your number")), sheet.left, top, room, SMALL, grey=_GREY)
    y = sheet.put_within(request.request_no, sheet.left, y, room, 24, bold=True) + 1
    y = sheet.put_within(
        sheet.say(KEEP),
        sheet.left,
        y,
        room,
        BODY,
    )
    if address:
        qr(sheet, address, sheet.right - CODE, top, CODE)
    sheet.y = max(y, top + CODE if address else y) + 3
    _who(sheet, request)
    for column in ("repair", "opinion"):
        if getattr(request, column):
            area(sheet, label(_OF, column, language), getattr(request, column), least=14)
    boxes(sheet, [(sheet.say(N_("Preferred time")), request.preferred)], label=0.2)
    sheet.y += 3
    _reach(sheet)
    return sheet.finish()


def work_order(request: Request, language: str, head: Letterhead, *, address: str = "") -> bytes:
    """What a worker takes along: who, where and what, room to write down what was done, and to sign.

    Args:
        request: With whatever is known of it by now.
        language: Of the labels.
        head: Whose order it is.
        address: What the code opens; by default the request on the office's list.
    """
    sheet = Sheet(Sheet.said(language, ORDER_TITLE), language, head)
    sheet.title(sheet.name)
    address = address or _address(head, "requests", request.request_no)
    top, room = sheet.y, sheet.wide - (CODE + 4 if address else 0)
    y = sheet.put_within(request.request_no, sheet.left, top, room, 24, bold=True) + 1
    due = [instant(request.due_at, language), request.assigned_to, request.category]
    names = [sheet.say(N_("To be done by")), label(_OF, "assigned_to", language), label(_OF, "category", language)]
    for name, value in zip(names, due, strict=True):
        if value:
            y = sheet.put_within(f"{name}: {value}", sheet.left, y, room, 11)
    if address:
        qr(sheet, address, sheet.right - CODE, top, CODE)
    sheet.y = max(y, top + CODE if address else y) + 3
    _who(sheet, request)
    boxes(sheet, [(sheet.say(N_("Preferred time")), request.preferred)], label=0.2)
    for column in ("repair", "opinion"):
        if getattr(request, column):
            area(sheet, label(_OF, column, language), getattr(request, column), least=20)
    _photos(sheet, request.photos)
    sheet.y += 2
    sheet.section(sheet.say(N_("To be filled in by the worker")), keep=50)
    area(sheet, label(_OF, "handling", language), request.handling, least=34)
    boxes(
        sheet,
        [
            (sheet.say(N_("Material used")), ""),
            (label(_OF, "done_at", language), instant(request.done_at, language)),
        ],
        least=10,
    )
    signatures(sheet, [sheet.say(N_("Worker")), sheet.say(N_("Resident")), sheet.say(N_("Date"))])
    return sheet.finish()


def _form(
    kind: Literal["repair", "opinion"], request: Request | None, language: str, head: Letterhead, version: int | None
) -> bytes:
    sheet = Sheet(Sheet.said(language, REPAIR_TITLE if kind == "repair" else OPINION_TITLE), language, head)
    sheet.title(sheet.name)
    lead = (
        N_("Tell us what is broken and when somebody is at home. We come, and call you back when it is done.")
        if kind == "repair"
        else N_("Tell us what we do well, what we should do better, and what you would like to have.")
    )
    sheet.paragraph(sheet.say(lead), after=2)
    filled = request or Request()
    _who(sheet, filled)
    area(sheet, label(_OF, kind, language), getattr(filled, kind), least=62)
    if kind == "repair":
        boxes(sheet, [(sheet.say(N_("Preferred time")), filled.preferred)], label=0.2, least=10)
    if version is not None:
        sheet.y += 1
        sheet.paragraph(
            sheet.say(N_("Privacy notice, version {version}"), version=version), SMALL, grey=_GREY, after=0.5
        )
    sheet.y += 1
    tick(sheet, sheet.say(consents.KINDS[consents.PRIVACY]), ticked=filled.agreed, size=SMALL)
    signatures(sheet, [sheet.say(N_("Signature")), sheet.say(N_("Date"))])
    _office(sheet, filled)
    sheet.y += 2
    _reach(sheet)
    return sheet.finish()


def _who(sheet: Sheet, request: Request) -> None:
    """Who, where and when: the same rows on every paper of a request."""
    language = sheet.language
    at = (label(_OF, "submitted_at", language), instant(request.submitted_at, language))
    boxes(sheet, [(label(_OF, "name", language), request.name), (label(_OF, "room_no", language), request.room_no)])
    boxes(sheet, [(label(_OF, "contact", language), request.contact), at])


def _office(sheet: Sheet, request: Request) -> None:
    """What the office writes down, in the order in which it happens."""
    language = sheet.language
    sheet.section(sheet.say(N_("For the office")), keep=60)

    def named(column: str, value: str) -> tuple[str, str]:
        return label(_OF, column, language), value

    boxes(sheet, [named("request_no", request.request_no), named("category", request.category)])
    boxes(
        sheet,
        [
            named("source", choice(_OF, "source", request.source, language)),
            named("status", choice(_OF, "status", request.status, language)),
        ],
    )
    done = instant(request.done_at, language)
    boxes(sheet, [named("assigned_to", request.assigned_to), named("done_at", done)])
    area(sheet, label(_OF, "handling", language), request.handling, least=18)
    stars = "" if request.satisfaction is None else f"{request.satisfaction} / 5"
    called = instant(request.called_back_at, language)
    boxes(sheet, [named("called_back_at", called), named("satisfaction", stars or "1   2   3   4   5")])
    area(sheet, label(_OF, "callback", language), request.callback, least=14)


def _photos(sheet: Sheet, photos: Sequence[bytes]) -> None:
    """Photos side by side, none wider or higher than its place."""
    if not photos:
        return
    sheet.need(PHOTO + 3)
    sheet.y += 2
    wide = sheet.wide / MOST_PHOTOS
    for i, photo in enumerate(photos[:MOST_PHOTOS]):
        x = sheet.left + i * wide
        sheet.pdf.image(BytesIO(photo), x, sheet.y, wide - 3, PHOTO, keep_aspect_ratio=True)
    sheet.y += PHOTO + 1


def _reach(sheet: Sheet) -> None:
    """How the office is reached; nothing where it is not known."""
    said = [
        sheet.say(N_("Telephone of the office: {telephone}"), telephone=sheet.head.telephone)
        if sheet.head.telephone
        else "",
        sheet.say(N_("Office hours: {hours}"), hours=sheet.head.hours) if sheet.head.hours else "",
    ]
    line = "　".join(s for s in said if s)
    if line:
        sheet.paragraph(line, SMALL, align="centre", grey=_GREY)


def _address(head: Letterhead, page: str, request_no: str) -> str:
    if not head.base_url or not request_no:
        return ""
    return f"{head.base_url.rstrip('/')}/{page}?no={quote(request_no)}"
