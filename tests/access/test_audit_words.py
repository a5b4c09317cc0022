"""Every act that the house notes has a label."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.access.audit_words import ACTIONS, label

ROOT = Path(__file__).resolve().parents[2]


def codes(tree: ast.AST) -> Iterator[str]:
    """First arguments of `Entry(...)`, `ACTION = ...`, and `action` given or meant by default."""
    for node in ast.walk(tree):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            values = node.args[:1] if name == "Entry" else []
            values += [k.value for k in node.keywords if k.arg == "action" and name != "add_argument"]
        elif isinstance(node, ast.AnnAssign):
            values = [node.value] if getattr(node.target, "id", "") == "action" else []
        elif isinstance(node, ast.Assign):
            values = [node.value] if any(getattr(t, "id", "") == "ACTION" for t in node.targets) else []
        elif isinstance(node, ast.arguments):
            named = zip(node.kwonlyargs, node.kw_defaults, strict=True)
            values = [default for argument, default in named if argument.arg == "action"]
        yield from (v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str))


def noted() -> dict[str, str]:
    """Every code with a file that notes it; the navigation's entries are of another kind."""
    found = {}
    for file in sorted((ROOT / "core").rglob("*.py")):
        if file.name != "navigation.py":
            found |= dict.fromkeys(codes(ast.parse(file.read_text(encoding="utf-8"))), file.name)
    return found


def test_every_act_has_a_label() -> None:
    missing = {code: file for code, file in noted().items() if code not in ACTIONS}
    assert missing == {}


def test_the_acts_are_found() -> None:
    assert {"sign_in", "password.set", "password.changed", "settings.change", "batch.commit"} <= set(noted())


def test_a_code_of_another_version_stands_as_it_is() -> None:
    assert label("sign_in", "en") == "Sign-in"
    assert label("former", "en") == "former"
