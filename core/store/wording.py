"""Names of registries inside messages."""

from __future__ import annotations

from dataclasses import dataclass

from core.registries.definitions import registry
from core.texts import Text


@dataclass(frozen=True, slots=True)
class RegistryName(Text):
    """What a reader calls a registry; `msgid` is its English name."""

    def say(self, language: str) -> str:
        """The label of the registry in a language."""
        return registry(self.msgid).label(language)
