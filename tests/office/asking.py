"""Requests for tests of the property desk."""

from __future__ import annotations

import secrets
from dataclasses import replace

from core.office import requests
from core.office.consents import PRIVACY, Consents
from core.office.handling import Act
from core.store.database import Database
from core.store.tables import accounts

AGREED = Consents(3, frozenset({PRIVACY}))
ASKED = requests.Submission(
    name="王建國",
    contact="13700001111 / a@b.cn",
    room_no="3-2-501",
    repair="廚房水龍頭漏水",
    preferred="週六上午",
    consents=AGREED,
)


def token() -> str:
    return secrets.token_hex(16)


def ask(database: Database, **changed: object) -> str:
    """Hand a request in; its number."""
    receipt = requests.submit(database, replace(ASKED, **changed), token())
    assert isinstance(receipt, requests.Receipt), receipt
    return receipt.request_no


def act(request_no: str, account_id: int = 1, seen: int | None = None) -> Act:
    return Act(request_no, token(), account_id, seen)


def account(database: Database, number: int, shown_name: str) -> None:
    values = {"account_id": number, "login": f"a{number}", "shown_name": shown_name, "failed_count": 0}
    database.write(lambda c: c.execute(accounts.insert().values(**values, made_at=database.clock())) and None)
