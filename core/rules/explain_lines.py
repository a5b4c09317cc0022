"""An explanation as lines of text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from core.registries.definitions import Column, registry
from core.rules import labels
from core.rules.cards import RuleCard
from core.rules.counterfactual_moves import moment
from core.rules.explain_parts import Considered, Evidence, Explanation, Moment
from core.texts import Text


def lines(explanation: Explanation, language: str) -> list[str]:
    """An explanation in a language, a line each; parts that are empty are left out.

    No line holds a name, a phone number or a note: people and clients are told by their ids.
    """
    return list(_lines(explanation, language))


def _lines(told: Explanation, language: str) -> Iterator[str]:
    yield from (sentence.say(language) for sentence in told.answer)
    yield from _part(Text("Rules"), (_rule(card, language) for card in told.cards), language)
    yield from _part(Text("Rows it rests on"), (_row(row, language) for row in told.evidence), language)
    yield from _part(Text("Who was considered"), (_person(one, language) for one in told.considered), language)
    if told.queue_before:
        yield Text("Queue before: {queue}", {"queue": " ".join(told.queue_before)}).say(language)
        yield Text("Queue after: {queue}", {"queue": " ".join(told.queue_after)}).say(language)
    yield from _part(Text("What happened to the client"), (_moment(one, language) for one in told.timeline), language)
    yield from _part(Text("What would have changed it"), (one.text.say(language) for one in told.changes), language)
    yield from _part(Text("Not known"), (one.say(language) for one in told.questions), language)


def _part(title: Text, said: Iterator[str], language: str) -> Iterator[str]:
    some = [f"  {line}" for line in said]
    if some:
        yield title.say(language)
        yield from some


def _rule(card: RuleCard, language: str) -> str:
    said = {"number": card.number, "title": card.title}
    return Text("Rule {number}: {title}", said).say(language)


def _row(row: Evidence, language: str) -> str:
    defined = registry(row.registry)
    between = ", " if language == "en" else "，"
    cells = between.join(
        f"{defined.column(name).label(language)} {_value(defined.column(name), value, language)}"
        for name, value in row.cells
    )
    return f"{labels.label(labels.REGISTRIES, row.registry, language)} — {cells}"


def _value(column: Column, value: str, language: str) -> str:
    if column.kind in ("bool", "bool?"):
        return (Text("yes") if value == "true" else Text("no")).say(language)
    choices = {choice.code: choice for choice in column.choices}
    return choices[value].label(language) if value in choices else value


def _person(one: Considered, language: str) -> str:
    parts = [one.why, one.result] + ([one.duty] if one.duty else [])
    between = "; " if language == "en" else "；"
    return f"{one.place + 1}. {one.staff_id} — " + between.join(part.say(language) for part in parts)


def _moment(one: Moment, language: str) -> str:
    event = labels.label(labels.EVENTS, one.event, language)
    subject = " ".join(part for part in (event, one.event_id, one.staff_id) if part)
    return f"{moment(pd.Timestamp(one.at))}  {subject} — {one.text.say(language)}"
