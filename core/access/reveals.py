"""Who may have a personal value in full.

Everybody but salespeople within their scope, as the table of actions says; a salesperson the values of those whose
claim stands with them.

Source: PRODUCT, who uses it.
"""

from __future__ import annotations

from dataclasses import replace

from core.access.roles import Person, may
from core.store.database import Database
from core.store.reveal import Cell
from core.store.reveal import reveal as opened


def may_reveal(person: Person, scope: str, owner: str = "") -> bool:
    """Whether a person may have values of a row.

    Args:
        person: Who.
        scope: The row's store, "" for the property office.
        owner: With which salesperson the claim on the client stands; blank for nobody, and for rows of no client.
    """
    others = replace(person, grants=frozenset(g for g in person.grants if g.role != "salesperson"))
    if may(others, "reveal", scope):
        return True
    return bool(person.staff_id) and owner == person.staff_id and may(person, "reveal", scope)


def reveal(database: Database, person: Person, cell: Cell, reason: str, owner: str = "") -> str:
    """One value in full, noted in the audit log; arguments as of `may_reveal` and `core.store.reveal.reveal`.

    Raises:
        Refused: No reason, no such value, or the person may not; nothing is noted.
        CannotWrite: The log could not be written, so nothing is shown.
    """
    return opened(database, cell, person.account_id, reason, lambda scope: may_reveal(person, scope, owner))
