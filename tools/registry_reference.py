"""Write docs/registries.<language>.md from the definitions: python tools/registry_reference.py"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.registries.reference import reference  # noqa: E402 -- the project's root comes first
from core.texts import LANGUAGES  # noqa: E402


def main() -> None:
    """Write one page a language."""
    for language in LANGUAGES:
        path = ROOT / "docs" / f"registries.{language}.md"
        path.write_text(reference(language), encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
