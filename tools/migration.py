"""Write a migration of what the tables of the code have more than the migrations: python -m tools.migration WORDS

With --first it writes the first one anew, from nothing; only as long as no installation has it. Read what was written:
a renamed column is seen as one that went and one that came, and data is moved by hand.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext

from core.store import migrate
from core.store.connections import engine_of
from core.store.home import home_of
from core.store.tables import Instant, Number, metadata

VERSIONS = migrate.FOLDER / "versions"
FIRST = '    make_append_only(op.get_bind(), "audit", "seq")\n'
TEXT = '''"""{words}."""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{number:04}"
down_revision = {before}
Instant = sa.DateTime()
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """{words}."""
{body}'''


def main() -> None:
    """Write the file and say its name."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("words", help="what the migration does, a few words")
    asked.add_argument("--first", action="store_true", help="write the first one anew")
    args = asked.parse_args()
    known = [] if args.first else migrate.revisions()
    with tempfile.TemporaryDirectory() as folder:
        body = _difference(Path(folder), known)
    number = len(known) + 1
    before = f'"{known[-1]}"' if known else "None"
    imports = "\nfrom core.store.migrations.append_only import make_append_only\n" if args.first else ""
    text = TEXT.format(words=args.words, imports=imports, number=number, before=before, body=body)
    name = "first" if args.first else "_".join(args.words.lower().split())
    path = VERSIONS / f"{number:04}_{name}.py"
    path.write_text(text + (FIRST if args.first else ""), encoding="utf-8", newline="\n")
    print(path)


def _difference(folder: Path, known: Iterable[str]) -> str:
    engine = engine_of(home_of({"DESK_HOME": str(folder)}))
    if known:
        migrate.upgrade(engine)
    options = {"compare_type": True, "render_item": _rendered, "render_as_batch": True, "target_metadata": metadata}
    with engine.connect() as connection:
        operations = produce_migrations(MigrationContext.configure(connection, opts=options), metadata).upgrade_ops
    engine.dispose()
    lines = render_python_code(operations, render_as_batch=True, render_item=_rendered).splitlines()
    return "".join(f"{line}\n" for line in lines if line.strip() and not line.strip().startswith("#"))


def _rendered(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Our own types by name, so that every migration makes the same ones."""
    if kind == "type" and isinstance(item, sa.types.TypeEngine):
        if item is Instant or isinstance(item, sa.DateTime):
            return "Instant"
        if item is Number:
            return "Number"
    return False


if __name__ == "__main__":
    main()
