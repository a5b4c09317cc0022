"""The register of personal data: every sealed column is in it, and the pages are in step with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.access import register
from core.access.register import PURPOSES
from core.access.register_page import page
from core.registries.definitions import ALL
from core.store.held import AN_HOUR, FOR_GOOD, HELD, HOLDS_NONE, WITH_ACCOUNT, WITH_ROW
from core.store.retention import KINDS
from core.store.tables import is_sealed, metadata, registry_tables
from core.texts import LANGUAGES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_sealed_column_has_its_purpose() -> None:
    sealed = [(r.name, c.name) for r in ALL for c in r.columns if is_sealed(c)]
    assert [(item.registry.name, item.column.name) for item in register.register()] == sealed


def test_a_personal_column_without_a_purpose_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "PURPOSES", {k: v for k, v in register.PURPOSES.items() if k != "vehicles"})
    with pytest.raises(KeyError):
        register.register()


def registries_with_people() -> set[str]:
    return {r.name for r in ALL if any(is_sealed(c) for c in r.columns)}


def test_every_table_is_in_the_register_or_holds_nothing_of_people() -> None:
    """Seen to fail with a table of `held.HELD` taken out, and with one more in the database."""
    told = [*registry_tables, *HELD, *HOLDS_NONE]
    assert sorted(told) == sorted(metadata.tables)
    assert set(PURPOSES) == registries_with_people()


def test_what_a_table_seals_is_told_as_sealed() -> None:
    sealed = {name for name, table in metadata.tables.items() if "sealed" in table.c and name not in registry_tables}
    assert {one.table for one in register.beside() if one.held.keeping == "sealed"} == sealed


def test_every_kind_of_record_is_named_by_what_it_bounds() -> None:
    """Kinds of the register; `deals`, `presence` and `versions` bound rows of ids, `tokens` what holds nothing."""
    named = {i.kind.code for i in register.register()} | {b.kind.code for b in register.beside() if b.kind}
    assert {k.code for k in KINDS} - named == {"deals", "presence", "versions", "tokens"}
    unbounded = {b.table: b.held.kept for b in register.beside() if b.kind is None}
    assert unbounded == {
        "bounds": AN_HOUR,
        "blind_index": WITH_ROW,
        "audit": FOR_GOOD,
        "accounts": WITH_ACCOUNT,
        "grants": WITH_ACCOUNT,
        "settings_versions": FOR_GOOD,
    }


def test_the_other_desk_sees_nothing() -> None:
    seen = {(item.registry.desk, role) for item in register.register() for role in (*item.masked_for, *item.reveal)}
    assert {("store", "office"), ("office", "clerk"), ("office", "manager"), ("office", "salesperson")} & seen == set()


def test_what_needs_a_consent_says_so() -> None:
    asked = {(i.registry.name, i.column.name) for i in register.register() if i.ground == "consent"}
    assert asked == {("occupants", "id_number"), ("vehicles", "plate_no"), ("vehicles", "main_driver")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_in_step(language: str) -> None:
    assert (DOCS / f"privacy.{language}.md").read_text(encoding="utf-8") == page(language)
