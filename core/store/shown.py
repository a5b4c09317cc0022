"""Which rows an act of the audit log showed in full."""

from __future__ import annotations

from collections.abc import Mapping

ONE, EMERGENCY, ORDER = "reveal", "archive.emergency", "request.order"
SHOWING = (ONE, EMERGENCY, ORDER)
"""Acts that show personal values of rows that they name: one value, whom to call for a home, a work order."""


def shown_rows(action: str, subject: str, detail: Mapping[str, object]) -> set[str]:
    """The rows an act showed.

    Args:
        action: One of `SHOWING`.
        subject: As the log names it.
        detail: As the log keeps it.

    Returns:
        `table:row number`, or `request:number`; the subject itself, without its column, where the detail names none.
    """
    if action != EMERGENCY:
        return {subject.partition("#")[0]}
    return {f"{name}:{row_id}" for name, ids in detail.items() if isinstance(ids, list) for row_id in ids}
