"""Batches: check, preview, commit, history, undo. What is public of them, in one place."""

from __future__ import annotations

from core.store.commit import Committed, commit
from core.store.history import Batch, Counts, Made, batch, history
from core.store.preview import Change, Preview, preview
from core.store.single import write_rows
from core.store.undo import undo

__all__ = [
    "Batch",
    "Change",
    "Committed",
    "Counts",
    "Made",
    "Preview",
    "batch",
    "commit",
    "history",
    "preview",
    "undo",
    "write_rows",
]
