"""Texts in three languages: gettext catalogues, read once, looked up by language.

Catalogues live in `core/locale/<language>/LC_MESSAGES/<domain>.po`, one domain a source folder. Message ids are English
with `{named}` places; a message that stands in two domains has one translation. The `.po` files are compiled in memory,
so that no stale `.mo` can be shown.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
DEFAULT = "zh-Hant"
LOCALE_FOLDER = Path(__file__).parent / "locale"


def N_(msgid: str) -> str:
    """Mark a message for extraction where it is stored rather than said."""
    return msgid


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the merged catalogue of a language; English is the message ids themselves.

    Raises:
        ValueError: The language is none of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    merged = gettext.NullTranslations()
    for path in sorted((LOCALE_FOLDER / language.replace("-", "_") / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as f:
            compiled = BytesIO()
            write_mo(compiled, read_po(f))
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        translations.add_fallback(merged)
        merged = translations
    return merged


def say(language: str, msgid: str, /, **values: object) -> str:
    """Translate a message and fill its places.

    Args:
        language: One of `LANGUAGES`.
        msgid: English message with `{named}` places; the empty string gives the empty string.
        values: What goes into the places.
    """
    text = catalogue(language).gettext(msgid) if msgid else ""
    return text.format(**values) if values else text


@dataclass(frozen=True, slots=True)
class Text:
    """A message and its values, said later in the reader's language."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """Say the message in a language; values that are texts themselves are said too."""
        said = {k: v.say(language) if isinstance(v, Text) else v for k, v in self.values.items()}
        return say(language, self.msgid, **said)
