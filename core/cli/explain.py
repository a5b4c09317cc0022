"""`explain`: one answer with everything behind it."""

from __future__ import annotations

import argparse
import sys

from core.cli import DATA_ERRORS, DONE
from core.cli.reading import print_faults, read_data, read_rulebook
from core.cli.run import CallError
from core.cli.speak import tell
from core.rules.compute import compute
from core.rules.explain import explain
from core.rules.explain_lines import lines
from core.rules.explain_parts import UnknownSubject


def run(args: argparse.Namespace) -> int:
    """Print the explanation; status 1 where the data has errors, which are printed instead."""
    reading = read_data(args.data, args.lang)
    settings = read_rulebook(reading, args.data, args.rulebook, args.lang)
    if settings is None or not reading.ok:
        print_faults(reading.faults.errors, args.lang, sys.stderr)
        return DATA_ERRORS
    results = compute(reading.tables, settings)
    try:
        told = explain(reading.tables, results, settings, args.id, args.kind)
    except UnknownSubject as wrong:
        raise CallError(wrong.text) from wrong
    for line in lines(told, args.lang):
        tell(line, sys.stdout)
    return DONE
