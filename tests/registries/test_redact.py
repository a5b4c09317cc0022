"""What looks personal goes out of any text; what tells of code stays."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registries.columns import Personal
from core.registries.redact import SHAPES, TAKEN_OUT, redacted, without_numbers

GONE = [
    ("phone", "13800138000"),
    ("phone", "138-0013-8000"),
    ("phone", "+86 138 0013 8000"),
    ("phone", "(021) 6543 2109"),
    ("phone", "１３８００１３８０００"),
    ("contact", "some.body@example.com"),
    ("contact", "QQ 123456"),
    ("contact", "57431"),
    ("id_number", "11010519491231002X"),
    ("birth_date", "1970-05-01"),
    ("birth_date", "1970/5/1"),
    ("birth_date", "1970年5月1日"),
    ("name", "王建國"),
    ("employer", "市第一中學"),
    ("note", "下週二 再來看 3 房"),
    ("plate", "京A12345"),
    ("plate", "京A·1234D"),
    ("plate", "A12345"),
]
STAYS = [
    "started on port 8501 in 0.25 s",
    'File "/srv/desk/core/web/page.py", line 123, in show',
    "core.web.shell.errors",
    "batch 17: 3 new, 2 changed",
    "Running upgrade 0001 -> 0002",
]


def test_every_personal_kind_has_its_shapes() -> None:
    assert set(SHAPES) == set(get_args(Personal)) - {""}


@pytest.mark.parametrize(("kind", "value"), GONE)
def test_a_value_goes_wherever_it_stands(kind: Personal, value: str) -> None:
    parts = [p for p in value.split() if len(p) > 1 and p != "QQ"]
    for text in (value, f"no row {value}!", f"'{value}'", f"a={value},b=1", f"GET /people?q={value}"):
        said = redacted(text)
        assert TAKEN_OUT in said
        assert [p for p in parts if p in said] == []


@pytest.mark.parametrize("text", STAYS)
def test_code_stays_readable(text: str) -> None:
    assert redacted(text) == text


def test_what_was_wrapped_goes() -> None:
    assert redacted("/login/%E7%8E%8B%E5%BB%BA") == f"/login/{TAKEN_OUT}"
    assert redacted("'\\u738b\\u5efa'") == f"'{TAKEN_OUT}'"
    assert redacted("/set-password/" + "aB3_-" * 9) == f"/set-password/{TAKEN_OUT}"
    assert redacted("SELECT 1\n[parameters: ('Jo', 1)]") == f"SELECT 1\n{TAKEN_OUT}"


@given(st.text("0123456789", min_size=5, max_size=19), st.text(st.characters(categories=["L", "P", "Zs"]), max_size=5))
def test_no_long_number_stays(number: str, around: str) -> None:
    assert number not in redacted(f"{around} {number} {around}")


def test_a_reason_keeps_its_words() -> None:
    said = "客戶來電要求回覆 139-1234-5678，生日 1970-05-01，車牌京A12345，a@b.cn"
    assert without_numbers(said) == "客戶來電要求回覆 [...]，生日 [...]，車牌[...]，[...]"
    assert without_numbers("①③⑨①②③④⑤⑥⑦⑧，回電") == "[...],回電"
