"""The little of an OLE compound file that a guard asks: names of its streams, first sector of one, all of one."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_MAX_DIRECTORY_SECTORS = 4096


class BrokenOle(Exception):
    """The file is cut short or does not hold together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream of the file."""

    name: str
    start: int
    size: int


class OleFile:
    """Directory and streams of an OLE compound file.

    Raises:
        BrokenOle: A header, table or directory that does not hold together.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        """Read the tables of the file."""
        self._file = file
        self._bytes = size
        header = file.read(512)
        if len(header) < 512:
            raise BrokenOle("header")
        self._shift = struct.unpack_from("<H", header, 30)[0]
        if self._shift not in (9, 12):
            raise BrokenOle("sector size")
        count, directory = struct.unpack_from("<I", header, 44)[0], struct.unpack_from("<I", header, 48)[0]
        fat_sectors = [s for s in struct.unpack_from("<109I", header, 76) if s < _FREE]
        difat, left = struct.unpack_from("<2I", header, 68)
        while difat < _FREE and left > 0 and len(fat_sectors) < count:
            block = struct.unpack(f"<{self._width // 4}I", self._sector(difat))
            fat_sectors += [s for s in block[:-1] if s < _FREE]
            difat, left = block[-1], left - 1
        if count > self._bytes // self._width + 1:
            raise BrokenOle("allocation table")
        self._fat: list[int] = []
        for number in fat_sectors[:count]:
            self._fat += struct.unpack(f"<{self._width // 4}I", self._sector(number))
        self.entries = self._directory(directory)

    @property
    def _width(self) -> int:
        return int(1 << self._shift)

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) << self._shift)
        data = self._file.read(self._width)
        # The last sector of a file may be short; one that is not there at all means the file was cut.
        if not data:
            raise BrokenOle("sector")
        return data.ljust(self._width, b"\x00")

    def _chain(self, start: int, most: int) -> list[int]:
        chain: list[int] = []
        number = start
        while number < _FREE:
            if number >= len(self._fat) or len(chain) >= most:
                raise BrokenOle("chain")
            chain.append(number)
            number = self._fat[number]
        return chain

    def _directory(self, start: int) -> list[Entry]:
        data = b"".join(self._sector(s) for s in self._chain(start, _MAX_DIRECTORY_SECTORS))
        entries = []
        for at in range(0, len(data), 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", data, at + 116)
                entries.append(Entry(name, first, size))
        return entries

    def entry(self, *names: str) -> Entry | None:
        """The first stream of one of these names."""
        return next((e for e in self.entries if e.name in names), None)

    def start_of(self, entry: Entry) -> bytes:
        """First sector of a stream that is not a small one (4096 bytes and more)."""
        return self._sector(entry.start)

    def stream(self, entry: Entry) -> bytes:
        """All bytes of a stream that is not a small one (4096 bytes and more)."""
        most = self._bytes // self._width + 1
        data = b"".join(self._sector(s) for s in self._chain(entry.start, most))
        if len(data) < entry.size:
            raise BrokenOle("stream")
        return data[: entry.size]
