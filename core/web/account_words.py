"""What accounts are called on screen: roles, stores, states, ways of signing in."""

from __future__ import annotations

from datetime import datetime

from core.access.accounts import Account
from core.access.roles import ALL_STORES, ROLES, Grant, Role
from core.clock import local
from core.texts import N_
from core.web import language
from core.web.language import _

ROLE_NAMES: dict[Role, str] = {
    "salesperson": N_("Salesperson"),
    "clerk": N_("Clerk"),
    "manager": N_("Manager"),
    "office": N_("Property office"),
    "admin": N_("Admin"),
}
WAYS = {"password": N_("password"), "oidc": N_("provider"), "link": N_("one-time link")}


def role(name: Role) -> str:
    """A role, translated."""
    return _(ROLE_NAMES[name])


def store(scope: str) -> str:
    """A store as people read it, or all of them."""
    return _("All stores") if scope == ALL_STORES else scope


def given(grants: frozenset[Grant]) -> str:
    """Roles with their stores, in the order of the table of roles."""
    ordered = sorted(grants, key=lambda g: (ROLES.index(g.role), g.scope))
    return _(", ").join(
        _("{role} ({store})", role=role(g.role), store=store(g.scope)) if g.scope else role(g.role) for g in ordered
    )


def state(account: Account, now: datetime) -> str:
    """Whether an account can sign in, in a word."""
    if account.disabled_at is not None:
        return _("disabled")
    if account.locked_until is not None and account.locked_until > now:
        return _("locked until {time}", time=language.clock(local(account.locked_until)))
    if account.password_at is None and not account.is_tied:
        return _("invited, not yet here")
    return _("active")


def when(at: datetime | None) -> str:
    """An instant of the house on this machine's clock; blank for none."""
    return language.instant(local(at)) if at is not None else ""
