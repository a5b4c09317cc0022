"""The second board of a contact day: purpose, promise and tips in large type.

Source: the estate's plan of its contact day, two boards (服務內容、宗旨及溫馨提示).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.office.notices import Block, Notice, blocks
from core.office.paper.given import Letterhead
from core.office.paper.sheet import Sheet
from core.texts import N_

KINDS = ("purpose", "promise", "tips")
"""Notices of the board, from the top."""
TITLE = N_("Board of notices")
_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
"""Sizes of the text, the largest that keeps the board on one page is taken; longer boards go on in the smallest."""
_ROOM = 26.0


def board(found: Sequence[Notice], language: str, head: Letterhead) -> bytes:
    """Notices to hang up, as PDF.

    Args:
        found: From the top; none gives a page with the names of estate and office.
        language: Of the notices.
        head: Whose board it is.
    """
    sheets = (_written(found, language, head, size) for size in _SIZES)
    sheet = next(sheets)
    for smaller in sheets:
        if len(sheet.pdf.pages) == 1:
            break
        sheet = smaller
    return sheet.finish()


def _written(found: Sequence[Notice], language: str, head: Letterhead, size: float) -> Sheet:
    sheet = Sheet(Sheet.said(language, TITLE), language, head)
    whose = "　".join(n for n in (head.estate, head.office) if n)
    sheet.paragraph(whose, 15, align="centre", after=3)
    for notice in found:
        sheet.need(_ROOM)
        sheet.paragraph(notice.title, size + 9, align="centre", bold=True, after=2.5)
        for block in blocks(notice.body):
            _block(sheet, block, size)
        sheet.y += 5
    return sheet


def _block(sheet: Sheet, block: Block, size: float) -> None:
    if block.kind == "paragraph":
        sheet.paragraph("\n".join(block.lines), size, after=2)
    elif block.kind == "bullets":
        sheet.bullets(block.lines, size)
    else:
        for place, line in enumerate(block.lines, 1):
            sheet.paragraph(f"{place}. {line}", size)
