"""A disk that loses power: SQLite writes to it through APSW, every write and sync is noted, any moment can be cut off.

After a cut only what was synced is sure. Of what was written after the last sync of its file each piece may be there,
missing, or torn at a sector.
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SECTOR = 512
NAME = "desk-power"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was done to a file: `at` is the offset written at, or the size cut down to."""

    file: str
    what: Literal["write", "truncate", "sync", "delete"]
    at: int = 0
    body: bytes = b""


@dataclass
class PowerDisk:
    """What was done to the files, in order."""

    notes: list[Note] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, note: Note) -> None:
        """Note one thing."""
        with self.lock:
            self.notes.append(note)

    def now(self) -> int:
        """How much has been noted."""
        return len(self.notes)

    def cut(self, at: int, folder: Path, chance: random.Random) -> None:
        """Write the files as they may stand when the power goes.

        Args:
            at: How much was noted by then.
            folder: Where the files are written.
            chance: Decides what of the unsynced is there.
        """
        notes = self.notes[:at]
        for name in {note.file for note in notes}:
            body = _standing([note for note in notes if note.file == name], chance)
            if body is not None:
                (folder / name).write_bytes(body)


def _standing(notes: list[Note], chance: random.Random) -> bytearray | None:
    """The bytes of one file after a cut; None where it is gone, or was never synced."""
    sure = max((i for i, note in enumerate(notes) if note.what == "sync"), default=-1)
    body: bytearray | None = None
    for i, note in enumerate(notes):
        if note.what == "delete":
            body = None  # SQLite deletes before it goes on in another file, whose sync takes the folder along
        elif note.what != "sync" and (i <= sure or chance.random() < 0.5):
            body = _applied(body if body is not None else bytearray(), note, chance if i > sure else None)
    return body


def _applied(body: bytearray, note: Note, torn: random.Random | None) -> bytearray:
    if note.what == "truncate":
        return body[: note.at]
    piece = note.body
    if torn is not None and torn.random() < 0.5:
        piece = piece[: torn.randrange(0, len(piece) + 1, SECTOR)]
    body.extend(bytes(max(0, note.at - len(body))))
    body[note.at : note.at + len(piece)] = piece
    return body


def mounted(apsw: Any, disk: PowerDisk) -> Any:
    """A file system of SQLite's that notes what is done through it; it lives as long as what is returned."""

    class File(apsw.VFSFile):  # type: ignore[misc]
        """Notes what is done to one file, and does it."""

        def __init__(self, name: Any, flags: list[int]) -> None:
            self._name = Path(name.filename() if hasattr(name, "filename") else str(name)).name
            super().__init__("", name, flags)

        def xWrite(self, body: bytes, at: int) -> None:
            disk.note(Note(self._name, "write", at, bytes(body)))
            super().xWrite(body, at)

        def xTruncate(self, size: int) -> None:
            disk.note(Note(self._name, "truncate", size))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:
            super().xSync(flags)
            disk.note(Note(self._name, "sync"))

    class System(apsw.VFS):  # type: ignore[misc]
        """Opens files that are noted."""

        def __init__(self) -> None:
            super().__init__(NAME, "")

        def xOpen(self, name: Any, flags: list[int]) -> Any:
            return File(name, flags)

        def xDelete(self, name: str, sync: bool) -> None:
            super().xDelete(name, sync)
            disk.note(Note(Path(name).name, "delete"))

    return System()
