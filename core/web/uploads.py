"""Uploads of this session: what was dropped, what a person said of it, and how it reads. Nothing is used half.

What was dropped stays in memory, here and in Streamlit's own; nothing of it is written to the disk before it is saved,
and then sealed.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from core.access import roles
from core.access.roles import ACTIONS, ALL_STORES, STORE_ROLES, Person
from core.registries.check import check
from core.registries.columns import Desk
from core.registries.definitions import registry
from core.registries.good_rows import GoodRows, good_rows
from core.registries.read.reading import Part, PartChoice, Reading, read
from core.registries.read.sources import told_apart
from core.rules.settings import SettingsError, read_settings
from core.store.known_rows import known_rows
from core.store.rows import Scopes
from core.store.tables import OFFICE_SCOPE
from core.texts import Text
from core.web import datasets, kept, language
from core.web.language import _

T = TypeVar("T")

TYPES = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "xlsm", "xlsb", "et", "toml"]
DESKS: tuple[Desk, ...] = ("store", "office")
MEMO_ENTRIES = 12
CHOICES = "upload.choices"
PENDING = "upload.pending"
Place = tuple[str, str]


class Known:
    """Rows kept before that an upload of a person may name, as the check asks for them.

    Attributes:
        leaned_on: Whether rows were asked for and there were some.
    """

    def __init__(self, reach: Scopes) -> None:
        """Of which stores; the property office's are known with `OFFICE_SCOPE` among them, all where None."""
        self._ask = known_rows(kept.database(), reach)
        self._office = reach is None or OFFICE_SCOPE in reach
        self.leaned_on = False

    def __call__(self, name: str) -> pd.DataFrame | None:
        """The rows of a registry; None where there are none."""
        found = self._ask(name) if self._office or registry(name).desk == "store" else None
        self.leaned_on = self.leaned_on or found is not None
        return found


@dataclass(frozen=True, eq=False)
class Pending:
    """An upload that was read and is neither saved nor in use.

    Attributes:
        key: Its key on the shelf.
        token: What it is saved under, once.
        mark: Which files and choices it was read from.
        files: Name and bytes as dropped; of files of one name, the names that tell them apart.
        reading: Tables and faults.
        problems: What is wrong with the rulebook that came along.
        known: Rows kept before that it was checked with.
        leans: Whether it names rows kept before, so that it is not whole by itself.
    """

    key: str
    token: str
    mark: Hashable
    files: tuple[tuple[str, bytes], ...]
    reading: Reading
    problems: tuple[Text, ...]
    known: Known
    leans: bool = False
    _memo: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, repr=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` returned the first time for this name; the oldest are forgotten."""
        if name not in self._memo:
            self._memo[name] = make()
            while len(self._memo) > MEMO_ENTRIES:
                self._memo.popitem(last=False)
        return self._memo[name]  # type: ignore[no-any-return]

    def good(self) -> GoodRows:
        """The rows without an error, sorted out once."""
        return self.once("good", lambda: good_rows(self.reading, self.known))

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        frames = self.reading.tables.values()
        return sum(len(body) for _name, body in self.files) + sum(
            int(f.memory_usage(index=False).sum()) for f in frames
        )

    @property
    def ok(self) -> bool:
        """Whether it can be saved as a whole: no errors, and something in it."""
        return self.reading.ok and not self.problems and bool(self.desks)

    @property
    def lookable(self) -> bool:
        """Whether it can be looked at without saving: whole by itself, and of the store desk."""
        return self.ok and not self.leans and "visits" in self.reading.tables

    @property
    def desks(self) -> list[Desk]:
        """Desks that registries were handed in of."""
        there = {registry(name).desk for name in self.reading.origins}
        return [desk for desk in DESKS if desk in there]

    @property
    def title(self) -> str:
        """The names of its files, the first three."""
        names = [name for name, _body in self.files]
        rest = f" +{len(names) - 3}" if len(names) > 3 else ""
        return "、".join(names[:3]) + rest


def allowed(person: Person, desk: Desk) -> Scopes:
    """Where a person may save uploads of a desk: store ids, "" for the property office; None for all stores."""
    if desk == "office":
        return [OFFICE_SCOPE] if roles.may(person, "upload.commit", OFFICE_SCOPE) else []
    held = {g.scope for g in person.grants if g.role in ACTIONS["upload.commit"] and g.role in STORE_ROLES}
    return None if ALL_STORES in held else sorted(held)


def _reach(person: Person) -> Scopes:
    """Whose kept rows an upload of this person may name."""
    stores = allowed(person, "store")
    return None if stores is None else [*stores, *(allowed(person, "office") or [])]


def choices() -> dict[Place, PartChoice]:
    """What the person said of files and sheets."""
    said: dict[Place, PartChoice] = st.session_state.setdefault(CHOICES, {})
    return said


def choose(place: Place, choice: PartChoice) -> None:
    """Keep what the person said of a file or sheet; the next run reads again."""
    choices()[place] = choice


def pending(dropped: list[Any], person: Person) -> Pending | None:
    """Read what was dropped, once for the same files, choices and rights; None where nothing was dropped.

    Args:
        dropped: Uploaded files of Streamlit.
        person: Who dropped them; rows kept in their stores may be named.
    """
    if not dropped:
        forget()
        return None
    said = choices()
    reach = _reach(person)
    mark = (tuple(f.file_id for f in dropped), repr(sorted(said.items())), None if reach is None else tuple(reach))
    held = datasets.shelf().get(st.session_state.get(PENDING, ""))
    if isinstance(held, Pending) and held.mark == mark:
        return held
    forget()
    names = told_apart([f.name for f in dropped])
    files = tuple((n, f.getvalue()) for n, f in zip(names, dropped, strict=True))
    return _hold(_read(files, mark, reach, secrets.token_urlsafe(32)))


def again(old: Pending, person: Person) -> Pending:
    """Read an upload again beside what is kept by now; its files, choices and token stay."""
    forget()
    return _hold(_read(old.files, old.mark, _reach(person), old.token))


def _hold(found: Pending) -> Pending:
    datasets.hold(found)
    st.session_state[PENDING] = found.key
    return found


def forget() -> None:
    """Forget an upload that was read and not used."""
    datasets.shelf().drop(st.session_state.pop(PENDING, ""))


def _read(files: tuple[tuple[str, bytes], ...], mark: Hashable, reach: Scopes, token: str) -> Pending:
    bar = st.progress(0.0, _("Reading ..."))

    def progress(done: float, name: str) -> None:
        bar.progress(min(done, 1.0), _("Reading {name}", name=language.escaped(name)) if name else _("Checking"))

    known = Known(reach)
    reading = read(list(files), dict(choices()), isolated=True, progress=progress, kept=known)
    bar.empty()
    problems: tuple[Text, ...] = ()
    try:
        read_settings(reading.rulebook or "")
    except SettingsError as error:
        problems = error.problems
    leans = known.leaned_on and reading.ok and bool(len(check(reading.tables, reading.origins).errors))
    return Pending(secrets.token_urlsafe(32), token, mark, files, reading, problems, known, leans)


def needs_a_look(part: Part) -> bool:
    """Whether a person should see how a part was taken."""
    unknown = not part.registry and part.by != "template"
    return unknown or not part.encoding_sure or bool(part.assumed or part.unmatched)
