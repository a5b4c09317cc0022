"""`restore`: put a backup into an empty home, whole or not at all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from core.cli import DONE
from core.cli.backup import key_argument
from core.cli.run import CallError
from core.cli.speak import tell
from core.store.home import Home, home_of
from core.texts import N_, Text, say


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """Which backup goes where."""
    command.add_argument("file", metavar="FILE", type=Path, help=_(N_("the backup of the data, data-….deskbackup")))
    command.add_argument(
        "--home", metavar="FOLDER", type=Path, required=True, help=_(N_("the home to fill; with DATABASE_URL its keys"))
    )
    command.add_argument(
        "--secrets", metavar="FILE", type=Path, help=_(N_("the backup of the secrets (secrets.deskbackup beside it)"))
    )
    command.add_argument("--force", action="store_true", help=_(N_("delete what the home holds now; asks first")))
    command.add_argument("--yes", action="store_true", help=_(N_("do not ask")))
    key_argument(command, _)


def run(args: argparse.Namespace) -> int:
    """Restore and say what was restored.

    Raises:
        CallError: `--force` was not confirmed.
        StoreError: A part is missing, damaged or of another key, or the home is not empty; nothing was written.
    """
    from core.store import backup, restore  # noqa: PLC0415 (heavy)
    from core.store.backup_file import PASSPHRASE  # noqa: PLC0415

    home = home_of({**os.environ, "DESK_HOME": str(args.home)})
    file = args.key_file or _key_file(args.file, home)
    key = backup.key_to_read_with(file, os.environ.get(PASSPHRASE))
    if args.force and not args.yes:
        _confirm(args, home)
    done = restore.restore(home, args.file, args.secrets, key, replace=args.force)
    values = {"folder": home.folder, "rows": done.rows, "made_at": done.data.made_at}
    tell(say(args.lang, N_("Restored into {folder}: {rows} rows, as of {made_at} UTC."), **values), sys.stdout)
    holds = N_("The audit log holds up to row {seq}. Nobody is signed in.")
    tell(say(args.lang, holds, seq=done.data.audit_seq), sys.stdout)
    if done.erased:
        tell(say(args.lang, N_("{rows} rows of people erased since stay erased."), rows=done.erased), sys.stdout)
    return DONE


def _key_file(file: Path, home: Home) -> Path:
    """The backup key: in the home to fill, else in the home that the backups lie in."""
    from core.store.backup import KEY_FILE, key_file_of  # noqa: PLC0415 (heavy)

    beside = file.absolute().parent.parent / KEY_FILE
    mine = key_file_of(home)
    return mine if mine.exists() or not beside.exists() else beside


def _confirm(args: argparse.Namespace, home: Home) -> None:
    if not sys.stdin.isatty():
        raise CallError(Text(N_("--force deletes what is there and asks first; add --yes where nobody can answer.")))
    tell(say(args.lang, N_("This deletes everything in {database}. Stop the app first."), database=home.shown))
    tell(say(args.lang, N_("Type yes to go on:")))
    if sys.stdin.readline().strip().casefold() != "yes":
        raise CallError(Text(N_("not confirmed; nothing was written")))
