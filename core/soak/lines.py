"""What a soak found, a line for each target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.texts import N_, Text, say

Progress = Callable[[float], None]
"""Told the share done."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        what: What was counted or measured.
        figure: What was found.
        target: What it is to be, or at most.
        unit: `ms`, or blank for a count.
        at_most: Whether less is as good.
    """

    what: Text
    figure: float
    target: float
    unit: str = ""
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the target is met."""
        return self.figure <= self.target if self.at_most else self.figure == self.target

    def _written(self, figure: float) -> str:
        return f"{figure:,.0f} {self.unit}".strip()

    def cells(self, language: str) -> list[str]:
        """The cells of its row."""
        target = ("<= " if self.at_most else "") + self._written(self.target)
        reached = say(language, N_("yes")) if self.reached else say(language, N_("no"))
        return [self.what.say(language), target, self._written(self.figure), reached]


def markdown(lines: Sequence[Line], language: str) -> str:
    """The lines as a table in Markdown."""
    head = [say(language, word) for word in (N_("what"), N_("target"), N_("figure"), N_("reached"))]
    rows = [head, ["---"] * 4, *(line.cells(language) for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
