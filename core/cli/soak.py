"""`soak`: put the store to the test for as long as it takes, and print what was found beside what is to be."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import DATA_ERRORS, DONE
from core.cli.progress import Bar
from core.cli.speak import tell
from core.texts import N_, say

if TYPE_CHECKING:
    from core.soak.lines import Line, Progress

NAMES = ("forms", "office", "residents", "killed", "token", "kill", "power", "disk", "canary")
POINTS, SUBMITTERS, FORMS, PEOPLE = 200, 100, 20, 1000


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """Which soak, how much of it, and whether its guard is taken away."""
    command.add_argument(
        "name",
        metavar="NAME",
        choices=NAMES,
        help=_(
            N_(
                "forms: a crowd sends forms, each twice; office: residents send repairs, each twice; "
                "residents: the same through the real server; killed: the same, the server killed; "
                "token: one form from 50 threads; kill: kill -9; "
                "power: loss of power; disk: full, read-only; canary: marked people searched for in all that is kept"
            )
        ),
    )
    command.add_argument("--database", metavar="URL", help=_(N_("an empty PostgreSQL database instead of SQLite")))
    command.add_argument("--points", type=int, default=POINTS, help=_(N_("moments of kill and power (200)")))
    command.add_argument("--submitters", type=int, default=SUBMITTERS, help=_(N_("people of forms (100)")))
    command.add_argument("--forms", type=int, default=FORMS, help=_(N_("forms of each (20)")))
    command.add_argument(
        "--minutes", type=float, default=0.0, help=_(N_("over which residents come; 0: all at once (0)"))
    )
    command.add_argument("--people", type=int, default=PEOPLE, help=_(N_("marked people of canary (1000)")))
    command.add_argument("--seed", type=int, default=1, help=_(N_("the same number chooses the same moments (1)")))
    command.add_argument("--synchronous", choices=("FULL", "NORMAL"), default="FULL", help=_(N_("of power (FULL)")))
    command.add_argument(
        "--unguarded", action="store_true", help=_(N_("take the guard away: the target must then be missed"))
    )


def run(args: argparse.Namespace) -> int:
    """Print the table; status 1 where a target is missed."""
    from core.soak.lines import markdown  # noqa: PLC0415 (heavy)

    with tempfile.TemporaryDirectory(prefix="soak-") as folder, Bar(args.name) as bar:
        found = _RUN[args.name](args, Path(folder), bar.to)
    tell(markdown(found, args.lang), sys.stdout)
    missed = [line for line in found if not line.reached]
    if missed:
        tell(say(args.lang, N_("targets missed: {count}"), count=len(missed)))
    return DATA_ERRORS if missed else DONE


def _environ(args: argparse.Namespace, folder: Path) -> dict[str, str]:
    return {"DESK_HOME": str(folder / "home")} | ({"DATABASE_URL": args.database} if args.database else {})


def _on_database(name: str, args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    """Run a soak of `core.soak.forms` on a database of its own."""
    from core.soak import forms, office  # noqa: PLC0415 (heavy)
    from core.store.database import open_database  # noqa: PLC0415
    from core.store.home import home_of  # noqa: PLC0415

    database = open_database(home_of(_environ(args, folder)))
    if name == "token":
        found = forms.one_token(database, progress, unguarded=args.unguarded)
    else:
        crowd = office.crowd if name == "office" else forms.crowd
        found = crowd(database, progress, submitters=args.submitters, forms=args.forms, unguarded=args.unguarded)
    database.close()
    return found


def _forms(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    return _on_database("forms", args, folder, progress)


def _office(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    return _on_database("office", args, folder, progress)


def _residents(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    from core.soak.residents import Crowd, residents  # noqa: PLC0415

    killed = args.name == "killed"
    crowd = Crowd(args.submitters, args.forms, args.minutes, args.seed, args.unguarded, killed)
    return residents(folder, args.database or "", progress, crowd)


def _token(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    return _on_database("token", args, folder, progress)


def _kill(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    from core.soak.kill import kill  # noqa: PLC0415

    return kill(folder, progress, points=args.points, seed=args.seed, unguarded=args.unguarded)


def _power(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    from core.soak.power import power  # noqa: PLC0415

    synchronous = "NORMAL" if args.unguarded else args.synchronous
    return power(folder, progress, points=args.points, synchronous=synchronous, seed=args.seed)


def _disk(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    from core.soak.disk import disk  # noqa: PLC0415

    return disk(folder, progress, unguarded=args.unguarded)


def _canary(args: argparse.Namespace, folder: Path, progress: Progress) -> list[Line]:
    from core.soak import canary  # noqa: PLC0415

    return canary.lines(folder, progress, people=args.people, url=args.database or "", unguarded=args.unguarded)


_RUN: dict[str, Callable[[argparse.Namespace, Path, Progress], list[Line]]] = {
    "forms": _forms,
    "office": _office,
    "residents": _residents,
    "killed": _residents,
    "token": _token,
    "kill": _kill,
    "power": _power,
    "disk": _disk,
    "canary": _canary,
}
