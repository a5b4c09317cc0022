"""The frames that come out: their columns and types, and what they hold beyond the contract."""

import pandas as pd
import pytest

from core.registries.definitions import empty_tables
from core.rules import results as tables_of
from core.rules.compute import compute
from core.rules.results import output_columns
from tests.plain.folders import CASES, read_case
from tests.rules.engine import frames, rows, settings_of
from tests.rules.log import read_log

TABLES = ["receptions", "ownership", "attributions", "findings", "questions", "ledger"]


def computed(text):
    tables, settings = read_log(text)
    return compute(frames(tables), settings_of(settings))


def some(frame, *columns):
    return [tuple(row[c] for c in columns) for row in rows(frame)]


def as_plain(frame, without=()):
    kept = frame.drop(columns=[c for c in without if c in frame])
    return kept.astype(object).where(kept.notna(), None)


@pytest.mark.parametrize("tables", [{}, empty_tables()], ids=["nothing", "empty"])
def test_no_rows_still_have_their_columns(tables):
    results = compute(tables)
    for name in TABLES:
        frame = getattr(results, name)
        assert (len(frame), tuple(frame.columns)) == (0, getattr(tables_of, name.upper()))


def test_types_do_not_depend_on_the_rows():
    full, empty = (compute(t) for t in (frames(read_case(CASES / "random-a")[0]), empty_tables()))
    for name in TABLES:
        kinds = [
            {column: "category" if dtype.name == "category" else str(dtype) for column, dtype in frame.dtypes.items()}
            for frame in (getattr(full, name), getattr(empty, name))
        ]
        assert kinds[0] == kinds[1]


def test_files_have_the_columns_of_the_contract():
    assert {name: ",".join(output_columns(name)) for name in TABLES[:-1]} == {
        "receptions": (
            "store_id,arrived_at,visit_id,client_id,received_by,wanted,due,kind,charged_to,counts,rules,reason"
        ),
        "ownership": "store_id,client_id,since,owner,group_id,basis,last_contact,until,ended_by,rules,reason",
        "attributions": (
            "store_id,deal_id,client_id,judged_at,closed_by,credit_kind,credited_to,basis,amount,commission,cancelled,"
            "rules,reason"
        ),
        "findings": "store_id,subject_id,kind,staff_id,at,rule,fine,status,reason",
        "questions": "store_id,subject_id,field,assumed,would_change,reason",
    }


@pytest.mark.parametrize("name", ["random-a", "random-b-other-readings"])
def test_text_columns_and_fine_clocks_give_the_same(name):
    tables, settings = read_case(CASES / name)
    typed = frames(tables)
    plain = {registry: frame.copy() for registry, frame in typed.items()}
    for frame in plain.values():
        for column, dtype in frame.dtypes.items():
            if isinstance(dtype, pd.CategoricalDtype):
                frame[column] = frame[column].astype("str")
            elif str(dtype).startswith("datetime"):
                frame[column] = frame[column].astype("datetime64[ns]")
    one, other = compute(typed, settings_of(settings)), compute(plain, settings_of(settings))
    for table in TABLES:
        pd.testing.assert_frame_equal(as_plain(getattr(one, table)), as_plain(getattr(other, table)))


def test_words_that_no_row_uses_change_nothing():
    tables, settings = read_case(CASES / "random-a")
    typed = frames(tables)
    wider = {registry: frame.copy() for registry, frame in typed.items()}
    for frame in wider.values():
        for column, dtype in frame.dtypes.items():
            if isinstance(dtype, pd.CategoricalDtype):
                frame[column] = frame[column].cat.set_categories([*(f"x{n}" for n in range(5000)), *dtype.categories])
    one, other = compute(typed, settings_of(settings)), compute(wider, settings_of(settings))
    for table in TABLES:
        pd.testing.assert_frame_equal(as_plain(getattr(one, table)), as_plain(getattr(other, table)))


def test_a_row_that_points_nowhere_belongs_to_nobody():
    typed = frames(read_case(CASES / "random-a")[0])
    typed["staff"] = typed["staff"].iloc[:0]
    typed["clients"] = typed["clients"].iloc[:0]
    results = compute(typed)
    assert (len(results.ownership), len(results.receptions)) == (0, len(typed["visits"]))
    assert set(results.receptions["kind"].astype("str")) == {"unreceived", "same_party"}
    assert results.attributions["basis"].astype("str").unique().tolist() == ["closer"]


LIFE = """
    staff A group=G1
    client C1 01-31/09:00 by=A source=outside
    call K1 02-10/10:00 client=C1 by=A
    follow F1 C1 03-04/09:00 by=A
    follow F2 C1 04-20/09:00 by=A
    rule R1 05-02/09:00 client=C1 owner=B
    deal D1 C1 by=C reserved=05-03/09:00 amount=7
    rule R2 05-04/09:00 deal=D1 owner=C
    deal D2 C1 by=C closed=07-01/09:00 cancelled=07-02/09:00
"""


def test_claims_name_the_rows_they_rest_on():
    ownership = computed(LIFE).ownership
    assert some(ownership, "owner", "basis", "event", "event_id", "contact_event", "contact_id", "outside") == [
        ("A", "outside", "register", "C1", "followup", "F1", True),
        ("A", "revived", "followup", "F2", "followup", "F2", True),
        ("B", "ruling", "ruling", "R1", "deal", "D1", False),
        ("C", "closed", "deal", "D2", "deal", "D2", False),
    ]
    assert [str(day.date()) for day in ownership["lapses_on"]] == [
        "2024-04-04",
        "2024-05-20",
        "2024-06-03",
        "2024-08-01",
    ]
    assert [(str(u), e, i) for u, e, i in some(ownership, "until", "ended_by", "ended_id")] == [
        ("2024-04-05 00:00:00", "lapse", None),
        ("2024-05-02 09:00:00", "ruling", "R1"),
        ("2024-06-04 00:00:00", "lapse", None),
        ("None", None, None),
    ]
    assert ownership["group_id"].astype(object).where(ownership["group_id"].notna(), None).tolist() == [
        "G1",
        "G1",
        None,
        None,
    ]


def test_credits_name_the_claim_they_rest_on():
    results = computed(LIFE)
    columns = ["deal_id", "basis", "credited_to", "owner", "latest_owner", "claim", "ruling_id", "cancelled", "rules"]
    assert some(results.attributions, *columns) == [
        ("D1", "ruling", "C", "B", "B", 2, "R2", False, "11"),
        ("D2", "lapsed", "C", None, "B", 2, None, True, "14"),
    ]


FINDINGS = """
    set fine_concealed=250
    in A 08:30-18:00
    in B 08:31-18:00
    in C 08:32-18:00
    out A 09:25-10:00
    client C0 03-01/09:00 by=A
    client C4 03-02/09:00 by=B phone=13800138000
    client C5 03-04/08:00 by=C phone=13800138000
    visit V1 C0 08:50-09:30 by=B hidden greeted=08:52
    visit V2 C1 09:10-09:20 by=B
    visit V3 C2 09:30-09:40 by=C
    assist V3 A 09:35 asked=no
    call K1 09:50 by=B ring=16
    deal D1 C0 by=C closed=05-01/09:00
"""


def test_findings_name_what_bears_them_out():
    columns = ["subject_id", "kind", "subject_kind", "row", "staff_id", "against", "seconds", "claim"]
    assert some(computed(FINDINGS).findings, *columns, "evidence", "evidence_row", "evidence_id") == [
        ("C5", "register_conflict", "client", 2, "C", "B", None, 2, None, -1, None),
        ("V1", "concealed_client", "visit", 0, "B", "A", None, 0, None, -1, None),
        ("V1", "slow_greeting", "visit", 0, "B", None, 120, -1, None, -1, None),
        ("V2", "double_reception", "visit", 1, "B", "A", None, -1, "visits", 0, "V1"),
        ("V3", "turn_forfeited", "visit", 2, "A", "C", None, -1, "absences", 0, None),
        ("V3", "unrequested_assist", "visit", 2, "A", "C", None, -1, "assists", 0, None),
        ("K1", "slow_answer", "call", 0, "B", None, 16, -1, None, -1, None),
        ("D1", "lapsed_claim", "deal", 0, "A", "C", None, 0, None, -1, None),
    ]


def test_the_fine_is_that_of_the_setting():
    findings = computed(FINDINGS).findings
    assert findings["fine"].tolist() == [0.0, 250.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert findings["rule"].tolist() == [11, 11, 3, 7, 13, 9, 2, 14]


def test_the_last_fitting_ruling_says_upheld_or_dismissed():
    findings = computed(
        FINDINGS
        + """
        rule R1 03-05/09:00 visit=V1 kind=concealed_client outcome=upheld
        rule R10 03-05/10:00 visit=V1 outcome=dismissed
        rule R9 03-05/10:00 visit=V1 kind=slow_greeting outcome=upheld
        rule R3 03-05/11:00 visit=V2 kind=out_of_turn outcome=upheld
        rule R4 03-05/12:00 visit=V3 owner=A client=C2
    """
    ).findings
    ruled = [row for row in some(findings, "subject_id", "kind", "status", "ruling_id") if row[2] != "open"]
    assert ruled == [("V1", "concealed_client", "dismissed", "R10"), ("V1", "slow_greeting", "dismissed", "R10")]


def test_rules_follow_the_way_a_reception_was_decided():
    results = computed("""
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        client C0 03-01/09:00 by=A
        client C9 03-01/09:00 by=Z
        visit V1 C1 09:00-10:00 by=A
        visit V2 C0 09:05-09:10 by=C
        visit V3 C9 09:15-09:20 by=B
        visit V4 C2 09:25-09:30 by=A
        visit V5 C3 09:35-09:40 by=B for=B
        visit V6 C4 09:45-09:50 by=B for=B source=outside
    """)
    assert some(results.receptions, "visit_id", "kind", "rules", "wanted_by", "claim") == [
        ("V1", "turn", "13", None, -1),
        ("V2", "obligatory", "10;17", "claim", 0),
        ("V3", "obligatory", "6;13", "claim", 1),
        ("V4", "out_of_turn", "7;13", None, -1),
        ("V5", "named", "16", "asked", -1),
        ("V6", "named", "15", "asked", -1),
    ]


def test_questions_name_row_field_and_what_would_change():
    questions = computed("""
        in A 08:30-18:00
        in B 08:31-18:00
        out B 09:00- told
        client C0 03-01/09:00 by=A name=王
        client C2 03-01/10:00 name=王 phone=無
        visit V1 C0 09:10- by=B
        day 2024-03-05
        visit V2 C1 09:10-09:20 by=A
        deal D1 C1 by=A reserved=03-06/23:59:59 closed=03-07/09:00
    """).questions
    columns = ["subject_id", "registry", "row", "field", "code", "assumed", "would_change", "staff_id", "other_id"]
    assert some(questions, *columns) == [
        ("C0", "clients", 0, "phone", "same_name", "two_people", "whose_client", None, "C2"),
        ("C2", "clients", 1, "phone", "same_name", "two_people", "whose_client", None, "C0"),
        ("B", "absences", 0, "returned_at", "not_returned", "away_all_day", "who_is_present", "B", None),
        ("V1", "visits", 0, "left_at", "left_unknown", "stays_open_visit_minutes", "who_is_busy", "B", None),
        ("V1", "visits", 0, "asked_prior", "asked_unknown", "asked", "client_grab", "A", None),
        ("V1", "visits", 0, "received_by", "away_receiving", "away", "who_is_due", "B", None),
        ("2024-03-05", "attendance", 1, "signed_in_at", "no_attendance", "no_rotation", "rotation", None, None),
        ("D1", "deals", 0, "reserved_at", "date_only", "end_of_that_day", "order_of_events", "A", None),
    ]


def test_the_turn_ledger_of_a_day():
    ledger = computed("""
        in A 08:30-18:00
        in B 08:31-18:00
        in C 08:32-18:00
        in D 08:33-18:00
        in E 19:00-20:00
        out B 08:55-10:00
        out C 08:55-09:20 told
        client C0 03-01/09:00 by=Z
        visit V0 C0 08:45-09:15 by=A
        visit V1 C1 09:00-09:05 by=D
        visit V2 C2 09:10-09:12 by=D
        visit V3 C3 09:16-09:40 by=D
        visit V4 C4 09:20-09:40 by=A
    """).ledger
    columns = ["staff_id", "came", "taken", "missed", "forfeited", "kept"]
    assert some(ledger, *columns, "made_up", "kept_by_notice", "kept_by_duty", "kept_though_due", "charged") == [
        ("A", 4, 1, 0, 0, 3, 1, 0, 2, 1, 1),
        ("B", 2, 0, 1, 1, 0, 0, 0, 0, 0, 0),
        ("C", 2, 0, 0, 0, 2, 0, 2, 0, 0, 0),
        ("D", 2, 2, 0, 0, 0, 0, 0, 0, 0, 3),
        ("E", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ]
