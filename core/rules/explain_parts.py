"""What an explanation is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.rules.cards import RuleCard
from core.rules.counterfactual import Counterfactual
from core.texts import Text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in every language, as `core.rules.reasons` makes it."""

    by_language: Mapping[str, str]

    def say(self, language: str) -> str:
        """The sentence in a language."""
        return self.by_language[language]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row that the answer rests on.

    Attributes:
        registry: English name of the registry.
        row: Position in its frame.
        row_id: Its id, where the registry has a key.
        cells: Column and value of the cells that are filled in; names, phones and notes are left out.
    """

    registry: str
    row: int
    row_id: str | None
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Considered:
    """One person who could have been the one, and why not, or why.

    Attributes:
        staff_id: Who.
        place: Place in the queue before, the head is 0.
        standing: One of `kinds.STANDINGS`.
        outcome: One of `kinds.OUTCOMES`.
        why: How they stood, naming the row that says so.
        result: What came of it for them.
        duty: Whether they carried the duty, and whether they were the last of it.
        evidence: The row that says how they stood, if there is one.
    """

    staff_id: str
    place: int
    standing: str
    outcome: str
    why: Text
    result: Text
    duty: Text | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a client's timeline and what it did.

    Attributes:
        at: When it was taken.
        event: Kind of event, `kinds.EVENTS`, or `lapse` and `left` for an end that nobody wrote down.
        event_id: Its row's id; None where there is no row.
        staff_id: The one person it is about.
        effect: One of `kinds.EFFECTS`, or `end`.
        owner: Whose client it was from then on, if anybody's.
        claim: Position in ownership of the claim it came upon or made; -1 for none.
        text: The same in words.
    """

    at: datetime
    event: str
    event_id: str | None
    staff_id: str | None
    effect: str
    owner: str | None
    claim: int
    text: Text


@dataclass(frozen=True, slots=True)
class OneFact:
    """A fact that would have changed the answer, computed.

    Attributes:
        text: The sentence: had this been so, that was the answer.
        found: The change, to be made again, and the outcomes before and after.
    """

    text: Text
    found: Counterfactual


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with everything behind it.

    Attributes:
        subject_kind: visit, call, deal or client.
        subject_id, store_id: What was asked about.
        at: The instant of it; for a client the store's last instant.
        answer: The answer, a sentence each; the finding first where a finding was asked about.
        cards: The rules that decided it.
        evidence: The rows it rests on.
        considered: Everybody in the queue, from its head; empty for deals and clients.
        queue_before, queue_after: The queue from its head.
        timeline: What happened to the client, in the order taken.
        changes: The nearest single facts that would have changed the answer, nearest first.
        questions: What the answer assumes because a cell is blank.
    """

    subject_kind: str
    subject_id: str
    store_id: str
    at: datetime
    answer: tuple[Said, ...]
    cards: tuple[RuleCard, ...]
    evidence: tuple[Evidence, ...]
    considered: tuple[Considered, ...] = ()
    queue_before: tuple[str, ...] = ()
    queue_after: tuple[str, ...] = ()
    timeline: tuple[Moment, ...] = ()
    changes: tuple[OneFact, ...] = ()
    questions: tuple[Said, ...] = ()


class UnknownSubject(LookupError):
    """There is no such visit, deal, call, client or finding."""

    def __init__(self, text: Text) -> None:
        """Keep the text, to be said in the reader's language."""
        self.text = text
        super().__init__(text.say("en"))

    def message(self, language: str) -> str:
        """What is wrong, in a language."""
        return self.text.say(language)
