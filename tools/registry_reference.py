"""Write docs/registries.<language>.md from the definitions: python -m tools.registry_reference"""

from __future__ import annotations

from pathlib import Path

from core.registries.reference import reference
from core.texts import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write one page a language."""
    for language in LANGUAGES:
        path = ROOT / "docs" / f"registries.{language}.md"
        path.write_text(reference(language), encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
