"""The reference pages say everything the definitions hold, and the pages in docs/ are these."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.registries.definitions import ALL
from core.registries.reference import KINDS, reference
from core.texts import LANGUAGES, say

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("language", LANGUAGES)
def test_docs_are_in_step(language: str) -> None:
    """After a change of the definitions: python -m tools.registry_reference"""
    assert (DOCS / f"registries.{language}.md").read_text(encoding="utf-8") == reference(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_registry_and_column_is_there(language: str) -> None:
    page = reference(language)
    for r in ALL:
        section = page.split(f"### `{r.name}` ")[1].split("\n### ")[0].split("\n## ")[0]
        for column in r.columns:
            row = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert (column.hant if language == "en" else column.label(language)) in row
            assert all(choice.code in row for choice in column.choices)
    assert all(say(language, how) in page for _, how in KINDS.values())


def test_chinese_pages_hold_no_english_sentence() -> None:
    for language in ("zh-Hant", "zh-Hans"):
        words = [w for line in reference(language).splitlines() for w in line.split() if w.isascii() and w.isalpha()]
        assert set(words) <= {"CSV", "Big5", "Tab", "QQ", "GB18030"}, language
