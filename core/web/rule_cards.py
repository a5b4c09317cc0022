"""Rule cards on screen: one card for a row of anything, all seventeen for browsing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from core.registries.definitions import STORE
from core.rules import labels
from core.rules.cards import CARDS, RuleCard
from core.rules.settings import NOTES, Settings
from core.texts import Text
from core.web import language
from core.web.datasets import DataSet
from core.web.language import _
from core.web.setting_words import setting_value


def card(rule: RuleCard, spoken: str, settings: Settings | None = None) -> None:
    """Show one card where the page stands: what the rule says, what decides it, its settings."""
    number = _("Rule {number}", number=rule.number)
    st.markdown(f"**{number}　{rule.title.say(spoken)}**　「{rule.quoted}」")
    st.markdown(rule.says.say(spoken))
    st.markdown("**" + _("How it is decided") + f"**　{rule.how.say(spoken)}")
    for title, codes, words in (
        (_("Kinds of reception"), rule.kinds, labels.KINDS),
        (_("Basis"), rule.bases, {**labels.OWNERSHIP_BASES, **labels.CREDIT_BASES}),
        (_("Findings"), rule.findings, labels.FINDINGS),
    ):
        if codes:
            st.markdown(f"**{title}**　" + _joined(_words(codes, words, spoken)))
    if rule.decided_by:
        st.markdown(
            "**" + _("Columns that decide it") + "**　" + _joined(_column(name, spoken) for name in rule.decided_by)
        )
    if rule.settings:
        st.markdown("**" + _("Settings") + "**")
        for name in rule.settings:
            note = next(n for n in NOTES if n.name == name)
            value = setting_value(note, getattr(settings or Settings(), name))
            st.markdown(f"- {note.meaning.say(spoken)} → **{value}**")
    if not rule.decidable:
        st.caption(_("Conduct: no log decides it, so it never makes a finding."))


def of_numbers(numbers: Iterable[int], spoken: str, settings: Settings | None = None) -> None:
    """The cards of some rules, each folded, in the order given; unknown numbers are left out."""
    by_number = {rule.number: rule for rule in CARDS}
    for number in dict.fromkeys(numbers):
        rule = by_number.get(number)
        if rule is not None:
            title = _("Rule {number}: {title}", number=number, title=rule.title.say(spoken))
            with st.expander(title, icon=":material/gavel:"):
                card(rule, spoken, settings)


def browse(wanted: str, spoken: str, dataset: DataSet | None) -> None:
    """All cards that hold a text, two beside each other where there is room."""
    settings = dataset.settings if dataset else None
    if dataset is not None and dataset.settings_differ:
        st.caption(_("Your stores have different settings: the usual ones stand on the cards."))
    found = [rule for rule in CARDS if _holds(rule, wanted, spoken)]
    if not found:
        st.info(_("No rule has that word. Try fewer letters, or clear the box."), icon=":material/search_off:")
        return
    for first in range(0, len(found), 2):
        for column, rule in zip(st.columns(2), found[first : first + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                card(rule, spoken, settings)


def _holds(rule: RuleCard, wanted: str, spoken: str) -> bool:
    if wanted.isdecimal():
        return rule.number == int(wanted)
    texts = (rule.title.say(spoken), rule.quoted, rule.says.say(spoken), rule.how.say(spoken))
    words = _words(rule.kinds, labels.KINDS, spoken) + _words(rule.findings, labels.FINDINGS, spoken)
    return any(wanted.casefold() in text.casefold() for text in (*texts, *words))


def _words(codes: Iterable[str], words: Mapping[str, Text], spoken: str) -> list[str]:
    return [labels.label(words, code, spoken) for code in codes]


def _joined(parts: Iterable[str]) -> str:
    return ("、" if language.locale().language == "zh" else ", ").join(parts)


def _column(name: str, spoken: str) -> str:
    """`registry.column` as people call both."""
    registry, _dot, column = name.partition(".")
    defined = next(r for r in STORE if r.name == registry)
    between = "．" if spoken != "en" else " / "
    return f"{labels.label(labels.REGISTRIES, registry, spoken)}{between}{defined.column(column).label(spoken)}"
