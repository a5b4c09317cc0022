"""What can be asked of the command line, in the reader's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from core.cli import WRONG_CALL
from core.texts import DEFAULT, LANGUAGES, N_, say

_COMPLAINTS = (
    (r"the following arguments are required: (?P<names>.+)", N_("missing: {names}")),
    (r"unrecognized arguments: (?P<names>.+)", N_("not known here: {names}")),
    (
        r"argument (?P<name>[^:]+): invalid choice: (?P<value>.+) \(choose from (?P<all>.+)\)",
        N_("{name}: {value} is not one of {all}"),
    ),
    (r"argument (?P<name>[^:]+): expected .*argument.*", N_("{name}: a value is missing")),
    (r"argument (?P<name>[^:]+): invalid \w+ value: (?P<value>.+)", N_("{name}: {value} is not a number")),
)
Say = Callable[[str], str]
KEPT: tuple[tuple[str, str], ...] = (
    ("account", N_("Who can sign in: list them, invite, reset, disable, enable, give roles; the first admin.")),
    ("audit", N_("Verify the audit log, print its head, or say who saw a row.")),
    ("backup", N_("Make an encrypted backup while the app is in use; list, verify and prune those that are there.")),
    ("restore", N_("Put a backup into an empty home, whole or not at all.")),
    ("keys", N_("Say where the key ring is, or rotate its keys while the app is in use.")),
    ("db", N_("Say where the data is kept, check its tables, or bring them up to date.")),
    ("person", N_("Find everything kept of somebody, copy it, or erase it for good.")),
    ("retention", N_("Show what is older than its period, or let it go.")),
    ("soak", N_("Lose power, kill, fill the disk, crowd the writer: print what was lost, and the target.")),
)
"""Commands on what is kept, with what they do; each says its arguments in its own module, `core.cli.NAME.arguments`."""


def language_of(argv: Sequence[str]) -> str:
    """The language asked for by `--lang`, known before the rest is looked at; zh-Hant where it is none we know."""
    for i, word in enumerate(argv):
        value = argv[i + 1] if word == "--lang" and i + 1 < len(argv) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in LANGUAGES:
            return value
    return DEFAULT


class _Parser(argparse.ArgumentParser):
    """A parser that complains in the reader's language."""

    language = DEFAULT

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and end with status 2."""
        for pattern, msgid in _COMPLAINTS:
            if found := re.fullmatch(pattern, message):
                message = say(self.language, msgid, **found.groupdict())
                break
        self.print_usage(sys.stderr)
        self.exit(WRONG_CALL, say(self.language, N_("error: {text}"), text=message) + "\n")

    def format_usage(self) -> str:
        """The usage line with its heading in the reader's language."""
        return super().format_usage().replace("usage:", say(self.language, N_("usage:")), 1)

    def format_help(self) -> str:
        """The help with its headings in the reader's language."""
        return super().format_help().replace("usage:", say(self.language, N_("usage:")), 1)


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of every command, its help in a language."""

    def _(msgid: str) -> str:
        return say(language, msgid)

    _Parser.language = language
    top = _made(
        _Parser(
            prog="python -m core",
            description=_(N_("The reception rules, from a store's spreadsheets to answers with reasons.")),
            epilog=_(N_("Exit status: 0 done; 1 the data has errors; 2 the call itself is wrong.")),
            add_help=False,
        ),
        _,
    )
    commands = top.add_subparsers(dest="command", metavar=_(N_("COMMAND")), required=True, title=_(N_("commands")))

    def command(name: str, what: str) -> argparse.ArgumentParser:
        return _made(commands.add_parser(name, help=what, description=what, add_help=False), _)

    _compute(command("compute", _(N_("Compute all results of the registries in DATA and write them to OUT."))), _)
    _check(command("check", _(N_("Read and check the registries in DATA; print every fault, compute nothing."))), _)
    _template(command("template", _(N_("Write the empty workbook of a desk."))), _)
    _explain(command("explain", _(N_("Explain one visit, deal, client or call: rules, rows, who and why."))), _)
    _demo(command("demo", _(N_("Generate stores that look real, clean or with chosen damage."))), _)
    _bench(command("bench", _(N_("Measure speed and memory, and print the table of targets."))), _)
    for name, what in KEPT:
        import_module(f"core.cli.{name}").arguments(command(name, _(what)), _)
    return top


def _made(made: argparse.ArgumentParser, _: Say) -> argparse.ArgumentParser:
    made._positionals.title = _(N_("arguments"))
    made._optionals.title = _(N_("options"))
    made.add_argument("-h", "--help", action="help", help=_(N_("show this help")))
    made.add_argument("--lang", choices=LANGUAGES, default=DEFAULT, help=_(N_("language of what is said (zh-Hant)")))
    return made


def _data(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument(
        "data", metavar="DATA", type=Path, help=_(N_("a folder with a file a registry, or one workbook"))
    )


def _rulebook(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument(
        "--rulebook", metavar="FILE", type=Path, help=_(N_("settings to use instead of DATA/rulebook.toml"))
    )


def _compute(command: argparse.ArgumentParser, _: Say) -> None:
    _data(command, _)
    command.add_argument(
        "--out", metavar="OUT", type=Path, required=True, help=_(N_("folder for the result files, made if need be"))
    )
    _rulebook(command, _)


def _check(command: argparse.ArgumentParser, _: Say) -> None:
    _data(command, _)


def _template(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument("--desk", choices=("store", "office"), default="store", help=_(N_("which desk (store)")))
    command.add_argument("--out", metavar="FILE", type=Path, required=True, help=_(N_("the .xlsx file to write")))


def _explain(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument("id", metavar="ID", help=_(N_("number of a visit, deal, client or call")))
    _data(command, _)
    command.add_argument("--kind", help=_(N_("visit, deal, call, client, or a kind of finding about it")))
    _rulebook(command, _)


def _demo(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument("--out", metavar="FOLDER", type=Path, help=_(N_("folder for the CSV files")))
    command.add_argument("--month", action="store_true", help=_(N_("the month of three stores that ships in data/")))
    command.add_argument(
        "--estate", action="store_true", help=_(N_("an estate instead: its homes and a year of requests"))
    )
    command.add_argument("--homes", type=int, default=800, help=_(N_("homes of the estate (800)")))
    command.add_argument("--seed", type=int, default=1, help=_(N_("the same number gives the same stores (1)")))
    command.add_argument("--stores", type=int, default=3, help=_(N_("how many stores (3)")))
    command.add_argument("--staff", type=int, default=8, help=_(N_("people of a store (8)")))
    command.add_argument("--days", type=int, default=31, help=_(N_("how many days (31)")))
    command.add_argument("--visits-per-day", type=float, default=8.0, help=_(N_("visits of a store and day (8)")))
    command.add_argument("--damage", metavar="KIND", nargs="+", default=[], help=_(N_("damage to plant; see --kinds")))
    command.add_argument("--kinds", action="store_true", help=_(N_("list the kinds of damage")))
    command.add_argument("--write-data", action="store_true", help=_(N_("write the files that ship in data/")))


def _bench(command: argparse.ArgumentParser, _: Say) -> None:
    command.add_argument("--visits", type=int, default=1_000_000, help=_(N_("visits to measure with (1000000)")))
    command.add_argument("--rounds", type=int, default=5, help=_(N_("how often each is measured (5)")))
    command.add_argument("--rows", metavar="ROW", nargs="+", default=[], help=_(N_("only these rows of the table")))
    command.add_argument("--ten", action="store_true", help=_(N_("also ten times as many visits against these")))
    command.add_argument(
        "--keep", metavar="FOLDER", type=Path, help=_(N_("keep the generated files here for next time"))
    )
