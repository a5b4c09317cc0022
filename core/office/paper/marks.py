"""Marks that are drawn: QR codes, boxes to tick, lines to sign on, marks to cut at."""

from __future__ import annotations

import segno

from core.office.paper.sheet import BODY, SMALL, Sheet, leading

QUIET = 4
"""Blank modules around a code."""
_MASK = 2  # looking for the best of the eight costs five times the rest, and any of them can be read


def qr(sheet: Sheet, address: str, x: float, y: float, size: float) -> None:
    """Draw a QR code with its blank rim.

    Args:
        sheet: Where.
        address: What it opens; nothing personal.
        x, y: Left upper corner, mm.
        size: Width and height with the rim, mm.
    """
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=_MASK)
    modules = [bytes(line) for line in code.matrix]
    step = size / (len(modules) + 2 * QUIET) * sheet.pdf.k
    left, top = x * sheet.pdf.k + QUIET * step, (sheet.pdf.h - y) * sheet.pdf.k - QUIET * step
    parts = [
        f"{left + a * step:.2f} {top - (i + 1) * step:.2f} {(b - a) * step:.2f} {step:.2f} re"
        for i, line in enumerate(modules)
        for a, b in _runs(line)
    ]
    sheet.pdf._out("q 0 g " + " ".join(parts) + " f Q")  # one path a code: a call a module takes seconds for 200


def _runs(line: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin and end."""
    edges = [i for i in range(len(line) + 1) if (line[i] if i < len(line) else 0) != (line[i - 1] if i else 0)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def tick(sheet: Sheet, text: str, *, ticked: bool = False, size: float = BODY, indent: float = 0.0) -> None:
    """A box to tick, ticked or not, and what it is for."""
    side = size * 0.3
    wanted = len(sheet.lines(text, sheet.wide - indent - side - 2, size)) * leading(size)
    sheet.need(min(wanted, sheet.bottom - sheet.top))
    box(sheet, sheet.left + indent, sheet.y + (leading(size) - side) / 2, side, ticked=ticked)
    sheet.paragraph(text, size, indent=indent + side + 2, after=0.6)


def box(sheet: Sheet, x: float, y: float, side: float, *, ticked: bool = False) -> None:
    """A square, with a tick in it or not."""
    sheet.pdf.rect(x, y, side, side)
    if ticked:
        with sheet.pdf.local_context():
            sheet.pdf.set_line_width(0.45)
            sheet.pdf.line(x + side * 0.18, y + side * 0.5, x + side * 0.42, y + side * 0.78)
            sheet.pdf.line(x + side * 0.42, y + side * 0.78, x + side * 0.86, y + side * 0.2)


def signatures(sheet: Sheet, labels: list[str]) -> None:
    """Lines to sign on, side by side."""
    sheet.need(14)
    sheet.y += 6
    wide = sheet.wide / len(labels)
    for i, label in enumerate(labels):
        x = sheet.left + i * wide
        lines = sheet.lines(label, wide * 0.6, SMALL)
        sheet.put(lines[0], x, sheet.y, SMALL)
        start = x + sheet.width(lines[0], SMALL) + 2
        sheet.pdf.line(start, sheet.y + leading(SMALL), x + wide - 4, sheet.y + leading(SMALL))
    sheet.y += leading(SMALL) + 3
