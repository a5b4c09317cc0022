"""Masking: enough to find the cell, not to know the person."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registries.columns import Personal
from core.registries.mask import mask, mask_series

MASKED = [
    ("", "anything", "anything"),
    ("phone", "", ""),
    ("phone", "13800138000", "138****8000"),
    ("phone", "138-0013-8000", "138******8000"),
    ("phone", "138-0013-8000 / 02087654321", "138******8000/020****4321"),
    ("phone", "23456789", "23****89"),
    ("phone", "123", "**3"),
    ("phone", "1", "*"),
    ("name", "陳小明", "陳○○"),
    ("name", "歐陽修", "歐○○"),
    ("name", "陳", "○"),
    ("name", "John Smith", "J*** S****"),
    ("id_number", "11010519491231002X", "110*************2X"),
    ("contact", "abc@example.com、QQ123456", "a***@example.com、QQ****56"),
    ("birth_date", "1970-05-01", "1970-**-**"),
    ("birth_date", "01/05/1970", "**/**/****"),
    ("plate", "京A12345", "京A****5"),
    ("employer", "市第一中學", "市○○○"),
    ("note", "下週二再來", "*** (5)"),
]


@pytest.mark.parametrize(("kind", "value", "masked"), MASKED)
def test_mask(kind: Personal, value: str, masked: str) -> None:
    assert mask(kind, value) == masked


def test_series() -> None:
    phones = pd.Series(["13800138000", None, "13800138000"], index=[3, 5, 7], dtype="str")
    expected = pd.Series(["138****8000", None, "138****8000"], index=[3, 5, 7], dtype="str")
    pd.testing.assert_series_equal(mask_series("phone", phones), expected)
    empty = pd.Series([], dtype="str")
    pd.testing.assert_series_equal(mask_series("name", empty), empty)


@given(st.sampled_from(["phone", "contact", "id_number", "plate"]), st.text("0123456789X", min_size=1, max_size=20))
def test_half_of_a_number_is_hidden(kind: Personal, number: str) -> None:
    masked = mask(kind, number)
    assert len(masked) == len(number)
    hidden = sum(a != b for a, b in zip(number, masked, strict=True))
    assert hidden * 2 >= len(number) or hidden >= 4
