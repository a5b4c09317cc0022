"""Why: the answer about a visit, deal, call, client or finding, with everything behind it.

Who was considered and the timeline come from the passes that decided; the facts that would change the answer are found
by computing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

import numpy as np
import pandas as pd

from core.registries.definitions import Tables
from core.rules import counterfactual_answers as answers
from core.rules import labels
from core.rules.cards import RuleCard, card, cards_of
from core.rules.coded import last_instants
from core.rules.counterfactual import Counterfactual
from core.rules.counterfactual_slices import Store, store_of
from core.rules.counterfactual_words import sentence
from core.rules.explain_claims import timeline
from core.rules.explain_parts import Evidence, Explanation, OneFact, Said, UnknownSubject
from core.rules.explain_rows import distinct, evidence, of_event, rows_with
from core.rules.explain_turns import considered, step_of
from core.rules.ids import arrow_text
from core.rules.kinds import FINDING_KINDS
from core.rules.reasons import reasons
from core.rules.results import Results
from core.rules.settings import Settings
from core.texts import LANGUAGES, Text

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
    first, rest = _said(results, "findings", findings.index[:1]), _said(results, "findings", about.index)
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


def _visit(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    row = _row(results.receptions, "visit_id", subject_id, store_id)
    step = step_of(results, store_id, "visit", subject_id, row["arrived_at"])
    people = considered(tables, step)
    told = {step.wanted, step.received_by, step.due}
    apart = ("kept", "make_up", "passed_over", "forfeited")
    rows = [evidence(tables, "visits", step.row)]
    rows += _of_claim(tables, results, int(row["claim"]), ("visit", subject_id))
    rows += _party(tables, step.row, store_id)
    if row["stage"] != "open":
        deals = results.attributions
        mine = (deals["client_id"] == row["client_id"]) & (deals["judged_at"] < row["arrived_at"])
        rows += [evidence(tables, "deals", int(r)) for r in deals["row"][mine]]
    rows += [one.evidence for one in people if one.evidence and (one.staff_id in told or one.outcome in apart)]
    return Explanation(
        "visit",
        subject_id,
        store_id,
        step.at,
        _said(results, "receptions", [row.name]),
        cards_of(row["rules"]),
        distinct(rows),
        people,
        step.queue_before,
        step.queue_after,
        questions=_questions(results, subject_id, store_id),
    )


def _call(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    place = rows_with(tables, "calls", "call_id", subject_id, store_id)[0]
    step = step_of(results, store_id, "call", subject_id, tables["calls"]["called_at"].iloc[place])
    people = considered(tables, step)
    said = {"call": subject_id, "staff": step.received_by, "due": step.due}
    answered = Text("{call}: {staff} answered.", said) if step.received_by else Text("{call}: nobody answered.", said)
    duty = Text("{due} was the last of the duty.", said) if step.due else Text("Nobody had the duty.")
    rows = [evidence(tables, "calls", step.row), *(one.evidence for one in people if one.evidence)]
    return Explanation(
        "call",
        subject_id,
        store_id,
        step.at,
        (_everywhere(answered), _everywhere(duty)),
        cards_of("2;17"),
        distinct(rows),
        people,
        step.queue_before,
        step.queue_after,
        questions=_questions(results, subject_id, store_id),
    )


def _deal(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    row = _row(results.attributions, "deal_id", subject_id, store_id)
    rows = [evidence(tables, "deals", int(row["row"]))]
    rows += of_event(tables, "ruling", row["ruling_id"], store_id)
    rows += _of_claim(tables, results, int(row["claim"]), ("deal", subject_id))
    if row["basis"] == "outside_group":
        rows += [evidence(tables, "staff", r) for r in rows_with(tables, "staff", "staff_id", row["owner"], store_id)]
    return Explanation(
        "deal",
        subject_id,
        store_id,
        row["judged_at"].to_pydatetime(),
        _said(results, "attributions", [row.name]),
        cards_of(row["rules"]),
        distinct(rows),
        timeline=timeline(results, _client_row(results, str(row["client_id"]))),
        questions=_questions(results, subject_id, store_id),
    )


def _client(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    row = _client_row(results, subject_id)
    canonical = str(results.coded.client_ids.text(row))
    ownership = results.ownership
    places = (ownership["client_id"] == canonical).to_numpy().nonzero()[0]
    claims = ownership.iloc[places]
    rows = [evidence(tables, "clients", r) for r in (results.people.canonical == row).nonzero()[0]]
    answer = _said(results, "ownership", claims.index[-1:])
    if not answer:
        answer = (_everywhere(Text("{client}: nobody's client so far.", {"client": canonical})),)
    else:
        rows += _of_claim(tables, results, int(places[-1]))
    return Explanation(
        "client",
        subject_id,
        store_id,
        _last_instant(results, store_id),
        answer,
        cards_of(claims["rules"].iloc[-1] if len(claims) else "14"),
        distinct(rows),
        timeline=timeline(results, row),
        questions=_questions(results, subject_id, store_id),
    )


_MAKERS: Mapping[str, Callable[[Tables, Results, str, str], Explanation]] = {
    "visit": _visit,
    "deal": _deal,
    "call": _call,
    "client": _client,
}
_NEAREST: Mapping[str, Callable[[Store, Results, str, Finding | None], tuple[Counterfactual, ...]]] = {
    "visit": answers.of_visit,
    "deal": answers.of_deal,
    "call": answers.of_call,
    "client": answers.of_client,
}


def _last_instant(results: Results, store_id: str) -> datetime:
    seconds = last_instants(results.coded)[results.coded.stores.index(store_id)]
    found: datetime = np.datetime64(int(seconds), "s").astype(datetime)
    return found


def _row(frame: pd.DataFrame, key: str, subject_id: str, store_id: str) -> pd.Series:
    return frame[(frame[key] == subject_id) & (frame["store_id"] == store_id)].iloc[0]


def _client_row(results: Results, client_id: str) -> int:
    row = int(results.coded.client_ids.find(arrow_text([client_id]))[0])
    return int(results.people.canonical[row])


def _of_claim(tables: Tables, results: Results, claim: int, until: tuple[str, str] | None = None) -> list[Evidence]:
    """The row by which a claim came about, and that of its last contact: before an event, by kind and id, or at all."""
    if claim < 0:
        return []
    row = results.ownership.iloc[claim]
    store_id = str(row["store_id"])
    moments = timeline(results, _client_row(results, str(row["client_id"])))
    before = list(takewhile(lambda one: (one.event, one.event_id) != until, moments))
    contacts = [one for one in before if one.claim == claim and one.effect in ("owner", "contact")]
    rows = of_event(tables, row["event"], row["event_id"], store_id)
    for last in contacts[-1:]:
        rows += of_event(tables, last.event, last.event_id, store_id)
    return rows


def _party(tables: Tables, row: int, store_id: str) -> list[Evidence]:
    """Earlier visits of the day with the same party."""
    visits = tables["visits"]
    party, at = visits["party_id"].iloc[row], visits["arrived_at"].iloc[row]
    if not isinstance(party, str):
        return []
    rows = rows_with(tables, "visits", "party_id", party, store_id)
    arrived = {r: visits["arrived_at"].iloc[r] for r in rows if r != row}
    return [evidence(tables, "visits", r) for r, when in arrived.items() if at.normalize() <= when <= at]


def _said(results: Results, table: str, rows: Iterable[object]) -> tuple[Said, ...]:
    """The reasons of some rows, by label, in every language."""
    wanted = pd.Index(list(rows))
    spoken = {language: list(reasons(results, table, language, rows=wanted)) for language in LANGUAGES}
    return tuple(Said({language: spoken[language][i] for language in LANGUAGES}) for i in range(len(wanted)))


def _everywhere(text: Text) -> Said:
    return Said({language: text.say(language) for language in LANGUAGES})


def _questions(results: Results, subject_id: str, store_id: str) -> tuple[Said, ...]:
    frame = results.questions
    mine = frame.index[(frame["subject_id"] == subject_id) & (frame["store_id"] == store_id)]
    return _said(results, "questions", mine)


def _once_said(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({one.say("en"): one for one in said}.values())


def _once(rules: Iterable[RuleCard]) -> tuple[RuleCard, ...]:
    return tuple({rule.number: rule for rule in rules}.values())
