"""Why: the answer about a visit, deal, call, client or finding, with everything behind it.

Who was considered and the timeline come from the passes that decided; the facts that would change the answer are found
by computing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from core.registries.definitions import Tables
from core.rules import counterfactual_answers as answers
from core.rules import explain_subjects as subjects
from core.rules import labels
from core.rules.cards import RuleCard, card
from core.rules.counterfactual import Counterfactual
from core.rules.counterfactual_slices import Store, store_of
from core.rules.counterfactual_words import sentence
from core.rules.explain_parts import Explanation, OneFact, Said, UnknownSubject
from core.rules.explain_subjects import said_of
from core.rules.kinds import FINDING_KINDS
from core.rules.results import Results
from core.rules.settings import Settings
from core.texts import Text

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "visit": ("visits", "visit_id"),
    "deal": ("deals", "deal_id"),
    "call": ("calls", "call_id"),
    "client": ("clients", "client_id"),
}
"""What can be asked about, in the order in which an id is looked for: its registry and key."""
Finding = tuple[str, str | None]


def explain(
    tables: Tables,
    results: Results,
    settings: Settings,
    subject_id: str,
    kind: str | None = None,
    *,
    staff_id: str | None = None,
    with_changes: bool = True,
) -> Explanation:
    """Explain one answer.

    Args:
        tables: The registries that `results` were computed from.
        results: What `compute` gave.
        settings: Under which it was computed.
        subject_id: Id of a visit, deal, call or client.
        kind: One of `SUBJECTS`, where an id stands in several registries; or a kind of finding, to ask for that finding
            about the subject. None: whatever has the id.
        staff_id: Whose finding, where several people have one of the kind.
        with_changes: Whether to find what would have changed the answer, which takes most of the time.

    Raises:
        UnknownSubject: Nothing has that id, or has no such finding.
        ValueError: The results hold under other settings.

    Source: section 3 to 7 of the rulebook.
    """
    if settings != results.settings:
        raise ValueError("these results were computed under other settings")
    findings = _findings(results, subject_id, kind, staff_id)
    subject_kind, row = _subject(tables, subject_id, kind, findings)
    registry, key = SUBJECTS[subject_kind]
    subject_id = str(tables[registry][key].iloc[row])
    store_id = str(tables[registry]["store_id"].iloc[row])
    finding = _of(findings)
    made = _MAKERS[subject_kind](tables, results, store_id, subject_id)
    if with_changes:
        found = _NEAREST[subject_kind](store_of(tables, store_id), results, subject_id, finding)
        made = replace(made, changes=tuple(OneFact(sentence(one, subject_id), one) for one in found))
    frame = results.findings
    about = frame[(frame["subject_kind"] == subject_kind) & (frame["row"] == row)]
    first, rest = said_of(results, "findings", findings.index[:1]), said_of(results, "findings", about.index)
    rules = [card(int(rule)) for rule in (*findings["rule"].iloc[:1], *about["rule"])]
    asked = 0 if finding is None else 1
    return replace(
        made,
        answer=_once_said((*first, *made.answer, *rest)),
        cards=_once((*rules[:asked], *made.cards, *rules[asked:])),
    )


def _findings(results: Results, subject_id: str, kind: str | None, staff_id: str | None) -> pd.DataFrame:
    """The findings asked about; none where no finding was."""
    frame = results.findings
    if kind not in FINDING_KINDS:
        return frame.iloc[:0]
    found = frame[(frame["subject_id"] == subject_id) & (frame["kind"] == kind)]
    if staff_id is not None:
        found = found[found["staff_id"] == staff_id]
    if found.empty:
        raise UnknownSubject(
            Text(
                "{subject} has no finding of the kind {kind}.",
                {"subject": subject_id, "kind": labels.FINDINGS[str(kind)]},
            )
        )
    return found


def _of(findings: pd.DataFrame) -> Finding | None:
    if findings.empty:
        return None
    first = findings.iloc[0]
    return str(first["kind"]), str(first["staff_id"]) if isinstance(first["staff_id"], str) else None


def _subject(tables: Tables, subject_id: str, kind: str | None, findings: pd.DataFrame) -> tuple[str, int]:
    """Kind of subject and row of it."""
    if not findings.empty:
        first = findings.iloc[0]
        return str(first["subject_kind"]), int(first["row"])
    if kind is not None and kind not in SUBJECTS:
        raise UnknownSubject(Text("There is no kind {kind} to ask about.", {"kind": kind}))
    for name in [kind] if kind is not None else SUBJECTS:
        registry, key = SUBJECTS[name]
        rows = (tables[registry][key] == subject_id).to_numpy(bool, na_value=False).nonzero()[0]
        if len(rows):
            return name, int(rows[0])
    raise UnknownSubject(Text("There is no visit, deal, call or client {subject}.", {"subject": subject_id}))


_MAKERS: Mapping[str, Callable[[Tables, Results, str, str], Explanation]] = {
    "visit": subjects.visit,
    "deal": subjects.deal,
    "call": subjects.call,
    "client": subjects.client,
}
_NEAREST: Mapping[str, Callable[[Store, Results, str, Finding | None], tuple[Counterfactual, ...]]] = {
    "visit": answers.of_visit,
    "deal": answers.of_deal,
    "call": answers.of_call,
    "client": answers.of_client,
}


def _once_said(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({one.say("en"): one for one in said}.values())


def _once(rules: Iterable[RuleCard]) -> tuple[RuleCard, ...]:
    return tuple({rule.number: rule for rule in rules}.values())
