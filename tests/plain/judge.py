"""The whole rulebook over registries given as lists of dicts. "Everything is computed **per store**"."""

from datetime import datetime

from tests.plain.basics import DEFAULTS, natural
from tests.plain.clients import canonical_clients, client_of_call
from tests.plain.findings import findings_of
from tests.plain.ownership import walk, with_ends
from tests.plain.questions import questions_of
from tests.plain.rotation import play_day

REGISTRIES = [
    *("staff", "attendance", "absences", "clients", "assignments", "visits", "assists", "calls", "followups"),
    *("deals", "rulings"),
]


def judge(tables, settings=None):
    """All results, in the order the contract gives them."""
    settings = {**DEFAULTS, **(settings or {})}
    tables = {name: tables.get(name, []) for name in REGISTRIES}
    results = {"receptions": [], "ownership": [], "attributions": [], "findings": [], "questions": [], "ledger": []}
    stores = sorted({row["store_id"] for name in REGISTRIES if name != "assists" for row in tables[name]}, key=natural)
    for store_id in stores:
        for name, rows in judge_store(one_store(tables, store_id), settings).items():
            results[name] += rows
    return results


def one_store(tables, store_id):
    """The rows of one store; an assist is of its visit's store."""
    store = {name: [r for r in rows if r.get("store_id") == store_id] for name, rows in tables.items()}
    visits = {v["visit_id"] for v in store["visits"]}
    store["assists"] = [a for a in tables["assists"] if a["visit_id"] in visits]
    instants = [v for name in REGISTRIES for row in store[name] for v in row.values() if isinstance(v, datetime)]
    store["store_id"] = store_id
    store["last_instant"] = max(instants, default=None)
    store["staff_by_id"] = {s["staff_id"]: s for s in store["staff"]}
    store["canonical"] = canonical_clients(store["clients"])
    store["call_client"] = {
        c["call_id"]: client_of_call(c, store["clients"], store["canonical"]) for c in store["calls"]
    }
    return store


def judge_store(store, settings):
    walks = {client: walk(store, client, settings) for client in set(store["canonical"].values())}
    before_visit = {visit: claim for w in walks.values() for visit, claim in w["before_visit"].items()}
    receptions, forfeits, ledger = [], [], []
    for date in sorted({v["arrived_at"].date() for v in store["visits"]}):
        rows, lost, turns = play_day(store, date, settings, before_visit)
        receptions += rows
        forfeits += lost
        ledger += [ledger_row(store, date, person, counts) for person, counts in turns.items()]
    ownership = [c for w in walks.values() for c in with_ends(store, w["claims"], settings)]
    attributions = [a for w in walks.values() for a in w["attributions"]]
    found = findings_of(store, receptions, forfeits, walks, settings)
    return {
        "receptions": [reception_row(store, r) for r in receptions],
        # A stable sort: claims of one client at one instant stay as they followed each other.
        "ownership": sorted(ownership, key=lambda c: (natural(c["client_id"]), c["since"])),
        "attributions": sorted(attributions, key=lambda a: (a["judged_at"], natural(a["deal_id"]))),
        "findings": sorted(found, key=lambda f: (f["at"], natural(f["subject_id"]), f["kind"], natural(f["staff_id"]))),
        "questions": questions_of(store, receptions),
        "ledger": ledger,
    }


LEDGER = [
    *("came", "taken", "missed", "forfeited", "kept", "made_up", "overflow"),
    *("kept_by_notice", "kept_by_duty", "kept_though_due", "charged"),
]


def ledger_row(store, date, person, counts):
    day = datetime.combine(date, datetime.min.time())
    return {"store_id": store["store_id"], "day": day, "staff_id": person} | {name: counts[name] for name in LEDGER}


def reception_row(store, r):
    visit = r["visit"]
    return {
        "store_id": store["store_id"],
        "arrived_at": visit["arrived_at"],
        "visit_id": visit["visit_id"],
        "client_id": store["canonical"][visit["client_id"]],
        "received_by": visit["received_by"],
        "wanted": r["wanted"],
        "due": r["due"],
        "kind": r["kind"],
        "charged_to": r["charged_to"],
        "counts": r["charged_to"] is not None,
        "queue": r["queue"],
    }
