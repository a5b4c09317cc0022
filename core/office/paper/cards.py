"""Service cards: A4, eight on a page, marks to cut at, a code that opens the forms."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from core.office.paper.given import Card, CardLine, Letterhead
from core.office.paper.grid import Column, table
from core.office.paper.marks import qr
from core.office.paper.sheet import SMALL, Sheet
from core.office.paper.words import day, label
from core.texts import N_

TITLE = N_("Service card")
LIST_TITLE = N_("Service cards given out: list")
PROMISE = N_("Your satisfaction is what we work for: good, quick, skilled and honest service.")
"""What stands on a card where the office says nothing else."""
ACROSS, DOWN = 2, 4
CARD_WIDE, CARD_HIGH = 90.0, 64.0
BLANK_LINES = 24
_CODE = 36.0
_PAD = 5.0
_MARK = 4.0
_GREY = 90


def cards(issued: Sequence[Card], language: str, head: Letterhead, *, promise: str = "", page: str = "repair") -> bytes:
    """Cards as PDF.

    Args:
        issued: In the order in which they are cut; none gives one page without a card.
        language: Of the labels.
        head: Whose cards they are; without `base_url` they bear no code.
        promise: In short, as it is to be read; by default `PROMISE`. Three lines of it are printed.
        page: Name of the page that the code opens.
    """
    sheet = Sheet(Sheet.said(language, TITLE), language, head)
    said = promise or sheet.say(PROMISE)
    left, top = (sheet.pdf.w - ACROSS * CARD_WIDE) / 2, 14.0
    for start in range(0, len(issued), ACROSS * DOWN):
        if start:
            sheet.turn()
        _cuts(sheet, left, top)
        for i, card in enumerate(issued[start : start + ACROSS * DOWN]):
            x, y = left + i % ACROSS * CARD_WIDE, top + i // ACROSS * CARD_HIGH
            _card(sheet, card, (x, y), said, page)
    return sheet.finish()


def card_list(lines: Sequence[CardLine] | None, language: str, head: Letterhead) -> bytes:
    """The list of cards given out, to be signed for; None for a blank one."""
    sheet = Sheet(Sheet.said(language, LIST_TITLE), language, head)
    sheet.title(sheet.name)
    names = ("card_no", "room_no", "issued_on", "issued_by")
    columns = [Column(label("cards", name, language)) for name in names]
    columns.append(Column(sheet.say(N_("Signature of the household")), 1.6))
    filled = [CardLine()] * BLANK_LINES if lines is None else lines
    rows = [[c.card_no, c.room_no, day(c.issued_on, language), c.issued_by, ""] for c in filled]
    table(sheet, columns, rows, least=9)
    return sheet.finish()


def card_address(base_url: str, code: str, page: str = "repair") -> str:
    """What the code of a card opens: the forms with the card's own code, from which the app knows the room."""
    return f"{base_url.rstrip('/')}/{page}?card={quote(code)}"


def _card(sheet: Sheet, card: Card, corner: tuple[float, float], promise: str, page: str) -> None:
    x, y = corner
    head, inner = sheet.head, CARD_WIDE - 2 * _PAD
    beside = inner - (_CODE + 2 if head.base_url else 0)
    at = sheet.put_within(
        "　".join(n for n in (head.estate, head.office) if n), x + _PAD, y + _PAD, inner, SMALL, grey=_GREY, most=1
    )
    at = sheet.put_within(sheet.say(TITLE), x + _PAD, at, inner, 13, bold=True, most=1) + 1
    if head.base_url:
        qr(sheet, card_address(head.base_url, card.code, page), x + CARD_WIDE - _PAD - _CODE, at, _CODE)
    at = sheet.put_within(promise, x + _PAD, at, beside, SMALL, most=4) + 1
    if head.telephone:
        at = sheet.put_within(sheet.say(N_("Telephone")), x + _PAD, at, beside, 7, grey=_GREY, most=1)
        at = sheet.put_within(head.telephone, x + _PAD, at, beside, 11, bold=True, most=1)
    if head.hours:
        sheet.put_within(head.hours, x + _PAD, at, beside, 7, grey=_GREY, most=1)
    below = y + CARD_HIGH - _PAD - 8
    if head.base_url:
        hint = sheet.say(N_("Scan for repairs, opinions and your requests."))
        sheet.put_within(hint, x + _PAD, below - 0.5, inner, 7, grey=_GREY, most=1)
    sheet.put_within(
        sheet.say(N_("No. {number}"), number=card.card_no), x + _PAD, below + 3.6, inner, 10, bold=True, most=1
    )


def _cuts(sheet: Sheet, left: float, top: float) -> None:
    """Short lines outside the cards, and crosses between them."""
    pdf = sheet.pdf
    right, low = left + ACROSS * CARD_WIDE, top + DOWN * CARD_HIGH
    pdf.set_draw_color(150)
    for i in range(ACROSS + 1):
        x = left + i * CARD_WIDE
        pdf.line(x, top - _MARK - 1, x, top - 1)
        pdf.line(x, low + 1, x, low + _MARK + 1)
        for j in range(1, DOWN):
            pdf.line(x, top + j * CARD_HIGH - 1.5, x, top + j * CARD_HIGH + 1.5)
    for j in range(DOWN + 1):
        y = top + j * CARD_HIGH
        pdf.line(left - _MARK - 1, y, left - 1, y)
        pdf.line(right + 1, y, right + _MARK + 1, y)
        for i in range(1, ACROSS):
            pdf.line(left + i * CARD_WIDE - 1.5, y, left + i * CARD_WIDE + 1.5, y)
    pdf.set_draw_color(0)
