"""Which registry the name of a file or sheet speaks of, decorations like dates and branch names left aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePath

from core.registries.columns import header_key
from core.registries.definitions import ALL

_WORDS = re.compile(r"[a-z]+")
_DECORATION = re.compile(r"[(（\[【].*?[)）\]】]|\d+\s*[年月日號号]|\d+")


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return {key: registry.name for registry in ALL for key in sorted(registry.name_keys)}


def named_registry(name: str) -> tuple[str, bool]:
    """The registry a file or sheet name speaks of.

    Args:
        name: Name of a sheet, or of a file with its suffix.

    Returns:
        English registry name ("" when the name says nothing) and whether the name says it outright, with nothing but
        digits, dates and brackets beside it.
    """
    stem = PurePath(name).stem if re.search(r"\.(csv|tsv|txt|xlsx|xls|ods)$", name, re.I) else name
    plain = unicodedata.normalize("NFKC", stem)
    for form in (plain, _DECORATION.sub(" ", plain)):
        exact = _keys().get(header_key(form))
        if exact:
            return exact, True
    return _part_of_name(plain), False


def _part_of_name(plain: str) -> str:
    """The longest registry name inside a name; of equally long ones the last, where Chinese puts what a thing is."""
    folded = header_key(_DECORATION.sub(" ", plain)) or header_key(plain)
    words = _WORDS.findall(plain.lower())
    joined = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words) + 1))}
    hits = [(key, name) for key, name in _keys().items() if (key in joined if key.isascii() else key in folded)]
    if not hits:
        return ""
    longest = max(len(key) for key, _ in hits)
    best = [(folded.rfind(key), name) for key, name in hits if len(key) == longest]
    return max(best)[1]
