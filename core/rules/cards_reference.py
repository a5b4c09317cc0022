"""The page about the rules, written from the cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.registries.definitions import registry
from core.rules import labels
from core.rules.cards import CARDS, SOURCE, RuleCard
from core.rules.settings import NOTES
from core.texts import Text

SECTIONS: Mapping[int, Text] = {
    1: Text("settings"),
    2: Text("who a client is"),
    3: Text("ownership"),
    4: Text("rotation"),
    5: Text("attribution"),
    6: Text("findings"),
    7: Text("open questions"),
}
"""Sections of the rulebook."""
_IN_A_NAME = re.compile(r"(?<![a-z0-9])r(\d\d)(?!\d)")


def cases_by_rule(names: Iterable[str]) -> dict[int, list[str]]:
    """The hand-checked cases of each rule, by the numbers in their names: `r06-r13-duty-then-out` is of 6 and 13."""
    found: dict[int, list[str]] = {rule.number: [] for rule in CARDS}
    for name in sorted(names):
        for number in _IN_A_NAME.findall(name):
            found[int(number)].append(name)
    return found


def reference(language: str, cases: Mapping[int, Sequence[str]]) -> str:
    """The page in a language, as Markdown.

    Args:
        language: One of `core.texts.LANGUAGES`.
        cases: Folders of tests/cases that show each rule, by number.
    """
    title = Text("The seventeen rules").say(language)
    said = [f"# {title}", "", _intro(language), ""]
    for rule in CARDS:
        said += [*_card(rule, language, cases.get(rule.number, ())), ""]
    return "\n".join(said).rstrip() + "\n"


def _intro(language: str) -> str:
    return Text(
        "What each rule of “{source}” asks for, in our own words, what decides it, and which hand-checked cases "
        "(tests/cases) show it. The store's own words are its own; a short phrase helps to find the rule in them.",
        {"source": SOURCE},
    ).say(language)


def _card(rule: RuleCard, language: str, cases: Sequence[str]) -> Iterator[str]:
    yield f"## {rule.number}. {rule.title.say(language)}"
    yield ""
    yield f"> 「{rule.quoted}」"
    yield ""
    yield rule.says.say(language)
    yield ""
    yield rule.how.say(language)
    yield ""
    for title, parts in (
        (Text("Decided by"), [_column(name, language) for name in rule.decided_by]),
        (Text("Settings"), [_setting(name, language) for name in rule.settings]),
        (Text("Kinds of reception"), _coded(rule.kinds, labels.KINDS, language)),
        (Text("Bases"), _coded(rule.bases, {**labels.OWNERSHIP_BASES, **labels.CREDIT_BASES}, language)),
        (Text("Findings"), _coded(rule.findings, labels.FINDINGS, language)),
        (Text("Rulebook"), [f"{n} {SECTIONS[n].say(language)}" for n in rule.sections]),
        (Text("Cases"), [f"[{name}](../tests/cases/{name})" for name in cases]),
    ):
        if parts:
            between = ", " if language == "en" else "、"
            colon = ": " if language == "en" else "："
            yield f"- {title.say(language)}{colon}{between.join(parts)}"


def _column(name: str, language: str) -> str:
    of, _, column = name.partition(".")
    if language == "en":
        return f"`{name}`"
    return f"{registry(of).label(language)}「{registry(of).column(column).label(language)}」(`{name}`)"


def _setting(name: str, language: str) -> str:
    note = next(note for note in NOTES if note.name == name)
    brackets = (" (", ")") if language == "en" else ("（", "）")
    return f"`{name}`{brackets[0]}{note.meaning.say(language).rstrip('。.')}{brackets[1]}"


def _coded(codes: Sequence[str], words: Mapping[str, Text], language: str) -> list[str]:
    return [f"{labels.label(words, code, language)} `{code}`" for code in codes]
