"""Who may do what: the table of role x act, asked by every page and every action.

Source: PRODUCT, who uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["salesperson", "clerk", "manager", "office", "admin"]
ROLES: tuple[Role, ...] = ("salesperson", "clerk", "manager", "office", "admin")
STORE_ROLES: tuple[Role, ...] = ("salesperson", "clerk", "manager")
"""Roles that are given for a store, or for all of them (`ALL_STORES`)."""
ALL_STORES = "*"

_STORE: frozenset[Role] = frozenset({"salesperson", "clerk", "manager"})
_EVERYBODY: frozenset[Role] = frozenset(ROLES)
_LOOK: frozenset[Role] = frozenset({"salesperson", "manager"})
_FILES: frozenset[Role] = frozenset({"clerk", "manager", "office"})
_ADMIN: frozenset[Role] = frozenset({"admin"})
_OFFICE: frozenset[Role] = frozenset({"office"})

PAGES: Mapping[str, frozenset[Role]] = {
    "home": _EVERYBODY,
    "account": _EVERYBODY,
    "upload": _FILES,
    "history": _FILES,
    "overview": _LOOK,
    "rotation": _STORE,
    "clients": _STORE,
    "deals": _LOOK,
    "team": _LOOK,
    "findings": frozenset({"manager"}),
    "questions": frozenset({"clerk", "manager"}),
    "rules": _EVERYBODY,
    "settings": frozenset({"manager"}),
    "requests": _OFFICE,
    "categories": _OFFICE,
    "tally": _OFFICE,
    "contact_day": _OFFICE,
    "notices_edit": _OFFICE,
    "archive": _OFFICE,
    "paper": _OFFICE,
    "people": frozenset({"office", "admin"}),
    "accounts": _ADMIN,
    "audit": _ADMIN,
    "retention": _ADMIN,
    "backup": _ADMIN,
}
"""Page -> roles that may open it."""

PUBLIC: frozenset[str] = frozenset({"information", "repair", "my_request", "notices"})
"""Pages for residents: anybody opens them, without an account too."""

ACTIONS: Mapping[str, frozenset[Role]] = {
    "upload.check": _FILES,
    "upload.commit": _FILES,
    "batch.undo": _FILES,
    "settings.change": frozenset({"manager"}),
    "reveal": frozenset({"salesperson", "clerk", "manager", "office", "admin"}),
    "export.masked": _EVERYBODY,
    "export.full": frozenset({"manager", "office"}),
    "person.find": frozenset({"office", "admin"}),
    "person.copy": _ADMIN,
    "person.erase": _ADMIN,
    "household.confirm": _OFFICE,
    "household.correct": _OFFICE,
    "archive.emergency": _OFFICE,
    "contact_day.change": _OFFICE,
    "cards.give": _OFFICE,
    "notices.change": _OFFICE,
    "request.handle": _OFFICE,
    "categories.change": _OFFICE,
    "accounts.change": _ADMIN,
    "audit.read": _ADMIN,
    "retention.change": _ADMIN,
    "retention.run": _ADMIN,
    "backup.make": _ADMIN,
    "sessions.end": _EVERYBODY,
}
"""Action -> roles that may do it, within their scope."""


@dataclass(frozen=True)
class Grant:
    """A role given to an account: for a store id or `ALL_STORES` where it is a role of the store, "" otherwise."""

    role: Role
    scope: str


@dataclass(frozen=True)
class Person:
    """Who is signed in, as decided anew for every rerun.

    Attributes:
        account_id: Number of the account.
        shown_name: As others see it.
        grants: Roles and their stores.
        staff_id: Who a salesperson is in the staff registry; blank for nobody.
        session: Hash of the session's token.
    """

    account_id: int
    shown_name: str
    grants: frozenset[Grant]
    staff_id: str = ""
    session: bytes = b""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, wherever they hold."""
        return frozenset(g.role for g in self.grants)


def may_open(person: Person, page: str) -> bool:
    """Whether a person may open a page.

    Raises:
        KeyError: There is no such page in the table.
    """
    return page in PUBLIC or bool(PAGES[page] & person.roles)


def may(person: Person, action: str, scope: str | None = None) -> bool:
    """Whether a person may do an action.

    Args:
        person: Who.
        action: A key of `ACTIONS`.
        scope: The store it concerns, "" for the property office; None where it concerns neither.

    Raises:
        KeyError: There is no such action in the table.
    """
    return any(g.role in ACTIONS[action] and _reaches(g, scope) for g in person.grants)


def stores_of(person: Person, stores: Iterable[str], page: str) -> list[str]:
    """Of some stores, those that a person may see on a page, in the order given."""
    allowed = {g.scope for g in person.grants if g.role in PAGES[page] and g.role in STORE_ROLES}
    return [s for s in stores if ALL_STORES in allowed or s in allowed]


def _reaches(grant: Grant, scope: str | None) -> bool:
    if scope is None or grant.role == "admin":
        return True
    if grant.role in STORE_ROLES:
        return scope != "" and grant.scope in (ALL_STORES, scope)
    return scope == ""
