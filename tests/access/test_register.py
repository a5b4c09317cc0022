"""The register of personal data: every sealed column is in it, and the pages are in step with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.access import register
from core.access.register_page import page
from core.registries.definitions import ALL
from core.store.tables import is_sealed
from core.texts import LANGUAGES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_sealed_column_has_its_purpose() -> None:
    sealed = [(r.name, c.name) for r in ALL for c in r.columns if is_sealed(c)]
    assert [(item.registry.name, item.column.name) for item in register.register()] == sealed


def test_a_personal_column_without_a_purpose_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "PURPOSES", {k: v for k, v in register.PURPOSES.items() if k != "vehicles"})
    with pytest.raises(KeyError):
        register.register()


def test_the_other_desk_sees_nothing() -> None:
    seen = {(item.registry.desk, role) for item in register.register() for role in (*item.masked_for, *item.reveal)}
    assert {("store", "office"), ("office", "clerk"), ("office", "manager"), ("office", "salesperson")} & seen == set()


def test_what_needs_a_consent_says_so() -> None:
    asked = {(i.registry.name, i.column.name) for i in register.register() if i.ground == "consent"}
    assert asked == {("occupants", "id_number"), ("vehicles", "plate_no"), ("vehicles", "main_driver")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_in_step(language: str) -> None:
    assert (DOCS / f"privacy.{language}.md").read_text(encoding="utf-8") == page(language)
