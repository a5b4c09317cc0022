"""Passwords that are guessed first, and those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import passwords
from core.access.common import is_common, listed

COMMON = """
Password123 P@ssw0rd2024! 1q2w3e4r5t 1qaz2wsx3edc !QAZ@WSX3edc 1234567890 9876543210 !@#$%^&*() abcabcabcabc
wangxiaoming88 xiaomingwang1990 adm1n1strator qwertyuiop123 13800138000 +8613800138000 0912345678 1990-01-01
woaini520520 aini1314520 zaqwsxcde12 iloveyou1314 qazwsxedcrfv 12345678900987654321 abcdefghijkl
aaaaaaaaaaaaaaaa receptiondesk1 passwordpassword 2026.11.23. amy.chen2024 nehc.yma!! 5201314520
""".split()  # noqa: SIM905 (read as a list of words)
GOOD = (
    "correct horse battery",
    "我家門前有三棵老榕樹",
    "sunny walks in taipei",
    "kf83ndk2ls",
    "84930271155720391",
    "amy.chen loves long walks",
)


def test_the_list_has_some_thousands() -> None:
    assert 5_000 < len(listed()) < 50_000


@pytest.mark.parametrize("password", COMMON)
def test_guessed_first(password: str) -> None:
    assert is_common(password, "amy.chen", "陳愛美")


@pytest.mark.parametrize("password", GOOD)
def test_not_guessed_first(password: str) -> None:
    assert not is_common(password, "amy.chen", "陳愛美")


def test_the_name_of_its_person_is_guessed_first() -> None:
    assert is_common("歐陽小明明明123", "x", "歐陽小明明明")
    assert not is_common("歐陽小明明明123", "x", "")


@given(st.sampled_from(sorted(e for e in listed() if e.isalpha())), st.text("0123456789!@#.*", max_size=6))
def test_whatever_is_put_after_a_word(entry: str, after: str) -> None:
    assert is_common(entry.upper() + after, "somebody")


@given(st.text(max_size=200), st.text(max_size=64))
def test_any_text_gets_an_answer(password: str, login: str) -> None:
    assert is_common(passwords.folded(password), login) in (True, False)


@pytest.mark.usefixtures("full_price")
def test_a_hash_is_argon2id_and_salted() -> None:
    one, two = (passwords.hash_of("correct horse battery") for _i in range(2))
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != two
    assert passwords.fits(one, "correct horse battery")
    assert passwords.fits(one, "ｃorrect horse battery")
    assert not passwords.fits(one, "Correct horse battery")
    assert not passwords.fits(None, "nobody's password")
    assert not passwords.fits("no hash", "correct horse battery")
