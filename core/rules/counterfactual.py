"""The nearest single facts that would have changed an answer, found by computing them.

Candidates are changes of one fact each. All of them are decided together (`counterfactual_worlds`), those that change
the answer are kept, the smallest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from core.registries.definitions import Tables
from core.rules.compute import compute
from core.rules.counterfactual_worlds import Edit, worlds
from core.rules.results import Results
from core.rules.settings import Settings
from core.texts import Text

BATCH = 160
"""Changes decided at once."""
BATCHES = 3
"""How many times to look further, as long as too few changes have an effect."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one question, as codes and ids.

    Attributes:
        facts: What was decided, by name: `due`, `kind`, `charged_to`, `credited_to`, `basis`, `owner` ...
        findings: Kinds of finding about the subject, with the person each is laid to.
    """

    facts: Mapping[str, str | None]
    findings: frozenset[tuple[str, str | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that could have been otherwise.

    Attributes:
        condition: "Had B come back by 10:05", in words.
        edits: The same as changes of rows.
        settings: The same as other settings.
        cost: How far from what is written: seconds moved, or about as much for a fact that is no instant.
        fact: What it changes; of the changes of one fact only the nearest is told.
    """

    condition: Text
    edits: tuple[Edit, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    cost: float = 0.0
    fact: object = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change that gives another answer: computed, not guessed."""

    change: Change
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one store that matter to a question.

    Attributes:
        tables: Those rows.
        rows: For each registry their positions in the registries they were taken from.
    """

    tables: Tables
    rows: Mapping[str, npt.NDArray[np.int64]]

    def original(self, change: Change) -> Change:
        """The change in the positions of the whole registries."""
        edits = tuple(
            edit if edit.row is None else replace(edit, row=int(self.rows[edit.registry][edit.row]))
            for edit in change.edits
        )
        return replace(change, edits=edits)


Read = Callable[[Results], Mapping[int, Outcome]]
"""The outcome of the question in each world of some results."""


def outcomes(part: Slice, changes: Sequence[Change], settings: Settings, read: Read) -> list[Outcome | None]:
    """What each change would have given, in the order of the changes; None where the subject is gone."""
    found: list[Outcome | None] = [None] * len(changes)
    batch = [i for i, change in enumerate(changes) if not change.settings]
    if batch:
        decided = read(compute(worlds(part.tables, [changes[i].edits for i in batch]), settings))
        for world, i in enumerate(batch):
            found[i] = decided.get(world)
    for i, change in enumerate(changes):
        if change.settings:
            other = replace(settings, **change.settings)  # type: ignore[arg-type]
            found[i] = read(compute(worlds(part.tables, [change.edits]), other)).get(0)
    return found


def nearest(
    part: Slice,
    candidates: Iterable[Change],
    settings: Settings,
    read: Read,
    matters: Callable[[Outcome, Outcome], bool],
    *,
    wanted: int = 3,
) -> tuple[Counterfactual, ...]:
    """The smallest changes that matter, smallest first.

    Args:
        part: The rows to compute on.
        candidates: Changes in positions of `part`.
        settings: The settings of the store.
        read: How the outcome of the question is read from results.
        matters: Whether the second outcome differs from the first in what was asked.
        wanted: How many to find; each is about a fact of its own.

    Returns:
        Changes in positions of the whole registries. None where no candidate matters.
    """
    ordered = sorted(candidates, key=lambda change: change.cost)
    found: dict[object, Counterfactual] = {}
    base: Outcome | None = None
    for start in range(0, min(len(ordered), BATCH * BATCHES), BATCH):
        batch = [Change(Text("")), *ordered[start : start + BATCH]]
        decided = outcomes(part, batch, settings, read)
        base = decided[0]
        for change, outcome in zip(batch[1:], decided[1:], strict=True):
            if base is not None and outcome is not None and change.fact not in found and matters(base, outcome):
                found[change.fact] = Counterfactual(part.original(change), outcome)
        if len(found) >= wanted:
            break
    return tuple(found.values())[:wanted]
