"""What can be wrong with a cell or between tables: code -> message id, and which of the codes are mere warnings."""

from __future__ import annotations

CELL_MESSAGES: dict[str, str] = {}
CELL_WARNINGS: frozenset[str] = frozenset()

TABLE_MESSAGES: dict[str, str] = {}
TABLE_WARNINGS: frozenset[str] = frozenset()
