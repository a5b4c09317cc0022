"""Explanations: they agree with the results they explain, and are whole as lines of text."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from core.rules import explain_turns
from core.rules.cards import cards_of
from core.rules.compute import compute
from core.rules.explain import explain
from core.rules.explain_lines import lines
from core.rules.explain_parts import UnknownSubject
from core.rules.kinds import OUTCOMES
from core.rules.reasons import reasons
from core.rules.settings import Settings, settings_from
from core.texts import LANGUAGES, catalogue
from tests.plain.folders import CASES, case_names, read_case
from tests.rules.engine import frames, rows, settings_of
from tests.rules.log import read_log

CLAIM = re.compile(r"\((?:ruling|assignment|visit|register row|follow-up|deal) (\S+) of ")
LOOKED_AT = ("unreceived", "off_duty", "noon", "make_up", "turn", "overflow", "out_of_turn")


@cache
def case(name):
    tables, settings = read_case(CASES / name)
    typed = frames(tables)
    return typed, compute(typed, settings_of(settings))


def why(name, subject_id, kind=None, **more):
    tables, results = case(name)
    return explain(tables, results, results.settings, subject_id, kind, **{"with_changes": False, **more})


def why_log(log, subject_id, kind=None):
    tables, settings = read_log(log)
    typed = frames(tables)
    results = compute(typed, settings_of(settings))
    return explain(typed, results, results.settings, subject_id, kind, with_changes=False)


def told():
    """(case, subject, kind, language, lines) of tests/rules/explain.txt."""
    blocks = (Path(__file__).parent / "explain.txt").read_text(encoding="utf-8").strip("\n").split("\n\n")
    for block in blocks:
        head, *said = block.split("\n")
        name, language, subject, *kind = head.removeprefix("== ").split()
        yield name, subject, kind[0] if kind else None, language, said


@pytest.mark.parametrize(("name", "subject", "kind", "language", "said"), list(told()))
def test_the_whole_explanation(name, subject, kind, language, said):
    assert lines(why(name, subject, kind, with_changes=True), language) == said


@pytest.mark.parametrize("name", case_names())
def test_a_visit_is_explained_as_it_was_decided(name):
    _, results = case(name)
    english = reasons(results, "receptions", "en")
    every = rows(results.receptions)
    for place, row in list(enumerate(every))[:: max(1, len(every) // 12)]:
        told = why(name, row["visit_id"], "visit")
        assert told.answer[0].say("en") == english.iloc[place]
        assert [card.number for card in told.cards][: len(cards_of(row["rules"]))] == [
            card.number for card in cards_of(row["rules"])
        ]
        assert (told.evidence[0].registry, told.evidence[0].row_id) == ("visits", row["visit_id"])
        ids = {one.row_id for one in told.evidence}
        assert set(CLAIM.findall(told.answer[0].say("en"))) <= ids
        assert told.queue_before == tuple(one.staff_id for one in told.considered)
        assert sorted(told.queue_after) == sorted(told.queue_before)
        due = [one.staff_id for one in told.considered if one.outcome == "due"]
        if row["kind"] in LOOKED_AT and row["wanted"] is None:
            assert due == ([row["due"]] if row["due"] else [])
        for one in told.considered:
            assert (one.evidence is None) == (one.standing == "idle") or one.standing == "off_duty"


@pytest.mark.parametrize("name", case_names())
def test_a_deal_is_explained_as_it_was_judged(name):
    _, results = case(name)
    for place, row in enumerate(rows(results.attributions)):
        told = why(name, row["deal_id"], "deal")
        assert told.answer[0].say("en") == reasons(results, "attributions", "en").iloc[place]
        assert (told.evidence[0].registry, told.evidence[0].row_id) == ("deals", row["deal_id"])
        assert set(CLAIM.findall(told.answer[0].say("en"))) <= {one.row_id for one in told.evidence}
        assert ("deal", row["deal_id"]) in {(one.event, one.event_id) for one in told.timeline}
        assert [one.at for one in told.timeline] == sorted(one.at for one in told.timeline)


@pytest.mark.parametrize("name", case_names())
def test_the_timeline_of_a_client_makes_the_claims(name):
    """Each claim begins with a moment that makes its owner, and the last contact is the last contact."""
    _, results = case(name)
    claims = rows(results.ownership)
    for client_id in sorted({c["client_id"] for c in claims})[:12]:
        told = why(name, client_id, "client")
        mine = [c for c in claims if c["client_id"] == client_id]
        made = [(m.at, m.owner, m.event, m.event_id) for m in told.timeline if m.effect == "owner"]
        assert made == [(c["since"], c["owner"], c["event"], c["event_id"]) for c in mine]
        touched = [(m.event, m.event_id) for m in told.timeline if m.effect in ("owner", "contact")]
        assert {(c["contact_event"], c["contact_id"]) for c in mine} <= set(touched)
        ends = [m.at for m in told.timeline if m.effect == "end"]
        assert ends == [c["until"] for c in mine if c["ended_by"] in ("lapse", "left") and c["ended_event"] is None]


@pytest.mark.parametrize("name", case_names())
def test_every_finding_can_be_asked_for(name):
    _, results = case(name)
    english = reasons(results, "findings", "en")
    every = rows(results.findings)
    for place, row in list(enumerate(every))[:: max(1, len(every) // 12)]:
        told = why(name, row["subject_id"], row["kind"], staff_id=row["staff_id"])
        assert told.subject_kind == row["subject_kind"]
        assert told.answer[0].say("en") == english.iloc[place]
        assert told.cards[0].number == row["rule"]
        assert len({one.say("en") for one in told.answer}) == len(told.answer)


def test_open_questions_stand_with_what_they_are_about():
    assert [one.say("en") for one in why("r06-grab", "V4").questions] == [
        "V4: whether it was asked who served this client of B's before is not written down; it is taken that the "
        "receiver asked; known, it could make this a client grab."
    ]
    assert why("r06-grab", "V1").questions == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_personal_is_told(language):
    tables, results = case("random-c")
    secret = {cell for registry in ("clients", "calls", "staff") for cell in tables[registry]["phone"].dropna()}
    secret |= {cell for registry in ("clients", "staff") for cell in tables[registry]["name"]}
    subjects = [*results.receptions["visit_id"][::60], *results.attributions["deal_id"][::9]]
    subjects += [*tables["calls"]["call_id"][::20], *results.ownership["client_id"].astype("str")[::40]]
    for subject in subjects:
        said = "\n".join(lines(why("random-c", subject), language))
        assert [word for word in secret if word in said] == []


def test_a_blank_register_leaves_a_client_nobodys():
    told = why_log("client C1 03-01/09:00", "C1")
    assert [one.say("en") for one in told.answer] == ["C1: nobody's client so far."]
    assert [one.say("zh-Hant") for one in told.answer] == ["C1：目前沒有歸屬。"]
    assert told.timeline == ()


def test_a_second_registration_is_explained_as_the_same_client():
    told = why("r11-same-phone", "C2", "client")
    assert told.subject_id == "C2"
    assert [one.row_id for one in told.evidence if one.registry == "clients"] == ["C1", "C2"]


def test_a_party_names_the_visit_it_came_with():
    told = why("r07-busy", party_visit())
    assert {"visits"} == {one.registry for one in told.evidence if one.row_id != told.subject_id and one.row_id}


def party_visit():
    receptions = case("r07-busy")[1].receptions
    return receptions["visit_id"][receptions["kind"] == "same_party"].iloc[0]


def test_an_answered_call_says_who_answered_and_who_had_the_duty():
    told = why_log(
        """
        in A 08:30-18:00
        in B 08:31-18:00
        call K1 09:00 by=A ring=20
        """,
        "K1",
    )
    assert [one.say("en") for one in told.answer] == [
        "K1: A answered.",
        "B was the last of the duty.",
        "K1: A answered after 20 seconds.",
    ]
    assert [(one.staff_id, one.result.say("en")) for one in told.considered] == [
        ("A", "not the one to answer"),
        ("B", "the one to answer"),
    ]


def test_how_each_stood():
    """One member in every standing, told with the row that says so."""
    told = why_log(
        """
        in A 08:30-09:30
        in B 08:31-18:00
        out B 09:40-11:00
        in C 08:32-18:00
        out C 09:50-11:00 told
        in D 08:33-18:00
        out D 09:00-11:00 told
        in E 08:34-18:00
        visit V1 C1 08:35-11:00 by=E prior=yes
        in F 08:36-18:00
        client C2 03-01/09:00 by=Z
        visit V2 C2 08:37-11:00 by=F prior=yes
        in G 08:38-18:00
        visit V3 C3 10:00-10:05 by=G prior=yes
        """,
        "V3",
    )
    stood = {one.staff_id: (one.why.say("en"), one.result.say("en")) for one in told.considered}
    assert stood == {
        "A": ("signed out at 09:30", "passed over"),
        "B": ("away since 09:40 without notice", "passed over, the turn is forfeited"),
        "C": ("away since 09:50, the next one told", "keeps the place"),
        "D": ("away since 09:00, the next one told, but for too long", "passed over, the turn is forfeited"),
        "E": ("serving V1", "passed over"),
        "F": ("serving V2 as a duty", "keeps the place and earns a make-up"),
        "G": ("idle", "due"),
    }


def test_looking_alone_passes_nobody_over():
    """A visitor whom nobody received: B is out, A would have been next, and nobody loses a place."""
    told = why_log(
        """
        in A 08:30-18:00
        in B 08:29-18:00
        out B 08:50-10:00
        visit V1 C1 09:00-09:05
        """,
        "V1",
    )
    assert [(one.staff_id, one.result.say("en")) for one in told.considered] == [
        ("B", "would have been passed over"),
        ("A", "due"),
    ]
    assert told.queue_after == told.queue_before == ("B", "A")


def test_unknown_subjects_are_said_in_the_readers_language():
    tables, results = case("r06-grab")
    with pytest.raises(UnknownSubject) as raised:
        explain(tables, results, results.settings, "V99")
    assert raised.value.message("zh-Hant") == "沒有編號為 V99 的來訪、成交、來電或客戶。"
    with pytest.raises(UnknownSubject) as raised:
        explain(tables, results, results.settings, "V3", "client_grab")
    assert raised.value.message("en") == "V3 has no finding of the kind client grabbed."
    with pytest.raises(UnknownSubject):
        explain(tables, results, results.settings, "C0", "deal")
    with pytest.raises(UnknownSubject):
        explain(tables, results, results.settings, "V1", "weather")


def test_other_settings_than_those_of_the_results_are_refused():
    tables, results = case("r06-grab")
    with pytest.raises(ValueError, match="other settings"):
        explain(tables, results, settings_from({"lapse_months": 2}), "V1")
    assert results.settings == Settings()


def test_every_outcome_has_its_words():
    assert set(explain_turns.OUTCOMES) == set(OUTCOMES)
    for language in ("zh-Hant", "zh-Hans"):
        assert all(catalogue(language).gettext(t.msgid) != t.msgid for t in explain_turns.OUTCOMES.values())


def test_instants_of_an_explanation_are_plain():
    told = why("r13-absence", "V2")
    assert told.at == pd.Timestamp("2024-03-04 09:20").to_pydatetime()
    assert (told.subject_kind, told.store_id) == ("visit", "S1")
