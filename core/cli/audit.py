"""`audit`: whether the audit log is whole, the head to be written down, and who saw a row."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import DATA_ERRORS, DONE
from core.cli.backup import key_argument
from core.cli.opened import opened
from core.cli.run import CallError
from core.cli.speak import tell
from core.texts import N_, Text, say

if TYPE_CHECKING:
    from core.store.audit_chain import Head


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done, and with what."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("verify", "head", "who-saw"),
        help=_(
            N_(
                "verify: walk the chain, exit 1 if a row does not fit; head: the number and mark of the last row, to "
                "be written down elsewhere; who-saw: who saw personal values of a row in full"
            )
        ),
    )
    command.add_argument(
        "subject", metavar="SUBJECT", nargs="?", default="", help=_(N_("of who-saw: clients:C17, or registry:number"))
    )
    command.add_argument("--head", metavar="HEAD", help=_(N_("a head that was written down: nothing since is cut off")))
    command.add_argument(
        "--backup", metavar="FILE", type=Path, help=_(N_("a backup of the data, whose head takes the place of HEAD"))
    )
    key_argument(command, _)


def run(args: argparse.Namespace) -> int:
    """Do it and say it.

    Raises:
        CallError: `who-saw` without a subject.
        StoreError: The data cannot be opened, the head is none, or there is no such row.
    """
    if args.what == "who-saw" and not args.subject:
        raise CallError(Text(N_("Say of which row: SUBJECT, such as clients:C17.")))
    return {"verify": _verify, "head": _head, "who-saw": _who_saw}[args.what](args)


def _verify(args: argparse.Namespace) -> int:
    from core.store import audit_chain  # noqa: PLC0415 (heavy)

    known = audit_chain.head_of(args.head) if args.head else _head_in(args)
    with opened() as database, database.read() as connection:
        verdict = audit_chain.verify(connection, database.sealer.ring, known)
    tell(verdict.text.say(args.lang), sys.stdout)
    return DONE if verdict.why is None else DATA_ERRORS


def _head_in(args: argparse.Namespace) -> Head | None:
    """The head that a backup carries; None where none is named."""
    if args.backup is None:
        return None
    from core.store import backup, restore_read  # noqa: PLC0415 (heavy)
    from core.store.backup_file import PASSPHRASE  # noqa: PLC0415
    from core.store.home import home_of  # noqa: PLC0415

    file = args.key_file or backup.key_file_of(home_of(os.environ))
    return restore_read.audit_head(args.backup, backup.key_to_read_with(file, os.environ.get(PASSPHRASE)))


def _head(args: argparse.Namespace) -> int:
    from core.store import audit_chain  # noqa: PLC0415 (heavy)

    with opened() as database, database.read() as connection:
        found = audit_chain.head(connection)
    if found is None:
        tell(say(args.lang, N_("The audit log is empty.")))
        return DATA_ERRORS
    tell(str(found), sys.stdout)
    return DONE


def _who_saw(args: argparse.Namespace) -> int:
    """Each time a line: when, who, what was done, which value, why."""
    from core.access.audit_words import label  # noqa: PLC0415 (heavy)
    from core.clock import local  # noqa: PLC0415
    from core.store import audit_log  # noqa: PLC0415

    with opened() as database, database.read() as connection:
        lines = audit_log.who_saw(connection, args.subject)
    for line in lines:
        who = line.shown_name or say(args.lang, N_("a command"))
        when = f"{local(line.at):%Y-%m-%d %H:%M:%S}"
        tell("\t".join((when, who, label(line.action, args.lang), line.subject, line.reason)), sys.stdout)
    if not lines:
        tell(say(args.lang, N_("Nobody saw it in full.")))
    return DONE
