"""What was dropped: folders opened up, files named, everything in an order that does not depend on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from core.registries.faults import Fault
from core.registries.read.names import named_registry
from core.registries.read.sniff import MACRO_SUFFIXES, OTHER_SUFFIXES, SUFFIXES, Content

Source = Path | tuple[str, bytes]
"""A file, a folder of files, or the name and bytes of an uploaded file."""

RULEBOOK = "rulebook.toml"


@dataclass(slots=True)
class Gathered:
    """Files to read, by the name the person knows, and what was found beside them."""

    files: list[tuple[str, Content]] = field(default_factory=list)
    rulebook: str | None = None
    faults: list[Fault] = field(default_factory=list)


def gather(sources: Sequence[Source]) -> Gathered:
    """Open up folders and sort out what is not read.

    Returns:
        Files in the order given, those of a folder by name. Hidden files, lock files of office programs and texts that
        no registry is named after are not read; other strange files are left out with a warning.
    """
    gathered = Gathered()
    for source in sources:
        if isinstance(source, tuple):
            _add(gathered, PurePath(source[0]).name or source[0], source[1], asked=True)
        elif source.is_dir():
            for path in sorted(source.iterdir()):
                if path.is_file():
                    _add(gathered, path.name, path, asked=False)
        elif source.exists():
            _add(gathered, source.name, source, asked=True)
        else:
            gathered.faults.append(Fault("file_unreadable", source.name, values={"why": "ENOENT"}))
    names = told_apart([name for name, _content in gathered.files])
    gathered.files = [(name, content) for name, (_, content) in zip(names, gathered.files, strict=True)]
    _leave_out_same(gathered)
    return gathered


def _add(gathered: Gathered, name: str, content: Content, *, asked: bool) -> None:
    suffix = PurePath(name).suffix.lower()
    if name == RULEBOOK:
        data = content if isinstance(content, bytes) else content.read_bytes()
        gathered.rulebook = data.decode("utf-8-sig", "replace")
    elif name.startswith((".", "~$", "._")):
        return
    elif (
        asked or suffix in (SUFFIXES.keys() | MACRO_SUFFIXES) - {".txt"} or suffix in OTHER_SUFFIXES & {".xlsb", ".et"}
    ):
        gathered.files.append((name, content))
    elif suffix == ".txt":
        if named_registry(name)[1]:
            gathered.files.append((name, content))
    elif suffix not in (".md", ".json", ".toml", ".log", ""):
        gathered.faults.append(Fault("file_left_out", name))


def told_apart(names: Sequence[str]) -> list[str]:
    """Give files of one name different ones, so that a fault says which is meant: `a.csv`, `a (2).csv`."""
    taken, out = set(names), list[str]()
    for name in names:
        told, count = name, 1
        while told in out or (count > 1 and told in taken):
            count += 1
            told = f"{PurePath(name).stem} ({count}){PurePath(name).suffix}"
        out.append(told)
    return out


def _leave_out_same(gathered: Gathered) -> None:
    """A file handed in twice is read once. Under the name of another registry it is another file."""
    sizes = [_size(content) for _name, content in gathered.files]
    first: dict[tuple[str, bytes], str] = {}
    kept: list[tuple[str, Content]] = []
    for (name, content), size in zip(gathered.files, sizes, strict=True):
        digest = _digest(content) if size and sizes.count(size) > 1 else b""
        same = first.setdefault((named_registry(name)[0], digest), name) if digest else name
        if same == name:
            kept.append((name, content))
        else:
            gathered.faults.append(Fault("file_same", name, values={"first": same}))
    gathered.files = kept


def _size(content: Content) -> int:
    try:
        return len(content) if isinstance(content, bytes) else content.stat().st_size
    except OSError:
        return 0  # said when it is opened


def _digest(content: Content) -> bytes:
    if isinstance(content, bytes):
        return hashlib.sha256(content).digest()
    try:
        with content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""
