"""The same walk with every mark forgotten, in a process of its own: what the search finds then shows that it looks.

python -m core.soak.canary_child FOLDER PEOPLE [URL]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from core.registries.definitions import ALL


def make_open_columns() -> None:
    """Have the migrations followed by the columns that nobody has in earnest: those of values that should be sealed."""
    from core.store import migrate  # noqa: PLC0415 (the tables are made when they are imported)
    from core.store.tables import registry_tables  # noqa: PLC0415

    upgrade = migrate.upgrade

    def and_open_columns(engine: sa.Engine) -> str:
        version = upgrade(engine)
        with engine.execution_options(writes=True).begin() as connection:
            for name, table in registry_tables.items():
                known = {c["name"] for c in sa.inspect(connection).get_columns(name)}
                for column in (c for c in table.columns if c.name not in known):
                    kind = column.type.compile(connection.dialect)
                    connection.execute(sa.text(f'ALTER TABLE {name} ADD COLUMN "{column.name}" {kind}'))
        return version

    migrate.upgrade = and_open_columns  # type: ignore[assignment]


def seal_nothing() -> None:
    """Have the tables of the house keep what they seal as it is, and photos as they were sent."""
    from core.office import photos  # noqa: PLC0415 (as above)
    from core.store.seals import Sealer  # noqa: PLC0415

    def as_it_is(_self: Sealer, _table: str, _row_id: int, values: Mapping[str, str]) -> tuple[bytes, bytes]:
        return (json.dumps(values, ensure_ascii=False).encode(), b"open") if values else (b"", b"")

    def read(_self: Sealer, _table: str, _row_id: int, blob: bytes, secret: bytes | None) -> dict[str, str]:
        said: dict[str, str] = json.loads(blob) if blob and secret else {}
        return said

    Sealer.seal, Sealer.open = as_it_is, read  # type: ignore[assignment, method-assign]
    photos.written_anew = lambda file: photos.Photo(file, 1, 1)


def main(folder: str, people: str, url: str = "") -> None:
    """Forget the marks before the tables are made of them, then print what is found, as JSON."""
    for registry in ALL:
        for column in registry.columns:
            object.__setattr__(column, "personal", "")
            object.__setattr__(column, "kept_sealed", False)
    from core.soak import canary  # noqa: PLC0415 (the tables are made when they are imported)

    make_open_columns()
    seal_nothing()
    found = canary.search(Path(folder), int(people), url)
    said = {
        "at_rest": {k: sorted(v) for k, v in found.at_rest.items()},
        "shown": {k: sorted(v) for k, v in found.shown.items()},
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
