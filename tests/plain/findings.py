"""Section 6: findings."""

from tests.plain.basics import natural
from tests.plain.ownership import has_left
from tests.plain.rotation import at_call, handed_to


def status_of(store, visit_id, kind):
    """ "A visit's finding is `open`, or what the latest (by `ruled_at`, `ruling_id`) of the rulings on that visit that
    have an `outcome` and name no kind or this one says, `upheld` or `dismissed`" """
    rulings = [
        r
        for r in store["rulings"]
        if r["visit_id"] == visit_id and r["outcome"] is not None and r["finding_kind"] in (None, kind)
    ]
    if not rulings:
        return "open"
    return max(rulings, key=lambda r: (r["ruled_at"], natural(r["ruling_id"])))["outcome"]


def findings_of(store, receptions, forfeits, walks, settings):
    """All findings of one store, from the rows of `rotation.play_day` and of `ownership.walk`."""
    found = []

    def add(subject_kind, subject_id, kind, rule, person, at, fine=0):
        # "other findings stay open"
        status = status_of(store, subject_id, kind) if subject_kind == "visit" else "open"
        found.append(
            {
                "store_id": store["store_id"],
                "subject_kind": subject_kind,
                "subject_id": subject_id,
                "kind": kind,
                "staff_id": person,
                "at": at,
                "rule": rule,
                "fine": fine,
                "status": status,
            }
        )

    for r in receptions:
        visit, kind, receiver = r["visit"], r["kind"], r["visit"]["received_by"]
        at = visit["arrived_at"]

        def about(what, rule, person, fine=0, visit=visit, at=at):
            add("visit", visit["visit_id"], what, rule, person, at, fine)

        # "A `same_party` visit has no finding of the first eight kinds."
        if kind != "same_party":
            # "the valid owner is another, not handed to them"
            anothers = r["owner"] is not None and receiver not in (None, r["owner"]) and handed_to(visit) != r["owner"]
            concealed = anothers and visit["concealed"]
            grab = (
                anothers
                and not visit["concealed"]
                and visit["asked_prior"] is False
                and receiver != r["due"]
                and kind != "unrostered"
            )
            if concealed:
                about("concealed_client", 11, receiver, settings["fine_concealed"])
            if grab:
                about("client_grab", 6, receiver)
            if kind == "intercepted" and not concealed and not grab:
                about("missed_handover", 5, receiver)
            if kind == "off_duty":
                about("off_duty_reception", 8, receiver)
            if kind == "out_of_turn":
                if r["receiver_busy"] and r["due_idle"]:
                    about("double_reception", 7, receiver)
                else:
                    about("out_of_turn", 13, receiver)
            if kind == "unreceived":
                about("unreceived_visitor", 3, r["due"])
        greeted_at = visit["greeted_at"]
        if greeted_at is not None and (greeted_at - at).total_seconds() > settings["greet_within_seconds"]:
            about("slow_greeting", 3, receiver)
    for f in forfeits:
        visit = f["visit"]
        add("visit", visit["visit_id"], "turn_forfeited", 13, f["person"], visit["arrived_at"])
    for client, w in walks.items():
        for visit in store["visits"]:
            claim = w["made_by_visit"].get(visit["visit_id"])
            if claim and claim["basis"] == "named" and not borne_out(store, client, w["claims"], claim, visit):
                add("visit", visit["visit_id"], "unsupported_naming", 16, visit["asked_for"], visit["arrived_at"])
        for c in w["conflicts"]:
            add("client", c["row"]["client_id"], "register_conflict", 11, c["row"]["registered_by"], c["at"])
        for a in w["attributions"]:
            # "basis `lapsed`, unless they had left by then"
            if a["basis"] == "lapsed" and not has_left(store, a["latest_owner"], a["judged_at"]):
                add("deal", a["deal_id"], "lapsed_claim", 14, a["latest_owner"], a["judged_at"])
    arrived = {v["visit_id"]: v["arrived_at"] for v in store["visits"]}
    for a in store["assists"]:
        if a["requested"] is False:
            add(
                "visit",
                a["visit_id"],
                "unrequested_assist",
                9,
                a["staff_id"],
                a["assisted_at"] or arrived[a["visit_id"]],
            )
    for call in store["calls"]:
        if call["answered_by"] is None:
            somebody, last = at_call(store, call, settings)
            if somebody:
                add("call", call["call_id"], "missed_call", 2, last, call["called_at"])
        elif call["ring_seconds"] is not None and call["ring_seconds"] > settings["answer_within_seconds"]:
            add("call", call["call_id"], "slow_answer", 2, call["answered_by"], call["called_at"])
    return found


def borne_out(store, client, claims, claim, visit):
    """ "no register row by them and no earlier claim of theirs bears it out"; "looks at rows whose `registered_at`, as
    written, is <= `arrived_at`" """
    person = visit["asked_for"]
    rows = [
        c
        for c in store["clients"]
        if store["canonical"][c["client_id"]] == client
        and c["registered_by"] == person
        and c["registered_at"] <= visit["arrived_at"]
    ]
    earlier = [c for c in claims[: [c is claim for c in claims].index(True)] if c["owner"] == person]
    return bool(rows or earlier)
