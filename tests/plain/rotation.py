"""Section 4: whose turn is it? One store, one day."""

from collections import Counter
from datetime import timedelta

from tests.plain.basics import clock, natural
from tests.plain.clients import stage
from tests.plain.ownership import has_left, visits_in_order


def open_day(store, date, settings):
    """What a day starts from: its rows, its midday break, its sign-in order."""
    attendance = [a for a in store["attendance"] if a["signed_in_at"].date() == date]
    first = {}
    for row in attendance:
        person = row["staff_id"]
        first[person] = min(first.get(person, row["signed_in_at"]), row["signed_in_at"])
    return {
        "store": store,
        "settings": settings,
        "attendance": attendance,
        "absences": [a for a in store["absences"] if a["left_at"].date() == date],
        "visits": visits_in_order([v for v in store["visits"] if v["arrived_at"].date() == date]),
        # "kept only on days when some attendance row of the store has `noon_duty`"
        "keeps_noon": any(a["noon_duty"] for a in attendance),
        "first_sign_in": first,
        # "in order of (first `signed_in_at`, `staff_id`)"
        "sign_in_order": sorted(first, key=lambda p: (first[p], natural(p))),
    }


def in_noon_break(day, t):
    """ "the midday break `[noon_start, noon_end)`" """
    start, end = clock(day["settings"]["noon_start"]), clock(day["settings"]["noon_end"])
    return day["keeps_noon"] and start <= t.time() < end


def on_duty(day, person, t):
    """ "some attendance row with `signed_in_at` on that date has `signed_in_at` <= t < `signed_out_at` (blank = end of
    day); inside the midday break only rows with `noon_duty` count" """
    return any(
        row["staff_id"] == person
        and row["signed_in_at"] <= t
        and (row["signed_out_at"] is None or t < row["signed_out_at"])
        and (row["noon_duty"] or not in_noon_break(day, t))
        for row in day["attendance"]
    )


def absences_at(day, person, t):
    """ "some absence with `left_at` on that date has `left_at` <= t < `returned_at` (blank = end of day)" """
    return [
        a
        for a in day["absences"]
        if a["staff_id"] == person and a["left_at"] <= t and (a["returned_at"] is None or t < a["returned_at"])
    ]


def away(day, person, t):
    return bool(absences_at(day, person, t))


def away_with_notice(day, person, t):
    """ "with *notice* if every such absence has `notified_next` and t < `left_at` + `short_leave_minutes`" """
    short = timedelta(minutes=day["settings"]["short_leave_minutes"])
    covering = absences_at(day, person, t)
    return bool(covering) and all(a["notified_next"] and t < a["left_at"] + short for a in covering)


def present(day, person, t):
    return on_duty(day, person, t) and not away(day, person, t)


def handed_to(visit):
    """ "`handed_to` equal to `received_by` counts as blank." """
    return None if visit["handed_to"] == visit["received_by"] else visit["handed_to"]


def occupies(day, visit, person, t):
    """Whether a visit occupies a person at t, and as what: "receiver", "taker" or None.

    "A visit occupies `received_by` over `[arrived_at, end)`, where end is `handed_at` if it was handed over, else
    `left_at`; and `handed_to` over `[handed_at, left_at)`. Blank `handed_at` = `arrived_at`; blank `left_at` =
    `arrived_at` + `open_visit_minutes`. It does not count if its client's stage was `closed` when it arrived (R7)."
    """
    arrived_at, left_at, handed_at = visit["arrived_at"], visit["left_at"], visit["handed_at"]
    if left_at is None:
        left_at = arrived_at + timedelta(minutes=day["settings"]["open_visit_minutes"])
    if handed_at is None:
        handed_at = arrived_at
    if stage_at_visit(day["store"], visit) == "closed":
        return None
    taker = handed_to(visit)
    end = handed_at if taker is not None else left_at
    if visit["received_by"] == person and arrived_at <= t < end:
        return "receiver"
    if taker == person and handed_at <= t < left_at:
        return "taker"
    return None


def stage_at_visit(store, visit):
    client = store["canonical"][visit["client_id"]]
    deals = [d for d in store["deals"] if store["canonical"][d["client_id"]] == client]
    return stage(deals, visit["arrived_at"])


def occupied_by(day, earlier, person, t):
    """The earlier visits that still occupy a person: [(visit, as what)]."""
    found = [(v, occupies(day, v, person, t)) for v in earlier]
    return [(v, role) for v, role in found if role]


def busy(day, earlier, person, t):
    """ "an earlier visit (in the order above) of that day still occupies the person" """
    return bool(occupied_by(day, earlier, person, t))


def idle(day, earlier, person, t):
    """ "present and not busy" """
    return present(day, person, t) and not busy(day, earlier, person, t)


def duty(day, earlier, t):
    """ "the last `duty_size` of the `duty_pool` in sign-in order" """
    pool = [p for p in day["sign_in_order"] if day["first_sign_in"][p] <= t and idle(day, earlier, p, t)]
    if day["settings"]["duty_pool"] == "unserved":
        # "idle and not yet the receiver of any visit that day (if there are none, the idle)"
        pool = [p for p in pool if all(v["received_by"] != p for v in earlier)] or pool
    return pool[-day["settings"]["duty_size"] :]


def last_of_duty(day, earlier, t):
    """ "the rules below ask the last" """
    members = duty(day, earlier, t)
    return members[-1] if members else None


def look(day, queue, earlier, kinds, t):
    """Who is due: walks the queue from its head. Changes nothing."""
    found = {"due": None, "overflow": False, "passed": [], "make_ups": [], "noticed": []}
    for person in queue:
        if idle(day, earlier, person, t):
            found["due"] = person
            return found
        if on_duty(day, person, t) and away_with_notice(day, person, t):
            found["noticed"].append(person)
            continue
        if present(day, person, t) and any(
            role == "receiver" and kinds[v["visit_id"]] in ("obligatory", "handed_over", "noon")
            for v, role in occupied_by(day, earlier, person, t)
        ):
            found["make_ups"].append(person)
            continue
        found["passed"].append(person)
    # "Nobody idle: the first member in queue order who is present is due, *overflow*; of those ahead, all are passed
    # over but the ones on duty and away with notice, and no make-up is earned."
    found["passed"], found["make_ups"], found["noticed"] = [], [], []
    for person in queue:
        if present(day, person, t):
            found["due"], found["overflow"] = person, True
            return found
        if on_duty(day, person, t) and away_with_notice(day, person, t):
            found["noticed"].append(person)
        else:
            found["passed"].append(person)
    # "Nobody present: nobody is due, nobody passed over, no make-up earned."
    found["passed"], found["noticed"] = [], []
    return found


def to_tail(queue, person):
    queue.remove(person)
    queue.append(person)


def play_day(store, date, settings, before_visit):
    """The receptions of one store-day in order, with what the findings need.

    `before_visit` maps a visit_id to the valid claim just before it, or None.
    """
    day = open_day(store, date, settings)
    queue, make_ups, kinds, forfeited, rows, forfeits = [], set(), {}, [], [], []
    ledger = {person: Counter() for person in day["sign_in_order"]}
    for place, visit in enumerate(day["visits"]):
        t, receiver, earlier = visit["arrived_at"], visit["received_by"], day["visits"][:place]
        # "Before each visit, everyone who has signed in by then for the first time that day is appended"
        queue += [p for p in day["sign_in_order"] if day["first_sign_in"][p] <= t and p not in queue]
        claim = before_visit[visit["visit_id"]]
        # "The wanted person: the client's valid owner just before it; without one, `asked_for` if they have not left;
        # else nobody (a *new* client)."
        owner = claim["owner"] if claim else None
        asked_for = visit["asked_for"]
        wanted = owner
        if owner is None and asked_for is not None and not has_left(store, asked_for, t):
            wanted = asked_for
        found = look(day, queue, earlier, kinds, t)
        charged, take = None, False
        wanted_idle = wanted is not None and idle(day, earlier, wanted, t)
        wanted_present = wanted is not None and present(day, wanted, t)
        party = visit["party_id"]
        if party is not None and any(v["party_id"] == party for v in earlier):
            kind, due = "same_party", None  # 1
        elif receiver is None:
            kind, due = "unreceived", wanted if wanted_idle else found["due"]  # 2
        elif wanted is not None and wanted == receiver:
            kind, due = "own_client" if owner else "named", wanted  # 3
            if settings["own_client_takes_turn" if owner else "named_takes_turn"]:
                charged = receiver
        elif wanted is not None and wanted == handed_to(visit):
            kind, due = "handed_over", wanted  # 4
        elif not day["attendance"]:
            kind, due = "unrostered", None  # 5
        elif wanted_idle:
            kind, due, charged = "intercepted", wanted, receiver  # 6
        elif wanted_present:
            kind, due = "obligatory", last_of_duty(day, earlier, t)  # 7
            if owner and stage_at_visit(store, visit) == "open":
                charged = owner if settings["rule_10_charged_to"] == "owner" else receiver
        elif wanted is not None:
            kind = "obligatory"  # 8
            due = found["due"] if settings["absent_owner_served_by"] == "due" else last_of_duty(day, earlier, t)
        elif not on_duty(day, receiver, t):
            kind, due, charged = "off_duty", found["due"], receiver  # 9
        elif in_noon_break(day, t):
            kind, due = "noon", found["due"]  # 10
        elif receiver == found["due"] and not found["overflow"]:
            kind, due, charged, take = "turn", receiver, receiver, True  # 11
            if receiver in make_ups:
                kind = "make_up"
                make_ups.remove(receiver)
        elif receiver == found["due"]:
            kind, due, charged, take = "overflow", receiver, receiver, True  # 12
        else:
            kind, due, charged, take = "out_of_turn", found["due"], receiver, True  # 13
        # "only a member of the queue can be charged, and in the midday break nobody is"
        if charged not in queue or in_noon_break(day, t):
            charged = None
        if take:
            count_turn(ledger, found, receiver, kind)
            for person in found["passed"]:
                # "A member on duty passed over while away without notice *forfeits* (R13): a finding, unless every
                # absence row of theirs that covers t was forfeited before, or they are the receiver."
                covering = absences_at(day, person, t)
                forfeits_now = False
                if on_duty(day, person, t) and covering and not away_with_notice(day, person, t) and person != receiver:
                    forfeits_now = any(a not in forfeited for a in covering)
                    forfeited += covering
                if forfeits_now:
                    forfeits.append({"visit": visit, "person": person})
                ledger[person]["forfeited" if forfeits_now else "missed"] += 1
                to_tail(queue, person)
            make_ups |= set(found["make_ups"])
        if charged is not None:
            to_tail(queue, charged)
            ledger[charged]["charged"] += 1
        kinds[visit["visit_id"]] = kind
        rows.append(
            {
                "visit": visit,
                "owner": owner,
                "wanted": wanted,
                "due": due,
                "kind": kind,
                "charged_to": charged,
                "receiver_busy": receiver is not None and busy(day, earlier, receiver, t),
                "due_idle": due is not None and idle(day, earlier, due, t),
                "receiver_away": receiver is not None and away(day, receiver, t),
                "queue": list(queue),
            }
        )
    return rows, forfeits, ledger


def count_turn(ledger, found, receiver, kind):
    """Writes a turn that was taken into the ledger: to whom it came, and why it stayed with those who kept it.

    Per person and day the turns that came are those taken, missed, forfeited and kept: a turn comes to everyone looked
    at, the due one last; those passed over miss or forfeit it, the others keep their place.
    """
    for person in found["noticed"]:
        ledger[person]["kept_by_notice"] += 1
    for person in found["make_ups"]:
        ledger[person]["kept_by_duty"] += 1
    due = [] if found["due"] is None else [found["due"]]
    for person in due:
        ledger[person]["taken" if person == receiver else "kept_though_due"] += 1
        if person == receiver:
            ledger[person]["made_up"] += kind == "make_up"
            ledger[person]["overflow"] += kind == "overflow"
    for person in [*found["passed"], *found["noticed"], *found["make_ups"], *due]:
        ledger[person]["came"] += 1
    for person in [*found["noticed"], *found["make_ups"], *(p for p in due if p != receiver)]:
        ledger[person]["kept"] += 1


def at_call(store, call, settings):
    """(is somebody present, the last of the duty) at a call.

    "At a call, a visit counts as earlier when `arrived_at` <= `called_at`, and the queue holds those first signed in
    by `called_at`."
    """
    t = call["called_at"]
    day = open_day(store, t.date(), settings)
    earlier = [v for v in day["visits"] if v["arrived_at"] <= t]
    return any(present(day, p, t) for p in day["sign_in_order"]), last_of_duty(day, earlier, t)
