"""`check`: read the registries and print every fault."""

from __future__ import annotations

import argparse
import sys

from core.cli import DATA_ERRORS, DONE
from core.cli.reading import print_faults, read_data
from core.cli.speak import tell
from core.texts import N_, say


def run(args: argparse.Namespace) -> int:
    """Print the faults on standard output and a summary on standard error; status 1 where there is an error."""
    reading = read_data(args.data, args.lang)
    print_faults(reading.faults, args.lang, sys.stdout)
    errors, warnings = len(reading.faults.errors), len(reading.faults.warnings)
    rows = sum(len(frame) for frame in reading.tables.values())
    summary = say(
        args.lang,
        N_("{rows} rows read; errors: {errors}, warnings: {warnings}"),
        rows=rows,
        errors=errors,
        warnings=warnings,
    )
    tell(summary)
    return DONE if reading.ok else DATA_ERRORS
