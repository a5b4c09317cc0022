"""A sheet: pages of A4, type in the reader's script, a place where the next thing goes, a line at their foot."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Literal

from core.office.paper.given import Letterhead
from core.office.paper.lines import broken, clean
from core.office.paper.words import instant
from core.texts import N_, Text, say

Align = Literal["left", "centre", "right"]
MM_PER_POINT = 25.4 / 72
BODY, SMALL, FOOT = 9.5, 8.0, 7.5
_TYPE = "noto"
_FACES = {"zh-Hant": 3, "zh-Hans": 2, "en": 3}
"""Language -> number of the face within the collection of the type."""
_TAGS = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "en-GB"}
_MARGIN, _FOOT_ROOM = 12.0, 9.0
_LEADING, _ASCENT = 1.36, 0.88
_GREY = 90
for _name in ("fontTools", "fpdf"):  # else they tell the log which characters a paper uses
    logging.getLogger(_name).setLevel(logging.ERROR)


class Sheet:
    """Pages that are written from top to bottom.

    Attributes:
        pdf: The pages; whoever draws on them leaves line width and colours as they were.
        y: Where the next thing goes, mm from the top of the page.
        left, right, top, bottom: Edges of what may be written on, mm.
    """

    def __init__(self, title: str, language: str, head: Letterhead, *, landscape: bool = False) -> None:
        """Begin with an empty first page.

        Args:
            title: Kind of paper, for the file and the foot; nothing about anybody.
            language: One of `LANGUAGES`.
            head: Whose paper it is.
            landscape: Whether the long edge lies down.
        """
        from fpdf import FPDF  # noqa: PLC0415 (takes a second: not for whoever prints nothing)
        from noto_cjk_sans_otc import FONT_PATH  # noqa: PLC0415

        self.language, self.head, self.name = language, head, title
        self.pdf = FPDF(orientation="landscape" if landscape else "portrait", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.str_alias_nb_pages = ""  # else "{nb}" in a text of somebody would be a place to fill
        self.pdf.set_creation_date(head.printed_at.replace(tzinfo=UTC))
        self.pdf.set_title(title)
        self.pdf.set_lang(_TAGS[language])
        self.pdf.add_font(_TYPE, fname=str(FONT_PATH), collection_font_number=_FACES[language])
        font: Any = self.pdf.fonts[_TYPE]
        self._widths: Mapping[int, float] = font.cw  # by character, in thousandths of the size
        self._known: Mapping[int, str] = font.cmap
        self.pdf.set_font(_TYPE, size=BODY)
        self.pdf.set_line_width(0.2)
        self.left, self.top = _MARGIN, _MARGIN
        self.right, self.bottom = self.pdf.w - _MARGIN, self.pdf.h - _MARGIN - _FOOT_ROOM
        self.turn()

    @property
    def wide(self) -> float:
        """Width of what may be written on, mm."""
        return self.right - self.left

    def turn(self) -> None:
        """Go on with a new page."""
        self.pdf.add_page()
        self.y = self.top

    def need(self, height: float) -> None:
        """Turn the page where less than a height is left on it; not on one where nothing stands."""
        if self.y + height > self.bottom and self.y > self.top:
            self.turn()

    @staticmethod
    def said(language: str, msgid: str) -> str:
        """A message before there is a sheet, for its title."""
        return say(language, msgid)

    def say(self, msgid: str, /, **values: object) -> str:
        """A message in the language of the sheet."""
        return say(self.language, msgid, **values)

    def width(self, text: str, size: float) -> float:
        """Width of a clean line, mm."""
        return sum(self._widths[ord(c)] for c in text) * size * MM_PER_POINT / 1000

    def lines(self, text: str, room: float, size: float) -> list[str]:
        """A text of anybody as lines of at most `room` mm."""
        said = clean(text, lambda c: ord(c) in self._known)
        widths = self._widths
        return broken(said, room * 1000 / (size * MM_PER_POINT), lambda c: widths[ord(c)])

    def put(self, line: str, x: float, y: float, size: float = BODY, *, bold: bool = False, grey: int = 0) -> None:
        """Write one clean line, its left upper corner at a place."""
        if not line:
            return
        self.pdf.set_font_size(size)
        base = y + (leading(size) - size * MM_PER_POINT) / 2 + _ASCENT * size * MM_PER_POINT
        if not bold and not grey:
            self.pdf.text(x, base, line)
            return
        with self.pdf.local_context():
            self.pdf.set_text_color(grey)
            if bold:  # the type has one weight; its outline makes the other
                self.pdf.text_mode = "FILL_STROKE"
                self.pdf.set_draw_color(grey)
                self.pdf.set_line_width(size * 0.022)
            self.pdf.text(x, base, line)

    def put_within(
        self,
        text: str,
        x: float,
        y: float,
        room: float,
        size: float = BODY,
        *,
        align: Align = "left",
        bold: bool = False,
        grey: int = 0,
        most: int | None = None,
    ) -> float:
        """Write a text into a column of a page, without turning it.

        Args:
            text: Of anybody.
            x, y: Left upper corner, mm.
            room: Width of the column, mm.
            size: In points.
            align: Where its lines stand within the column.
            bold, grey: How it looks; grey from 0 (black) to 255.
            most: How many lines at most; what is cut off ends in an ellipsis.

        Returns:
            Where it ends, mm from the top of the page.
        """
        lines = self.lines(text, room, size)
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], _cut(self, lines[most - 1], room, size)]
        for i, line in enumerate(lines):
            spare = room - self.width(line, size)
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[align]
            self.put(line, x + shift, y + i * leading(size), size, bold=bold, grey=grey)
        return y + len(lines) * leading(size)

    def paragraph(
        self,
        text: str,
        size: float = BODY,
        *,
        align: Align = "left",
        bold: bool = False,
        grey: int = 0,
        indent: float = 0.0,
        after: float = 1.5,
    ) -> None:
        """Write a text over the whole width, turning pages where it needs more than one."""
        for line in self.lines(text, self.wide - indent, size):
            self.need(leading(size))
            self.put_within(
                line, self.left + indent, self.y, self.wide - indent, size, align=align, bold=bold, grey=grey
            )
            self.y += leading(size)
        self.y += after

    def title(self, text: str, lead: str = "") -> None:
        """The heading of the paper, under the names of estate and office."""
        whose = "　".join(n for n in (self.head.estate, self.head.office) if n)
        if whose:
            self.paragraph(whose, BODY, align="centre", grey=_GREY, after=0.5)
        self.paragraph(text, 16, align="centre", bold=True, after=1.5)
        if lead:
            self.paragraph(lead, SMALL, align="centre", grey=_GREY, after=2)

    def section(self, text: str, keep: float = 20.0) -> None:
        """The heading of a part; it stays with at least `keep` mm of what follows."""
        self.need(leading(11) + 3 + keep)
        if self.y > self.top:
            self.y += 1.5
        self.paragraph(text, 11, bold=True, after=1)

    def bullets(self, texts: Sequence[str], size: float = BODY) -> None:
        """Paragraphs with a dot before each."""
        for text in texts:
            self.need(leading(size))
            self.put("•", self.left, self.y, size)
            self.paragraph(text, size, indent=size * 0.42, after=size * 0.08)

    def finish(self) -> bytes:
        """The file: every page with a line at its foot."""
        pages = len(self.pdf.pages)
        for number in range(1, pages + 1):
            self.pdf.page = number
            self.pdf.set_font_size(1)  # a page begins without type: ask for it anew
            self._foot(number, pages)
        return bytes(self.pdf.output())

    def _foot(self, number: int, pages: int) -> None:
        y, third = self.bottom + 4, self.wide / 3
        page = Text("Page {number} of {pages}", {"number": number, "pages": pages}).say(self.language)
        printed = self.say(N_("Printed {at}"), at=instant(self.head.printed_at, self.language))
        self.put_within(self.name, self.left, y, third, FOOT, grey=_GREY, most=1)
        self.put_within(page, self.left + third, y, third, FOOT, align="centre", grey=_GREY, most=1)
        self.put_within(printed, self.left + 2 * third, y, third, FOOT, align="right", grey=_GREY, most=1)


def leading(size: float) -> float:
    """From one line to the next, mm."""
    return size * MM_PER_POINT * _LEADING


def _cut(sheet: Sheet, line: str, room: float, size: float) -> str:
    """A line with an ellipsis at its end, within the room."""
    while line and sheet.width(line + "…", size) > room:
        line = line[:-1]
    return line + "…"
