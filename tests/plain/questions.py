"""Section 7: open questions, as (registry, subject, field). The wording is left to the product."""

from collections import Counter
from datetime import time

from tests.plain.clients import phone_number


def questions_of(store, receptions):
    """What blanks made the computation assume, one row each."""
    asked = []

    def add(registry, subject_id, field):
        asked.append({"store_id": store["store_id"], "registry": registry, "subject_id": subject_id, "field": field})

    for visit in store["visits"]:
        if visit["left_at"] is None:
            add("visits", visit["visit_id"], "left_at")
    for r in receptions:
        visit = r["visit"]
        # "`asked_prior` unknown on a visit whose valid owner is another" (where nobody received, nobody could ask)
        if visit["asked_prior"] is None and r["owner"] is not None and visit["received_by"] not in (None, r["owner"]):
            add("visits", visit["visit_id"], "asked_prior")
        # "a person recorded as away while receiving"
        if r["receiver_away"]:
            add("visits", visit["visit_id"], "received_by")
    # "a store-day with no attendance"
    rostered = {a["signed_in_at"].date() for a in store["attendance"]}
    for date in sorted({v["arrived_at"].date() for v in store["visits"]} - rostered):
        add("attendance", date.isoformat(), "signed_in_at")
    # "a date-only deal (taken as the end of that day)": typed cells no longer tell it from one at 23:59:59
    for d in store["deals"]:
        for field in ("reserved_at", "closed_at", "cancelled_at"):
            if d[field] is not None and d[field].time() == time(23, 59, 59):
                add("deals", d["deal_id"], field)
    # "an absence with no return"
    for a in store["absences"]:
        if a["returned_at"] is None:
            add("absences", a["staff_id"], "returned_at")
    # "a client with no usable phone who shares a name with another"
    names = Counter(c["name"] for c in store["clients"])
    for c in store["clients"]:
        if phone_number(c["phone"]) is None and names[c["name"]] > 1:
            add("clients", c["client_id"], "phone")
    return asked
