"""`compute`: from registries to result files, all of them or none."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from core.cli import DATA_ERRORS, DONE
from core.cli.progress import Bar
from core.cli.reading import print_faults, read_data, read_rulebook
from core.cli.results import write_results
from core.cli.run import CallError
from core.figures.team import staff_figures
from core.rules.compute import compute
from core.texts import N_, Text, say


def run(args: argparse.Namespace) -> int:
    """Compute and write; with errors in the data nothing is written."""
    _allow(args.data, args.out)
    reading = read_data(args.data, args.lang)
    print_faults(reading.faults, args.lang, sys.stderr)
    settings = read_rulebook(reading, args.data, args.rulebook, args.lang)
    if settings is None or not reading.ok:
        return DATA_ERRORS
    with Bar(say(args.lang, N_("computing"))) as bar:
        results = compute(reading.tables, settings)
        bar.to(0.7)
        figures = staff_figures(reading.tables, results)
    with Bar(say(args.lang, N_("writing"))) as bar, _Beside(args.out) as folder:
        write_results(results, figures, folder, args.lang, bar.to)
    return DONE


def _allow(data: Path, out: Path) -> None:
    """Refuse a place for the results that cannot be one."""
    if out.exists() and not out.is_dir():
        raise CallError(Text(N_("{file}: the results need a folder, and this is a file"), {"file": str(out)}))
    if data.is_dir() and out.exists() and out.samefile(data):
        raise CallError(
            Text(N_("{file}: the results need a folder of their own, not that of the data"), {"file": str(out)})
        )


class _Beside:
    """A folder beside OUT that takes its place, file by file, when all has gone well; else nothing of it is left."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Path:
        self._out.absolute().parent.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=f".{self._out.name}-", dir=self._out.absolute().parent))
        return self._folder

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._out.mkdir(exist_ok=True)
                for path in sorted(self._folder.iterdir()):
                    path.replace(self._out / path.name)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
