"""The nearest single facts that would have changed an answer, found by computing them.

Candidates are changes of one fact each. All of them are decided together (`counterfactual_worlds`), those that change
the answer are kept, the smallest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.registries.definitions import Tables
from core.rules.compute import compute
from core.rules.counterfactual_worlds import Edit, worlds
from core.rules.results import Results
from core.rules.settings import Settings
from core.texts import Text

NOTHING_SAID = ""
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
        cost: How far from what is written: seconds moved, or about as much for a fact that is no instant.
        fact: What it changes; of the changes of one fact only the nearest is told.
        settings: Other settings, by name, where it is these that change.
    """

    condition: Text
    edits: tuple[Edit, ...] = ()
    cost: float = 0.0
    fact: object = None
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change that gives another answer: computed, not guessed.

    Attributes:
        change: What could have been otherwise, in positions of the whole registries.
        before: The answer as it stands.
        outcome: The answer it would have been.
        window: First and last day of those on each of which the change gives that answer, where it is told of days.
    """

    change: Change
    before: Outcome
    outcome: Outcome
    window: tuple[pd.Timestamp, pd.Timestamp] | None = None


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


AS_WRITTEN = Change(Text(NOTHING_SAID))
"""No change at all."""
Read = Callable[[Results], Mapping[int, Outcome]]
"""The outcome of the question in each world of some results."""
Matters = Callable[[Outcome, Outcome], bool]
"""Whether the second outcome differs from the first in what was asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Attributes:
        part: The rows it rests on.
        settings: The settings of the store.
        read: How its outcome is read from results.
        matters: What counts as another answer.
    """

    part: Slice
    settings: Settings
    read: Read
    matters: Matters

    def differs(self, before: Outcome | None, after: Outcome | None) -> bool:
        """Whether there are two answers, and they differ in what was asked."""
        return before is not None and after is not None and self.matters(before, after)


def outcomes(asked: Asked, changes: Sequence[Change]) -> list[Outcome | None]:
    """What each change would have given, in the order of the changes; None where the subject is gone."""
    tables, settings = asked.part.tables, asked.settings
    found: list[Outcome | None] = [None] * len(changes)
    batch = [i for i, change in enumerate(changes) if not change.settings]
    if batch:
        decided = asked.read(compute(worlds(tables, [changes[i].edits for i in batch]), settings))
        for world, i in enumerate(batch):
            found[i] = decided.get(world)
    others = [i for i, change in enumerate(changes) if change.settings]
    as_written = worlds(tables, [()]) if others else {}
    for i in others:
        other = replace(settings, **changes[i].settings)  # type: ignore[arg-type]
        found[i] = asked.read(compute(as_written, other)).get(0)
    return found


def nearest(asked: Asked, candidates: Iterable[Change], *, wanted: int = 3) -> tuple[Counterfactual, ...]:
    """The smallest changes that matter, smallest first.

    Args:
        asked: The question.
        candidates: Changes in positions of its rows.
        wanted: How many to find; each is about a fact of its own. Other settings are tried where facts do not do.

    Returns:
        Changes in positions of the whole registries. None where no candidate matters.
    """
    ordered = sorted(candidates, key=lambda change: change.cost)
    facts = [change for change in ordered if not change.settings][: BATCH * BATCHES]
    batches = [facts[start : start + BATCH] for start in range(0, len(facts), BATCH)]
    found: dict[object, Counterfactual] = {}
    # other settings are of another kind than facts, and a computation each: only where facts do not do
    for some in [*batches, [change for change in ordered if change.settings]]:
        batch = [AS_WRITTEN, *some]
        base, *decided = outcomes(asked, batch)
        for change, outcome in zip(batch[1:], decided, strict=True):
            if base is None or outcome is None or change.fact in found or not asked.matters(base, outcome):
                continue
            found[change.fact] = Counterfactual(asked.part.original(change), base, outcome)
        if len(found) >= wanted:
            break
    return tuple(found.values())[:wanted]
