"""The same walk with every mark forgotten, in a process of its own: what the search finds then shows that it looks.

python -m core.soak.canary_child FOLDER PEOPLE [URL]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from core.registries.definitions import ALL


def main(folder: str, people: str, url: str = "") -> None:
    """Forget the marks before the tables are made of them, then print what is found, as JSON."""
    for registry in ALL:
        for column in registry.columns:
            object.__setattr__(column, "personal", "")
            object.__setattr__(column, "kept_sealed", False)
    from core.soak import canary  # noqa: PLC0415 (the tables are made when they are imported)

    found = canary.search(Path(folder), int(people), url)
    said = {
        "at_rest": {k: sorted(v) for k, v in found.at_rest.items()},
        "shown": {k: sorted(v) for k, v in found.shown.items()},
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
