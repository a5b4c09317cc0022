"""Section 3 (and the ends that the contract writes): every event, every basis, the last day of a claim."""

from tests.rules.told import check, told

# A `follow` by the owner far away only makes the store's last instant late.
LAPSE = {
    "31 January lives through the leap day and ends at its midnight": """
        client C1 01-31/09:00 by=A
        deal D1 C1 by=B closed=02-29/23:59:59
        client C2 01-31/09:00 by=A
        deal D2 C2 by=B closed=03-01/00:00
        ---
        claim C1 A registered 01-31/09:00 last=02-29/23:59:59
        claim C2 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
        claim C2 B closed 03-01/00:00
        credit D1 owner_claim A
        credit D2 lapsed B
        finding D2 lapsed_claim A
    """,
    "31 January of a common year lives through the 28th": """
        client C1 2023-01-31/09:00 by=A
        deal D1 C1 by=B closed=2023-02-28/23:59:59
        client C2 2023-01-31/09:00 by=A
        deal D2 C2 by=B closed=2023-03-01/00:00
        ---
        claim C1 A registered 01-31/09:00 last=02-28/23:59:59
        claim C2 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
        claim C2 B closed 03-01/00:00
        credit D1 owner_claim A
        credit D2 lapsed B
        finding D2 lapsed_claim A
    """,
    "29, 30 and 31 January meet on 29 February; 28 February goes to 28 March, not to the month's end": """
        client C1 01-29/09:00 by=A
        client C2 01-30/09:00 by=A
        client C3 02-28/09:00 by=A
        client C4 02-29/09:00 by=A
        follow F1 C1 02-29/23:59:59 by=A
        follow F2 C2 02-29/23:59:59 by=A
        follow F3 C3 03-29/00:00 by=A
        follow F4 C4 03-29/23:59:59 by=A
        ---
        claim C1 A registered 01-29/09:00 last=02-29/23:59:59
        claim C2 A registered 01-30/09:00 last=02-29/23:59:59
        claim C3 A registered 02-28/09:00 until=03-29/00:00 ended=lapse
        claim C3 A revived 03-29/00:00
        claim C4 A registered 02-29/09:00 last=03-29/23:59:59
    """,
    "31 December over the year": """
        client C1 2023-12-31/23:59:59 by=A
        follow F1 C1 2024-01-31/23:59:59 by=A
        ---
        claim C1 A registered 12-31/23:59:59 last=01-31/23:59:59
    """,
    "other numbers of months: twelve from the leap day": """
        set lapse_months=12
        client C1 02-29/09:00 by=A
        client C2 02-29/09:00 by=A
        follow F1 C1 2025-02-28/23:59:59 by=A
        follow F2 C2 2025-03-01/00:00 by=A
        ---
        claim C1 A registered 02-29/09:00 last=02-28/23:59:59
        claim C2 A registered 02-29/09:00 until=03-01/00:00 ended=lapse
        claim C2 A revived 03-01/00:00
    """,
    "a claim still stands while its midnight is after the store's last instant": """
        client C1 01-31/09:00 by=A
        call K1 02-29/23:59:59
        ---
        claim C1 A registered 01-31/09:00
    """,
    "and has ended when the last instant is that very midnight": """
        client C1 01-31/09:00 by=A
        call K1 03-01/00:00
        ---
        claim C1 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
    """,
    "the last instant may stand in any registry, a return or a cancelled deal as well": """
        client C1 01-31/09:00 by=A
        out B 02-29/23:00..03-01/00:00
        ---
        claim C1 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
    """,
    "leaving ends a claim at the midnight after the last day": """
        staff A left=02-10
        client C1 01-31/09:00 by=A
        call K1 02-11/00:00
        ---
        claim C1 A registered 01-31/09:00 until=02-11/00:00 ended=left
    """,
    "leaving after the store's last instant has ended nothing yet": """
        staff A left=02-10
        client C1 01-31/09:00 by=A
        call K1 02-10/23:59:59
        ---
        claim C1 A registered 01-31/09:00
    """,
    "whichever is first ends it: lapse, or leaving, or another's assignment": """
        staff A left=03-10
        client C1 01-31/09:00 by=A
        client C2 02-20/09:00 by=A
        client C3 01-31/09:00 by=A
        client C4 01-31/09:00 by=A
        assign N3 C3 02-15/09:00 to=B
        assign N4 C4 03-01/00:00 to=B
        call K1 04-30/09:00
        ---
        claim C1 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
        claim C2 A registered 02-20/09:00 until=03-11/00:00 ended=left
        claim C3 A registered 01-31/09:00 until=02-15/09:00 ended=assigned
        claim C3 B assigned 02-15/09:00 until=03-16/00:00 ended=lapse
        claim C4 A registered 01-31/09:00 until=03-01/00:00 ended=lapse
        claim C4 B assigned 03-01/00:00 until=04-02/00:00 ended=lapse
    """,
}

EVENTS = {
    "a ruling owns from ruled_at, whatever stood before": """
        client C1 09:00 by=A
        rule R1 10:00 client=C1 owner=B
        rule R2 11:00 client=C1 owner=B outcome=upheld
        rule R3 12:00 client=C1 owner=A outcome=dismissed
        rule R4 13:00 client=C1
        ---
        claim C1 A registered 03-04/09:00 until=03-04/10:00 ended=ruling
        claim C1 B ruling 03-04/10:00 until=03-04/11:00 ended=ruling
        claim C1 B ruling 03-04/11:00
    """,
    "a ruling on a deal alone moves no client": """
        client C1 09:00 by=A
        deal D1 C1 by=B closed=10:00
        rule R1 11:00 deal=D1 owner=B
        ---
        claim C1 A registered 03-04/09:00 last=03-04/10:00
        credit D1 ruling B
    """,
    "an assignment owns, even to the same person: a new row": """
        staff A group=G1
        client C1 09:00 by=A
        assign N1 C1 10:00 to=A
        ---
        claim C1 A registered 03-04/09:00 group=G1 until=03-04/10:00 ended=assigned
        claim C1 A assigned 03-04/10:00 group=G1
    """,
    "a register row: registered, or outside; a second card of the same person is a contact or a conflict": """
        client C1 03-01/09:00 phone=13800138000 by=A source=outside
        client C2 03-02/09:00 phone=13800138000 by=A
        client C3 03-03/09:00 phone=13800138000 by=B
        client C4 03-03/09:00 by=B source=referral
        client C5 03-03/10:00
        ---
        claim C1 A outside 03-01/09:00 last=03-02/09:00
        claim C4 B registered 03-03/09:00
        finding C3 register_conflict B
    """,
    "a registrar who has left: nobody's client, or a conflict": """
        staff B left=03-03
        client C1 03-04/09:00 by=B
        client C2 03-01/09:00 phone=13800138000 by=A
        client C3 03-04/09:00 phone=13800138000 by=B
        client C4 03-03/23:59:59 by=B
        ---
        claim C2 A registered 03-01/09:00
        claim C4 B registered 03-03/23:59:59 until=03-04/00:00 ended=left
        finding C3 register_conflict B
    """,
    "a call is a contact of the owner who answers it, of no one else": """
        client C1 03-01/09:00 by=A phone=13800138000
        call K1 03-02/09:00 client=C1 by=A
        call K2 03-03/09:00 client=C1 by=B
        call K3 03-03/10:00 phone=+86-138-0013-8000 by=A
        call K4 03-03/11:00 phone=13800138001 by=A
        call K5 03-03/12:00 client=C1
        ---
        claim C1 A registered 03-01/09:00 last=03-03/10:00
    """,
    "a call belongs to its client_id though the phone is another's": """
        client C1 03-01/09:00 by=A phone=13800138000
        client C2 03-01/09:00 by=A phone=13900139000
        call K1 03-02/09:00 client=C1 phone=13900139000 by=A
        ---
        claim C1 A registered 03-01/09:00 last=03-02/09:00
        claim C2 A registered 03-01/09:00
    """,
    "a visit: received by the owner, or handed over to the owner, is a contact; asking for another is not": """
        in X 08:00-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:10 by=A for=B
        visit V2 C1 09:20-09:50 by=X to=A at=09:40
        visit V3 C1 10:00-10:10 by=B for=B prior=yes
        ---
        claim C1 A registered 03-01/09:00 last=03-04/09:20
    """,
    "handed over where nobody received is a contact too": """
        in X 08:00-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:10 to=A
        ---
        claim C1 A registered 03-01/09:00 last=03-04/09:00
        finding V1 unreceived_visitor X
    """,
    "a visit makes the one asked for the owner, else the receiver, else nobody": """
        visit V1 C1 09:00-09:10 by=B for=A source=outside
        visit V2 C2 09:00-09:10 by=B source=outside
        visit V3 C3 09:00-09:10 to=B
        visit V4 C4 09:00-09:10 by=B to=A
        ---
        claim C1 A named_outside 03-04/09:00
        claim C2 B reception 03-04/09:00
        claim C4 B reception 03-04/09:00
        finding V3 unreceived_visitor -
    """,
    "a visit tries its next candidate where the first has left": """
        staff A left=03-03
        staff B left=03-03
        visit V1 C1 09:00-09:10 by=C for=A source=outside
        visit V2 C2 09:00-09:10 by=B for=A
        visit V3 C3 09:00-09:10 by=B for=C source=outside
        visit V4 C4 03-03/23:59..03-03/23:59 by=A for=B source=outside
        ---
        claim C1 C reception 03-04/09:00
        claim C3 C named_outside 03-04/09:00
        claim C4 B named_outside 03-03/23:59 until=03-04/00:00 ended=left
    """,
    "named_call: answered, name given, no more than a month before by date, before the door": """
        day 2024-02-29
        call K1 01-29/23:59 client=C1 by=A named
        call K2 01-28/23:59 client=C2 by=A named
        call K3 02-29/09:00 client=C3 by=A named
        call K4 02-29/09:00:01 client=C4 by=A named
        call K5 02-28/09:00 client=C5 by=A
        call K6 02-28/09:00 client=C6 by=B named
        visit V1 C1 09:00-09:10 by=B for=A
        visit V2 C2 09:00-09:10 by=B for=A
        visit V3 C3 09:00-09:10 by=B for=A
        visit V4 C4 09:00-09:10 by=B for=A
        visit V5 C5 09:00-09:10 by=B for=A
        visit V6 C6 09:00-09:10 by=B for=A
        ---
        claim C1 A named_call 02-29/09:00
        claim C2 A named 02-29/09:00
        claim C3 A named_call 02-29/09:00
        claim C4 A named 02-29/09:00 last=02-29/09:00:01
        claim C5 A named 02-29/09:00
        claim C6 A named 02-29/09:00
        finding V2 unsupported_naming A
        finding V4 unsupported_naming A
        finding V5 unsupported_naming A
        finding V6 unsupported_naming A
    """,
    "named_call by the phone alone, and with other months; outside goes before it": """
        set lapse_months=2
        client C1 03-01/09:00 phone=13800138000
        call K1 01-04/09:00 phone=13800138000 by=A named
        call K2 01-04/09:00 client=C2 by=A named
        visit V1 C1 09:00-09:10 by=A for=A
        visit V2 C2 09:00-09:10 by=A for=A source=outside
        ---
        claim C1 A named_call 03-04/09:00
        claim C2 A named_outside 03-04/09:00
    """,
    "named_call after an own earlier claim that lapsed": """
        client C1 01-01/09:00 by=A
        call K1 03-01/09:00 client=C1 by=A named
        visit V1 C1 09:00-09:10 by=B for=A
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C1 A named_call 03-04/09:00
    """,
    "a follow-up: contact of the owner, revival by the latest owner, nothing by anybody else": """
        client C1 01-01/09:00 by=A
        follow F1 C1 01-20/09:00 by=B
        follow F2 C1 02-20/09:00 by=B
        follow F3 C1 02-21/09:00 by=A
        follow F4 C1 02-22/09:00 by=A
        client C2 02-22/10:00
        follow F5 C2 02-22/11:00 by=A
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C1 A revived 02-21/09:00 last=02-22/09:00
    """,
    "only the latest owner revives": """
        client C1 01-01/09:00 by=A
        assign N1 C1 01-10/09:00 to=B
        follow F1 C1 02-20/09:00 by=A
        follow F2 C1 02-21/09:00 by=B
        ---
        claim C1 A registered 01-01/09:00 until=01-10/09:00 ended=assigned
        claim C1 B assigned 01-10/09:00 until=02-11/00:00 ended=lapse
        claim C1 B revived 02-21/09:00
    """,
    "a revived outside claim is outside, and so is one revived from it": """
        staff A group=G1
        client C1 01-01/09:00 by=A source=outside
        follow F1 C1 02-21/09:00 by=A
        follow F2 C1 04-21/09:00 by=A
        deal D1 C1 by=A closed=04-22/09:00
        ---
        claim C1 A outside 01-01/09:00 group=G1 until=02-02/00:00 ended=lapse
        claim C1 A revived 02-21/09:00 group=G1 until=03-22/00:00 ended=lapse
        claim C1 A revived 04-21/09:00 group=G1 last=04-22/09:00
        credit D1 outside_group group G1
    """,
    "who has left revives nothing, is handed nothing, closes into no claim": """
        staff A left=02-25
        client C1 01-01/09:00 by=A
        client C2 01-01/09:00
        follow F1 C1 02-26/09:00 by=A
        assign N1 C2 02-26/09:00 to=A
        rule R1 02-26/10:00 client=C2 owner=A
        deal D1 C2 by=A closed=02-26/11:00
        client C3 02-26/09:00 by=B
        rule R2 02-26/10:00 client=C3 owner=A
        assign N2 C3 02-26/11:00 to=A
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C3 B registered 02-26/09:00
        credit D1 closer A
    """,
    "on the last day one may still be handed a client": """
        staff A left=02-26
        client C1 02-26/08:00
        assign N1 C1 02-26/23:59:59 to=A
        ---
        claim C1 A assigned 02-26/23:59:59
    """,
    "a deal: contact of the owner, whoever closed; without an owner the closer's": """
        staff B group=G1
        client C1 03-01/09:00 by=A
        deal D1 C1 by=B reserved=09:00 closed=10:00
        deal D2 C2 by=B closed=10:00
        deal D3 C2 by=A closed=10:30 cancelled=11:00
        ---
        claim C1 A registered 03-01/09:00 last=03-04/09:00
        claim C2 B closed 03-04/10:00 group=G1 last=03-04/10:30
        credit D1 owner_claim A
        credit D2 closer B
        credit D3 owner_claim B
    """,
    "a deal of the group's client is a contact of the one who holds it": """
        staff A group=G1
        client C1 02-10/09:00 by=A source=outside
        deal D1 C1 by=B closed=03-01/10:00
        ---
        claim C1 A outside 02-10/09:00 group=G1 last=03-01/10:00
        credit D1 outside_group group G1
    """,
    "a lapsed claim is no claim: register, visit and deal find a free client": """
        client C1 01-01/09:00 phone=13800138000 by=A
        client C2 02-20/09:00 phone=13800138000 by=B
        client C3 01-01/09:00 by=A
        visit V3 C3 02-20/09:00..02-20/09:10 by=B
        client C4 01-01/09:00 by=A
        deal D4 C4 by=A closed=02-20/09:00
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C1 B registered 02-20/09:00
        claim C3 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C3 B reception 02-20/09:00
        claim C4 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C4 A closed 02-20/09:00
        credit D4 closer A
    """,
}

SAME_TIME = {
    "ruling before assignment": """
        client C1 09:00
        assign N1 C1 10:00 to=A
        rule R1 10:00 client=C1 owner=B
        ---
        claim C1 B ruling 03-04/10:00 until=03-04/10:00 ended=assigned
        claim C1 A assigned 03-04/10:00
    """,
    "assignment before call": """
        client C1 02-01/09:00
        call K1 10:00 client=C1 by=A
        assign N1 C1 10:00 to=A
        visit V1 C1 04-04/10:00..04-04/10:10 by=A
        ---
        claim C1 A assigned 03-04/10:00 last=04-04/10:00
    """,
    "call before visit: the call finds nobody's client, and gives the name": """
        call K1 10:00 client=C1 by=A named
        visit V1 C1 10:00-10:10 by=A for=A
        ---
        claim C1 A named_call 03-04/10:00
    """,
    "visit before register": """
        client C1 10:00 by=B source=phone
        visit V1 C1 10:00-10:10 by=A
        ---
        claim C1 A reception 03-04/10:00
        finding C1 register_conflict B
    """,
    "register before follow-up: the follow-up is a contact, not nothing": """
        client C1 01-01/09:00 phone=13800138000 by=A
        client C2 03-04/10:00 phone=13800138000 by=B
        follow F1 C1 03-04/10:00 by=A
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C1 B registered 03-04/10:00
    """,
    "follow-up before deal: revived in the same second, the deal is the owner's": """
        client C1 01-01/09:00 by=A
        follow F1 C1 03-04/10:00 by=A
        deal D1 C1 by=B closed=03-04/10:00
        ---
        claim C1 A registered 01-01/09:00 until=02-02/00:00 ended=lapse
        claim C1 A revived 03-04/10:00
        credit D1 owner_claim A
    """,
    "two of a kind go by natural order of their ids": """
        client C1 09:00
        assign N10 C1 10:00 to=A
        assign N9 C1 10:00 to=B
        ---
        claim C1 B assigned 03-04/10:00 until=03-04/10:00 ended=assigned
        claim C1 A assigned 03-04/10:00
    """,
    "visits of one second by their ids": """
        visit V10 C1 10:00-10:00 by=A
        visit V9 C1 10:00-10:00 by=B
        ---
        claim C1 B reception 03-04/10:00
    """,
    "register rows of one second by their client ids": """
        client C10 10:00 phone=13800138000 by=A
        client C9 10:00 phone=13800138000 by=B
        ---
        claim C9 B registered 03-04/10:00
        finding C10 register_conflict A
    """,
}

WRITTEN_DOWN = {
    "written before the visit by the receiver: the visit's own record": """
        client C1 08:00 by=A
        visit V1 C1 09:00-09:10 by=A
        ---
        claim C1 A reception 03-04/09:00
    """,
    "with source walk_in too; asked for somebody, it is theirs and the record conflicts": """
        client C1 08:00 by=A source=walk_in
        visit V1 C1 09:00-09:10 by=A for=B source=outside
        ---
        claim C1 B named_outside 03-04/09:00
        finding C1 register_conflict A
    """,
    "in the second of the arrival": """
        client C1 09:00 by=A
        visit V1 C1 09:00-09:10 by=A
        ---
        claim C1 A reception 03-04/09:00
    """,
    "written after the arrival it is taken as written, a contact": """
        client C1 09:00:01 by=A
        visit V1 C1 09:00-09:10 by=A
        ---
        claim C1 A reception 03-04/09:00 last=03-04/09:00:01
    """,
    "not the record: another source": """
        client C1 08:00 by=A source=phone
        visit V1 C1 09:00-09:10 by=A
        ---
        claim C1 A registered 03-04/08:00 last=03-04/09:00
    """,
    "not the record: the day before": """
        client C1 03-03/23:59:59 by=A
        visit V1 C1 00:00-00:10 by=A
        ---
        claim C1 A registered 03-03/23:59:59 last=03-04/00:00
    """,
    "the record at midnight of the day": """
        client C1 00:00 by=A
        visit V1 C1 09:00-09:10 by=A
        ---
        claim C1 A reception 03-04/09:00
    """,
    "not the record: somebody else received": """
        client C1 08:00 by=A
        visit V1 C1 09:00-09:10 by=B
        ---
        claim C1 A registered 03-04/08:00
    """,
    "not the record: the second visit, even of the same day": """
        client C1 09:30 by=A
        visit V1 C1 09:00-09:10 by=B
        visit V2 C1 10:00-10:10 by=A
        ---
        claim C1 B reception 03-04/09:00
        finding C1 register_conflict A
    """,
    "the first visit of the person, not of the card": """
        client C1 03-01/09:00 phone=13800138000
        client C2 03-04/08:00 phone=13800138000 by=A
        visit V1 C1 03-02/09:00..03-02/09:10 by=B
        visit V2 C2 09:00-09:10 by=A
        ---
        claim C1 B reception 03-02/09:00
        finding C2 register_conflict A
    """,
    "of two visits in one second the smaller id is the first": """
        client C1 08:00 by=A
        visit V10 C1 09:00-09:10 by=A
        visit V9 C1 09:00-09:10 by=B
        ---
        claim C1 A registered 03-04/08:00 last=03-04/09:00
    """,
    "handed over to the registrar is not received by the registrar": """
        client C1 08:00 by=A
        visit V1 C1 09:00-09:10 by=B to=A
        ---
        claim C1 A registered 03-04/08:00 last=03-04/09:00
    """,
}

SCOPE_DEAL = {
    "months end no claim at the door, nothing is revived, a follow-up is a contact": """
        set lapse_scope=deal
        client C1 01-01/09:00 by=A
        visit V1 C1 03-04/09:00..03-04/09:10 by=B
        follow F1 C1 03-05/09:00 by=B
        follow F2 C1 03-06/09:00 by=A
        ---
        claim C1 A registered 01-01/09:00 last=03-06/09:00
    """,
    "the deal of somebody else breaks a lapsed claim": """
        set lapse_scope=deal
        client C1 01-01/09:00 by=A
        deal D1 C1 by=B closed=03-04/09:00
        ---
        claim C1 A registered 01-01/09:00 until=03-04/09:00 ended=lapse
        claim C1 B closed 03-04/09:00
        credit D1 lapsed B
        finding D1 lapsed_claim A
    """,
    "one's own deal does not": """
        set lapse_scope=deal
        client C1 01-01/09:00 by=A
        deal D1 C1 by=A closed=03-04/09:00
        ---
        claim C1 A registered 01-01/09:00 last=03-04/09:00
        credit D1 closer A
    """,
    "within the month the deal of somebody else is a contact": """
        set lapse_scope=deal
        client C1 02-04/09:00 by=A
        deal D1 C1 by=B closed=03-04/09:00
        ---
        claim C1 A registered 02-04/09:00 last=03-04/09:00
        credit D1 owner_claim A
    """,
    "a ruling on the deal changes the credit, not what the deal does to the claim": """
        set lapse_scope=deal
        client C1 01-01/09:00 by=A
        deal D1 C1 by=B closed=03-04/09:00
        rule R1 03-05/09:00 deal=D1 owner=A
        ---
        claim C1 A registered 01-01/09:00 until=03-04/09:00 ended=lapse
        claim C1 B closed 03-04/09:00
        credit D1 ruling A
    """,
    "a closer who has left breaks nothing": """
        set lapse_scope=deal
        staff B left=03-03
        client C1 01-01/09:00 by=A
        deal D1 C1 by=B closed=03-04/09:00
        deal D2 C1 by=C closed=03-05/09:00
        ---
        claim C1 A registered 01-01/09:00 until=03-05/09:00 ended=lapse
        claim C1 C closed 03-05/09:00
        credit D1 lapsed B
        credit D2 lapsed C
        finding D1 lapsed_claim A
        finding D2 lapsed_claim A
    """,
    "leaving ends a claim all the same, and then the next event finds a free client": """
        set lapse_scope=deal
        staff A left=03-03
        client C1 01-01/09:00 by=A
        client C2 01-01/09:00 by=A
        visit V1 C1 09:00-09:10 by=B
        deal D1 C2 by=B closed=09:00
        ---
        claim C1 A registered 01-01/09:00 until=03-04/00:00 ended=left
        claim C1 B reception 03-04/09:00
        claim C2 A registered 01-01/09:00 until=03-04/00:00 ended=left
        claim C2 B closed 03-04/09:00
        credit D1 lapsed B
    """,
    "named_call still asks for the month": """
        set lapse_scope=deal
        call K1 02-03/09:00 client=C1 by=A named
        call K2 02-04/09:00 client=C2 by=A named
        visit V1 C1 09:00-09:10 by=B for=A
        visit V2 C2 09:00-09:10 by=B for=A
        ---
        claim C1 A named 03-04/09:00
        claim C2 A named_call 03-04/09:00
        finding V1 unsupported_naming A
    """,
    "an outside claim past its month is broken all the same": """
        set lapse_scope=deal
        staff A group=G1
        client C1 01-01/09:00 by=A source=outside
        deal D1 C1 by=B closed=03-04/09:00
        ---
        claim C1 A outside 01-01/09:00 group=G1 until=03-04/09:00 ended=lapse
        claim C1 B closed 03-04/09:00
        credit D1 lapsed B
        finding D1 lapsed_claim A
    """,
}

PHONES = {
    "one person under phones written in many ways; the first registered is the one": """
        client C2 03-02/09:00 phone=１３８-0013-8000 by=A
        client C1 03-01/09:00 phone=+86-138-0013-8000 by=A
        client C3 03-03/09:00 phone=008613800138000 by=B
        client C4 03-03/09:10 phone=無/13800138000 by=B
        client C5 03-03/09:20 phone=13800138000；13900139000 by=B
        client C6 03-03/09:30 phone=8613800138000，1 by=B
        client C7 03-03/09:40 phone=138、13800138000 by=B
        ---
        claim C1 A registered 03-01/09:00 last=03-02/09:00
        claim C7 B registered 03-03/09:40
        finding C3 register_conflict B
        finding C4 register_conflict B
        finding C5 register_conflict B
        finding C6 register_conflict B
    """,
    "of several numbers in a cell the first counts, whatever parts them": """
        client C1 03-01/09:00 phone=13800138000 by=A
        client C2 03-02/09:00 phone=無、13800138000、13900139000 by=A
        client C3 03-03/09:00 phone=13800138000,13900139000 by=A
        client C4 03-04/09:00 phone=13800138000;13900139000 by=A
        client C5 03-05/09:00 phone=13800138000/13900139000 by=A
        client C6 03-06/09:00 phone=13900139000、13800138000 by=A
        ---
        claim C1 A registered 03-01/09:00 last=03-05/09:00
        claim C6 A registered 03-06/09:00
    """,
    "registered in one second: the smallest id, in natural order": """
        client C10 03-01/09:00 phone=27065566
        client C9 03-01/09:00 phone=2706-5566
        visit V1 C10 09:00-09:10 by=A
        ---
        reception V1 unrostered
        claim C9 A reception 03-04/09:00
    """,
    "too short, or one digit over and over, is no phone": """
        client C1 03-01/09:00 phone=123456 by=A
        client C2 03-01/09:00 phone=123456 by=B
        client C3 03-01/09:00 phone=1234567 by=A
        client C4 03-02/09:00 phone=1234567 by=A
        client C5 03-01/09:00 phone=88888888 by=A
        client C6 03-01/09:00 phone=88888888 by=B
        client C7 03-01/09:00 phone=8611111111111 by=A
        client C8 03-01/09:00 phone=8611111111111 by=B
        call K1 03-02/09:00 phone=123456 by=A
        ---
        claim C1 A registered 03-01/09:00
        claim C2 B registered 03-01/09:00
        claim C3 A registered 03-01/09:00 last=03-02/09:00
        claim C5 A registered 03-01/09:00
        claim C6 B registered 03-01/09:00
        claim C7 A registered 03-01/09:00
        claim C8 B registered 03-01/09:00
    """,
    "a leading 86 stays where another number of digits remains": """
        client C1 03-01/09:00 phone=8612345678 by=A
        client C2 03-02/09:00 phone=12345678 by=B
        client C3 03-01/09:00 phone=0086123456789 by=A
        client C4 03-02/09:00 phone=123456789 by=B
        ---
        claim C1 A registered 03-01/09:00
        claim C2 B registered 03-02/09:00
        claim C3 A registered 03-01/09:00
        claim C4 B registered 03-02/09:00
    """,
}


@told(LAPSE | EVENTS | SAME_TIME | WRITTEN_DOWN | SCOPE_DEAL | PHONES)
def test_claims(reader, text):
    check(reader, text)
