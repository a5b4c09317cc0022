"""Reading what people keep: files into typed registries, with every fault as a value.

    from core.registries.read import read
    reading = read([Path("march")])

Names are fetched on first use: the child process that parses imports this package too and must start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.registries.read.reading import Part, PartChoice, Reading, Source, read

__all__ = ["Part", "PartChoice", "Reading", "Source", "read"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    found: object = getattr(import_module("core.registries.read.reading"), name)
    globals()[name] = found
    return found
