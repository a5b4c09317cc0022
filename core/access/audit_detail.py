"""What a row of the audit log says beside its act, in words. What has no word of its own stands as it was noted."""

from __future__ import annotations

from collections.abc import Mapping

from core.registries.definitions import ALL
from core.store.wording import RegistryName
from core.texts import N_, say

KEYS: Mapping[str, str] = {
    "after": N_("Now"),
    "before": N_("Before"),
    "by": N_("Looked for by"),
    "category": N_("Category"),
    "changed": N_("Changed"),
    "code": N_("Code"),
    "count": N_("Count"),
    "counts": N_("Rows"),
    "days": N_("Days"),
    "dropped": N_("Days taken off"),
    "due": N_("Due time"),
    "file": N_("File"),
    "first": N_("First"),
    "found": N_("Found"),
    "grants": N_("Roles"),
    "held": N_("Held"),
    "homes": N_("Homes"),
    "hours": N_("Hours"),
    "in_force_from": N_("In force from"),
    "issuer": N_("Provider"),
    "kind": N_("Kind"),
    "last": N_("Last"),
    "left_out": N_("Left out"),
    "made_at": N_("Made"),
    "missing": N_("Missing"),
    "moved": N_("Due times moved"),
    "new": N_("New"),
    "number": N_("Number"),
    "of": N_("Of"),
    "on": N_("On"),
    "other": N_("Other request"),
    "personal": N_("Full values"),
    "purpose": N_("For"),
    "removed": N_("Removed"),
    "rows": N_("Rows"),
    "same": N_("Unchanged"),
    "scopes": N_("Stores"),
    "sessions": N_("Sessions ended"),
    "settings_id": N_("Settings"),
    "size": N_("Bytes"),
    "state": N_("State"),
    "stores": N_("Stores"),
    "subjects": N_("Records"),
    "undoes": N_("Batch undone"),
    "version": N_("Version"),
    "way": N_("Way"),
    "weekdays": N_("Weekdays"),
    "why": N_("Cause"),
}
"""Key of a detail -> its label."""
WORDS: Mapping[str, str] = {
    "closed": N_("over"),
    "correction": N_("correction"),
    "disabled": N_("account disabled"),
    "erasure": N_("erasure"),
    "form": N_("form"),
    "invitation": N_("invitation"),
    "link": N_("one-time link"),
    "locked": N_("locked"),
    "oidc": N_("another provider"),
    "password": N_("password"),
    "planned": N_("planned"),
    "retention": N_("retention"),
    "running": N_("running"),
    "undo": N_("undo"),
    "unknown": N_("not known"),
    "upload": N_("upload"),
    "wrong": N_("wrong password"),
}
"""A value that is a code of the house -> what it is called."""
_QUIET = (None, "", 0, False)
_REGISTRIES = frozenset(of.name for of in ALL)


def said(detail: Mapping[str, object], language: str) -> str:
    """The detail of a row in one line.

    Args:
        detail: JSON values, as noted.
        language: One of `core.texts.LANGUAGES`.

    Returns:
        Labels with their values, in the order of the labels' keys; blank for an empty detail. Numbers of nothing are
        left out of inner tables.
    """
    return _separated(_pairs(detail, language), language)


def _pairs(detail: Mapping[str, object], language: str) -> list[str]:
    return [
        say(language, N_("{label}: {value}"), label=_label(key, language), value=_value(value, language))
        for key, value in sorted(detail.items())
        if value is not None
    ]


def _value(value: object, language: str) -> str:
    if isinstance(value, bool):
        return say(language, N_("yes") if value else N_("no"))
    if isinstance(value, Mapping):
        inner = {key: _counts(one) for key, one in value.items()}
        return _bracketed(
            [f"{_label(k, language)} {_value(v, language)}" for k, v in inner.items() if v not in ({}, [])]
        )
    if isinstance(value, list):
        return _bracketed([_value(one, language) for one in value])
    text = str(value)
    return say(language, WORDS[text]) if text in WORDS else text


def _counts(value: object) -> object:
    """An inner table without its numbers of nothing."""
    return {k: v for k, v in value.items() if v not in _QUIET} if isinstance(value, Mapping) else value


def _bracketed(parts: list[str]) -> str:
    return "[" + ", ".join(parts) + "]" if len(parts) > 1 else "".join(parts) or "-"


def _label(key: str, language: str) -> str:
    if key in _REGISTRIES:
        return RegistryName(key).say(language)
    return say(language, KEYS[key]) if key in KEYS else key


def _separated(parts: list[str], language: str) -> str:
    return say(language, N_("; ")).join(parts)
