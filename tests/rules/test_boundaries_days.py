"""Section 4 to the second: who is on duty, away, busy; midday and midnight; the order of sign-in."""

from datetime import datetime

import pytest

from tests.rules.log import new_row
from tests.rules.told import READERS, check, told

DUTY = {
    "signed in at the very instant of the arrival": """
        in A 09:00-18:00
        visit V1 C1 08:59:59-08:59:59 by=A
        visit V2 C2 09:00-09:05 by=A
        ---
        reception V1 off_duty
        reception V2 turn due=A charged=A
        finding V1 off_duty_reception A
    """,
    "signed out at the very instant of the arrival": """
        in A 08:30-17:00
        visit V1 C1 16:59:59-16:59:59 by=A
        visit V2 C2 17:00-17:05 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 off_duty charged=A
        finding V2 off_duty_reception A
    """,
    "a blank sign-out lasts to the end of the day": """
        in A 08:30-
        visit V1 C1 23:59:59-23:59:59 by=A
        visit V2 C2 03-05/00:00..03-05/00:01 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 unrostered
    """,
    "a sign-in of the evening before is no attendance of the night": """
        in A 22:00..03-05/06:00
        in B 03-05/00:00..03-05/06:00
        visit V1 C1 23:00-23:10 by=A
        visit V2 C2 03-05/00:00..03-05/00:05 by=A
        visit V3 C3 03-05/00:10..03-05/00:15 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 off_duty due=B
        reception V3 turn due=B charged=B
        finding V2 off_duty_reception A
    """,
    "between two rows of the sign-in sheet one is off duty but keeps the place": """
        in A 08:30-10:00
        in A 11:00-18:00
        in B 08:31-18:00
        visit V1 C1 10:30-10:31 by=A
        visit V2 C2 10:59:59-10:59:59 by=B
        visit V3 C3 11:00-11:05 by=A
        ---
        reception V1 off_duty due=B charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=A charged=A
        finding V1 off_duty_reception A
    """,
    "a second sign-in is no new place in the queue": """
        in A 08:30-09:30
        in A 09:30-18:00
        in B 08:40-18:00
        visit V1 C1 09:00-09:10 by=A
        visit V2 C2 09:30-09:40 by=B
        visit V3 C3 09:45-09:50 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=A charged=A
    """,
    "who signs in later goes behind those who have had their turn": """
        in A 08:30-18:00
        in B 09:10-18:00
        visit V1 C1 09:00-09:05 by=A
        visit V2 C2 09:20-09:25 by=A
        visit V3 C3 09:30-09:35 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=A charged=A
        reception V3 turn due=B charged=B
    """,
    "signed in together: natural order of the ids, digits before letters": """
        in E10 08:30-18:00
        in E9 08:30-18:00
        in E09 08:30-18:00
        in 7 08:30-18:00
        visit V1 C1 09:00-10:00 by=7
        visit V2 C2 09:01-10:00 by=E09
        visit V3 C3 09:02-10:00 by=E9
        visit V4 C4 09:03-10:00 by=E10
        ---
        reception V1 turn due=7 charged=7
        reception V2 turn due=E09 charged=E09
        reception V3 turn due=E9 charged=E9
        reception V4 turn due=E10 charged=E10
    """,
}

NOON = {
    "midday begins and ends to the second": """
        in A 08:00-18:00
        in B 08:01-18:00 noon
        visit V1 C1 11:59:59-11:59:59 by=A
        visit V2 C2 12:00-12:05 by=B
        visit V3 C3 13:59:59-13:59:59 by=B
        visit V4 C4 14:00-14:05 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 noon due=B
        reception V3 noon due=B
        reception V4 turn due=B charged=B
    """,
    "no one with noon duty, no midday break": """
        in A 08:00-18:00
        in B 08:01-18:00
        visit V1 C1 12:00-12:05 by=A
        visit V2 C2 13:59:59-14:05 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
    """,
    "noon duty of another day keeps no break": """
        in A 08:00-18:00
        in B 03-05/08:00..03-05/18:00 noon
        visit V1 C1 12:30-12:35 by=A
        ---
        reception V1 turn due=A charged=A
    """,
    "a noon duty that is over keeps the break, but nobody is on duty in it": """
        in A 08:00-11:00 noon
        in B 08:01-18:00
        visit V1 C1 12:30-12:35 by=B
        visit V2 C2 14:00-14:05 by=B
        ---
        reception V1 off_duty
        reception V2 turn due=B charged=B
        finding V1 off_duty_reception B
    """,
    "only the row with noon duty counts at midday": """
        in A 08:00-12:30
        in A 12:30-18:00 noon
        visit V1 C1 12:29:59-12:29:59 by=A
        visit V2 C2 12:30-12:35 by=A
        ---
        reception V1 off_duty
        reception V2 noon due=A
        finding V1 off_duty_reception A
    """,
    "who signs in at midday joins the queue behind the morning": """
        in A 08:00-18:00
        in B 12:10-18:00 noon
        visit V1 C1 12:30-12:35 by=B
        visit V2 C2 14:00-14:10 by=A
        visit V3 C3 14:15-14:20 by=B
        ---
        reception V1 noon due=B
        reception V2 turn due=A charged=A
        reception V3 turn due=B charged=B
    """,
    "at midday nobody is charged, whatever the visit": """
        set own_client_takes_turn=true named_takes_turn=true
        in A 08:00-18:00 noon
        in B 08:01-18:00 noon
        client C1 03-01/09:00 by=A
        visit V1 C1 12:00-12:05 by=A
        visit V2 C2 12:10-12:15 by=A for=A
        visit V3 C1 12:20-12:25 by=B prior=yes
        visit V4 C3 12:30-12:50 by=A
        visit V5 C1 12:40-12:45 by=B prior=yes
        visit V6 C4 14:00-14:10 by=A
        ---
        reception V1 own_client wanted=A due=A
        reception V2 named wanted=A due=A
        reception V3 intercepted wanted=A due=A
        reception V4 noon due=A
        reception V5 obligatory wanted=A due=B
        reception V6 turn due=A charged=A
        finding V2 unsupported_naming A
        finding V3 missed_handover B
    """,
    "a client still here at two keeps the noon receiver busy, and the place": """
        in A 08:00-18:00 noon
        in B 08:01-18:00
        in C 08:02-18:00
        visit V1 C1 13:50-14:30 by=A
        visit V2 C2 14:00-14:05 by=B
        visit V3 C3 14:30-14:35 by=A
        ---
        reception V1 noon due=A
        reception V2 turn due=B charged=B
        reception V3 make_up due=A charged=A
    """,
    "other hours of midday": """
        set noon_start=11:30 noon_end=12:00:01
        in A 08:00-18:00 noon
        visit V1 C1 11:29:59-11:29:59 by=A
        visit V2 C2 11:30-11:30 by=A
        visit V3 C3 12:00-12:00 by=A
        visit V4 C4 12:00:01-12:01 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 noon due=A
        reception V3 noon due=A
        reception V4 turn due=A charged=A
    """,
}

AWAY = {
    "away from the instant of leaving to the instant of return": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 09:00-09:30
        visit V1 C1 08:59:59-09:00 by=A
        visit V2 C2 09:00-09:05 by=B
        visit V3 C3 09:10-09:15 by=C
        visit V4 C4 09:20-09:25 by=B
        visit V5 C5 09:30-09:35 by=C
        visit V6 C6 09:40-09:45 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=C charged=C
        reception V4 turn due=B charged=B
        reception V5 turn due=C charged=C
        reception V6 turn due=A charged=A
        finding V4 turn_forfeited A
    """,
    "notice keeps the place for short_leave_minutes, and not at that very minute": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 09:00-10:00 told
        visit V1 C1 09:29:59-09:29:59 by=B
        visit V2 C2 09:30-09:30 by=C
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=C charged=C
        finding V2 turn_forfeited A
    """,
    "a place kept is due on return": """
        set short_leave_minutes=60
        in A 08:30-18:00
        in B 08:31-18:00
        out A 09:00-10:00 told
        visit V1 C1 09:59:59-09:59:59 by=B
        visit V2 C2 10:00-10:05 by=A
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=A charged=A
    """,
    "of two absences at once both need notice": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 09:00-09:20 told
        out A 09:10-09:20
        visit V1 C1 09:05-09:05 by=B
        visit V2 C2 09:10-09:10 by=B
        visit V3 C3 09:20-09:20 by=A
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=B charged=B
        reception V3 turn due=A charged=A
        finding V2 turn_forfeited A
    """,
    "one forfeit an absence, another absence another": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 09:00-09:30
        out A 09:20-09:40
        visit V1 C1 09:05-09:05 by=B
        visit V2 C2 09:10-09:10 by=B
        visit V3 C3 09:20-09:20 by=B
        visit V4 C4 09:25-09:25 by=B
        visit V5 C5 09:35-09:35 by=B
        ---
        finding V1 turn_forfeited A
        finding V3 turn_forfeited A
    """,
    "an absence with no return lasts to the end of the day, not into the next": """
        in A 08:30-
        in B 08:31-
        in A 03-05/00:00..03-05/10:00
        in B 03-05/00:01..03-05/10:00
        out A 09:00-
        visit V1 C1 23:59:59-23:59:59 by=B
        visit V2 C2 03-05/00:30..03-05/00:40 by=A
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=A charged=A
        finding V1 turn_forfeited A
    """,
    "gone home while away forfeits nothing": """
        in A 08:30-09:00
        in B 08:31-18:00
        out A 08:50-
        visit V1 C1 09:00-09:00 by=B
        visit V2 C2 09:10-09:10 by=B
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=B charged=B
    """,
    "notice given keeps no place for one who has gone home meanwhile": """
        in A 08:30-09:05
        in A 09:12-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 09:00-09:30 told
        visit V1 C1 09:06-09:07 by=B
        visit V2 C2 09:31-09:32 by=C
        visit V3 C3 09:40-09:41 by=A
        ---
        reception V1 turn due=B charged=B
        reception V2 turn due=C charged=C
        reception V3 turn due=A charged=A
    """,
    "recorded as away while receiving: passed over, no forfeit": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 09:00-10:00
        visit V1 C1 09:05-09:10 by=A
        ---
        reception V1 out_of_turn due=B charged=A
        finding V1 out_of_turn A
    """,
    "who served while recorded as away forfeits when truly passed over": """
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        out A 09:00-10:00
        visit V1 C1 09:05-09:05 by=A
        visit V2 C2 09:10-09:10 by=B
        visit V3 C3 09:20-09:20 by=C
        visit V4 C4 09:30-09:30 by=B
        ---
        reception V1 out_of_turn due=B charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=C charged=C
        reception V4 turn due=B charged=B
        finding V1 out_of_turn A
        finding V4 turn_forfeited A
    """,
    "nobody present: nobody is due, nobody is passed over": """
        in A 08:30-18:00
        in B 08:31-18:00
        out A 09:00-10:00
        out B 09:00-10:00
        visit V1 C1 09:05-09:10 by=B
        visit V2 C2 10:00-10:05 by=A
        ---
        reception V1 out_of_turn charged=B
        reception V2 turn due=A charged=A
        finding V1 out_of_turn B
    """,
}

BUSY = {
    "a client who left at the very instant keeps nobody busy": """
        in A 08:30-18:00
        visit V1 C1 09:00-09:30 by=A
        visit V2 C2 09:29:59-09:29:59 by=A
        visit V3 C3 09:30-09:35 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 overflow due=A charged=A
        reception V3 turn due=A charged=A
    """,
    "an open visit lasts open_visit_minutes, and not that very minute": """
        in A 08:30-18:00
        visit V1 C1 09:00- by=A
        visit V2 C2 10:59:59-10:59:59 by=A
        visit V3 C3 11:00-11:05 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 overflow due=A charged=A
        reception V3 turn due=A charged=A
    """,
    "another length of open visits": """
        set open_visit_minutes=15
        in A 08:30-18:00
        visit V1 C1 09:00- by=A
        visit V2 C2 09:14:59-09:14:59 by=A
        visit V3 C3 09:15-09:20 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 overflow due=A charged=A
        reception V3 turn due=A charged=A
    """,
    "in the same second the smaller visit id comes first and occupies": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V10 C1 09:00-09:30 by=B
        visit V9 C2 09:00-09:30 by=A
        ---
        reception V9 turn due=A charged=A
        reception V10 turn due=B charged=B
    """,
    "from handed_at on, the taker is busy and the receiver free": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 by=A to=B at=09:10
        visit V2 C2 09:09:59-09:09:59 by=B
        visit V3 C3 09:10-09:10 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=A charged=A
    """,
    "a blank handed_at is the arrival": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 by=A to=B
        visit V2 C2 09:00-09:05 by=A
        visit V3 C3 10:00-10:05 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=A charged=A
        reception V3 turn due=B charged=B
    """,
    "handed to oneself is not handed over": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 by=A to=A at=09:05
        visit V2 C2 09:30-09:40 by=B
        visit V3 C3 09:50-09:55 by=B
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=B charged=B
        reception V3 turn due=B charged=B
    """,
    "nobody received it, yet it occupies the one it was handed to": """
        in A 08:30-18:00
        in B 08:31-18:00
        visit V1 C1 09:00-10:00 to=A at=09:05
        visit V2 C2 09:04:59-09:04:59 by=A
        visit V3 C3 09:10-09:15 by=B
        visit V4 C4 09:20-09:25 by=B
        ---
        reception V1 unreceived due=A
        reception V2 turn due=A charged=A
        reception V3 turn due=B charged=B
        reception V4 turn due=B charged=B
        finding V1 unreceived_visitor A
    """,
    "an owner handed over at once, in the same second, is busy for the next": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        visit V1 C1 09:00-09:30 by=B to=A
        visit V2 C2 09:00-09:10 by=B
        ---
        reception V1 handed_over wanted=A due=A
        reception V2 turn due=B charged=B
    """,
    "visits of yesterday keep nobody busy": """
        in A 22:00-
        in A 03-05/00:00..03-05/08:00
        visit V1 C1 23:59..03-05/01:00 by=A
        visit V2 C2 03-05/00:00..03-05/00:10 by=A
        ---
        reception V1 turn due=A charged=A
        reception V2 turn due=A charged=A
    """,
    "a closed client keeps nobody busy; one closed at the very instant still does": """
        in A 08:30-18:00
        in B 08:31-18:00
        client C1 03-01/09:00 by=A
        client C2 03-01/09:00 by=B
        deal D1 C1 by=A closed=08:59:59
        deal D2 C2 by=B closed=09:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C2 09:00-10:00 by=B
        visit V3 C3 09:30-09:40 by=A
        visit V4 C4 09:50-09:55 by=A
        ---
        reception V1 own_client wanted=A due=A
        reception V2 own_client wanted=B due=B
        reception V3 turn due=A charged=A
        reception V4 turn due=A charged=A
    """,
    "a deal cancelled at the very instant of the arrival is no deal": """
        in A 08:30-18:00
        client C1 03-01/09:00 by=A
        client C2 03-01/09:00 by=A
        deal D1 C1 by=A closed=03-01/10:00 cancelled=09:00
        deal D2 C2 by=A closed=03-01/10:00 cancelled=10:00:01
        visit V1 C1 09:00-09:10 by=A
        visit V2 C3 09:05-09:05 by=A
        visit V3 C2 10:00-10:10 by=A
        visit V4 C4 10:05-10:05 by=A
        ---
        reception V1 own_client wanted=A due=A
        reception V2 overflow due=A charged=A
        reception V3 own_client wanted=A due=A
        reception V4 turn due=A charged=A
    """,
    "the deal of a second card of the same person closes the client too": """
        in A 08:30-18:00
        client C1 03-01/09:00 phone=13800138000 by=A
        client C2 03-02/09:00 phone=13800138000
        deal D1 C2 by=A closed=03-02/10:00
        visit V1 C1 09:00-10:00 by=A
        visit V2 C3 09:30-09:35 by=A
        ---
        reception V1 own_client wanted=A due=A
        reception V2 turn due=A charged=A
    """,
}


@told(DUTY | NOON | AWAY | BUSY)
def test_days(reader, text):
    check(reader, text)


# "runs of digits and other text, digits as numbers and before other text, other text by code point ..., the whole
# string last"
IN_ORDER = [
    *("1", "02", "2", "2-1", "2A", "10", "010A", "10A", "99999999999999999999", "100000000000000000000"),
    *(
        "A",
        "A01",
        "A1",
        "A01B",
        "A1B",
        "A9",
        "A10",
        "A-1",
        "AB",
        "AB1",
        "B",
        "Z9",
        "a",
        "é",
        "業",
        "業2",
        "業10",
        "\U00020bb7",
    ),
]


@pytest.mark.parametrize("reader", READERS)
def test_natural_order_of_ids(reader):
    """Visits of one second come in the natural order of their ids."""
    at = datetime(2024, 3, 4, 9)
    visits = [new_row("visits", visit_id=v, client_id="C1", arrived_at=at, left_at=at) for v in reversed(IN_ORDER)]
    clients = [new_row("clients", client_id="C1", name="C1", registered_at=at)]
    receptions = READERS[reader]({"visits": visits, "clients": clients})["receptions"]
    assert [r["visit_id"] for r in receptions] == IN_ORDER
