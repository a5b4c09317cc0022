"""What a password costs: one that is kept, a fifth of a second; in tests that are not about it, next to nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from core.access import passwords

FULL = passwords._HASHER
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashing is quick in the process of the tests; programs that tests start hash as they always do."""
    passwords._HASHER = PasswordHasher(**QUICK)
    yield
    passwords._HASHER = FULL


@pytest.fixture
def full_price(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing as it is when the program runs, for a test about hashing."""
    monkeypatch.setattr(passwords, "_HASHER", FULL)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()
