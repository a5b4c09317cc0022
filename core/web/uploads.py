"""Uploads of this session: what was dropped, what a person said of it, and how it reads. Nothing is used half."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.registries.read.reading import Part, PartChoice, Reading, read
from core.registries.read.sources import told_apart
from core.rules.settings import SettingsError, read_settings
from core.texts import Text
from core.web import datasets, language
from core.web.language import _

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "xlsm", "xlsb", "et", "toml"]
CHOICES = "upload.choices"
PENDING = "upload.pending"
Place = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Pending:
    """An upload that was read and is not in use.

    Attributes:
        key: Its key on the shelf.
        mark: Which files and choices it was read from.
        files: Name and bytes as dropped; of files of one name, the names that tell them apart.
        reading: Tables and faults.
        problems: What is wrong with the rulebook that came along.
    """

    key: str
    mark: Hashable
    files: tuple[tuple[str, bytes], ...]
    reading: Reading
    problems: tuple[Text, ...]

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        frames = self.reading.tables.values()
        return sum(len(body) for _name, body in self.files) + sum(
            int(f.memory_usage(index=False).sum()) for f in frames
        )

    @property
    def ok(self) -> bool:
        """Whether it can be used: no errors, and the store's registries are there."""
        return self.reading.ok and not self.problems and self.has_store

    @property
    def has_store(self) -> bool:
        """Whether registries of the store desk are in it."""
        return "visits" in self.reading.tables

    @property
    def title(self) -> str:
        """The names of its files, the first three."""
        names = [name for name, _body in self.files]
        rest = f" +{len(names) - 3}" if len(names) > 3 else ""
        return "、".join(names[:3]) + rest


def choices() -> dict[Place, PartChoice]:
    """What the person said of files and sheets."""
    said: dict[Place, PartChoice] = st.session_state.setdefault(CHOICES, {})
    return said


def choose(place: Place, choice: PartChoice) -> None:
    """Keep what the person said of a file or sheet; the next run reads again."""
    choices()[place] = choice


def pending(dropped: list[Any]) -> Pending | None:
    """Read what was dropped, once for the same files and choices; None where nothing was dropped.

    Args:
        dropped: Uploaded files of Streamlit.
    """
    if not dropped:
        forget()
        return None
    said = choices()
    mark = (tuple(f.file_id for f in dropped), repr(sorted(said.items())))
    held = datasets.shelf().get(st.session_state.get(PENDING, ""))
    if isinstance(held, Pending) and held.mark == mark:
        return held
    forget()
    names = told_apart([f.name for f in dropped])
    found = _read(tuple((n, f.getvalue()) for n, f in zip(names, dropped, strict=True)), dict(said), mark)
    datasets.hold(found)
    st.session_state[PENDING] = found.key
    return found


def forget() -> None:
    """Forget an upload that was read and not used."""
    datasets.shelf().drop(st.session_state.pop(PENDING, ""))


def _read(files: tuple[tuple[str, bytes], ...], said: dict[Place, PartChoice], mark: Hashable) -> Pending:
    bar = st.progress(0.0, _("Reading ..."))

    def progress(done: float, name: str) -> None:
        bar.progress(min(done, 1.0), _("Reading {name}", name=language.escaped(name)) if name else _("Checking"))

    reading = read(list(files), said, isolated=True, progress=progress)
    bar.empty()
    problems: tuple[Text, ...] = ()
    try:
        read_settings(reading.rulebook or "")
    except SettingsError as error:
        problems = error.problems
    return Pending(secrets.token_urlsafe(32), mark, files, reading, problems)


def needs_a_look(part: Part) -> bool:
    """Whether a person should see how a part was taken."""
    unknown = not part.registry and part.by != "template"
    return unknown or not part.encoding_sure or bool(part.assumed or part.unmatched)
