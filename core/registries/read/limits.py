"""Bounds on what is read: of files before a parser sees them, of tables while they are read."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading. The defaults take any workbook Excel can hold with the text of a registry in it.

    Attributes:
        file_bytes: Largest spreadsheet file (workbooks).
        text_bytes: Largest CSV file.
        unpacked_bytes: Largest sum of the unpacked members of a workbook.
        strings_bytes: Largest unpacked table of shared strings (`xl/sharedStrings.xml`).
        expanded_bytes: Largest text of all cells once shared strings stand in their cells.
        ratio: Largest unpacked size over packed size, of a member above `ratio_from_bytes`.
        members: Most members in a workbook.
        sheets: Most sheets in a workbook.
        rows, columns: Largest sheet.
        cell_characters: Longest text of a cell.
        memory_bytes, cpu_seconds, wall_seconds: What the child process may use.
    """

    file_bytes: int = 200 * MEBIBYTE
    text_bytes: int = 4096 * MEBIBYTE
    unpacked_bytes: int = 640 * MEBIBYTE
    strings_bytes: int = 128 * MEBIBYTE
    expanded_bytes: int = 512 * MEBIBYTE
    ratio: int = 100
    ratio_from_bytes: int = MEBIBYTE
    members: int = 2_000
    sheets: int = 200
    rows: int = 1_048_576
    columns: int = 1_024
    cell_characters: int = 32_767
    memory_bytes: int = 1536 * MEBIBYTE
    cpu_seconds: int = 120
    wall_seconds: int = 180


DEFAULT_LIMITS = Limits()
