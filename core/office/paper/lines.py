"""Breaking text into lines: Chinese between any two characters but before closing marks, Latin between words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Width = Callable[[str], float]
"""Width of a character, in parts of the size of the type."""
MISSING = "〓"
"""Stands for a character that the type does not have, as printers do."""
_NOT_FIRST = frozenset("，。、；：？！…）」』】》〉”’％,.;:?!)]}·～")
_NOT_LAST = frozenset("（「『【《〈“‘([{￥¥$")
_KEPT = "\n\u3000"
_JOINTS = re.compile(r"[^@./_\-]*[@./_\-]*")
_PIECES = re.compile(r" +|[^\s\u2e80-\U0010ffff]+|.")


def clean(text: str, has: Callable[[str], bool]) -> str:
    """A text of people as it can be printed.

    Args:
        text: Any; ends of lines are kept, other characters that do not print go.
        has: Whether the type has a character.
    """
    said = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in said if c == "\n" or not unicodedata.category(c).startswith("C"))
    spaced = (" " if c.isspace() and c not in _KEPT else c for c in kept)
    return "".join(c if c in "\n " or has(c) else MISSING for c in spaced).strip()


def broken(text: str, room: float, width: Width) -> list[str]:
    """Lines of a clean text.

    Args:
        text: Of `clean`; its own ends of lines stay.
        room: Width of a line, in the unit of `width`; at least one character stands on a line however narrow it is.
        width: Of a character.

    Returns:
        At least one line; the empty text gives one empty line.
    """
    return [line for paragraph in text.split("\n") for line in _of_paragraph(paragraph, room, width)]


def _of_paragraph(text: str, room: float, width: Width) -> list[str]:
    if sum(map(width, text)) <= room:
        return [text.rstrip()]
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _glued(text):
        wide = sum(map(width, piece))
        if used + wide <= room:
            line, used = line + piece, used + wide
        elif wide <= room:
            if line.strip():
                lines.append(line.rstrip())
            line, used = ("", 0.0) if piece.isspace() else (piece, wide)
        else:
            *full, line = _by_characters(line, piece, room, width)
            lines += full
            used = sum(map(width, line))
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _by_characters(line: str, piece: str, room: float, width: Width) -> list[str]:
    """Break a piece that is wider than a line, beginning on a line; the last line is open."""
    lines = [line]
    used = sum(map(width, line))
    for part in _parts(piece, room, width):
        wide = sum(map(width, part))
        if lines[-1] and used + wide > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0.0
        lines[-1] += part
        used += wide
    return lines


def _parts(piece: str, room: float, width: Width) -> Iterator[str]:
    """Parts of a long piece: up to a joint of an address or number where that fits a line, else its characters."""
    for part in _JOINTS.findall(piece):
        if sum(map(width, part)) <= room:
            yield part
        else:
            yield from part


def _glued(text: str) -> list[str]:
    """Pieces between which a line may end."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        holds = bool(pieces) and not pieces[-1].isspace() and not piece.isspace()
        if holds and (piece[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
