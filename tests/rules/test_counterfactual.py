"""What would have changed an answer: every statement is made true in the registries and judged again."""

from datetime import timedelta
from functools import cache

import pandas as pd
import pytest

from core.rules import counterfactual_answers as answers
from core.rules.compute import compute
from core.rules.counterfactual import Change, Outcome
from core.rules.counterfactual_slices import store_of
from core.rules.counterfactual_words import sentence
from core.rules.counterfactual_worlds import Edit, changed, plain_id, world_of, worlds
from core.texts import LANGUAGES
from tests.plain.folders import CASES, case_names, read_case
from tests.plain.judge import judge
from tests.rules.engine import frames, rows, settings_of
from tests.rules.log import read_log

CHECKED = [name for name in case_names() if not name.startswith("random")]
RANDOM = [name for name in case_names() if name.startswith("random")]


class Asked:
    """A store's registries with the engine's results, to ask about."""

    def __init__(self, tables, settings):
        self.plain_settings = settings
        self.settings = settings_of(settings)
        self.tables = frames(tables)
        self.results = compute(self.tables, self.settings)
        self.stores = {store: store_of(self.tables, store) for store in self.results.coded.stores}

    def visit(self, visit_id, finding=None):
        return answers.of_visit(self._store("visits", "visit_id", visit_id), self.results, visit_id, finding)

    def deal(self, deal_id, finding=None):
        return answers.of_deal(self._store("deals", "deal_id", deal_id), self.results, deal_id, finding)

    def call(self, call_id, finding=None):
        return answers.of_call(self._store("calls", "call_id", call_id), self.results, call_id, finding)

    def client(self, client_id, finding=None):
        return answers.of_client(self._store("clients", "client_id", client_id), self.results, client_id, finding)

    def _store(self, registry, key, wanted):
        frame = self.tables[registry]
        return self.stores[frame["store_id"][frame[key] == wanted].iloc[0]]

    def made_true(self, change):
        """What the plain reading says when the change is made."""
        tables = {name: rows(frame) for name, frame in changed(self.tables, change.edits).items()}
        for person in tables["staff"]:
            for column in ("hired_on", "left_on"):
                person[column] = person[column] and person[column].date()
        other = {name: str(v) if isinstance(v, str) else v for name, v in change.settings.items()}
        return judge(tables, self.plain_settings | other)


def asked(log):
    return Asked(*read_log(log))


@cache
def case(name):
    return Asked(*read_case(CASES / name))


def facts_of(results, subject_kind, subject_id):
    """The same facts, out of the plain reading's results."""
    if subject_kind == "visit":
        row = next(r for r in results["receptions"] if r["visit_id"] == subject_id)
        return {name: row[name] for name in ("kind", "due", "charged_to")}
    row = next(r for r in results["attributions"] if r["deal_id"] == subject_id)
    return {name: row[name] for name in ("credit_kind", "credited_to")}


def findings_of(results, subject_id, kinds):
    return {
        (f["kind"], f["staff_id"]) for f in results["findings"] if f["subject_id"] == subject_id and f["kind"] in kinds
    }


def said(found, subject_id, language="en"):
    return [sentence(one, subject_id).say(language) for one in found]


def subjects(table, key, sort, most):
    """(case, row) of the hand-checked cases: as many of each sort as asked for, spread over the cases."""
    found = {}
    for name in CHECKED:
        for row in rows(getattr(case(name).results, table)):
            found.setdefault(row[sort], []).append((name, row))
    for several in found.values():
        yield from several[:: max(1, len(several) // most)][:most] if most else several


def true_statements(name, kind, row, key):
    """Before as the results have it, after as the plain reading has it once the change is made: every fact of both."""
    store = case(name)
    for one in getattr(store, kind)(row[key]):
        assert dict(one.before.facts) == {fact: row[fact] for fact in one.before.facts}
        assert one.outcome.facts != one.before.facts
        now = store.made_true(one.change)
        assert facts_of(now, kind, row[key]) == dict(one.outcome.facts), one.change.condition.say("en")
        kinds = {f for f, _ in one.before.findings | one.outcome.findings}
        assert findings_of(now, row[key], kinds) == set(one.outcome.findings)


def true_statements_of_a_finding(name, finding):
    """The finding asked about is there, and gone once the change is made."""
    store = case(name)
    wanted = (finding["kind"], finding["staff_id"])
    for one in getattr(store, finding["subject_kind"])(finding["subject_id"], wanted):
        assert wanted in one.before.findings
        now = store.made_true(one.change)
        assert wanted not in findings_of(now, finding["subject_id"], {finding["kind"]})


def test_statements_about_visits_of_each_kind_are_true():
    for name, row in subjects("receptions", "visit_id", "kind", 2):
        true_statements(name, "visit", row, "visit_id")


def test_statements_about_deals_of_each_basis_are_true():
    for name, row in subjects("attributions", "deal_id", "basis", 2):
        true_statements(name, "deal", row, "deal_id")


def test_statements_about_findings_of_each_kind_are_true():
    for name, row in subjects("findings", "subject_id", "kind", 1):
        true_statements_of_a_finding(name, row)


@pytest.mark.soak
def test_every_statement_about_the_hand_checked_cases_is_true():
    for name, row in subjects("receptions", "visit_id", "kind", 0):
        true_statements(name, "visit", row, "visit_id")
    for name, row in subjects("attributions", "deal_id", "basis", 0):
        true_statements(name, "deal", row, "deal_id")
    for name, row in subjects("findings", "subject_id", "kind", 0):
        true_statements_of_a_finding(name, row)


@pytest.mark.soak
@pytest.mark.parametrize("name", RANDOM)
def test_statements_about_random_stores_are_true(name):
    for row in rows(case(name).results.receptions)[7::29]:
        true_statements(name, "visit", row, "visit_id")
    for row in rows(case(name).results.attributions)[3::5]:
        true_statements(name, "deal", row, "deal_id")


@pytest.mark.parametrize("name", ["r11-concealed", "r14-lapse", "r14-owner-left", "r14-handed-out", "r14-scope-deal"])
def test_every_statement_about_a_client_is_true(name):
    """Whose the client is at the store's last instant, by the ownership of the engine over all rows."""
    store = case(name)
    for client_id in sorted(set(store.results.ownership["client_id"])):
        for one in store.client(client_id):
            settings = settings_of(store.plain_settings | dict(one.change.settings))
            now = compute(changed(store.tables, one.change.edits), settings)
            assert standing_owner(store, now, client_id, settings) == one.outcome.facts["owner"]
            assert one.outcome.facts["owner"] != one.before.facts["owner"]


def standing_owner(store, results, client_id, settings):
    at = answers.last_instant(store.stores[results.coded.stores[0]]).normalize()
    claims = results.ownership[results.ownership["client_id"] == client_id]
    if claims.empty:
        return None
    last = claims.iloc[-1]
    staff = store.tables["staff"].set_index("staff_id")["left_on"]
    gone = at > staff[last["owner"]] if not pd.isna(staff[last["owner"]]) else False
    lapsed = settings.lapse_scope == "claim" and at > last["lapses_on"]
    return None if gone or lapsed else last["owner"]


BACK_BY = """
    in A 08:30-18:00
    in B 08:31-18:00
    in C 08:32-18:00
    visit V1 C1 09:00-09:20 by=A prior=yes
    out B 09:40-10:30
    visit V2 C2 10:05-10:20 by=C prior=yes
"""


def test_had_b_come_back_by_then():
    store = asked(BACK_BY)
    found = {one.change.fact: one for one in store.visit("V2")}
    back = found["absences", 0, "returned_at"]
    assert said([back], "V2") == [
        "Had B come back by 10:05 (written: 10:30), B was due, it was “out of turn”, "
        "there was no “turn forfeited” of B's, there was a “out of turn” of C's."
    ]
    # exact to the second: a second later is too late
    assert back.change.edits == (Edit("absences", 0, {"returned_at": pd.Timestamp("2024-03-04 10:05")}),)
    late = Change(back.change.condition, (Edit("absences", 0, {"returned_at": pd.Timestamp("2024-03-04 10:05:01")}),))
    assert facts_of(store.made_true(late), "visit", "V2") == dict(back.before.facts)


ONE_CONTACT = """
    client C1 02-14/09:00 by=A
    deal D1 C1 by=B closed=03-20/15:00
"""


def test_one_contact_and_the_deal_was_hers():
    """Registered on 14 February, good through 14 March, closed by B on 20 March."""
    store = asked(ONE_CONTACT)
    contact = store.deal("D1")[0]
    assert said([contact], "D1") == [
        "Had A followed up C1 once from 2024-02-20 to 2024-03-20, D1 was A's, "
        "there was no “claim lapsed before the deal” of A's."
    ]
    assert said([contact], "D1", "zh-Hant") == [
        "若 A 在 2024-02-20 至 2024-03-20 之間跟蹤過 C1 一次，D1 的業績就算 A，A 就沒有「逾期未跟蹤」。"
    ]
    first, last = contact.window
    row = contact.change.edits[0].values
    credited = {}
    for day in (first - timedelta(days=1), first, last - timedelta(days=3), last):
        edit = Edit("followups", None, {**row, "followed_at": day + timedelta(hours=10)})
        now = store.made_true(Change(contact.change.condition, (edit,)))
        credited[str(day.date())] = facts_of(now, "deal", "D1")["credited_to"]
    assert credited == {"2024-02-19": "B", "2024-02-20": "A", "2024-03-17": "A", "2024-03-20": "A"}


def test_where_lapsed_claims_are_not_revived_the_contact_had_to_come_in_time():
    """With lapse_scope = deal a follow-up revives nothing, but while it is somebody's client it is a contact."""
    store = asked(ONE_CONTACT + "    set lapse_scope=deal\n")
    contact = store.deal("D1")[0]
    assert contact.change.fact == ("contact", "A")
    assert [str(day.date()) for day in contact.window] == ["2024-02-20", "2024-03-20"]


def test_the_nearest_comes_first():
    """V1 kept A busy for a minute too long; everything else would have had to move further."""
    store = asked(
        """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:31 by=A prior=yes
        visit V2 C2 09:10-09:15 by=B prior=yes
        visit V3 C3 09:30-09:40 by=B prior=yes
        """
    )
    costs = [one.change.cost for one in store.visit("V3")]
    assert costs == sorted(costs)
    assert said(store.visit("V3"), "V3")[0].startswith(
        "Had the visitor of V1 left by 09:30 (written: 09:31), A was due"
    )


def test_of_one_fact_only_the_nearest_change_is_told():
    for name in ("r13-absence", "r06-grab", "r14-lapse"):
        store = case(name)
        for visit_id in store.results.receptions["visit_id"]:
            facts = [one.change.fact for one in store.visit(visit_id)]
            assert len(facts) == len(set(facts))


def test_a_setting_is_told_where_facts_do_not_do():
    found = case("r14-lapse").deal("D1")
    lapsed = "D1 was B's, there was a “claim lapsed before the deal” of A's."
    assert said(found, "D1") == [
        f"Had D1 been made later than 2024-02-29 (written: 2024-02-29 23:00), {lapsed}",
        "Had A not registered C0, D1 was B's.",
        f"Had the setting “months a claim lives” been 0 (it is 1), {lapsed}",
    ]
    assert [dict(one.change.settings) for one in found] == [{}, {}, {"lapse_months": 0}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_are_said_whole_in_each_language(language):
    for name in ("r13-absence", "r11-concealed", "r15-outside"):
        store = case(name)
        for visit_id in store.results.receptions["visit_id"]:
            for text in said(store.visit(visit_id), visit_id, language):
                assert "{" not in text
                assert text.endswith("." if language == "en" else "。")


def test_worlds_are_the_store_once_for_each_change():
    """Each world is judged as the store with that change alone: same receptions but for the number before the ids."""
    store = case("r13-absence")
    back = Edit("absences", 0, {"returned_at": pd.Timestamp("2024-03-04 09:20")})
    told = Edit("absences", 0, {"notified_next": True})
    new = Edit(
        "attendance", None, {"store_id": "S1", "staff_id": "A", "signed_in_at": pd.Timestamp("2024-03-04 18:30")}
    )
    gone = Edit("visits", 0)
    changes = [(), (back,), (told,), (gone,), (back, new)]
    together = compute(worlds(store.tables, changes), store.settings).receptions
    number, ids = world_of(together["visit_id"])
    for world, edits in enumerate(changes):
        alone = compute(changed(store.tables, edits), store.settings).receptions
        here = together[number == world]
        assert list(ids[number == world]) == list(alone["visit_id"])
        assert list(here["kind"]) == list(alone["kind"])
        assert [plain_id(v) for v in here["due"]] == [v if isinstance(v, str) else None for v in alone["due"]]
        assert [plain_id(v) for v in here["charged_to"]] == [
            v if isinstance(v, str) else None for v in alone["charged_to"]
        ]


def test_worlds_keep_the_natural_order_of_ids():
    """V9 before V10, digits before other text, in every world: the queue and the visits come in the same order."""
    store = case("natural-order")
    changes = [()] * 12
    together = compute(worlds(store.tables, changes), store.settings).receptions
    number, ids = world_of(together["visit_id"])
    alone = list(store.results.receptions["visit_id"])
    assert [list(ids[number == world]) for world in range(12)] == [alone] * 12


def test_changed_leaves_the_registries_as_they_were():
    store = case("r13-absence")
    before = store.tables["absences"].copy()
    after = changed(store.tables, [Edit("absences", 0), Edit("visits", 1, {"received_by": "D"})])
    pd.testing.assert_frame_equal(store.tables["absences"], before)
    assert len(after["absences"]) == len(before) - 1
    assert after["visits"]["received_by"].iloc[1] == "D"
    assert store.tables["visits"]["received_by"].iloc[1] == "C"
    assert after["clients"] is store.tables["clients"]


def test_outcomes_are_read_as_codes_and_ids():
    one = case("r14-lapse").deal("D2")[0]
    assert one.before == Outcome({"credit_kind": "staff", "credited_to": "B"}, frozenset({("lapsed_claim", "A")}))
    assert one.outcome == Outcome({"credit_kind": "staff", "credited_to": "A"})
