"""Section 4: each kind of reception, who was due, who pays, and the settings that change it."""

from tests.rules.told import check, told

KINDS = {
    "1 same party, whoever received and even where nobody did": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:30 by=A party=P
        visit V2 C2 09:01-09:30 by=B party=P hidden greeted=09:05
        visit V3 C3 09:02-09:30 party=P
        visit V4 C4 09:10-09:20 by=B
        visit V5 C5 03-05/09:00..03-05/09:10 by=B party=P
        in B 03-05/08:00..03-05/18:00
        ---
        reception V1 turn due=A charged=A
        reception V2 same_party
        reception V3 same_party
        reception V4 overflow due=B charged=B
        reception V5 turn due=B charged=B
        finding V2 slow_greeting B
    """,
    "1 same party even for a client of somebody's": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C2 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A party=P
        visit V2 C2 09:10-09:20 by=B party=P prior=no
        ---
        reception V1 turn due=A charged=A
        reception V2 same_party wanted=A
    """,
    "1 blank party ids are no party": """
        in A 08:30-18:00
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:20 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=A charged=A
    """,
    "2 unreceived: the wanted person if idle, else whoever is due; the queue stands": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=B
        visit V1 C1 09:00-09:05
        visit V2 C2 09:10-09:20 by=A
        visit V3 C3 09:30-10:00 by=B
        visit V4 C1 09:40-09:45
        visit V5 C4 09:50-09:55 for=B
        visit V6 C5 10:00-10:05 by=A
        ---
        reception V1 unreceived wanted=B due=B
        reception V2 turn due=A charged=A
        reception V3 turn due=B charged=B
        reception V4 unreceived wanted=B due=A
        reception V5 unreceived wanted=B due=A
        reception V6 turn due=A charged=A
        finding V1 unreceived_visitor B
        finding V4 unreceived_visitor A
        finding V5 unreceived_visitor A
        finding V5 unsupported_naming B
    """,
    "2 unreceived with nobody there: laid to nobody": """
        in A 08:30-18:00
        out A 09:00-10:00
        visit V1 C1 09:10-09:20
        ---
        reception V1 unreceived
        finding V1 unreceived_visitor -
    """,
    "2 unreceived on a day without a sheet": """
        visit V1 C1 09:10-09:20 for=A
        ---
        reception V1 unreceived wanted=A
        finding V1 unreceived_visitor -
        finding V1 unsupported_naming A
    """,
    "3 one's own client, or one asked for, costs no turn": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=A for=A source=outside
        visit V3 C3 09:20-09:25 by=A
        ---
        reception V1 own_client wanted=A due=A
        reception V2 named wanted=A due=A
        reception V3 turn due=A charged=A
    """,
    "3 own_client_takes_turn": """
        set own_client_takes_turn=true
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=B
        visit V3 C3 09:20-09:25 by=A for=A source=outside
        visit V4 C4 09:30-09:35 by=A
        ---
        reception V1 own_client wanted=A due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 named wanted=A due=A
        reception V4 turn due=A charged=A
    """,
    "3 named_takes_turn": """
        set named_takes_turn=true
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=A for=A source=outside
        visit V3 C3 09:20-09:25 by=B
        ---
        reception V1 own_client wanted=A due=A
        reception V2 named wanted=A due=A charged=A
        reception V3 turn due=B charged=B
    """,
    "3 only a member of the queue can be charged": """
        set own_client_takes_turn=true named_takes_turn=true
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=A for=A source=outside
        ---
        reception V1 own_client wanted=A due=A
        reception V2 named wanted=A due=A
    """,
    "3 own client on a day without a sheet, and asked for with no one on the sheet": """
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=A for=A source=outside
        ---
        reception V1 own_client wanted=A due=A
        reception V2 named wanted=A due=A
    """,
    "3 asked for somebody else: the register decides whom the client wants": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=A for=B
        visit V2 C1 09:10-09:15 by=B for=B prior=yes
        ---
        reception V1 own_client wanted=A due=A
        reception V2 intercepted wanted=A due=A charged=B
        finding V2 missed_handover B
    """,
    "4 handed over to the one asked for": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:20 by=B for=A source=outside to=A at=09:01
        visit V2 C2 09:30-09:40 by=A
        ---
        reception V1 handed_over wanted=A due=A
        reception V2 turn due=A charged=A
    """,
    "4 handed over to a third person is not handed over to the wanted one": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:20 by=B to=C at=09:01 prior=yes
        ---
        reception V1 intercepted wanted=A due=A charged=B
        finding V1 missed_handover B
    """,
    "4 a handover keeps the receiver's place, and holds a make-up": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=C
        visit V1 C1 09:00-10:00 by=A to=C at=09:20
        visit V2 C2 09:10-09:15 by=B
        visit V3 C3 09:20-09:25 by=A
        ---
        reception V1 handed_over wanted=C due=C
        reception V2 turn due=B charged=B
        reception V3 make_up due=A charged=A
    """,
    "4 the one it was handed to is plainly busy": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-10:00 by=B to=A at=09:01
        visit V2 C2 09:10-09:15 by=B
        visit V3 C3 10:00-10:05 by=A
        ---
        reception V1 handed_over wanted=A due=A
        reception V2 turn due=B charged=B
        reception V3 turn due=A charged=A
    """,
    "5 unrostered: no queue, no due, and wanted stays to be seen": """
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B prior=no
        visit V2 C2 09:10-09:15 by=B for=A source=outside
        visit V3 C3 09:20-09:25 by=B
        in A 03-05/08:30..03-05/18:00
        ---
        reception V1 unrostered wanted=A
        reception V2 unrostered wanted=A
        reception V3 unrostered
    """,
    "6 intercepted: the receiver pays, if in the queue": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=B for=A source=outside
        visit V2 C2 09:10-09:15 by=C for=A source=outside
        ---
        reception V1 intercepted wanted=A due=A charged=B
        reception V2 intercepted wanted=A due=A
        finding V1 missed_handover B
        finding V2 missed_handover C
    """,
    "6 the asked-for one who has left is nobody: a new client": """
        staff A left=03-03
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=B for=A
        ---
        reception V1 out_of_turn due=A charged=B
        claim C1 B reception 03-04/09:00
        finding V1 out_of_turn B
    """,
    "6 on the last day one is still there to be asked for": """
        staff A left=03-04
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=B for=A source=outside
        ---
        reception V1 intercepted wanted=A due=A charged=B
        finding V1 missed_handover B
    """,
    "7 wanted busy: the last of the duty, and the owner pays while nothing is decided": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=A
        visit V2 C1 09:10-09:15 by=C prior=yes
        visit V3 C3 09:20-09:30 by=B
        visit V4 C4 09:25-09:35 by=C
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=C charged=A
        reception V3 turn due=B charged=B
        reception V4 turn due=C charged=C
    """,
    "7 rule_10_charged_to receiver": """
        set rule_10_charged_to=receiver
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=A
        visit V2 C1 09:10-09:15 by=B prior=yes
        visit V3 C3 09:20-09:30 by=C
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=C charged=B
        reception V3 turn due=C charged=C
    """,
    "7 no one idle: blank due; asked for, not owned: nobody pays": """
        in A 08:30-18:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C2 09:10-09:15 by=B for=A source=outside
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A
    """,
    "7 asked for, not owned: nobody pays, neither the one asked for nor the receiver": """
        set rule_10_charged_to=receiver
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C2 09:10-09:15 by=B for=A source=outside
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=B
    """,
    "7 the stage is reserved, at the very instant still open, cancelled open again": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        deal D1 C1 by=A reserved=09:10 cancelled=09:30
        visit V1 C2 09:00-10:00 by=A
        visit V2 C1 09:10-09:11 by=B prior=yes
        visit V3 C1 09:20-09:21 by=B prior=yes
        visit V4 C1 09:29:59-09:30 by=B prior=yes
        visit V5 C1 09:30-09:31 by=B prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=B charged=A
        reception V3 obligatory wanted=A due=B
        reception V4 obligatory wanted=A due=B
        reception V5 obligatory wanted=A due=B charged=A
    """,
    "7 a closed client of a busy owner: nobody pays": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        deal D1 C1 by=A closed=03-02/09:10
        visit V1 C2 09:00-10:00 by=A
        visit V2 C1 09:10-09:20 by=B prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=B
    """,
    "8 wanted not present: whoever is due serves and nobody pays": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:30 by=B prior=yes
        visit V2 C2 09:30-09:40 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=B charged=B
    """,
    "8 away with notice is not present either": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 08:50-09:10 told
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:05 by=B prior=yes
        ---
        reception V1 obligatory wanted=A due=B
    """,
    "8 absent_owner_served_by duty": """
        set absent_owner_served_by=duty
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:30 by=C prior=no
        visit V2 C1 09:40-09:50 by=B prior=no
        ---
        reception V1 obligatory wanted=A due=C
        reception V2 obligatory wanted=A due=C
        finding V2 client_grab B
    """,
    "8 with everybody busy the look gives the overflow, the duty gives nobody": """
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=B
        visit V2 C1 09:10-09:20 by=B prior=no
        ---
        reception V1 turn due=B charged=B
        reception V2 obligatory wanted=A due=B
    """,
    "8 an absent owner served by the duty with everybody busy": """
        set absent_owner_served_by=duty
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=B
        visit V2 C1 09:10-09:20 by=B prior=no
        ---
        reception V1 turn due=B charged=B
        reception V2 obligatory wanted=A
        finding V2 client_grab B
    """,
    "9 off duty: charged when in the queue, and the queue does not move for others": """
        in A 08:30-09:00
        in B 08:31-18:00
        in C 08:32-18:00
        visit V1 C1 09:00-09:10 by=A
        visit V2 C2 09:20-09:30 by=D
        visit V3 C3 09:40-09:50 by=B
        ---
        reception V1 off_duty due=B charged=A
        reception V2 off_duty due=B
        reception V3 turn due=B charged=B
        finding V1 off_duty_reception A
        finding V2 off_duty_reception D
    """,
    "11 a make-up is used up, and one is the most": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:10-09:15 by=C
        visit V3 C3 09:20-09:25 by=C
        visit V4 C4 10:00-10:05 by=B
        visit V5 C5 10:10-10:15 by=C
        visit V6 C6 10:20-10:25 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=C charged=C
        reception V3 turn due=C charged=C
        reception V4 make_up due=B charged=B
        reception V5 turn due=C charged=C
        reception V6 turn due=B charged=B
    """,
    "11 a make-up does not live past midnight": """
        in B 22:00-
        in C 22:01-
        in B 03-05/00:00..03-05/02:00
        in C 03-05/00:01..03-05/02:00
        client C1 03-01/09:00 by=A
        visit V1 C1 23:00..03-05/00:30 by=B prior=yes
        visit V2 C2 23:10-23:15 by=C
        visit V3 C3 03-05/01:00..03-05/01:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=C charged=C
        reception V3 turn due=B charged=B
    """,
    "11 busy with a duty and with a client of one's own as well: the duty keeps the place": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        client C2 03-01/09:00 by=B
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:05-10:00 by=B
        visit V3 C3 09:10-09:15 by=C
        visit V4 C4 10:00-10:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 own_client wanted=B due=B
        reception V3 turn due=C charged=C
        reception V4 make_up due=B charged=B
    """,
    "11 a duty that is over keeps no place": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        client C2 03-01/09:00 by=B
        visit V1 C1 09:00-09:10 by=B prior=yes
        visit V2 C2 09:05-10:00 by=B
        visit V3 C3 09:10-09:15 by=C
        visit V4 C4 09:20-09:25 by=C
        visit V5 C5 10:00-10:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 own_client wanted=B due=B
        reception V3 turn due=C charged=C
        reception V4 turn due=C charged=C
        reception V5 turn due=B charged=B
    """,
    "11 a duty handed to oneself is still the receiver's duty": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-10:00 by=B to=B at=09:05 prior=yes
        visit V2 C2 09:10-09:15 by=C
        visit V3 C3 10:00-10:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=C charged=C
        reception V3 make_up due=B charged=B
    """,
    "11 a duty for a closed client keeps nobody busy": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        deal D1 C1 by=A closed=03-01/10:00
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:10-09:15 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=B charged=B
    """,
    "11 out on an errand during a duty, with notice, the place is kept without a make-up": """
        in B 08:31-18:00
        in C 08:32-18:00
        out B 09:05-09:20 told
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:10-09:15 by=C
        visit V3 C3 10:00-10:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=C charged=C
        reception V3 turn due=B charged=B
    """,
    "12 overflow leaves a make-up unused": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:10-09:40 by=C
        visit V3 C3 09:20-09:30 by=B
        visit V4 C4 09:40-09:50 by=C
        visit V5 C5 10:00-10:05 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 turn due=C charged=C
        reception V3 overflow due=B charged=B
        reception V4 turn due=C charged=C
        reception V5 make_up due=B charged=B
    """,
    "12 an overflow earns no make-up, though a duty kept one of them busy": """
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        client C2 03-01/09:00 by=C
        visit V1 C1 09:00-10:00 by=B prior=yes
        visit V2 C2 09:10-10:00 by=C
        visit V3 C3 09:20-09:30 by=B
        visit V4 C4 10:00-10:05 by=C
        visit V5 C5 10:10-10:15 by=B
        ---
        reception V1 obligatory wanted=A due=B
        reception V2 own_client wanted=C due=C
        reception V3 overflow due=B charged=B
        reception V4 turn due=C charged=C
        reception V5 turn due=B charged=B
    """,
    "12 the overflow passes over those ahead who are not there, but the ones away with notice": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        in D 08:33-09:00
        out A 09:05-09:30
        out B 09:05-09:30 told
        visit V1 C1 09:00-10:00 by=C for=C source=outside
        visit V2 C2 09:10-09:12 by=C
        visit V3 C3 09:30-09:32 by=B
        visit V4 C4 09:40-09:42 by=A
        ---
        reception V1 named wanted=C due=C
        reception V2 overflow due=C charged=C
        reception V3 turn due=B charged=B
        reception V4 turn due=A charged=A
        finding V2 turn_forfeited A
    """,
    "13 out of turn: those passed over go back, then the receiver; the skipped one stays first": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        in D 08:33-18:00
        visit V1 C1 09:00-10:00 by=A for=A source=outside
        visit V2 C2 09:10-09:12 by=D
        visit V3 C3 09:20-09:22 by=B
        visit V4 C4 09:30-09:32 by=C
        visit V5 C5 10:00-10:02 by=A
        visit V6 C6 10:10-10:12 by=D
        ---
        reception V1 named wanted=A due=A
        reception V2 out_of_turn due=B charged=D
        reception V3 turn due=B charged=B
        reception V4 turn due=C charged=C
        reception V5 turn due=A charged=A
        reception V6 turn due=D charged=D
        finding V2 out_of_turn D
    """,
    "13 out of turn while all are busy": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C2 09:10-10:00 by=B
        visit V3 C3 09:20-09:30 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 out_of_turn due=A charged=B
        finding V3 out_of_turn B
    """,
}

WANTED = {
    "just before the visit: a ruling of the same second counts, a register row does not": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 09:00 by=B source=phone
        client C2 09:10 by=B
        rule R1 09:10 client=C2 owner=B
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:10-09:15 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 own_client wanted=B due=B
        finding C1 register_conflict B
    """,
    "an earlier visit of the same second counts": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-09:05 by=A
        visit V2 C1 09:00-09:05 by=B prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=B charged=A
    """,
    "the last valid day and the day after": """
        day 2024-03-31
        in A 08:30-18:00
        in B 08:31-18:00
        in A 04-01/08:30..04-01/18:00
        in B 04-01/08:31..04-01/18:00
        client C1 02-29/12:00 by=A
        client C2 03-01/12:00 by=A
        visit V1 C1 17:59:59-18:00 by=B prior=yes
        visit V2 C2 04-01/08:31..04-01/08:40 by=B prior=yes
        ---
        reception V1 out_of_turn due=A charged=B
        reception V2 intercepted wanted=A due=A charged=B
        finding V1 out_of_turn B
        finding V2 missed_handover B
    """,
    "an owner who has left is wanted no more the day after": """
        staff A left=03-03
        staff B left=03-04
        in C 08:30-18:00
        client C1 03-01/12:00 by=A
        client C2 03-01/12:00 by=B
        visit V1 C1 09:00-09:10 by=C
        visit V2 C2 09:20-09:30 by=C prior=yes
        ---
        reception V1 turn due=C charged=C
        reception V2 obligatory wanted=B due=C
    """,
}

DUTY = {
    "the last in sign-in order, whatever the queue": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=A
        visit V2 C3 09:05-09:06 by=B
        visit V3 C4 09:10-09:11 by=C
        visit V4 C1 09:20-09:25 by=C prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=C charged=C
        reception V4 obligatory wanted=A due=C charged=A
    """,
    "duty_size changes the board, not whom the rules ask": """
        set duty_size=1
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=A
        visit V2 C1 09:20-09:25 by=C prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 obligatory wanted=A due=C charged=A
    """,
    "duty_pool unserved: the last who has received nobody yet; if there is none, the last idle": """
        set duty_pool=unserved
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        client C9 03-01/09:00 by=C
        visit V1 C9 08:50-08:51 by=C
        visit V2 C2 09:00-10:00 by=A
        visit V3 C1 09:20-09:25 by=B prior=yes
        visit V4 C1 09:30-09:35 by=C prior=yes
        ---
        reception V1 own_client wanted=C due=C
        reception V2 turn due=A charged=A
        reception V3 obligatory wanted=A due=B charged=A
        reception V4 obligatory wanted=A due=C charged=A
    """,
    "a same party counts as receiving, being handed one does not": """
        set duty_pool=unserved
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C1 03-01/09:00 by=A
        visit V1 C2 09:00-10:00 by=A party=P
        visit V2 C3 09:01-09:02 by=C party=P
        visit V3 C4 09:05-09:10 by=A to=B
        visit V4 C1 09:20-09:25 by=B prior=yes
        ---
        reception V1 turn due=A charged=A
        reception V2 same_party
        reception V3 out_of_turn due=B charged=A
        reception V4 obligatory wanted=A due=B charged=A
        finding V3 double_reception A
    """,
}

STORES = {
    "overnight the queue begins anew": """
        in A 08:30-18:00
        in B 08:31-18:00
        in A 03-05/08:30..03-05/18:00
        in B 03-05/08:31..03-05/18:00
        visit V1 C1 09:00-09:10 by=A
        visit V2 C2 03-05/09:00..03-05/09:10 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=A charged=A
    """,
}


@told(KINDS | WANTED | DUTY | STORES)
def test_turns(reader, text):
    check(reader, text)
