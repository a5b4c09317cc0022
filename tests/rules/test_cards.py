"""The seventeen cards: they agree with what the passes cite, the settings know, the cases show and the docs hold."""

import pytest

from core.registries.definitions import registry
from core.rules import kinds, labels
from core.rules.cards import CARDS, SOURCE, card, cards_of
from core.rules.cards_reference import SECTIONS, cases_by_rule, reference
from core.rules.compute import compute
from core.rules.settings import NOTES
from core.texts import LANGUAGES, catalogue
from tests.plain.folders import CASES, case_names, read_case
from tests.rules.engine import frames, settings_of
from tools.rules_reference import pages

CONDUCT = {1, 4}


def cited(rules_by_code):
    """Code -> numbers of the rules that the passes cite for it."""
    found = {}
    for code, rules in rules_by_code.items():
        word = {"double": "out_of_turn"}.get(code, code.split(" ")[0])
        found.setdefault(word, set()).update(int(number) for number in str(rules).split(";"))
    return found


def on_cards(field):
    found = {}
    for rule in CARDS:
        for code in getattr(rule, field):
            found.setdefault(code, set()).add(rule.number)
    return found


def test_seventeen_in_order():
    assert [rule.number for rule in CARDS] == list(range(1, 18))


def test_kinds_bases_and_findings_are_those_the_passes_cite():
    assert on_cards("kinds") == cited(kinds.RECEPTION_RULES)
    owned, credited = cited(kinds.OWNERSHIP_RULES), cited(kinds.CREDIT_RULES)
    both = {code: owned.get(code, set()) | credited.get(code, set()) for code in {*owned, *credited}}
    assert on_cards("bases") == both
    assert on_cards("findings") == cited(kinds.FINDING_RULES)


def test_conduct_is_decided_by_no_column_and_makes_no_finding():
    assert {rule.number for rule in CARDS if not rule.decidable} == CONDUCT
    for number in CONDUCT:
        rule = card(number)
        assert (rule.settings, rule.kinds, rule.bases, rule.findings) == ((), (), (), ())


@pytest.mark.parametrize("rule", CARDS, ids=lambda rule: rule.number)
def test_columns_settings_and_sections_exist(rule):
    for name in rule.decided_by:
        of, _, column = name.partition(".")
        assert registry(of).column(column).name == column
    assert set(rule.settings) <= {note.name for note in NOTES}
    assert rule.sections
    assert set(rule.sections) <= set(SECTIONS)


def test_every_setting_is_on_the_cards_of_its_rules():
    missing = [(note.name, n) for note in NOTES for n in note.rules if note.name not in card(n).settings]
    assert missing == []
    assert {note.name for note in NOTES} == {name for rule in CARDS for name in rule.settings}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_cards_and_labels_are_translated(language):
    tables = (labels.KINDS, labels.OWNERSHIP_BASES, labels.CREDIT_BASES, labels.FINDINGS, labels.REGISTRIES)
    texts = [text for rule in CARDS for text in (rule.title, rule.says, rule.how)]
    texts += [text for table in tables for text in table.values()]
    untranslated = [text.msgid for text in texts if catalogue(language).gettext(text.msgid) == text.msgid]
    assert untranslated == []


def test_every_code_has_a_label():
    assert set(labels.KINDS) == set(kinds.RECEPTION_KINDS)
    assert set(labels.OWNERSHIP_BASES) == set(kinds.OWNERSHIP_BASES)
    assert set(labels.CREDIT_BASES) == set(kinds.CREDIT_BASES)
    assert set(labels.FINDINGS) == set(kinds.FINDING_KINDS)
    assert set(labels.ENDINGS) == set(kinds.ENDINGS)
    assert set(labels.STATUSES) == set(kinds.STATUSES)


def test_label_of_a_missing_and_of_an_unknown_code():
    assert labels.label(labels.KINDS, None, "en") == ""
    assert labels.label(labels.KINDS, float("nan"), "en") == ""
    assert labels.label(labels.KINDS, "never_heard_of", "zh-Hant") == "never_heard_of"
    assert labels.label(labels.KINDS, "obligatory", "zh-Hant") == "義務接待"
    assert labels.label(labels.FINDINGS, "client_grab", "zh-Hans") == "抢客"


def test_cards_of_a_rules_cell():
    assert [rule.number for rule in cards_of("6;10")] == [6, 10]
    assert cards_of("") == cards_of(None) == cards_of(float("nan")) == ()
    with pytest.raises(KeyError):
        cards_of("18")


def test_every_rule_has_its_cases():
    cases = cases_by_rule(case_names())
    assert [number for number, names in cases.items() if not names] == []
    assert cases_by_rule(["r06-r13-duty-then-out", "natural-order", "4r11x"])[6] == ["r06-r13-duty-then-out"]


@pytest.mark.parametrize("number", [rule.number for rule in CARDS if rule.decidable])
def test_a_case_of_the_rule_cites_it(number):
    shown = set()
    for name in cases_by_rule(case_names())[number]:
        tables, settings = read_case(CASES / name)
        results = compute(frames(tables), settings_of(settings))
        shown |= {int(n) for n in results.findings["rule"]}
        for table in (results.receptions, results.ownership, results.attributions):
            shown |= {int(n) for cell in table["rules"].dropna().unique() for n in cell.split(";")}
    assert number in shown


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_docs_are_what_the_cards_say(path):
    assert path.read_text(encoding="utf-8") == pages()[path], "python -m tools.rules_reference"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_each_rule_and_its_cases(language):
    text = reference(language, {13: ["r13-rotation"]})
    for rule in CARDS:
        assert f"\n## {rule.number}. {rule.title.say(language)}\n\n> 「{rule.quoted}」\n" in text
    assert text.count("(../tests/cases/r13-rotation)") == 1
    assert SOURCE in text
