"""Write docs/privacy.<language>.md from the register of personal data: python -m tools.privacy_reference."""

from __future__ import annotations

from pathlib import Path

from core.access.register_page import page
from core.texts import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write one page a language."""
    for language in LANGUAGES:
        path = ROOT / "docs" / f"privacy.{language}.md"
        path.write_text(page(language), encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
