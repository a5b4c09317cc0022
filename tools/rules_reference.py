"""Write docs/rules*.md from the rule cards and the cases: python -m tools.rules_reference"""

from __future__ import annotations

from pathlib import Path

from core.rules.cards_reference import cases_by_rule, reference
from core.texts import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[Path, str]:
    """What each page is to hold."""
    cases = cases_by_rule(path.name for path in (ROOT / "tests" / "cases").iterdir() if path.is_dir())
    named = {language: "rules.md" if language == "en" else f"rules.{language}.md" for language in LANGUAGES}
    return {ROOT / "docs" / name: reference(language, cases) for language, name in named.items()}


def main() -> None:
    """Write one page a language."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
