"""`bench`: measure, and print the table of targets."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pandas as pd

from core.bench import kept, requests
from core.bench.run import Plan, measure
from core.bench.stores import csv_folder
from core.bench.table import NAMES, machine, markdown
from core.cli import DONE
from core.cli.progress import Bar
from core.cli.results import write_results
from core.cli.run import CallError
from core.cli.speak import tell
from core.rules.results import Results
from core.texts import DEFAULT, N_, Text, say

ON_REQUEST = ("ten_time", "ten_memory")
APART = (kept.NAME, requests.NAME)
"""Rows with a table of their own, measured on request only."""


def _write(results: Results, figures: pd.DataFrame, folder: Path) -> None:
    write_results(results, figures, folder, DEFAULT)


def run(args: argparse.Namespace) -> int:
    """Print the table on standard output."""
    unknown = [name for name in args.rows if name not in (*NAMES, *APART)]
    if unknown:
        values = {"names": ", ".join(unknown), "known": ", ".join((*NAMES, *APART))}
        raise CallError(Text(N_("no such rows: {names}; there are {known}"), values))
    if args.visits < 1 or args.rounds < 1:
        raise CallError(Text(N_("at least 1 visit and 1 round")))
    rows = args.rows or [name for name in NAMES if args.ten or name not in ON_REQUEST]
    tables = []
    with tempfile.TemporaryDirectory(prefix="bench-") as passing, Bar(say(args.lang, N_("measuring"))) as bar:
        folder = args.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        if kept.NAME in rows:
            small, made = csv_folder(folder, 1), csv_folder(folder, args.visits)
            tables.append(kept.markdown(kept.costs(small, made, args.rounds, bar.to), args.lang))
        if requests.NAME in rows:
            found = requests.ratios(requests.FEW, requests.MANY, args.rounds, bar.to)
            tables.append(requests.markdown(found, requests.FEW, requests.MANY, args.lang))
        if set(rows) - set(APART):
            figures, lines = measure(Plan(args.visits, args.rounds, rows, folder, _write), args.lang, bar.to)
            tables.insert(0, markdown(figures, [*lines, machine()], args.lang))
    tell("\n\n".join(tables), sys.stdout)
    return DONE
