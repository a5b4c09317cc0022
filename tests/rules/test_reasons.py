"""Reasons: every sentence there is, whole, in three languages, on the hand-checked cases."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from core.rules import reasons_claims, reasons_findings, reasons_questions, reasons_receptions
from core.rules.compute import compute
from core.rules.reasons import TABLES, reasons
from core.texts import LANGUAGES
from tests.plain.folders import CASES, case_names, read_case
from tests.rules.engine import frames, settings_of
from tests.rules.log import read_log

KEYS = {
    "receptions": "visit_id",
    "ownership": "client_id",
    "attributions": "deal_id",
    "findings": "subject_id",
    "questions": "subject_id",
}
TEMPLATES = {
    "receptions": [
        *(template for _, _, template in reasons_receptions._ACTIONS),
        *reasons_receptions._CLIENTS,
        *reasons_receptions._CHARGES,
    ],
    "ownership": [
        *reasons_claims._BASES.values(),
        *reasons_claims._CONTACTS.values(),
        *reasons_claims._ENDS.values(),
    ],
    "attributions": [*reasons_claims._CREDITS.values(), *reasons_claims._CREDITED.values()],
    "findings": [*reasons_findings._SEEN.values(), *reasons_findings._RULED.values()],
    "questions": [
        *reasons_questions._UNKNOWN.values(),
        *reasons_questions._ASSUMED.values(),
        *reasons_questions._WOULD_CHANGE.values(),
    ],
}
ALONE = """
    # A signed in and stepped out, and received all the same: nobody was present
    in A 08:30-18:00
    out A 08:50-10:00
    visit V1 C1 09:00-09:10 by=A prior=yes
"""


def told():
    """(case, table, key, {language: sentence}) of tests/rules/reasons.txt: three lines each, English first."""
    blocks = (Path(__file__).parent / "reasons.txt").read_text(encoding="utf-8").strip().split("\n\n")
    for block in blocks:
        head, english, hant, hans = block.splitlines()
        yield *head.split(), {"en": english, "zh-Hant": hant, "zh-Hans": hans}


@cache
def results_of(name):
    tables, settings = read_case(CASES / name)
    return compute(frames(tables), settings_of(settings))


def results_of_log(text):
    tables, settings = read_log(text)
    return compute(frames(tables), settings_of(settings))


@pytest.mark.parametrize(
    ("case", "table", "key", "sentences"), list(told()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_sentence_in_three_languages(case, table, key, sentences):
    results = results_of(case)
    subject, _, place = key.partition("#")
    ids = getattr(results, table)[KEYS[table]].astype("str")
    row = ids.index[ids == subject][int(place) - 1]
    assert {language: reasons(results, table, language).loc[row] for language in LANGUAGES} == sentences


def test_nobody_was_there_to_be_due():
    results = results_of_log(ALONE)
    assert list(reasons(results, "receptions", "en")) == [
        "V1: C1 is a new client; nobody was there to be due, A received; it costs A the turn."
    ]
    assert list(reasons(results, "receptions", "zh-Hant")) == [
        "V1：C1 是新客戶，當時沒有人可以輪到，由 A 接待，算 A 一次接待機會。"
    ]
    assert list(reasons(results, "findings", "en")) == ["V1: A received, though nobody was there to be due."]
    assert list(reasons(results, "findings", "zh-Hans")) == ["V1：当时没有人可以轮到，A 接待了。"]


@pytest.mark.parametrize("table", TABLES)
def test_every_template_is_said_of_some_case(table):
    """A template is said where a clause of a sentence is that template with its places filled."""
    clauses = set()
    for results in [*(results_of(name) for name in case_names()), results_of_log(ALONE)]:
        for sentence in reasons(results, table, "en"):
            clauses |= set(sentence.removesuffix(".").split("; "))
    unsaid = []
    for template in filter(None, TEMPLATES[table]):
        filled = re.compile(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(template)))
        if not any(filled.fullmatch(clause) for clause in clauses):
            unsaid.append(template)
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_no_sentence_is_left_open(table, language):
    """No place unfilled, nothing missing said, one full stop at the end."""
    for name in case_names():
        results = results_of(name)
        said = reasons(results, table, language)
        assert said.index.equals(getattr(results, table).index)
        stop = "." if language == "en" else "。"
        for sentence in said:
            assert sentence.endswith(stop)
            assert sentence.count(stop) == 1 or language == "en"
            assert not re.search(r"[{}]|\bnan\b|\bNaT\b|\bNone\b|<NA>|: - | - ", sentence), sentence


def test_no_client_is_named_and_no_phone_is_told():
    tables, settings = read_case(CASES / "random-c")
    results = compute(frames(tables), settings_of(settings))
    said = "\n".join(sentence for table in TABLES for sentence in reasons(results, table, "zh-Hant"))
    phones = {c["phone"] for c in tables["clients"] + tables["calls"] if c["phone"]}
    names = {person["name"] for registry in ("clients", "staff") for person in tables[registry]}
    assert [word for word in phones | names if word in said] == []


def test_names_of_staff_stand_beside_their_ids_when_asked_for():
    results = results_of("r06-grab")
    said = reasons(results, "receptions", "zh-Hant", names={"B": "王芳"})
    assert (
        said[0] == "V1：C0 是 B 王芳 的老客戶（2024-03-01 登記 C0），B 王芳 當時空閒，卻由 C 接待，算 C 一次接待機會。"
    )


def test_some_rows_in_the_order_asked_for():
    results = results_of("r13-rotation")
    every = reasons(results, "receptions", "en")
    some = reasons(results, "receptions", "en", rows=pd.Index([3, 0]))
    assert list(some.index) == [3, 0]
    assert list(some) == [every[3], every[0]]


def test_no_rows_no_reasons():
    results = compute({}, settings_of({}))
    for table in TABLES:
        said = reasons(results, table, "zh-Hant")
        assert len(said) == 0
        assert said.dtype == "str"


def test_an_unknown_table_or_language_is_refused():
    results = results_of("r13-rotation")
    with pytest.raises(ValueError, match="no reasons for 'ledger'"):
        reasons(results, "ledger", "en")
    with pytest.raises(ValueError, match="unknown language"):
        reasons(results, "receptions", "fr")
