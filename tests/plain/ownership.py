"""Section 3 (whose client is it?) and section 5 (whose deal is it?), which section 3 asks for at every deal."""

from tests.plain.basics import midnight_after, natural, plus_months

# "Equal times are taken in this order: ruling, assignment, call, visit, register, follow-up, deal; then by id"
ORDER = ["ruling", "assignment", "call", "visit", "register", "followup", "deal"]


def has_left(store, person, t):
    """ "nobody holds or gains a claim after the date in `staff.left_on`" """
    left_on = store["staff_by_id"][person]["left_on"]
    return left_on is not None and t.date() > left_on


def last_day(claim, settings):
    """ "date(t) <= date(last contact) + lapse_months" """
    return plus_months(claim["last_contact"].date(), settings["lapse_months"])


def claim_valid(store, claim, t, settings, months):
    """Whether an owner's claim is valid at t; with `months` false, months do not end it."""
    if claim is None or has_left(store, claim["owner"], t):
        return False
    return not months or t.date() <= last_day(claim, settings)


def months_count(settings):
    """ "With `lapse_scope = "deal"`, months do not end the validity that this section and section 4 ask for" """
    return settings["lapse_scope"] == "claim"


def judged_at(deal):
    """ "at `reserved_at`, or `closed_at` where there was no reservation" """
    return deal["reserved_at"] if deal["reserved_at"] is not None else deal["closed_at"]


def visits_in_order(visits):
    """ "Visits are taken in order of (`arrived_at`, `visit_id`)." """
    return sorted(visits, key=lambda v: (v["arrived_at"], natural(v["visit_id"])))


def register_time(row, first_visit):
    """When a register row is taken.

    "a register row with source `walk_in` or blank, dated the date of the canonical client's first visit and at or
    before its `arrived_at`, whose registrar received that visit, is that visit's own record and is taken at its
    `arrived_at`."
    """
    if first_visit is None or row["source"] not in (None, "walk_in"):
        return row["registered_at"]
    same_date = row["registered_at"].date() == first_visit["arrived_at"].date()
    if (
        same_date
        and row["registered_at"] <= first_visit["arrived_at"]
        and row["registered_by"] == first_visit["received_by"]
    ):
        return first_visit["arrived_at"]
    return row["registered_at"]


def events_of(store, client):
    """All events of one canonical client, in the order of the walk: (time, kind, id, row)."""
    whose = store["canonical"]
    visits = visits_in_order([v for v in store["visits"] if whose[v["client_id"]] == client])
    first_visit = visits[0] if visits else None
    events = []
    for r in store["rulings"]:
        if r["client_id"] is not None and whose[r["client_id"]] == client:
            events.append((r["ruled_at"], "ruling", r["ruling_id"], r))
    for a in store["assignments"]:
        if whose[a["client_id"]] == client:
            events.append((a["assigned_at"], "assignment", a["assignment_id"], a))
    for c in store["calls"]:
        if store["call_client"][c["call_id"]] == client:
            events.append((c["called_at"], "call", c["call_id"], c))
    for v in visits:
        events.append((v["arrived_at"], "visit", v["visit_id"], v))
    for c in store["clients"]:
        if whose[c["client_id"]] == client and c["registered_by"] is not None:
            events.append((register_time(c, first_visit), "register", c["client_id"], c))
    for f in store["followups"]:
        if whose[f["client_id"]] == client:
            events.append((f["followed_at"], "followup", f["followup_id"], f))
    for d in store["deals"]:
        if whose[d["client_id"]] == client:
            events.append((judged_at(d), "deal", d["deal_id"], d))
    return sorted(events, key=lambda e: (e[0], ORDER.index(e[1]), natural(e[2])))


def named_call(store, client, person, visit, settings):
    """ "that person answered a call (`called_at` <= arrival) of this client with `name_given`, no more than
    `lapse_months` before by date" """
    t = visit["arrived_at"]
    return any(
        store["call_client"][c["call_id"]] == client
        and c["answered_by"] == person
        and c["name_given"]
        and c["called_at"] <= t
        and t.date() <= plus_months(c["called_at"].date(), settings["lapse_months"])
        for c in store["calls"]
    )


def new_owner_of_visit(store, client, visit, settings):
    """ "the new owner is `asked_for`, else `received_by` (nobody, if both are blank)"; someone who has left is
    passed over, "a visit then tries its next candidate". Returns (person, basis) or None."""
    asked_for, received_by, t = visit["asked_for"], visit["received_by"], visit["arrived_at"]
    if asked_for is not None and not has_left(store, asked_for, t):
        if visit["source"] == "outside":
            return asked_for, "named_outside"
        if named_call(store, client, asked_for, visit, settings):
            return asked_for, "named_call"
        return asked_for, "named"
    if received_by is not None and not has_left(store, received_by, t):
        return received_by, "reception"
    return None


def walk(store, client, settings):
    """The claims of one canonical client, and what the other sections ask of them.

    Returns a dict: claims (in order), before_visit {visit_id: claim or None, the valid one just before},
    made_by_visit {visit_id: claim}, attributions (rows), conflicts (register rows that are a finding, with `at`).
    """
    claims, before_visit, made_by_visit, attributions, conflicts = [], {}, {}, [], []

    def valid(t):
        latest = claims[-1] if claims else None
        return latest if claim_valid(store, latest, t, settings, months_count(settings)) else None

    def contact(claim, t):
        # "A contact moves the claim's last contact to the event's instant (a visit's is `arrived_at`)."
        claim["last_contact"] = t

    def become(person, t, kind, basis, outside=False):
        # "An event that would make someone who has left the owner is passed over"
        if has_left(store, person, t):
            return
        # "Becoming owner is itself a contact, and always a new ownership row, even to the same person. A row's
        # `group_id` is its owner's, whatever the basis."
        claims.append(
            {
                "store_id": store["store_id"],
                "client_id": client,
                "since": t,
                "owner": person,
                "group_id": store["staff_by_id"][person]["group_id"],
                "basis": basis,
                "last_contact": t,
                "outside": outside or basis in ("outside", "named_outside"),
                "event": kind,
            }
        )

    for t, kind, _, row in events_of(store, client):
        if kind == "ruling":
            # "ruling with `client_id` and `new_owner`, not `dismissed`: that person owns the client from `ruled_at`"
            if row["new_owner"] is not None and row["outcome"] != "dismissed":
                become(row["new_owner"], t, kind, "ruling")
        elif kind == "assignment":
            become(row["staff_id"], t, kind, "assigned")
        elif kind == "call":
            owner = valid(t)
            if owner and row["answered_by"] == owner["owner"]:
                contact(owner, t)
        elif kind == "visit":
            owner = valid(t)
            before_visit[row["visit_id"]] = owner
            if owner:
                # "if that owner received it, or it was handed over to that owner: a contact; else nothing."
                if owner["owner"] in (row["received_by"], row["handed_to"]):
                    contact(owner, t)
            else:
                new = new_owner_of_visit(store, client, row, settings)
                if new:
                    become(new[0], t, kind, new[1])
                    made_by_visit[row["visit_id"]] = claims[-1]
        elif kind == "register":
            owner = valid(t)
            if owner and owner["owner"] == row["registered_by"]:
                contact(owner, t)
            elif owner:
                # "else nothing but a finding, `register_conflict` (also when the registrar has left)"
                conflicts.append({"row": row, "at": t, "owner": owner["owner"]})
            else:
                become(row["registered_by"], t, kind, "outside" if row["source"] == "outside" else "registered")
        elif kind == "followup":
            owner = valid(t)
            if owner and owner["owner"] == row["staff_id"]:
                contact(owner, t)
            elif not owner and claims and claims[-1]["owner"] == row["staff_id"]:
                # "No valid owner, and by the client's latest owner: the claim revives" ... "A `revived` claim is
                # *outside* if the one it revives was."
                become(row["staff_id"], t, kind, "revived", outside=claims[-1]["outside"])
        elif kind == "deal":
            attributions.append(judge_deal(store, client, claims, row, settings))
            owner = valid(t)
            if owner and not claim_valid(store, owner, t, settings, months=True) and owner["owner"] != row["closed_by"]:
                # "(With `lapse_scope = "deal"` ... a deal breaks a claim as section 5 says: the closer then becomes
                # owner, basis `closed`.)" and "only the deal of somebody else breaks it"
                become(row["closed_by"], t, kind, "closed")
            elif owner:
                # "then a contact of the valid owner if there is one (group credit included)"
                contact(owner, t)
            else:
                become(row["closed_by"], t, kind, "closed")
    return {
        "claims": claims,
        "before_visit": before_visit,
        "made_by_visit": made_by_visit,
        "attributions": attributions,
        "conflicts": conflicts,
    }


def judge_deal(store, client, claims, deal, settings):
    """Section 5, "just before the deal itself": the row of the result."""
    t, x = judged_at(deal), deal["closed_by"]
    latest = claims[-1] if claims else None
    # "o the valid owner (months always count here)"
    o = latest if claim_valid(store, latest, t, settings, months=True) else None
    # "a ruling with `deal_id` and `new_owner`, not `dismissed` (the latest by `ruled_at`, `ruling_id`)"
    rulings = [
        r
        for r in store["rulings"]
        if r["deal_id"] == deal["deal_id"] and r["new_owner"] is not None and r["outcome"] != "dismissed"
    ]
    kind = "staff"
    if rulings:
        credited = max(rulings, key=lambda r: (r["ruled_at"], natural(r["ruling_id"])))["new_owner"]
        basis = "ruling"
    elif o and o["outside"] and o["group_id"] is not None:
        kind, credited, basis = "group", o["group_id"], "outside_group"
    elif o and o["owner"] == x:
        credited, basis = x, "own"
    elif o:
        credited, basis = o["owner"], "owner_claim"
    elif latest and latest["owner"] != x:
        credited, basis = x, "lapsed"
    else:
        credited, basis = x, "closer"
    return {
        "store_id": store["store_id"],
        "deal_id": deal["deal_id"],
        "client_id": client,
        "judged_at": t,
        "closed_by": x,
        "credit_kind": kind,
        "credited_to": credited,
        "basis": basis,
        "amount": deal["amount"],
        "commission": deal["commission"],
        "cancelled": deal["cancelled_at"] is not None,
        "owner": o["owner"] if o else None,
        "latest_owner": latest["owner"] if latest else None,
    }


def with_ends(store, claims, settings):
    """`until` and `ended_by` of one client's claims, in order.

    "`until` of a claim that lapsed is midnight at the end of its last valid day, if that is not after the store's last
    instant in any registry; a claim that another event ends first ends there." (the contract, Results)
    """
    for claim, following in zip(claims, [*claims, None][1:], strict=True):
        ends = []
        if months_count(settings):
            ends.append((midnight_after(last_day(claim, settings)), 0, "lapse"))
        left_on = store["staff_by_id"][claim["owner"]]["left_on"]
        if left_on is not None:
            ends.append((midnight_after(left_on), 1, "left"))
        ends = [e for e in ends if e[0] <= store["last_instant"]]
        if following is not None:
            # What is left under `lapse_scope = "deal"` is the deal that breaks a lapsed claim: it ends by R14 there.
            by = {"ruling": "ruling", "assignment": "assigned"}.get(following["event"], "lapse")
            ends.append((following["since"], 2, by))
        claim["until"], _, claim["ended_by"] = min(ends) if ends else (None, 0, None)
    return claims
