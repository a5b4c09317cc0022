"""Rows of cells with lines around them: tables with a heading on every page, and the boxes of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.office.paper.sheet import BODY, SMALL, Align, Sheet, leading

PAD = 1.2
_SHADE = 238
_TALL = 14.0
"""A cell that is higher begins at its top, so that there is room to write on."""
_FEW = 3
"""Fewer lines of a row than this do not stand alone at the end of a page."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, its share of the width, and how it looks."""

    text: str
    share: float = 1.0
    shaded: bool = False
    align: Align = "left"
    size: float = BODY
    bold: bool = False


def row(sheet: Sheet, cells: Sequence[Cell], *, least: float = 7.0, again: Callable[[], None] | None = None) -> None:
    """Write a row as high as its longest cell; one that does not fit goes to the next page, or on there.

    Args:
        sheet: Where.
        cells: At least one.
        least: Its height at least, mm; less than a page.
        again: Writes the heading at the top of a new page.
    """
    whole = sum(c.share for c in cells)
    widths = [sheet.wide * c.share / whole for c in cells]
    lines = [sheet.lines(c.text, w - 2 * PAD, c.size) for c, w in zip(cells, widths, strict=True)]
    step = max(leading(c.size) for c in cells)
    begun = False
    while True:
        longest = max(map(len, lines))
        want = max(0.0 if begun else least, longest * step + 2 * PAD)
        left = sheet.bottom - sheet.y
        if want <= left:
            _draw(sheet, cells, widths, lines, want)
            return
        fits = int((left - 2 * PAD) / step)
        is_fresh = sheet.y <= sheet.top + _heading_room(again)
        if is_fresh or (fits >= _FEW and want > (sheet.bottom - sheet.top) / 2):
            fits = max(fits, 1)
            _draw(sheet, cells, widths, [part[:fits] for part in lines], fits * step + 2 * PAD)
            lines, begun = [part[fits:] for part in lines], True
        sheet.turn()
        if again is not None:
            again()


def _heading_room(again: Callable[[], None] | None) -> float:
    """How far down the first row of a new page may stand."""
    return 0.1 if again is None else 30.0


def _draw(
    sheet: Sheet, cells: Sequence[Cell], widths: Sequence[float], lines: Sequence[Sequence[str]], height: float
) -> None:
    x = sheet.left
    for cell, wide, part in zip(cells, widths, lines, strict=True):
        if cell.shaded:
            sheet.pdf.set_fill_color(_SHADE)
        sheet.pdf.rect(x, sheet.y, wide, height, style="DF" if cell.shaded else "D")
        if cell.shaded:
            sheet.pdf.set_fill_color(0)
        spare_high = height - 2 * PAD - len(part) * leading(cell.size)
        y = sheet.y + PAD + (spare_high / 2 if len(part) == 1 and height < _TALL else 0)
        for i, line in enumerate(part):
            spare = wide - 2 * PAD - sheet.width(line, cell.size)
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[cell.align]
            sheet.put(line, x + PAD + shift, y + i * leading(cell.size), cell.size, bold=cell.bold)
        x += wide
    sheet.y += height


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, share of the width, and where its values stand."""

    label: str
    share: float = 1.0
    align: Align = "left"


def table(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, size: float = BODY, least: float = 7.0
) -> None:
    """Write a table; its heading stands again on every page.

    Args:
        sheet: Where.
        columns: At least one.
        rows: A text for each column; none gives the heading alone.
        size: Of the values, in points.
        least: Height of a row at least, mm.
    """

    def heading() -> None:
        row(sheet, [Cell(c.label, c.share, True, "centre", SMALL) for c in columns], least=6.5)

    sheet.need(6.5 + least + leading(SMALL))
    heading()
    for values in rows:
        cells = [Cell(v, c.share, align=c.align, size=size) for c, v in zip(columns, values, strict=True)]
        row(sheet, cells, least=least, again=heading)


def boxes(sheet: Sheet, pairs: Sequence[tuple[str, str]], *, label: float = 0.5, least: float = 8.0) -> None:
    """A row of a form: each label in a shaded cell, its value or the room to write it beside.

    Args:
        sheet: Where.
        pairs: Labels and values; a blank value leaves room for a pen.
        label: Share of a label, that of a value is 1.
        least: Height at least, mm.
    """
    cells = [cell for name, value in pairs for cell in (Cell(name, label, True, size=SMALL), Cell(value, 1.0))]
    row(sheet, cells, least=least)


def area(sheet: Sheet, label: str, value: str, *, share: float = 1 / 6, least: float = 24.0) -> None:
    """A row of a form with one label and much room."""
    row(sheet, [Cell(label, share, True, size=SMALL), Cell(value, 1.0 - share)], least=least)
