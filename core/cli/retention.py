"""`retention`: what is older than its period, shown or let go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from core.cli import DONE
from core.cli.opened import opened
from core.cli.speak import tell
from core.texts import N_, say


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What can be said."""
    command.add_argument("--run", action="store_true", help=_(N_("let it go for good; without this it is only shown")))


def run(args: argparse.Namespace) -> int:
    """Show what is due, a line a kind (code, period, rows, oldest day, what it is), and let it go if asked to."""
    from core.store import retention  # noqa: PLC0415 (heavy)

    with opened() as database:
        with database.read() as connection:
            periods, found = retention.periods(connection), retention.due(connection, database.clock())
        if args.run:
            found = retention.run(database, None)
    due = {one.kind.code: one for one in found}
    for kind in retention.KINDS:
        days, one = periods[kind.code], due.get(kind.code)
        kept = say(args.lang, N_("for good")) if days is None else say(args.lang, N_("{days} days"), days=days)
        rows = sum(one.counts().values()) if one else 0
        oldest = one.oldest.isoformat() if one and one.oldest else "-"
        tell("\t".join([kind.code, kept, str(rows), oldest, say(args.lang, kind.label)]), sys.stdout)
    done = N_("It has gone for good.") if args.run else N_("Nothing was changed; add --run to let it go.")
    tell(say(args.lang, done))
    return DONE
