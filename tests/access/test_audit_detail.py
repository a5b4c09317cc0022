"""What a row of the audit log says beside its act, in words."""

from __future__ import annotations

import pytest

from core.access.audit_detail import said


@pytest.mark.parametrize(
    ("detail", "english", "chinese"),
    [
        ({}, "", ""),
        ({"way": "password"}, "Way: password", "登入方式：密碼"),
        ({"why": "locked", "count": 10}, "Count: 10; Cause: locked", "筆數：10；原因：已鎖定"),
        (
            {"kind": "upload", "counts": {"cards": {"new": 429, "changed": 0}, "vehicles": {"new": 0}}},
            "Rows: cards New 429; Kind: upload",
            "列數：服務卡 新增 429；類別：上傳",
        ),
        ({"grants": ["admin", "clerk@S1"]}, "Roles: [admin, clerk@S1]", "角色：[admin, clerk@S1]"),
        ({"held": True, "due": None}, "Held: yes", "待核：是"),
        ({"of another version": 1}, "of another version: 1", "of another version：1"),
    ],
)
def test_the_detail_of_a_row_is_said_in_words(detail: dict[str, object], english: str, chinese: str) -> None:
    assert (said(detail, "en"), said(detail, "zh-Hant")) == (english, chinese)
