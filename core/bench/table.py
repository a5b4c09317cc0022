"""The table of targets: what was measured against what it is held to."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from core.texts import N_, Text, say

PACKAGES = ("numpy", "pandas", "pandera", "pyarrow", "numba", "python-calamine", "openpyxl")


@dataclass(frozen=True, slots=True)
class Target:
    """One row of the table.

    Attributes:
        name: How `--rows` calls it.
        what: What is measured.
        most: The figure it may have at most.
        unit: `C`, `x` (a ratio) or `ms`.
    """

    name: str
    what: Text
    most: float
    unit: str

    def written(self, figure: float) -> str:
        """A figure with its unit."""
        return f"{figure:.0f} ms" if self.unit == "ms" else f"{figure:.2f} {'C' if self.unit == 'C' else '×'}"


TARGETS = (
    Target("whole", Text(N_("CSV files to all results in memory, checked")), 2.5, "C"),
    Target("validation", Text(N_("validation of the registries")), 0.8, "C"),
    Target("rotation", Text(N_("rotation, all rules, from loaded frames")), 0.1, "C"),
    Target("claims", Text(N_("ownership and attribution, all rules, from loaded frames")), 0.4, "C"),
    Target("files", Text(N_("result files written, reasons included")), 3.0, "C"),
    Target("memory", Text(N_("peak memory of the whole way against the bytes of the files")), 8.0, "x"),
    Target("ten_time", Text(N_("ten times the visits: time against these")), 12.0, "x"),
    Target("ten_memory", Text(N_("ten times the visits: peak memory against the bytes of the files")), 8.0, "x"),
    Target("xlsx", Text(N_(".xlsx of 100,000 rows, read and checked, against openpyxl's reading")), 0.25, "x"),
    Target("one_row", Text(N_("one store's month recomputed after one new row")), 50.0, "ms"),
)
NAMES = tuple(target.name for target in TARGETS)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured for a target; `seconds` is the time behind it, where it is one."""

    name: str
    figure: float
    seconds: float | None = None


def markdown(figures: Sequence[Figure], conditions: Sequence[str], language: str) -> str:
    """The table as Markdown, in the order of the targets, the conditions below it.

    Args:
        figures: What was measured; a target without one is left out.
        conditions: Lines about how.
        language: Of the words.
    """
    by_name = {figure.name: figure for figure in figures}
    head = [say(language, N_("what")), say(language, N_("target")), say(language, N_("figure"))]
    head += [say(language, N_("seconds")), say(language, N_("reached"))]
    lines = ["| " + " | ".join(head) + " |", "|---|---|---|---|---|"]
    for target in TARGETS:
        if target.name in by_name:
            found = by_name[target.name]
            reached = say(language, N_("yes")) if found.figure <= target.most else say(language, N_("no"))
            seconds = "" if found.seconds is None else f"{found.seconds:.3f}"
            most = f"<= {target.written(target.most)}"
            cells = [target.what.say(language), most, target.written(found.figure), seconds, reached]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *(f"- {line}" for line in conditions)])


def machine() -> str:
    """Versions of what is measured, and on what."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU"
    return f"Python {platform.python_version()}, {packages}; {system}"
