"""`backup`: make an encrypted backup while the app is in use; list, verify and prune those that are there."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import DONE
from core.cli.run import CallError
from core.cli.speak import tell
from core.clock import local
from core.store.home import Home, home_of
from core.texts import N_, Text, say

if TYPE_CHECKING:
    from core.store.backup import Backup


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done, and with which files."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("make", "list", "verify", "prune"),
        help=_(N_("make: make one now; list: newest first; verify: read FILE to its end; prune: delete old ones")),
    )
    command.add_argument("file", metavar="FILE", type=Path, nargs="?", help=_(N_("the backup to verify (the newest)")))
    command.add_argument("--to", metavar="FOLDER", type=Path, help=_(N_("folder of the backups (backups in the home)")))
    command.add_argument("--keep", metavar="N", type=int, default=0, help=_(N_("how many stay when old ones go")))
    key_argument(command, _)


def key_argument(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """Where the backup key is."""
    command.add_argument(
        "--key-file",
        metavar="FILE",
        type=Path,
        help=_(N_("file of the backup key (backup.key in the home); DESK_BACKUP_PASSPHRASE takes its place")),
    )


def run(args: argparse.Namespace) -> int:
    """Do it and say it.

    Raises:
        CallError: `prune` without a number, or there is nothing to verify.
        StoreError: The backup cannot be made or read; the text says why.
    """
    home = home_of(os.environ)
    folder = args.to or home.folder / "backups"
    {"make": _make, "list": _list, "verify": _verify, "prune": _prune}[args.what](args, home, folder)
    return DONE


def _make(args: argparse.Namespace, home: Home, folder: Path) -> None:
    from core.store import backup  # noqa: PLC0415 (heavy)
    from core.store.backup_file import PASSPHRASE  # noqa: PLC0415
    from core.store.database import open_database  # noqa: PLC0415

    file = args.key_file or backup.key_file_of(home)
    key, is_new = backup.key_to_make_with(file, os.environ.get(PASSPHRASE))
    if is_new:
        tell(say(args.lang, KEEP_THE_KEY, file=file))
    database = open_database(home)
    try:
        made = backup.make(database, key, folder)
    finally:
        database.close()
    tell(_line(made, args.lang), sys.stdout)
    tell(str(folder / backup.SECRETS_FILE), sys.stdout)
    if args.keep:
        _prune(args, home, folder)


def _list(args: argparse.Namespace, _home: Home, folder: Path) -> None:
    from core.store import backup  # noqa: PLC0415 (heavy)

    found = backup.kept(folder)
    for one in found:
        tell(_line(one, args.lang), sys.stdout)
    if not found:
        tell(say(args.lang, N_("No backup in {folder} yet. Make one: python -m core backup make"), folder=folder))


def _verify(args: argparse.Namespace, home: Home, folder: Path) -> None:
    from core.store import backup, restore  # noqa: PLC0415 (heavy)
    from core.store.backup_file import PASSPHRASE  # noqa: PLC0415

    file = args.file or next((b.file for b in backup.kept(folder)), None)
    if file is None:
        raise CallError(
            Text(N_("No backup in {folder} yet. Make one: python -m core backup make"), {"folder": str(folder)})
        )
    key = backup.key_to_read_with(args.key_file or backup.key_file_of(home), os.environ.get(PASSPHRASE))
    data, secrets = restore.verify(file, None, key)
    for part in (data, secrets):
        values = {"kind": part.kind, "made_at": part.made_at, "rows": sum(part.counts.values())}
        tell(say(args.lang, N_("{kind}: whole, made {made_at} UTC, {rows} rows"), **values), sys.stdout)
    values = {"seq": data.audit_seq, "hash": data.audit_hash or "-"}
    tell(say(args.lang, N_("last audit row {seq}, hash {hash}"), **values), sys.stdout)
    if data.keys != secrets.keys:
        tell(say(args.lang, N_("The keys were rotated after it was made: it cannot be restored any more.")))


def _prune(args: argparse.Namespace, _home: Home, folder: Path) -> None:
    from core.store import backup  # noqa: PLC0415 (heavy)

    if args.keep < 1:
        raise CallError(Text(N_("missing: {names}"), {"names": "--keep N"}))
    for gone in backup.prune(folder, args.keep):
        tell(say(args.lang, N_("deleted: {file}"), file=gone.file), sys.stdout)


def _line(made: Backup, language: str) -> str:
    at = f"{local(made.made_at):%Y-%m-%d %H:%M:%S}"
    size = f"{made.size / 1_000_000:.1f}"
    return say(language, N_("{file}  {at}  {size} MB"), file=made.file, at=at, size=size)


KEEP_THE_KEY = N_(
    "A backup key was made: {file}. Keep a copy of it elsewhere, apart from the backups: without it no backup opens, "
    "and with it they open for anybody."
)
