"""`db`: where the data is, whether its tables are up to date, and bringing them up to date."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.cli import DATA_ERRORS, DONE
from core.cli.speak import tell
from core.texts import N_, say

if TYPE_CHECKING:
    from core.store.home import Home


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done: `where`, `check` or `upgrade`."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("where", "check", "upgrade"),
        help=_(
            N_("where: show the places; check: exit 1 if the tables are not up to date; upgrade: bring them up to date")
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Do it and say it.

    Raises:
        StoreError: The data cannot be reached, or is of a newer version.
    """
    from core.store import migrate  # noqa: PLC0415 (heavy)
    from core.store.database import open_database, version_of  # noqa: PLC0415
    from core.store.home import home_of  # noqa: PLC0415

    home, known = home_of(os.environ), migrate.revisions()
    if args.what == "where":
        for line in _places(home, args.lang):  # said even where the database cannot be reached
            tell(line, sys.stdout)
    if args.what == "upgrade":
        open_database(home).close()
    found = version_of(home)
    shown = found or say(args.lang, N_("none yet"))
    if args.what == "where":
        tell(say(args.lang, N_("version of the tables: {value}"), value=shown), sys.stdout)
        return DONE
    migrate.refuse_newer(found, known)
    if found == known[-1]:
        tell(say(args.lang, N_("The tables are up to date: version {version}."), version=shown), sys.stdout)
        return DONE
    wrong = N_("The tables are not up to date: version {found}; this program makes {newest}. Run: db upgrade")
    tell(say(args.lang, wrong, found=shown, newest=known[-1]))
    return DATA_ERRORS


def _places(home: Home, language: str) -> list[str]:
    """Where everything is, a line each; the address of a server without its password."""
    kind = N_("SQLite, a file") if home.is_sqlite else N_("PostgreSQL, a server")
    return [
        say(language, N_("folder: {value}"), value=home.folder),
        say(language, N_("kind of database: {value}"), value=say(language, kind)),
        say(language, N_("database: {value}"), value=home.shown),
        say(language, N_("key file: {value}"), value=home.keys_file),
    ]
