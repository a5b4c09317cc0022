"""`keys`: where the key ring is, rotating its keys while the app is in use, ending every session."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial

from core.cli import DONE
from core.cli.backup import key_argument
from core.cli.progress import Bar
from core.cli.speak import tell
from core.store.home import Home, home_of
from core.texts import N_, say


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done, and to which key."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("where", "rotate", "revoke"),
        help=_(
            N_(
                "where: show the key file and its keys; rotate: new keys, everything made anew with them; revoke: end "
                "every session of everybody"
            )
        ),
    )
    command.add_argument(
        "--purpose",
        choices=("seal", "index", "audit", "all"),
        default="all",
        help=_(N_("which key: of sealed values, of indexes and digests, of the audit log (all)")),
    )
    key_argument(command, _)


def run(args: argparse.Namespace) -> int:
    """Do it and say it.

    Raises:
        StoreError: The key file is missing or damaged, or a value does not open.
    """
    home = home_of(os.environ)
    {"where": _where, "rotate": _rotate, "revoke": _revoke}[args.what](args, home)
    return DONE


def _revoke(args: argparse.Namespace, home: Home) -> None:
    from core.access import accounts, sessions  # noqa: PLC0415 (heavy)
    from core.store.database import open_database  # noqa: PLC0415

    database = open_database(home)
    try:
        with database.read() as connection:
            everybody = [account.account_id for account in accounts.all_accounts(connection)]
        ended = sum(sessions.end_all(database, account_id, None) for account_id in everybody)
    finally:
        database.close()
    tell(say(args.lang, N_("{count} sessions ended. Everybody has to sign in again."), count=ended), sys.stdout)


def _where(args: argparse.Namespace, home: Home) -> None:
    from core.store.keys import PURPOSES, read_ring  # noqa: PLC0415 (heavy)
    from core.store.rotation import unfinished  # noqa: PLC0415

    ring = read_ring(home.keys_file)
    tell(say(args.lang, N_("key file: {value}"), value=home.keys_file), sys.stdout)
    if ring is None:
        tell(say(args.lang, N_("There is none yet; it is made at the first start.")), sys.stdout)
        return
    for purpose in PURPOSES:
        numbers = ", ".join(str(k.number) for k in ring.keys if k.purpose == purpose)
        tell(f"{purpose}: {numbers}", sys.stdout)
    for purpose in unfinished(ring):
        line = N_("The rotation of {purpose} was cut short. Finish it: python -m core keys rotate --purpose {purpose}")
        tell(say(args.lang, line, purpose=purpose))


def _rotate(args: argparse.Namespace, home: Home) -> None:
    from core.store import backup  # noqa: PLC0415 (heavy)
    from core.store.backup_file import PASSPHRASE, key_from  # noqa: PLC0415
    from core.store.database import open_database  # noqa: PLC0415
    from core.store.keys import PURPOSES  # noqa: PLC0415
    from core.store.rotation import rotate  # noqa: PLC0415

    folder = backup.folder_of(home)
    database = open_database(home)
    try:
        for purpose in PURPOSES if args.purpose == "all" else (args.purpose,):
            with Bar(purpose) as bar:
                done = rotate(database, purpose, partial(_show, bar))
            line = N_("{purpose}: key {number} is in force, {rows} rows made anew.")
            tell(say(args.lang, line, purpose=purpose, number=done.number, rows=done.rows), sys.stdout)
        key = key_from(args.key_file or backup.key_file_of(home), os.environ.get(PASSPHRASE))
        if key is not None and (folder / backup.SECRETS_FILE).exists():
            made = backup.make(database, key, folder)
            tell(say(args.lang, N_("A new backup was made: {file}"), file=made.file), sys.stdout)
        else:
            tell(say(args.lang, OLD_BACKUPS))
    finally:
        database.close()


def _show(bar: Bar, rows: int, total: int) -> None:
    bar.to(rows / max(total, 1))


OLD_BACKUPS = N_(
    "Backups made before this cannot be restored any more. Make one now: python -m core backup make; copy the key file "
    "to where you keep its copy."
)
