"""What a column and a registry are made of, and how a header is compared.

Labels are written in Traditional Chinese; Simplified ones are made from them, and headers are compared in a folded form
(`header_key`), so neither script, width, letter case nor spaces matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import opencc

Kind = Literal[
    "id",
    "text",
    "phone",
    "id_number",
    "plate",
    "contact",
    "instant",
    "date",
    "bool",
    "bool?",
    "choice",
    "money",
    "whole",
]
Desk = Literal["store", "office"]
Personal = Literal["", "name", "phone", "contact", "id_number", "birth_date", "employer", "note", "plate"]

_NOISE = re.compile(r"[\s_*＊:：()（）\[\]【】\-.]+")


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """Traditional Chinese text in Simplified characters, word by word as it stands."""
    return text if text.isascii() else str(_converter().convert(text))


def header_key(text: str) -> str:
    """Fold a header, sheet name or choice to compare it: NFKC, lower case, Simplified, no spaces, stars, brackets."""
    return simplified(_NOISE.sub("", unicodedata.normalize("NFKC", text).lower()))


@dataclass(frozen=True)
class Choice:
    """One value of a choice column: the code that results use, its label, and other ways clerks write it."""

    code: str
    hant: str
    aliases: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """What a reader of the language sees."""
        return _labelled(self.code, self.hant, language)


@dataclass(frozen=True)
class Column:
    """One column of a registry.

    Attributes:
        name: English name, as in files and results.
        hant: Traditional Chinese label.
        kind: How a cell is read.
        required: A blank cell is an error.
        key: The value is unique in the registry.
        references: Registry that must have the value as its key (in the same store), or "".
        choices: Values of a choice column.
        open_choice: A value outside `choices` is kept with a warning instead of being an error.
        personal: What the value tells about a person; it is masked wherever it is shown, and kept sealed.
        kept_sealed: Kept sealed though shown to whoever may open the page: what people at work write and read daily.
        end_of_day: A date alone means 23:59:59 of that day instead of 00:00.
        minimum, maximum: Bounds of a number, both allowed.
        aliases: Further headers that mean this column in this registry.
        note: Message id of a short remark for the template and the reference.
        example: Value for the example row of the template.
    """

    name: str
    hant: str
    kind: Kind
    required: bool = False
    key: bool = False
    references: str = ""
    choices: tuple[Choice, ...] = ()
    open_choice: bool = False
    personal: Personal = ""
    kept_sealed: bool = False
    end_of_day: bool = False
    minimum: int | None = None
    maximum: int | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    example: str = ""

    def label(self, language: str) -> str:
        """The header a reader of the language sees: the English name, or the Chinese label."""
        return self.name if language == "en" else _labelled(self.name, self.hant, language)

    @property
    def hans(self) -> str:
        """Simplified Chinese label."""
        return simplified(self.hant)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that means this column, the English name first."""
        return (self.name, self.hant, *self.aliases)

    @property
    def is_category(self) -> bool:
        """Whether the typed column is a pandas category."""
        return bool(self.references) or self.kind == "choice" or self.name == "store_id"


@dataclass(frozen=True)
class Registry:
    """One registry: its columns and what must hold among them.

    Attributes:
        orders: Pairs (start, end) of instants; where both are given the end is not before the start.
        one_of: Groups of columns of which a row fills at least one.
        needs: Pairs (column, others): where the column is filled, at least one of the others is.
        apart: (who, start, end) of intervals that may not overlap for one `who`; a blank end is the end of the day.
        identity: Columns that tell a row from the others of its store; by default the key.
        aliases: Further names of the file or sheet.
        required: The registry must be handed in.
    """

    name: str
    hant: str
    desk: Desk
    columns: tuple[Column, ...]
    required: bool = False
    orders: tuple[tuple[str, str], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    apart: tuple[str, str, str] | None = None
    identity: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Take the key as the identity where none is given, and see to it that there is one.

        Raises:
            ValueError: The registry has neither, or names a column that it does not have.
        """
        if not self.identity:
            object.__setattr__(self, "identity", tuple(c.name for c in self.columns if c.key))
        if not self.identity or not set(self.identity) <= {c.name for c in self.columns}:
            raise ValueError(f"registry {self.name}: its rows have no identity")

    def label(self, language: str) -> str:
        """What a reader of the language calls it."""
        return _labelled(self.name, self.hant, language)

    @property
    def hans(self) -> str:
        """Simplified Chinese label."""
        return simplified(self.hant)

    def column(self, name: str) -> Column:
        """The column of that English name.

        Raises:
            KeyError: There is none.
        """
        return self._by_name[name]

    @property
    def key(self) -> Column | None:
        """The key column, if the registry has one."""
        return next((c for c in self.columns if c.key), None)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}

    @cached_property
    def header_keys(self) -> dict[str, Column]:
        """Folded header -> column, all names, labels and aliases of this registry."""
        return {header_key(h): c for c in self.columns for h in c.headers}

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """Folded names of files and sheets that hold this registry."""
        return frozenset(header_key(n) for n in (self.name, self.hant, *self.aliases))


def _labelled(english: str, hant: str, language: str) -> str:
    if language == "en":
        return english
    return hant if language == "zh-Hant" else simplified(hant)
