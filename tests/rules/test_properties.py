"""What must hold of the engine whatever the store: conservation laws, and changes that may change nothing."""

import itertools
import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pandas as pd
import pytest

from core.rules.compute import compute
from tests.plain.basics import natural
from tests.plain.judge import REGISTRIES
from tests.rules.compare import COLUMNS, KEYS, PEOPLE, differences, of_store
from tests.rules.engine import engine, frames, rows, settings_of
from tests.rules.stores import CHOICES, random_settings, random_stores

SEEDS = range(6)
STORES = 12


def stores(seed, count=STORES):
    """Registries of some random stores, and settings."""
    chance = random.Random(f"properties {seed}")
    settings = random_settings(chance)
    return random_stores(chance, settings, count), settings


def same(one, other):
    assert differences(one, other) == []


# --- changes that change nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_row_order_does_not_matter(seed):
    tables, settings = stores(seed)
    chance = random.Random(seed)
    shuffled = {name: chance.sample(table, len(table)) for name, table in tables.items()}
    results, others = engine(tables, settings), engine(shuffled, settings)
    for name, columns in COLUMNS.items():
        assert [[row[c] for c in columns.split()] for row in results[name]] == [
            [row[c] for c in columns.split()] for row in others[name]
        ]


@pytest.mark.parametrize("seed", SEEDS)
def test_stores_apart_or_together(seed):
    tables, settings = stores(seed, count=4)
    together = engine(tables, settings)
    apart = defaultdict(list)
    for number in range(1, 5):
        for name, table in engine(of_store(tables, f"S{number}"), settings).items():
            apart[name] += table
    same(together, apart)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_upload_or_parts(seed):
    """Frames joined from parts, ids as categories of each part or as plain text."""
    tables, settings = stores(seed)
    chance = random.Random(seed)
    parts = [{name: [] for name in REGISTRIES}, {name: [] for name in REGISTRIES}]
    for name in REGISTRIES:
        for row in tables[name]:
            chance.choice(parts)[name].append(row)
    one, other = frames(parts[0]), frames(parts[1])
    joined = {name: pd.concat([one[name], other[name]], ignore_index=True) for name in one}
    results = compute(joined, settings_of(settings))
    whole = compute(frames(tables), settings_of(settings))
    as_rows = [{name: rows(getattr(r, name)) for name in COLUMNS} for r in (whole, results)]
    same(*as_rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_ids_renamed_in_order(seed):
    """Other ids in the same natural order give the same results, renamed."""
    tables, settings = stores(seed)
    kinds = dict.fromkeys(PEOPLE, "staff_id") | {"group_id": "group_id", "party_id": "party_id"}
    kinds |= {key: key for key in KEYS.values() if key != "staff_id"} | {"store_id": "store_id"}
    used = defaultdict(set)
    for table in tables.values():
        for row in table:
            for column in set(row) & set(kinds):
                used[kinds[column]].add(row[column])
    new = {None: None}
    for kind, ids in used.items():
        for number, old in enumerate(sorted(ids - {None}, key=natural), start=7):
            new[kind, old] = f"{kind[0]}-{number}"

    def renamed(row, columns):
        out = dict(row)
        for column, kind in columns.items():
            if row.get(column) is not None:
                out[column] = new[kind, row[column]]
        return out

    results = engine({name: [renamed(r, kinds) for r in table] for name, table in tables.items()}, settings)
    results_kinds = kinds | dict.fromkeys(["wanted", "due", "charged_to", "owner"], "staff_id")
    expected = {name: [renamed(r, results_kinds) for r in table] for name, table in engine(tables, settings).items()}
    for row in expected["attributions"]:
        row["credited_to"] = new["staff_id" if row["credit_kind"] == "staff" else "group_id", row["credited_to"]]
    subjects = {"visit": "visit_id", "call": "call_id", "client": "client_id", "deal": "deal_id"}
    for row in expected["findings"]:
        row["subject_id"] = new[subjects[row["subject_kind"]], row["subject_id"]]
    of_registry = {"visits": "visit_id", "clients": "client_id", "deals": "deal_id", "absences": "staff_id"}
    for row in expected["questions"]:
        if row["registry"] in of_registry:
            row["subject_id"] = new[of_registry[row["registry"]], row["subject_id"]]
    same(expected, results)


@pytest.mark.parametrize("seed", SEEDS)
def test_four_years_later(seed):
    """The calendar repeats every four years, and so do the results."""
    tables, settings = stores(seed)

    def later(row):
        return {
            column: value + timedelta(days=1461) if hasattr(value, "year") else value for column, value in row.items()
        }

    results = engine({name: [later(r) for r in table] for name, table in tables.items()}, settings)
    expected = {name: [later(r) for r in table] for name, table in engine(tables, settings).items()}
    for row in expected["questions"]:
        if row["registry"] == "attendance":
            row["subject_id"] = (datetime.fromisoformat(row["subject_id"]) + timedelta(days=1461)).date().isoformat()
    same(expected, results)


INSTANTS = {
    **{"attendance": "signed_in_at", "absences": "left_at", "assignments": "assigned_at", "visits": "arrived_at"},
    **{"calls": "called_at", "followups": "followed_at", "rulings": "ruled_at"},
}


def until(tables, t):
    """The registries as they stood at t, a midnight: staff and clients whole, of the rest what had begun by then."""
    kept = {name: [r for r in table if name not in INSTANTS or r[INSTANTS[name]] < t] for name, table in tables.items()}
    kept["deals"] = [d for d in tables["deals"] if (d["reserved_at"] or d["closed_at"]) < t]
    visits, deals = {v["visit_id"] for v in kept["visits"]}, {d["deal_id"] for d in kept["deals"]}
    kept["assists"] = [a for a in tables["assists"] if a["visit_id"] in visits]
    rulings = []
    for r in kept["rulings"]:
        visit, deal = (
            (r["visit_id"] if r["visit_id"] in visits else None),
            (r["deal_id"] if r["deal_id"] in deals else None),
        )
        rulings.append({**r, "visit_id": visit, "deal_id": deal})
    kept["rulings"] = [r for r in rulings if r["client_id"] or r["deal_id"] or (r["visit_id"] and not r["new_owner"])]
    return kept


@pytest.mark.parametrize("seed", SEEDS)
def test_what_comes_after_changes_nothing_before(seed):
    """Receptions and claims of the days before a midnight do not depend on what is written after it."""
    tables, settings = stores(seed)
    whole = engine(tables, settings)
    days = sorted({v["arrived_at"].date() for v in tables["visits"]})
    t = datetime.combine(days[len(days) // 2], datetime.min.time())
    before = engine(until(tables, t), settings)
    receptions = COLUMNS["receptions"].split()
    claims = ["store_id", "client_id", "since", "owner", "group_id", "basis"]
    for name, columns, at in (("receptions", receptions, "arrived_at"), ("ownership", claims, "since")):
        assert Counter(tuple(r[c] for c in columns) for r in whole[name] if r[at] < t) == Counter(
            tuple(r[c] for c in columns) for r in before[name] if r[at] < t
        )


def without(tables, name=None, column=None, value=None):
    """The registries with one emptied, or with one column of it all of one value."""
    table = [] if column is None else [{**row, column: value} for row in tables[name]]
    return {**tables, name: table}


def all_left(tables):
    """Every visit has an end: blanks become the arrival."""
    visits = [
        {**v, "left_at": v["left_at"] or max(v["arrived_at"], v["handed_at"] or v["arrived_at"])}
        for v in tables["visits"]
    ]
    return {**tables, "visits": visits}


UNUSED = {
    "noon_start": lambda t: without(t, "attendance", "noon_duty", False),
    "noon_end": lambda t: without(t, "attendance", "noon_duty", False),
    "short_leave_minutes": lambda t: without(t, "absences"),
    "open_visit_minutes": all_left,
    "fine_concealed": lambda t: without(t, "visits", "concealed", False),
    "greet_within_seconds": lambda t: without(t, "visits", "greeted_at"),
    "answer_within_seconds": lambda t: without(t, "calls", "ring_seconds"),
    "duty_size": lambda t: t,
    "duty_pool": lambda t: without(t, "attendance"),
    "absent_owner_served_by": lambda t: without(t, "attendance"),
    "rule_10_charged_to": lambda t: without(t, "attendance"),
    "own_client_takes_turn": lambda t: without(t, "attendance"),
    "named_takes_turn": lambda t: without(t, "visits", "asked_for"),
}


@pytest.mark.parametrize("name", UNUSED)
def test_a_setting_that_nothing_asks_for_changes_nothing(name):
    tables, settings = stores(name)
    tables = UNUSED[name](tables)
    first, *others = [engine(tables, {**settings, name: value}) for value in CHOICES[name]]
    assert others
    for other in others:
        same(first, other)


LIVELY = {
    "noon_start": ("12:00", "09:00"),
    "noon_end": ("14:00", "18:00"),
    "lapse_months": (1, 2),
    "lapse_scope": ("claim", "deal"),
    "duty_pool": ("idle", "unserved"),
    "absent_owner_served_by": ("due", "duty"),
    "rule_10_charged_to": ("owner", "receiver"),
    "short_leave_minutes": (1, 60),
    "open_visit_minutes": (1, 120),
    "own_client_takes_turn": (False, True),
    "named_takes_turn": (False, True),
    "fine_concealed": (100, 250),
    "greet_within_seconds": (60, 300),
    "answer_within_seconds": (15, 16),
}


@pytest.mark.parametrize("name", LIVELY)
def test_a_setting_that_is_asked_for_changes_something(name):
    """The counterpart: the test above can fail."""
    tables = random_stores(random.Random("lively"), {}, 100)
    one, other = LIVELY[name]
    assert differences(engine(tables, {name: one}), engine(tables, {name: other})) != []


def test_the_registries_are_left_as_they_were():
    tables, settings = stores("untouched")
    given = frames(tables)
    copies = {name: frame.copy(deep=True) for name, frame in given.items()}
    compute(given, settings_of(settings))
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, copies[name])


def test_no_rows_give_no_rows():
    results = compute(frames({}), settings_of({}))
    for name, columns in COLUMNS.items():
        frame = getattr(results, name)
        assert len(frame) == 0
        assert set(columns.split()) <= set(frame.columns)


# --- laws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_every_visit_has_one_reception_and_every_deal_one_credit(seed):
    tables, settings = stores(seed)
    results = engine(tables, settings)
    assert sorted(r["visit_id"] for r in results["receptions"]) == sorted(v["visit_id"] for v in tables["visits"])
    assert sorted(a["deal_id"] for a in results["attributions"]) == sorted(d["deal_id"] for d in tables["deals"])


@pytest.mark.parametrize("seed", SEEDS)
def test_credits_sum_to_the_amounts(seed):
    tables, settings = stores(seed)
    credited = engine(tables, settings)["attributions"]
    amounts = {d["deal_id"]: (d["amount"], d["commission"]) for d in tables["deals"]}
    assert {a["deal_id"]: (a["amount"], a["commission"]) for a in credited} == amounts
    assert sum(round(a["amount"] * 100) for a in credited) == sum(round(d["amount"] * 100) for d in tables["deals"])
    assert all(a["credited_to"] is not None for a in credited)


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_of_a_client_follow_one_another(seed):
    """At most one owner at a time: a claim begins when the one before has ended, and only the last may stand."""
    tables, settings = stores(seed)
    claims = defaultdict(list)
    for claim in engine(tables, settings)["ownership"]:
        assert (claim["until"] is None) == (claim["ended_by"] is None)
        assert claim["since"] <= claim["last_contact"]
        assert claim["until"] is None or claim["last_contact"] <= claim["until"]
        claims[claim["store_id"], claim["client_id"]].append(claim)
    for of_client in claims.values():
        for one, following in itertools.pairwise(of_client):
            assert one["until"] is not None
            assert one["until"] <= following["since"]


@pytest.mark.parametrize("seed", SEEDS)
def test_results_stand_in_their_order(seed):
    tables, settings = stores(seed)
    results = engine(tables, settings)
    order = {
        "receptions": lambda r: (natural(r["store_id"]), r["arrived_at"], natural(r["visit_id"])),
        "attributions": lambda r: (natural(r["store_id"]), r["judged_at"], natural(r["deal_id"])),
        "findings": lambda r: (natural(r["store_id"]), r["at"], natural(r["subject_id"])),
    }
    for name, key in order.items():
        assert [key(r) for r in results[name]] == sorted(key(r) for r in results[name])
    claims = [(natural(c["store_id"]), c["client_id"]) for c in results["ownership"]]
    first = {claim: place for place, claim in reversed(list(enumerate(claims)))}
    assert [first[claim] for claim in claims] == sorted(first[claim] for claim in claims)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_pays_is_one_of_those_concerned(seed):
    tables, settings = stores(seed)
    signed_in = {(a["staff_id"], a["signed_in_at"].date()) for a in tables["attendance"]}
    free = {"same_party", "unreceived", "handed_over", "unrostered", "noon"}
    for r in engine(tables, settings)["receptions"]:
        assert r["counts"] == (r["charged_to"] is not None)
        if r["counts"]:
            assert r["kind"] not in free
            assert r["charged_to"] in (r["received_by"], r["wanted"])
            assert (r["charged_to"], r["arrived_at"].date()) in signed_in


@pytest.mark.parametrize("seed", SEEDS)
def test_turn_ledger_balances(seed):
    """Per person and day the turns that came = taken + missed + forfeited + kept, and are those of the receptions."""
    tables, settings = stores(seed)
    results = compute(frames(tables), settings_of(settings))
    ledger = rows(results.ledger)
    receptions = rows(results.receptions)
    taken, charged = Counter(), Counter()
    for r in receptions:
        day = r["arrived_at"].date()
        if r["kind"] in ("turn", "make_up", "overflow"):
            taken[r["store_id"], day, r["received_by"], r["kind"]] += 1
        if r["charged_to"] is not None:
            charged[r["store_id"], day, r["charged_to"]] += 1
    assert ledger
    assert len({(row["store_id"], row["day"], row["staff_id"]) for row in ledger}) == len(ledger)
    for row in ledger:
        who = (row["store_id"], row["day"].date(), row["staff_id"])
        assert row["came"] == row["taken"] + row["missed"] + row["forfeited"] + row["kept"]
        assert row["kept"] == row["kept_by_notice"] + row["kept_by_duty"] + row["kept_though_due"]
        assert row["made_up"] == taken.pop((*who, "make_up"), 0)
        assert row["overflow"] == taken.pop((*who, "overflow"), 0)
        assert row["taken"] == taken.pop((*who, "turn"), 0) + row["made_up"] + row["overflow"]
        assert row["charged"] == charged.pop(who, 0)
    assert not taken
    assert not charged
