"""The answer about a visit, call, deal or client with the rules, the rows, the people and the events behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

import numpy as np
import pandas as pd

from core.registries.definitions import Tables
from core.rules.cards import cards_of
from core.rules.coded import last_instants
from core.rules.explain_claims import timeline
from core.rules.explain_parts import Evidence, Explanation, Said
from core.rules.explain_rows import distinct, evidence, of_event, rows_with
from core.rules.explain_turns import considered, step_of
from core.rules.ids import arrow_text
from core.rules.reasons import reasons
from core.rules.results import Results
from core.texts import LANGUAGES, Text


def visit(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    """Why a visit was whose turn it was, and what it cost."""
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
        said_of(results, "receptions", [row.name]),
        cards_of(row["rules"]),
        distinct(rows),
        people,
        step.queue_before,
        step.queue_after,
        questions=_questions(results, subject_id, store_id),
    )


def call(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    """Who had the telephone at a call."""
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


def deal(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    """Why the credit of a deal is whose it is."""
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
        said_of(results, "attributions", [row.name]),
        cards_of(row["rules"]),
        distinct(rows),
        timeline=timeline(results, _client_row(results, str(row["client_id"]))),
        questions=_questions(results, subject_id, store_id),
    )


def client(tables: Tables, results: Results, store_id: str, subject_id: str) -> Explanation:
    """Whose client somebody is at the store's last instant, and how that came."""
    row = _client_row(results, subject_id)
    canonical = str(results.coded.client_ids.text(row))
    ownership = results.ownership
    places = (ownership["client_id"] == canonical).to_numpy().nonzero()[0]
    claims = ownership.iloc[places]
    rows = [evidence(tables, "clients", r) for r in (results.people.canonical == row).nonzero()[0]]
    answer = said_of(results, "ownership", claims.index[-1:])
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


def said_of(results: Results, table: str, rows: Iterable[object]) -> tuple[Said, ...]:
    """The reasons of some rows, by label, in every language."""
    wanted = pd.Index(list(rows))
    spoken = {language: list(reasons(results, table, language, rows=wanted)) for language in LANGUAGES}
    return tuple(Said({language: spoken[language][i] for language in LANGUAGES}) for i in range(len(wanted)))


def _everywhere(text: Text) -> Said:
    return Said({language: text.say(language) for language in LANGUAGES})


def _questions(results: Results, subject_id: str, store_id: str) -> tuple[Said, ...]:
    frame = results.questions
    mine = frame.index[(frame["subject_id"] == subject_id) & (frame["store_id"] == store_id)]
    return said_of(results, "questions", mine)
