"""The table of roles: scope never widens, an admin sees no store, the office has none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.access.roles import ACTIONS, ALL_STORES, PAGES, ROLES, STORE_ROLES, Grant, Person, may, may_open, stores_of

STORES = ("A", "B", "C")
STORE_PAGES = ("overview", "rotation", "clients", "deals", "team", "findings", "questions", "settings")
_OF_STORES = st.builds(Grant, st.sampled_from(STORE_ROLES), st.sampled_from((*STORES, ALL_STORES)))
_GRANTS = st.one_of(_OF_STORES, st.builds(Grant, st.sampled_from(("office", "admin")), st.just("")))
_SCOPES = st.sampled_from((*STORES, "", None))


def holder(*given_to: Grant) -> Person:
    return Person(1, "x", frozenset(given_to))


@given(st.frozensets(_GRANTS, max_size=4), st.sampled_from(sorted(ACTIONS)), _SCOPES)
def test_what_may_be_done_is_what_one_grant_allows(given_to: frozenset[Grant], action: str, scope: str | None) -> None:
    assert may(holder(*given_to), action, scope) == any(may(holder(g), action, scope) for g in given_to)


@given(st.frozensets(_GRANTS, max_size=4), _GRANTS, st.sampled_from(sorted(ACTIONS)), _SCOPES)
def test_another_grant_takes_nothing_away(
    given_to: frozenset[Grant], more: Grant, action: str, scope: str | None
) -> None:
    assert not may(holder(*given_to), action, scope) or may(holder(*given_to, more), action, scope)


@given(st.sampled_from(STORE_ROLES), st.sampled_from(STORES), st.sampled_from(sorted(ACTIONS)), _SCOPES)
def test_a_role_of_one_store_may_nothing_elsewhere(role: str, store: str, action: str, scope: str | None) -> None:
    person = holder(Grant(role, store))  # type: ignore[arg-type]
    assert may(person, action, scope) == (role in ACTIONS[action] and scope in (store, None))


@given(st.sampled_from(STORE_ROLES), st.sampled_from(sorted(ACTIONS)), _SCOPES)
def test_all_stores_are_not_the_office(role: str, action: str, scope: str | None) -> None:
    person = holder(Grant(role, ALL_STORES))  # type: ignore[arg-type]
    assert may(person, action, scope) == (role in ACTIONS[action] and scope != "")


@given(st.sampled_from(sorted(ACTIONS)), st.sampled_from(STORES))
def test_the_office_may_nothing_in_a_store(action: str, store: str) -> None:
    assert not may(holder(Grant("office", "")), action, store)


@given(st.frozensets(_GRANTS, max_size=5), st.sampled_from(sorted(PAGES)), st.permutations(STORES))
def test_the_stores_of_a_page_are_those_of_its_roles(given_to: frozenset[Grant], page: str, order: list[str]) -> None:
    seen = stores_of(holder(*given_to), order, page)
    allowed = {g.scope for g in given_to if g.role in PAGES[page] and g.role in STORE_ROLES}
    assert seen == [s for s in order if ALL_STORES in allowed or s in allowed]


@given(st.frozensets(_OF_STORES, max_size=4), st.sampled_from(sorted(PAGES)))
def test_office_and_admin_add_no_store(given_to: frozenset[Grant], page: str) -> None:
    alone = stores_of(holder(*given_to), STORES, page)
    assert stores_of(holder(*given_to, Grant("office", ""), Grant("admin", "")), STORES, page) == alone


def test_an_admin_opens_no_page_of_a_store() -> None:
    admin = holder(Grant("admin", ""))
    assert [page for page in PAGES if may_open(admin, page)] == [
        "home",
        "account",
        "rules",
        "people",
        "accounts",
        "audit",
        "retention",
        "backup",
    ]
    assert not any(may_open(admin, page) for page in STORE_PAGES)
    assert not any(stores_of(admin, STORES, page) for page in PAGES)


def test_pages_of_the_admin_are_the_admins() -> None:
    for page in ("accounts", "audit", "retention", "backup"):
        assert [role for role in ROLES if may_open(holder(Grant(role, "")), page)] == ["admin"]


def test_a_salesperson_uploads_nothing_and_exports_no_full_values() -> None:
    person = holder(Grant("salesperson", "A"))
    assert [action for action in ACTIONS if may(person, action, "A")] == ["reveal", "export.masked", "sessions.end"]


def test_nobody_without_grants_may_anything() -> None:
    assert not any(may_open(holder(), page) for page in PAGES)
    assert not any(may(holder(), action, scope) for action in ACTIONS for scope in (*STORES, "", None))
