"""The tally on paper: the table of the estate, and one page of figures for the monthly meeting.

Source: the estate's 物業報修登記及意見統計表.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.office.paper.given import Figure, Figures, FigureTable, Letterhead, TallyRow
from core.office.paper.grid import Column, table
from core.office.paper.sheet import SMALL, Sheet, leading
from core.office.paper.words import label
from core.texts import N_

TITLE = N_("Repairs registered and opinions: tally")
MONTH_TITLE = N_("Repairs and opinions: figures of the period")
BLANK_ROWS = 8
"""Rows of the blank table, as on the estate's paper."""
_ACROSS = 4
_TILE = 19.0
_GREY = 90


def tally(
    rows: Sequence[TallyRow] | None, figures: Figures | None, language: str, head: Letterhead, *, period: str = ""
) -> bytes:
    """The table as PDF, lying; the figures of the period after it.

    Args:
        rows: In the order of the table; None for the blank paper, none for a period without requests.
        figures: On a page of their own; None leaves them out.
        language: Of the labels.
        head: Whose tally it is.
        period: As it is to be read; by default that of the figures.
    """
    sheet = Sheet(Sheet.said(language, TITLE), language, head, landscape=True)
    sheet.title(sheet.name, _lead(sheet, period or (figures.period if figures else ""), figures, rows))
    columns = [
        Column(label("requests", "request_no", language), 0.85),
        Column(label("requests", "name", language), 0.8),
        Column(label("requests", "contact", language), 1.25),
        Column(label("requests", "repair", language), 2.4),
        Column(label("requests", "opinion", language), 2.2),
        Column(sheet.say(N_("Handling and call-back")), 2.2),
    ]
    if rows is None:
        table(sheet, columns, [[str(i), *[""] * 5] for i in range(1, BLANK_ROWS + 1)], least=17)
    else:
        table(sheet, columns, [_values(r) for r in rows], size=SMALL, least=8)
        if not rows:
            sheet.y += 2
            sheet.paragraph(sheet.say(N_("No request in this period.")), align="centre")
    if figures is not None:
        sheet.turn()
        sheet.paragraph(sheet.say(MONTH_TITLE), 14, bold=True, align="centre", after=1)
        sheet.paragraph(_lead(sheet, figures.period, figures, None), SMALL, align="centre", grey=_GREY, after=2)
        _figures(sheet, figures)
    return sheet.finish()


def month_page(figures: Figures, language: str, head: Letterhead) -> bytes:
    """The figures of a period as PDF, for the monthly meeting."""
    sheet = Sheet(Sheet.said(language, MONTH_TITLE), language, head)
    sheet.title(sheet.name, _lead(sheet, figures.period, figures, None))
    _figures(sheet, figures)
    return sheet.finish()


def tiles(sheet: Sheet, figures: Sequence[Figure]) -> None:
    """Large figures in boxes, four a row, each with what it is made of."""
    wide = sheet.wide / _ACROSS
    for start in range(0, len(figures), _ACROSS):
        line = figures[start : start + _ACROSS]
        height = max(_TILE, *(_height(sheet, f, wide - 4) for f in line))
        sheet.need(height + 2)
        for i, figure in enumerate(line):
            _tile(sheet, figure, sheet.left + i * wide, wide, height)
        sheet.y += height + 2


def _values(of: TallyRow) -> list[str]:
    return [of.number, of.name, of.contact, of.repair, of.opinion, of.handled]


def _lead(sheet: Sheet, period: str, figures: Figures | None, rows: Sequence[TallyRow] | None) -> str:
    said = [
        sheet.say(N_("Period: {period}"), period=period) if period else "",
        sheet.say(N_("Filter: {filters}"), filters=figures.filters) if figures and figures.filters else "",
        sheet.say(N_("Requests: {number}"), number=len(rows)) if rows is not None else "",
    ]
    return "　".join(s for s in said if s)


def _figures(sheet: Sheet, figures: Figures) -> None:
    tiles(sheet, figures.figures)
    for small in figures.tables:
        _small(sheet, small)
    if figures.notes:
        sheet.section(sheet.say(N_("How these figures are counted")), keep=6)
        sheet.bullets(figures.notes, SMALL)


def _small(sheet: Sheet, of: FigureTable) -> None:
    sheet.section(of.title, keep=16)
    columns = [Column(name, 2.0 if i == 0 else 1.0, "left" if i == 0 else "right") for i, name in enumerate(of.columns)]
    table(sheet, columns, of.rows, size=SMALL, least=5.6)
    if of.note:
        sheet.paragraph(of.note, SMALL, grey=_GREY, after=0)


def _parts(sheet: Sheet, of: Figure) -> str:
    """What a figure is made of, and its remark."""
    rate = (
        sheet.say(N_("{numerator} of {denominator}"), numerator=of.numerator or 0, denominator=of.denominator)
        if of.denominator is not None
        else ""
    )
    return "\n".join(s for s in (rate, of.note) if s)


def _height(sheet: Sheet, of: Figure, room: float) -> float:
    parts = _parts(sheet, of)
    below = len(sheet.lines(parts, room, SMALL)) if parts else 0
    above = len(sheet.lines(of.label, room, SMALL))
    return (above + below) * leading(SMALL) + len(sheet.lines(of.value or "—", room, 15)) * leading(15) + 4


def _tile(sheet: Sheet, of: Figure, x: float, wide: float, height: float) -> None:
    sheet.pdf.rect(x, sheet.y, wide - 2, height)
    y = sheet.put_within(of.label, x + 1, sheet.y + 1.5, wide - 4, SMALL, grey=_GREY)
    y = sheet.put_within(of.value or "—", x + 1, y, wide - 4, 15, bold=True)
    sheet.put_within(_parts(sheet, of), x + 1, y, wide - 4, SMALL, grey=_GREY)
