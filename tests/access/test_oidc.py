"""Signing in by OpenID Connect: matched on issuer and subject alone."""

from __future__ import annotations

import pytest

from core.access import accounts, oidc
from core.store.database import Database
from tests.access.people import ADMIN, invited, length, refusal, somebody, trail

NO = (
    "You signed in there, but no account here is tied to it that may be used. Ask an admin to invite you, and open the "
    "invitation first."
)
ISSUER = "https://id.example"


def test_a_tied_account_is_found(database: Database) -> None:
    amy = somebody(database)
    before = length(database)
    oidc.tie_oidc(database, amy, ISSUER, "sub-1", by=5)
    assert oidc.by_oidc(database, ISSUER, "sub-1") == amy
    assert trail(database, before) == [("oidc.tied", "account:1", 5, {"issuer": ISSUER})]


@pytest.mark.parametrize(
    ("issuer", "subject"),
    [
        (ISSUER, "sub-2"),
        (ISSUER, "amy"),  # a login is no subject
        ("https://other.example", "sub-1"),
        (ISSUER, "SUB-1"),
        (ISSUER + "/", "sub-1"),
        (ISSUER, ""),
        ("", ""),
        (ISSUER, "sub\x00"),
    ],
)
def test_an_unknown_identity_is_refused_and_noted(database: Database, issuer: str, subject: str) -> None:
    oidc.tie_oidc(database, somebody(database), ISSUER, "sub-1")
    before = length(database)
    assert refusal(lambda: oidc.by_oidc(database, issuer, subject)) == NO
    detail = {"why": "unknown", "issuer": issuer}
    assert trail(database, before) == [("oidc.refused", "account:unknown", None, detail)]


def test_a_disabled_account_is_refused_alike(database: Database) -> None:
    amy = somebody(database)
    oidc.tie_oidc(database, amy, ISSUER, "sub-1")
    accounts.disable(database, amy)
    before = length(database)
    assert refusal(lambda: oidc.by_oidc(database, ISSUER, "sub-1")) == NO
    detail = {"why": "disabled", "issuer": ISSUER}
    assert trail(database, before) == [("oidc.refused", "account:1", None, detail)]


def test_an_identity_is_of_one_account(database: Database) -> None:
    amy, bob = somebody(database), somebody(database, "bob")
    oidc.tie_oidc(database, amy, ISSUER, "sub-1")
    said = "This sign-in is tied to another account already."
    assert refusal(lambda: oidc.tie_oidc(database, bob, ISSUER, "sub-1")) == said
    oidc.tie_oidc(database, amy, ISSUER, "sub-2")
    oidc.tie_oidc(database, bob, ISSUER, "sub-1")
    assert [oidc.by_oidc(database, ISSUER, s) for s in ("sub-1", "sub-2")] == [bob, amy]
    blank = "Give the issuer and the subject, as the provider writes them."
    assert refusal(lambda: oidc.tie_oidc(database, bob, ISSUER, " ")) == blank


def test_untying_does_not_shut_out_the_last_admin(database: Database) -> None:
    boss, _token = invited(database, "boss", ADMIN)
    oidc.tie_oidc(database, boss, ISSUER, "sub-1")
    said = "This is the last admin who can sign in. Make another one first."
    assert refusal(lambda: oidc.untie_oidc(database, boss)) == said
    second = somebody(database, "second", ADMIN)
    oidc.untie_oidc(database, boss, by=second)
    assert refusal(lambda: oidc.by_oidc(database, ISSUER, "sub-1")) == NO
