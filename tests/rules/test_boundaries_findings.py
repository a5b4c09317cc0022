"""Sections 5 and 6: each basis of a deal's credit, each finding and its bounds, the rulings on them."""

from tests.rules.told import check, told

CREDIT = {
    "own, owner_claim, closer": """
        client C1 09:00 by=A
        client C2 09:00 by=A
        client C3 09:00
        deal D1 C1 by=A closed=10:00
        deal D2 C2 by=B closed=10:00
        deal D3 C3 by=B closed=10:00
        ---
        credit D1 own A
        credit D2 owner_claim A
        credit D3 closer B
    """,
    "judged at the reservation, though the claim is gone when it closes": """
        client C1 02-04/09:00 by=A
        client C2 02-03/09:00 by=A
        deal D1 C1 by=B reserved=03-04/23:59:59 closed=05-30/10:00
        deal D2 C2 by=B reserved=03-04/00:00 closed=03-04/10:00
        ---
        credit D1 owner_claim A
        credit D2 lapsed B
        finding D2 lapsed_claim A
    """,
    "a cancelled deal is judged like any other": """
        client C1 09:00 by=A
        deal D1 C1 by=B reserved=10:00 cancelled=10:00
        ---
        claim C1 A registered 03-04/09:00 last=03-04/10:00
        credit D1 owner_claim A
    """,
    "lapsed, or the closer's where the latest owner is the closer": """
        client C1 01-01/09:00 by=A
        client C2 01-01/09:00 by=B
        deal D1 C1 by=B closed=03-04/10:00
        deal D2 C2 by=B closed=03-04/10:00
        ---
        credit D1 lapsed B
        credit D2 closer B
        finding D1 lapsed_claim A
    """,
    "lapsed looks at the latest owner only": """
        client C1 01-01/09:00 by=A
        assign N1 C1 01-02/09:00 to=B
        deal D1 C1 by=B closed=03-04/10:00
        ---
        credit D1 closer B
    """,
    "the latest owner had left: lapsed, and no blame; on the last day there is blame": """
        staff A left=03-03
        staff B left=03-04
        client C1 01-01/09:00 by=A
        client C2 01-01/09:00 by=B
        deal D1 C1 by=C closed=10:00
        deal D2 C2 by=C closed=10:00
        ---
        credit D1 lapsed C
        credit D2 lapsed C
        finding D2 lapsed_claim B
    """,
    "left within the month: the claim is nobody's the next day": """
        staff A left=03-03
        client C1 03-01/09:00 by=A
        deal D1 C1 by=C closed=03-03/23:59:59
        client C2 03-01/09:00 by=A
        deal D2 C2 by=C closed=03-04/00:00
        ---
        credit D1 owner_claim A
        credit D2 lapsed C
    """,
    "outside: the group's, whoever closed; without a group the owner's": """
        staff A group=G1
        staff B
        client C1 09:00 by=A source=outside
        client C2 09:00 by=B source=outside
        deal D1 C1 by=A closed=10:00
        deal D2 C1 by=B closed=10:00
        deal D3 C2 by=A closed=10:00
        deal D4 C2 by=B closed=10:00
        ---
        credit D1 outside_group group G1
        credit D2 outside_group group G1
        credit D3 owner_claim B
        credit D4 own B
    """,
    "named_outside is outside; reception of an outside visit and an assignment are not": """
        staff A group=G1
        visit V1 C1 09:00-09:10 by=A for=A source=outside
        visit V2 C2 09:00-09:10 by=A source=outside
        client C3 08:00 by=A source=outside
        assign N1 C3 09:00 to=A
        deal D1 C1 by=A closed=10:00
        deal D2 C2 by=A closed=10:00
        deal D3 C3 by=A closed=10:00
        ---
        credit D1 outside_group group G1
        credit D2 own A
        credit D3 own A
    """,
    "an outside claim past its month is no group's": """
        staff A group=G1
        client C1 01-01/09:00 by=A source=outside
        deal D1 C1 by=B closed=03-04/10:00
        ---
        credit D1 lapsed B
        finding D1 lapsed_claim A
    """,
    "a ruling goes before all, the latest of them, by time and then by id": """
        staff A group=G1
        client C1 09:00 by=A source=outside
        client C2 01-01/09:00 by=A
        deal D1 C1 by=A closed=10:00
        deal D2 C2 by=B closed=10:00
        rule R10 03-05/09:00 deal=D1 owner=C
        rule R9 03-05/09:00 deal=D1 owner=B
        rule R8 03-04/09:00 deal=D2 owner=C outcome=upheld
        rule R7 03-04/08:00 deal=D2 owner=A
        ---
        credit D1 ruling C
        credit D2 ruling C
    """,
    "no ruling: dismissed, or without a new owner, or on the client alone": """
        client C1 09:00 by=A
        deal D1 C1 by=B closed=10:00
        rule R1 11:00 deal=D1 owner=B outcome=dismissed
        rule R2 11:00 deal=D1
        rule R3 11:00 client=C1 owner=B
        ---
        credit D1 owner_claim A
    """,
    "a ruling credits even one who has left, or the one the deal had anyway": """
        staff C left=03-01
        client C1 09:00 by=A
        deal D1 C1 by=A closed=10:00
        deal D2 C1 by=A closed=10:30
        rule R1 11:00 deal=D1 owner=C
        rule R2 11:00 deal=D2 owner=A
        ---
        credit D1 ruling C
        credit D2 ruling A
    """,
    "a ruling on the client in the second of the deal comes first": """
        client C1 09:00 by=A
        deal D1 C1 by=B closed=10:00
        rule R1 10:00 client=C1 owner=B
        ---
        credit D1 own B
    """,
    "deals of one second: the first makes the claim that the second is judged by": """
        client C1 09:00
        deal D10 C1 by=A closed=10:00
        deal D9 C1 by=B closed=10:00
        ---
        credit D9 closer B
        credit D10 owner_claim B
    """,
}

OWNED = {
    "concealed goes before grab; the fine is the setting's": """
        set fine_concealed=250
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B prior=no hidden
        visit V2 C1 09:10-09:15 by=B prior=yes hidden
        visit V3 C1 09:20-09:25 by=B prior=no
        visit V4 C1 09:30-09:35 by=B
        visit V5 C1 09:40-09:45 by=B prior=yes
        ---
        finding V1 concealed_client B fine=250
        finding V2 concealed_client B fine=250
        finding V3 client_grab B
        finding V4 missed_handover B
        finding V5 missed_handover B
    """,
    "concealing is a finding even where one was due to serve; not asking is not": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C9 09:00-10:00 by=A
        visit V2 C1 09:10-09:15 by=B prior=no
        visit V3 C1 09:20-09:25 by=B prior=no hidden
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=B charged=A
        reception V3 obligatory wanted=A due=B charged=A
        finding V3 concealed_client B fine=100
    """,
    "not the due one, not asking: a grab, though the owner is away": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=C prior=no
        visit V2 C1 09:10-09:15 by=C
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 obligatory wanted=A due=B
        finding V1 client_grab C
    """,
    "handed over to the owner, or the receiver is the owner: neither": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B to=A prior=no hidden
        visit V2 C1 09:10-09:15 by=A prior=no hidden
        ---
        reception V1 handed_over wanted=A due=A
        reception V2 own_client wanted=A due=A
    """,
    "handed over to somebody else is no excuse": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B to=C prior=no
        visit V2 C1 09:10-09:15 by=B to=C hidden
        ---
        finding V1 client_grab B
        finding V2 concealed_client B fine=100
    """,
    "the owner's, not the one asked for": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=B for=A source=outside prior=no hidden
        ---
        finding V1 missed_handover B
    """,
    "unrostered: no grab, but concealing is seen": """
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B prior=no
        visit V2 C1 09:10-09:15 by=B prior=no hidden
        ---
        reception V1 unrostered wanted=A
        reception V2 unrostered wanted=A
        finding V2 concealed_client B fine=100
    """,
    "nobody received: nobody concealed": """
        in A 08:30-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 prior=no hidden
        ---
        finding V1 unreceived_visitor A
    """,
    "a lapsed owner is nobody's reproach, unless the scope is the deal": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 01-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A prior=no hidden
        client C2 01-01/09:00 by=B
        visit V2 C2 09:10-09:15 by=A prior=no hidden
        ---
        reception V1 turn due=A charged=A
        reception V2 out_of_turn due=B charged=A
        finding V2 out_of_turn A
    """,
    "a lapsed owner with the scope of the deal": """
        set lapse_scope=deal
        in A 08:30-18:00
        in B 08:31-18:00
        client C2 01-01/09:00 by=B
        visit V2 C2 09:10-09:15 by=A prior=no hidden
        ---
        reception V2 intercepted wanted=B due=B charged=A
        finding V2 concealed_client A fine=100
    """,
    "a fine of nothing": """
        set fine_concealed=0
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B hidden
        ---
        finding V1 concealed_client B
    """,
}

TURNS = {
    "double: the receiver busy and the due one idle; else out of turn": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C2 09:10-09:30 by=A
        visit V3 C3 09:15-09:20 by=C
        visit V4 C4 09:30-10:00 by=B
        visit V5 C5 09:40-10:00 by=C
        visit V6 C6 09:50-10:00 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 out_of_turn due=B charged=A
        reception V3 out_of_turn due=B charged=C
        reception V4 turn due=B charged=B
        reception V5 turn due=C charged=C
        reception V6 out_of_turn due=B charged=A
        finding V2 double_reception A
        finding V3 out_of_turn C
        finding V6 out_of_turn A
    """,
    "busy with what was handed over counts as busy": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        visit V1 C1 09:00-10:00 by=A to=C at=09:05
        visit V2 C2 09:10-09:20 by=C
        ---
        reception V1 turn due=A charged=A
        reception V2 out_of_turn due=B charged=C
        finding V2 double_reception C
    """,
    "forfeits of several at once, in one visit": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 08:50-
        out B 08:50-
        visit V1 C1 09:00-09:05 by=C
        ---
        reception V1 turn due=C charged=C
        finding V1 turn_forfeited A
        finding V1 turn_forfeited B
    """,
    "looking alone forfeits nothing": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 08:50-
        client C1 03-01/09:00 by=X
        visit V1 C1 09:00-09:05 by=B prior=yes
        visit V2 C2 09:10-09:15
        visit V3 C3 09:20-09:25 by=X
        visit V4 C4 09:30-09:35 by=B
        ---
        reception V1 obligatory wanted=X due=B
        reception V2 unreceived due=B
        reception V3 off_duty due=B
        reception V4 turn due=B charged=B
        finding V2 unreceived_visitor B
        finding V3 off_duty_reception X
        finding V4 turn_forfeited A
    """,
    "a receiver out of turn makes the ones ahead of the due one forfeit": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 08:50-
        visit V1 C1 09:00-09:05 by=C
        ---
        reception V1 out_of_turn due=B charged=C
        finding V1 out_of_turn C
        finding V1 turn_forfeited A
    """,
}

SECONDS = {
    "greeted after 60 seconds is in time, after 61 not": """
        in A 08:30-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:10 by=A greeted=09:01
        visit V2 C1 09:20-09:30 by=A greeted=09:21:01
        visit V3 C1 09:40-09:50 by=A greeted=09:40
        ---
        finding V2 slow_greeting A
    """,
    "other seconds of greeting": """
        set greet_within_seconds=0
        in A 08:30-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:10 by=A greeted=09:00
        visit V2 C1 09:20-09:30 by=A greeted=09:20:01
        ---
        finding V2 slow_greeting A
    """,
    "answered after 15 seconds is in time, after 16 not; a blank is not known": """
        call K1 09:00 by=A ring=15
        call K2 09:10 by=A ring=16
        call K3 09:20 by=A
        ---
        finding K2 slow_answer A
    """,
    "other seconds of ringing": """
        set answer_within_seconds=0
        call K1 09:00 by=A ring=0
        call K2 09:10 by=A ring=1
        ---
        finding K2 slow_answer A
    """,
    "a call nobody answered is missed, however long it rang": """
        in A 08:30-18:00
        call K1 09:00 ring=1
        call K2 09:10 ring=99
        ---
        finding K1 missed_call A
        finding K2 missed_call A
    """,
}

CALLS = {
    "missed: laid to the last of the duty, if somebody is present": """
        in A 08:30-18:00
        in B 09:30-18:00
        out A 10:30-11:00
        out B 10:30-11:00
        call K1 08:29:59
        call K2 08:30
        call K3 09:29:59
        call K4 09:30
        call K5 10:30
        call K6 11:00
        call K7 18:00
        ---
        finding K2 missed_call A
        finding K3 missed_call A
        finding K4 missed_call B
        finding K6 missed_call B
    """,
    "with everybody busy it is laid to nobody": """
        in A 08:30-18:00
        visit V1 C1 09:00-09:30 by=A
        call K1 09:29:59
        call K2 09:30
        ---
        finding K1 missed_call -
        finding K2 missed_call A
    """,
    "a visit of the same second counts as earlier": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:30 by=A for=A source=outside
        visit V2 C2 09:00-09:30 by=B for=B source=outside
        call K1 08:59:59
        call K2 09:00
        ---
        finding K1 missed_call B
        finding K2 missed_call -
    """,
    "the pool of those who have received nobody, at a call": """
        set duty_pool=unserved
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:30 by=B for=B source=outside
        visit V2 C2 10:00-10:30 by=A for=A source=outside
        call K1 09:40
        call K2 10:40
        ---
        finding K1 missed_call A
        finding K2 missed_call B
    """,
    "at midday the one on noon duty": """
        in A 08:30-18:00 noon
        in B 08:31-18:00
        call K1 11:59:59
        call K2 12:00
        call K3 13:59:59
        call K4 14:00
        ---
        finding K1 missed_call B
        finding K2 missed_call A
        finding K3 missed_call A
        finding K4 missed_call B
    """,
    "missed at midnight belongs to the new day": """
        in A 08:30-
        call K1 23:59:59
        call K2 03-05/00:00
        ---
        finding K1 missed_call A
    """,
}

NAMING = {
    "asked for by name with nothing to bear it out": """
        visit V1 C1 09:00-09:10 by=B for=A
        ---
        claim C1 A named 03-04/09:00
        finding V1 unsupported_naming A
    """,
    "a register row of theirs bears it out, as written up to the arrival": """
        client C1 02-01/09:00 by=A
        client C2 09:00 by=A source=phone
        client C3 09:00:01 by=A source=phone
        visit V1 C1 03-04/09:00..03-04/09:10 by=B for=A
        visit V2 C2 09:00-09:10 by=B for=A
        visit V3 C3 09:00-09:10 by=B for=A
        ---
        claim C1 A registered 02-01/09:00 until=03-02/00:00 ended=lapse
        claim C1 A named 03-04/09:00
        claim C2 A named 03-04/09:00
        claim C3 A named 03-04/09:00 last=03-04/09:00:01
        finding V3 unsupported_naming A
    """,
    "a register row of another card of the same person bears it out": """
        client C1 01-01/09:00 phone=13800138000
        client C2 01-02/09:00 phone=13800138000 by=A
        visit V1 C1 03-04/09:00..03-04/09:10 by=B for=A
        ---
        claim C1 A registered 01-02/09:00 until=02-03/00:00 ended=lapse
        claim C1 A named 03-04/09:00
    """,
    "the visit's own record bears it out, as it was written before": """
        client C1 08:50 by=A
        visit V1 C1 09:00-09:10 by=A for=A
        ---
        claim C1 A named 03-04/09:00
    """,
    "an earlier claim of theirs bears it out, whatever its basis": """
        client C1 01-01/09:00
        assign N1 C1 01-01/10:00 to=A
        assign N2 C1 01-02/10:00 to=B
        visit V1 C1 03-04/09:00..03-04/09:10 by=B for=A
        ---
        claim C1 A assigned 01-01/10:00 until=01-02/10:00 ended=assigned
        claim C1 B assigned 01-02/10:00 until=02-03/00:00 ended=lapse
        claim C1 A named 03-04/09:00
    """,
    "only where it made them the owner": """
        client C1 03-01/09:00 by=B
        visit V1 C1 09:00-09:10 by=B for=A
        ---
        claim C1 B registered 03-01/09:00 last=03-04/09:00
    """,
}

OTHERS = {
    "help that nobody asked for; not known is not false": """
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:30 by=A
        assist V1 B 09:10 asked=no
        assist V1 C 09:10 asked=yes
        assist V1 D 09:10
        assist V1 E 09:20 asked=no
        ---
        finding V1 unrequested_assist B
        finding V1 unrequested_assist E
    """,
    "a companion's visit has no finding of rotation or ownership, but slow greetings and help are seen": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C2 03-01/09:00 by=A
        visit V1 C1 09:00-09:30 by=A party=P
        visit V2 C2 09:01-09:30 by=B party=P prior=no hidden greeted=09:03
        visit V3 C3 09:01-09:30 party=P
        visit V4 C4 09:02-09:30 by=B party=P for=B
        assist V2 A 09:10 asked=no
        ---
        reception V1 turn due=A charged=A
        reception V2 same_party wanted=A
        reception V3 same_party
        reception V4 same_party wanted=B
        finding V2 slow_greeting B
        finding V2 unrequested_assist A
        finding V4 unsupported_naming B
    """,
}

RULED = {
    "a ruling without a kind is on every finding of the visit": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B hidden greeted=09:02
        assist V1 A 09:03 asked=no
        rule R1 10:00 visit=V1 outcome=dismissed
        ---
        finding V1 concealed_client B dismissed fine=100
        finding V1 slow_greeting B dismissed
        finding V1 unrequested_assist A dismissed
    """,
    "a ruling with a kind is on that one": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B hidden greeted=09:02
        rule R1 10:00 visit=V1 kind=concealed_client outcome=upheld
        rule R2 10:00 visit=V1 kind=client_grab outcome=dismissed
        ---
        finding V1 concealed_client B upheld fine=100
        finding V1 slow_greeting B
    """,
    "the latest says it, with or without the kind; then the greater id; one with no outcome says nothing": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=B greeted=09:02
        rule R10 10:00 visit=V1 kind=out_of_turn outcome=upheld
        rule R9 10:00 visit=V1 outcome=dismissed
        rule R11 11:00 visit=V1
        ---
        finding V1 out_of_turn B upheld
        finding V1 slow_greeting B dismissed
    """,
    "a ruling before the visit, or about a forfeit, counts as well": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 08:50-
        visit V1 C1 09:00-09:05 by=B
        rule R1 08:00 visit=V1 kind=turn_forfeited outcome=dismissed
        ---
        finding V1 turn_forfeited A dismissed
    """,
    "findings on calls, clients and deals stay open": """
        client C1 01-01/09:00 phone=13800138000 by=A
        client C2 01-02/09:00 phone=13800138000 by=B
        deal D1 C1 by=B closed=03-04/10:00
        call K1 03-04/09:00 by=A ring=99
        visit V1 C3 03-04/09:00..03-04/09:05 by=A
        rule R1 03-05/08:00 visit=V1 client=C2 deal=D1 outcome=dismissed
        rule R2 03-05/08:00 visit=V1 client=C1 deal=D1 kind=lapsed_claim outcome=dismissed
        ---
        finding C2 register_conflict B
        finding D1 lapsed_claim A
        finding K1 slow_answer A
    """,
}


@told(CREDIT | OWNED | TURNS | SECONDS | CALLS | NAMING | OTHERS | RULED)
def test_findings(reader, text):
    check(reader, text)
