"""`person`: everything kept of somebody, found, copied or erased."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import DATA_ERRORS, DONE
from core.cli.opened import opened
from core.cli.run import CallError
from core.cli.speak import tell
from core.texts import N_, Text, say

if TYPE_CHECKING:
    from core.store.database import Database
    from core.store.erasure import Subject

KINDS = ("phone", "name", "id_number", "plate")


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done with whom."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("find", "copy", "erase"),
        help=_(N_("find: where they are; copy: everything kept of them, in a file; erase: for good, backups included")),
    )
    command.add_argument("--by", choices=KINDS, default="phone", help=_(N_("what is said of them (phone)")))
    command.add_argument(
        "--only", metavar="NUMBER", nargs="+", type=int, default=[], help=_(N_("which of those found"))
    )
    command.add_argument("--reason", default="", help=_(N_("why; needed to copy and to erase, kept in the audit log")))
    command.add_argument("--out", metavar="FILE", type=Path, help=_(N_("the .json file of a copy")))


def run(args: argparse.Namespace) -> int:
    """Find people by a value that is read from standard input, so that it stays out of the shell's history."""
    if args.what != "find" and len(args.reason.strip()) < 3:
        raise CallError(Text(N_("Say why with --reason; it is kept in the audit log.")))
    if args.what == "copy" and args.out is None:
        raise CallError(Text(N_("Say with --out where the copy goes.")))
    tell(say(args.lang, N_("Type the value and press Enter:")))
    value = sys.stdin.readline().strip()
    with opened() as database:
        return _done(database, args, value)


def _done(database: Database, args: argparse.Namespace, value: str) -> int:
    from core.store.erasure import subjects  # noqa: PLC0415 (heavy)
    from core.store.mentions import marks  # noqa: PLC0415 (heavy)

    sealer = database.sealer
    with database.read() as connection:
        found = subjects(connection, sealer.indexes(args.by, value), sealer, marks(sealer, args.by, value))
    if not found:
        tell(say(args.lang, N_("Nobody has that.")))
        return DATA_ERRORS
    chosen = [s for place, s in enumerate(found, start=1) if not args.only or place in args.only]
    if args.what == "find" or not chosen:
        _list(found, args.lang)
    elif args.what == "copy":
        _copy(database, args, chosen)
    else:
        _erase(database, args, chosen)
    return DONE


def _list(found: Sequence[Subject], language: str) -> None:
    from core.store.person_copy import place_of  # noqa: PLC0415 (heavy)

    for place, subject in enumerate(found, start=1):
        rows = say(language, N_("{count} rows"), count=len(subject.rows))
        tell(f"{place}\t{place_of(subject, language)}\t{rows}", sys.stdout)


def _copy(database: Database, args: argparse.Namespace, chosen: Sequence[Subject]) -> None:
    from core.store.person_copy import as_json, copied  # noqa: PLC0415 (heavy)

    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.touch(mode=0o600)
    args.out.write_bytes(as_json(copied(database, chosen, None, args.reason)))


def _erase(database: Database, args: argparse.Namespace, chosen: Sequence[Subject]) -> None:
    from secrets import token_urlsafe  # noqa: PLC0415

    from core.store.erasure import erase  # noqa: PLC0415 (heavy)

    answer = erase(database, chosen, token_urlsafe(16), None, args.reason)
    tell(say(args.lang, N_("Erased: {count} rows."), count=answer["rows"]))
    if not answer["scrubbed"]:
        tell(say(args.lang, N_("Somebody was reading: run it again, so that the last copies go as well.")))
