"""Reading what people keep: files into typed registries, with every fault as a value.

    from core.registries.read import read
    reading = read([Path("march")])

Names are fetched on first use: the child process that parses imports this package too and must start at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.registries.read.read import Part, PartChoice, Reading, Source, read

__all__ = ["Part", "PartChoice", "Reading", "Source", "read"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    # `read` the function takes the place of `read` the module, which importing has just put here.
    found: object = getattr(import_module("core.registries.read.read"), name)
    globals()[name] = found
    return found
