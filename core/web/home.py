"""What the home page speaks of: the desks and the house that a person has something to do with, the store first."""

from __future__ import annotations

from core.access.roles import Person
from core.web import begin, home_house, home_office
from core.web.language import _


def title(person: Person) -> str:
    """The heading for a person."""
    if has_stores(person):
        return _("Whose turn, whose client, whose deal, and why")
    return _("Property desk") if "office" in person.roles else _("The house")


def lead(person: Person) -> str:
    """The sentence under the heading; blank where the page of the stores has one of its own."""
    if has_stores(person):
        return ""
    if "office" in person.roles:
        return _("What waits on the property desk now.")
    return _("Accounts, the audit log, retention and backups. Nobody's personal data is shown here.")


def has_stores(person: Person) -> bool:
    """Whether the person looks at stores."""
    return begin.first_page(person) is not None


def desks(person: Person) -> None:
    """The property desk and the house, each under a heading where another part of the page stands before it."""
    if "office" in person.roles:
        home_office.show(heading=has_stores(person))
    if "admin" in person.roles:
        home_house.show(heading=has_stores(person) or "office" in person.roles)
