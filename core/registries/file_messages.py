"""What can be wrong with a file, a sheet, a header row or a row as a whole: code -> message id.

Found while reading (`core.registries.read`); the messages of cells and tables stand in `core.registries.messages`.
"""

from __future__ import annotations

FILE_MESSAGES: dict[str, str] = {}
FILE_WARNINGS: frozenset[str] = frozenset()
